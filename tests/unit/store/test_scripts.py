"""Writes are atomic, happen once, and can be taken back to the very state before."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.errors import ConflictError, InvalidInputError, StaleMirrorError, UnavailableError
from ledger.store import digest as digests
from ledger.store import keys
from ledger.store import mirror as mirrors
from ledger.store.books import BlockId
from ledger.store.mirror import BlockWrite, Mirror, RangeWrite, Window
from ledger.store.ops import Op, Runs, add, count, put, put_once, remove, set_value
from ledger.store.rows import CURSOR, LogCursor

LOG = bytes(31) + b"\x01"
OTHER = bytes(31) + b"\x02"


def block(number: int, branch: int = 0) -> BlockId:
    return BlockId(number, bytes([branch]) + number.to_bytes(31, "big"), 1_700_000_000 + number)


def window(*writes: BlockWrite, end: BlockId, floor: int = 0) -> Window:
    """Blocks up to the floor are written without undo, in runs; those above with it."""
    final = Runs()
    for write in writes:
        if write.number <= floor:
            final.add(write.ops)
    return Window(end, floor, [end], final, [write for write in writes if write.number > floor])


def one_block(number: int, *ops: Op, branch: int = 0, floor: int = 0) -> Window:
    return window(BlockWrite(number, ops), end=block(number, branch), floor=floor)


names = st.sampled_from(["c:x", "c:y", "c:z"])
fields = st.sampled_from([b"a", b"b", b"\x00\xff"])
chain_ops = st.one_of(
    st.builds(lambda k, f, v: put(k + ":h", f, v), names, fields, st.binary(max_size=4)),
    st.builds(lambda k, f, v: put_once(k + ":h", f, v), names, fields, st.binary(max_size=4)),
    st.builds(lambda k, f: remove(k + ":h", f), names, fields),
    st.builds(lambda k, f, n: count(k + ":n", f, n), names, fields, st.integers(-5, 5)),
    st.builds(lambda k, f, n: add(k + ":z", f, n), names, fields, st.integers(0, 99)),
    st.builds(lambda k, n: set_value(k + ":s", LogCursor(n)), names, st.integers(0, 9)),
)
real_server = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def fresh(mirror: Mirror) -> None:
    mirror.drop(0)
    mirror.begin(block(0), instance="i", now=1.0)


@real_server
@given(st.lists(st.lists(chain_ops, max_size=8), min_size=1, max_size=5), st.data())
def test_rollback_after_apply_is_the_identity(mirror, blocks, data):
    fresh(mirror)
    digests = [mirror.digest()[0]]
    for number, ops in enumerate(blocks, 1):
        assert mirror.apply_window(mirror.books(), one_block(number, *ops))
        digests.append(mirror.digest()[0])
    while (cursor := mirror.books().cursor.number) > 0:
        to = data.draw(st.integers(0, cursor - 1))
        assert mirror.rollback(mirror.books(), block(to))
        assert mirror.digest()[0] == digests[to]
    assert mirror.connection.call("EXISTS", mirror.space.prefix(0) + keys.UNDO) == 0


@real_server
@given(st.lists(st.lists(chain_ops, max_size=6), min_size=1, max_size=5), st.data())
def test_any_interleaving_of_duplicate_deliveries_gives_the_digest_of_one(mirror, blocks, data):
    fresh(mirror)
    for number, ops in enumerate(blocks, 1):
        mirror.apply_window(mirror.books(), one_block(number, *ops))
    once = mirror.digest()[0]
    fresh(mirror)
    seen = [mirror.books()]
    for number, ops in enumerate(blocks, 1):
        assert mirror.apply_window(seen[-1], one_block(number, *ops))
        for past in data.draw(st.lists(st.sampled_from(seen), max_size=3)):  # late, by others that had seen less
            late = past.cursor.number + 1
            assert not mirror.apply_window(past, one_block(late, *blocks[late - 1]))
        seen.append(mirror.books())
    assert mirror.digest()[0] == once


@real_server
@given(st.permutations([0, 1, 2, 3]), st.integers(0, 5))
def test_logs_commute_and_a_rollback_takes_ranges_above_it_alone(mirror, order, to):
    def write(log: bytes, at: int, size: int) -> RangeWrite:
        known = mirror.connection.call("GET", mirror.space.prefix(0) + keys.log_cursor(log))
        before = None if known is None else CURSOR.row(known)
        ops = [add(f"l:{log.hex()}:z", bytes([size]), at), set_value(keys.log_cursor(log), LogCursor(size))]
        return RangeWrite(log, before, at, ops)

    def run(sequence: list[int]) -> list[tuple[bytes, int, int]]:
        fresh(mirror)
        for number in range(1, 6):
            mirror.apply_window(mirror.books(), one_block(number, put("c:b", str(number), b"1")))
        waiting = {LOG: [(LOG, 2, 1), (LOG, 4, 2)], OTHER: [(OTHER, 1, 1), (OTHER, 5, 2)]}
        done = []
        for pick in sequence:
            log = LOG if pick % 2 else OTHER
            done.append(waiting[log].pop(0))
            assert mirror.apply_range(mirror.books(), write(*done[-1]))
        return done

    run([0, 1, 0, 1])
    in_order = mirror.digest()[0]
    done = run(list(order))
    assert mirror.digest()[0] == in_order
    assert to == 5 or mirror.rollback(mirror.books(), block(to))
    after = mirror.digest()[0]
    fresh(mirror)
    for number in range(1, to + 1):
        mirror.apply_window(mirror.books(), one_block(number, put("c:b", str(number), b"1")))
    for log, at, size in sorted(done):
        if at <= to:
            mirror.apply_range(mirror.books(), write(log, at, size))
    assert mirror.digest()[0] == after


def test_range_computed_before_a_fork_is_not_applied(mirror):
    mirror.apply_window(mirror.books(), one_block(1))
    seen = mirror.books()
    mirror.rollback(seen, block(0))
    mirror.apply_window(mirror.books(), one_block(1))
    write = RangeWrite(LOG, None, 1, [set_value(keys.log_cursor(LOG), LogCursor(1))])
    assert not mirror.apply_range(seen, write)
    assert mirror.apply_range(mirror.books(), write)
    assert not mirror.apply_range(mirror.books(), write)


def test_rollback_below_the_floor_is_refused_and_changes_nothing(mirror):
    mirror.apply_window(mirror.books(), window(BlockWrite(3, [put("c:a", b"x", b"y")]), end=block(5), floor=4))
    before = mirror.digest()
    with pytest.raises(ConflictError) as caught:
        mirror.rollback(mirror.books(), block(3))
    assert caught.value.code == "deep_fork"
    assert mirror.digest() == before


@real_server
@given(history=st.lists(chain_ops, max_size=30))
def test_runs_write_what_one_operation_after_the_other_writes(mirror, history):
    """Final blocks are written in runs by key, recent ones in their order: the same rows come of both."""
    digests_of = []
    for floor in (0, 1):
        mirror.connection.call("FLUSHALL")
        mirror.begin(block(0), instance="i", now=1.0)
        assert mirror.apply_window(mirror.books(), one_block(1, *history, floor=floor))
        digests_of.append(mirror.digest()[0])
    assert digests_of[0] == digests_of[1]


def test_a_run_of_more_operations_than_one_call_takes_is_written_whole(mirror):
    ops = [add("c:many:z", b"%d" % number, number) for number in range(5000)]
    ops += [put("c:many:h", b"%d" % number, b"v") for number in range(5000)]
    assert mirror.apply_window(mirror.books(), one_block(1, *ops, floor=1))
    prefix = mirror.space.prefix(0)
    assert mirror.connection.call("ZCARD", prefix + "c:many:z") == 5000
    assert mirror.connection.call("HLEN", prefix + "c:many:h") == 5000


def test_undo_of_final_blocks_is_forgotten(mirror):
    for number in range(1, 6):
        mirror.apply_window(mirror.books(), one_block(number, put("c:a", str(number), b"y")))
    prefix = mirror.space.prefix(0)
    assert mirror.connection.call("ZCARD", prefix + keys.UNDO) == 5
    mirror.apply_window(mirror.books(), one_block(6, floor=4))
    assert mirror.connection.call("ZCARD", prefix + keys.UNDO) == 1
    assert len(list(mirror.connection.scan(prefix + keys.UNDO + ":*"))) == 1
    assert [b.number for b in mirror.ring(mirror.books())] == [6, 5, 4]


def test_heartbeat_does_not_half_open_a_flushed_mirror(mirror):
    mirror.connection.call("FLUSHALL")
    assert not mirror.saw(5, now=2.0)
    assert mirror.look() is None


def test_books_are_begun_once(mirror):
    assert not mirror.begin(block(9), instance="other", now=2.0)
    assert mirror.books().instance == "i"


def test_worlds_in_one_redis_do_not_see_each_other(mirror, redis_url):
    other = Mirror.open(redis_url, 1, mirror.space.registry)
    with pytest.raises(StaleMirrorError):
        other.books()
    other.drop(0)
    other.close()
    assert mirror.books().cursor.number == 0


def test_script_survives_a_server_that_forgot_it(mirror):
    mirror.apply_window(mirror.books(), one_block(1))
    mirror.connection.call("SCRIPT", "FLUSH")
    assert mirror.apply_window(mirror.books(), one_block(2))


def test_swap_takes_readers_along(mirror, redis_url):
    reader = Mirror.open(redis_url, 31337, mirror.space.registry)
    assert reader.books().generation == 0
    beside = Mirror(mirror.connection, mirror.space, generation=1)
    beside.begin(block(0), instance="new", now=1.0)
    mirror.go_live(1)
    mirror.drop(0)
    assert reader.books().instance == "new"
    reader.close()


def test_unreachable_server_is_named_without_its_password():
    gone = Mirror.open("redis://user:secret@127.0.0.1:1/0", 1, "0x" + "00" * 20)
    with pytest.raises(UnavailableError) as caught:
        gone.look()
    assert "secret" not in str(caught.value)
    assert "127.0.0.1:1" in str(caught.value)
    gone.close()


def test_url_of_another_kind_is_refused():
    with pytest.raises(InvalidInputError):
        Mirror.open("http://127.0.0.1:1", 1, "0x" + "00" * 20)


@pytest.mark.parametrize("disturbances", [0, 1, 5])
def test_a_digest_is_taken_again_while_blocks_come_in_between(mirror, monkeypatch, disturbances):
    genuine, left = digests.digest, list(range(1, disturbances + 1))

    def disturbed(connection, prefix):
        value = genuine(connection, prefix)
        if left:
            mirror.apply_window(mirror.books(), one_block(left.pop(0), put("a:h", "f", b"x")))
        return value

    monkeypatch.setattr(digests, "digest", disturbed)
    value, books = mirror.digest()
    assert books.cursor.number == disturbances
    assert value == genuine(mirror.connection, mirror.space.prefix(0))


def test_a_digest_of_a_mirror_that_never_stands_still_is_given_up(mirror, monkeypatch):
    monkeypatch.setattr(mirrors, "_DIGEST_PAUSE_S", 0)
    monkeypatch.setattr(
        digests, "digest", lambda *_: mirror.apply_window(mirror.books(), one_block(mirror.books().cursor.number + 1))
    )
    with pytest.raises(StaleMirrorError, match="at each of 40 tries"):
        mirror.digest()


def contents(mirror):
    """Return every derived key with what it holds."""
    prefix = mirror.space.prefix(0)
    readers = {b"hash": ("HGETALL",), b"zset": ("ZRANGE", 0, -1, "WITHSCORES"), b"string": ("GET",)}
    found = {}
    for name in mirror.connection.scan(prefix + "[cl]:*"):
        command, *more = readers[mirror.connection.call("TYPE", name)]
        found[name.decode().removeprefix(prefix)] = mirror.connection.call(command, name, *more)
    return found


@real_server
@given(st.lists(st.lists(chain_ops, max_size=6), min_size=1, max_size=5), st.integers(0, 4))
def test_every_key_that_changed_is_said_to_be_touched(mirror, blocks, first):
    fresh(mirror)
    for number, ops in enumerate(blocks, 1):
        if number == min(first, len(blocks)):
            seen, before = mirror.books(), contents(mirror)
        mirror.apply_window(mirror.books(), one_block(number, *ops))
    if first == 0:
        return
    touched, after = mirror.touched(seen), contents(mirror)
    assert (touched.order, touched.history) == (mirror.books().order, mirror.books().history)
    assert {key for key in before | after if before.get(key) != after.get(key)} <= set(touched.keys)


def test_what_left_no_list_is_not_said_to_be_nothing(mirror):
    fresh(mirror)
    start = mirror.books()
    assert mirror.touched(start).keys == []
    mirror.apply_window(start, one_block(1, put("c:x", b"a", b"1"), floor=1))
    assert mirror.touched(start) is None  # final blocks keep no undo
    seen = mirror.books()
    mirror.apply_window(seen, one_block(2, put("c:x", b"a", b"2"), floor=1))
    assert mirror.touched(seen).keys == ["c:x"]
    mirror.apply_range(mirror.books(), RangeWrite(LOG, None, 2, [set_value(keys.log_cursor(LOG), LogCursor(1))]))
    assert mirror.touched(seen).keys == ["c:x", keys.log_cursor(LOG)]
    later = mirror.books()
    final = RangeWrite(OTHER, None, 1, [set_value(keys.log_cursor(OTHER), LogCursor(1))])
    mirror.apply_range(later, final)
    assert mirror.touched(later) is None  # nor does a range under a final anchor
    later = mirror.books()
    mirror.rollback(later, block(1))
    assert mirror.touched(later) is None
    assert mirror.touched(seen) is None


def test_histories_are_one_only_where_the_writes_were(mirror):
    def history(*blocks):
        fresh(mirror)
        for number, (branch, floor) in enumerate(blocks, 1):
            mirror.apply_window(
                mirror.books(), one_block(number, put("c:x", b"%d" % number, b"v"), branch=branch, floor=floor)
            )
        return mirror.books().history

    assert history((0, 0), (0, 0)) == history((0, 0), (0, 0))
    assert history((0, 1), (0, 2)) == history((0, 1), (0, 2)) != history((0, 1), (1, 2))
    assert history((0, 0)) != history((0, 0), (0, 0))
