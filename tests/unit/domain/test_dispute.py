"""The dispute as a state machine: every transition, every refusal, exact sums."""

from __future__ import annotations

from dataclasses import replace

import pytest
from eth_abi.abi import encode as abi_encode
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.dispute import (
    DISMISSED,
    NOBODY,
    REFUSED,
    UPHELD,
    Basis,
    Case,
    Dispute,
    FaultClass,
    Join,
    Matter,
    State,
    action_of,
    cause_of,
    in_range,
    least_deposit,
    matter_of,
    stakes_of,
)
from ledger.domain.hashing import ZERO32, keccak
from ledger.domain.ids import checksum
from ledger.domain.policy import Policy, default_policy, fast_policy
from ledger.errors import ConflictError, InvalidInputError, LedgerError, NotAuthorisedError

OWNER, CLAIMANT, INJURED, PANEL = (checksum(bytes(19) + bytes([i])) for i in range(1, 5))
POLICY = default_policy(PANEL, 50)
ANSWER = keccak(b"answer")
START, BLOCK, FEE, DEPOSIT, SLICE, BOND = 1_000_000, 100, 30, 51, 2_000, 10_000
CASE = Case(
    dispute_id=1,
    agent_id=7,
    subject=keccak(b"agent"),
    liable=OWNER,
    claimant=CLAIMANT,
    injured=INJURED,
    action=keccak(b"action"),
    fault_class=FaultClass.HARM,
    evidence_hash=keccak(b"evidence"),
    policy_id=1,
    policy_hash=POLICY.hash,
    deposit=DEPOSIT,
    fee=FEE,
    slice=SLICE,
    locked=SLICE + FEE,
    opened_at=START,
    opened_block=BLOCK,
)
OPENED = Dispute.opened(CASE, POLICY)
PROVED = Matter(proved=True)


def refusal(call):
    with pytest.raises(LedgerError) as caught:
        call()
    assert caught.value.hint
    return caught.value.details["name"]


def responded(now=START):
    return OPENED.respond(OWNER, ANSWER, now=now, bonded=BOND).asked()


def ruled(ruling, now=START):
    return responded().rule(ruling, now=now)


def defaulted():
    return OPENED.default_judgment(now=START + POLICY.response_time, block=BLOCK + POLICY.response_blocks)


def executed(dispute, matter=None, bonded=BOND):
    final, after = dispute.finalize(matter or Matter(), now=dispute.due)
    done, payout = final.execute(now=final.since, bonded=bonded)
    assert payout.escrow + payout.slashed == (payout.to_claimant + payout.to_injured + payout.to_liable + payout.burned)
    assert done.state is State.EXECUTED
    assert (done.escrow, done.due) == (0, 0)
    return final, after, payout


def test_names_are_those_of_the_contracts():
    agent, record = keccak(b"agent"), keccak(b"record")
    kinds = ["bytes32", "uint32", "uint32", "uint64", "bytes32"]
    assert action_of(agent, 1, 2, 3, record) == keccak(abi_encode(kinds, [agent, 1, 2, 3, record]))
    assert matter_of(record, FaultClass.HARM) == keccak(abi_encode(["bytes32", "uint8"], [record, 2]))
    assert cause_of(31337, PANEL, 9) == keccak(abi_encode(["uint256", "address", "uint256"], [31337, PANEL, 9]))


def test_a_case_is_tagged_and_told_as_encoded():
    kinds = [
        "uint256",
        "uint256",
        "bytes32",
        "address",
        "address",
        "address",
        "bytes32",
        "uint8",
        "bytes32",
        "uint32",
        "bytes32",
        "uint256",
        "uint256",
        "uint256",
        "uint256",
        "uint64",
        "uint64",
    ]
    assert CASE.tag == keccak(abi_encode(kinds, CASE.as_tuple()))[:24]
    assert CASE.parties == [CLAIMANT, OWNER, INJURED]
    assert replace(CASE, injured=NOBODY).parties == [CLAIMANT, OWNER]
    names = [
        "disputeId",
        "agentId",
        "subject",
        "liable",
        "claimant",
        "injured",
        "action",
        "faultClass",
        "evidenceHash",
        "policyId",
        "policyHash",
        "deposit",
        "fee",
        "slice",
        "locked",
        "openedAt",
        "openedBlock",
    ]
    assert Case.of_opening(dict(zip(names, CASE.as_tuple(), strict=True))) == CASE


def test_a_policy_is_hashed_and_told_as_encoded():
    kinds = "(address,uint32,uint32,uint32,uint32,uint32,uint32,uint32,uint32,uint96,uint16[4],uint32[4],bytes32)"
    assert POLICY.hash == keccak(abi_encode([kinds], [POLICY.as_tuple()]))
    assert Policy.of_tuple(POLICY.as_tuple()) == POLICY
    assert POLICY.longest == (3 + 14 + 6) * 24 * 3600
    assert fast_policy(PANEL, 50).longest < POLICY.longest


def test_a_dispute_needs_the_policy_its_case_froze():
    with pytest.raises(InvalidInputError, match="not the one that the case froze"):
        Dispute.opened(CASE, fast_policy(PANEL, 50))


def test_deposits_double_and_follow_the_gas_price():
    assert [least_deposit(POLICY, n, 0) for n in range(3)] == [50, 100, 200]
    assert least_deposit(POLICY, 1, 10) == 2 * 9_000_000


def test_stakes_are_split_and_locked_as_far_as_the_bond_is_free():
    stakes = stakes_of(POLICY, FaultClass.HARM, value=100, least=50, fee=30, bonded=1_000, locked=0)
    assert (stakes.deposit, stakes.fee, stakes.slice, stakes.locked) == (70, 30, 200, 230)
    assert stakes_of(POLICY, FaultClass.HARM, value=100, least=50, fee=30, bonded=1_000, locked=900).locked == 100
    assert (
        refusal(lambda: stakes_of(POLICY, FaultClass.HARM, value=79, least=50, fee=30, bonded=0, locked=0))
        == "DisputeCourt_ValueTooSmall"
    )


def test_a_response_goes_to_the_arbitrator_whatever_the_clock():
    late_but_first = OPENED.respond(OWNER, ANSWER, now=START + 10 * POLICY.response_time, bonded=0)
    assert (late_but_first.state, late_but_first.pending) == (State.ARBITRATION, True)
    assert late_but_first.escrow == DEPOSIT + FEE
    asked = late_but_first.asked()
    assert (asked.pending, asked.escrow) == (False, DEPOSIT)
    assert refusal(asked.asked) == "DisputeCourt_NotPending"


def test_only_the_liable_responds_once_with_evidence():
    with pytest.raises(NotAuthorisedError):
        OPENED.respond(CLAIMANT, ANSWER, now=START, bonded=BOND)
    assert refusal(lambda: OPENED.respond(CLAIMANT, ANSWER, now=START, bonded=0)) == "DisputeCourt_NotLiable"
    assert refusal(lambda: OPENED.respond(OWNER, ZERO32, now=START, bonded=0)) == "DisputeCourt_NoEvidence"
    assert refusal(lambda: responded().respond(OWNER, ANSWER, now=START, bonded=BOND)) == "DisputeCourt_WrongState"
    assert refusal(lambda: ruled(1).respond(OWNER, ANSWER, now=START, bonded=BOND)) == "DisputeCourt_WrongState"


def test_evidence_is_taken_while_somebody_reads_it():
    proof = keccak(b"more")
    assert OPENED.add_evidence(proof) is OPENED
    assert responded().add_evidence(proof)
    assert refusal(lambda: ruled(1).add_evidence(proof)) == "DisputeCourt_WrongState"
    assert refusal(lambda: OPENED.add_evidence(ZERO32)) == "DisputeCourt_NoEvidence"


def test_a_default_needs_time_and_blocks():
    due, block = START + POLICY.response_time, BLOCK + POLICY.response_blocks
    assert OPENED.due == due
    assert refusal(lambda: OPENED.default_judgment(now=due - 1, block=block)) == "DisputeCourt_TooEarly"
    assert refusal(lambda: OPENED.default_judgment(now=due, block=block - 1)) == "DisputeCourt_TooFewBlocks"
    assert refusal(lambda: responded().default_judgment(now=due, block=block)) == "DisputeCourt_WrongState"
    default = defaulted()
    assert (default.state, default.ruling, default.basis) == (State.PROVISIONAL, UPHELD, Basis.DEFAULT)


def test_a_late_response_is_paid_from_the_bond():
    default = defaulted()
    late = default.respond(OWNER, ANSWER, now=default.due - 1, bonded=FEE)
    assert (late.state, late.ruling, late.basis, late.fee_repaid) == (State.ARBITRATION, REFUSED, Basis.NONE, True)
    assert refusal(lambda: default.respond(OWNER, ANSWER, now=default.due, bonded=BOND)) == "DisputeCourt_TooLate"
    poor = default.respond
    assert refusal(lambda: poor(OWNER, ANSWER, now=default.since, bonded=FEE - 1)) == "DisputeCourt_BondTooSmall"
    _, _, payout = executed(late.asked().rule(UPHELD, now=late.since))
    assert (payout.slashed, payout.to_claimant) == (SLICE, DEPOSIT + SLICE // 5)


def test_rulings_out_of_range_refuse_and_late_ones_change_nothing():
    assert [in_range(n) for n in (0, 1, 2, 3, 2**255)] == [0, 1, 2, 0, 0]
    assert ruled(3).ruling == REFUSED
    assert ruled(2).rule(1, now=START) == ruled(2)
    assert OPENED.rule(1, now=START) is OPENED


def test_upheld_splits_the_slice_and_repays_deposit_and_fee():
    final, matter, payout = executed(ruled(UPHELD))
    assert final.punishes
    assert matter == Matter(upheld=True)
    assert payout.slashed == SLICE + FEE
    assert (payout.to_claimant, payout.to_injured) == (DEPOSIT + FEE + 400, 600)
    assert (payout.to_liable, payout.burned) == (0, 1_000)


def test_upheld_by_default_returns_the_fee_from_escrow():
    _, _, payout = executed(defaulted())
    assert (payout.slashed, payout.to_claimant, payout.escrow) == (SLICE, DEPOSIT + FEE + 400, DEPOSIT + FEE)


def test_a_matter_is_punished_once():
    final, matter, payout = executed(ruled(UPHELD), Matter(upheld=True))
    assert not final.punishes
    assert matter.upheld
    assert (payout.slashed, payout.to_claimant, payout.burned) == (FEE, DEPOSIT + FEE, 0)


def test_dismissed_halves_the_deposit_and_refused_returns_it():
    _, matter, payout = executed(ruled(DISMISSED))
    assert (payout.to_liable, payout.burned, payout.to_claimant, payout.slashed) == (25, 26, 0, 0)
    assert matter.reopenings == 1
    assert matter.open_until > START
    _, _, payout = executed(ruled(REFUSED))
    assert (payout.to_claimant, payout.to_liable, payout.burned) == (DEPOSIT, 0, 0)


def test_reopenings_stop_growing():
    matter = Matter()
    for _ in range(40):
        matter = matter.after(REFUSED, START)
    assert matter.reopenings == 32


def test_nobody_waits_for_an_arbitrator_for_ever():
    waiting = responded()
    assert refusal(lambda: waiting.arbitrator_timeout(Matter(), now=waiting.due - 1)) == "DisputeCourt_TooEarly"
    assert refusal(lambda: OPENED.arbitrator_timeout(Matter(), now=START)) == "DisputeCourt_WrongState"
    final, _ = waiting.arbitrator_timeout(Matter(), now=waiting.due)
    assert (final.state, final.ruling, final.basis) == (State.FINAL, REFUSED, Basis.TIMEOUT)
    told, _ = waiting.arbitrator_timeout(Matter(), now=waiting.due, told=UPHELD)
    assert (told.ruling, told.punishes) == (UPHELD, True)


def test_a_fee_that_nobody_earned_goes_back_to_who_bore_it():
    pending = OPENED.respond(OWNER, ANSWER, now=START, bonded=BOND)
    final, _ = pending.arbitrator_timeout(Matter(), now=pending.due, told=UPHELD)
    assert final.ruling == REFUSED
    assert final.payout(BOND).to_claimant == DEPOSIT + FEE
    late = defaulted().respond(OWNER, ANSWER, now=defaulted().since, bonded=BOND)
    final, _ = late.arbitrator_timeout(Matter(), now=late.due)
    assert (final.payout(BOND).to_claimant, final.payout(BOND).to_liable) == (DEPOSIT, FEE)


def test_a_withdrawn_claim_pays_the_liable_and_leaves_the_matter():
    assert refusal(lambda: OPENED.withdraw(OWNER, Matter(), now=START)) == "DisputeCourt_NotClaimant"
    for later in (responded(), defaulted()):
        with pytest.raises(ConflictError):
            later.withdraw(CLAIMANT, Matter(), now=START)
    before = Matter(reopenings=2, open_until=START)
    final, after = OPENED.withdraw(CLAIMANT, before, now=START + 1)
    assert after == before
    assert (final.state, final.ruling, final.basis, final.since) == (
        State.FINAL,
        DISMISSED,
        Basis.WITHDRAWAL,
        START + 1,
    )
    paid = final.payout(BOND)
    assert (paid.to_liable, paid.to_claimant, paid.burned, paid.slashed) == (DEPOSIT, FEE, 0, 0)


def test_a_concession_costs_a_quarter_less_and_bars_nobody():
    assert refusal(lambda: OPENED.concede(CLAIMANT, now=START)) == "DisputeCourt_NotLiable"
    assert refusal(lambda: responded().concede(OWNER, now=START)) == "DisputeCourt_WrongState"
    conceded = OPENED.concede(OWNER, now=START)
    assert not conceded.is_default
    final, matter, paid = executed(conceded)
    assert (final.basis, final.punishes) == (Basis.CONCESSION, True)
    assert (paid.slashed, paid.to_claimant, paid.to_injured) == (1_500, DEPOSIT + FEE + 300, 450)
    assert matter == Matter(conceded=True)
    second, matter, paid = executed(ruled(UPHELD), matter)
    assert (second.punishes, paid.slashed) == (False, FEE)
    assert matter == Matter(upheld=True, conceded=True)
    third, _, paid = executed(conceded, matter)
    assert (third.punishes, paid.slashed) == (False, 0)


def test_final_and_executed_are_left_by_one_door_only():
    provisional = ruled(UPHELD)
    assert refusal(lambda: provisional.finalize(Matter(), now=provisional.due - 1)) == "DisputeCourt_TooEarly"
    assert refusal(lambda: provisional.execute(now=START, bonded=BOND)) == "DisputeCourt_WrongState"
    final, _ = provisional.finalize(Matter(), now=provisional.due)
    assert final.due == final.since
    done, _ = final.execute(now=final.since, bonded=BOND)
    for call in (
        lambda: done.respond(OWNER, ANSWER, now=START, bonded=BOND),
        lambda: done.default_judgment(now=2 * START, block=10 * BLOCK),
        lambda: done.arbitrator_timeout(Matter(), now=2 * START),
        lambda: done.finalize(Matter(), now=2 * START),
        lambda: done.execute(now=2 * START, bonded=BOND),
        done.asked,
    ):
        with pytest.raises(ConflictError, match="state executed"):
            call()
    assert done.rule(DISMISSED, now=2 * START) is done


@given(
    st.integers(0, 10**24),
    st.integers(0, 10**24),
    st.integers(0, 10**24),
    st.integers(0, 10**24),
    st.integers(0, 3),
    st.sampled_from(Basis),
    *[st.booleans()] * 4,
)
def test_splits_are_exact(bonded, deposit, fee, part, ruling, basis, injured, spent, repaid, punishes):
    case = replace(CASE, deposit=deposit, fee=fee, slice=part, injured=INJURED if injured else NOBODY)
    dispute = Dispute(
        case,
        POLICY,
        State.FINAL,
        ruling=in_range(ruling),
        basis=basis,
        fee_spent=spent,
        fee_repaid=repaid,
        punishes=punishes and ruling == UPHELD,
    )
    payout = dispute.payout(bonded)
    assert payout.slashed <= bonded
    assert payout.escrow + payout.slashed == (payout.to_claimant + payout.to_injured + payout.to_liable + payout.burned)
    assert min(payout.to_claimant, payout.to_injured, payout.to_liable, payout.burned) >= 0


def test_a_policy_is_read_from_its_encoding():
    for policy in (POLICY, fast_policy(PANEL, 50)):
        kinds = ["address", *["uint32"] * 8, "uint96", "uint16[4]", "uint32[4]", "bytes32"]
        encoded = abi_encode(kinds, policy.as_tuple())
        assert Policy.decode(encoded) == policy
        assert keccak(encoded) == policy.hash
        with pytest.raises(InvalidInputError, match="no policy"):
            Policy.decode(encoded[:-1])


# Joining

STRANGER = checksum(bytes(19) + b"\x99")
MORE = keccak(b"more evidence")


def joined(who=STRANGER, evidence=MORE, dispute=OPENED, **given):
    terms = {"deposit": 60, "least": 50, "matter": Matter(), **given}
    return dispute.join(who, evidence, **terms)


def test_others_join_until_the_answer():
    both = joined()
    assert both.joins == (Join(STRANGER, 60, MORE),)
    assert both.escrow == DEPOSIT + FEE + 60
    assert both.claimants == [CLAIMANT, STRANGER]
    assert both.parties == [CLAIMANT, OWNER, INJURED, STRANGER]
    assert refusal(lambda: joined(dispute=responded())) == "DisputeCourt_WrongState"
    assert refusal(lambda: joined(evidence=ZERO32)) == "DisputeCourt_NoEvidence"
    assert refusal(lambda: joined(OWNER)) == "DisputeCourt_OwnSide"
    assert refusal(lambda: joined(CLAIMANT)) == "DisputeCourt_AlreadyClaimant"
    assert refusal(lambda: joined(dispute=both)) == "DisputeCourt_AlreadyClaimant"
    assert refusal(lambda: joined(deposit=49)) == "DisputeCourt_ValueTooSmall"
    assert refusal(lambda: joined(matter=Matter(upheld=True))) == "DisputeCourt_AlreadyUpheld"
    assert refusal(lambda: joined(barred=True)) == "DisputeCourt_AlreadyDismissed"
    full = OPENED
    for place in range(8):
        full = joined(checksum(bytes(18) + bytes([1, place])), dispute=full)
    assert refusal(lambda: joined(dispute=full)) == "DisputeCourt_TooManyJoins"


@given(st.integers(0, 2), st.sampled_from(Basis), st.lists(st.integers(0, 10**20), max_size=8))
def test_deposits_of_others_are_split_exactly_and_win_nothing(ruling, basis, deposits):
    joins = tuple(Join(STRANGER, deposit, MORE) for deposit in deposits)
    dispute = replace(OPENED, state=State.FINAL, ruling=ruling, basis=basis, joins=joins)
    for join, paid in zip(joins, dispute.join_payouts(), strict=True):
        assert paid.to_claimant + paid.to_liable + paid.burned == join.deposit
        assert paid.to_claimant in {0, join.deposit}
        assert (paid.to_claimant == 0) == (ruling == DISMISSED and basis is not Basis.WITHDRAWAL) or join.deposit == 0
    alone = replace(dispute, joins=())
    assert dispute.payout(BOND) == alone.payout(BOND)
    assert dispute.escrow == alone.escrow + sum(deposits)


# Appeals


def appealed(dispute, who=OWNER, now=START):
    return dispute.appeal(who, ANSWER, now=now)


def test_the_loser_alone_appeals_at_first_then_anyone_once():
    half, due = START + POLICY.appeal_time // 2, START + POLICY.appeal_time
    assert refusal(lambda: appealed(ruled(UPHELD), CLAIMANT, half - 1)) == "DisputeCourt_NotLoser"
    assert refusal(lambda: appealed(ruled(DISMISSED), OWNER)) == "DisputeCourt_NotLoser"
    assert appealed(ruled(DISMISSED), CLAIMANT).round == 2
    assert {appealed(ruled(REFUSED), who).round for who in (OWNER, CLAIMANT)} == {2}
    assert refusal(lambda: appealed(ruled(UPHELD), STRANGER, due)) == "DisputeCourt_TooLate"
    assert refusal(lambda: ruled(UPHELD).appeal(OWNER, ZERO32, now=START)) == "DisputeCourt_NoEvidence"
    second = appealed(ruled(UPHELD), STRANGER, half)
    assert (second.state, second.ruling, second.appealed_ruling) == (State.ARBITRATION, REFUSED, UPHELD)
    assert second.parties == [CLAIMANT, OWNER, INJURED, STRANGER]
    assert appealed(ruled(UPHELD)).parties == [CLAIMANT, OWNER, INJURED]
    again = second.rule(UPHELD, now=half)
    assert refusal(lambda: appealed(again, now=half)) == "DisputeCourt_NoAppeal"
    assert refusal(lambda: appealed(defaulted(), now=defaulted().since)) == "DisputeCourt_NoAppeal"
    assert refusal(lambda: appealed(OPENED)) == "DisputeCourt_WrongState"


def test_who_joined_lost_a_dismissal_too():
    both = joined().respond(OWNER, ANSWER, now=START, bonded=BOND).asked().rule(DISMISSED, now=START)
    assert appealed(both, STRANGER).appellant == STRANGER


def test_a_second_round_is_final_at_once_and_keeps_the_first():
    overturned = appealed(ruled(UPHELD)).rule(DISMISSED, now=START + 5)
    assert overturned.due == overturned.since
    final, matter = overturned.finalize(Matter(), now=START + 5)
    assert (final.ruling, final.appealed_ruling, final.punishes) == (DISMISSED, UPHELD, False)
    assert not matter.upheld


def test_without_a_second_ruling_the_first_stands():
    waiting = appealed(ruled(UPHELD))
    stands, _ = waiting.arbitrator_timeout(Matter(), now=waiting.due)
    assert (stands.ruling, stands.basis, stands.punishes) == (UPHELD, Basis.TIMEOUT, True)
    told, _ = waiting.arbitrator_timeout(Matter(), now=waiting.due, told=REFUSED)
    assert told.ruling == REFUSED


# Proof


def test_a_proof_upholds_what_is_not_final_and_punishes_nothing():
    breach = replace(OPENED, case=replace(CASE, fault_class=FaultClass.BREACH))
    ended, matter = breach.end_by_proof(PROVED, now=START)
    assert (ended.state, ended.ruling, ended.basis, ended.punishes) == (State.FINAL, UPHELD, Basis.PROOF, False)
    assert matter.upheld
    assert ended.payout(BOND).slashed == 0
    assert ended.payout(BOND).to_claimant == DEPOSIT + FEE
    heard = breach.respond(OWNER, ANSWER, now=START, bonded=BOND).asked()
    ended, _ = heard.end_by_proof(PROVED, now=START)
    assert (ended.payout(BOND).slashed, ended.payout(BOND).to_claimant) == (FEE, DEPOSIT + FEE)
    assert refusal(lambda: ended.end_by_proof(PROVED, now=START)) == "DisputeCourt_WrongState"
    assert refusal(lambda: breach.end_by_proof(Matter(), now=START)) == "DisputeCourt_NotProved"


def test_what_a_proof_has_punished_no_ruling_punishes():
    provisional = ruled(UPHELD)
    upheld, matter = provisional.finalize(PROVED, now=provisional.due)
    assert (upheld.ruling, upheld.punishes) == (UPHELD, False)
    assert (matter.upheld, matter.proved) == (True, True)
    conceded = OPENED.concede(OWNER, now=START)
    final, matter = conceded.finalize(PROVED, now=conceded.due)
    assert (final.punishes, matter.conceded, matter.proved) == (False, True, True)
    waiting = appealed(ruled(UPHELD))
    stands, _ = waiting.arbitrator_timeout(PROVED, now=waiting.due)
    assert not stands.punishes
