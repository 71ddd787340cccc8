"""What the court did, in the histories: disputes from their opening, rulings from the block that made them final."""

from __future__ import annotations

import pytest

from forecaster import court as court_room
from forecaster.court import CourtRecord, court_record
from forecaster.history import Dispute, Grant, Verdict
from forecaster.labels import first_opening
from forecaster.reader import Reader
from ledger.domain.dispute import DISMISSED, REFUSED, UPHELD
from tests.fakes.blocks import CONTRACTS
from tests.fakes.court import FakeCourt
from tests.fakes.world import CHAIN_ID

pytestmark = pytest.mark.integration


@pytest.fixture
def court(world):
    found = FakeCourt(world)
    found.found()
    for agent in world.agents:
        found.bond(agent, 10**9)
    return found


@pytest.fixture
def history(sources, catch_up):
    def read(block=None, agent="1"):
        catch_up()
        return Reader(sources, block).one(agent).history

    return read


def opened(world, court, record, agent=1):
    """Open a dispute about a record; returns its number and block."""
    number = court.open(world.agents[agent], seq=record.seq, record=bytes.fromhex(record.record_id))
    return number, world.chain.head().number


def test_a_dispute_counts_from_its_opening_and_its_ruling_from_its_final_block(world, court, history):
    record = history().records[5]
    number, opening = opened(world, court, record)
    court.respond(number)
    responded = world.chain.head().number
    court.judge(number, UPHELD, UPHELD, DISMISSED)
    ruled = world.chain.head().number
    court.finalize(number)
    final = world.chain.head().number
    court.execute(number)
    about = (record.record_id,)
    now = history()
    assert now.disputes == (Dispute(opening, about, responded=responded, closed=final),)
    assert now.verdicts == (Verdict(final, upheld=True, records=about, opened=opening),)
    assert first_opening(now) == opening
    assert now.standing[-1].score_ppm < now.standing[0].score_ppm
    assert history(opening - 1).disputes == history(ruled).verdicts == history(final - 1).verdicts == ()
    assert history(ruled).disputes == (Dispute(opening, about, responded=responded),)
    assert history(final).verdicts == now.verdicts
    for block in range(opening - 1, world.chain.head().number + 1):
        assert history(block) == now.until(block)


def test_a_default_is_known_from_its_block_and_a_late_answer_from_its_own(world, court, history):
    number, opening = opened(world, court, history().records[0])
    court.default(number)
    silent = world.chain.head().number
    court.respond(number)
    (found,) = history().disputes
    assert (found.block, found.defaulted, found.responded) == (opening, silent, world.chain.head().number)
    assert history(silent).disputes[0].responded is None
    assert history(opening).disputes[0].defaulted is None


@pytest.mark.parametrize(
    ("end", "verdicts"),
    [("default", [True]), ("dismissed", [False]), ("refused", []), ("timeout", [])],
)
def test_every_way_to_end_closes_the_dispute_and_only_decisions_are_verdicts(world, court, history, end, verdicts):
    number, opening = opened(world, court, history().records[0])
    if end == "default":
        court.default(number)
    else:
        court.respond(number)
        if end == "timeout":
            court.timeout(number)
        else:
            court.judge(number, *[DISMISSED if end == "dismissed" else REFUSED] * 3)
    if end != "timeout":
        court.finalize(number)
    final = world.chain.head().number
    found = history()
    assert [item.closed for item in found.disputes] == [final]
    assert [(item.block, item.upheld, item.opened) for item in found.verdicts] == [
        (final, upheld, opening) for upheld in verdicts
    ]


def test_proofs_and_rulings_stand_side_by_side_in_order_each_with_its_record(world, court, history):
    record = history().records[7]
    number, opening = opened(world, court, record)
    proof = world.chain.mine(*world.fault_events(world.agents[1]))
    court.default(number)
    court.finalize(number)
    first, second = history().verdicts
    assert (first.block, first.since, first.records) == (proof, proof, (history().records[0].record_id,))
    assert (second.since, second.records) == (opening, (record.record_id,))
    assert first_opening(history()) == opening


def test_a_breach_of_a_mandate_is_an_upheld_fault_in_the_record_of_its_receipt(world, history):
    record = history().records[4]
    proved = [
        (contract, event, {**args, "kind": 2, "seq": record.seq} if event == "FaultProved" else args)
        for contract, event, args in world.fault_events(world.agents[1])
    ]
    block = world.chain.mine(*proved)
    assert history().verdicts == (Verdict(block, upheld=True, records=(record.record_id,)),)


def test_disputes_about_another_agent_or_an_unknown_record_name_no_record(world, court, history):
    theirs = history(agent="0").records[0]
    opened(world, court, theirs, agent=0)
    court.open(world.agents[1], seq=0, record=b"\x07" * 32)
    assert [item.records for item in history().disputes] == [()]
    assert [item.records for item in history(agent="0").disputes] == [(theirs.record_id,)]


def test_many_disputes_are_read_some_at_a_time(world, court, sources, catch_up, monkeypatch):
    numbers = [court.open(world.agents[place % 3], evidence=bytes([place])) for place in range(5)]
    catch_up()
    block = world.chain.head().number
    whole = court_record(sources, as_of=block).data
    monkeypatch.setattr(court_room, "AT_ONCE", 2)
    assert court_record(sources, as_of=block).data == whole
    assert [item.agent_id for item in whole] == [0, 1, 2, 0, 1]
    assert len(numbers) == len(whole)
    assert isinstance(whole[0], CourtRecord)


def test_mandates_are_known_from_their_grant_and_revocations_from_theirs(world, court, history):
    mandate = court.grant(world.agents[1], cap=77)
    granted = world.chain.head().number
    court.revoke(mandate)
    name = mandate.id(CHAIN_ID, CONTRACTS["Mandates"]).hex()
    revoked = world.chain.head()
    assert history().grants == (
        Grant(granted, name, 77, mandate.expiry * 1000, revoked.number, revoked.timestamp * 1000),
    )
    assert history(granted).grants == (Grant(granted, name, 77, mandate.expiry * 1000),)
    assert history(granted - 1).grants == history(agent="0").grants == ()
