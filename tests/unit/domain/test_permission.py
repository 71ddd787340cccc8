"""What an action is, given what was in force when the chain first saw it: a pure table."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.authority import tool_id, tools_hash
from ledger.domain.hashing import keccak
from ledger.domain.permission import (
    REASONS,
    STATES,
    Action,
    Declared,
    Granted,
    Judged,
    Said,
    ToolLists,
    judge,
    said_at,
    tools_in,
)
from ledger.domain.verify import GRACE_SECONDS

SEEN = 100 * GRACE_SECONDS
DONE = SEEN - 3600
NAME = keccak(b"mandate")
HIDDEN = keccak(b"some list")
PAY, SEARCH = "pay", "search"
MANDATE = Granted(7, "0xA", SEEN - GRACE_SECONDS, SEEN + 1, tools_hash([tool_id(PAY)]))
SAID = Said(DONE, tool=PAY, mandate=NAME)
NONE = ToolLists()
BOTH = ToolLists([[SEARCH, PAY]])


def found(said=SAID, granted=MANDATE, manifests=(), lists=NONE):
    return judge(Action(7, SEEN, said), granted, manifests, lists)


def manifest(*tools, since=0, until=None):
    return Declared(since, until, keccak(b"".join(sorted(map(tool_id, tools)))))


def test_a_live_mandate_that_lists_the_tool_lets_it():
    assert found() == Judged("within", ())
    assert found(replace(SAID, tool=None, at=said_at(DONE * 1000 + 999))) == Judged("within", ())


def test_what_is_hidden_is_not_guessed():
    assert judge(Action(7, SEEN, None), MANDATE, [manifest(PAY)], BOTH).reasons == ("content_hidden",)
    assert found(granted=replace(MANDATE, tools=HIDDEN)) == Judged("unknown", ("mandate_tools_hidden",))
    assert found(replace(SAID, has_fields=True)) == Judged("unknown", ("amount_hidden",))
    assert found(manifests=[Declared(0, None, HIDDEN)]) == Judged("unknown", ("manifest_tools_hidden",))


def test_a_list_that_hashes_to_what_the_chain_has_decides_and_no_other_does():
    listed = replace(MANDATE, tools=tools_hash([tool_id(PAY), tool_id(SEARCH)]))
    assert found(granted=listed, lists=BOTH).state == "within"
    assert found(replace(SAID, tool="send"), listed, lists=BOTH) == Judged("outside", ("tool_not_in_mandate",))
    assert found(granted=listed, lists=ToolLists([[PAY]])).state == "unknown"


def test_a_document_lists_tools_where_it_has_names_under_tools():
    assert tools_in(b'{"tools": ["search", "pay"], "more": 1}') == [SEARCH, PAY]
    for other in (b'{"tools": "pay"}', b"[]", b"\xff", b""):
        assert tools_in(other) is None
    listed = replace(MANDATE, tools=tools_hash([tool_id(PAY), tool_id(SEARCH)]))
    assert found(granted=listed, lists=NONE.beside([[SEARCH, PAY]])).state == "within"
    assert found(granted=listed, lists=BOTH.beside([])).state == "within"


@pytest.mark.parametrize(
    ("granted", "code"),
    [
        (None, "mandate_not_granted"),
        (replace(MANDATE, since=SEEN + 1), "mandate_not_granted"),
        (replace(MANDATE, agent_id=8), "mandate_of_another"),
        (replace(MANDATE, until=DONE), "mandate_ended"),
    ],
)
def test_a_mandate_that_does_not_hold_puts_an_action_outside(granted, code):
    assert found(granted=granted) == Judged("outside", (code,))


def test_what_ended_between_date_and_witness_is_held_neither_way_and_an_old_date_gains_nothing():
    assert found(granted=replace(MANDATE, until=DONE + 1)) == Judged("unknown", ("mandate_ended_meanwhile",))
    long_ago = replace(SAID, at=SEEN - 9 * GRACE_SECONDS)
    assert found(long_ago, replace(MANDATE, until=SEEN - GRACE_SECONDS)) == Judged("outside", ("mandate_ended",))
    ahead = replace(SAID, at=SEEN + 99)
    assert found(ahead, replace(MANDATE, until=SEEN)) == Judged("outside", ("mandate_ended",))


def test_a_mandate_of_another_principal_than_is_stated_authorises_nothing():
    assert found(replace(SAID, account="0xB")) == Judged("outside", ("other_principal",))
    assert found(replace(SAID, account="0xA")).state == "within"


def test_the_manifest_binds_whoever_names_no_mandate():
    free = replace(SAID, mandate=None)
    assert found(free, None) == Judged("unstated", ("nothing_stated",))
    assert found(free, None, [manifest(PAY)]).state == "within"
    assert found(free, None, [manifest()]) == Judged("outside", ("tool_not_in_manifest",))
    assert found(replace(free, tool=None), None, [manifest()]).state == "unstated"


def test_a_manifest_that_changed_after_the_date_decides_alone_only_if_both_say_the_same():
    free = replace(SAID, mandate=None)
    before, after = manifest(since=1, until=DONE + 1), manifest(PAY, since=DONE + 1)
    assert found(free, None, [before, after]) == Judged("unknown", ("manifest_changed_meanwhile",))
    narrowed = [manifest(PAY, since=1, until=DONE), manifest(SEARCH, since=DONE)]
    assert found(free, None, narrowed, BOTH).reasons == ("manifest_tools_hidden",)
    assert found(free, None, narrowed, ToolLists([[SEARCH]])) == Judged("outside", ("tool_not_in_manifest",))
    assert found(free, None, [manifest(since=DONE + 1)]).reasons == ("manifest_changed_meanwhile",)
    assert found(free, None, [manifest(since=SEEN + 1)]).state == "unstated"


def test_the_gravest_reason_comes_first_and_all_are_told():
    judged = found(replace(SAID, has_fields=True, account="0xB"))
    assert judged == Judged("outside", ("other_principal", "amount_hidden"))


@given(st.integers(0, 2 * SEEN), st.booleans(), st.integers(SEEN - 99, SEEN + 99), st.integers(SEEN - 99, SEEN + 99))
def test_every_action_is_one_of_four_for_reasons_that_make_it_so(at, names, until, since):
    said = Said(at, tool=PAY, mandate=NAME if names else None)
    judged = found(said, replace(MANDATE, until=until), [manifest(since=since)])
    assert judged.state in STATES
    assert (judged.state == "within") == (not judged.reasons)
    assert not judged.reasons or REASONS[judged.reasons[0]][0] == judged.state
