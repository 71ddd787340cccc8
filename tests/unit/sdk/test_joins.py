"""Work of several streams, of one agent or of several, joined by its causes."""

from __future__ import annotations

import asyncio

import pytest

from ledger.domain.causes import trace
from ledger.domain.hashing import ZERO32
from ledger.domain.ids import AgentRef
from ledger.domain.record import MAX_PARENTS
from ledger.domain.signing import SessionKey
from ledger.errors import InvalidInputError
from ledger.sdk import caused_by, tail
from tests.unit.logserver import scene

OTHER = AgentRef.parse("eip155:31337:0x5FbDB2315678afecb367f032d93F642f64180aa3/8")
OTHER_KEY = SessionKey(bytes([4]) * 32)


def lines(*ledgers):
    return [line for ledger in ledgers for line in tail(ledger.spool)]


def graph(*ledgers):
    return {line.record_id: line.statement.parents or () for line in lines(*ledgers)}


@pytest.fixture
def pair(make_ledger, client, directory):
    """Two streams of one agent, and a stream of another, all at home in one log."""
    directory.register(scene.KEY.address, scene.AGENT.key, 0, 2, scene.LOG, ZERO32)
    directory.register(OTHER_KEY.address, OTHER.key, 0, 1, scene.LOG, ZERO32)
    one, two = make_ledger("one", to=client), make_ledger("two", to=client)
    other = make_ledger("other", to=client, key=OTHER_KEY)
    one.bind(scene.AGENT, stream=1)
    two.bind(scene.AGENT, stream=2)
    other.bind(OTHER)
    return one, two, other


def test_a_record_joins_two_streams_and_two_agents_and_the_log_takes_all_of_it(pair, log):
    one, two, other = pair
    left, right, far = one.write("chat"), two.write("chat"), other.write("chat")
    with caused_by(left.ref, right.ref, far.record_id):
        joined = one.write("execute_tool", tool="decide")
    found = trace(graph(*pair), joined.record_id)
    assert set(found.ancestors) == {left.record_id, right.record_id, far.record_id}
    assert (found.unknown, trace(graph(*pair), far.record_id).descendants) == ((), (joined.record_id,))
    assert joined.record_id in {line.record_id for line in lines(one)}
    for ledger in pair:
        ledger.flush()
    assert log.registry.size >= len(pair)


def test_a_call_from_one_ledger_into_another_is_its_effect_without_a_word(pair):
    one, two, _ = pair

    @two.record
    def inner() -> None: ...

    @one.record
    def outer() -> None:
        inner()

    outer()
    (intent, _), (effect, end) = lines(one), lines(two)
    assert effect.statement.parents == (intent.record_id,)
    assert end.statement.parents == (effect.record_id,)


def test_what_was_done_at_once_is_joined_after(pair):
    one, two, other = pair
    written = []

    async def work(ledger) -> None:
        @ledger.record
        async def step() -> None:
            await asyncio.sleep(0)

        await step()
        written.append(lines(ledger)[-1].record_id)

    async def all_of_it() -> None:
        await asyncio.gather(work(two), work(other))
        one.write("approval", parents=written)

    asyncio.run(all_of_it())
    (approval,) = lines(one)
    assert set(approval.statement.parents) == set(written)
    assert len(trace(graph(*pair), approval.record_id).ancestors) == 4


def test_a_draft_is_joined_by_its_place_and_named_once_it_has_one(make_ledger):
    ledger = make_ledger()
    first, second = ledger.write("chat"), ledger.write("chat")
    with caused_by(first.ref, second.ref):
        ledger.write("chat")
    ledger.bind(scene.AGENT)
    late = ledger.write("chat", parents=[first.ref, second.ref])
    found = lines(ledger)
    assert found[2].statement.parents == found[3].statement.parents == (found[0].record_id, found[1].record_id)
    assert found[3].record_id == late.record_id


def test_a_draft_of_another_ledger_is_named_from_when_it_is_bound(make_ledger):
    one, other = make_ledger("one", bound=True), make_ledger("other", key=OTHER_KEY)
    draft = other.write("chat")
    one.write("chat", parents=[draft.ref])
    other.bind(OTHER)
    one.write("chat", parents=[draft.ref])
    before, after = lines(one)
    (named,) = lines(other)
    assert (before.statement.parents, after.statement.parents) == (None, (named.record_id,))


def test_the_same_cause_is_named_once_and_no_more_than_a_record_holds(pair):
    one, two, _ = pair
    written = two.write("chat")
    with caused_by(written.ref, written.ref):
        one.write("chat")
    with caused_by(written.record_id, written.ref):
        one.write("chat", parents=[written.record_id])
    assert [line.statement.parents for line in lines(one)] == [(written.record_id,)] * 2
    many = [two.write("chat").ref for _ in range(MAX_PARENTS)]
    with pytest.raises(InvalidInputError, match="too many"), caused_by(*many):
        pass
