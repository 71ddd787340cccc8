"""Contracts that lie are found out: every event must follow from the case, the policy and the votes."""

from __future__ import annotations

import msgspec
import pytest
from eth_abi.abi import encode as abi_encode
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.domain.bundle import BlockRef
from ledger.domain.case.bundle import parse_case_bundle
from ledger.domain.case.draw import PassedOver
from ledger.domain.case.gather import gather
from ledger.domain.case.verify import verify_case
from ledger.domain.dispute import MOST_REOPENINGS, FaultClass, cause_of
from ledger.domain.hashing import ZERO32, keccak
from ledger.domain.panel import draw_seats
from ledger.domain.policy import default_policy
from ledger.errors import LedgerError, ProofError
from tests.fakes.blocks import CONTRACTS
from tests.fakes.case_facts import CaseCourt, case_bundle_of, events, nothing, proof, telling
from tests.fakes.court import ARBITRATORS, FEE, PANEL
from tests.fakes.world import CHAIN_ID, NOBODY, World, account

FEW_TERMS = ("uint32", "uint32", "address", "address[]")


def setting(forge=None, unfit=(), bond=10**6, arbitrators=4):
    world = World()
    court = CaseCourt(world, unfit)
    court.found(arbitrators)
    agent = world.new_agent({})
    if bond:
        court.bond(agent, bond)
    court.forge = forge or {}
    return court, agent


def report_of(court, number=1, **more):
    return verify_case(parse_case_bundle(case_bundle_of(court, number, **more).serialise()))


def problems(court, number=1, **more):
    return [(problem.code, problem.where) for problem in report_of(court, number, **more).problems]


def heard(court, agent, votes=(1, 1, 1), **more):
    """Bring a case from the opening to its execution."""
    number = court.open(agent, **more)
    court.respond(number)
    court.judge(number, *votes)
    court.finalize(number)
    court.execute(number)
    return number


def defaulted(court, agent):
    number = court.open(agent)
    court.default(number)
    court.finalize(number)
    court.execute(number)
    return number


# -- every way a case can go ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("votes", "ruling", "injured"),
    [
        ((1, 1, 1), "upheld", account("injured")),
        ((2, 2, 1), "dismissed", NOBODY),
        ((0, 1, 2), "refused", NOBODY),
        ((1, 1, -1), "upheld", NOBODY),
    ],
)
def test_a_panel_may_rule_in_any_way(votes, ruling, injured):
    court, agent = setting()
    heard(court, agent, votes, injured=injured)
    report = report_of(court)
    assert report.problems == ()
    assert (report.summary.ruling, report.summary.state) == (ruling, "executed")


def test_a_default_may_stand_or_be_answered_late():
    court, agent = setting()
    defaulted(court, agent)
    number = court.open(agent, seq=1)
    court.default(number)
    court.respond(number)
    court.judge(number, 2, 2, 2)
    court.finalize(number)
    court.execute(number)
    assert [report_of(court, which).problems for which in (1, 2)] == [(), ()]
    assert [report_of(court, which).summary.basis for which in (1, 2)] == ["default", "merits"]


def test_a_claim_may_be_withdrawn_or_conceded():
    court, agent = setting()
    court.withdraw(court.open(agent))
    court.execute(1)
    court.concede(court.open(agent))
    court.finalize(2)
    court.execute(2)
    court.open(agent, evidence=b"other")
    court.concede(3)
    court.finalize(3)
    court.execute(3)
    assert [report_of(court, which).problems for which in (1, 2, 3)] == [(), (), ()]
    told = [report_of(court, which).summary for which in (1, 2, 3)]
    assert [(one.ruling, one.basis) for one in told] == [
        ("dismissed", "withdrawal"),
        ("upheld", "concession"),
        ("upheld", "concession"),
    ]


def test_a_withdrawal_by_another_or_without_its_ruling_is_found():
    court, agent = setting()
    court.open(agent)
    court.forge = {"ClaimWithdrawn": lambda event: [(*event[:2], {**event[2], "claimant": PANEL})]}
    court.withdraw(1)
    assert "not_allowed" in found(court)
    court, agent = setting()
    court.open(agent)
    court.forge = {"ClaimWithdrawn": lambda _: []}
    court.withdraw(1)
    assert "not_allowed" in found(court)


def vote_late(court, number):
    """Have all seats vote, and nobody count before the wait for the arbitrator is over."""
    court.draw(number)
    for seat in range(3):
        court.commit(number, seat)
    for seat in range(3):
        court.reveal(number, seat)
    court.timeout(number)
    court.conclude(number)


def test_an_arbitrator_may_be_asked_again_or_waited_for_in_vain():
    court, agent = setting()
    first, second, third = (court.open(agent, seq=seq) for seq in range(3))
    court.respond(first, taken_on=False)
    court.start_arbitration(first)
    for _ in range(3):
        court.draw(first, found=False)
    court.respond(second, taken_on=False)
    court.timeout(second)
    court.execute(second)
    court.respond(third)
    vote_late(court, third)
    assert [report_of(court, which).problems for which in (1, 2, 3)] == [(), (), ()]
    assert report_of(court, 3).timeline[-1].event == "LateRuling"


def test_an_agent_without_a_bond_loses_standing_alone():
    court, agent = setting(bond=0)
    heard(court, agent)
    report = report_of(court)
    assert report.problems == ()
    assert (report.summary.effects.slashed, report.summary.effects.standing) == ("0", 4_000)


def test_a_matter_that_was_upheld_or_often_reopened_is_told_by_the_court():
    court, agent = setting()
    numbers = [court.open(agent, claimant=f"claimant {seq}") for seq in range(3)]
    for number, votes in zip(numbers, [(1, 1, 1), (1, 1, 1), (2, 2, 2)], strict=True):
        court.respond(number)
        court.judge(number, *votes)
        court.finalize(number)
        court.execute(number)
    assert [report_of(court, number).problems for number in numbers] == [(), (), ()]
    assert report_of(court, 2).summary.effects.standing == 0
    often, agent = setting({"DisputeFinalized": telling(reopenings=MOST_REOPENINGS)})
    heard(often, agent, (0, 0, 0))
    assert problems(often) == []


@settings(max_examples=20)
@given(st.lists(st.integers(0, 10**6), max_size=40), st.integers(1, 3))
def test_any_history_of_a_court_verifies(turns, disputes):
    court, agent = setting()
    for seq in range(disputes):
        court.open(agent, seq=seq)
    for turn in turns:
        court.move(turn)
    for number in court.now.trials:
        report = report_of(court, number)
        assert report.problems == ()
        assert report.summary.state == court.now.trials[number].dispute.state.name.lower()


@pytest.mark.parametrize("votes", [[(1, 1, 1), (1, 1, 1)], [(1, 1, 1), (2, 2, 2)], [(2, 2, 2), (1, 1, 1)]])
def test_cases_that_are_executed_in_one_transaction_are_told_apart(votes):
    court, agent = setting()
    numbers = [court.open(agent, seq=seq) for seq in range(2)]
    for number, cast in zip(numbers, votes, strict=True):
        court.respond(number)
        court.judge(number, *cast)
        court.finalize(number)
    together = []
    for number in numbers:
        held = CaseCourt._mine
        try:
            CaseCourt._mine = lambda _, *emitted, **__: together.extend(emitted)
            court.execute(number)
        finally:
            CaseCourt._mine = held
    court.emit(*together)
    assert [report_of(court, number).problems for number in numbers] == [(), ()]
    assert [report_of(court, number).summary.state for number in numbers] == ["executed", "executed"]


# -- lies -----------------------------------------------------------------------------------------------------

LIES = [
    ("DisputeOpened", telling(openedAt=5), "mismatch"),
    ("DisputeOpened", telling(deposit=1), "mismatch"),
    ("DisputeOpened", telling(locked=10**9), "mismatch"),
    ("DisputeOpened", telling(faultClass=9), "not_opened"),
    ("DisputeOpened", telling(policyHash=keccak(b"other")), "wrong_policy"),
    ("DisputeOpened", telling(policyId=2), "policy_not_proved"),
    ("DisputeOpened", telling(subject=keccak(b"other")), "other_agent"),
    ("RespondentNotified", telling(respondBy=5), "mismatch"),
    ("DisputeResponded", telling(respondent=account("thief")), "not_allowed"),
    ("DisputeResponded", telling(evidenceHash=ZERO32), "not_allowed"),
    ("DisputeResponded", telling(late=True), "mismatch"),
    ("DisputeResponded", nothing, "not_allowed"),
    ("Evidence", telling(_arbitrator=account("other")), "mismatch"),
    ("Dispute", telling(_metaEvidenceID=2), "mismatch"),
    ("ArbitrationStarted", telling(fee=FEE + 3), "mismatch"),
    ("ArbitrationStarted", telling(fee=FEE + 1), "mismatch"),
    ("ArbitrationStarted", telling(arbitrator=account("other")), "mismatch"),
    ("DisputeCreation", telling(_arbitrable=account("other")), "mismatch"),
    ("PanelArmed", telling(drawBlock=5), "mismatch"),
    ("PanelArmed", telling(terms=b""), "bad_terms"),
    ("PanelArmed", telling(terms=abi_encode(FEW_TERMS, (1, 1, account("thief"), []))), "mismatch"),
    ("PanelArmed", telling(arbitrable=account("other")), "mismatch"),
    ("PanelArmed", nothing, "not_armed"),
    ("PanelDrawn", telling(first=account("claimant")), "bad_seats"),
    ("PanelDrawn", telling(commitUntil=5), "mismatch"),
    ("VoteCommitted", telling(commitment=keccak(b"other")), "not_allowed"),
    ("VoteCommitted", telling(commits=3), "mismatch"),
    ("VoteRevealed", telling(vote=2), "not_allowed"),
    ("VoteRevealed", telling(salt=ZERO32), "not_allowed"),
    ("VoteRevealed", telling(reasonsHash=keccak(b"others")), "not_allowed"),
    ("VoteRevealed", telling(arbitrator=account("stranger")), "not_allowed"),
    ("VoteRevealed", telling(paid=1), "mismatch"),
    ("VoteRevealed", nothing, "not_allowed"),
    ("PanelConcluded", telling(ruling=2), "mismatch"),
    ("PanelConcluded", telling(dismissed=3, upheld=0), "mismatch"),
    ("PanelConcluded", telling(burned=5), "mismatch"),
    ("PanelConcluded", nothing, "not_concluded"),
    ("Ruling", telling(_ruling=2), "mismatch"),
    ("RulingGiven", telling(ruling=2), "mismatch"),
    ("RulingGiven", telling(arbitrator=account("other")), "mismatch"),
    ("RulingGiven", telling(givenAt=5), "mismatch"),
    ("RulingGiven", nothing, "not_allowed"),
    ("RulingGiven", lambda e: [("DisputeCourt", "LateRuling", {**e[2], "ruling": 1})], "not_allowed"),
    ("DisputeFinalized", telling(ruling=2), "mismatch"),
    ("DisputeFinalized", telling(basis=2), "mismatch"),
    ("DisputeFinalized", telling(punishes=False), "mismatch"),
    ("DisputeFinalized", telling(matter=ZERO32), "mismatch"),
    ("DisputeFinalized", telling(openUntil=5), "mismatch"),
    ("DisputeFinalized", nothing, "not_allowed"),
    ("DisputeExecuted", telling(ruling=2), "mismatch"),
    ("DisputeExecuted", telling(toClaimant=5), "mismatch"),
    ("DisputeExecuted", telling(burned=5), "mismatch"),
    ("BondLocked", telling(amount=5), "unexpected_move"),
    ("BondLocked", nothing, "missing_move"),
    ("BondUnlocked", nothing, "missing_move"),
    ("BondSlashed", telling(amount=5), "unexpected_move"),
    ("BondSlashed", telling(burned=0), "unexpected_move"),
    ("BondSlashed", nothing, "mismatch"),
    ("CreditAdded", telling(amount=5), "unexpected_move"),
    ("CreditAdded", telling(account=account("thief")), "missing_move"),
    ("CreditAdded", nothing, "missing_move"),
    ("CreditAdded", lambda event: [event, event], "unexpected_move"),
    ("StandingChanged", telling(addedNegative=1), "missing_move"),
    ("StandingChanged", telling(agentId=5), "missing_move"),
    ("StandingChanged", telling(addedPositive=1), "unexpected_move"),
    ("StandingChanged", nothing, "missing_move"),
]


@pytest.mark.parametrize(("event", "lie", "code"), LIES, ids=lambda item: item if isinstance(item, str) else "")
def test_a_lie_of_the_contracts_is_found(event, lie, code):
    court, agent = setting({event: lie})
    heard(court, agent)
    assert code in found(court)


def found(court, number=1, beside=lambda _: False, **more):
    """Return the codes of a case's problems, whether it can be bundled or not even that."""
    try:
        return {code for code, _ in problems(court, number, beside=beside, **more)}
    except LedgerError as error:
        return {error.code}


def test_a_panel_gives_up_after_its_last_draw_only():
    court, agent = setting({"PanelArmed": telling(arms=1)})
    number = court.open(agent)
    court.respond(number)
    for _ in range(3):
        court.draw(number, found=False)
    assert found(court) == {"mismatch"}
    early, agent = setting()
    early.open(agent)
    early.respond(1)
    early.forge = {"PanelArmed": nothing}
    for _ in range(3):
        early.draw(1, found=False)
    assert found(early) == {"not_allowed"}


def test_an_arbitrator_is_waited_for_only_while_it_is_asked():
    court, agent = setting()
    court.open(agent)
    court.respond(1)
    court.emit(("DisputeCourt", "ArbitrationPending", {"disputeId": 1, "arbitrator": PANEL, "round": 1}))
    assert found(court) == {"not_allowed"}


def test_a_ruling_outside_of_arbitration_is_late():
    court, agent = setting({"LateRuling": lambda e: [("DisputeCourt", "RulingGiven", given_by(e))]})
    court.open(agent)
    court.respond(1)
    vote_late(court, 1)
    assert found(court) == {"not_allowed"}


def given_by(event):
    return {"disputeId": 1, "arbitrator": PANEL, "ruling": event[2]["ruling"], "round": 1, "givenAt": 5}


@pytest.mark.parametrize(
    ("contract", "name", "args"),
    [
        ("PanelArbitrator", "AppealPossible", {"_disputeID": 1, "_arbitrable": CONTRACTS["DisputeCourt"]}),
    ],
)
def test_a_step_that_this_version_does_not_know_is_named(contract, name, args):
    court, agent = setting()
    court.open(agent)
    court.forge = {"DisputeResponded": lambda event: [event, (contract, name, args)]}
    court.respond(1)
    assert found(court) == {"unknown_step"}


def test_a_policy_with_another_arbitrator_cannot_be_replayed():
    world = World()
    court = CaseCourt(world)
    court.policies[1] = default_policy(account("another arbitrator"), 50_000)
    court.found()
    court.open(world.new_agent({}))
    assert found(court) == {"other_arbitrator"}


def test_what_was_too_much_for_three_seats_goes_back_to_who_paid():
    def with_change(event):
        cause = cause_of(CHAIN_ID, PANEL, 1)
        back = {"account": account("claimant"), "cause": cause, "amount": 9, "balance": 9}
        return [("BondVault", "CreditAdded", back), (event[0], event[1], event[2] | {"fee": FEE + 9})]

    court, agent = setting()
    court.open(agent)
    court.respond(1, taken_on=False)
    court.forge = {"ArbitrationStarted": with_change}
    court.start_arbitration(1)
    court.judge(1, 1, 1, 1)
    assert problems(court) == []


# -- the draw -------------------------------------------------------------------------------------------------


def drawn_case(unfit=ARBITRATORS[0], *, claimant="claimant", before=()):
    """Bring a case to a draw that names an arbitrator who may not sit; `before` happened to it earlier."""
    for wait in range(30):
        court, agent = setting(unfit=(unfit,))
        court.emit(*before)
        court.world.chain.mine(blocks=wait + 1)
        court.open(agent, claimant=claimant)
        court.respond(1)
        court.draw(1)
        told = {name for _, name, _ in before}
        beside = lambda event, told=told: event.name in told and event.args.get("arbitrator") == unfit  # noqa: E731
        bundle = case_bundle_of(court, draw=True, beside=beside)
        if verify_case(bundle).passed_over:
            return bundle
    raise AssertionError("no seed names it")


WHO = ARBITRATORS[0]
LISTED = {"arbitrator": WHO, "number": 0, "document": keccak(b"document"), "stake": 1}


@pytest.mark.parametrize(
    ("claimant", "before", "reason"),
    [
        ("arbitrator 0", [], "a party"),
        ("claimant", [], "no fact says why"),
        ("claimant", [("PanelArbitrator", "ArbitratorRetired", {"arbitrator": WHO, "number": 0})], "it had retired"),
        (
            "claimant",
            [(
                "PanelArbitrator", "ConflictDeclared",
                {"arbitrator": WHO, "party": account("claimant"), "conflicted": True},
            )],
            f"it declared a conflict with {account('claimant')}",
        ),
    ],
)  # fmt: skip
def test_who_was_passed_over_is_told_with_the_reason_that_facts_give(claimant, before, reason):
    report = verify_case(drawn_case(WHO, claimant=claimant, before=before))
    assert report.problems == ()
    assert report.passed_over == (PassedOver(WHO, reason),)


def test_an_accreditation_that_was_over_is_a_reason_and_no_seat():
    court, agent = setting({"ArbitratorListed": telling(validUntil=5)})
    heard(court, agent)
    assert found(court, draw=True) == set()  # found() lists before the forgery
    world = World()
    lying = CaseCourt(world)
    lying.forge = {"ArbitratorListed": telling(validUntil=5)}
    lying.found()
    heard(lying, world.new_agent({}))
    assert found(lying, draw=True) == {"not_accredited"}
    for wait in range(30):
        world = World()
        court = CaseCourt(world, (WHO,))
        court.forge = {
            "ArbitratorListed": lambda e: [(*e[:2], e[2] | ({"validUntil": 5} if e[2]["number"] == 0 else {}))]
        }
        court.found()
        world.chain.mine(blocks=wait + 1)
        court.open(world.new_agent({}))
        court.respond(1)
        court.draw(1)
        report = report_of(court, draw=True)
        if report.passed_over:
            break
    assert report.problems == ()
    assert report.passed_over == (PassedOver(WHO, "its accreditation was over"),)


MODEL = keccak(b"a model")


def of_models(fault_class, *, models=ARBITRATORS[:3], forge=None):
    """A case heard where only the last arbitrator is a human."""
    world = World()
    court = CaseCourt(world)
    court.models = dict.fromkeys(models, MODEL)
    court.forge = forge or {}
    court.found()
    agent = world.new_agent({})
    court.bond(agent, 10**6)
    heard(court, agent, fault_class=fault_class)
    return court


def test_a_human_sits_in_what_is_serious_and_models_are_named_with_their_votes():
    court = of_models(FaultClass.HARM)
    bundle = case_bundle_of(court, draw=True)
    report = verify_case(parse_case_bundle(bundle.serialise()))
    assert report.problems == ()
    judged = {vote.arbitrator: vote.model for vote in bundle.summary.votes}
    assert judged.pop(ARBITRATORS[3]) is None
    assert set(judged.values()) == {MODEL.hex()}
    assert {passed.reason for passed in report.passed_over} <= {"the last seat waited for a human"}


def test_what_is_not_serious_is_left_to_whoever_is_drawn():
    court = of_models(FaultClass.BREACH, models=ARBITRATORS)
    assert found(court, draw=True) == set()


def test_a_serious_case_without_a_human_is_found_out():
    world = World()
    court = CaseCourt(world)
    court.models = dict.fromkeys(ARBITRATORS, MODEL)
    court.found()
    court.seats_for = lambda trial: draw_seats(
        bytes.fromhex(BlockRef.of(trial.panel.draw_block, world.header(trial.panel.draw_block)).hash),
        trial.number, court.now.roster, lambda _: True,
    )  # fmt: skip
    court.open(world.new_agent({}))
    court.respond(1)
    court.draw(1)
    assert found(court, draw=True) == {"no_human"}


def test_a_model_is_named_once_and_after_its_vote():
    twice = lambda event: [event, event]  # noqa: E731
    court = of_models(FaultClass.HARM, forge={"ModelVoted": twice})
    assert "not_allowed" in found(court)
    early = of_models(FaultClass.HARM, forge={"ModelVoted": telling(arbitrator=account("stranger"))})
    assert "not_allowed" in found(early)


def test_a_panel_that_asks_for_a_human_where_none_is_due_is_found_out():
    human = lambda e: [(*e[:2], e[2] | {"terms": e[2]["terms"][:28] + b"\x80" + e[2]["terms"][29:]})]  # noqa: E731
    court = of_models(FaultClass.BREACH, forge={"PanelArmed": human})
    assert "mismatch" in found(court)


def test_the_terms_of_the_first_courts_asked_for_no_human():
    plain = lambda e: [(*e[:2], e[2] | {"terms": e[2]["terms"][:28] + b"\x00" + e[2]["terms"][29:]})]  # noqa: E731
    court = of_models(FaultClass.HARM, models=(), forge={"PanelArmed": plain})
    assert found(court) == set()


def test_seats_that_the_hash_does_not_name_are_refused():
    court, agent = setting()
    court.open(agent)
    court.respond(1)
    court.forge = {"PanelDrawn": lambda e: [(*e[:2], e[2] | {"first": e[2]["second"], "second": e[2]["first"]})]}
    court.draw(1)
    assert "other_draw" in found(court, draw=True)


def test_a_block_of_a_draw_that_found_nobody_is_idle():
    court, agent = setting()
    court.open(agent)
    court.respond(1)
    block = court.now.trials[1].panel.draw_block
    court.world.chain.mine(blocks=5)
    bundle = case_bundle_of(court)
    with_block = msgspec.structs.replace(bundle, draw_block=BlockRef.of(block, court.world.header(block)))
    assert {problem.code for problem in verify_case(with_block).problems} == {"idle_block"}


def test_facts_are_gathered_from_our_contracts_only():
    court, agent = setting()
    court.open(agent)
    opening = [proof(court.world, event) for event in events(court.world) if event.name == "DisputeOpened"]
    named = {name: CONTRACTS[name] for name in ("DisputeCourt", "PanelArbitrator")}
    asked = {"dispute_id": 1, "chain_id": CHAIN_ID, "contracts": named}
    assert [fact.event for fact in gather(opening, [], **asked)] == ["DisputeOpened", "RespondentNotified", "Evidence"]
    policy = [proof(court.world, event) for event in events(court.world) if event.name == "PolicyQueued"]
    with pytest.raises(ProofError, match="no event of ours"):
        gather(opening, policy, **asked)
    with pytest.raises(ProofError, match="does not name its DisputeCourt"):
        gather(opening, [], **(asked | {"contracts": {"DisputeCourt": CONTRACTS["DisputeCourt"]}}))


# -- joining, appealing, drawing again --------------------------------------------------------------------------


def appealed(forge=None, *, votes=(2, 2, 2, 2, 1, 1, -1), joins=("neighbour",)):
    """Bring a case over an appeal to its execution; the court may lie from the appeal on."""
    court, agent = setting(arbitrators=24)
    number = court.open(agent, injured=account("injured"))
    for name in joins:
        court.join(number, name)
    court.respond(number)
    court.judge(number, 1, 1, 2)
    court.forge = forge or {}
    court.appeal(number, agent.owner)
    court.judge(number, *votes)
    court.finalize(number)
    court.execute(number)
    return court


@pytest.mark.parametrize(
    ("votes", "ruling"),
    [((2, 2, 2, 2, 1, 1, -1), "dismissed"), ((1, 1, 1, 1, 1, 1, 1), "upheld"), ((0,) * 7, "refused")],
)
def test_an_appeal_replays_with_both_panels_and_all_draws(votes, ruling):
    court = appealed(votes=votes)
    report = report_of(court, draw=True)
    assert report.problems == ()
    told = report.summary
    assert (told.ruling, told.earlier_ruling, told.round, told.quorum) == (ruling, "upheld", 2, 4)
    assert (told.appellant, [claim.claimant for claim in told.joined]) == (
        court.now.trials[1].dispute.case.liable,
        [account("neighbour")],
    )
    assert len(told.votes) == 7
    assert report.draw == "recomputed"
    assert report_of(court).draw == "not shown"


@pytest.mark.parametrize(
    ("name", "forgery", "code", "where"),
    [
        ("DisputeAppealed", telling(round=1), "mismatch", "DisputeAppealed"),
        ("DisputeAppealed", telling(arbitrateBy=5), "mismatch", "DisputeAppealed"),
        ("DisputeAppealed", telling(appellant=account("stranger")), "not_allowed", "DisputeAppealed"),
        ("DisputeAppealed", telling(evidenceHash=ZERO32), "not_allowed", "DisputeAppealed"),
        ("DisputeAppealed", nothing, "not_allowed", "DisputeCreation"),
        ("PanelArmed", telling(terms=abi_encode(FEW_TERMS, (1, 1, account("thief"), []))), "mismatch", "PanelArmed"),
        ("PanelSeated", telling(round=2), "mismatch", "PanelSeated"),
        ("PanelSeated", lambda e: [(*e[:2], e[2] | {"seats": e[2]["seats"][:6]})], "not_allowed", "PanelSeated"),
        ("PanelSeated", lambda e: [(*e[:2], e[2] | {"seats": ARBITRATORS * 2})], "not_allowed", "PanelSeated"),
        ("RulingReviewed", telling(earlierRuling=2), "mismatch", "RulingReviewed"),
        ("RulingReviewed", telling(earlierId=9), "mismatch", "RulingReviewed"),
        ("RulingReviewed", telling(ruling=1), "mismatch", "RulingReviewed"),
        ("RulingGiven", telling(round=1), "mismatch", "RulingGiven"),
        ("PanelConcluded", telling(ruling=1), "mismatch", "PanelConcluded"),
        ("PanelConcluded", telling(burned=0), "mismatch", "PanelConcluded"),
        ("ArbitrationStarted", telling(fee=5), "mismatch", "ArbitrationStarted"),
        ("ArbitrationStarted", telling(round=1), "mismatch", "ArbitrationStarted"),
        ("JoinSettled", telling(toClaimant=5), "mismatch", "JoinSettled"),
        ("JoinSettled", telling(claimant=account("thief")), "mismatch", "JoinSettled"),
        ("DisputeExecuted", telling(burned=5), "mismatch", "DisputeExecuted"),
        ("DisputeFinalized", telling(ruling=1), "mismatch", "DisputeFinalized"),
    ],
)
def test_a_court_that_lies_in_an_appeal_is_found_at_the_move(name, forgery, code, where):
    found_there = [place for kind, place in problems(appealed({name: forgery})) if kind == code]
    assert any(f"({where} in block" in place for place in found_there), found_there


def test_a_draw_of_an_appeal_that_the_hash_does_not_name_is_found():
    swapped = {"PanelSeated": lambda e: [(*e[:2], e[2] | {"seats": e[2]["seats"][::-1]})]}
    assert "other_draw" in [code for code, _ in problems(appealed(swapped, votes=(1,) * 7), draw=True)]


def test_an_appeal_that_nobody_hears_leaves_what_was_ruled():
    court, agent = setting()
    number = court.open(agent)
    court.respond(number)
    court.judge(number, 1, 1, 2)
    court.appeal(number, agent.owner)
    for _ in range(3):
        court.draw(number)
    court.finalize(number)
    court.execute(number)
    report = report_of(court)
    assert report.problems == ()
    assert (report.summary.ruling, report.summary.earlier_ruling) == ("upheld", "upheld")
    assert int(report.summary.panel_returned) > 0


def test_seats_that_stay_away_pay_for_others():
    court, agent = setting(arbitrators=24)
    number = court.open(agent)
    court.respond(number)
    court.judge(number, 1, -1, -1)
    court.judge(number, 1, 2, -1)
    court.judge(number, 1, 1, 1, 1, 2, 2, -1)
    court.finalize(number)
    court.execute(number)
    report = report_of(court, draw=True)
    assert report.problems == ()
    assert [vote.ballot for vote in report.summary.votes].count("absent") == 4
    assert report.draw == "recomputed"


@pytest.mark.parametrize(
    ("name", "forgery", "code"),
    [
        ("PanelUndecided", telling(pay=0), "mismatch"),
        ("PanelUndecided", telling(burned=5), "mismatch"),
        ("PanelUndecided", telling(nextSeats=7), "mismatch"),
        ("PanelUndecided", telling(round=2), "mismatch"),
        ("PanelUndecided", nothing, "not_allowed"),
        ("ArbitratorAbsent", telling(slashed=6), "missing_move"),
        ("ArbitratorAbsent", nothing, "not_allowed"),
        ("VoteRevealed", telling(paid=1), "mismatch"),
    ],
)
def test_a_panel_that_lies_about_those_who_stayed_away_is_found(name, forgery, code):
    court, agent = setting(arbitrators=24)
    court.open(agent)
    court.respond(1)
    court.forge = {name: forgery}
    court.judge(1, 1, -1, -1)
    assert code in found(court)


def test_recused_seats_and_leaked_votes_replay():
    court, agent = setting(arbitrators=24)
    court.open(agent)
    court.respond(1)
    court.draw(1)
    court.recuse(1, 0, account("claimant"))
    court.recuse(1, 1, account("claimant"), replaced=False)
    court.commit(1, 0)
    court.leak(1, 0)
    court.commit(1, 1)
    court.reveal(1, 1)
    court.conclude(1)
    report = report_of(court)
    assert report.problems == ()
    assert [vote.ballot for vote in report.summary.votes] == ["recused", "recused", "revealed", "absent"]


@pytest.mark.parametrize(
    ("name", "forgery", "code"),
    [
        ("SeatRecused", telling(party=account("stranger")), "mismatch"),
        ("SeatRecused", telling(replacement=account("claimant")), "bad_seats"),
        ("SeatRecused", telling(arbitrator=account("stranger")), "not_allowed"),
        ("VoteLeaked", telling(vote=2), "not_allowed"),
        ("VoteLeaked", telling(slashed=9), "missing_move"),
        ("VoteLeaked", telling(reporter=account("thief")), "missing_move"),
    ],
)
def test_a_panel_that_lies_about_seats_that_were_lost_is_found(name, forgery, code):
    court, agent = setting(arbitrators=24)
    court.open(agent)
    court.respond(1)
    court.draw(1)
    court.forge = {name: forgery}
    court.recuse(1, 0, account("claimant"))
    court.commit(1, 1)
    court.leak(1, 1)
    assert code in found(court)


def test_a_proof_ends_a_case_at_once():
    court, agent = setting()
    for number, answered in ((1, False), (2, True)):
        court.open(agent, fault_class=FaultClass.BREACH, seq=number)
        court.join(number, "neighbour")
        if answered:
            court.respond(number)
        court.end_by_proof(number)
        court.execute(number)
        report = report_of(court, number)
        assert report.problems == ()
        assert (report.summary.ruling, report.summary.basis, report.summary.effects.standing) == ("upheld", "proof", 0)


def test_only_a_breach_is_ended_by_a_proof_and_never_punished_twice():
    court, agent = setting()
    court.open(agent, fault_class=FaultClass.BREACH)
    court.forge = {"DisputeFinalized": telling(punishes=True)}
    court.end_by_proof(1)
    assert "mismatch" in found(court)
    court, agent = setting({"DefaultEntered": lambda _: [proved_by(1)]})
    court.open(agent)
    court.default(1)
    assert found(court) == {"not_allowed"}


def proved_by(number):
    args = {"disputeId": number, "faultKey": keccak(b"fault"), "caller": account("prover")}
    return ("DisputeCourt", "DisputeEndedByProof", args)


def test_a_join_without_evidence_or_money_is_found():
    for forgery in (telling(evidenceHash=ZERO32), telling(deposit=1)):
        court, agent = setting({"ClaimJoined": forgery})
        court.open(agent)
        court.join(1, "neighbour")
        assert found(court) == {"not_allowed"}
