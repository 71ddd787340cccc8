"""Rows of what was promised in receipts, and of where records stand: they meet only when a question is asked."""

from __future__ import annotations

from typing import Final

from ledger.store.rows import Codec, Row


class HeaderRow(Row, frozen=True):
    """The header of an accepted segment, and which anchor witnessed it. `time` in Unix seconds."""

    agent: bytes
    epoch: int
    stream: int
    first_seq: int
    count: int
    anchor: int
    block: int
    time: int


class CarriedRow(Row, frozen=True):
    """A receipt that an accepted record carries.

    `log`, `leaf` and `position` say where that record is, `carrier` and `record` whose it is and its id, `outcome` how
    it says that it ended, `time` (Unix seconds) and `tx` when the chain first saw it. `receipt` is packed
    (`CarriedReceipt`); `signer` is the key of the promising agent that signed it.
    """

    log: bytes
    leaf: int
    position: int
    carrier: int
    record: bytes
    outcome: str
    receipt: bytes
    signer: str
    time: int
    tx: bytes


HEADER: Final[Codec[HeaderRow]] = Codec(HeaderRow)
CARRIED: Final[Codec[CarriedRow]] = Codec(CarriedRow)
