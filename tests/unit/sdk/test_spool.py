"""The spool loses nothing, repeats nothing, and gives drafts their place in order."""

from __future__ import annotations

import asyncio
import threading
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.domain.record import decode
from ledger.errors import ConflictError, InvalidInputError, NotFoundError, RecordError, SetupError, UnavailableError
from ledger.sdk import Ledger, caused_by, tail
from ledger.sdk.draft import Draft
from ledger.sdk.spool import Spool
from ledger.sdk.stream import Binding
from ledger.settings import Settings
from ledger.tiles.append_file import OsAppendFile
from tests.unit.logserver import scene


def draft(text: str, **changes) -> Draft:
    return Draft(**{"kind": "operational", "op": "chat", "phase": "intent", "session": text, "ts": 1, **changes})


def binding(epoch: int = 0, stream: int = 1, **changes) -> Binding:
    values = {"agent": str(scene.AGENT), "key": scene.KEY.address, "opening_head": "00" * 32, **changes}
    return Binding(epoch=epoch, stream=stream, **values)


def statements(folder: Path):
    return [line.statement for line in tail(folder)]


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.lists(st.integers(0, 2), min_size=1, max_size=30), st.integers(0, 30))
def test_whatever_order_of_writes_and_reopenings_the_numbers_have_no_gap(tmp_path_factory, steps, bind_at):
    folder = tmp_path_factory.mktemp("spool")
    spools = [Spool(folder, fsync="never") for _ in range(2)]
    for number, step in enumerate(steps):
        if number == bind_at:
            spools[0].bind(binding())
        if step == 2:
            spools[1].close()
            spools[1] = Spool(folder, fsync="never")
        spools[step % 2].write(draft(f"n{number}"))
    found = list(tail(folder))
    assert [line.seq for line in found] == list(range(len(steps)))
    assert [line.statement.session for line in found] == [f"n{number}" for number in range(len(steps))]
    for spool in spools:
        spool.close()


def test_drafts_become_records_in_order_with_their_parents(make_ledger):
    ledger = make_ledger()

    @ledger.record
    def inner() -> None: ...

    @ledger.record
    def outer() -> None:
        inner()
        ledger.bind(scene.AGENT)
        inner()

    outer()
    found = list(tail(ledger.spool))
    ids = [line.record_id for line in found]
    parents = [line.statement.parents for line in found]
    assert [line.seq for line in found] == list(range(6))
    assert parents == [None, (ids[0],), (ids[1],), (ids[0],), (ids[3],), (ids[0],)]


def test_a_foreign_draft_is_no_parent_but_a_foreign_record_is(make_ledger):
    unbound, bound, other = make_ledger("a"), make_ledger("b", bound=True), make_ledger("c")

    @other.record
    def inner() -> None: ...

    unbound.record(inner)()
    bound.record(inner)()
    intents = [item for item in statements(other.spool) if item.phase == "intent"]
    assert intents[0].parents is None
    assert intents[1].parents == (next(iter(tail(bound.spool))).record_id,)


def test_binding_goes_on_where_a_crash_stopped_it(tmp_path):
    spool = Spool(tmp_path, fsync="never")
    for number in range(1200):
        spool.write(draft(f"n{number}", parents=(f"draft:{number - 1}",) if number else None))
    spool.bind(binding())
    expected = list(tail(tmp_path))
    spool.close()
    records = tmp_path / "0-1" / "records.log"
    whole = records.read_bytes()
    for cut in (0, 1, len(whole) // 3, len(whole) - 1):
        records.write_bytes(whole[:cut])
        again = Spool(tmp_path, fsync="never")
        assert list(tail(tmp_path)) == expected
        assert again.write(draft("next")).seq == 1200
        again.close()
    assert len(expected) == 1200
    assert expected[1000].statement.parents == (expected[999].record_id,)


def test_a_torn_tail_is_set_aside_and_its_number_given_again(tmp_path):
    spool = Spool(tmp_path)
    spool.bind(binding())
    spool.write(draft("a"))
    path = tmp_path / "0-1" / "records.log"
    whole = path.read_bytes()
    with path.open("ab") as file:
        file.write(b"\x00\x00\x01torn")
    assert spool.write(draft("b")).seq == 1
    assert [item.session for item in statements(tmp_path)] == ["a", "b"]
    assert path.with_name(f"records.log.torn-{len(whole)}").read_bytes() == b"\x00\x00\x01torn"
    spool.close()


def test_damage_in_the_middle_is_loud_and_changes_nothing(tmp_path):
    spool = Spool(tmp_path)
    for text in "abc":
        spool.write(draft(text))
    spool.close()
    path = tmp_path / "drafts.log"
    data = bytearray(path.read_bytes())
    data[12] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(SetupError, match="damaged"):
        Spool(tmp_path)
    assert path.read_bytes() == bytes(data)


def test_a_spool_that_shrank_is_refused(tmp_path):
    spool = Spool(tmp_path)
    spool.write(draft("a"))
    (tmp_path / "drafts.log").write_bytes(b"")
    with pytest.raises(SetupError, match="has 0 bytes but had"):
        spool.write(draft("b"))
    spool.close()


def test_a_spool_belongs_to_one_agent_and_never_goes_back_an_epoch(tmp_path):
    spool = Spool(tmp_path)
    spool.bind(binding(1))
    spool.bind(binding(1))
    with pytest.raises(ConflictError, match="holds the records of"):
        spool.bind(binding(1, agent=str(scene.AGENT)[:-1] + "8"))
    with pytest.raises(ConflictError, match="epoch 1, after 0"):
        spool.bind(binding(0))
    spool.close()


def test_a_new_epoch_or_stream_begins_its_own_numbers(tmp_path):
    spool = Spool(tmp_path)
    spool.bind(binding(0))
    assert [spool.write(draft("a")).seq for _ in range(3)] == [0, 1, 2]
    spool.bind(binding(1))
    assert spool.write(draft("b")).seq == 0
    spool.bind(binding(1, 2))
    assert spool.write(draft("c")).seq == 0
    assert [(item.epoch, item.stream, item.seq) for item in statements(tmp_path)] == [
        (0, 1, 0),
        (0, 1, 1),
        (0, 1, 2),
        (1, 1, 0),
        (1, 2, 0),
    ]
    spool.close()


def test_a_record_that_breaks_the_schema_is_refused_at_once_bound_or_not(make_ledger):
    for ledger in (make_ledger("a"), make_ledger("b", bound=True)):
        with pytest.raises(RecordError):
            ledger.write("Not An Op")
        with pytest.raises(RecordError):
            ledger.write("chat", parents=["xyz"])
        with pytest.raises(RecordError):
            ledger.write("chat", session="x" * 200)
        assert ledger.state().written == 0


def test_every_field_of_the_schema_can_be_written(make_ledger):
    ledger = make_ledger(bound=True, agent_version="1.2", model="m")
    foreign = "ab" * 32
    with caused_by("cd" * 32):
        written = ledger.write(
            "chat",
            phase="outcome",
            kind="semantic",
            tool="t",
            call="c",
            outcome="escalated",
            session="s",
            parents=[foreign, foreign],
            input={"a": 1},
            output=None,
            context=b"raw",
            fields={"amount": 500, "counterparty": "bob"},
            principal="p",
            mandate="ef" * 32,
            policy="v1",
            risk="high",
            trace=f"00-{'a' * 32}-{'b' * 16}-01",
            durable=True,
        )
    (found,) = statements(ledger.spool)
    assert (written.seq, len(written.record_id)) == (0, 64)
    assert found.parents == ("cd" * 32, foreign)
    assert (found.outcome, found.model, found.agent_version, found.risk) == ("escalated", "m", "1.2", "high")
    openings = {item.field: item for item in ledger.openings()}
    assert {name: item.value for name, item in openings.items()} == {
        "in": b'{"a":1}',
        "out": b"null",
        "ctx": b"raw",
        "amount": b"500",
        "counterparty": b'"bob"',
    }
    assert openings["amount"].root.hex() == openings["counterparty"].root.hex() == found.fields


class SpyFile(OsAppendFile):
    """A disk that counts flushes, and can be made to refuse writes."""

    syncs: dict[str, int]
    full = False

    def __init__(self, path: Path, disk: Disk) -> None:
        super().__init__(path)
        self._name, self._disk = path.name, disk

    def append(self, data: bytes) -> None:
        if self._disk.full:
            super().append(data[:5])
            raise OSError(28, "No space left on device")
        super().append(data)

    def sync(self) -> None:
        self._disk.syncs.append(self._name)
        super().sync()


class Disk:
    def __init__(self) -> None:
        self.full = False
        self.syncs: list[str] = []

    def __call__(self, path: Path) -> SpyFile:
        return SpyFile(path, self)


@pytest.mark.parametrize(
    ("policy", "block", "flushed"), [("every", False, True), ("never", False, False), ("never", True, True)]
)
def test_the_intent_is_on_disk_before_the_body_runs(make_ledger, policy, block, flushed):
    disk = Disk()
    ledger = make_ledger(bound=True, fsync=policy, open_file=disk)
    disk.syncs.clear()
    seen = []

    @ledger.record(on_failure="block" if block else "spool")
    def act(a: int) -> None:
        seen.append((list(disk.syncs), [item.phase for item in statements(ledger.spool)]))

    act(1)
    assert seen == [(["openings.log", "records.log"] if flushed else [], ["intent"])]


def test_by_default_a_call_waits_for_the_write_and_not_for_the_disk(tmp_path):
    written = []
    with Ledger(tmp_path / "spool") as ledger:

        @ledger.record
        def act() -> None:
            written.append([item.phase for item in statements(ledger.spool)])

        act()
        assert ledger._spool.fsync == Settings.model_fields["fsync"].default == "interval"
    assert written == [["intent"]]


def test_an_interval_forces_to_disk_soon(make_ledger):
    disk = Disk()
    ledger = make_ledger(bound=True, fsync="interval", open_file=disk)
    disk.syncs.clear()
    ledger.write("chat")
    waited = threading.Event()
    for _ in range(200):
        if "records.log" in disk.syncs:
            break
        waited.wait(0.01)
    assert "records.log" in disk.syncs


def test_a_full_disk_blocks_a_risky_call_and_lets_others_go_on_without_losing_their_records(make_ledger):
    disk = Disk()
    ledger = make_ledger(bound=True, open_file=disk)
    ran = []

    @ledger.record(on_failure="block")
    def risky() -> None:
        ran.append("risky")

    @ledger.record
    def harmless(number: int) -> None:
        ran.append(number)

    disk.full = True
    with pytest.raises(UnavailableError, match="cannot be written") as caught:
        risky()
    assert caught.value.hint == "free or repair the disk"
    harmless(1)
    harmless(2)
    assert ran == [1, 2]
    assert ledger.state().backlog == 4
    with pytest.raises(UnavailableError, match="4 records wait in memory"):
        ledger.sync()
    disk.full = False
    risky()
    assert ledger.state().backlog == 0
    found = statements(ledger.spool)
    assert [item.phase for item in found] == ["intent", "outcome"] * 3
    assert [item.call for item in found[::2]] == [item.call for item in found[1::2]]


def test_an_outcome_that_the_disk_refuses_never_hides_the_result(make_ledger):
    disk = Disk()
    ledger = make_ledger(bound=True, open_file=disk)

    @ledger.record(on_failure="block")
    def act() -> str:
        disk.full = True
        return "done"

    assert act() == "done"
    disk.full = False
    ledger.sync()
    assert [item.outcome for item in statements(ledger.spool)] == [None, "success"]


def test_memory_is_bounded(make_ledger):
    disk = Disk()
    ledger = make_ledger(open_file=disk, backlog_limit=3)
    disk.full = True
    assert [ledger.keep("chat") for _ in range(3)] == [None] * 3
    with pytest.raises(UnavailableError):
        ledger.keep("chat")
    disk.full = False
    ledger.keep("chat")
    assert ledger.state().written == 4


def test_threads_write_one_chain(make_ledger):
    ledger = make_ledger(bound=True)

    def work(number: int) -> None:
        for step in range(25):
            ledger.write("chat", session=f"{number}-{step}")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(32)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = statements(ledger.spool)
    assert [item.seq for item in found] == list(range(800))
    assert len({item.session for item in found}) == 800


def test_the_spool_is_private(make_ledger):
    ledger = make_ledger(bound=True)
    ledger.write("chat", input="x")
    assert ledger.spool.stat().st_mode & 0o777 == 0o700
    for path in ledger.spool.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path


def test_tail_follows_drafts_and_then_records(make_ledger):
    ledger = make_ledger()
    ledger.write("chat", session="a")
    steps = [
        lambda: ledger.write("chat", session="c"),
        lambda: ledger.bind(scene.AGENT),
        lambda: ledger.write("chat", session="b"),
    ]
    following = tail(ledger.spool, follow=True, pause=lambda _seconds: steps.pop()())
    seen = [(line.record_id is not None, line.statement.session) for line in islice(following, 5)]
    following.close()
    assert seen == [(False, "a"), (False, "b"), (True, "a"), (True, "b"), (True, "c")]


def test_tail_of_no_spool_says_so(tmp_path):
    with pytest.raises(NotFoundError, match="no spool"):
        list(tail(tmp_path / "none"))


def test_record_ids_are_those_of_the_bytes_on_disk(make_ledger):
    ledger = make_ledger(bound=True)
    written = [ledger.write("chat") for _ in range(3)]
    assert [line.record_id for line in tail(ledger.spool)] == [item.record_id for item in written]


def test_binding_needs_a_key_and_a_stream_of_its_own(tmp_path):
    with Ledger(tmp_path, fsync="never") as ledger:
        with pytest.raises(InvalidInputError, match="session key"):
            ledger.bind(scene.AGENT)
        with pytest.raises(InvalidInputError, match="stream 0"):
            ledger.bind(scene.AGENT, stream=0, key=scene.KEY)
        assert ledger.state().agent is None


def test_a_closed_ledger_says_so(make_ledger):
    ledger = make_ledger(bound=True)
    ledger.close()
    ledger.close()
    with pytest.raises(UnavailableError):
        ledger.write("chat")


def test_async_functions_of_many_agents_share_one_loop(make_ledger):
    ledgers = [make_ledger(f"a{number}") for number in range(24)]

    async def everything() -> None:
        async def act(number: int) -> int:
            return number

        await asyncio.gather(*(ledger.record(act)(number) for number, ledger in enumerate(ledgers)))

    asyncio.run(everything())
    assert [ledger.state().written for ledger in ledgers] == [2] * 24


def test_records_are_canonical(make_ledger):
    ledger = make_ledger(bound=True)
    ledger.write("chat", session='ü☃\n"', principal="漢字")
    log = OsAppendFile(ledger.spool / "0-1" / "records.log")
    data = log.read(8, log.size())
    log.close()
    assert decode(data).principal == "漢字"
