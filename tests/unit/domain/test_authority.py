"""Digests of mandates, accreditations and votes against eth_account and eth_abi, which know nothing of ours."""

from __future__ import annotations

import pytest
from eth_abi.abi import encode as abi_encode
from eth_account.messages import _hash_eip191_message, encode_typed_data
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.authority import (
    MOST_TOOLS,
    Mandate,
    accreditation_digest,
    tool_id,
    tools_hash,
    vote_commitment,
)
from ledger.domain.hashing import keccak
from ledger.domain.ids import checksum
from ledger.errors import InvalidInputError

ADDRESS = st.binary(min_size=20, max_size=20).map(checksum)
WORD = st.binary(min_size=32, max_size=32)
CONTRACT = checksum(bytes(19) + b"\x01")


def eip712(contract, kind, members, message):
    types = {kind: [{"type": t, "name": n} for t, n in members]}
    domain = {"name": "Ombud", "version": "1", "chainId": 31337, "verifyingContract": contract}
    return _hash_eip191_message(encode_typed_data(domain, types, message))


@given(ADDRESS, ADDRESS, st.integers(0, 2**256 - 1), st.integers(1, 2**256 - 1), st.integers(0, 2**64 - 1), WORD, WORD)
def test_a_mandate_is_named_by_its_eip712_digest(contract, principal, agent_id, cap, expiry, tools, salt):
    mandate = Mandate(principal, agent_id, cap, expiry, tools, salt)
    members = [
        ("address", "principal"),
        ("uint256", "agentId"),
        ("uint256", "cap"),
        ("uint64", "expiry"),
        ("bytes32", "tools"),
        ("bytes32", "salt"),
    ]
    values = dict(zip([name for _, name in members], mandate.as_tuple(), strict=True))
    assert mandate.id(31337, contract) == eip712(contract, "Mandate", members, values)


@given(ADDRESS, ADDRESS, WORD, WORD, st.integers(0, 2**64 - 1))
def test_an_accreditation_is_its_eip712_digest(panel, arbitrator, document, model, valid_until):
    ours = accreditation_digest(
        chain_id=31337, panel=panel, arbitrator=arbitrator, document=document, valid_until=valid_until, model=model
    )
    members = [("address", "arbitrator"), ("bytes32", "document"), ("bytes32", "model"), ("uint64", "validUntil")]
    values = {"arbitrator": arbitrator, "document": document, "model": model, "validUntil": valid_until}
    assert ours == eip712(panel, "Accreditation", members, values)


@given(ADDRESS, ADDRESS, st.integers(0, 2**64), st.integers(0, 2), WORD, WORD)
def test_a_vote_is_committed_with_everything_it_is_for(panel, arbitrator, dispute_id, vote, reasons, salt):
    ours = vote_commitment(
        chain_id=31337,
        panel=panel,
        dispute_id=dispute_id,
        arbitrator=arbitrator,
        vote=vote,
        reasons_hash=reasons,
        salt=salt,
    )
    kinds = ["uint256", "address", "uint256", "uint8", "address", "uint8", "bytes32", "bytes32"]
    assert ours == keccak(abi_encode(kinds, [31337, panel, dispute_id, 1, arbitrator, vote, reasons, salt]))


def test_tools_are_hashed_in_order_and_once():
    a, b = sorted([tool_id("pay"), tool_id("read")])
    assert tools_hash([b, a, b]) == keccak(a + b)


@pytest.mark.parametrize("count", [0, MOST_TOOLS + 1])
def test_a_list_that_cannot_be_shown_is_refused(count):
    with pytest.raises(InvalidInputError, match=f"lists {count} tools"):
        tools_hash([tool_id(str(i)) for i in range(count)])
