"""What the transaction that opened a dispute showed: which action, and how it is the agent's.

The court keeps 32 bytes of an action. The encoded call of the witness that came along names the rest: epoch, stream,
number and record, and the receipt if there was one. A call read here is the right one if it gives the same 32 bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from eth_abi.abi import decode as abi_decode
from eth_abi.exceptions import DecodingError

from ledger.domain.dispute import NOBODY, RefKind, action_of
from ledger.domain.hashing import ZERO32, keccak
from ledger.domain.ids import Address, checksum
from ledger.domain.statements import Receipt
from ledger.errors import InvalidInputError

_SEGMENT: Final = "((bytes32,uint32,uint32,uint64,uint32,bytes32,bytes32,uint64),bytes,bytes32,uint32,bytes32[])"
_RECEIPT: Final = (
    "(bytes32,uint32,uint32,uint64,bytes32,bytes32,uint256,bytes32,uint64,uint256,bytes32,bytes32,uint256)"
)
_POLICY: Final = f"(address,{','.join(['uint32'] * 8)},uint96,uint16[4],uint32[4],bytes32)"
OPEN: Final = f"open((uint256,uint8,bytes32),bytes,{_POLICY},string)"
WAYS: Final = {
    RefKind.RECORD: "onRecord(uint256,(uint32,uint32,uint64,bytes32,bytes32,uint64,(bytes32,uint64)[]))",
    RefKind.LOGGED: f"onLog(uint256,{_SEGMENT},(bytes32,uint64,uint64,bytes32,uint256,uint64,bytes32[]))",
    RefKind.RECEIPT: f"onReceipt(uint256,({_RECEIPT},bytes,address,bytes32))",
    RefKind.ACKNOWLEDGED: f"onAck(uint256,{_SEGMENT},(bytes32,uint64,bytes))",
}
"""Functions of the witness by the way they show an action, as their selectors are made of them."""
_SELECTOR_BYTES: Final = 4


@dataclass(frozen=True, slots=True)
class ShownAction:
    """An action as it was shown to the court.

    `log` and `anchor` say where it stands, if it was shown there; `receipt` is the one shown with its signature, and
    `injured` the counterparty that was named (nobody if none was), whom `salt` opens where the receipt hides it.
    """

    kind: RefKind
    agent_id: int
    epoch: int
    stream: int
    seq: int
    record_id: bytes
    log: bytes | None = None
    anchor: int | None = None
    receipt: Receipt | None = None
    signature: bytes = b""
    injured: Address = NOBODY
    salt: bytes = ZERO32

    def is_action(self, agent: bytes, action: bytes) -> bool:
        """Whether this is the action, of the agent with that key, that the court named so."""
        return action_of(agent, self.epoch, self.stream, self.seq, self.record_id) == action


def selector(signature: str) -> bytes:
    """Return the first four bytes of a call of a function."""
    return keccak(signature.encode())[:_SELECTOR_BYTES]


def read_opening(data: bytes) -> ShownAction:
    """Read the data of a transaction that called the court's `open`.

    Raises:
        InvalidInputError: if it called something else, or shows an action in no known way.
    """
    _, proof, _, _ = _arguments(OPEN, data)
    return read_proof(proof)


def read_proof(proof: bytes) -> ShownAction:
    """Read an encoded call of the witness.

    Raises:
        InvalidInputError: if it is none.
    """
    for kind, signature in WAYS.items():
        if proof[:_SELECTOR_BYTES] == selector(signature):
            agent_id, *rest = _arguments(signature, proof)
            return _READERS[kind](agent_id, *rest)
    raise InvalidInputError("the call shows an action in no known way", code="unknown_proof")


def _arguments(signature: str, data: bytes) -> tuple[Any, ...]:
    if data[:_SELECTOR_BYTES] != selector(signature):
        raise InvalidInputError(f"the transaction did not call {signature.partition('(')[0]}", code="other_call")
    try:
        return abi_decode(types_of(signature), data[_SELECTOR_BYTES:])
    except DecodingError as error:
        raise InvalidInputError(f"the call's data cannot be read: {error}", code="bad_call") from error


def types_of(signature: str) -> list[str]:
    """Return the types of a signature's arguments."""
    kinds, depth, current = [], 0, ""
    for char in signature.partition("(")[2][:-1]:
        depth += (char == "(") - (char == ")")
        if char == "," and depth == 0:
            kinds.append(current)
            current = ""
        else:
            current += char
    return [*kinds, current]


def _on_record(agent_id: int, ref: Any) -> ShownAction:
    epoch, stream, seq, _, record, _, _ = ref
    return ShownAction(RefKind.RECORD, agent_id, epoch, stream, seq, record)


def _in_segment(kind: RefKind, agent_id: int, ref: Any, log: bytes, anchor: int | None) -> ShownAction:
    (_, epoch, stream, first, *_), signature, record, position, _ = ref
    return ShownAction(kind, agent_id, epoch, stream, first + position, record, log, anchor, signature=signature)


def _on_receipt(agent_id: int, ref: Any) -> ShownAction:
    fields, signature, counterparty, salt = ref
    receipt = Receipt(*fields)
    return ShownAction(
        RefKind.RECEIPT,
        agent_id,
        receipt.epoch,
        receipt.stream,
        receipt.seq,
        receipt.record_hash,
        log=receipt.log,
        receipt=receipt,
        signature=signature,
        injured=checksum(counterparty),
        salt=salt,
    )


_READERS: Final[dict[RefKind, Callable[..., ShownAction]]] = {
    RefKind.RECORD: _on_record,
    RefKind.LOGGED: lambda agent, ref, at: _in_segment(RefKind.LOGGED, agent, ref, at[0], at[1]),
    RefKind.RECEIPT: _on_receipt,
    RefKind.ACKNOWLEDGED: lambda agent, ref, ack: _in_segment(RefKind.ACKNOWLEDGED, agent, ref, ack[0], None),
}
