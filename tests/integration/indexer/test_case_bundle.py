"""Disputes on the real chain, bundled and verified offline; no change to such a bundle goes unnoticed or unnamed."""

from __future__ import annotations

import secrets
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest
from typer.testing import CliRunner

from ledger.chain import agents, court, panel
from ledger.chain.deploy import MIN_STAKE, deploy
from ledger.chain.dev import DevNode
from ledger.chain.node import Chain
from ledger.chain.node_process import HardhatNode
from ledger.chain.sender import Sender
from ledger.chain.sent import data_of
from ledger.chain.witness import LogPlace
from ledger.cli import context, dispute, verify
from ledger.domain import evidence_list
from ledger.domain.case.bundle import parse_case_bundle
from ledger.domain.case.verify import verify_case
from ledger.domain.dispute import UPHELD, FaultClass
from ledger.domain.evidence_list import ListedFile, make_evidence_list
from ledger.domain.hashing import ZERO32, keccak, sha256
from ledger.domain.signed_receipt import counterparty_of
from ledger.domain.signing import SessionKey
from ledger.domain.statements import Receipt, digest
from ledger.domain.trust import Trust
from ledger.errors import NotFoundError
from ledger.queries.arbitrators import arbitrators as list_arbitrators
from ledger.queries.case_bundles import case_bundle
from ledger.queries.cases import case_file
from ledger.tiles.evidence import EvidenceStore
from ledger.tiles.reader import LogReader
from ledger.tiles.store import FolderStore
from tests.fakes.case_attacks import ATTACKS

pytestmark = pytest.mark.integration
ROOT = Path(__file__).resolve().parents[3]
ETHER = 10**18
SALT = keccak(b"salt")


@pytest.fixture(scope="module")
def bare_chain(tmp_path_factory):
    """A chain of this module's own: its clock runs ahead."""
    node = HardhatNode(0, ROOT, tmp_path_factory.mktemp("cases") / "node.log")
    node.start()
    chain = Chain(node.url)
    yield chain
    chain.close()
    node.stop()


@pytest.fixture(scope="module")
def dev(bare_chain):
    return DevNode(bare_chain)


@pytest.fixture(scope="module")
def accreditor():
    return SessionKey(secrets.token_bytes(32))


@pytest.fixture(scope="module")
def chain(bare_chain, dev, accreditor):
    dev.fund(accreditor.address, 100 * ETHER)
    chain = Chain(bare_chain.url, deploy(bare_chain, accreditor))
    yield chain
    chain.close()


@pytest.fixture(scope="module")
def new_sender(chain, dev):
    def make():
        key = SessionKey(secrets.token_bytes(32))
        dev.fund(key.address, 10_000 * ETHER)
        return Sender(chain, key)

    return make


@pytest.fixture(scope="module")
def arbitrators(chain, new_sender, accreditor):
    """Five of them, one of whom has retired."""
    until, document = chain.head().timestamp + 10**9, keccak(b"document")
    found = [new_sender() for _ in range(5)]
    for account in found:
        signed = panel.accredit(chain, accreditor, account.address, document, until)
        panel.register(account, document, until, signed, 20 * MIN_STAKE)
    panel.retire(found[1])
    return {account.address: account for account in found}


@pytest.fixture
def store(tmp_path):
    return EvidenceStore(FolderStore(tmp_path / "evidence"))


@pytest.fixture
def sources(sources, chain, store):
    return replace(sources, sent=lambda tx: data_of(chain, tx), evidence=store)


@pytest.fixture
def people(new_sender):
    return SimpleNamespace(claimant=new_sender(), injured=new_sender(), anyone=new_sender())


class Case:
    """One dispute that a test moves on."""

    def __init__(self, chain, dev, opened, anyone, arbitrators):
        self.chain, self.dev, self.anyone, self.arbitrators = chain, dev, anyone, arbitrators
        self.case, self.policy = opened.case, opened.policy
        self.number = opened.case.dispute_id

    @property
    def shown(self):
        return self.case, self.policy

    def pass_time(self):
        self.dev.set_time(max(court.find(self.chain, self.number).due, self.chain.head().timestamp + 1))

    def judge(self, votes, reasons=None):
        """Draw, and let the seats vote; None is an absence."""
        dispute = court.find(self.chain, self.number)
        first, *more = court.panel_numbers(self.chain, self.number)
        terms = panel.terms_for(dispute, first if more else 0)
        number = court.panel_number(self.chain, self.number)
        self.dev.mine(3)
        seats = panel.draw(self.anyone, number, terms)
        cast = [(self.arbitrators[seat], vote) for seat, vote in zip(seats, votes, strict=True) if vote is not None]
        reasons = reasons or sha256(b"reasons")
        for seat, vote in cast:
            panel.commit(seat, number, vote, reasons, SALT)
        if len(cast) < len(seats):
            self.dev.set_time(panel.hearing(self.chain, number).commit_until)
        for seat, vote in cast:
            panel.reveal(seat, number, vote, reasons, SALT)
        if len(cast) < len(seats) and panel.hearing(self.chain, number).reveals != len(cast):
            self.dev.set_time(panel.hearing(self.chain, number).reveal_until)
        return panel.conclude(self.anyone, number, terms, panel.hearing(self.chain, number).absent)

    def end(self):
        self.pass_time()
        court.finalize(self.anyone, *self.shown)
        return court.execute(self.anyone, *self.shown)


@pytest.fixture
def open_case(chain, dev, people, arbitrators, sender, agent):
    agents.bond(sender, agent.ref, 10 * ETHER)

    def start(proof, evidence=b"claim", fault_class=FaultClass.HARM):
        opened = court.open_dispute(
            people.claimant, agent_id=agent.ref.agent_id, fault_class=fault_class, evidence_hash=sha256(evidence),
            proof=proof, uri=evidence_list.evidence_uri(sha256(evidence)),
        )  # fmt: skip
        return Case(chain, dev, opened, people.anyone, arbitrators)

    return start


def in_log(chain, log, agent, segment, position):
    """Log a segment, anchor it first of all, and show one of its records."""
    log.append(segment)
    log.anchor()
    reader, size, root, block = LogReader(log.store), log.writer.size, log.writer.root(), chain.head().number
    place = LogPlace(log.id, 0, size, root, block, size - 1, reader.inclusion_path(size - 1, size))
    return court.show_logged(chain, agent.ref.agent_id, segment, position, place)


def receipt_for(agent, counterparty, salt=ZERO32):
    receipt = Receipt(
        agent=agent.ref.key, epoch=0, stream=1, seq=77, record_hash=keccak(b"record"),
        counterparty=counterparty_of(counterparty, salt), chain=31337, log=ZERO32, anchor_by=1, amount=5,
        tool=keccak(b"pay"), mandate=ZERO32, running_total=5,
    )  # fmt: skip
    return receipt, agent.key.sign(digest(receipt.hash))


def verified(chain, bundle):
    pins = frozenset(verify_case(bundle).pins)
    trust = Trust(block_hashes=pins, contracts=chain.deployment.addresses, chain_id=31337)
    report = verify_case(parse_case_bundle(bundle.serialise()), trust)
    assert report.problems == ()
    return report


@pytest.fixture
def whole(chain, log, agent, store, sources, catch_up, open_case, sender, people):
    """A case that was heard in full: a record in a log, evidence lists on both sides, one seat absent, upheld."""
    files = [ListedFile(media_type="text/plain", name="chat.txt", sha256=sha256(b"chat").hex(), size=4)]
    claim, answer = make_evidence_list(files, "It told."), b"it was asked to"
    for data in (claim, b"chat", answer, b"reasons"):
        store.put(data, submitter="a test")
    case = open_case(in_log(chain, log, agent, agent.segment(3), 1), claim)
    court.respond(sender, *case.shown, sha256(answer), evidence_list.evidence_uri(sha256(answer)))
    court.submit_evidence(people.anyone, *case.shown, sha256(b"rumour"), "ombud:sha256:rumour")
    assert case.judge([UPHELD, UPHELD, None]) == UPHELD
    case.end()
    catch_up()
    return case_bundle(sources, case.number, as_of=None)


def test_a_case_that_was_heard_in_full_verifies_offline_and_tells_all(chain, whole, people, sender):
    report = verified(chain, whole)
    found = report.summary
    assert (found.claimant, found.liable, found.injured) == (people.claimant.address, sender.address, None)
    assert (found.state, found.ruling, found.basis) == ("executed", "upheld", "merits")
    assert [vote.ballot for vote in found.votes].count("absent") == 1
    assert [vote.vote for vote in found.votes].count("upheld") == 2
    assert found.effects.standing == 4_000
    assert (report.action.shown_by, report.action.seq) == (("record",), 1)
    assert report.draw == "recomputed"
    assert all(passed.reason == "it had retired" for passed in report.passed_over)
    assert [(line.purpose, line.state, line.name) for line in report.evidence] == [
        ("claim", "present", ""),
        ("claim", "present", "chat.txt"),
        ("response", "present", ""),
        ("evidence", "missing", ""),
        ("reasons", "present", ""),
    ]


def test_a_default_on_a_receipt_verifies_and_names_who_was_injured(
    chain, dev, agent, sources, catch_up, open_case, people
):
    receipt, signature = receipt_for(agent, people.injured.address, SALT)
    proof = court.show_receipt(chain, agent.ref.agent_id, receipt, signature, people.injured.address, SALT)
    case = open_case(proof)
    dev.mine(case.policy.response_blocks)
    case.pass_time()
    court.default_judgment(people.anyone, *case.shown)
    case.end()
    catch_up()
    report = verified(chain, case_bundle(sources, case.number, as_of=None))
    assert (report.summary.basis, report.summary.injured) == ("default", people.injured.address)
    assert int(report.summary.effects.to_injured) > 0
    assert (report.action.shown_by, report.action.seq, report.draw) == (("receipt",), 77, "none")


def test_a_late_response_and_a_dismissal_on_a_record_made_on_chain(
    chain, dev, agent, sources, catch_up, open_case, people, sender
):
    direct = Sender(chain, agent.key)
    dev.fund(agent.key.address, ETHER)
    direct.send("ActionLog", "record", agent.ref.agent_id, 0, 0, ZERO32, 0, ZERO32, keccak(b"made"), [])
    made = court.direct_record(chain, agent.ref.agent_id, 0, 0, 0)
    case = open_case(court.show_record(chain, agent.ref.agent_id, made), fault_class=FaultClass.BREACH)
    dev.mine(case.policy.response_blocks)
    case.pass_time()
    court.default_judgment(people.anyone, *case.shown)
    catch_up()
    defaulted = verified(chain, case_bundle(sources, case.number, as_of=None))
    court.respond(sender, *case.shown, sha256(b"late"), "ombud:sha256:late")
    case.judge([2, 2, 1])
    case.end()
    catch_up()
    report = verified(chain, case_bundle(sources, case.number, as_of=None))
    assert (defaulted.summary.state, defaulted.summary.ruling) == ("provisional", "upheld")
    assert (report.summary.ruling, report.summary.basis) == ("dismissed", "merits")
    assert report.action.shown_by == ("on chain",)
    assert int(report.summary.effects.burned) > 0


def test_an_arbitrator_waited_for_in_vain_and_a_withheld_file(
    chain, agent, sources, store, catch_up, open_case, people, sender
):
    receipt, signature = receipt_for(agent, people.injured.address)
    store.put(b"private", submitter="a test")
    store.withhold(sha256(b"private").hex(), "personal")
    case = open_case(court.show_receipt(chain, agent.ref.agent_id, receipt, signature), b"private")
    court.respond(sender, *case.shown, sha256(b"answer"), "ombud:sha256:answer")
    case.pass_time()
    court.arbitrator_timeout(people.anyone, *case.shown, court.panel_number(chain, case.number))
    court.execute(people.anyone, *case.shown)
    catch_up()
    report = verified(chain, case_bundle(sources, case.number, as_of=None))
    assert (report.summary.ruling, report.summary.basis) == ("refused", "timeout")
    assert [line.state for line in report.evidence] == ["withheld", "missing"]


def test_a_case_is_bundled_as_of_any_block(chain, agent, sources, catch_up, open_case, people):
    receipt, signature = receipt_for(agent, people.injured.address)
    before = chain.head().number
    case = open_case(court.show_receipt(chain, agent.ref.agent_id, receipt, signature))
    opened = chain.head().number
    court.submit_evidence(people.anyone, *case.shown, sha256(b"later"), "ombud:sha256:later")
    catch_up()
    assert verified(chain, case_bundle(sources, case.number, as_of=opened)).summary.state == "open"
    assert len(case_bundle(sources, case.number, as_of=None).evidence) == 2
    with pytest.raises(NotFoundError, match="no dispute"):
        case_bundle(sources, case.number, as_of=before)


def test_the_command_writes_a_case_that_the_command_verifies(
    chain, redis_url, agent, catch_up, open_case, people, tmp_path, monkeypatch
):
    receipt, signature = receipt_for(agent, people.injured.address)
    case = open_case(court.show_receipt(chain, agent.ref.agent_id, receipt, signature))
    catch_up()
    home, file = tmp_path / "home", tmp_path / "case.json"
    chain.deployment.save(home / "deployments" / "31337.json")
    for name, value in {"HOME": str(home), "REDIS_URL": redis_url, "RPC_URL": chain.url}.items():
        monkeypatch.setenv(f"OMBUD_{name}", value)
    written = CliRunner().invoke(dispute.app, ["bundle", str(case.number), "-o", str(file)])
    context.set_home(None)
    assert written.exit_code == 0, written.exception
    told = CliRunner().invoke(verify.app, [str(file), "--deployment", str(home / "deployments" / "31337.json")])
    assert told.exit_code == 0
    assert f"claim: {people.claimant.address} claimed harm" in told.output
    assert "shown by receipt" in told.output


def tampered(bundle, edit):
    document = msgspec.json.decode(bundle.serialise())
    edit(document)
    return verify_case(parse_case_bundle(msgspec.json.encode(document)))


def test_no_tampering_with_a_real_case_goes_unnoticed(whole):
    reports = {name: (tampered(whole, edit), code) for name, edit, code in ATTACKS}
    unnamed = {name: report.problems for name, (report, code) in reports.items() if code not in codes(report)}
    assert unnamed == {}


def test_no_single_fact_of_a_real_case_can_be_left_out(whole):
    told = ("ArbitratorRetired", "ConflictDeclared")  # say why someone was passed over, if they are here
    places = [place for place, fact in enumerate(whole.facts) if fact.event not in told]
    kept = [place for place in places if tampered(whole, lambda d, p=place: d["facts"].pop(p)).ok]
    assert [whole.facts[place].event for place in kept] == []


def codes(report):
    return {problem.code for problem in report.problems}


@pytest.fixture
def crowd(chain, new_sender, accreditor, arbitrators):
    """Enough arbitrators for a review by seven."""
    until, document = chain.head().timestamp + 10**9, keccak(b"document")
    for _ in range(12):
        account = new_sender()
        signed = panel.accredit(chain, accreditor, account.address, document, until)
        panel.register(account, document, until, signed, 20 * MIN_STAKE)
        arbitrators[account.address] = account
    return arbitrators


@pytest.mark.parametrize("votes", [[2, 2, 2, 2, 1, 1, None], [UPHELD] * 7])
def test_an_appeal_verifies_offline_and_a_tampered_one_names_the_move(
    chain, agent, sources, catch_up, open_case, people, sender, crowd, votes
):
    receipt, signature = receipt_for(agent, people.injured.address, SALT)
    proof = court.show_receipt(chain, agent.ref.agent_id, receipt, signature, people.injured.address, SALT)
    case = open_case(proof, evidence=secrets.token_bytes(8))
    court.join(people.anyone, *case.shown, sha256(b"me too"), "ombud:sha256:too")
    court.respond(sender, *case.shown, sha256(b"answer"), "ombud:sha256:answer")
    assert case.judge([UPHELD, UPHELD, 2]) == UPHELD
    court.appeal(sender, *case.shown, sha256(b"appeal"), "ombud:sha256:appeal")
    overturned = votes[0] == 2
    assert case.judge(votes) == (2 if overturned else UPHELD)
    case.end()
    catch_up()
    answer = case_file(sources, case.number)
    assert answer.completeness.complete, answer.completeness.basis
    assert (answer.data.ruling_record.earlier_ruling, len(answer.data.earlier_panels)) == ("upheld", 1)
    bundle = case_bundle(sources, case.number, as_of=None)
    report = verified(chain, bundle)
    assert (report.summary.round, report.summary.earlier_ruling, report.draw) == (2, "upheld", "recomputed")
    assert report.summary.ruling == ("dismissed" if overturned else "upheld")
    assert [claim.claimant for claim in report.summary.joined] == [people.anyone.address]
    kept = [fact for fact in bundle.facts if fact.event != "DisputeAppealed"]
    spoilt = verify_case(msgspec.structs.replace(bundle, facts=tuple(kept)))
    assert "missing_fact" in [problem.code for problem in spoilt.problems]
    told = {
        item.arbitrator: item.record for item in list_arbitrators(sources, cursor=None, limit=99, as_of=None).data.items
    }
    first = [seat for seat in answer.data.earlier_panels[0].seats if seat.vote == "upheld"]
    assert all(told[seat.arbitrator].overturned.count >= int(overturned) for seat in first)
