"""Mandates, what is passed on from them, and every attempt on them, at a deployed contract."""

from __future__ import annotations

import secrets
from collections import Counter
from types import SimpleNamespace

import pytest

from ledger.chain import agents, mandates
from ledger.chain.agents import StreamGrant
from ledger.chain.reverts import decode_revert
from ledger.chain.rpc import RpcError
from ledger.domain.authority import Mandate, tool_id, tools_hash
from ledger.domain.delegation import Delegation
from ledger.domain.hashing import ZERO32, keccak
from ledger.domain.signing import SessionKey
from ledger.errors import ChainRevertError
from tests.fakes.mandate_attacks import EACH, KINDS, LISTS, Place, attempts, plan

pytestmark = pytest.mark.integration
TOOLS = [tool_id(name) for name in ("pay", "read")]
PARENTS = {"branch": "root", "leaf": "branch", "cut": "root", "below": "cut"}


def enrolled(new_sender):
    owner, key = new_sender(), SessionKey(secrets.token_bytes(32))
    ref = agents.register_agent(owner)
    agents.open_epoch(owner, ref, [key], [StreamGrant(1, keccak(b"home"))])
    return SimpleNamespace(owner=owner, key=key, ref=ref, id=ref.agent_id)


@pytest.fixture
def pair(chain, new_sender):
    """Two agents, and a principal whose mandate the first holds, to be passed on twice."""
    first, second, principal = enrolled(new_sender), enrolled(new_sender), new_sender()
    expiry = chain.head().timestamp + 86_400
    root = Mandate(principal.address, first.id, 100, expiry, tools_hash(TOOLS), secrets.token_bytes(32))
    name = mandates.grant(principal, root)
    mandates.allow_delegation(principal, name, 2)
    return SimpleNamespace(first=first, second=second, principal=principal, name=name, expiry=expiry)


def child_of(pair, cap, **changes):
    fields = {
        "parent": pair.name,
        "agent_id": pair.second.id,
        "cap": cap,
        "expiry": pair.expiry,
        "tools": tools_hash(TOOLS[:1]),
        "context": keccak(b"task"),
        "hops": 1,
        "salt": secrets.token_bytes(32),
    }
    return Delegation(**(fields | changes))


def test_what_is_passed_on_binds_and_ends_with_its_root(chain, pair, sender):
    child = child_of(pair, 40)
    signature = pair.first.key.sign(mandates.delegation_id(chain, child))
    name = mandates.delegate(sender, child, TOOLS, TOOLS[:1], signature)
    assert name == mandates.delegation_id(chain, child)
    bounds = mandates.bounds_of(chain, name)
    assert (bounds.agent_id, bounds.principal, bounds.cap) == (pair.second.id, pair.principal.address, 40)
    assert (bounds.expiry, bounds.tools, bounds.ended_at) == (pair.expiry, child.tools, 0)
    assert mandates.bounds_of(chain, pair.name).cap == 60
    assert mandates.is_in_force(chain, name)
    revoked = mandates.revoke(pair.principal, pair.name)
    assert mandates.bounds_of(chain, name).ended_at == chain.block(revoked.block).timestamp
    assert not mandates.is_in_force(chain, name)
    assert mandates.bounds_of(chain, ZERO32) is None


def test_siblings_cannot_spend_a_budget_twice(pair):
    mandates.delegate(pair.first.owner, child_of(pair, 60), TOOLS, TOOLS[:1])
    with pytest.raises(ChainRevertError, match="60 is asked for, and the parent has 40 left"):
        mandates.delegate(pair.first.owner, child_of(pair, 60), TOOLS, TOOLS[:1])


def test_leave_is_given_by_signature(chain, pair, sender):
    key = SessionKey(secrets.token_bytes(32))
    root = Mandate(key.address, pair.first.id, 100, pair.expiry, tools_hash(TOOLS), ZERO32)
    name = mandates.grant(sender, root, key.sign(mandates.mandate_id(chain, root)))
    with pytest.raises(ChainRevertError, match="neither sends nor signs"):
        mandates.allow_delegation(sender, name, 2, key.sign(mandates.leave(chain, name, 1)))
    mandates.allow_delegation(sender, name, 2, key.sign(mandates.leave(chain, name, 2)))
    with pytest.raises(ChainRevertError, match="allowed before"):
        mandates.allow_delegation(sender, name, 2, key.sign(mandates.leave(chain, name, 2)))


@pytest.fixture
def attacked(chain, new_sender, sender):
    """The tree of the attempts, on chain."""
    held = [enrolled(new_sender) for _ in range(3)]
    now = chain.head().timestamp
    place = Place(
        chain_id=chain.chain_id(),
        contract=chain.deployment.addresses["Mandates"],
        agents=tuple(agent.id for agent in held),
        keys=tuple(agent.key for agent in held),
        principal=SessionKey(secrets.token_bytes(32)),
        now=now,
        expiry=now + 30 * 86_400,
        salt=secrets.token_bytes(32),
    )
    tree = plan(place)
    name = mandates.grant(sender, tree.root, place.principal.sign(tree.name("root")))
    mandates.allow_delegation(sender, name, 3, place.principal.sign(mandates.leave(chain, name, 3)))
    holders = {"root": 0, "branch": 1, "cut": 1}
    for node, made in tree.nodes.items():
        key = place.keys[holders[PARENTS[node]]]
        mandates.delegate(sender, made, LISTS[PARENTS[node]], LISTS[node], key.sign(tree.name(node)))
    mandates.revoke(held[0].owner, tree.name("cut"))
    return tree


def refusal_of(chain, attempt, sender):
    call = {
        "from": sender.address,
        "to": chain.deployment.addresses["Mandates"],
        "data": chain.views.encode("Mandates", attempt.function, attempt.args),
    }
    try:
        chain.rpc.call("eth_call", (call, "latest"))
    except RpcError as error:
        return decode_revert(bytes.fromhex((error.data or "0x")[2:]))[0]
    return None


def test_all_attempts_are_refused_for_the_right_reason(chain, attacked, sender):
    made = attempts(attacked)
    refused = Counter(attempt.kind for attempt in made if refusal_of(chain, attempt, sender) in attempt.refused_as)
    assert refused == Counter({attempt.kind: EACH for attempt in made})
    assert refused.total() == EACH * KINDS >= 600
    assert mandates.bounds_of(chain, attacked.name("root")).cap == 30
