"""What an agent saw is committed to with each act, or the record says why it is not."""

from __future__ import annotations

import pytest

from ledger.domain import record as records
from ledger.domain.commitment import field_leaf
from ledger.domain.hashing import sha256
from ledger.domain.seen_context import SeenContext, seen_context
from ledger.errors import InvalidInputError
from ledger.sdk import Ledger, seeing
from ledger.sdk.payload import encode
from ledger.sdk.tail import tail

MESSAGES = [{"role": "user", "content": "pay the invoice"}]


@pytest.fixture
def ledger(tmp_path):
    with Ledger(tmp_path / "spool") as found:
        yield found


def written(ledger):
    return [line.statement for line in tail(ledger.spool)]


def state(item):
    """Judge a draft as the record that it becomes."""
    fields = {name: getattr(item, name) for name in ("kind", "op", "phase", "ctx", "in_", "call", "outcome", "session")}
    place = {"agent": f"eip155:1:0x{'0' * 40}/0", "epoch": 0, "stream": 1, "seq": 0, "ts": 1, "v": 1}
    return seen_context(records.Record(**fields, **place))


def opens(ledger, item, value):
    """Whether an opening of the ledger shows that a value is what was committed to."""
    return any(
        opening.field == "ctx"
        and opening.value == value
        and field_leaf("ctx", opening.salt, value).hex() == item.ctx == opening.root.hex()
        for opening in ledger.openings()
    )


def test_acts_inside_commit_to_what_was_seen_each_with_a_salt_of_its_own(ledger):
    @ledger.record
    def pay(cents):
        return cents

    with seeing(MESSAGES):
        pay(1)
        pay(2)
    first, done, second, _ = written(ledger)
    assert state(first) == state(second) == SeenContext("committed")
    assert first.ctx != second.ctx
    assert state(done) == SeenContext("not_required")
    digest = sha256(encode(MESSAGES))
    assert opens(ledger, first, digest)
    assert opens(ledger, second, digest)


def test_an_act_without_it_says_that_nobody_gave_it(ledger):
    ledger.write("execute_tool", tool="pay")
    ledger.write("execute_tool", tool="pay", no_context="nothing_seen")
    ledger.write("chat", input=MESSAGES)
    ledger.write("erase")
    asked = [state(item) for item in written(ledger)]
    assert asked == [
        SeenContext("absent", "not_given"),
        SeenContext("absent", "nothing_seen"),
        SeenContext("committed"),
        SeenContext("not_required"),
    ]


def test_a_call_whose_arguments_are_not_captured_commits_to_nothing_and_says_so(ledger):
    @ledger.record(capture=False)
    def pay(cents):
        return cents

    with seeing(MESSAGES):
        pay(1)
    assert state(written(ledger)[0]) == SeenContext("absent", "capture_off")


def test_an_argument_may_hold_what_was_seen(ledger):
    @ledger.record(sees=("messages",))
    def act(messages, cents):
        return cents

    act(MESSAGES, 1)
    (intent, _) = written(ledger)
    assert opens(ledger, intent, encode({"messages": MESSAGES}))
    with pytest.raises(InvalidInputError, match="sees names 'documents'"):
        ledger.record(sees=("documents",))(lambda messages: messages)


def test_what_is_said_with_a_record_goes_before_what_is_seen_around_it(ledger):
    with seeing(MESSAGES):
        ledger.write("execute_tool", context=b"only this")
    (item,) = written(ledger)
    assert opens(ledger, item, b"only this")
