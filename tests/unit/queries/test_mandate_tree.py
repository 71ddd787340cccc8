"""A tree of mandates as of any block: what each agent may spend, and what ended it."""

from __future__ import annotations

import pytest

from ledger.domain.hashing import keccak
from ledger.errors import NotFoundError
from ledger.queries import mandates as module
from ledger.queries.mandates import agent_mandates, mandate, mandate_tree
from tests.fakes.court import FakeCourt
from tests.fakes.opinions import FakeOpinions
from tests.fakes.world import account

ROOT, CHILD, GRANDCHILD, SIBLING = (keccak(name) for name in (b"root", b"child", b"grandchild", b"sibling"))
LATE = 1 << 40


class Delegations:
    """Grants and passes on, one block an act, with the sums that the contract states."""

    def __init__(self, world) -> None:
        self.world = world
        self.left = {}

    def grant(self, agent, cap=100, *, expiry=LATE, hops=3):
        args = {"mandateId": ROOT, "agentId": agent.number, "principal": account("principal"), "cap": cap}
        self.left[ROOT] = cap
        self.world.chain.mine(
            ("Mandates", "MandateGranted", args | {"expiry": expiry, "tools": keccak(b"t"), "salt": bytes(32)}),
            ("Mandates", "DelegationAllowed", {"mandateId": ROOT, "hops": hops}),
        )

    def pass_on(self, parent, child, agent, cap, *, hops=1, expiry=LATE):
        self.left[parent], self.left[child] = self.left[parent] - cap, cap
        said = {"expiry": expiry, "tools": keccak(b"t"), "context": keccak(b"c"), "hops": hops, "salt": bytes(32)}
        args = {"mandateId": child, "parent": parent, "agentId": agent.number, "cap": cap, "by": account("owner")}
        self.world.chain.mine(("Mandates", "MandateDelegated", args | said | {"left": self.left[parent]}))

    def revoke(self, name):
        self.world.chain.mine(("Mandates", "MandateRevoked", {"mandateId": name, "principal": account("owner")}))


@pytest.fixture
def agents(world):
    FakeCourt(world).found()
    return [world.new_agent({}) for _ in range(3)]


@pytest.fixture
def delegations(world, agents):
    found = Delegations(world)
    found.grant(agents[0])
    found.pass_on(ROOT, CHILD, agents[1], 60, hops=2)
    found.pass_on(CHILD, GRANDCHILD, agents[2], 45)
    found.pass_on(ROOT, SIBLING, agents[1], 40, hops=0)
    return found


def tree(sources, name=ROOT, as_of=None):
    return mandate_tree(sources, name.hex(), as_of=as_of)


def test_one_budget_is_conserved_over_the_tree(sources, delegations, catch_up):
    catch_up()
    answer = tree(sources)
    nodes = [(node.depth, node.mandate.mandate_id, node.mandate.left) for node in answer.data.nodes]
    assert nodes == [
        (0, ROOT.hex(), "0"),
        (1, CHILD.hex(), "15"),
        (2, GRANDCHILD.hex(), "45"),
        (1, SIBLING.hex(), "40"),
    ]
    assert (answer.data.cap, answer.data.left, answer.data.more) == ("100", "100", False)
    assert answer.completeness.complete
    below = tree(sources, CHILD).data
    assert (below.root, below.cap, below.left) == (ROOT.hex(), "60", "60")
    assert [node.depth for node in below.nodes] == [0, 1]


def test_a_node_says_where_it_stands(sources, delegations, agents, catch_up):
    catch_up()
    found = mandate(sources, CHILD.hex(), as_of=None).data
    assert (found.parent, found.root, found.hops, found.passed_on) == (ROOT.hex(), ROOT.hex(), 2, 1)
    assert (found.principal, found.by, found.context) == (account("principal"), account("owner"), keccak(b"c").hex())
    listed = agent_mandates(sources, "1", cursor=None, limit=9, as_of=None).data.items
    assert [item.mandate_id for item in listed] == [CHILD.hex(), SIBLING.hex()]
    assert mandate(sources, ROOT.hex(), as_of=None).data.hops == 3


def test_what_ends_an_ancestor_ends_all_below_it(world, sources, delegations, catch_up):
    before = world.chain.head().number
    delegations.revoke(CHILD)
    catch_up()
    ends = {node.mandate.mandate_id: node.mandate.ended_by for node in tree(sources).data.nodes}
    assert ends == {
        ROOT.hex(): None,
        CHILD.hex(): "revoked",
        GRANDCHILD.hex(): "ancestor_revoked",
        SIBLING.hex(): None,
    }
    assert {node.mandate.state for node in tree(sources, CHILD).data.nodes} == {"revoked"}
    assert {node.mandate.state for node in tree(sources, CHILD, before).data.nodes} == {"in_force"}


def test_the_sale_of_an_agent_ends_what_it_was_given_and_the_first_end_counts(
    world, sources, delegations, agents, catch_up
):
    FakeOpinions(world).transfer(agents[1], "buyer")
    sold = world.chain.time
    delegations.revoke(CHILD)
    delegations.revoke(ROOT)
    catch_up()
    ends = {n.mandate.mandate_id: (n.mandate.ended_by, n.mandate.ended_at) for n in tree(sources).data.nodes}
    assert ends[CHILD.hex()] == ends[GRANDCHILD.hex()] == ("owner_changed", sold)
    assert ends[ROOT.hex()] == ("revoked", world.chain.time)


def test_what_was_granted_after_a_sale_is_the_new_owners(world, sources, agents, catch_up):
    FakeOpinions(world).transfer(agents[0], "buyer")
    Delegations(world).grant(agents[0], expiry=world.chain.time + 20)
    catch_up()
    assert mandate(sources, ROOT.hex(), as_of=None).data.state == "in_force"
    world.chain.mine(blocks=3)
    catch_up()
    assert mandate(sources, ROOT.hex(), as_of=None).data.state == "expired"


def test_a_tree_that_is_too_large_says_so(sources, delegations, catch_up, monkeypatch):
    monkeypatch.setattr(module, "MOST_NODES", 2)
    catch_up()
    found = tree(sources)
    assert found.data.more
    assert [node.depth for node in found.data.nodes] == [0, 1]
    assert found.completeness.complete


def test_a_budget_that_is_not_conserved_is_named(sources, delegations, agents, catch_up):
    delegations.left[ROOT] = 50
    delegations.pass_on(ROOT, keccak(b"forged"), agents[2], 10)
    catch_up()
    answer = tree(sources)
    assert not answer.completeness.complete
    assert "not conserved" in answer.completeness.basis


def test_a_mandate_that_was_never_granted_has_no_tree(sources, agents, catch_up):
    catch_up()
    with pytest.raises(NotFoundError, match="no mandate"):
        tree(sources)
