from __future__ import annotations

import pytest

from demo.cast import personas
from demo.enrol import STREAM, Enrolled
from demo.forker import sign_other_history
from ledger.domain import record, sealing
from ledger.domain.ids import AgentRef, checksum
from ledger.domain.record import Record
from ledger.domain.signing import SessionKey

KEY = SessionKey(b"\x07" * 32)
AGENT = AgentRef(31337, checksum("0x" + "11" * 20), 5)
HEAD = b"\x0c" * 32


@pytest.fixture
def told():
    """The segment that the forker's SDK signs for the log, beginning at record 40."""
    truth = Record(
        agent=str(AGENT), epoch=0, kind="interaction", op="execute_tool", phase="intent", seq=40, session="order-1",
        stream=STREAM, tool="refuse", ts=1, v=1,
    )  # fmt: skip
    data = [record.encode(truth)]
    return sealing.sign(sealing.make_header(AGENT, 0, STREAM, 40, data, HEAD, 2), data, KEY)


@pytest.fixture
def shown():
    """What it signs by hand for its buyer."""
    forker = Enrolled(personas(20)[0], AGENT, 0, KEY, KEY)
    return sign_other_history(forker, (40, HEAD), session="order-1", cause="ab" * 32)


def test_the_other_history_takes_the_same_place_under_the_same_key(told, shown):
    first, second = told.entry.segment, shown.entry.segment
    assert (first.agent, first.epoch, first.stream) == (second.agent, second.epoch, second.stream)
    assert first.first_seq < second.end_seq
    assert second.first_seq < first.end_seq
    assert first.header != second.header
    assert told.entry.signer() == shown.entry.signer() == KEY.address


def test_the_other_history_passes_every_check_on_its_own(shown):
    records = sealing.check_records(shown)
    assert [(item.tool, item.phase, item.outcome) for item in records] == [
        ("ship", "intent", None),
        ("ship", "outcome", "success"),
    ]
    assert records[0].parents == ("ab" * 32,)
    assert records[1].parents == (record.record_id(shown.records[0]).hex(),)
