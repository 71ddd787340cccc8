"""A case verifies offline, and no change to its bundle goes unnoticed or unnamed."""

from __future__ import annotations

import base64

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.domain.bundle import BlockRef, BundledFact
from ledger.domain.case import bundle as module
from ledger.domain.case.bundle import parse_case_bundle
from ledger.domain.case.parts import BundledEvidence, BundledReceipt
from ledger.domain.case.verify import verify_case
from ledger.domain.chain_proof import ChainFact, block_time, header_rlp_of, receipt_logs
from ledger.domain.dispute import NOBODY
from ledger.domain.evidence_list import ListedFile, make_evidence_list
from ledger.domain.hashing import ZERO32, keccak, sha256
from ledger.domain.signed_receipt import SignedReceipt, counterparty_of
from ledger.domain.statements import Receipt, digest
from ledger.domain.trust import Trust
from ledger.domain.verify import GRACE_SECONDS, verify_bundle
from ledger.errors import InvalidInputError, ProofError, TooLargeError
from tests.fakes.blocks import CONTRACTS, block_of, prove
from tests.fakes.case_attacks import ATTACKS
from tests.fakes.case_facts import CaseCourt, case_bundle_of, events, proof, record_bundle_of
from tests.fakes.world import World, account, session_key

LIST = make_evidence_list(
    [ListedFile(media_type="text/plain", name="chat.txt", sha256=sha256(b"chat").hex(), size=4)], "It told."
)
RUMOUR = b"rumour"
INJURED = account("injured")


def setting(unfit=()):
    """A court with its policies and arbitrators, an agent with a bond and a log."""
    world = World()
    court = CaseCourt(world, unfit)
    court.found()
    log = world.new_log()
    agent = world.new_agent({1: log})
    court.bond(agent, 10**6)
    return court, agent, log


def of(agent, *names):
    return lambda event: event.name in names and event.args.get("agentId") == agent.number


def whole():
    """A case that was heard in full: a record in a log, a list of evidence, one seat absent, upheld."""
    court, agent, log = setting()
    segment = agent.segment(3)
    record = record_bundle_of(court.world, agent, log, segment, 1)
    court.open(agent, seq=1, record=segment.record_ids()[1])
    court.add_file(1, LIST)
    court.add_file(1, RUMOUR)
    court.respond(1)
    court.judge(1, 1, 1, -1)
    court.finalize(1)
    court.execute(1)
    files = {sha256(LIST): LIST, sha256(b"chat"): b"chat", sha256(RUMOUR): "withheld"}
    return case_bundle_of(court, draw=True, beside=of(agent, "EpochOpened"), record=record, files=files)


WHOLE = whole()
BYTES = WHOLE.serialise()


def edited(bundle, edit):
    document = msgspec.json.decode(bundle.serialise())
    edit(document)
    return parse_case_bundle(msgspec.json.encode(document))


def codes(bundle, trust=None):
    return {problem.code for problem in verify_case(bundle, trust).problems}


def test_a_whole_case_verifies_and_tells_all():
    report = verify_case(parse_case_bundle(BYTES))
    assert report.problems == ()
    found = report.summary
    assert (found.state, found.ruling, found.basis, found.fault_class) == ("executed", "upheld", "merits", "harm")
    assert [(vote.ballot, vote.vote) for vote in found.votes] == [
        ("revealed", "upheld"), ("revealed", "upheld"), ("absent", None),
    ]  # fmt: skip
    assert (found.effects.slashed, found.effects.standing) == ("230000", 4_000)
    assert (report.action.shown_by, report.action.seq, report.draw) == (("record",), 1, "recomputed")
    assert [(line.purpose, line.state, line.name, line.size) for line in report.evidence] == [
        ("claim", "missing", "", None),
        ("evidence", "present", "", len(LIST)),
        ("evidence", "present", "chat.txt", 4),
        ("evidence", "withheld", "", None),
        ("response", "missing", "", None),
        ("reasons", "missing", "", None),
    ]
    assert report.evidence[2].media_type == "text/plain"
    assert report.timeline[0].event == "PolicyQueued" or report.timeline[1].by == found.claimant
    assert any("judged well" in sentence for sentence in report.does_not_prove)


@pytest.mark.parametrize(("edit", "code"), [attack[1:] for attack in ATTACKS], ids=[attack[0] for attack in ATTACKS])
def test_each_kind_of_tampering_has_its_own_reason(edit, code):
    report = verify_case(edited(WHOLE, edit))
    assert code in {problem.code for problem in report.problems}
    assert all(problem.where and problem.reason for problem in report.problems)


def test_no_single_fact_can_be_left_out():
    for place in range(len(WHOLE.facts)):
        assert not verify_case(edited(WHOLE, lambda d, p=place: d["facts"].pop(p))).ok


def test_a_problem_names_the_event_and_its_block():
    report = verify_case(edited(WHOLE, lambda d: d["facts"].pop(-3)))
    assert next((problem.code, "of block" in problem.where) for problem in report.problems) == ("missing_fact", True)


@settings(max_examples=250)
@given(st.data())
def test_no_flipped_byte_goes_unnoticed(data):
    position = data.draw(st.integers(0, len(BYTES) - 1))
    flipped = BYTES[:position] + bytes([BYTES[position] ^ (1 << data.draw(st.integers(0, 6)))]) + BYTES[position + 1 :]
    try:
        bundle = parse_case_bundle(flipped)
    except InvalidInputError:
        return
    # blanks may change kind without changing a byte of content
    assert bundle == WHOLE or not verify_case(bundle).ok


@pytest.mark.parametrize("cut", [2, 40, 4_000])
def test_a_case_that_is_cut_off_is_no_bundle(cut):
    with pytest.raises(InvalidInputError, match="no case bundle"):
        parse_case_bundle(BYTES[:-cut])


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", b"\xff", BYTES.replace(b"ombud/case/1", b"ombud/case/2"), BYTES.replace(b"bundle/1", b"bundle/9")],
)
def test_what_is_no_case_is_refused_with_a_place(data):
    with pytest.raises(InvalidInputError, match=r"case bundle|the record in it"):
        parse_case_bundle(data)


def test_unknown_fields_do_not_ride_along():
    for part in ("summary", "record", "draw_block", "subject", "deployment"):
        with pytest.raises(InvalidInputError, match="extra"):
            edited(WHOLE, lambda d, p=part: d[p].update(extra=1))


def test_a_case_over_the_limits_is_refused(monkeypatch):
    monkeypatch.setattr(module, "MAX_EVIDENCE_BYTES", 3)
    with pytest.raises(TooLargeError, match="evidence"):
        parse_case_bundle(BYTES)
    monkeypatch.setattr(module, "MAX_CASE_BYTES", 10)
    with pytest.raises(TooLargeError, match="over 10"):
        parse_case_bundle(BYTES)


def test_evidence_over_the_limit_is_named_and_left_out(monkeypatch):
    monkeypatch.setattr("ledger.domain.case.evidence.MAX_EVIDENCE_BYTES", 30)
    court, agent, _ = setting()
    court.open(agent)
    court.add_file(1, b"a" * 20)
    court.add_file(1, b"b" * 20)
    court.add_file(1, b"c")
    held = {sha256(data): data for data in (b"a" * 20, b"b" * 20, b"c")}
    bundle = case_bundle_of(court, files=held)
    assert [item.state for item in bundle.evidence] == ["missing", "present", "too_large", "present"]
    assert codes(bundle) == set()


def test_a_list_that_cannot_be_read_is_a_file_like_any_other():
    court, agent, _ = setting()
    court.open(agent)
    court.add_file(1, LIST[:-1])
    assert codes(case_bundle_of(court, files={sha256(LIST[:-1]): LIST[:-1]})) == set()


def test_a_file_that_two_name_is_here_once_with_the_name_that_a_list_gives_it():
    court, agent, _ = setting()
    court.open(agent)
    court.add_file(1, b"chat", "first")
    court.add_file(1, LIST, "second")
    court.add_file(1, b"chat", "third")
    bundle = case_bundle_of(court, files={sha256(LIST): LIST, sha256(b"chat"): b"chat"})
    report = verify_case(bundle)
    assert report.ok
    assert [(line.name, line.by == account("first")) for line in report.evidence[1:]] == [
        ("chat.txt", True),
        ("", False),
    ]


def test_a_file_of_two_lists_has_the_name_of_the_first():
    again = make_evidence_list([ListedFile(media_type="a/b", name="other", sha256=sha256(b"chat").hex(), size=4)])
    court, agent, _ = setting()
    court.open(agent)
    court.add_file(1, LIST)
    court.add_file(1, again)
    held = {sha256(data): data for data in (LIST, again, b"chat")}
    report = verify_case(case_bundle_of(court, files=held))
    assert report.ok
    assert [line.name for line in report.evidence] == ["", "", "chat.txt", ""]


def test_trust_is_compared_when_given():
    pins = frozenset(verify_case(WHOLE).pins)
    assert codes(WHOLE, Trust(block_hashes=pins, contracts=CONTRACTS, chain_id=31337)) == set()
    assert codes(WHOLE, Trust(block_hashes=frozenset({"00" * 32}))) == {"untrusted_block"}
    assert codes(WHOLE, Trust(contracts={"DisputeCourt": CONTRACTS["Standing"]})) == {"other_contract"}
    assert codes(WHOLE, Trust(chain_id=5)) == {"other_chain"}


def test_blocks_that_cannot_be_of_one_chain_are_refused():
    court, agent, _ = setting()
    court.open(agent)
    bundle = case_bundle_of(court)
    late = 1 << 40
    other = msgspec.to_builtins(_as_of(bundle.facts[0].block_number, 5))
    assert "forked_facts" in codes(edited(bundle, lambda d: d.update(draw_block=other)))
    future = msgspec.to_builtins(_as_of(bundle.facts[0].block_number - 1, late))
    assert "time_runs_back" in codes(edited(bundle, lambda d: d.update(draw_block=future)))


def _as_of(number, time):
    return BlockRef.of(number, header_rlp_of(block_of(number, time, [])[0]))


# -- the disputed action --------------------------------------------------------------------------------------


def receipt_of(agent, *, seq=9, counterparty=INJURED, salt=ZERO32, key=None, whose=None):
    receipt = Receipt(
        agent=(whose or agent).ref.key, epoch=0, stream=1, seq=seq, record_hash=keccak(b"record"),
        counterparty=counterparty_of(counterparty, salt), chain=31337, log=ZERO32, anchor_by=1, amount=5,
        tool=keccak(b"pay"), mandate=ZERO32, running_total=5,
    )  # fmt: skip
    signed = SignedReceipt(receipt, (key or agent.key).sign(digest(receipt.hash)))
    return BundledReceipt.of(signed, salt if salt != ZERO32 else None)


def on_receipt(*, injured=INJURED, after=None, **more):
    court, agent, _ = setting()
    court.open(agent, seq=9, record=keccak(b"record"), injured=injured)
    if after:
        after(court, agent)
    names = ("EpochOpened", "KeyRegistered", "KeyRevoked", "EpochClosed")
    return case_bundle_of(court, beside=of(agent, *names), receipt=receipt_of(agent, **more))


@pytest.mark.parametrize("salt", [ZERO32, keccak(b"salt")])
def test_a_receipt_shows_the_action_and_to_whom_it_was_given(salt):
    report = verify_case(parse_case_bundle(on_receipt(salt=salt).serialise()))
    assert report.problems == ()
    assert (report.action.shown_by, report.action.record_id) == (("receipt",), keccak(b"record").hex())


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({"seq": 8}, {"other_action", "idle_fact"}),
        ({"counterparty": account("other")}, {"other_counterparty", "idle_fact"}),
        ({"key": session_key("stranger")}, {"unknown_signer", "idle_fact"}),
        ({"injured": NOBODY}, set()),
        ({"injured": NOBODY, "salt": keccak(b"salt")}, {"other_counterparty", "idle_fact"}),
    ],
)
def test_a_receipt_of_something_else_is_refused(more, found):
    assert codes(on_receipt(**more)) == found


def test_a_receipt_of_another_agent_is_refused():
    court, agent, _ = setting()
    other = court.world.new_agent({})
    court.open(agent, seq=9, record=keccak(b"record"), injured=INJURED)
    assert codes(case_bundle_of(court, receipt=receipt_of(agent, whose=other))) == {"other_agent"}


@pytest.mark.parametrize(("late", "found"), [(0, set()), (1, {"key_ended", "idle_fact"})])
@pytest.mark.parametrize(
    ("name", "more"), [("KeyRevoked", {"key": session_key("0/0").address}), ("EpochClosed", {"cause": ZERO32})]
)
def test_a_receipt_of_an_ended_key_counts_during_its_grace(late, found, name, more):
    court, agent, _ = setting()
    court.emit(("KeyRing", name, {"agentId": agent.number, "epoch": 0, **more}))
    court.world.chain.mine(seconds=GRACE_SECONDS + late - 12)
    court.open(agent, seq=9, record=keccak(b"record"), injured=INJURED)
    beside = of(agent, "EpochOpened", "KeyRegistered", name)
    assert codes(case_bundle_of(court, beside=beside, receipt=receipt_of(agent))) == found


def test_a_receipt_in_another_form_is_refused():
    bundle = on_receipt()
    spaced = edited(bundle, lambda d: d["receipt"].update(document=d["receipt"]["document"].replace(":", ": ", 1)))
    assert "bad_receipt" in codes(spaced)
    assert "bad_receipt" in codes(edited(bundle, lambda d: d["receipt"].update(document="{}")))


def test_a_record_made_on_chain_shows_the_action():
    court, agent, _ = setting()
    data = agent.record(0, stream=0)
    court.emit(court.world.recorded(agent, data, stream=1))
    record_id = next(event[2]["contentHash"] for event in [court.world.recorded(agent, data, stream=2)])
    court.open(agent, seq=0, record=record_id)
    beside = of(agent, "EpochOpened", "ActionRecorded")
    report = verify_case(case_bundle_of(court, beside=beside))
    assert report.problems == ()
    assert report.action.shown_by == ("on chain",)
    court.open(agent, seq=1, record=record_id)
    assert codes(case_bundle_of(court, 2, beside=beside)) == {"other_action", "idle_fact"}


def test_who_owned_the_epoch_must_be_who_is_liable():
    def hand_over(court, agent):
        at = {"agentId": agent.number, "epoch": 0, "owner": account("thief"), "ownerEpoch": 1}
        court.emit(("KeyRing", "EpochOpened", at))

    assert codes(on_receipt(after=hand_over)) == {"other_liable"}


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (lambda d: d["record"]["deployment"]["contracts"].update(KeyRing=CONTRACTS["Standing"]), "other_contract"),
        (lambda d: d["record"]["deployment"].update(chain_id=1), "other_contract"),
        (lambda d: d["record"].update(as_of=d["draw_block"]), "other_block"),
        (lambda d: d["record"]["subject"].update(kind="session", id="s"), "bad_subject"),
        (lambda d: d["record"]["facts"][0].update(header="c0"), "bad_header"),
        (lambda d: d["record"]["facts"][1].update(block_hash="11" * 32), "forked_facts"),
        (lambda d: d.update(receipt={"document": "{}", "salt": None}), "bad_receipt"),
    ],
)
def test_a_record_of_elsewhere_is_refused(edit, code):
    assert code in codes(edited(WHOLE, edit))


def test_a_record_at_another_place_than_it_says_is_refused_and_so_is_a_fact_that_no_record_rests_on():
    court, agent, log = setting()
    world = court.world
    misplaced = record_bundle_of(world, agent, log, agent.sign([agent.record(5)], 0, ZERO32), 0)
    assert {problem.code for problem in verify_bundle(misplaced).problems} == {"record_out_of_place"}
    opened = next(event for event in events(world) if event.name == "EpochOpened")
    idle = BundledFact.of(opened.name, proof(world, opened))
    report = verify_bundle(msgspec.structs.replace(WHOLE.record, facts=(*WHOLE.record.facts, idle)))
    assert [problem.code for problem in report.problems] == ["idle_fact"]


# -- parts ----------------------------------------------------------------------------------------------------


def test_evidence_is_read_back_as_it_was_written():
    assert BundledEvidence.of(b"data").data() == b"data"
    assert BundledEvidence.absent(sha256(b"data"), "missing").data() is None
    loose = base64.b64encode(b"data")[:-3].decode() + "R=="
    with pytest.raises(ProofError, match="say nothing"):
        replace_content(BundledEvidence.of(b"data"), loose).data()


def replace_content(item, content):
    return msgspec.structs.replace(item, content=content)


def test_a_receipt_proves_all_logs_of_its_transaction():
    made = prove(7, 1234, "BondVault", "CreditClaimed", {"account": CONTRACTS["KeyRing"], "amount": 5})
    assert len(receipt_logs(made)) == 2
    assert [log.block_number for log in receipt_logs(made)] == [7, 7]


def test_a_header_without_a_time_is_refused():
    with pytest.raises(ProofError, match="no time"):
        block_time(ChainFact(1, bytes(32), b"\xc0", 0, (), 0))
