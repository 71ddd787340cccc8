"""What the files of a case establish: nothing but what hashes to what the chain names."""

from __future__ import annotations

import json

import pytest

from demo.court.findings import Findings, establish, name_of
from demo.court.rules import HARM, LETTER, PURPOSE, TRUST
from ledger.domain import record
from ledger.domain.dispute import DISMISSED, UPHELD
from ledger.domain.ids import AgentRef, checksum
from ledger.domain.record import Record
from ledger.sdk.payload import commit

AGENT = AgentRef(31337, checksum("0x" + "11" * 20), 5)
ARGUMENTS = {"customer": "customer-8", "recipient": "drop@elsewhere.example"}
RULES = (PURPOSE, HARM, TRUST, LETTER)


def written(seq: int, tool: str, **more) -> bytes:
    fields = {
        "agent": str(AGENT), "epoch": 0, "kind": "interaction", "op": "execute_tool", "phase": "intent", "seq": seq,
        "session": "order-1", "stream": 1, "tool": tool, "ts": 1, "v": 1,
    } | more  # fmt: skip
    return record.encode(Record(**fields))


class Case:
    """Everything that both parties file about one leak."""

    def __init__(self) -> None:
        opening = commit("in", ARGUMENTS)
        self.read = written(3, "read_customer")
        self.sent = written(4, "send_file", in_=opening.root.hex(), parents=(record.record_id(self.read).hex(),))
        self.action = name_of(record.decode(self.sent), self.sent)
        self.opening = json.dumps({"salt": opening.salt.hex(), "value": opening.value.decode()}).encode()
        self.mail = self.mailed()

    def mailed(self, **changes) -> bytes:
        told = {
            "cause": record.record_id(self.sent).hex(),
            "sender": str(AGENT),
            "recipient": ARGUMENTS["recipient"],
            "id": ARGUMENTS["customer"],
        }
        return json.dumps({**told, **changes}).encode()

    def files(self) -> list[bytes]:
        return [b"not json", self.mail, self.read, self.opening, self.sent, b"[1, 2]"]


@pytest.fixture
def case():
    return Case()


def votes(found: Findings) -> list[int]:
    return [rule.apply(found).vote for rule in RULES]


def test_everything_is_established_from_files_in_any_order(case):
    found = establish(case.action, case.files())
    assert found.record.tool == "send_file"
    assert (found.customer, found.recipient) == ("customer-8", "drop@elsewhere.example")
    assert [cause.tool for cause in found.causes] == ["read_customer"]
    assert found.mail["id"] == "customer-8"
    assert establish(case.action, reversed(case.files())) == found
    assert votes(found) == [UPHELD, UPHELD, UPHELD, DISMISSED]


@pytest.mark.parametrize("seq", [3, 5])
def test_another_record_than_the_disputed_one_establishes_nothing(case, seq):
    files = [written(seq, "send_file", in_="00" * 32) if item is case.sent else item for item in case.files()]
    found = establish(case.action, files)
    assert found == Findings(None, None, (), None, None)
    assert votes(found) == [DISMISSED] * 4
    assert "No file is the record in dispute" in PURPOSE.apply(found).reasons


@pytest.mark.parametrize(
    "changes",
    [
        {"salt": "00" * 32},
        {"salt": "00"},
        {"salt": "no hex"},
        {"salt": 7},
        {"value": json.dumps({**ARGUMENTS, "recipient": "my-boss@market.example"})},
    ],
)
def test_evidence_that_does_not_open_the_commitment_makes_every_arbitrator_dismiss(case, changes):
    case.opening = json.dumps({**json.loads(case.opening), **changes}).encode()
    found = establish(case.action, case.files())
    assert found.opened is None
    assert found.recipient == found.customer == ""
    assert votes(found) == [DISMISSED] * 4
    for rule in RULES:
        assert "not established" in rule.apply(found).reasons


def test_a_claim_without_an_opening_is_dismissed(case):
    found = establish(case.action, [item for item in case.files() if item is not case.opening])
    assert votes(found) == [DISMISSED] * 4


@pytest.mark.parametrize("name", ["cause", "sender", "recipient", "id"])
def test_a_mail_that_contradicts_the_record_shows_no_harm(case, name):
    case.mail = case.mailed(**{name: "something else"})
    found = establish(case.action, case.files())
    assert found.mail is None
    assert votes(found) == [UPHELD, DISMISSED, UPHELD, DISMISSED]


def test_without_the_record_of_the_reading_nobody_knows_that_the_file_was_entrusted(case):
    found = establish(case.action, [item for item in case.files() if item is not case.read])
    assert found.causes == ()
    assert votes(found) == [UPHELD, UPHELD, DISMISSED, DISMISSED]


def test_a_record_of_another_tool_is_no_sending(case):
    opening = commit("in", ARGUMENTS)
    data = written(4, "deliver", in_=opening.root.hex())
    files = [data, json.dumps({"salt": opening.salt.hex(), "value": opening.value.decode()}).encode()]
    found = establish(name_of(record.decode(data), data), files)
    assert PURPOSE.apply(found).vote == DISMISSED


def test_reasons_name_what_they_rest_on(case):
    found = establish(case.action, case.files())
    for rule in (PURPOSE, HARM, LETTER):
        assert "customer-8" in rule.apply(found).reasons
    for rule in (PURPOSE, HARM, TRUST, LETTER):
        assert "drop@elsewhere.example" in rule.apply(found).reasons
