"""How a customer comes to know: the mail at the address, the public record, and the opening that its owner gives."""

from __future__ import annotations

import json

import pytest

from demo.cast import Customer
from demo.court import discovery
from demo.court.hold import NoCaseError, harmed
from demo.delegation import Principal
from demo.leaker import RECIPIENT
from ledger.domain.commitment import field_leaf
from ledger.domain.signing import SessionKey
from ledger.sdk import Ledger, tail


@pytest.fixture
def outbox(tmp_path):
    folder = tmp_path / "outbox"
    folder.mkdir()
    for number, (recipient, customer) in enumerate(
        [("friend@market.example", "c1"), (RECIPIENT, "c9"), *[(RECIPIENT, f"c{n}") for n in range(2, 12)]], 1
    ):
        paper = {"recipient": recipient, "id": customer, "cause": f"record {number}", "sender": "agent"}
        (folder / f"{number}.json").write_text(json.dumps(paper))
    return folder


def principal(name):
    return Principal(Customer(name, name, "", ""), SessionKey(b"\x05" * 32))


def test_what_arrived_at_the_address_is_found_in_order(outbox):
    found = list(discovery.traces(outbox, RECIPIENT))
    assert [item.customer for item in found] == ["c9", *[f"c{n}" for n in range(2, 12)]]
    assert (found[0].record, json.loads(found[0].mail)["id"]) == ("record 2", "c9")


def test_the_claimant_is_the_first_customer_with_an_account(outbox):
    claimant, trace = harmed(outbox, [principal("c1"), principal("c3"), principal("c2")])
    assert (claimant.customer.id, trace.record) == ("c2", "record 3")
    with pytest.raises(NoCaseError, match="no customer's file"):
        harmed(outbox, [principal("c1")])


@pytest.fixture
def spool(tmp_path):
    """The spool of an agent that read a file, and sent it because of that."""
    with Ledger(tmp_path / "spool", key=SessionKey(b"\x07" * 32), fsync="never") as book:
        book.bind(f"eip155:31337:0x{'11' * 20}/5")
        read = book.write("execute_tool", tool="read_customer", input={"customer": "c2"})
        book.write("execute_tool", tool="send_file", input={"customer": "c2"}, parents=[read.record_id])
    return tmp_path / "spool"


def answers(spool):
    """What the API says of each record of a spool, by its id."""
    found = {}
    for line in tail(spool):
        content = {"in": line.statement.in_, "parents": line.statement.parents or ()}
        found[line.record_id] = {"record_id": line.record_id, "content": content, "text": f"text of {line.seq}"}
    return found


class Api:
    def __init__(self, known):
        self.known = known

    def get(self, path):
        return {"data": {"record": self.known[path.removeprefix("/v1/records/")]}}


def test_an_opening_is_what_hashes_to_the_records_commitment(spool):
    read, sent = answers(spool).values()
    for record in (read, sent):
        said = json.loads(discovery.opened(spool, record).data)
        leaf = field_leaf("in", bytes.fromhex(said["salt"]), said["value"].encode())
        assert (leaf.hex(), said["record"]) == (record["content"]["in"], record["record_id"])


def test_a_spool_that_cannot_open_a_record_gives_nothing(spool):
    (_, sent) = answers(spool).values()
    sent["content"]["in"] = "00" * 32
    assert discovery.opened(spool, sent) is None
    papers = discovery.claim_papers(discovery.Trace(b"{}", "r", "c2"), sent, None)
    assert [paper.name for paper in papers] == ["mail.json", f"record-{sent['record_id'][:8]}.json"]


def test_each_side_files_what_it_has(spool):
    known = answers(spool)
    read, sent = known.values()
    opening = discovery.opened(spool, sent)
    claim = discovery.claim_papers(discovery.Trace(b"{}", sent["record_id"], "c2"), sent, opening)
    assert [paper.data for paper in claim] == [b"{}", b"text of 1", opening.data]
    answer = discovery.answer_papers(Api(known), spool, sent)
    assert [paper.name for paper in answer] == [
        f"{kind}-{read['record_id'][:8]}.json" for kind in ("record", "opening")
    ]
    assert answer[0].data == b"text of 0"
