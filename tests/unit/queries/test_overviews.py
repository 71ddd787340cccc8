"""Recidivists, the systemic view and human oversight, counted out of what the chain and the logs say."""

from __future__ import annotations

import pytest

from ledger.domain.carried_receipt import CarriedReceipt
from ledger.domain.dispute import FaultClass
from ledger.domain.hashing import ZERO32, keccak
from ledger.domain.record import record_id
from ledger.domain.signed_receipt import SignedReceipt
from ledger.domain.statements import Receipt, digest
from ledger.errors import InvalidInputError, NotFoundError
from ledger.queries import outcomes
from ledger.queries.oversight import oversight
from ledger.queries.recidivists import recidivists
from ledger.queries.systemic import systemic
from tests.fakes.court import MANDATES, FakeCourt
from tests.fakes.stated import row, state
from tests.fakes.world import CHAIN_ID, account
from tests.unit.queries.test_faults import Watchers


@pytest.fixture
def court(world):
    found = FakeCourt(world)
    found.found()
    return found


@pytest.fixture
def judged(world, court, catch_up):
    """Agents 0 and 1 of one owner, 2 of another: two upheld against 0, one against 1, one dismissed; a verdict."""
    agents = [world.new_agent({}), world.new_agent({}), world.new_agent({}, owner="other")]
    for agent in agents:
        court.bond(agent, 10**18)
    for seq, (agent, votes, kind) in enumerate([
        (0, (1, 1, 1), FaultClass.HARM), (0, (1, 1, 1), FaultClass.DECEPTION), (1, (1, 1, 1), FaultClass.HARM),
        (2, (2, 2, 2), FaultClass.HARM),
    ]):  # fmt: skip
        number = court.open(agents[agent], seq=seq, fault_class=kind)
        court.respond(number)
        court.judge(number, *votes)
        court.finalize(number)
        court.execute(number)
    court.open(agents[2], seq=9)
    world.chain.mine(*world.fault_events(agents[0]))
    catch_up()
    return agents


def test_who_did_wrong_again_is_counted_by_agent_and_by_owner(judged, sources, mirror):
    state(mirror, {0: row("firing", probability=0.9)})
    (one,) = recidivists(sources).data.items
    assert (one.name, one.faults, one.agents, one.linked) == (str(sources.agent(0)), 3, [0], [1])
    assert one.by_kind == {"deception": 1, "equivocation": 1, "harm": 1}
    assert one.between > 0
    assert one.probability == 0.9
    assert int(one.slashed) > 0
    (owner,) = recidivists(sources, by="owner").data.items
    assert (owner.name, owner.faults, owner.agents) == (account("owner"), 4, [0, 1])
    assert recidivists(sources, least=4).data.items == []
    assert recidivists(sources, until=one.first - 1).data.items == []
    with pytest.raises(InvalidInputError):
        recidivists(sources, by="colour")


def test_operators_of_logs_are_counted_by_what_was_proved_against_them(world, sources, catch_up):
    log, watchers = world.new_log(), Watchers(world)
    world.new_agent({})
    watchers.convict(log)
    watchers.convict(log, kind=12, fault=keccak(b"another"))
    catch_up()
    (one,) = recidivists(sources, by="operator").data.items
    assert (one.name, one.faults, one.agents, one.logs) == (account("operator"), 2, [], [log.hex()])
    assert one.by_kind == {"forked_checkpoints": 1, "hidden_tile": 1}
    assert (one.between, one.shortest, one.links) == (12, 12, [])


def test_principals_are_counted_by_record_and_by_mandate(world, court, sources, catch_up):
    log = world.new_log()
    agents = [world.new_agent({1: log}, owner=name) for name in ("a", "b", "c")]
    mandate = court.grant(agents[1], principal="boss").id(CHAIN_ID, MANDATES).hex()
    more = [{"principal": account("boss")}, {"mandate": mandate}, {}]
    records = []
    for agent, fields in zip(agents, more, strict=True):
        segment = agent.segment(1, **fields)
        world.logs[log].append(segment)
        records.append(segment.record_ids()[0])
    world.anchor(log)
    for agent, record in zip(agents, records, strict=True):
        court.bond(agent, 10**18)
        number = court.open(agent, record=record)
        court.respond(number)
        court.judge(number, 1, 1, 1)
        court.finalize(number)
    catch_up()
    answer = recidivists(sources, by="principal")
    (one,) = answer.data.items
    assert (one.name, one.faults, one.agents) == (account("boss"), 2, [0, 1])
    assert "newest 3 faults; of 1" in answer.completeness.basis


def test_agents_are_linked_by_the_accounts_that_they_share(world, judged, sources, catch_up):
    moved = world.new_agent({}, owner="earlier")
    world.chain.mine(("AgentRegistry", "Transfer", {"from": moved.owner, "to": account("owner"), "tokenId": 3}))
    wallet = {"indexedMetadataKey": "agentWallet", "metadataKey": "agentWallet"}
    value = bytes.fromhex(account("owner")[2:])
    world.chain.mine(("AgentRegistry", "MetadataSet", {"agentId": 2, **wallet, "metadataValue": value}))
    catch_up()
    (one,) = recidivists(sources).data.items
    assert [(link.agent_id, link.here, link.there) for link in one.links] == [
        (1, "owner", "owner"), (2, "owner", "wallet"), (3, "owner", "owner"),
    ]  # fmt: skip
    assert one.linked == [1, 3]


def test_the_systemic_view_counts_periods_and_who_answers_for_most(judged, sources):
    found = systemic(sources, days=3660).data
    assert sum(one.opened for one in found.periods) == 5
    assert (sum(one.upheld for one in found.periods), sum(one.dismissed for one in found.periods)) == (3, 1)
    assert found.periods[-1].default_rate_ppm == 0
    assert found.periods[-1].time_to_ruling > 0
    assert [(one.name, one.faults, one.share_ppm) for one in found.liable] == [(account("owner"), 3, 1_000_000)]
    assert all(len(reason) > 20 for reason in found.absent.values())
    block = sources.mirror.books().cursor.number
    assert systemic(sources, days=3660, as_of=block - 1).data != found
    with pytest.raises(InvalidInputError):
        systemic(sources, days=0)


def test_where_not_all_are_counted_the_newest_are(judged, world, sources, catch_up, monkeypatch):
    world.chain.mine(*world.fault_events(judged[2]))
    catch_up()
    monkeypatch.setattr(outcomes, "MOST", 1)
    found = systemic(sources, days=3660).data
    assert sum(one.opened for one in found.periods) == 1
    assert found.liable == []  # the newest dispute still runs
    (one,) = recidivists(sources, least=1).data.items
    assert (one.agents, one.faults) == ([2], 1)


def test_oversight_tells_acts_answers_and_what_was_not_carried_out(world, catch_up, sources):
    log = world.new_log()
    agent = world.new_agent({1: log})
    acts = [
        agent.segment(1, op="approval", call="a", ts=1_700_000_000_000),
        agent.segment(
            1, op="approval", call="a", ts=1_700_000_005_000, phase="outcome", outcome="success", principal="p1"
        ),
        agent.segment(1, op="execute_tool", call="b", ts=1_700_000_006_000, phase="outcome", outcome="denied"),
        agent.segment(1, op="stop", ts=1_700_000_007_000),
    ]
    world.logs[log].append(*acts)
    world.anchor(log)
    catch_up()
    found = oversight(sources, "0").data
    assert found.by_op == {"approval": 2, "stop": 1}
    assert found.answer_times == {"approval": 5.0}
    assert found.not_carried_out == {"denied": 1}
    assert (found.outcomes, found.with_principal, found.read, found.more) == (2, 1, 4, False)
    assert found.acts[1].principal == "p1"
    with pytest.raises(NotFoundError):
        oversight(sources, "7")


def test_acts_over_an_amount_are_told_with_who_had_approved(world, sources, catch_up):
    one, two = world.new_log("one"), world.new_log("two")
    payer, payee = world.new_agent({1: one}), world.new_agent({1: two}, owner="other")
    approval = payer.record(0, op="approval", phase="outcome", outcome="success", principal="desk")
    refused = payer.record(1, op="approval", phase="outcome", outcome="denied", principal="desk")
    acts = [
        payer.record(2, parents=(record_id(approval).hex(),)),
        payer.record(3, parents=(record_id(refused).hex(),)),
        payer.record(4),
    ]
    world.logs[one].append(payer.sign([approval, refused, *acts], 0, ZERO32))
    receipts = [
        Receipt(
            agent=payer.ref.key, epoch=0, stream=1, seq=2 + place, record_hash=record_id(data), counterparty=ZERO32,
            chain=CHAIN_ID, log=one, anchor_by=world.chain.time + 10**6, amount=amount, tool=ZERO32, mandate=ZERO32,
            running_total=amount,
        )
        for place, (data, amount) in enumerate(zip([*acts, payer.record(9)], (900, 700, 10, 800), strict=True))
    ]  # fmt: skip
    carrying = [
        payee.record(
            seq, phase="outcome", outcome="success", v=2,
            receipt=CarriedReceipt(SignedReceipt(said, payer.key.sign(digest(said.hash)))).text(),
        )
        for seq, said in enumerate(receipts)
    ]  # fmt: skip
    world.logs[two].append(payee.sign(carrying, 0, ZERO32))
    world.anchor(one)
    world.anchor(two)
    catch_up()
    assert oversight(sources, "0").data.large is None
    found = oversight(sources, "0", threshold=100).data.large
    assert [(item.amount, item.held, item.approved) for item in found.items] == [
        ("900", True, True), ("800", False, False), ("700", True, False),
    ]  # fmt: skip
    assert found.items[0].approvals == [record_id(approval).hex()]
    assert (found.receipts, found.without_approval, found.more) == (4, 1, False)
