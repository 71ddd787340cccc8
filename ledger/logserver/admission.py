"""May this segment be accepted, as far as the segment itself and the chain can say?"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import Final

import msgspec

from ledger.domain.ids import Address, LogId
from ledger.domain.packed_segment import PackedHeader
from ledger.errors import LedgerError, NotAuthorisedError
from ledger.logserver.examiner import Examiner, Refused
from ledger.logserver.ports import KeyDirectory
from ledger.logserver.registry import StreamKey, stream_of

VOUCHED_STREAMS: Final = 100_000
"""For how many streams the last key is remembered; records under another are looked at once the chain knows it."""


class Candidate(msgspec.Struct, frozen=True, gc=False):
    """A segment that may be accepted if it continues its stream."""

    header: PackedHeader
    packed: bytes
    opening_head: bytes


class Admission:
    """The checks that need no order: signature, key, stream, records.

    Args:
        directory: Session keys and streams on chain.
        log: Our log's id.
        examiner: Who looks at signatures and records.
    """

    def __init__(self, directory: KeyDirectory, log: LogId, examiner: Examiner) -> None:
        self._directory = directory
        self._log = log
        self._examiner = examiner
        self._vouched: OrderedDict[StreamKey, Address] = OrderedDict()
        self._turn = Lock()

    def admit(self, segments: Sequence[tuple[PackedHeader, bytes]]) -> list[Candidate | LedgerError]:
        """Check packed signed segments; a candidate each, or why there is none.

        The reasons: InvalidInputError, if it is malformed, or its signature, root or records do not hold;
        NotAuthorisedError, if its key may not sign for this stream in this log; UnavailableError, if the chain
        cannot be asked.

        Raises:
            UnavailableError: if nobody can look at them now.
        """
        if not segments:
            return []
        streams = [stream_of(header) for header, _ in segments]
        findings = self._examiner.examine([packed for _, packed in segments], self._vouched_for(streams))
        openings: dict[tuple[StreamKey, Address], bytes | LedgerError] = {}
        out: list[Candidate | LedgerError] = []
        unseen: dict[int, Address] = {}
        for at, (segment, stream, finding) in enumerate(zip(segments, streams, findings, strict=True)):
            if isinstance(finding, Refused):
                out.append(finding.error())
                continue
            place = (stream, finding.signer)
            opening = openings.get(place)
            if opening is None:
                opening = openings[place] = self._asked(finding.signer, segment[0])
            if isinstance(opening, LedgerError):
                out.append(opening)
                continue
            out.append(Candidate(*segment, opening))
            if not finding.checked:
                unseen[at] = finding.signer
        if unseen:
            seconds = self._examiner.examine([segments[at][1] for at in unseen], set(unseen.values()))
            for (at, signer), finding in zip(unseen.items(), seconds, strict=True):
                self._vouch(streams[at], signer)
                if isinstance(finding, Refused):
                    out[at] = finding.error()
        return out

    def _asked(self, key: Address, header: PackedHeader) -> bytes | LedgerError:
        """Return the opening head of a segment's stream, or why its key may not write there."""
        try:
            return self._opening_head(key, header)
        except LedgerError as error:
            return error

    def _opening_head(self, key: Address, header: PackedHeader) -> bytes:
        """Return the `prevHeader` of the stream's first segment, if the key may write to the stream here."""
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
        return stream.opening_head

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

    def _vouched_for(self, streams: Sequence[StreamKey]) -> set[Address]:
        """Return the keys that signed the same streams before."""
        with self._turn:
            found = {self._vouched.get(stream) for stream in set(streams)}
        return {key for key in found if key}

    def _vouch(self, stream: StreamKey, key: Address) -> None:
        with self._turn:
            self._vouched[stream] = key
            self._vouched.move_to_end(stream)
            if len(self._vouched) > VOUCHED_STREAMS:
                self._vouched.popitem(last=False)
