"""Evidence as a party brings it: files into this machine's store, and one hash for the court."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ledger.domain.evidence_list import MEDIA_TYPE, ListedFile, evidence_uri, make_evidence_list
from ledger.errors import InvalidInputError, NotFoundError
from ledger.settings import Settings
from ledger.tiles.evidence import MAX_FILE_BYTES, UNKNOWN_TYPE, EvidenceStore, check_size, open_evidence

_HASH: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Exhibit:
    """What the court is given: the hash of one file or of a list, its URI, and the files (SHA-256, hex)."""

    hash: bytes
    uri: str
    files: tuple[str, ...]


def gather(settings: Settings, files: Sequence[str], statement: str, submitter: str) -> Exhibit:
    """Keep evidence, and say by which hash it goes.

    Args:
        settings: Where the store is.
        files: Paths, or SHA-256 hashes of files in the store.
        statement: What they show; empty for nothing.
        submitter: Who brings them.

    Raises:
        InvalidInputError: if there is none, or one is empty or cannot be read.
        NotFoundError: if one is not there.
        TooLargeError: if one, or their list, is too large.
    """
    if not files:
        raise InvalidInputError("there is no evidence", hint="give --evidence FILE, once a file", code="no_evidence")
    store = open_evidence(settings.evidence_folder)
    found = [_kept(store, file, submitter) for file in files]
    if len(found) == 1 and not statement:
        return _exhibit(found[0].sha256, found)
    listed = make_evidence_list(found, statement)
    kept, _ = store.put(listed, media_type=MEDIA_TYPE, submitter=submitter)
    return _exhibit(kept.sha256, found)


def type_of(file: Path) -> str:
    """Guess what a file is by its name."""
    return mimetypes.guess_type(file.name)[0] or UNKNOWN_TYPE


def read_file(file: Path) -> bytes:
    """Read a file that is to be evidence.

    Raises:
        InvalidInputError: if it is empty or cannot be read.
        NotFoundError: if it is not there.
        TooLargeError: if it is over the limit.
    """
    try:
        with file.open("rb") as content:
            data = content.read(MAX_FILE_BYTES + 1)
    except FileNotFoundError as error:
        raise NotFoundError(f"there is no file {file}", hint="give the path of a file", code="no_file") from error
    except (IsADirectoryError, PermissionError) as error:
        raise InvalidInputError(
            f"{file} cannot be read: {error.strerror}", hint="give the path of a readable file", code="bad_file"
        ) from error
    check_size(len(data))
    if not data:
        raise InvalidInputError(f"{file} is empty", hint="evidence has content", code="empty_evidence")
    return data


def _kept(store: EvidenceStore, file: str, submitter: str) -> ListedFile:
    path = Path(file)
    if _HASH.fullmatch(file) and not path.exists():
        known = store.meta(file)
    else:
        known, _ = store.put(read_file(path), media_type=type_of(path), submitter=submitter)
    return ListedFile(media_type=known.media_type, name=path.name, sha256=known.sha256, size=known.size)


def _exhibit(sha256: str, files: Sequence[ListedFile]) -> Exhibit:
    hash_ = bytes.fromhex(sha256)
    return Exhibit(hash_, evidence_uri(hash_), tuple(file.sha256 for file in files))
