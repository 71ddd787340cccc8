"""The disputed action and the evidence: found where they can be, and named unknown where they cannot."""

from __future__ import annotations

import pytest

from ledger.domain.dispute import RefKind, action_of
from ledger.domain.evidence_list import MEDIA_TYPE, ListedFile, make_evidence_list
from ledger.domain.hashing import ZERO32, keccak, sha256
from ledger.domain.record import record_id
from ledger.domain.statements import Receipt
from ledger.errors import NotFoundError
from ledger.queries.cases import case_file
from ledger.tiles.evidence import open_evidence
from tests.fakes.asked import sources_of
from tests.fakes.court import FakeCourt
from tests.fakes.world import account
from tests.unit.domain.test_shown_action import call, opening

SHOP = account("shop")


@pytest.fixture
def log(world):
    return world.new_log()


@pytest.fixture
def court(world):
    found = FakeCourt(world)
    found.found()
    return found


@pytest.fixture
def agent(world, court, log):
    return world.new_agent({1: log})


def receipt_of(agent, record, seq):
    return Receipt(
        agent.ref.key, 0, 1, seq, record, bytes(12) + bytes.fromhex(SHOP[2:]), 31337, ZERO32, 9, 5, keccak(b"pay"),
        ZERO32, 7,
    )  # fmt: skip


def shown_by_receipt(receipt, counterparty=SHOP):
    fields = tuple(getattr(receipt, name) for name in Receipt.__slots__)
    return opening(call("ActionWitness", "onReceipt", 0, (fields, b"sig", counterparty, ZERO32)))


def test_the_action_is_read_from_the_opening_transaction_and_found_in_its_log(
    world, mirror, court, agent, log, catch_up
):
    segment = agent.segment(2)
    world.logs[log].append(segment)
    world.anchor(log)
    record = record_id(segment.records[1])
    number = court.open(agent, seq=1, record=record)
    receipt = receipt_of(agent, record, 1)
    catch_up()
    asked = []

    def sent(tx):
        asked.append(tx)
        return shown_by_receipt(receipt)

    found = case_file(sources_of(world, mirror, sent=sent), number).data
    assert asked == [bytes.fromhex(found.timeline[0].seen.tx)]
    action = found.action
    assert (action.epoch, action.stream, action.seq, action.record_id) == (0, 1, 1, record.hex())
    assert (action.unknown, action.shown_as) == (None, "receipt")
    assert (action.receipt.hash, action.receipt.counterparty, action.receipt.amount) == (receipt.hash.hex(), SHOP, "5")
    assert action.record.proof.log.path is not None
    assert found.action.action == action_of(agent.ref.key, 0, 1, 1, record).hex()


def test_a_record_that_no_log_holds_and_a_hidden_counterparty_are_shown_as_they_are(
    world, mirror, court, agent, catch_up
):
    number = court.open(agent, seq=3, record=keccak(b"never logged"))
    receipt = receipt_of(agent, keccak(b"never logged"), 3)
    catch_up()
    nobody = "0x" + "0" * 40
    action = case_file(sources_of(world, mirror, sent=lambda _: shown_by_receipt(receipt, nobody)), number).data.action
    assert (action.record, action.record_id) == (None, keccak(b"never logged").hex())
    assert action.receipt.counterparty == receipt.counterparty.hex()


def gone(_tx):
    message = "the node does not know it"
    raise NotFoundError(message)


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (None, "no node"),
        (gone, "does not know it"),
        (lambda _: b"another call", "did not call open"),
        (
            lambda _: opening(call("ActionWitness", "onRecord", 0, (0, 1, 5, ZERO32, ZERO32, 1, []))),
            "shows another action",
        ),
    ],
)
def test_an_action_that_cannot_be_read_is_unknown_for_a_reason(world, mirror, court, agent, catch_up, sent, reason):
    number = court.open(agent)
    catch_up()
    answer = case_file(sources_of(world, mirror, sent=sent), number)
    assert reason in answer.data.action.unknown
    assert (answer.data.action.record_id, answer.data.action.shown_as) == (None, RefKind.RECEIPT.name.lower())
    assert answer.completeness.complete  # what the court keeps is all here; only what it hashed is not


def test_evidence_is_looked_up_in_the_store_with_the_files_of_a_list(world, mirror, court, agent, catch_up, tmp_path):
    store = open_evidence(tmp_path)
    chat, _ = store.put(b"chat", media_type="text/plain", submitter="claimant")
    files = [
        ListedFile(sha256=chat.sha256, name="chat.txt", media_type="text/plain", size=4),
        ListedFile(sha256="ab" * 32, name="gone.txt", media_type="text/plain", size=5),
    ]
    data = make_evidence_list(files, "what they show")
    listed, _ = store.put(data, media_type=MEDIA_TYPE, submitter="claimant")
    single, _ = store.put(b"single file", submitter="owner")
    store.withhold(single.sha256, "a name in it")
    number = court.open(agent, evidence=b"x")
    case = court.now.trials[number].dispute.case
    for sha256_hex in (listed.sha256, chat.sha256, single.sha256):
        args = {"disputeId": number, "party": case.claimant, "evidenceHash": bytes.fromhex(sha256_hex)}
        world.chain.mine(("DisputeCourt", "EvidenceAdded", args))
    catch_up()
    unknown, found, plain, withheld = case_file(sources_of(world, mirror, evidence=store), number).data.evidence
    assert (unknown.availability, unknown.media_type, unknown.files) == ("unknown", None, [])
    assert (found.availability, found.size, found.statement) == ("present", len(data), "what they show")
    assert [(file.name, file.availability) for file in found.files] == [
        ("chat.txt", "present"),
        ("gone.txt", "unknown"),
    ]
    assert (plain.availability, plain.media_type, plain.files) == ("present", "text/plain", [])
    assert (withheld.availability, withheld.files) == ("withheld", [])
    assert [item.uri for item in (found, plain, withheld)] == [None, None, None]


def test_damaged_evidence_is_said_to_be_so(world, mirror, court, agent, catch_up, tmp_path):
    store = open_evidence(tmp_path)
    store.put(b"evidence", submitter="claimant")
    name = sha256(b"evidence").hex()
    entry = next(tmp_path.rglob(f"entry/*/{name}"))
    entry.chmod(0o600)
    entry.write_bytes(b"{")
    number = court.open(agent)
    args = {"disputeId": number, "party": SHOP, "evidenceHash": bytes.fromhex(name)}
    world.chain.mine(("DisputeCourt", "EvidenceAdded", args))
    catch_up()
    _, damaged = case_file(sources_of(world, mirror, evidence=store), number).data.evidence
    assert (damaged.availability, damaged.size) == ("damaged", None)
