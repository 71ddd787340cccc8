"""A view sees nothing after its block, and reads on from any position."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.store.books import BlockId
from ledger.store.keys import Space
from ledger.store.mirror import BlockWrite, Window
from ledger.store.ops import Runs, add
from ledger.store.view import Position

KEY = "c:list"


def block(number: int) -> BlockId:
    return BlockId(number, number.to_bytes(32, "big"), number)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    st.sets(st.tuples(st.integers(1, 5), st.integers(0, 6)), max_size=20),
    st.integers(0, 5),
    st.tuples(st.integers(0, 6), st.integers(0, 7)),
    st.integers(1, 6),
)
def test_reading_on_gives_what_comes_after_and_was_there_then(mirror, members, as_of, start, count):
    mirror.drop(0)
    mirror.begin(block(0), instance="i", now=1.0)
    writes = [BlockWrite(at, [add(KEY, index.to_bytes(4, "big"), at)]) for at, index in members]
    unique: dict[int, int] = {}
    for write in writes:
        unique[int.from_bytes(write.ops[0].first, "big")] = write.number
    mirror.apply_window(mirror.books(), Window(block(5), 0, [], Runs(), writes))
    view = mirror.view(mirror.books(), as_of)
    found = [
        (m.block, int.from_bytes(m.data, "big"))
        for m in view.after(KEY, Position(start[0], start[1].to_bytes(4, "big")), count)
    ]
    expected = sorted((at, index) for index, at in unique.items() if (at, index) > start and at <= as_of)
    assert found == expected[:count]
    assert view.count(KEY) == sum(at <= as_of for at in unique.values())


def test_all_keys_of_a_world_share_one_hash_tag():
    space = Space(31337, "0xAbCdEf0123456789aBcDeF0123456789AbCdEf01")
    assert space.prefix(3) == "ombud:{31337:abcdef01}:v7:3:"
    assert space.live.startswith("ombud:{31337:abcdef01}:")
