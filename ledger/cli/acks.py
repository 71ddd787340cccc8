"""Acknowledgements: from an agent's spool, from its log, and from a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import msgspec

from ledger.cli import context
from ledger.domain.ack_batch import BatchPlace
from ledger.domain.ack_file import MAX_ACK_BYTES, AckFile
from ledger.domain.statements import Ack
from ledger.errors import NotFoundError, UnavailableError
from ledger.indexer.opening import log_client
from ledger.sdk.acks import kept_acks
from ledger.sdk.stream import StoredAck


def of_stored(kept: StoredAck) -> AckFile:
    """Read an acknowledgement as a spool keeps it."""
    ack = Ack(kept.chain, bytes.fromhex(kept.log), bytes.fromhex(kept.header), kept.anchor_by)
    place = None
    if kept.batch is not None:
        place = BatchPlace(kept.batch.index, kept.batch.size, tuple(bytes.fromhex(node) for node in kept.batch.path))
    return AckFile(ack, bytes.fromhex(kept.signature), place)


def find(header: bytes, name: str) -> AckFile:
    """Find the acknowledgement of a header: in the spool of an agent of this machine, else at the log that is set.

    Raises:
        NotFoundError: if neither has it.
        UnavailableError: if the log has to be asked and does not answer.
    """
    spool = context.settings().spool_folder(name)
    if spool.is_dir():
        for kept in kept_acks(spool):
            if kept.header == header.hex():
                return of_stored(kept)
    return from_log(context.settings().log_url, header)


def from_log(url: str, header: bytes) -> AckFile:
    """Ask a log for the acknowledgement of a header that it accepted.

    Raises:
        NotFoundError: if it has accepted none such.
        UnavailableError: if it does not answer, or not with an acknowledgement.
    """
    return _ask(url, header)[0]


def leaf_of(url: str, header: bytes) -> int:
    """Ask a log at which leaf a header stands; nothing says that this is true, until its path is checked.

    Raises:
        NotFoundError: if it has accepted none such.
        UnavailableError: if it does not answer.
    """
    return _ask(url, header)[1]


def _ask(url: str, header: bytes) -> tuple[AckFile, int]:
    try:
        with log_client() as client:
            answer = client.get(f"{url}/v1/segments/{header.hex()}")
            if answer.status_code == httpx.codes.NOT_FOUND:
                raise NotFoundError(
                    f"neither a spool of this machine nor the log at {url} has an acknowledgement of {header.hex()}",
                    hint="`ombud ack list --name AGENT` lists what a spool holds",
                    code="no_ack",
                )
            answer.raise_for_status()
            told: Any = msgspec.json.decode(answer.content)
            said = told["ack"]
            ack = Ack(int(said["chain"]), bytes.fromhex(said["log"]), bytes.fromhex(said["header"]), said["anchorBy"])
            return AckFile(ack, bytes.fromhex(said["signature"])), int(told["leaf_index"])
    except (httpx.HTTPError, msgspec.MsgspecError, KeyError, TypeError, ValueError) as error:
        raise UnavailableError(
            f"the log at {url} gives no acknowledgement: {error}", hint="is it running?", code="log_unavailable"
        ) from error


def read(file: Path) -> AckFile:
    """Read an acknowledgement from a file.

    Raises:
        NotFoundError: if there is no such file.
        InvalidInputError: if it is no acknowledgement.
    """
    try:
        with file.open("rb") as content:
            return AckFile.unpack(content.read(MAX_ACK_BYTES + 1))
    except FileNotFoundError as error:
        raise NotFoundError(
            f"there is no file {file}", hint="`ombud ack show HEADER -o FILE` writes one", code="no_file"
        ) from error
