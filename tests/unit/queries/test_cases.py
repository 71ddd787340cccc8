"""The case file: replayed from events, the same as the court as of any block, and honest where they differ."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.domain.dispute import Basis, FaultClass, Matter, State, action_of, matter_of
from ledger.domain.hashing import keccak
from ledger.errors import InvalidInputError, NotFoundError, StaleMirrorError
from ledger.queries import cases, dockets
from ledger.queries.cases import case_file, court_history
from ledger.queries.disputes import deadlines, disputes
from ledger.store import court_rows as rows
from ledger.store import keys
from tests.fakes.asked import index, sources_of
from tests.fakes.court import ARBITRATORS, COURT, FEE, PANEL, PAY, REASONS, FakeCourt
from tests.fakes.stated import row, state
from tests.fakes.world import World, account

ETHER = 10**18
SHOP = account("shop")


@pytest.fixture
def court(world):
    found = FakeCourt(world)
    found.found()
    return found


@pytest.fixture
def agent(world, court):
    found = world.new_agent({})
    court.bond(found, ETHER)
    return found


def upheld(court, agent, *votes, **more):
    number = court.open(agent, injured=SHOP, **more)
    court.respond(number)
    court.judge(number, *(votes or (1, 1, 1)))
    court.finalize(number)
    court.execute(number)
    return number


def told(sources, number, **more):
    answer = case_file(sources, number, **more)
    assert answer.completeness.complete, answer.completeness.basis
    return answer.data


def test_a_whole_case_is_told(sources, court, agent, catch_up):
    number = upheld(court, agent, 1, 1, -1)
    catch_up()
    found = told(sources, number)
    dispute = court.now.trials[number].dispute
    assert (found.state, found.ruling, found.basis) == ("executed", "upheld", "merits")
    assert found.tag == dispute.case.tag.hex()
    assert [(party.role, party.account) for party in found.parties] == [
        ("claimant", account("claimant")),
        ("liable", agent.owner),
        ("injured", SHOP),
        ("arbitrator", PANEL),
    ]
    assert (found.stakes.slice, found.stakes.escrow) == (str(ETHER // 5), "0")
    assert (found.deadline, found.next_steps) == (None, [])
    assert [entry.event for entry in found.timeline] == [
        "DisputeOpened", "RespondentNotified", "Evidence", "DisputeResponded", "Evidence", "PanelArmed",
        "ArbitrationStarted", "PanelDrawn", "VoteCommitted", "VoteCommitted", "VoteRevealed", "VoteRevealed",
        "ArbitratorAbsent", "PanelConcluded", "RulingGiven", "DisputeFinalized", "DisputeExecuted",
    ]  # fmt: skip
    assert [entry.state for entry in found.timeline][::8] == ["open", "arbitration", "executed"]
    assert all(entry.says and entry.seen.block_hash for entry in found.timeline)


def test_a_panel_is_told_seat_by_seat(sources, court, agent, catch_up):
    number = upheld(court, agent, 1, 1, -1)
    catch_up()
    panel = told(sources, number).panel
    assert (panel.phase, panel.ruling, panel.votes) == (
        "concluded",
        "upheld",
        {"refused": 0, "upheld": 2, "dismissed": 0},
    )
    assert (panel.quorum.need, panel.quorum.got, panel.burned) == (2, 2, str(PAY))
    first, _, absent = panel.seats
    assert (first.arbitrator, first.did, first.vote, first.matches) == (ARBITRATORS[0], "revealed", "upheld", True)
    assert (first.reasons_hash, first.paid) == (REASONS.hex(), str(PAY))
    assert (absent.arbitrator, absent.did, absent.vote, absent.slashed) == (ARBITRATORS[2], "absent", None, "7")
    assert (absent.committed, absent.revealed, absent.matches) == (None, None, None)
    slashed = [
        move for move in told(sources, number).effects.vault if (move.event, move.by) == ("BondSlashed", "panel")
    ]
    assert [(move.account, move.amount) for move in slashed] == [(ARBITRATORS[2], "7")]


def test_effects_are_joined_by_their_cause(sources, court, agent, catch_up):
    number = upheld(court, agent)
    other = upheld(court, agent, seq=1)
    catch_up()
    found = told(sources, number)
    paid = found.effects.payout
    slashed = ETHER // 5 + FEE
    assert int(paid.slashed) == slashed
    assert int(paid.escrow) + slashed == sum(
        int(x) for x in (paid.to_claimant, paid.to_injured, paid.to_liable, paid.burned)
    )
    moves = [(move.event, move.account, move.by) for move in found.effects.vault]
    assert moves == [
        ("BondLocked", agent.owner, "court"),
        *[("CreditAdded", seat, "panel") for seat in ARBITRATORS[:3]],
        ("BondUnlocked", agent.owner, "court"),
        ("BondSlashed", agent.owner, "court"),
        ("CreditAdded", account("claimant"), "court"),
        ("CreditAdded", SHOP, "court"),
    ]
    (change,) = found.effects.standing
    assert (change.reason, change.dispute_id, change.added_negative) == ("ruling", number, 4_000)
    assert [c.dispute_id for c in told(sources, other).effects.standing] == [other]


def test_a_ruling_record_says_what_was_ruled_why_and_with_which_effect(sources, court, agent, catch_up):
    number = upheld(court, agent)
    catch_up()
    record = told(sources, number).ruling_record
    executed = told(sources, number).timeline[-1].seen
    assert record.ruling_id == f"eip155:31337:{COURT}/{number}/1"
    assert (record.cause, record.ruling, record.fault_class) == ("panel", "upheld", "harm")
    assert (record.subject_agent, record.principal) == (str(agent.ref), agent.owner)
    assert (record.evidence_root, record.executed_tx) == (keccak(b"evidence").hex(), executed.tx)
    assert record.panel[0].vote == "upheld"
    assert record.panel[0].document == keccak(ARBITRATORS[0].encode()).hex()
    assert (record.effects.slash, record.effects.reputation_delta) == (str(ETHER // 5 + FEE), -4_000)
    assert [(item.party, item.share) for item in record.responsibilities] == [(agent.owner, 100)]
    assert record.appeal_deadline is None
    assert record.anchors[-1] == executed


def test_a_provisional_ruling_can_change_until_its_time(sources, court, agent, catch_up):
    number = court.open(agent)
    catch_up()
    assert told(sources, number).ruling_record is None
    court.default(number)
    catch_up()
    found = told(sources, number)
    dispute = court.now.trials[number].dispute
    assert (found.state, found.ruling, found.basis) == ("provisional", "upheld", "default")
    assert (found.ruling_record.cause, found.ruling_record.appeal_deadline) == ("default", dispute.due)
    assert (found.ruling_record.effects, found.ruling_record.responsibilities, found.panel) == (None, [], None)
    assert [(step.act, step.who) for step in found.next_steps] == [("respond", "liable"), ("finalize", "anyone")]
    assert (found.deadline.act, found.deadline.due, found.deadline.stalled) == ("respond", dispute.due, False)


def test_a_refusal_is_no_finding(sources, court, agent, catch_up):
    number = upheld(court, agent, 1, 2, 0)
    catch_up()
    found = told(sources, number)
    assert (found.ruling, found.ruling_record.cause, found.ruling_record.responsibilities) == ("refused", "refusal", [])
    assert found.effects.standing == []
    assert (found.matter.upheld, found.matter.reopenings, found.matter.disputes) == (False, 1, [number])


def test_evidence_names_who_gave_it_and_where_it_is_said_to_be(sources, court, agent, catch_up):
    number = court.open(agent)
    court.respond(number)
    court.add_evidence(number)
    catch_up()
    found = told(sources, number).evidence
    assert [(item.role, item.party) for item in found] == [
        ("claim", account("claimant")),
        ("response", agent.owner),
        ("addition", account("stranger")),
    ]
    assert [item.uri for item in found] == [f"ombud:sha256:{item.sha256}" for item in found]
    assert {item.availability for item in found} == {"not asked"}


def test_what_is_due_is_said_in_every_state(sources, world, court, agent, catch_up):
    def next_act(number):
        catch_up()
        found = told(sources, number)
        return found.deadline.act, found.deadline.who, found.deadline.stalled

    number = court.open(agent)
    assert next_act(number) == ("respond", "liable", False)
    due = court.now.trials[number].dispute.due
    world.chain.mine(seconds=due - world.chain.time)
    assert next_act(number) == ("default_judgment", "anyone", False)  # time has passed, blocks have not
    world.chain.mine(blocks=30)
    assert next_act(number) == ("default_judgment", "anyone", True)
    court.respond(number, taken_on=False)
    assert next_act(number) == ("start_arbitration", "anyone", True)
    court.start_arbitration(number)
    assert next_act(number) == ("draw", "anyone", False)
    world.chain.mine(blocks=5)
    assert next_act(number) == ("draw", "anyone", True)
    court.draw(number)
    assert next_act(number) == ("commit", "seats", False)
    for seat in range(3):
        court.commit(number, seat)
    assert next_act(number) == ("reveal", "seats", False)
    for seat in range(3):
        court.reveal(number, seat)
    assert next_act(number) == ("conclude", "anyone", True)
    court.conclude(number)
    assert next_act(number) == ("finalize", "anyone", False)
    court.finalize(number)
    assert next_act(number) == ("execute", "anyone", True)
    court.execute(number)
    catch_up()
    assert told(sources, number).deadline is None


def test_seats_that_wait_are_named(sources, court, agent, catch_up):
    number = court.open(agent)
    court.respond(number)
    court.draw(number)
    court.commit(number, 1)
    catch_up()
    found = told(sources, number)
    assert found.deadline.accounts == [ARBITRATORS[0], ARBITRATORS[2]]
    steps = {step.act: step for step in found.next_steps}
    assert steps["reveal"].accounts == [ARBITRATORS[1]]
    assert steps["reveal"].not_before == steps["commit"].until
    assert steps["conclude"].not_before == steps["reveal"].until


def test_a_panel_without_seats_gives_up(sources, court, agent, catch_up):
    number = court.open(agent)
    court.respond(number)
    for _ in range(3):
        court.draw(number, found=False)
    catch_up()
    found = told(sources, number)
    assert (found.panel.phase, found.panel.seats, found.panel.arms) == ("concluded", [], 3)
    assert (found.state, found.ruling, found.panel.returned) == ("provisional", "refused", str(3 * PAY))


def test_a_late_ruling_changes_nothing(sources, court, agent, catch_up):
    number = court.open(agent)
    court.respond(number)
    court.draw(number)
    for seat in range(3):
        court.commit(number, seat)
    for seat in range(3):
        court.reveal(number, seat)
    court.timeout(number)
    court.conclude(number)
    catch_up()
    found = told(sources, number)
    assert (found.state, found.ruling, found.basis) == ("final", "refused", "timeout")
    assert found.timeline[-1].event == "LateRuling"
    assert found.ruling_record.cause == "timeout"


def test_a_forecast_that_came_first_is_shown_and_none_that_came_after(sources, mirror, world, court, agent, catch_up):
    catch_up()
    early = state(mirror, {0: row("firing", probability=0.7)})
    world.chain.mine()
    number = court.open(agent)
    catch_up()
    backdated = state(mirror, {0: row()}, block=early.block + 1)
    found = told(sources, number).forecast_before
    assert backdated.block < court.now.trials[number].dispute.case.opened_block
    assert (found.alert, found.probability, found.statement.as_of.number) == ("firing", 0.7, early.block)
    world.chain.mine()
    catch_up()
    other = court.open(agent, seq=1)
    catch_up()
    assert told(sources, other).forecast_before.statement.as_of.number == backdated.block


def test_a_dispute_is_found_by_number_and_by_global_id(sources, court, agent, catch_up):
    number = court.open(agent)
    catch_up()
    found = told(sources, number)
    assert told(sources, found.dispute).dispute_id == told(sources, str(number)).dispute_id == number
    for name, error, code in (
        (99, NotFoundError, "no_such_dispute"),
        (0, NotFoundError, "no_such_dispute"),
        (f"eip155:31337:{PANEL}/1", NotFoundError, "no_such_dispute"),
        ("one", InvalidInputError, "bad_dispute"),
        ("1/1", InvalidInputError, "bad_dispute"),
        ("9" * 40, InvalidInputError, "bad_dispute"),
        ("", InvalidInputError, "bad_dispute"),
    ):
        with pytest.raises(error) as caught:
            case_file(sources, name)
        assert (caught.value.code, bool(caught.value.hint)) == (code, True)
    opened = court.now.trials[number].dispute.case.opened_block
    with pytest.raises(NotFoundError, match=f"as of block {opened - 1}"):
        case_file(sources, number, as_of=opened - 1)


def test_court_history_is_every_row_in_chain_order(sources, mirror, court, agent, catch_up):
    number = upheld(court, agent)
    catch_up()
    view = mirror.view(mirror.books())
    history = court_history(view, number)
    places = [(placed.block, placed.log_index) for placed in history]
    assert places == sorted(places)
    assert [rows.EVENT_OF[type(p.row)] for p in history] == [e.event for e in told(sources, number).timeline]
    with pytest.raises(NotFoundError, match="no dispute 5"):
        court_history(view, 5)


def test_where_chain_and_model_differ_the_answer_says_so(sources, world, mirror, court, agent, catch_up):
    number = court.open(agent)
    policy = court.policies[1]
    at = {"disputeId": number, "arbitrator": PANEL}
    world.chain.mine(
        ("DisputeCourt", "DefaultEntered", {"disputeId": number, "caller": SHOP, "provisionalUntil": 7}),
        ("DisputeCourt", "RulingGiven", {**at, "ruling": 2, "round": 1, "givenAt": 0}),
        ("DisputeCourt", "ArbitrationStarted", {**at, "arbitratorDisputeId": 9, "round": 1, "fee": FEE}),
    )
    now = world.chain.time
    world.chain.mine(
        ("DisputeCourt", "DisputeFinalized", {
            "disputeId": number, "ruling": 2, "basis": int(Basis.MERITS), "punishes": True, "matter": bytes(32),
            "reopenings": 1, "openUntil": 5}),
        ("DisputeCourt", "DisputeExecuted", {
            "disputeId": number, "agentId": agent.number, "ruling": 1, "slashed": 5, "toClaimant": 1, "toInjured": 0,
            "toLiable": 0, "burned": 0}),
        ("DisputeCourt", "ClaimWithdrawn", {"disputeId": number, "claimant": SHOP}),
        seconds=policy.appeal_time,
    )  # fmt: skip
    catch_up()
    answer = case_file(sources, number)
    assert not answer.completeness.complete
    assert (answer.data.state, answer.data.ruling) == ("executed", "dismissed")
    for part in (
        "the model refuses it: it is",
        f"the time to appeal is said to be 7, and should be {now + policy.appeal_time}",
        "the matter is said to be 0000",
        "the time to reopen is said to be 5",
        "the ruling is said to be 1, and should be 2",
        "the payout is said to be",
        "is not the claimant",
    ):
        assert part in answer.completeness.basis
    listed = disputes(sources)
    assert not listed.completeness.complete
    assert "dispute 1: Defaulted at log 0" in listed.completeness.basis


def test_a_vote_that_was_not_committed_is_shown_as_such(sources, world, court, agent, catch_up):
    number = court.open(agent)
    court.respond(number)
    court.draw(number)
    for seat in range(3):
        court.commit(number, seat)
    world.chain.mine(("PanelArbitrator", "VoteRevealed", {
        "disputeId": 1, "arbitrator": ARBITRATORS[0], "vote": 2, "reasonsHash": REASONS, "salt": bytes(32),
        "reveals": 1, "paid": PAY}))  # fmt: skip
    catch_up()
    answer = case_file(sources, number)
    assert not answer.completeness.complete
    assert "VoteRevealed" not in answer.completeness.basis
    assert "Revealed at log 0" in answer.completeness.basis
    assert [seat.matches for seat in answer.data.panel.seats] == [False, None, None]


def test_an_arbitrator_of_others_is_waited_for(sources, world, court, agent, catch_up):
    policy = replace(court.policies[1], arbitrator=SHOP)
    court.policies[3] = policy
    world.chain.mine(court.queued(3, policy))
    number = court.open(agent, policy=3)
    responded = {"disputeId": number, "respondent": agent.owner, "evidenceHash": keccak(b"a"), "late": False}
    until = world.chain.time + 12 + policy.arbitration_time
    asked = {"disputeId": number, "arbitrator": SHOP, "round": 1}
    world.chain.mine(
        ("DisputeCourt", "DisputeResponded", {**responded, "arbitrateBy": until}),
        ("DisputeCourt", "ArbitrationStarted", {**asked, "arbitratorDisputeId": 1 << 200, "fee": FEE}),
    )
    catch_up()
    found = told(sources, number)
    assert (found.panel, found.deadline.act, found.deadline.accounts) == (None, "rule", [SHOP])
    # One that rules while it is being asked does so before it is said to have taken the dispute on.
    other = court.open(agent, policy=3, seq=1)
    world.chain.mine(
        ("DisputeCourt", "DisputeResponded", {
            **responded, "disputeId": other, "arbitrateBy": world.chain.time + 12 + policy.arbitration_time}),
        ("DisputeCourt", "RulingGiven", {
            "disputeId": other, "arbitrator": SHOP, "ruling": 2, "round": 1, "givenAt": 0}),
        ("DisputeCourt", "ArbitrationStarted", {**asked, "disputeId": other, "arbitratorDisputeId": 2, "fee": FEE}),
    )  # fmt: skip
    catch_up()
    assert (told(sources, other).state, told(sources, other).ruling) == ("provisional", "dismissed")


def test_a_lost_policy_or_opening_is_damage(sources, mirror, court, agent, catch_up):
    number = court.open(agent)
    catch_up()
    view = mirror.view(mirror.books())
    mirror.connection.call("DEL", view.key(keys.policy(1)))
    with pytest.raises(StaleMirrorError, match="policy 1"):
        case_file(sources, number)
    first = mirror.connection.call("ZRANGE", view.key(keys.dispute(number)), 0, 0)[0]
    mirror.connection.call("ZREM", view.key(keys.dispute(number)), first)
    with pytest.raises(StaleMirrorError, match="opening"):
        case_file(sources, number)


def state_of(found):
    return found.state, found.basis or "none", found.round, found.since


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.lists(st.tuples(st.sampled_from(["open", "move", "move", "move", "fork"]), st.integers(0, 999)), max_size=30))
def test_any_history_is_told_as_the_court_was_as_of_any_block(mirror, history):
    mirror.connection.call("FLUSHALL")
    world = World()
    court, agents = FakeCourt(world), []
    court.found(arbitrators=24)
    for _ in range(2):
        agents.append(world.new_agent({}))
        court.bond(agents[-1], ETHER)
    floor = world.chain.head().number
    for act, turn in history:
        if act == "open":
            agent, fault_class = agents[turn % 2], FaultClass(turn % 3)
            action = action_of(agent.ref.key, 0, 1, turn % 2, bytes(32))
            if not court.now.matters.get(matter_of(action, fault_class), Matter()).upheld:
                court.open(
                    agent, fault_class=fault_class, seq=turn % 2, policy=1 + turn % 2, evidence=bytes([turn % 2])
                )
        elif act == "move":
            court.move(turn)
        else:
            depth = min(1 + turn % 3, world.chain.head().number - floor)
            world.chain.fork(depth)
            court.forked()
            world.chain.mine()
            index(world, mirror, finality_depth=10**6)
    index(world, mirror, finality_depth=10**6)
    sources = sources_of(world, mirror)
    blocks = {world.chain.head().number, *(n for n in court.before if n <= world.chain.head().number)}
    for block in sorted(blocks)[-8:]:
        then = court.as_of(block)
        listed = disputes(sources, as_of=block, limit=500)
        assert listed.completeness.complete, listed.completeness.basis
        assert [item.dispute_id for item in listed.data.items] == sorted(then.trials)
        running = [n for n, trial in then.trials.items() if trial.dispute.state is not State.EXECUTED]
        waiting = deadlines(sources, as_of=block, limit=500).data.items
        assert sorted(item.dispute_id for item in waiting) == running
        assert [item.deadline.due for item in waiting] == sorted(item.deadline.due for item in waiting)
        for number, trial in then.trials.items():
            found = sources.mirror.consistent(lambda view, n=number: dockets.docket(sources, view, n), block)
            assert found.doubts == []
            assert found.trial.dispute == trial.dispute
            assert (found.bench.panel if found.bench else None) == trial.panel
    assert cases.completeness([]).complete


@pytest.fixture
def crowd(world):
    """A court with enough arbitrators for a review, and an agent with a bond."""
    found = FakeCourt(world)
    found.found(arbitrators=24)
    rich = world.new_agent({})
    found.bond(rich, 10**9)
    return found


def test_an_appeal_is_told_with_both_rulings(sources, world, crowd, catch_up):
    agent = world.agents[0]
    number = crowd.open(agent)
    crowd.join(number, "neighbour")
    crowd.respond(number)
    crowd.judge(number, 1, 1, 2)
    catch_up()
    steps = told(sources, number).next_steps
    assert [(step.act, step.who) for step in steps] == [
        ("finalize", "anyone"), ("appeal", "losers"), ("appeal", "anyone")
    ]  # fmt: skip
    assert steps[1].accounts == [agent.owner]
    crowd.appeal(number, agent.owner)
    crowd.judge(number, 2, 2, 2, 2, 1, 1, -1)
    catch_up()
    found = told(sources, number)
    assert (found.state, found.ruling, found.round, found.deadline.act) == ("provisional", "dismissed", 2, "finalize")
    assert "appeal" not in [step.act for step in found.next_steps]
    crowd.finalize(number)
    crowd.execute(number)
    catch_up()
    found = told(sources, number)
    record = found.ruling_record
    assert (record.ruling, record.earlier_ruling, record.round) == ("dismissed", "upheld", 2)
    assert (record.supersedes, record.ruling_id) == (f"{found.dispute}/1", f"{found.dispute}/2")
    assert (len(found.earlier_panels), len(found.panel.seats), found.panel.reviews) == (1, 7, True)
    assert (found.panel.earlier_ruling, found.panel.quorum.need) == ("upheld", 4)
    assert not {seat.arbitrator for seat in found.earlier_panels[0].seats} & {s.arbitrator for s in found.panel.seats}
    assert [(p.role, p.account) for p in found.parties][:2] == [
        ("claimant", account("claimant")),
        ("claimant", account("neighbour")),
    ]
    (joined,) = found.effects.joins
    assert (int(joined.to_claimant), int(joined.to_liable) + int(joined.burned)) == (0, int(joined.deposit))
    assert "reviewed" in found.timeline[-5].says or any("is overturned" in entry.says for entry in found.timeline)


def test_seats_that_stay_away_pay_others_and_those_are_told_apart(sources, world, crowd, catch_up):
    number = crowd.open(world.agents[0])
    crowd.respond(number)
    crowd.judge(number, 1, -1, -1)
    crowd.judge(number, 1, 2, -1)
    catch_up()
    found = told(sources, number).panel
    assert (found.phase, found.round, found.quorum.need) == ("armed", 3, 4)
    crowd.judge(number, 1, 1, 1, 1, 2, 2, 2)
    catch_up()
    found = told(sources, number).panel
    assert (found.phase, found.ruling, found.votes) == (
        "concluded",
        "upheld",
        {"refused": 0, "upheld": 4, "dismissed": 3},
    )
    assert [seat.round for seat in found.seats] == [1] * 3 + [2] * 3 + [3] * 7
    assert all(seat.matches for seat in found.seats if seat.vote is not None)


def test_recused_seats_and_leaked_votes_are_told(sources, world, crowd, catch_up):
    number = crowd.open(world.agents[0])
    crowd.respond(number)
    crowd.draw(number)
    crowd.recuse(number, 0, account("claimant"))
    crowd.recuse(number, 1, account("claimant"), replaced=False)
    crowd.commit(number, 0)
    crowd.leak(number, 0)
    crowd.commit(number, 1)
    crowd.conclude(number)
    catch_up()
    found = told(sources, number)
    assert [seat.did for seat in found.panel.seats] == ["recused", "recused", "absent", "absent"]
    assert (found.panel.phase, found.panel.round) == ("armed", 2)
    assert found.panel.seats[-1].slashed in ("7", "10")


@pytest.mark.parametrize("punished", [False, True])
def test_a_proof_ends_a_dispute_and_punishes_nothing_twice(sources, world, crowd, catch_up, punished):
    number = crowd.open(world.agents[0], fault_class=FaultClass.BREACH)
    if punished:
        crowd.respond(number)
    catch_up()
    assert "end_by_proof" in [step.act for step in told(sources, number).next_steps]
    crowd.end_by_proof(number)
    crowd.execute(number)
    catch_up()
    found = told(sources, number)
    assert (found.ruling, found.basis, found.ruling_record.cause) == ("upheld", "proof", "objective")
    assert not found.effects.standing
    assert found.ruling_record.responsibilities == []


def test_an_appeal_that_the_model_refuses_is_a_doubt(sources, world, court, agent, catch_up):
    number = court.open(agent)
    at = {"disputeId": number}
    world.chain.mine(
        ("DisputeCourt", "ClaimJoined", {**at, "claimant": SHOP, "evidenceHash": keccak(b"j"), "deposit": 1}),
        ("DisputeCourt", "DisputeAppealed", {
            **at, "appellant": agent.owner, "evidenceHash": keccak(b"a"), "round": 2, "arbitrateBy": 1}),
    )  # fmt: skip
    block = world.chain.head().number
    catch_up()
    answer = case_file(sources, number)
    assert "is no deposit of" in answer.completeness.basis
    assert "is in state open" in answer.completeness.basis
    assert [(item.role, item.party) for item in answer.data.evidence] == [
        ("claim", account("claimant")),
        ("claim", SHOP),
        ("appeal", agent.owner),
    ]
    assert [entry.state for entry in answer.data.timeline][-2:] == ["open", "arbitration"]
    assert answer.data.round == 2
    assert case_file(sources, number, as_of=block - 1).completeness.complete


def test_a_withdrawn_claim_and_a_concession_are_told(sources, court, agent, catch_up):
    withdrawn = court.open(agent)
    court.withdraw(withdrawn)
    court.execute(withdrawn)
    conceded = court.open(agent)
    court.concede(conceded)
    court.finalize(conceded)
    court.execute(conceded)
    catch_up()
    first, second = (case_file(sources, number) for number in (withdrawn, conceded))
    assert first.completeness.complete
    assert second.completeness.complete
    assert (first.data.ruling, first.data.basis) == ("dismissed", "withdrawal")
    assert (second.data.ruling, second.data.basis) == ("upheld", "concession")
    assert (first.data.matter.reopenings, first.data.matter.upheld) == (0, False)
    assert second.data.matter.conceded


@pytest.mark.parametrize("before", ["upheld", "dismissed"])
def test_a_second_ruling_on_a_matter_is_told_by_what_the_first_left(sources, court, agent, catch_up, before):
    first = court.open(agent)
    second = court.open(agent, evidence=b"other", claimant="another")
    court.respond(first)
    court.judge(first, *((1, 1, 1) if before == "upheld" else (2, 2, 2)))
    court.default(second)
    court.finalize(first)
    court.finalize(second)
    court.execute(second)
    catch_up()
    found = told(sources, second)
    assert bool(found.effects.standing) == (before == "dismissed")
    assert found.matter.disputes == [first, second]
    assert disputes(sources).completeness.complete


def test_a_dismissal_after_an_upheld_claim_leaves_the_matter_as_it_was(sources, court, agent, catch_up):
    first = court.open(agent)
    second = court.open(agent, evidence=b"other")
    court.default(first)
    court.finalize(first)
    court.respond(second)
    court.judge(second, 2, 2, 2)
    court.finalize(second)
    catch_up()
    assert told(sources, second).matter.upheld
    assert disputes(sources).completeness.complete


def test_a_panel_under_unreadable_terms_or_of_another_contract_is_told_apart(sources, world, court, agent, catch_up):
    number = court.open(agent)
    responded = {"disputeId": number, "respondent": agent.owner, "evidenceHash": keccak(b"a"), "late": False}
    until = world.chain.time + 12 + court.policies[1].arbitration_time
    armed = {"disputeId": 8, "drawBlock": 99, "arms": 1, "roster": 4, "terms": b"?"}
    world.chain.mine(
        ("DisputeCourt", "DisputeResponded", {**responded, "arbitrateBy": until}),
        ("PanelArbitrator", "PanelArmed", {**armed, "arbitrable": SHOP}),
        ("DisputeCourt", "ArbitrationStarted", {
            "disputeId": number, "arbitrator": PANEL, "arbitratorDisputeId": 8, "round": 1, "fee": FEE}),
        ("PanelArbitrator", "PanelArmed", {**armed, "arbitrable": SHOP, "arms": 7}),
    )  # fmt: skip
    catch_up()
    answer = case_file(sources, number)
    assert not answer.completeness.complete
    assert "Armed at log 3" in answer.completeness.basis
    assert (answer.data.panel.number, answer.data.panel.phase) == (8, "armed")
    view = sources.mirror.view(sources.mirror.books())
    assert "PanelArmed" not in [rows.EVENT_OF[type(p.row)] for p in court_history(view, number)]
