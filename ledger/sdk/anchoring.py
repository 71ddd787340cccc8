"""Waiting until a record is anchored, as its log says: for calls that may not happen before."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from ledger.domain.record import record_id
from ledger.errors import LedgerError, NotFoundError, UnavailableError
from ledger.sdk.context import Ref
from ledger.sdk.courier import Courier
from ledger.sdk.sender import Sender
from ledger.sdk.spool import Spool
from ledger.sdk.stream import Stream

NOT_ANCHORED: Final = "not_anchored"
ASK_SECONDS: Final = 0.25
"""How often the log is asked."""


class AnchorWait:
    """Waits for anchors.

    Args:
        spool: Where the records are.
        sender: Sends them, and asks the log.
        courier: The thread in which they are sent.
        longest: Seconds that one wait may take.
        sleep: Waits between two questions.
    """

    def __init__(
        self,
        spool: Spool,
        sender: Sender,
        courier: Courier,
        longest: float,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._spool = spool
        self._sender = sender
        self._courier = courier
        self._longest = longest
        self._sleep = sleep

    def until_anchored(self, ref: Ref) -> None:
        """Return once the segment of a record is below a root that the log has anchored.

        That is the log's word, and its operator's bond stands for it: the acknowledgement was checked. The proof is
        the record's bundle.

        Raises:
            NotFoundError: if the record is not in this spool.
            UnavailableError: if it is not anchored in time (`not_anchored`), or has no place yet.
            LedgerError: if the log refuses it.
        """
        until = time.monotonic() + self._longest
        stream = self._stream(ref)
        rounds = self._courier.rounds
        while (header := self._acknowledged(stream, ref.index)) is None:
            error = self._courier.error
            if error is not None and self._courier.rounds > rounds and not isinstance(error, UnavailableError):
                raise error
            self._courier.hurry()
            self._courier.wait_round(self._left(until, error))
        while not self._says(header, until):
            self._sleep(self._left(until, None))

    def _acknowledged(self, stream: Stream, seq: int) -> str | None:
        """Return the header under which a record was acknowledged, as hex; None while it was not."""
        if self._sender.acknowledged(stream) <= seq:
            return None
        return next((ack.header for ack in stream.stored_acks() if seq < ack.first_seq + ack.count), None)

    def _says(self, header: str, until: float) -> bool:
        try:
            return self._sender.is_anchored(bytes.fromhex(header))
        except UnavailableError as error:
            self._left(until, error)
            return False

    def _left(self, until: float, error: LedgerError | None) -> float:
        left = until - time.monotonic()
        if left <= 0:
            raise UnavailableError(
                f"the record was not anchored within {self._longest} s{f': {error}' if error else ''}",
                hint="it is safe and will be anchored; see `ombud log status` for what is in the way",
                code=NOT_ANCHORED,
            )
        return min(left, ASK_SECONDS)

    def _stream(self, ref: Ref) -> Stream:
        """Find the stream of a record; what is on disk decides."""
        if ref.record_id is None:
            raise UnavailableError(
                f"record {ref.index} has no place yet", hint="bind() the ledger to an agent first", code="not_bound"
            )
        for stream, _ in reversed(self._spool.streams()):
            data = stream.record_at(ref.index)
            if data is not None and record_id(data).hex() == ref.record_id:
                return stream
        raise NotFoundError(
            f"record {ref.record_id} is not at number {ref.index} of this spool",
            hint="wait for a record that this ledger wrote",
        )
