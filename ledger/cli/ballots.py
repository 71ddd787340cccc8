"""Votes that are committed and not yet revealed: on disk before they are sent, and never overwritten.

    ballots/<commitment>.json      vote, hash of the reasons and salt behind one commitment
    ballots/<commitment>.reasons   the reasons themselves

All are readable by their owner alone. The chain keeps the commitment of each seat, so the files that open it are
found by their name, however often a vote was tried to be committed.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import msgspec

from ledger.cli.keyfile import PRIVATE_FILE, PRIVATE_FOLDER, SECRET_BYTES
from ledger.domain.ballot import Ballot, parse_ballot
from ledger.errors import InvalidInputError, NotFoundError
from ledger.tiles.store import make_folder, sync_folder


def new_salt() -> bytes:
    """Return a salt that nobody can guess: without one a vote could be read off its commitment."""
    return secrets.token_bytes(SECRET_BYTES)


def ballot_file(home: Path, commitment: bytes) -> Path:
    """Where the vote behind a commitment is kept."""
    return home / "ballots" / f"{commitment.hex()}.json"


def reasons_file(ballot: Path) -> Path:
    """Where the reasons of a ballot are kept: beside it."""
    return ballot.with_suffix(".reasons")


def keep_ballot(home: Path, commitment: bytes, ballot: Ballot, reasons: bytes) -> Path:
    """Write a ballot and its reasons; both are on disk when this returns."""
    file = ballot_file(home, commitment)
    make_folder(file.parent, PRIVATE_FOLDER)
    _write(reasons_file(file), reasons)
    _write(file, msgspec.json.format(msgspec.json.encode(ballot), indent=2) + b"\n")
    sync_folder(file.parent)
    return file


def read_ballot(file: Path) -> Ballot:
    """Read a ballot.

    Raises:
        NotFoundError: if there is none.
        InvalidInputError: if it is something else.
    """
    try:
        return parse_ballot(file.read_bytes())
    except FileNotFoundError as error:
        raise NotFoundError(
            f"there is no ballot {file}",
            hint="reveal on the machine that committed, with the same home, or give --ballot FILE",
            code="no_ballot",
        ) from error
    except InvalidInputError as error:
        raise InvalidInputError(f"{file}: {error.message}", hint=error.hint, code=error.code) from error


def _write(file: Path, data: bytes) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, PRIVATE_FILE)
    with os.fdopen(descriptor, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
