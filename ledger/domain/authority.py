"""What people sign to authorise something: mandates, accreditations, and the commitment to a vote.

Unlike statements, these are bound to one contract on one chain, so that none serves anywhere else
(`Authorisations.sol`, `Ballots.sol`; EIP-712).

    mandate = Mandate(principal, 7, cap=500, expiry=..., tools=tools_hash([tool_id("pay")]), salt=...)
    name = mandate.id(chain_id, mandates_address)      # what receipts name, and what the principal signs
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ledger.domain.hashing import ZERO32, keccak, sha256, word
from ledger.domain.ids import Address
from ledger.errors import InvalidInputError

MOST_TOOLS: Final = 64
_DOMAIN_TYPE: Final = keccak(b"EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)")
_NAME: Final = keccak(b"Ombud")
_VERSION: Final = keccak(b"1")
_MANDATE_TYPE: Final = keccak(
    b"Mandate(address principal,uint256 agentId,uint256 cap,uint64 expiry,bytes32 tools,bytes32 salt)"
)
_ACCREDITATION_TYPE: Final = keccak(
    b"Accreditation(address arbitrator,bytes32 document,bytes32 model,uint64 validUntil)"
)


def _address(account: Address) -> bytes:
    return bytes(12) + bytes.fromhex(account[2:])


def bytes32(value: object, what: str) -> bytes:
    """Return a value of exactly 32 bytes: what is hashed end to end could be cut elsewhere if a part were longer.

    Raises:
        InvalidInputError: if it has another length.
    """
    if isinstance(value, bytes) and len(value) == len(ZERO32):
        return value
    raise InvalidInputError(f"{what} is not of 32 bytes: {value!r:.80}", code="bad_word")


def uint(value: int, bits: int, what: str) -> bytes:
    """Return an unsigned integer as an ABI word.

    Raises:
        InvalidInputError: if it is none of so many bits.
    """
    if type(value) is not int or not 0 <= value < 1 << bits:
        raise InvalidInputError(f"{what} is no number of {bits} bits: {value!r:.80}", code="bad_word")
    return word(value)


def bound_digest(chain_id: int, contract: Address, struct_hash: bytes) -> bytes:
    """Return the EIP-712 digest of a structure that is meant for one contract on one chain."""
    domain = keccak(_DOMAIN_TYPE + _NAME + _VERSION + word(chain_id) + _address(contract))
    return keccak(b"\x19\x01" + domain + struct_hash)


def model_hash(name: str) -> bytes:
    """Return the 32 bytes that accreditations and votes name a model by: SHA-256 of its id, such as `vendor/name@7`."""
    return sha256(name.encode())


def tool_id(name: str) -> bytes:
    """Return the 32 bytes that receipts and mandates name a tool by."""
    return keccak(name.encode())


def tools_hash(tools: Iterable[bytes]) -> bytes:
    """Return the hash of a list of allowed tools, put in ascending order and without doubles.

    Raises:
        InvalidInputError: if the list is empty, or longer than can be shown on chain.
    """
    listed = sorted(set(tools))
    if not 0 < len(listed) <= MOST_TOOLS:
        raise InvalidInputError(
            f"the mandate lists {len(listed)} tools", hint=f"list 1 to {MOST_TOOLS} tools", code="bad_tools"
        )
    return keccak(b"".join(listed))


@dataclass(frozen=True, slots=True)
class Mandate:
    """What `principal` lets an agent do: spend up to `cap`, before `expiry` (Unix seconds), with the tools listed.

    `cap` is in the unit of receipts; `tools` is `tools_hash` of the list; `salt` tells equal mandates apart.
    """

    principal: Address
    agent_id: int
    cap: int
    expiry: int
    tools: bytes
    salt: bytes

    def id(self, chain_id: int, mandates: Address) -> bytes:
        """Return the digest that the principal signs, and the name of the mandate.

        Raises:
            InvalidInputError: if a field does not fit its type.
        """
        struct = keccak(
            _MANDATE_TYPE
            + _address(self.principal)
            + uint(self.agent_id, 256, "agent id")
            + uint(self.cap, 256, "cap")
            + uint(self.expiry, 64, "expiry")
            + bytes32(self.tools, "hash of the tools")
            + bytes32(self.salt, "salt")
        )
        return bound_digest(chain_id, mandates, struct)

    def as_tuple(self) -> tuple[Address, int, int, int, bytes, bytes]:
        """Return the fields in the order of the contract's structure."""
        return (self.principal, self.agent_id, self.cap, self.expiry, self.tools, self.salt)


def accreditation_digest(
    *, chain_id: int, panel: Address, arbitrator: Address, document: bytes, valid_until: int, model: bytes = ZERO32
) -> bytes:
    """Return what the accreditor signs, so that an arbitrator may be drawn until `valid_until` (Unix seconds).

    `model` is `model_hash` of what judges; zeros attest that a human does.

    Raises:
        InvalidInputError: if a field does not fit its type.
    """
    struct = keccak(
        _ACCREDITATION_TYPE
        + _address(arbitrator)
        + bytes32(document, "document")
        + bytes32(model, "model")
        + uint(valid_until, 64, "time")
    )
    return bound_digest(chain_id, panel, struct)


def vote_commitment(
    *,
    chain_id: int,
    panel: Address,
    dispute_id: int,
    arbitrator: Address,
    vote: int,
    reasons_hash: bytes,
    salt: bytes,
    round_: int = 1,
) -> bytes:
    """Return what an arbitrator commits to before revealing `vote`; `dispute_id` is the panel's own number.

    Raises:
        InvalidInputError: if hash or salt has not 32 bytes.
    """
    return keccak(
        word(chain_id)
        + _address(panel)
        + word(dispute_id)
        + word(round_)
        + _address(arbitrator)
        + word(vote)
        + bytes32(reasons_hash, "hash of the reasons")
        + bytes32(salt, "salt")
    )
