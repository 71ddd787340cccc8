"""Disputes, deadlines, mandates, arbitrators and policies in lists: filtered, paged, as of any block."""

from __future__ import annotations

import pytest

from ledger.domain.hashing import keccak
from ledger.errors import ConflictError, InvalidInputError, NotFoundError, StaleMirrorError
from ledger.queries import cursors
from ledger.queries.agents import agent as agent_view
from ledger.queries.arbitrators import arbitrators
from ledger.queries.disputes import deadlines, disputes
from ledger.queries.mandates import agent_mandates, mandate
from ledger.queries.policies import policies
from ledger.queries.standing import standing
from ledger.queries.verdicts import verdict, verdicts
from ledger.store import keys
from tests.fakes.court import ARBITRATORS, MANDATES, PANEL, STAKE_SUBJECT, FakeCourt
from tests.fakes.world import CHAIN_ID, account

ETHER = 10**18
PAGE = {"cursor": None, "limit": 50, "as_of": None}


@pytest.fixture
def court(world):
    found = FakeCourt(world)
    found.found()
    return found


@pytest.fixture
def agents(world, court):
    found = [world.new_agent({}), world.new_agent({}, owner="other")]
    for agent in found:
        court.bond(agent, ETHER)
    return found


def numbers(answer):
    return [item.dispute_id for item in answer.data.items]


@pytest.fixture
def seven(court, agents, catch_up):
    """Seven disputes, of both agents in turn: the second executed, the fourth final, the fifth before a panel."""
    for seq in range(7):
        court.open(agents[seq % 2], seq=seq, policy=1 + seq % 2)
    for number in (2, 4):
        court.default(number)
        court.finalize(number)
    court.execute(2)
    court.respond(5)
    catch_up()
    return court


def test_disputes_are_filtered_by_agent_state_and_what_is_due(sources, seven):
    assert numbers(disputes(sources)) == [1, 2, 3, 4, 5, 6, 7]
    assert numbers(disputes(sources, agent="1")) == [2, 4, 6]
    assert numbers(disputes(sources, state="running")) == [1, 3, 4, 5, 6, 7]
    assert numbers(disputes(sources, state="open", agent="0")) == [1, 3, 7]
    assert numbers(disputes(sources, state="executed")) == [2]
    assert numbers(disputes(sources, state="final")) == [4]
    assert numbers(disputes(sources, state="arbitration")) == [5]
    due = {item.dispute_id: item.deadline.due for item in deadlines(sources).data.items}
    assert sorted(due) == [1, 3, 4, 5, 6, 7]
    for time in sorted(due.values()):
        assert numbers(disputes(sources, due_before=time)) == [n for n in sorted(due) if due[n] < time]
    assert numbers(disputes(sources, due_before=1 << 40, agent="1", state="open")) == [6]


@pytest.mark.parametrize("filters", [{}, {"agent": "0"}, {"state": "running"}, {"agent": "1", "state": "running"}])
@pytest.mark.parametrize("limit", [1, 2, 3])
def test_pages_go_on_where_they_ended(sources, seven, filters, limit):
    whole = numbers(disputes(sources, **filters))
    found, cursor, more = [], None, True
    while more:
        page = disputes(sources, cursor=cursor, limit=limit, **filters)
        found += numbers(page)
        cursor, more = page.data.next_cursor, page.data.more
    assert found == whole
    assert numbers(disputes(sources, cursor=cursor, limit=limit, **filters)) == []


def test_what_is_rare_is_found_in_a_long_list(sources, court, agents, catch_up):
    for seq in range(120):
        court.open(agents[seq % 2], seq=seq)
    for number in (60, 119):
        court.default(number)
    court.finalize(119)
    court.execute(119)
    catch_up()
    assert numbers(disputes(sources, state="provisional", limit=1)) == [60]
    assert numbers(disputes(sources, state="executed", limit=1)) == [119]
    assert numbers(disputes(sources, state="executed", agent="0")) == [119]
    assert numbers(disputes(sources, limit=500)) == list(range(1, 121))
    assert len(deadlines(sources, limit=500).data.items) == 119


def test_a_list_of_one_block_stands_still(sources, seven, world, agents, catch_up):
    block = world.chain.head().number
    first = disputes(sources, limit=2, as_of=block).data
    later = disputes(sources, limit=2).data
    seven.open(agents[0], seq=99)
    seven.execute(4)
    catch_up()
    assert numbers(disputes(sources, cursor=first.next_cursor, as_of=block)) == [3, 4, 5, 6, 7]
    assert numbers(disputes(sources, cursor=later.next_cursor)) == [3, 4, 5, 6, 7, 8]
    assert numbers(disputes(sources, state="running", as_of=block)) == [1, 3, 4, 5, 6, 7]
    assert numbers(disputes(sources, state="running")) == [1, 3, 5, 6, 7, 8]


def test_deadlines_come_in_order_and_in_pages(sources, seven):
    whole = deadlines(sources).data.items
    assert [item.deadline.due for item in whole] == sorted(item.deadline.due for item in whole)
    stalled = {item.dispute_id for item in whole if item.deadline.stalled}
    assert 4 in stalled
    assert all(item.deadline.seconds_left <= 0 for item in whole if item.dispute_id in stalled)
    found, cursor = [], None
    for _ in range(len(whole)):
        page = deadlines(sources, cursor=cursor, limit=1).data
        found += page.items
        cursor = page.next_cursor
    assert found == whole
    assert deadlines(sources, cursor=cursor).data.items == []


def test_a_fork_below_what_a_cursor_has_seen_is_told(sources, seven, world, agents, catch_up):
    first = disputes(sources, limit=2).data
    urgent = deadlines(sources, limit=2).data
    world.chain.fork(1)
    seven.forked()
    world.chain.mine(blocks=2)
    catch_up()
    with pytest.raises(ConflictError, match="forked"):
        disputes(sources, cursor=first.next_cursor)
    with pytest.raises(ConflictError, match="forked"):
        deadlines(sources, cursor=urgent.next_cursor)


def test_no_disputes_is_an_empty_list(sources, court, catch_up):
    catch_up()
    answer = disputes(sources)
    assert (answer.data.items, answer.data.next_cursor, answer.data.more) == ([], None, False)
    assert deadlines(sources).data.items == []
    assert answer.completeness.complete


def test_unknown_states_and_agents_are_refused(sources, seven):
    with pytest.raises(InvalidInputError, match="burning") as caught:
        disputes(sources, state="burning")
    assert "running" in caught.value.hint
    with pytest.raises(NotFoundError, match="no agent 9"):
        disputes(sources, agent="9")


def test_an_agent_is_shown_with_its_disputes_and_its_standing_with_the_ruling(sources, seven, agents):
    found = agent_view(sources, "1", as_of=None).data
    assert (found.disputes.opened, found.disputes.running) == (3, 2)
    answer = standing(sources, "1", as_of=None)
    (change,) = answer.data.changes
    assert (change.reason, change.dispute_id, change.dimension) == ("ruling", 2, 1)
    assert [score.dimension_name for score in answer.data.scores] == ["conduct"]
    assert standing(sources, "0", as_of=None).data.changes == []


def test_a_breach_of_a_mandate_is_a_verdict_over_a_receipt(sources, world, court, agents, catch_up):
    name = court.grant(agents[0]).id(CHAIN_ID, MANDATES)
    *_, (contract, event, args) = world.fault_events(agents[0])
    world.chain.mine((contract, event, args))
    breach = {**args, "faultKey": keccak(b"breach"), "kind": 2, "headerA": keccak(b"receipt"), "headerB": name}
    world.chain.mine((contract, event, breach))
    catch_up()
    first, second = verdicts(sources, agent="0", **PAGE).data.items
    assert (first.kind, first.receipt, first.mandate) == ("equivocation", None, None)
    assert (second.kind, second.header_a, second.header_b) == ("mandate_breach", None, None)
    assert (second.receipt, second.mandate) == (keccak(b"receipt").hex(), name.hex())
    found = verdict(sources, keccak(b"breach").hex(), as_of=None).data
    assert (found.verdict.kind, found.effects.epoch_closed) == ("mandate_breach", False)
    assert mandate(sources, second.mandate, as_of=None).data.agent_id == 0


def test_mandates_are_in_force_until_they_expire_or_are_revoked(sources, world, court, agents, catch_up):
    kept, ended = court.grant(agents[0], cap=7), court.grant(agents[0])
    granted = world.chain.head().number
    court.revoke(ended)
    court.grant(agents[1])
    catch_up()
    first, second = agent_mandates(sources, "0", **PAGE).data.items
    assert (first.state, first.cap, first.principal) == ("in_force", "7", account("principal"))
    assert (first.tools, first.salt) == (kept.tools.hex(), kept.salt.hex())
    assert (second.state, second.revoked.block) == ("revoked", granted + 1)
    assert mandate(sources, second.mandate_id, as_of=granted).data.state == "in_force"
    page = agent_mandates(sources, "0", cursor=None, limit=1, as_of=None).data
    rest = agent_mandates(sources, "0", cursor=page.next_cursor, limit=1, as_of=None).data
    assert (page.items, page.more, rest.items, rest.more) == ([first], True, [second], False)
    world.chain.mine(seconds=2_000)
    catch_up()
    assert mandate(sources, first.mandate_id, as_of=None).data.state == "expired"
    assert agent_mandates(sources, "1", **PAGE).data.items[0].state == "expired"
    for name, error in ((first.mandate_id, None), ("00" * 32, NotFoundError), ("x", InvalidInputError)):
        if error is not None:
            with pytest.raises(error) as caught:
                mandate(sources, name, as_of=None)
            assert caught.value.hint
    with pytest.raises(NotFoundError, match="as of block 1"):
        mandate(sources, first.mandate_id, as_of=1)


def test_a_mandate_whose_grant_is_lost_is_damage(sources, mirror, court, agents, catch_up):
    granted = court.grant(agents[0])
    court.revoke(granted)
    catch_up()
    name = granted.id(CHAIN_ID, MANDATES)
    key = mirror.view(mirror.books()).key(keys.mandate(name))
    mirror.connection.call("ZREM", key, mirror.connection.call("ZRANGE", key, 0, 0)[0])
    with pytest.raises(StaleMirrorError, match="the grant"):
        mandate(sources, name.hex(), as_of=None)


def test_arbitrators_are_shown_with_what_they_did(sources, world, court, agents, catch_up):
    stake = {"subject": STAKE_SUBJECT, "beneficiary": ARBITRATORS[0], "from": ARBITRATORS[0]}
    world.chain.mine(("BondVault", "BondDeposited", {**stake, "amount": 5, "active": 5}))
    court.open(agents[0])
    court.respond(1)
    court.judge(1, 1, 2, -1)
    court.open(agents[0], seq=1)
    court.respond(2)
    court.draw(2)
    judged = world.chain.head().number
    world.chain.mine(
        ("PanelArbitrator", "ArbitratorRetired", {"arbitrator": ARBITRATORS[1], "number": 1}),
        ("PanelArbitrator", "ConflictDeclared", {"arbitrator": ARBITRATORS[0], "party": PANEL, "conflicted": True}),
        ("PanelArbitrator", "ConflictDeclared", {"arbitrator": ARBITRATORS[0], "party": MANDATES, "conflicted": True}),
        ("PanelArbitrator", "ConflictDeclared", {"arbitrator": ARBITRATORS[0], "party": PANEL, "conflicted": False}),
        court.listed(3, ARBITRATORS[3], until=1),
    )
    catch_up()
    first, retired, absent, lapsed = arbitrators(sources, **PAGE).data.items
    assert (first.listed, first.accredited, first.stake.active, first.conflicts) == (True, True, "5", [MANDATES])
    assert (first.seats.drawn, first.seats.revealed, first.seats.voting) == (2, 1, 1)
    assert first.votes == {"refused": 0, "upheld": 1, "dismissed": 0}
    assert (retired.listed, retired.stake) == (False, None)
    assert (absent.seats.absent, absent.seats.committed, absent.votes["upheld"]) == (1, 0, 0)
    assert (lapsed.listed, lapsed.accredited, lapsed.seats.drawn) == (True, False, 0)
    assert arbitrators(sources, cursor=None, limit=50, as_of=judged).data.items[1].listed
    assert arbitrators(sources, cursor=None, limit=50, as_of=1).data.items[0].seats.drawn == 0
    empty = arbitrators(sources, cursor=None, limit=50, as_of=0).data
    assert (empty.items, empty.next_cursor) == ([], None)


def test_arbitrators_come_in_pages(sources, mirror, court, catch_up):
    catch_up()
    found, cursor = [], None
    for _ in range(5):
        page = arbitrators(sources, cursor=cursor, limit=1, as_of=None)
        assert page.completeness.complete
        found += [item.arbitrator for item in page.data.items]
        cursor = page.data.next_cursor
    assert found == ARBITRATORS
    seen = mirror.books().cursor
    odd = cursors.Cursor(1, "arbitrators", None, seen.number, seen.hash, cursors.Place(1, b"x"), {})
    with pytest.raises(InvalidInputError, match="fit"):
        arbitrators(sources, cursor=odd.text(), limit=1, as_of=None)
    key = mirror.view(mirror.books()).key(keys.ARBITRATORS)
    mirror.connection.call("HDEL", key, "1")
    assert not arbitrators(sources, **PAGE).completeness.complete


def test_an_arbitrator_whose_listing_is_lost_is_damage(sources, world, mirror, court, catch_up):
    args = {"arbitrator": ARBITRATORS[0], "party": PANEL, "conflicted": True}
    world.chain.mine(("PanelArbitrator", "ConflictDeclared", args))
    catch_up()
    key = mirror.view(mirror.books()).key(keys.arbitrator(ARBITRATORS[0]))
    mirror.connection.call("ZREM", key, mirror.connection.call("ZRANGE", key, 0, 0)[0])
    with pytest.raises(StaleMirrorError, match="the listing"):
        arbitrators(sources, **PAGE)


def test_policies_are_shown_with_their_texts(sources, world, court, catch_up):
    world.chain.mine(("DisputeCourt", "MetaEvidence", {"_metaEvidenceID": 2, "_evidence": "ipfs://rules"}))
    catch_up()
    slow, fast = policies(sources, **PAGE).data.items
    assert (slow.policy_id, slow.hash, slow.texts) == (1, court.policies[1].hash.hex(), [])
    assert (fast.texts, fast.times.response, fast.arbitrator) == (["ipfs://rules"], 45 * 60, PANEL)
    assert slow.times.longest == court.policies[1].longest
    first = policies(sources, cursor=None, limit=1, as_of=None).data
    rest = policies(sources, cursor=first.next_cursor, limit=1, as_of=None).data
    assert (first.items, rest.items, rest.more) == ([slow], [fast], False)
    assert policies(sources, cursor=None, limit=1, as_of=0).data.next_cursor is None


def test_a_policy_that_is_lost_is_damage(sources, mirror, court, catch_up):
    catch_up()
    mirror.connection.call("DEL", mirror.view(mirror.books()).key(keys.policy(2)))
    with pytest.raises(StaleMirrorError, match="policy 2"):
        policies(sources, **PAGE)
