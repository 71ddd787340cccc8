from __future__ import annotations

import shutil

import pytest

from demo.forker import sign_other_history
from ledger.domain.ids import AgentRef, checksum
from ledger.domain.sealing import check_records
from ledger.domain.signing import SessionKey
from ledger.sdk.draft import Draft
from ledger.sdk.spool import Spool
from ledger.sdk.stream import Binding

KEY = SessionKey(b"\x07" * 32)
AGENT = AgentRef(31337, checksum("0x" + "11" * 20), 5)


def write(spool, tool):
    return spool.write(Draft(kind="operational", op="execute_tool", phase="intent", session="s", tool=tool, ts=1))


def sealed(spool):
    ((stream, mark),) = spool.streams()
    last = next(reversed(list(stream.headers())), None)
    return stream.signed(stream.seal(last, mark, mark.count, 2), KEY)


@pytest.fixture
def histories(tmp_path):
    """The segment that the real spool signs next, and the one its copy signs by hand."""
    real = Spool(tmp_path / "real")
    real.bind(Binding(agent=str(AGENT), epoch=0, stream=1, key=KEY.address, opening_head="00" * 32))
    write(real, "quote")
    sealed(real)
    shutil.copytree(tmp_path / "real", tmp_path / "copy")
    write(real, "refuse")
    told = sealed(real)
    real.close()
    return told, sign_other_history(tmp_path / "copy", KEY, session="order-1", cause="ab" * 32)


def test_the_other_history_takes_the_same_place_under_the_same_key(histories):
    told, shown = (segment.entry.segment for segment in histories)
    assert (told.agent, told.epoch, told.stream, told.first_seq) == (shown.agent, shown.epoch, shown.stream, 1)
    assert shown.first_seq == told.first_seq
    assert told.header != shown.header
    assert {segment.entry.signer() for segment in histories} == {KEY.address}


def test_the_other_history_would_pass_every_check_on_its_own(histories):
    _, shown = histories
    records = check_records(shown)
    assert [(item.tool, item.phase, item.outcome) for item in records] == [
        ("ship", "intent", None),
        ("ship", "outcome", "success"),
    ]
    assert records[0].parents == ("ab" * 32,)
