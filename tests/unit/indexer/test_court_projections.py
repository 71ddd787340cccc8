"""Disputes, panels, mandates and policies in the mirror: every event a row, every row taken back by a fork."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ledger.domain.events import SIGNATURES, TOPICS, EventType
from ledger.domain.hashing import keccak
from ledger.errors import UnavailableError
from ledger.indexer.projections import PROJECTIONS
from ledger.store import case_rows as rows
from ledger.store import keys
from ledger.store.court_view import CourtView
from tests.fakes.court import ARBITRATORS, COURT, PANEL, FakeCourt
from tests.fakes.world import account

NOT_PROJECTED = {"Dispute", "DisputeCreation", "AppealPossible", "AppealDecision"}
"""They say again, in the words of a standard, what another event of ours says."""
READ_ON_CHAIN = {"Credits"}
"""Contracts whose events the mirror does not keep: bounties are asked of the chain."""
LEFT_OUT = {"ProofCommitted", "HeaderPosted", "ArbitratorQueued", "InheritanceNoted"}
"""Said again later, or asked of the chain: commitments say nothing yet, what is posted is its own proof, and what an
owner took over follows from changes of standing and the time of the sale."""


@pytest.fixture
def court(world):
    found = FakeCourt(world)
    found.found()
    return found


@pytest.fixture
def agent(world, court):
    found = world.new_agent({})
    court.bond(found, 10**9)
    return found


def view_of(mirror, block=None):
    return CourtView(mirror.view(mirror.books(), block))


def kinds(placed):
    return [type(item.row).__name__ for item in placed]


def test_every_declared_event_is_projected_or_left_out_for_a_reason():
    mirrored = [texts for contract, texts in SIGNATURES.items() if contract not in READ_ON_CHAIN]
    declared = {EventType.parse(text).name for texts in mirrored for text in texts}
    assert declared - set(PROJECTIONS) - LEFT_OUT == NOT_PROJECTED
    assert NOT_PROJECTED.isdisjoint(PROJECTIONS)


def test_a_whole_case_is_a_row_an_event(world, mirror, court, agent, catch_up):
    number = court.open(agent, injured=account("shop"))
    court.respond(number)
    court.add_evidence(number)
    court.judge(number, 1, 1, -1)
    court.finalize(number)
    court.execute(number)
    catch_up()
    court_view = view_of(mirror)
    (history,) = court_view.histories([number])
    assert kinds(history) == [
        "Opened", "Notified", "EvidenceShown", "Responded", "EvidenceShown", "ArbitrationStarted", "EvidenceAdded",
        "EvidenceShown", "Ruled", "Finalized", "Executed",
    ]  # fmt: skip
    (panel,) = court_view.panels([1])
    assert kinds(panel) == ["Armed", "Drawn", *["Committed"] * 2, *["Revealed"] * 2, "Absent", "Concluded"]
    opened = history[0].row
    assert isinstance(opened, rows.Opened)
    assert (opened.court, opened.action) == (COURT, court.now.trials[number].dispute.case.action)
    assert court_view.disputes_of([court.cause(court.now.trials[number].dispute.case), keccak(b"x")]) == [number, None]
    assert [kinds(found) for found in court_view.arbitrators([ARBITRATORS[0], ARBITRATORS[2]])] == [
        ["Listed", "Sat", "Sat", "Sat"],
        ["Listed", "Sat", "Sat"],
    ]
    (matter,) = court_view.matters([history[-2].row.matter])
    assert [(m.row.dispute_id, m.row.ruling) for m in matter] == [(number, 1)]


def test_what_runs_is_known_as_of_any_block(world, mirror, court, agent, catch_up):
    for seq in range(3):
        court.open(agent, seq=seq)
    for number in (1, 2):
        court.default(number)
        court.finalize(number)
    court.execute(1)
    court.execute(2)
    catch_up()
    for block in range(world.chain.head().number + 1):
        expected = [n for n, trial in court.as_of(block).trials.items() if trial.dispute.state.name != "EXECUTED"]
        assert view_of(mirror, block).running() == expected, block
        assert view_of(mirror, block).running_of(agent.number) == expected, block
        assert view_of(mirror, block).running_of(agent.number + 1) == []


def test_a_fork_takes_back_what_it_did_to_the_court(world, mirror, court, agent, catch_up):
    court.open(agent)
    court.default(1)
    court.finalize(1)
    catch_up(depth=100)
    before = mirror.digest()[0]
    court.execute(1)
    catch_up(depth=100)
    assert view_of(mirror).running() == []
    assert mirror.digest()[0] != before
    world.chain.fork(1)
    court.forked()
    world.chain.mine()
    catch_up(depth=100)
    assert view_of(mirror).running() == [1]
    assert mirror.digest()[0] == before
    court.execute(1)
    catch_up(depth=100)
    assert view_of(mirror).running() == []


def test_renewed_and_retired_arbitrators_keep_their_number(world, mirror, court, catch_up):
    retired = {"arbitrator": ARBITRATORS[1], "number": 1}
    conflict = {"arbitrator": ARBITRATORS[2], "party": account("shop"), "conflicted": True}
    world.chain.mine(
        ("PanelArbitrator", "ArbitratorRetired", retired),
        court.listed(1, ARBITRATORS[1], until=1 << 41),
        ("PanelArbitrator", "ConflictDeclared", conflict),
    )
    catch_up()
    court_view = view_of(mirror)
    assert court_view.roster(0, 10) == list(enumerate(ARBITRATORS))
    assert court_view.roster(2, 1) == [(2, ARBITRATORS[2])]
    assert kinds(court_view.arbitrators([ARBITRATORS[1]])[0]) == ["Listed", "Retired", "Listed"]
    assert court_view.arbitrators([ARBITRATORS[2]])[0][-1].row.conflicted


def test_mandates_and_policies(world, mirror, court, agent, catch_up):
    kept, ended = court.grant(agent), court.grant(agent)
    court.revoke(ended)
    adopted = {"subject": agent.ref.key, "beneficiary": agent.owner, "policyId": 2}
    world.chain.mine(
        ("Policies", "PolicyAdopted", adopted),
        ("DisputeCourt", "MetaEvidence", {"_metaEvidenceID": 1, "_evidence": "ipfs://rules"}),
    )
    catch_up()
    court_view = view_of(mirror)
    names = [item.name for item in court_view.agent_mandates(agent.number, None, 10)]
    assert [kinds(found) for found in court_view.mandates(names)] == [["Granted"], ["Granted", "Revoked"]]
    assert [item.number for item in court_view.policy_list(None, 10)] == [1, 2]
    assert [kinds(found) for found in court_view.policies([1, 2, 3])] == [["Queued", "Announced"], ["Queued"], []]
    assert [item.row.policy_id for item in court_view.adopted(agent.ref.key)] == [2]
    assert kept.id(31337, PANEL) not in names


@pytest.mark.parametrize(
    ("name", "more", "kind"),
    [
        (
            "ClaimJoined",
            {"claimant": COURT, "evidenceHash": keccak(b"e"), "deposit": 1 << 200},
            "Joined",
        ),
        ("ClaimWithdrawn", {"claimant": COURT}, "Withdrawn"),
        ("DisputeConceded", {"liable": COURT, "provisionalUntil": 5}, "Conceded"),
        (
            "DisputeAppealed",
            {"appellant": COURT, "evidenceHash": keccak(b"e"), "round": 2, "arbitrateBy": 5},
            "Appealed",
        ),
        ("LateRuling", {"arbitrator": PANEL, "ruling": 1 << 255}, "LateRuled"),
    ],
)
def test_events_of_the_whole_design_have_their_rows(mirror, world, court, agent, catch_up, name, more, kind):
    number = court.open(agent)
    world.chain.mine(("DisputeCourt", name, {"disputeId": number, **more}))
    catch_up()
    assert kinds(view_of(mirror).histories([number])[0])[-1] == kind


def test_a_node_that_leaves_out_an_opening_or_a_policy_is_not_believed(world, mirror, court, agent, catch_up):
    catch_up()
    court.open(agent)
    court.open(agent, seq=1)
    number = world.chain.head().number - 1
    block = world.chain.block(number)
    rest = tuple(log for log in block.found if log.topics[0] != TOPICS["DisputeCourt"]["DisputeOpened"])
    world.chain.chain[number] = replace(block, found=rest, logs_bloom=bytes(256))
    with pytest.raises(UnavailableError, match=keys.DISPUTES):
        catch_up()
