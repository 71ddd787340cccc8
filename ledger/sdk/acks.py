"""The acknowledgements that a spool keeps, for whoever has to hold an operator to them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from ledger.errors import NotFoundError
from ledger.sdk.frame_log import FrameLog
from ledger.sdk.stream import StoredAck


def kept_acks(spool: Path) -> Iterator[StoredAck]:
    """Yield every acknowledgement in a spool, by epoch and stream, oldest first.

    Raises:
        NotFoundError: if there is no spool.
    """
    if not spool.is_dir():
        raise NotFoundError(
            f"there is no spool at {spool}", hint="name the agent of this machine with --name", code="no_spool"
        )
    for path in sorted(
        spool.glob("*-*/acks.log"), key=lambda path: [int(part) for part in path.parent.name.split("-")]
    ):
        log = FrameLog(path)
        try:
            for frame in log.scan():
                yield msgspec.json.decode(frame.payload, type=StoredAck)
        finally:
            log.close()
