"""Delegations, the check of a chain of them, and the machine of whole trees."""

from __future__ import annotations

import dataclasses

import pytest
from eth_account.messages import _hash_eip191_message, encode_typed_data
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.authority import Mandate, tool_id, tools_hash
from ledger.domain.delegation import MOST_HOPS, Delegation, Passed, check_chain, leave_digest
from ledger.domain.hashing import ZERO32, keccak
from ledger.domain.ids import checksum
from ledger.domain.mandate_tree import MandateTree
from ledger.domain.signing import SessionKey
from ledger.errors import ConflictError, InvalidInputError, LedgerError, NotAuthorisedError, NotFoundError, ProofError

CHAIN, CONTRACT = 31337, checksum(bytes(19) + b"\x01")
PRINCIPAL = SessionKey(keccak(b"principal"))
KEYS = [SessionKey(keccak(b"agent" + bytes([number]))) for number in range(4)]
TOOLS = tuple(sorted(map(tool_id, ("pay", "read", "search", "write"))))
TASK = keccak(b"task")
NOW, EXPIRY = 1_790_000_000, 1_790_100_000
WORD = st.binary(min_size=32, max_size=32)


def may_speak(account, agent_id):
    return agent_id < len(KEYS) and account == KEYS[agent_id].address


def eip712(kind, members, message):
    types = {kind: [{"type": t, "name": n} for t, n in members]}
    domain = {"name": "Ombud", "version": "1", "chainId": CHAIN, "verifyingContract": CONTRACT}
    return _hash_eip191_message(encode_typed_data(domain, types, message))


NARROW, WIDE, BYTE = st.integers(0, 2**64 - 1), st.integers(0, 2**256 - 1), st.integers(0, 255)


@given(st.tuples(WORD, WIDE, WIDE, NARROW, WORD, WORD, BYTE, WORD))
def test_a_delegation_is_named_by_its_eip712_digest(values):
    members = [
        ("bytes32", "parent"),
        ("uint256", "agentId"),
        ("uint256", "cap"),
        ("uint64", "expiry"),
        ("bytes32", "tools"),
        ("bytes32", "context"),
        ("uint8", "hops"),
        ("bytes32", "salt"),
    ]
    delegation = Delegation(*values)
    assert delegation.as_tuple() == values
    named = dict(zip([name for _, name in members], values, strict=True))
    assert delegation.id(CHAIN, CONTRACT) == eip712("Delegation", members, named)


@given(WORD, st.integers(0, 255))
def test_leave_to_delegate_is_its_eip712_digest(mandate, hops):
    values = {"mandate": mandate, "hops": hops}
    assert leave_digest(CHAIN, CONTRACT, mandate, hops) == eip712(
        "LeaveToDelegate", [("bytes32", "mandate"), ("uint8", "hops")], values
    )


def root(cap=100):
    return Mandate(PRINCIPAL.address, 0, cap, EXPIRY, tools_hash(TOOLS), ZERO32)


def passed(parent, agent_id, *, by, cap=40, tools=TOOLS[:2], hops=1, expiry=EXPIRY, context=TASK):
    child = Delegation(parent, agent_id, cap, expiry, keccak(b"".join(tools)), context, hops, ZERO32)
    return Passed(child, tuple(tools), KEYS[by].sign(child.id(CHAIN, CONTRACT)))


def checked(chain, hops=3):
    return check_chain(root(), TOOLS, hops, chain, chain_id=CHAIN, mandates=CONTRACT, now=NOW, may_speak=may_speak)


def test_a_chain_that_only_gets_less_holds():
    name = root().id(CHAIN, CONTRACT)
    first = passed(name, 1, by=0, hops=2)
    second = passed(first.delegation.id(CHAIN, CONTRACT), 2, by=1, cap=10, tools=TOOLS[1:2])
    held = checked([first, second])
    assert (held.agent_id, held.left, held.tools) == (2, 10, keccak(TOOLS[1]))
    assert checked([]).name == name


@pytest.mark.parametrize(
    ("change", "name", "error"),
    [
        ({"cap": 101}, "OverBudget", ConflictError),
        ({"cap": 0}, "Empty", ConflictError),
        ({"expiry": EXPIRY + 1}, "OutlivesParent", ConflictError),
        ({"expiry": NOW}, "Empty", ConflictError),
        ({"hops": 3}, "TooDeep", ConflictError),
        ({"context": ZERO32}, "EmptyContext", ConflictError),
        ({"context": keccak(b"")}, "EmptyContext", ConflictError),
        ({"tools": (tool_id("delete"),)}, "ToolsExceed", ConflictError),
        ({"tools": TOOLS[1::-1]}, "ToolsUnordered", ConflictError),
        ({"tools": (TOOLS[0], TOOLS[0])}, "ToolsUnordered", ConflictError),
        ({"by": 1}, "NotDelegated", NotAuthorisedError),
        ({"parent": keccak(b"other")}, "Unknown", NotFoundError),
    ],
)
def test_a_hop_that_is_more_than_its_parent_is_refused(change, name, error):
    with pytest.raises(error) as refused:
        checked([passed(**{"parent": root().id(CHAIN, CONTRACT), "agent_id": 1, "by": 0} | change)])
    assert refused.value.details["name"] == f"Mandates_{name}"


@pytest.mark.parametrize(
    "change",
    [
        {"context": b""},
        {"context": bytes(31)},
        {"context": TASK[:31], "salt": TASK[31:] + ZERO32},  # the same bytes end to end, cut elsewhere
        {"cap": -1},
        {"cap": True},
        {"hops": -1},
        {"expiry": -1},
        {"agent_id": 1 << 256},
    ],
)
def test_what_fits_no_type_of_the_contract_is_refused_whoever_signed_it(change):
    honest = passed(root().id(CHAIN, CONTRACT), 1, by=0)
    odd = dataclasses.replace(honest, delegation=dataclasses.replace(honest.delegation, **change))
    with pytest.raises((ConflictError, InvalidInputError)):
        checked([odd])
    with pytest.raises(InvalidInputError):
        odd.delegation.id(CHAIN, CONTRACT)


def test_a_mandate_that_nobody_grants_is_refused(town):
    nobody = dataclasses.replace(root(), principal=checksum(bytes(20)))
    with pytest.raises(ConflictError) as refused:
        town.tree.grant(nobody, NOW)
    assert refused.value.details["name"] == "Mandates_ZeroPrincipal"


def test_a_list_other_than_the_signed_one_and_a_loose_signature_are_refused():
    hop = passed(root().id(CHAIN, CONTRACT), 1, by=0)
    with pytest.raises(ConflictError) as refused:
        checked([dataclasses.replace(hop, tools=TOOLS)])
    assert refused.value.details["name"] == "Mandates_WrongTools"
    with pytest.raises(ProofError):
        checked([dataclasses.replace(hop, signature=hop.signature[:64])])


class Town:
    """Agents whose owner epochs a test may turn."""

    def __init__(self):
        self.epochs = dict.fromkeys(range(len(KEYS)), (0, 1))
        self.tree = MandateTree(CHAIN, CONTRACT, may_speak, self.epochs.get)
        self.root = self.tree.grant(root(), NOW)

    def delegate(self, parent, agent_id, *, by, held=TOOLS, now=NOW, **rest):
        hop = passed(parent, agent_id, by=by, **rest)
        return self.tree.delegate(hop.delegation, held, hop.tools, now, signature=hop.signature)


@pytest.fixture
def town():
    town = Town()
    town.tree.allow(town.root, 3)
    return town


def refuses(name):
    return pytest.raises(LedgerError, check=lambda error: error.details["name"] == f"Mandates_{name}")


def test_a_session_key_passes_on_and_takes_nothing_back():
    owner = SessionKey(keccak(b"owner")).address
    tree = MandateTree(CHAIN, CONTRACT, may_speak, lambda _: (0, 1), lambda who, _: who == owner)
    name = tree.grant(root(), NOW)
    tree.allow(name, 3)
    hop = passed(name, 1, by=0)
    child = tree.delegate(hop.delegation, TOOLS, hop.tools, NOW, signature=hop.signature)
    with refuses("NotPrincipal"):
        tree.revoke(child, KEYS[0].address, NOW)
    tree.revoke(child, owner, NOW)
    assert not tree.is_in_force(child, NOW)


def test_two_siblings_cannot_spend_the_budget_twice(town):
    town.delegate(town.root, 1, by=0, cap=60)
    with refuses("OverBudget"):
        town.delegate(town.root, 2, by=0, cap=60)
    assert town.tree.budget_of(town.root) == 100


def test_what_was_passed_on_does_not_return_with_its_revocation(town):
    child = town.delegate(town.root, 1, by=0, cap=60)
    town.tree.revoke(child, KEYS[0].address, NOW)
    with refuses("OverBudget"):
        town.delegate(town.root, 2, by=0, cap=41)
    with refuses("AlreadyRevoked"):
        town.tree.revoke(child, PRINCIPAL.address, NOW)


def test_an_ancestors_end_ends_the_subtree_alone(town):
    child = town.delegate(town.root, 1, by=0, hops=2)
    below = town.delegate(child, 2, by=1, cap=10, held=TOOLS[:2])
    sibling = town.delegate(town.root, 3, by=0, cap=7)
    town.tree.revoke(child, KEYS[0].address, NOW + 5)
    assert town.tree.ended_at(below) == NOW + 5
    assert not town.tree.is_in_force(below, NOW + 5)
    assert town.tree.is_in_force(sibling, NOW + 5)
    with refuses("NotInForce"):
        town.delegate(below, 3, by=2, cap=1, hops=0, held=TOOLS[:2])
    town.epochs[0] = (1, NOW + 2)
    assert town.tree.ended_at(below) == NOW + 2
    assert not town.tree.is_in_force(town.root, NOW + 5)


def test_time_ends_a_node(town):
    assert town.tree.is_in_force(town.root, EXPIRY - 1)
    assert not town.tree.is_in_force(town.root, EXPIRY)
    assert not town.tree.is_in_force(ZERO32, NOW)


def test_a_principal_allows_hops_once(town):
    with refuses("LeaveGiven"):
        town.tree.allow(town.root, 8)
    child = town.delegate(town.root, 1, by=0)
    with refuses("NotRoot"):
        town.tree.allow(child, 1)
    with refuses("Unknown"):
        town.tree.allow(ZERO32, 1)
    fresh = Town()
    for hops in (0, MOST_HOPS + 1):
        with refuses("BadHops"):
            fresh.tree.allow(fresh.root, hops)
    with refuses("TooDeep"):
        fresh.delegate(fresh.root, 1, by=0, hops=0)


def test_only_the_principal_and_the_side_of_a_parent_speak(town):
    name = dataclasses.replace(root(), salt=keccak(b"2")).id(CHAIN, CONTRACT)
    second = dataclasses.replace(root(), salt=keccak(b"2"))
    for signature in (KEYS[0].sign(name), b"short"):
        with refuses("NotGranted"):
            town.tree.grant(second, NOW, signature)
    assert town.tree.grant(second, NOW, PRINCIPAL.sign(name)) == name
    with refuses("AlreadyGranted"):
        town.tree.grant(second, NOW)
    with refuses("AgentUnknown"):
        town.tree.grant(dataclasses.replace(root(), agent_id=9), NOW)
    hop = passed(town.root, 1, by=0)
    for signature, sender in ((b"short", None), (None, None), (None, KEYS[1].address)):
        with refuses("NotDelegated"):
            town.tree.delegate(hop.delegation, TOOLS, hop.tools, NOW, signature=signature, sender=sender)
    child = town.tree.delegate(hop.delegation, TOOLS, hop.tools, NOW, sender=KEYS[0].address)
    assert town.tree.bounds_of(child).left == 40
    for stranger in (KEYS[1], KEYS[2]):
        with refuses("NotPrincipal"):
            town.tree.revoke(child, stranger.address, NOW)
    with refuses("NotPrincipal"):
        town.tree.revoke(town.root, KEYS[0].address, NOW)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 3), st.integers(0, 80), st.integers(0, 3)), max_size=30))
def test_random_trees_conserve_their_budget(steps):
    town = Town()
    town.tree.allow(town.root, 4)
    names, caps, parents = [town.root], {town.root: 100}, {}
    for number, (at, agent_id, cap, hops) in enumerate(steps):
        parent = names[at % len(names)]
        child = Delegation(
            parent, agent_id, cap, EXPIRY, tools_hash(TOOLS), keccak(b"task"), hops, number.to_bytes(32, "big")
        )
        holder = KEYS[town.tree.bounds_of(parent).agent_id].address
        try:
            name = town.tree.delegate(child, TOOLS, TOOLS, NOW, sender=holder)
        except ConflictError:
            continue
        names.append(name)
        caps[name], parents[name] = cap, parent
    assert town.tree.budget_of(town.root) == 100
    for name in names:
        passed_on = sum(caps[child] for child, parent in parents.items() if parent == name)
        assert passed_on + town.tree.bounds_of(name).left == caps[name]
