"""A whole case through the functions that people, agents and demos use, on a chain whose clock may run ahead."""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from ledger.chain import agents, court, faults, mandates, panel, progress
from ledger.chain.agents import StreamGrant
from ledger.chain.court import LogPlace
from ledger.chain.deploy import CLAIM_DEPOSIT, MIN_OPERATOR_BOND, MIN_STAKE, SEAT_FEE, deploy
from ledger.chain.dev import DevNode
from ledger.chain.logs import ChainAnchor, register_log
from ledger.chain.node import Chain
from ledger.chain.node_process import HardhatNode
from ledger.chain.sender import Sender
from ledger.domain import tree
from ledger.domain.authority import Mandate, tool_id, tools_hash
from ledger.domain.dispute import DISMISSED, NOBODY, UPHELD, Basis, FaultClass, RefKind, State
from ledger.domain.entry import Entry, SignedSegment, leaf_hash
from ledger.domain.hashing import ZERO32, keccak, sha256
from ledger.domain.panel import Ballot, Phase
from ledger.domain.record import record_id
from ledger.domain.signing import SessionKey
from ledger.domain.statements import Ack, Receipt, Segment, digest
from ledger.errors import ChainRevertError, InvalidInputError, NotFoundError, UnavailableError

pytestmark = pytest.mark.integration
ROOT = Path(__file__).resolve().parents[3]
ETHER = 10**18
BOND = 10 * ETHER
FEE = 3 * SEAT_FEE
DIRECT, STREAM = 1, 2
REVERTS = "0x60006000fd"  # code that refuses every call
EVIDENCE, ANSWER, REASONS = sha256(b"evidence"), sha256(b"answer"), sha256(b"reasons")
URI = "ombud:sha256:" + EVIDENCE.hex()
DOCUMENT = sha256(b"who the arbitrators are")


def fresh() -> SessionKey:
    return SessionKey(secrets.token_bytes(32))


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """Contracts, an accreditor, three arbitrators, and a log with its operator."""
    node = HardhatNode(0, ROOT, tmp_path_factory.mktemp("court") / "node.log")
    node.start()
    bare = Chain(node.url)
    dev = DevNode(bare)
    deployer, accreditor = fresh(), fresh()
    dev.fund(deployer.address, 100 * ETHER)
    chain = Chain(node.url, deploy(bare, deployer, accreditor=accreditor.address))

    def account() -> Sender:
        key = fresh()
        dev.fund(key.address, 10**6 * ETHER)
        return Sender(chain, key)

    until = chain.head().timestamp + 10**8
    arbitrators = {}
    for _ in range(3):
        sender = account()
        signed = panel.accredit(chain, accreditor, sender.address, DOCUMENT, until)
        panel.register(sender, DOCUMENT, until, signed, 5 * MIN_STAKE)  # absences cost some
        arbitrators[sender.address] = sender
    operator = account()
    log = register_log(
        operator, origin="localhost/court", checkpoint_key=ZERO32, url="http://log", bond=MIN_OPERATOR_BOND
    )
    yield SimpleNamespace(
        chain=chain,
        dev=dev,
        account=account,
        accreditor=accreditor,
        arbitrators=arbitrators,
        operator=operator,
        log=log,
        leaves=[],
    )
    chain.close()
    bare.close()
    node.stop()


@pytest.fixture
def accused(world):
    """An agent with a bond, a session key, a stream on chain and one with a home log."""
    owner, key = world.account(), fresh()
    ref = agents.register_agent(owner)
    agents.open_epoch(owner, ref, [key], [StreamGrant(DIRECT), StreamGrant(STREAM, world.log)])
    agents.bond(owner, ref, BOND)
    return SimpleNamespace(owner=owner, key=key, ref=ref)


def receipt_of(world, accused, **values) -> tuple[Receipt, bytes]:
    receipt = Receipt(
        agent=accused.ref.key,
        epoch=0,
        stream=STREAM,
        seq=0,
        record_hash=keccak(secrets.token_bytes(8)),
        counterparty=ZERO32,
        chain=31337,
        log=world.log,
        anchor_by=1,
        amount=5,
        tool=tool_id("pay"),
        mandate=ZERO32,
        running_total=5,
    )
    receipt = replace(receipt, **values)
    return receipt, accused.key.sign(digest(receipt.hash))


def opened(world, accused, claimant=None, **values):
    receipt, signature = receipt_of(world, accused)
    return court.open_dispute(
        claimant or world.account(),
        agent_id=accused.ref.agent_id,
        fault_class=FaultClass.DECEPTION,
        evidence_hash=EVIDENCE,
        proof=court.show_receipt(world.chain, accused.ref.agent_id, receipt, signature),
        uri=URI,
        **values,
    )


def segment_of(accused) -> SignedSegment:
    records = tuple(f'{{"number":{number}}}'.encode() for number in range(3))
    ids = [record_id(data) for data in records]
    header = Segment(accused.ref.key, 0, STREAM, 0, len(ids), ZERO32, tree.root(ids), 1)
    return SignedSegment(Entry(header, accused.key.sign(digest(header.header))), records)


def anchored(world, segment) -> LogPlace:
    """Put a segment into the log behind one other leaf, and anchor it."""
    old = len(world.leaves)
    world.leaves += [leaf_hash(secrets.token_bytes(8)), segment.entry.leaf]
    levels = tree.levels(world.leaves)
    size, root = len(world.leaves), tree.root(world.leaves)
    if old:
        parts = tree.consistency_ranges(old, size)
        proof = [tree.root(world.leaves[begin:end]) for begin, end in parts]
    else:
        proof = []
    ChainAnchor(world.operator, world.log).anchor(size, root, proof)
    index = world.chain.read("ActionLog", "logOf", world.log)[3] - 1
    block = world.chain.head().number
    return LogPlace(world.log, index, size, root, block, size - 1, tree.inclusion_path(levels, size - 1))


def refused(name):
    return pytest.raises(ChainRevertError, match=name)


def hear(world, number, terms, votes):
    """Draw, vote and reveal; returns the seats."""
    world.dev.mine(3)
    seats = panel.draw(world.account(), number, terms)
    assert seats is not None
    for seat, vote in zip(seats, votes, strict=False):
        panel.commit(world.arbitrators[seat], number, vote, REASONS, keccak(seat.encode()))
    if len(votes) < len(seats):
        world.dev.set_time(panel.hearing(world.chain, number).commit_until)
    for seat, vote in zip(seats, votes, strict=False):
        panel.reveal(world.arbitrators[seat], number, vote, REASONS, keccak(seat.encode()))
    return seats


def test_a_case_from_the_claim_to_the_money(world, accused):
    chain, claimant = world.chain, world.account()
    case, policy = (found := opened(world, accused, claimant)).case, found.policy
    assert (case.claimant, case.liable, case.deposit, case.fee) == (
        claimant.address,
        accused.owner.address,
        CLAIM_DEPOSIT,
        FEE,
    )
    assert court.find(chain, case.dispute_id).case == case
    assert court.panel_number(chain, case.dispute_id) is None
    court.submit_evidence(world.account(), case, policy, sha256(b"more"), "ombud:sha256:00")
    number = court.respond(accused.owner, case, policy, ANSWER, "ombud:sha256:01").panel_number
    assert number == court.panel_number(chain, case.dispute_id)
    assert panel.hearing(chain, number).phase is Phase.ARMED
    terms = panel.terms_of(case, policy, fee_repaid=False)
    seats = hear(world, number, terms, [UPHELD, UPHELD, DISMISSED])
    heard = panel.hearing(chain, number)
    assert (heard.phase, heard.commits, heard.reveals, heard.absent) == (Phase.VOTING, 3, 3, [])
    assert heard.ballots == dict.fromkeys(seats, Ballot.REVEALED)
    assert panel.conclude(world.account(), number, terms, []) == UPHELD
    dispute = court.find(chain, case.dispute_id)
    assert (dispute.state, dispute.ruling, dispute.basis) == (State.PROVISIONAL, UPHELD, Basis.MERITS)
    world.dev.set_time(dispute.due)
    final = court.finalize(world.account(), case, policy)
    assert (final.ruling, final.basis, final.punishes) == (UPHELD, Basis.MERITS, True)
    expected = court.find(chain, case.dispute_id).payout(BOND)
    assert court.execute(world.account(), case, policy).payout == expected
    assert expected.to_claimant == CLAIM_DEPOSIT + FEE + case.slice // 5
    assert court.find(chain, case.dispute_id).state is State.EXECUTED


def test_a_claim_nobody_answers_prevails(world, accused):
    found = opened(world, accused)
    case, policy = found.case, found.policy
    with refused("DisputeCourt_TooEarly"):
        court.default_judgment(world.account(), case, policy)
    world.dev.set_time(court.find(world.chain, case.dispute_id).due)
    world.dev.mine(policy.response_blocks)
    court.default_judgment(world.account(), case, policy)
    late = court.respond(accused.owner, case, policy, ANSWER, "ombud:sha256:01")
    assert court.find(world.chain, case.dispute_id).fee_repaid
    terms = panel.terms_of(case, policy, fee_repaid=True)
    seats = hear(world, late.panel_number, terms, [DISMISSED, DISMISSED])
    heard = panel.hearing(world.chain, late.panel_number)
    assert heard.absent == seats[2:]
    assert heard.conclude_from == heard.commit_until
    assert panel.conclude(world.account(), late.panel_number, terms, heard.absent) == DISMISSED


def test_a_panel_that_stays_silent_is_not_waited_for(world, accused):
    found = opened(world, accused)
    case, policy = found.case, found.policy
    number = court.respond(accused.owner, case, policy, ANSWER, "ombud:sha256:01").panel_number
    with refused("DisputeCourt_NotPending"):
        court.start_arbitration(world.account(), case, policy)
    world.dev.set_time(court.find(world.chain, case.dispute_id).due)
    ended = court.arbitrator_timeout(world.account(), case, policy, number)
    assert (ended.ruling, ended.basis, ended.punishes) == (0, Basis.TIMEOUT, False)


def test_a_panel_is_armed_again_when_too_few_may_sit(world, accused):
    found = opened(world, accused)
    seat = next(iter(world.arbitrators.values()))
    panel.retire(seat)
    number = court.respond(accused.owner, found.case, found.policy, ANSWER, "ombud:sha256:01").panel_number
    world.dev.mine(3)
    terms = panel.terms_of(found.case, found.policy, fee_repaid=False)
    assert panel.draw(world.account(), number, terms) is None
    assert panel.hearing(world.chain, number).phase is Phase.ARMED
    until = world.chain.head().timestamp + 10**8
    signed = panel.accredit(world.chain, world.accreditor, seat.address, DOCUMENT, until)
    panel.register(seat, DOCUMENT, until, signed, MIN_STAKE)


def test_a_default_is_moved_on_to_its_end_by_anyone(world, accused):
    found, anyone = opened(world, accused), world.account()
    number = found.case.dispute_id
    first = progress.advance(anyone, number)
    assert (first.steps, first.wait.what, first.wait.who) == ((), "a response", (accused.owner.address,))
    assert first.wait.block == found.case.opened_block + found.policy.response_blocks
    world.dev.set_time(first.wait.until)
    assert progress.advance(anyone, number).steps == ()  # too few blocks, and none are mined for us
    entered = progress.advance(anyone, number, mine=world.dev.mine)
    assert [step.name for step in entered.steps] == ["default"]
    assert (entered.wait.what, entered.wait.who) == ("a late response", (accused.owner.address,))
    world.dev.set_time(entered.wait.until)
    ended = progress.advance(anyone, number)
    assert [step.name for step in ended.steps] == ["finalize", "execute"]
    assert (ended.dispute.state, ended.wait) == (State.EXECUTED, None)
    assert progress.advance(anyone, number).steps == ()


def test_a_panel_is_moved_on_by_anyone(world, accused):
    found, anyone = opened(world, accused), world.account()
    number = found.case.dispute_id
    panel_number = court.respond(accused.owner, found.case, found.policy, ANSWER, "ombud:sha256:01").panel_number
    armed = progress.advance(anyone, number)
    assert (armed.steps, armed.wait.what) == ((), "the draw of a panel")
    drawn = progress.advance(anyone, number, mine=world.dev.mine)
    seats = drawn.steps[0].seats
    assert (drawn.wait.what, set(drawn.wait.who)) == ("votes", set(seats))
    for seat in seats[:2]:
        panel.commit(world.arbitrators[seat], panel_number, UPHELD, REASONS, ZERO32)
    assert progress.advance(anyone, number).wait.who == seats[2:]
    world.dev.set_time(drawn.wait.until)
    world.dev.mine()
    assert progress.advance(anyone, number).wait.what == "votes to be revealed"
    for seat in seats[:2]:
        panel.reveal(world.arbitrators[seat], panel_number, UPHELD, REASONS, ZERO32)
    ruled = progress.advance(anyone, number)
    assert [step.name for step in ruled.steps] == ["conclude"]
    assert (ruled.dispute.ruling, ruled.wait.what) == (UPHELD, "the ruling to become final")


@pytest.fixture
def closed_panel(world):
    """A panel that takes no dispute on, while the test is in this block."""

    @contextmanager
    def closed():
        at = world.chain.deployment.addresses["PanelArbitrator"]
        code = "0x" + world.chain.code(at).hex()
        world.chain.rpc.call("hardhat_setCode", (at, REVERTS))
        yield
        world.chain.rpc.call("hardhat_setCode", (at, code))

    return closed


def test_a_response_counts_when_the_arbitrator_takes_nothing_on_and_anyone_asks_again(world, accused, closed_panel):
    found, anyone = opened(world, accused), world.account()
    with closed_panel():
        answer = court.respond(accused.owner, found.case, found.policy, ANSWER, "ombud:sha256:01")
    assert answer.panel_number is None
    dispute = court.find(world.chain, found.case.dispute_id)
    assert dispute.pending
    assert progress.waits_for(world.chain, dispute).what == "the arbitrator"
    asked = progress.advance(anyone, found.case.dispute_id)
    assert [step.name for step in asked.steps] == ["ask"]
    assert asked.wait.what == "the draw of a panel"


def test_an_arbitrator_that_takes_nothing_on_is_named_until_it_is_given_up(world, accused, closed_panel):
    found, anyone = opened(world, accused), world.account()
    with closed_panel():
        court.respond(accused.owner, found.case, found.policy, ANSWER, "ombud:sha256:01")
        with refused("no reason given"):
            progress.advance(anyone, found.case.dispute_id)
        world.dev.set_time(court.find(world.chain, found.case.dispute_id).due)
        ended = progress.advance(anyone, found.case.dispute_id)
    assert [step.name for step in ended.steps] == ["timeout", "execute"]


def test_who_comes_second_looks_again(world, accused):
    found, first, second = opened(world, accused), world.account(), world.account()
    number = found.case.dispute_id
    panel_number = court.respond(accused.owner, found.case, found.policy, ANSWER, "ombud:sha256:01").panel_number
    terms = panel.terms_of(found.case, found.policy, fee_repaid=False)

    def mine(blocks):
        world.dev.mine(blocks)
        panel.draw(first, panel_number, terms)

    moved = progress.advance(second, number, mine=mine)
    assert (moved.steps, moved.wait.what) == ((), "votes")


def test_an_arbitrator_that_never_came_is_given_up_by_anyone(world, accused):
    found, anyone = opened(world, accused), world.account()
    court.respond(accused.owner, found.case, found.policy, ANSWER, "ombud:sha256:01")
    world.dev.set_time(court.find(world.chain, found.case.dispute_id).due)
    ended = progress.advance(anyone, found.case.dispute_id)
    assert [step.name for step in ended.steps] == ["timeout", "execute"]


def test_registering_takes_an_accreditation_and_a_stake(world):
    wanted = panel.roster(world.chain)
    assert (wanted.accreditor, wanted.min_stake, wanted.seat_fee) == (world.accreditor.address, MIN_STAKE, SEAT_FEE)
    nobody, until = world.account(), world.chain.head().timestamp + 10**6
    signed = panel.accredit(world.chain, world.accreditor, nobody.address, DOCUMENT, until)
    with refused("PanelArbitrator_StakeTooSmall"):
        panel.register(nobody, DOCUMENT, until, signed, MIN_STAKE - 1)
    with refused("PanelArbitrator_NotAccredited"):
        panel.register(nobody, sha256(b"another"), until, signed, MIN_STAKE)


def test_a_record_in_an_anchored_log_is_shown_by_its_segment(world, accused):
    segment = segment_of(accused)
    anchored(world, segment_of(accused))
    place = anchored(world, segment)
    proof = court.show_logged(world.chain, accused.ref.agent_id, segment, 1, place)
    shown = court.witnessed(world.chain, proof)
    assert (shown.kind, shown.agent_id, shown.liable) == (RefKind.LOGGED, accused.ref.agent_id, accused.owner.address)
    assert (shown.anchor_block, shown.injured) == (place.block, NOBODY)
    asked = court.quote(world.chain, fault_class=FaultClass.HARM, proof=proof)
    assert (asked.deposit, asked.fee, asked.policy_id, asked.reopenings) == (CLAIM_DEPOSIT, FEE, 1, 0)
    moved = replace(place, leaf_index=place.leaf_index - 1)
    with refused("ActionWitness_NotInLog"):
        court.witnessed(world.chain, court.show_logged(world.chain, accused.ref.agent_id, segment, 1, moved))
    with pytest.raises(InvalidInputError, match="none at position 3"):
        court.show_logged(world.chain, accused.ref.agent_id, segment, 3, place)


def test_an_acknowledged_segment_is_shown_by_the_operators_word(world, accused):
    segment = segment_of(accused)
    ack = Ack(31337, world.log, segment.entry.segment.header, 99)
    promise = world.operator._key.sign(digest(ack.hash))
    shown = court.witnessed(
        world.chain, court.show_acknowledged(world.chain, accused.ref.agent_id, segment, 0, ack, promise)
    )
    assert shown.kind is RefKind.ACKNOWLEDGED
    forged = accused.key.sign(digest(ack.hash))
    with refused("ActionWitness_NotAcknowledged"):
        court.witnessed(
            world.chain, court.show_acknowledged(world.chain, accused.ref.agent_id, segment, 0, ack, forged)
        )


def test_a_record_made_on_chain_is_shown_with_all_that_followed(world, accused):
    world.dev.fund(accused.key.address, ETHER)
    writer, head = Sender(world.chain, accused.key), ZERO32
    for seq in range(3):
        sent = writer.send(
            "ActionLog", "record", accused.ref.agent_id, DIRECT, seq, head, 0, ZERO32, keccak(bytes([seq])), []
        )
        head = sent.event("ActionRecorded").args["header"]
    record = court.direct_record(world.chain, accused.ref.agent_id, 0, DIRECT, 1)
    assert (record.record_id, [found for found, _ in record.later]) == (keccak(b"\x01"), [keccak(b"\x02")])
    shown = court.witnessed(world.chain, court.show_record(world.chain, accused.ref.agent_id, record))
    assert (shown.kind, shown.witness) == (RefKind.RECORD, record.ts // 1000)
    with pytest.raises(NotFoundError, match="no number 9"):
        court.direct_record(world.chain, accused.ref.agent_id, 0, DIRECT, 9)
    with refused("ActionWitness_NotRecorded"):
        court.witnessed(world.chain, court.show_record(world.chain, accused.ref.agent_id, replace(record, later=())))


def test_the_counterparty_of_a_receipt_shares_in_the_slash(world, accused):
    injured, salt = world.account().address, secrets.token_bytes(32)
    named = keccak(bytes(12) + bytes.fromhex(injured[2:]) + salt)
    receipt, signature = receipt_of(world, accused, counterparty=named)
    proof = court.show_receipt(world.chain, accused.ref.agent_id, receipt, signature, injured, salt)
    assert court.witnessed(world.chain, proof).injured == injured
    with refused("ActionWitness_WrongCounterparty"):
        court.witnessed(world.chain, court.show_receipt(world.chain, accused.ref.agent_id, receipt, signature, injured))


def test_a_node_that_does_not_answer_is_no_refusal(world, accused):
    receipt, signature = receipt_of(world, accused)
    proof = court.show_receipt(world.chain, accused.ref.agent_id, receipt, signature)
    with pytest.raises(UnavailableError), Chain("http://127.0.0.1:9", world.chain.deployment, retries=0) as dead:
        court.witnessed(dead, proof)


def test_more_than_the_least_is_deposited_and_less_is_refused(world, accused):
    assert opened(world, accused, value=CLAIM_DEPOSIT + FEE + 7).case.deposit == CLAIM_DEPOSIT + 7
    with refused("DisputeCourt_ValueTooSmall"):
        opened(world, accused, value=CLAIM_DEPOSIT + FEE - 1)


def test_the_agents_own_side_disputes_nothing(world, accused):
    with refused("DisputeCourt_OwnSide"):
        opened(world, accused, accused.owner)


def test_a_dispute_that_was_never_opened_is_not_found(world):
    with pytest.raises(NotFoundError) as caught:
        court.find(world.chain, 10**6)
    assert caught.value.code == "no_such_dispute"


def test_a_mandate_is_granted_breached_and_revoked(world, accused):
    chain, principal = world.chain, world.account()
    tools = [tool_id("pay"), tool_id("order")]
    until = chain.head().timestamp + 10**6
    mandate = Mandate(principal.address, accused.ref.agent_id, 100, until, tools_hash(tools), keccak(b"salt"))
    name = mandates.mandate_id(chain, mandate)
    assert mandates.status(chain, name) is None
    with pytest.raises(NotFoundError, match="never granted"):
        mandates.find(chain, name)
    assert mandates.grant(world.account(), mandate, principal._key.sign(name)) == name
    assert mandates.find(chain, name) == mandate
    granted = mandates.status(chain, name)
    assert (granted.principal, granted.revoked_at) == (principal.address, 0)

    kept, kept_by = receipt_of(world, accused, mandate=name, amount=100, running_total=100)
    with refused("FaultProver_WithinMandate"):
        faults.prove_mandate_breach(world.account(), accused.ref, kept, kept_by, tools)
    unlisted, signed = receipt_of(world, accused, mandate=name, tool=tool_id("leak"))
    verdict = faults.prove_mandate_breach(world.account(), accused.ref, unlisted, signed, tools)
    assert verdict.slashed == BOND // 4
    over, over_by = receipt_of(world, accused, mandate=name, seq=1, amount=1, running_total=101)
    assert faults.prove_mandate_breach(world.account(), accused.ref, over, over_by).slashed > 0

    with refused("Mandates_NotPrincipal"):
        mandates.revoke(world.account(), name)
    mandates.revoke(principal, name)
    assert mandates.status(chain, name).revoked_at > 0
