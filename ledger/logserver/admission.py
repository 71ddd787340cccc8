"""May this segment be accepted, as far as the segment itself and the chain can say?"""

from __future__ import annotations

from dataclasses import dataclass

from ledger.domain.entry import SignedSegment
from ledger.domain.ids import Address, LogId
from ledger.domain.sealing import check_records
from ledger.errors import NotAuthorisedError
from ledger.logserver.ports import KeyDirectory


@dataclass(frozen=True, slots=True)
class Candidate:
    """A segment that may be accepted if it continues its stream."""

    segment: SignedSegment
    packed: bytes
    opening_head: bytes


class Admission:
    """The checks that need no order: signature, key, stream, records.

    Args:
        directory: Session keys and streams on chain.
        log: Our log's id.
    """

    def __init__(self, directory: KeyDirectory, log: LogId) -> None:
        self._directory = directory
        self._log = log

    def admit(self, packed: bytes) -> Candidate:
        """Check a packed signed segment.

        Raises:
            InvalidInputError: if it is malformed, or its signature, root or records do not hold.
            NotAuthorisedError: if its key may not sign for this stream in this log.
            UnavailableError: if the chain cannot be asked.
        """
        segment = SignedSegment.unpack(packed)
        header = segment.entry.segment
        key = segment.entry.signer()
        self._check_key(key, header.agent, header.epoch)
        stream = self._directory.stream(key, header.stream)
        if stream is None:
            raise NotAuthorisedError(
                f"stream {header.stream} of epoch {header.epoch} is not registered",
                hint="register it with KeyRing.addStream",
                code="unknown_stream",
            )
        if stream.home_log != self._log:
            raise NotAuthorisedError(
                f"stream {header.stream} has its home in log {stream.home_log.hex()}, not in {self._log.hex()}",
                hint="send it to its home log",
                code="wrong_log",
            )
        check_records(segment)
        return Candidate(segment, packed, stream.opening_head)

    def _check_key(self, key: Address, agent: bytes, epoch: int) -> None:
        info = self._directory.lookup(key)
        if info is None:
            raise NotAuthorisedError(
                f"key {key} is not registered", hint="register it with KeyRing.openEpoch or addKey", code="unknown_key"
            )
        if (info.agent, info.epoch) != (agent, epoch):
            raise NotAuthorisedError(
                f"key {key} belongs to epoch {info.epoch} of agent {info.agent.hex()}, the segment names another",
                hint="sign with the epoch's own key",
                code="wrong_key",
            )
        if not info.may_state:
            raise NotAuthorisedError(
                f"key {key} is revoked, or its epoch is closed",
                hint="open a new epoch with a new key",
                code="key_closed",
            )
