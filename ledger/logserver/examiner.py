"""What a segment says of itself: its signer, and whether its records are the ones signed. No chain, no order, no disk.

This is nearly all the work of accepting a segment, and needs nothing but the segment, so that it can be done in other
processes (`checkers`). Records are looked at only under a key that is vouched for: whoever has no key here cannot make
us hash.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import groupby
from typing import Any, NamedTuple, Protocol

import msgspec

from ledger import errors
from ledger.domain.ids import Address
from ledger.domain.packed_segment import PackedHeader, are_runs, check_packed, read_header, read_records, signer_of
from ledger.errors import LedgerError
from ledger.logserver.registry import StreamKey, stream_of


class Signed(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """A segment and its key; `checked` unless the key was not vouched for."""

    signer: Address
    checked: bool


class Refused(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """An error that travels between processes: its class, and what it was made from."""

    kind: str
    message: str
    hint: str
    code: str
    details: dict[str, Any]

    @classmethod
    def of(cls, error: LedgerError) -> Refused:
        """Pack an error."""
        return cls(type(error).__name__, error.message, error.hint, error.code, error.details)

    def error(self) -> LedgerError:
        """Return the error again."""
        kind: type[LedgerError] = getattr(errors, self.kind)
        return kind(self.message, hint=self.hint, code=self.code, **self.details)


Finding = Signed | Refused


class Examiner(Protocol):
    """Whoever looks at segments."""

    def examine(self, segments: Sequence[bytes], vouched: Collection[Address]) -> list[Finding]:
        """Look at packed segments; one finding each.

        Raises:
            UnavailableError: if nobody can look at them now.
        """

    def start(self) -> None:
        """Be ready."""

    def stop(self) -> None:
        """Give everything back."""


class LocalExaminer:
    """Looks at segments in the thread that asks."""

    def examine(self, segments: Sequence[bytes], vouched: Collection[Address]) -> list[Finding]:
        """Look at packed segments; one finding each. Those that follow each other are looked at together."""
        looks = [_open(packed, vouched) for packed in segments]
        findings: list[Finding] = []
        for together, group in groupby(looks, _stream_of):
            opened = list(group)
            run = [(look.header, look.records) for look in opened if look.header]
            if together and len(run) > 1 and are_runs(run):
                findings += [Signed(look.signer, checked=True) for look in opened]
            else:
                findings += [_finish(look) for look in opened]
        return findings

    def start(self) -> None:
        """Nothing is needed."""

    def stop(self) -> None:
        """Nothing was taken."""


class _Look(NamedTuple):
    """A segment being looked at: opened, or refused already; its records wait if its key is vouched for."""

    packed: bytes
    header: PackedHeader | None = None
    records: Sequence[bytes] = ()
    signer: Address = Address("")
    vouched: bool = False
    refused: Refused | None = None


def _open(packed: bytes, vouched: Collection[Address]) -> _Look:
    try:
        header = read_header(packed)
        records = read_records(packed, header)
        signer = signer_of(header)
    except LedgerError as error:
        return _Look(packed, refused=Refused.of(error))
    return _Look(packed, header, records, signer, signer in vouched)


def _stream_of(look: _Look) -> StreamKey | None:
    """Return the stream whose neighbours a segment may be looked at with."""
    return stream_of(look.header) if look.header and look.vouched else None


def _finish(look: _Look) -> Finding:
    if look.header is None:
        return look.refused or Refused("InvalidInputError", "the segment was refused", "", "invalid_input", {})
    if look.vouched:
        try:
            check_packed(look.packed, look.header, look.records)
        except LedgerError as error:
            return Refused.of(error)
    return Signed(look.signer, checked=look.vouched)
