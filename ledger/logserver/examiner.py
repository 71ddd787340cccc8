"""What a segment says of itself: its signer, and whether its records are the ones signed. No chain, no order, no disk.

This is nearly all the work of accepting a segment, and needs nothing but the segment, so that it can be done in other
processes (`checkers`). Records are looked at only under a key that is vouched for: whoever has no key here cannot make
us hash.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Protocol

import msgspec

from ledger import errors
from ledger.domain.ids import Address
from ledger.domain.packed_segment import check_packed, read_header, read_records, signer_of
from ledger.errors import LedgerError


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
        """Look at packed segments; one finding each."""
        return [_examine(packed, vouched) for packed in segments]

    def start(self) -> None:
        """Nothing is needed."""

    def stop(self) -> None:
        """Nothing was taken."""


def _examine(packed: bytes, vouched: Collection[Address]) -> Finding:
    try:
        header = read_header(packed)
        records = read_records(packed, header)
        signer = signer_of(header)
        if signer not in vouched:
            return Signed(signer, checked=False)
        check_packed(packed, header, records)
    except LedgerError as error:
        return Refused.of(error)
    return Signed(signer, checked=True)
