"""A dispute is bundled out of mirror, node, log and store: what can be had is in it, and all of it verifies."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from ledger.domain.case.bundle import parse_case_bundle
from ledger.domain.case.ruling import reasoned_ruling
from ledger.domain.case.verify import verify_case
from ledger.domain.dispute import NOBODY
from ledger.domain.hashing import ZERO32, keccak, sha256
from ledger.domain.signed_receipt import counterparty_of
from ledger.domain.statements import Receipt, digest
from ledger.errors import InvalidInputError, NotFoundError, ProofError, StaleMirrorError, UnavailableError
from ledger.queries.case_bundles import case_bundle
from ledger.queries.cases import case_file
from ledger.store import keys
from ledger.tiles.evidence import open_evidence
from tests.fakes.asked import sources_of
from tests.fakes.case_facts import CaseCourt, nothing
from tests.fakes.court import ARBITRATORS, EVERYBODY
from tests.fakes.world import account, session_key
from tests.unit.domain.test_shown_action import call, opening

SHOP, SALT = account("shop"), keccak(b"salt")
WHO = ARBITRATORS[0]


@pytest.fixture
def log(world):
    return world.new_log()


@pytest.fixture
def court(world):
    found = CaseCourt(world)
    found.found()
    return found


@pytest.fixture
def agent(world, court, log):
    found = world.new_agent({0: ZERO32, 1: log})
    court.bond(found, 10**6)
    return found


def bundled(world, mirror, number=1, as_of=None, **more):
    report = verify_case(
        parse_case_bundle(case_bundle(sources_of(world, mirror, **more), number, as_of=as_of).serialise())
    )
    assert report.problems == ()
    return report


def judged(court, number, votes=(1, 1, 1)):
    court.respond(number)
    court.judge(number, *votes)
    court.finalize(number)
    court.execute(number)


def shown_by_receipt(agent, record, seq, counterparty=SHOP, salt=ZERO32):
    receipt = Receipt(
        agent.ref.key, 0, 1, seq, record, counterparty_of(SHOP, salt), 31337, ZERO32, 9, 5, keccak(b"pay"), ZERO32, 7
    )
    fields = tuple(getattr(receipt, name) for name in Receipt.__slots__)
    signed = agent.key.sign(digest(receipt.hash))
    return lambda _: opening(call("ActionWitness", "onReceipt", 0, (fields, signed, counterparty, salt)))


def test_without_node_data_and_store_the_case_itself_is_whole(world, mirror, court, agent, catch_up):
    number = court.open(agent)
    judged(court, number, (1, 1, -1))
    catch_up()
    report = bundled(world, mirror)
    assert (report.summary.ruling, report.summary.state) == ("upheld", "executed")
    assert (report.action, report.draw) == (None, "recomputed")
    assert {line.state for line in report.evidence} == {"missing"}


def panel_ruled(court, number):
    court.respond(number)
    court.add_evidence(number)
    court.judge(number, 1, 2, 1)
    court.finalize(number)
    court.execute(number)


def nobody_came(court, number):
    court.respond(number)
    court.judge(number, 0, 0, 2)
    court.finalize(number)


def withdrawn(court, number):
    court.withdraw(number)


def by_default(court, number):
    court.join(number, "second")
    court.default(number)


def conceded(court, number):
    court.concede(number)
    court.finalize(number)
    court.execute(number)


def overturned(court, number):
    court.respond(number)
    court.judge(number, 2, 1, 2)
    court.appeal(number, account("claimant"))
    court.judge(number, 1, 1, 1, 1, 1, 2, 2)
    court.finalize(number)
    court.execute(number)


HISTORIES = {
    panel_ruled: ("upheld", "panel", 3, 1),
    nobody_came: ("refused", "refusal", 2, 1),
    by_default: ("upheld", "default", 2, 0),
    conceded: ("upheld", "concession", 1, 0),
    withdrawn: ("dismissed", "withdrawal", 1, 0),
    overturned: ("upheld", "panel", 3, 2),
}


@pytest.mark.parametrize("history", HISTORIES, ids=lambda history: history.__name__)
def test_every_ruling_is_made_again_from_its_bundle_alone(world, mirror, court, agent, catch_up, history):
    for name in EVERYBODY[4:10]:
        court.emit(court.listed(len(court.now.roster), name))
        court.now.roster.append(name)
    number = court.open(agent)
    history(court, number)
    catch_up()
    sources = sources_of(world, mirror)
    told = case_file(sources, number).data.ruling_record
    data = case_bundle(sources, number, as_of=None).serialise()
    again = reasoned_ruling(parse_case_bundle(data))

    ruling, cause, evidence, dissent = HISTORIES[history]
    assert (again.ruling, again.cause, len(again.evidence), len(again.dissent)) == (ruling, cause, evidence, dissent)
    for name in ("dispute_id", "round", "policy_id", "policy_hash", "rules", "fault_class", "cause", "ruling"):
        assert getattr(told, name) == getattr(again, name), name
    assert (told.earlier_ruling, told.final_at, told.principal) == (again.earlier_ruling, again.final_at, again.liable)
    assert (tuple(told.evidence), tuple(told.dissent)) == (again.evidence, again.dissent)
    assert [(vote.arbitrator, vote.vote, vote.reasons_hash) for vote in told.panel] == [
        (vote.arbitrator, vote.vote, vote.reasons_hash) for vote in again.votes
    ]
    assert all(vote.reasons_hash is not None for vote in again.votes if vote.vote is not None)
    assert (None if told.quorum is None else told.quorum.need) == again.quorum
    if told.effects is None:
        assert again.slashed is again.restitution is again.standing is None
    else:
        assert (told.effects.slash, told.effects.restitution) == (again.slashed, again.restitution)
        assert -told.effects.reputation_delta == again.standing


def test_a_bundle_that_does_not_hold_or_tells_no_ruling_gives_none(world, mirror, court, agent, catch_up):
    number = court.open(agent)
    catch_up()
    bundle = parse_case_bundle(case_bundle(sources_of(world, mirror), number, as_of=None).serialise())
    with pytest.raises(NotFoundError):
        reasoned_ruling(bundle)
    with pytest.raises(ProofError):
        reasoned_ruling(replace(bundle, proves="everything"))


def test_a_record_in_a_log_comes_along_and_stays_away_with_its_log(world, mirror, court, agent, log, catch_up):
    segment = agent.segment(3)
    world.logs[log].append(segment)
    world.anchor(log)
    record = segment.record_ids()[1]
    judged(court, court.open(agent, seq=1, record=record, injured=SHOP))
    catch_up()
    sent = shown_by_receipt(agent, record, 1)
    assert bundled(world, mirror, sent=sent).action.shown_by == ("record", "receipt")
    world.logs[log].down = True
    assert bundled(world, mirror, sent=sent).action.shown_by == ("receipt",)


@pytest.mark.parametrize(("named", "salt"), [(SHOP, SALT), (NOBODY, ZERO32)])
def test_a_receipt_comes_along_with_what_opens_it(world, mirror, court, agent, catch_up, named, salt):
    court.open(agent, seq=5, record=keccak(b"never logged"), injured=named)
    catch_up()
    sent = shown_by_receipt(agent, keccak(b"never logged"), 5, named, salt)
    assert bundled(world, mirror, sent=sent).action.shown_by == ("receipt",)


def test_a_receipt_of_a_key_that_ended_within_its_grace_comes_with_its_end(world, mirror, court, agent, catch_up):
    at = {"agentId": agent.number, "epoch": 0}
    court.emit(("KeyRing", "KeyRevoked", {**at, "key": agent.key.address}))
    court.emit(("KeyRing", "EpochClosed", {**at, "cause": ZERO32}))
    court.open(agent, seq=5, record=keccak(b"never logged"), injured=SHOP)
    catch_up()
    sources = sources_of(world, mirror, sent=shown_by_receipt(agent, keccak(b"never logged"), 5))
    told = [fact.event for fact in case_bundle(sources, 1, as_of=None).facts]
    assert {"EpochOpened", "KeyRegistered", "KeyRevoked", "EpochClosed"} <= set(told)


def test_a_record_made_on_chain_comes_as_its_event(world, mirror, court, agent, catch_up):
    data = agent.record(0, stream=0)
    event = world.recorded(agent, data, stream=1)
    court.emit(event)
    court.emit(world.recorded(agent, data, stream=1))
    record = event[2]["contentHash"]
    court.open(agent, seq=1, record=record)
    catch_up()
    ref = (0, 1, 1, ZERO32, record, 1, [])
    sent = lambda _: opening(call("ActionWitness", "onRecord", 0, ref))  # noqa: E731
    assert bundled(world, mirror, sent=sent).action.shown_by == ("on chain",)


@pytest.mark.parametrize(
    "sent",
    [
        lambda _: b"another call",
        lambda _: opening(call("ActionWitness", "onRecord", 0, (0, 1, 9, ZERO32, ZERO32, 1, []))),
    ],
)
def test_an_opening_that_tells_nothing_leaves_the_action_unknown(world, mirror, court, agent, catch_up, sent):
    court.open(agent)
    catch_up()
    assert bundled(world, mirror, sent=sent).action is None


def test_evidence_is_in_it_or_named_with_the_reason(world, mirror, court, agent, catch_up, tmp_path):
    store = open_evidence(tmp_path)
    for data in (b"shown", b"private"):
        store.put(data, submitter="a test")
    store.withhold(sha256(b"private").hex(), "personal")
    court.open(agent)
    for data in (b"shown", b"private", b"elsewhere"):
        court.add_file(1, data)
    catch_up()
    assert [line.state for line in bundled(world, mirror, evidence=store).evidence] == [
        "missing", "present", "withheld", "missing",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("claimant", "before", "reason"),
    [
        ("arbitrator 0", [], "a party"),
        ("claimant", [("ArbitratorRetired", {"number": 0})], "it had retired"),
        (
            "claimant",
            [("ConflictDeclared", {"party": account("claimant"), "conflicted": True})],
            "it declared a conflict",
        ),
        (
            "claimant",
            [("ArbitratorListed", {"number": 0, "document": ZERO32, "model": ZERO32, "validUntil": 5, "stake": 1})],
            "its accred",
        ),
    ],
)
def test_the_draw_comes_with_why_someone_was_passed_over(
    world, mirror, court, agent, catch_up, claimant, before, reason
):
    court.unfit = (WHO,)
    for name, args in before:
        court.emit(("PanelArbitrator", name, {"arbitrator": WHO, **args}))
    reports = []
    for number in range(1, 9):
        court.open(agent, seq=number, claimant=claimant)
        court.respond(number)
        court.draw(number)
        catch_up()
        reports += bundled(world, mirror, number).passed_over
    assert {passed.arbitrator for passed in reports} == {WHO}
    assert all(passed.reason.startswith(reason) for passed in reports)


def test_a_case_is_bundled_as_of_any_block_and_by_its_global_id(world, mirror, court, agent, catch_up):
    number = court.open(agent)
    block = len(world.chain.chain) - 1
    court.respond(number)
    catch_up()
    assert bundled(world, mirror, as_of=block).summary.state == "open"
    assert bundled(world, mirror).summary.state == "arbitration"
    with pytest.raises(NotFoundError, match="no dispute 7"):
        case_bundle(sources_of(world, mirror), 7, as_of=None)
    with pytest.raises(InvalidInputError, match="neither a number"):
        case_bundle(sources_of(world, mirror), "first", as_of=None)


def test_what_does_not_add_up_is_not_handed_out(world, mirror, court, agent, catch_up):
    court.forge = {"CreditAdded": nothing}
    court.open(agent)
    court.default(1)
    court.finalize(1)
    court.execute(1)
    catch_up()
    with pytest.raises(UnavailableError, match=r"dispute 1 do not add up: transaction .* no CreditAdded"):
        case_bundle(sources_of(world, mirror), 1, as_of=None)
    assert bundled(world, mirror, as_of=court.now.trials[1].dispute.case.opened_block).summary.state == "open"


def test_proofs_of_something_else_are_not_handed_out(world, mirror, court, agent, catch_up):
    court.open(agent)
    catch_up()
    first = next(log for block in world.chain.chain for log in block.found)
    sources = sources_of(world, mirror, prove=lambda *_: world.prove(first.tx_hash, first.log_index))
    with pytest.raises(UnavailableError, match="0 facts say that dispute 1 was opened"):
        case_bundle(sources, 1, as_of=None)


@pytest.mark.parametrize(
    ("names", "said"),
    [([keys.ARBITRATORS], "arbitrator number"), ([keys.arbitrator(who) for who in ARBITRATORS], "the listing")],
)
def test_a_mirror_that_lost_an_arbitrator_says_so(world, mirror, court, agent, catch_up, names, said):
    court.open(agent)
    court.respond(1)
    court.draw(1)
    catch_up()
    for name in names:
        mirror.connection.call("DEL", mirror.view(mirror.books()).key(name))
    with pytest.raises(StaleMirrorError, match=said):
        case_bundle(sources_of(world, mirror), 1, as_of=None)


def test_a_mirror_that_lost_an_epoch_says_so(world, mirror, court, agent, catch_up):
    court.open(agent, seq=5, record=keccak(b"never logged"), injured=SHOP)
    catch_up()
    key = mirror.view(mirror.books()).key(keys.life(agent.number))
    for row in mirror.connection.call("ZRANGE", key, 0, -1):
        if b"epoch" in row:
            mirror.connection.call("ZREM", key, row)
    with pytest.raises(StaleMirrorError):
        bundled(world, mirror, sent=shown_by_receipt(agent, keccak(b"never logged"), 5))


def test_a_key_that_the_mirror_does_not_know_is_damage(world, mirror, court, agent, catch_up):
    court.open(agent, seq=5, record=keccak(b"never logged"), injured=SHOP)
    catch_up()
    agent.key = session_key("stranger")
    with pytest.raises(StaleMirrorError, match="epoch 0 of agent 0"):
        bundled(world, mirror, sent=shown_by_receipt(agent, keccak(b"never logged"), 5))


def test_an_appeal_comes_along_with_both_panels_and_the_blocks_of_their_draws(world, mirror, log, catch_up):
    court = CaseCourt(world)
    court.found(arbitrators=24)
    agent = world.new_agent({0: ZERO32, 1: log})
    court.bond(agent, 10**6)
    number = court.open(agent)
    court.join(number, "neighbour")
    court.respond(number)
    court.judge(number, 1, -1, -1)
    court.judge(number, 1, 1, 2)
    court.appeal(number, agent.owner)
    court.judge(number, 2, 2, 2, 2, 2, 1, -1)
    catch_up()
    provisional = bundled(world, mirror)
    assert (provisional.summary.state, provisional.summary.round) == ("provisional", 2)
    court.finalize(number)
    court.execute(number)
    catch_up()
    report = bundled(world, mirror)
    assert (report.summary.ruling, report.summary.earlier_ruling, report.draw) == ("dismissed", "upheld", "recomputed")
    assert len(report.summary.joined) == 1
    bundle = case_bundle(sources_of(world, mirror), number, as_of=None)
    assert len(bundle.more_draws) == 2
