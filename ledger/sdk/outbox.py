"""What a stream still owes its log: headers on disk that no acknowledgement answers yet."""

from __future__ import annotations

from collections import deque

import msgspec

from ledger.domain.signing import SessionKey
from ledger.errors import ConflictError, SetupError, UnavailableError
from ledger.sdk.frame_log import Mark
from ledger.sdk.stream import Sealed, StoredAck, Stream

MOST_UNACKNOWLEDGED = 64  # headers; also what one request may carry


class Outbox:
    """Headers of one stream on their way. Used by whoever holds the sender's lock.

    Args:
        stream: The stream's files.
    """

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self._segments = stream.open_segments()
        self._acks = stream.open_acks()
        self.last: Sealed | None = None
        """The latest header."""
        self.open: deque[Sealed] = deque()
        """Headers without an acknowledgement, oldest first."""
        self.acknowledged = 0
        """Records that the log has acknowledged."""
        self.greeted = False
        """Whether the log's copy was compared with ours since we started."""
        self.waiting_since: float | None = None
        """When the oldest record without a header was first seen, in monotonic seconds."""
        self._broken: OSError | None = None
        self.again: list[Sealed] = []
        """Acknowledged headers that the log has lost and is sent again."""

    def catch_up(self, *, repair: bool) -> None:
        """Learn what was sealed and acknowledged, by whichever process did it."""
        for payload in self._segments.catch_up(repair=repair):
            self._sealed(Sealed.unpack(payload))
        for _ in self._acks.catch_up(repair=repair):
            self.acknowledged = self.open.popleft().header.end_seq

    def unsealed(self, mark: Mark) -> int:
        """Return how many of the records up to `mark` have no header."""
        return mark.count - (self.last.header.end_seq if self.last else 0)

    def seal(self, mark: Mark, most: int, ts: int) -> None:
        """Make the next header and put it on disk, whole, before anyone signs it."""
        self.check_sound()
        sealed = self.stream.next_header(self.last, mark, most, ts)
        try:
            self._segments.append(sealed.pack())
            self._segments.sync()
        except OSError as error:
            self._broken = error
            raise
        self._sealed(sealed)
        self.waiting_since = None

    def check_sound(self) -> None:
        """Refuse to go on after a header could not be written for sure: only a restart can read what is there.

        Raises:
            UnavailableError: if that has happened.
        """
        if self._broken is not None:
            raise UnavailableError(
                f"a header could not be put on disk: {self._broken}",
                hint="repair the disk and restart the agent; nothing was signed, and the records are in the spool",
                code="spool_refused",
            )

    def packed(self, sealed: list[Sealed], key: SessionKey) -> list[bytes]:
        """Return signed segments as they are sent."""
        return [self.stream.signed(item, key).pack() for item in sealed]

    def acknowledge(self, ack: StoredAck) -> None:
        """Store the acknowledgement of the oldest open header."""
        self._acks.append(msgspec.json.encode(ack))
        self._acks.sync()
        self.acknowledged = self.open.popleft().header.end_seq

    def close(self) -> None:
        """Give the descriptors back."""
        self._segments.close()
        self._acks.close()

    def resume_at(self, next_seq: int, head: str) -> None:
        """Prepare to send again from where the log's copy ends.

        Raises:
            ConflictError: if the log's copy is not a beginning of ours.
        """
        end = self.last.header.end_seq if self.last else 0
        if next_seq == 0:
            first = 0
        else:
            first = next((n for n, item in enumerate(self._ends(), 1) if item == (next_seq, head)), -1)
        if first < 0:
            raise ConflictError(
                f"the log's copy of stream {self.stream.binding.stream} ends at record {next_seq} with head {head}; "
                f"this spool has signed {end} records and never that head",
                hint="another spool has used this stream: open a new epoch or stream for this one; nothing was signed",
                code="foreign_stream",
            )
        acknowledged = self._acks.mark.count
        self.again = list(self.stream.headers())[first:acknowledged]

    def _sealed(self, sealed: Sealed) -> None:
        """Take up a header that is on disk, unless it does not follow the one before: then nothing is signed."""
        end, head = (self.last.header.end_seq, self.last.header.header) if self.last else (0, None)
        if sealed.header.first_seq != end or (head is not None and sealed.header.prev_header != head):
            raise SetupError(
                f"header {sealed.header.header.hex()} in the spool does not follow the one before it",
                hint="restore the spool from a backup; nothing was signed",
                code="spool_damaged",
            )
        self.last = sealed
        self.open.append(sealed)

    def _ends(self) -> list[tuple[int, str]]:
        return [(item.header.end_seq, item.header.header.hex()) for item in self.stream.headers()]
