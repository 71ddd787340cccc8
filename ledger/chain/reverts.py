"""What a contract refused, in words: revert data decoded with the custom errors of all our contracts.

One table serves every call, because an error may come from a contract further down the call.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from eth_abi.abi import decode as abi_decode
from eth_abi.exceptions import DecodingError

from ledger.chain.abi import artefact, canonical_type
from ledger.chain.deployment import CONTRACTS
from ledger.domain.hashing import keccak
from ledger.domain.ids import checksum
from ledger.errors import ChainRevertError

HINTS: Final = {
    "KeyRing_NotAuthorized": "send it from the agent's owner, or from an operator that the owner approved",
    "KeyRing_NotOwner": "only the account that owns the token may do this",
    "KeyRing_NotAccepted": "the new owner calls acceptAgent first",
    "KeyRing_EpochStillOpen": "close the running epoch first, or add the key to it",
    "KeyRing_EpochNotOpen": "open an epoch first",
    "KeyRing_KeyTaken": "a key belongs to one epoch of one agent for ever: make a new one",
    "KeyRing_BadProof": "sign the KeyBinding of this agent and epoch with the session key itself",
    "KeyRing_StreamTaken": "choose another stream number",
    "FaultProver_WithinMandate": "the receipt keeps to its mandate: nothing is proved",
    "FaultProver_WrongTools": "show the mandate's whole list of tools, in the order that was hashed",
    "FaultProver_AlreadyProved": "a fault is punished once",
    "Mandates_NotGranted": "send it from the principal, or with the principal's signature",
    "Mandates_Empty": "a mandate needs an amount, a list of tools and time ahead",
    "Policies_StillQueued": "wait until the policy is ready, or choose one that is",
    "Policies_OutOfBounds": "no policy may go beyond these bounds",
    "PanelArbitrator_NotAccredited": "ask the accreditor for an accreditation of this arbitrator that still runs",
    "PanelArbitrator_StakeTooSmall": "send the missing stake along",
    "PanelArbitrator_WrongPhase": "the case file tells what can follow",
    "PanelArbitrator_TooEarly": "wait until then",
    "PanelArbitrator_TooLate": "a seat must vote in time; a vote that was missed costs stake",
    "PanelArbitrator_NotSeated": "only a seat votes, once",
    "PanelArbitrator_WrongReveal": "reveal vote, reasons and salt exactly as committed",
    "PanelArbitrator_NoReasons": "name the hash of the reasons",
    "PanelArbitrator_WrongTerms": "show the terms of the panel's PanelArmed event",
    "PanelArbitrator_WrongAbsentees": "name exactly the seats that did not reveal",
    "DisputeCourt_WrongState": "the case file tells what can follow",
    "DisputeCourt_WrongCase": "show the case of the dispute's DisputeOpened event; or no dispute has this number",
    "DisputeCourt_WrongPolicy": "show the policy that was in force, or that the case froze",
    "DisputeCourt_OwnSide": "owner, operators and session keys of an agent cannot dispute its actions",
    "DisputeCourt_ClaimTooLate": "the time to dispute this action is over",
    "DisputeCourt_AlreadyUpheld": "a fault is punished once",
    "DisputeCourt_AlreadyDismissed": "a dismissed claim needs new evidence",
    "DisputeCourt_NoEvidence": "name the root of the evidence",
    "DisputeCourt_ValueTooSmall": "send deposit and fee along",
    "DisputeCourt_NotLiable": "the owner who is liable for the action responds",
    "DisputeCourt_TooEarly": "wait until then",
    "DisputeCourt_TooLate": "the time to respond is over",
    "DisputeCourt_TooFewBlocks": "wait for blocks to pass",
    "DisputeCourt_BondTooSmall": "a late response is paid from the bond: deposit first",
    "DisputeCourt_NotPending": "the arbitrator was asked already: wait for its ruling",
    "DisputeCourt_FeeTooSmall": "send what the arbitrator asks for beyond the fee in escrow",
    "ActionWitness_MayNotState": "the signer is no key of that agent and epoch, or its word no longer counts",
    "ActionWitness_NotRecorded": "show all later records of the stream too, up to its head",
    "ActionWitness_NotAnchored": "name the anchor by its index, size, root and block",
    "BondVault_NoCredit": "there is nothing to claim",
    "ERC721NonexistentToken": "no agent has this number",
    "Not authorized": "send it from the agent's owner or an approved operator",
}
_PANICS: Final = {
    0x01: "an assertion failed",
    0x11: "an arithmetic overflow",
    0x12: "a division by zero",
    0x21: "a value outside its enumeration",
    0x32: "an index outside its array",
}
_ERROR_STRING: Final = keccak(b"Error(string)")[:4]
_PANIC: Final = keccak(b"Panic(uint256)")[:4]
_SELECTOR_BYTES: Final = 4


@cache
def error_table() -> dict[bytes, tuple[str, tuple[tuple[str, str], ...]]]:
    """Return name and parameters (name, type) of every custom error of our contracts, by selector."""
    table = {}
    for contract in CONTRACTS:
        for item in artefact(contract).abi:
            if item["type"] == "error":
                parameters = tuple((part["name"], canonical_type(part)) for part in item["inputs"])
                signature = f"{item['name']}({','.join(kind for _, kind in parameters)})"
                table[keccak(signature.encode())[:_SELECTOR_BYTES]] = (item["name"], parameters)
    return table


def _plain(kind: str, value: Any) -> Any:
    if isinstance(value, bytes):
        return "0x" + value.hex()
    return checksum(value) if kind == "address" else value


def decode_revert(data: bytes) -> tuple[str, dict[str, Any]]:
    """Return the name of an error and its values; the text itself for `Error(string)`."""
    selector, body = data[:_SELECTOR_BYTES], data[_SELECTOR_BYTES:]
    try:
        if selector == _ERROR_STRING:
            return abi_decode(["string"], body)[0], {}
        if selector == _PANIC:
            code = abi_decode(["uint256"], body)[0]
            return f"Panic 0x{code:02x}: {_PANICS.get(code, 'a check of the compiler')}", {}
        if selector in error_table():
            name, parameters = error_table()[selector]
            values = abi_decode([kind for _, kind in parameters], body)
            return name, {part: _plain(kind, value) for (part, kind), value in zip(parameters, values, strict=True)}
    except DecodingError:
        pass  # data that only looks like one of ours: shown raw below
    return (f"unknown error 0x{data[:64].hex()}" if data else "no reason given"), {}


def revert_error(where: str, data: bytes) -> ChainRevertError:
    """Build the exception for a refused call; `where` is Contract.function."""
    name, values = decode_revert(data)
    shown = f"{name}({', '.join(f'{k}={v}' for k, v in values.items())})" if values else name
    return ChainRevertError(
        f"{where} refused: {shown}",
        hint=HINTS.get(name, "the values say what the contract compared"),
        call=where,
        name=name,
        values=values,
    )
