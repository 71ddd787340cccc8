"""What authorities read is written first, told to the chain blinded, and counted for whom it was about."""

from __future__ import annotations

import pytest

from ledger.access.audit import Audit, concerned
from ledger.access.reads import GENERAL, PERIOD_S, ReadBook
from ledger.domain.incident import Closed, Opened
from ledger.domain.roles import Caller, Role
from ledger.errors import SetupError, StaleMirrorError, UnavailableError
from ledger.queries import records, verdicts
from ledger.queries.incidents import ENTRY, SESSION
from ledger.serve.desk import OP, Desk
from ledger.store.mirror import Mirror
from ledger.tiles.incidents import IncidentBook
from tests.fakes.asked import index, sources_of
from tests.fakes.world import CHAIN_ID, REGISTRY, World

DESK = Caller("key:1", frozenset({Role.AUTHORITY}))


class Clock:
    def __init__(self):
        self.now = 700 * PERIOD_S

    def __call__(self):
        return self.now


class Pen:
    """Keeps records in memory, and may break."""

    def __init__(self):
        self.records = []
        self.breaks_after = None

    def write(self, op, *, durable, **words):
        assert durable
        if self.breaks_after == len(self.records):
            raise UnavailableError("gone")
        self.records.append((op, words["session"], words["call"], words.get("input")))


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def book(tmp_path, clock):
    return ReadBook(tmp_path / "access", clock)


def wrote(book, *agents, target="/v1/agents/1"):
    return book.write("key:1", "/v1/agents/{agent:agent}", target, ground="Art. 74", agents=agents)


def test_a_read_is_on_disk_when_it_is_written(book):
    read = wrote(book, 2, 1, 2)
    ((found, _),) = book.since(0)
    assert found == read
    assert found.agents == (1, 2)
    assert book.file.stat().st_mode & 0o077 == 0


def test_every_read_becomes_a_record_for_each_agent_it_was_about(book, tmp_path):
    pen = Pen()
    desk = Desk(book, tmp_path / "access", lambda: pen)
    read, general = wrote(book, 1, 2), wrote(book)
    assert desk.step() == 3
    assert [(op, call) for op, _, call, _ in pen.records] == [(OP, read.id), (OP, read.id), (OP, general.id)]
    assert [session for _, session, _, _ in pen.records] == [
        book.session(1, read.at),
        book.session(2, read.at),
        GENERAL,
    ]
    assert desk.step() == 0


def test_a_desk_that_broke_tells_again_what_it_may_not_have_told(book, tmp_path):
    pen = Pen()
    for agent in range(3):
        wrote(book, agent)
    pen.breaks_after = 2
    broken = Desk(book, tmp_path / "access", lambda: pen)
    with pytest.raises(UnavailableError):
        broken.step()
    pen.breaks_after = None
    assert broken.step() == 3
    assert {call for _, _, call, _ in pen.records} == {read.id for read, _ in book.since(0)}


def test_one_desk_tells_at_a_time(book, tmp_path):
    wrote(book, 1)
    first, second = Pen(), Pen()
    leading = Desk(book, tmp_path / "access", lambda: first)
    assert leading.step() == 1
    wrote(book, 1)
    assert Desk(book, tmp_path / "access", lambda: second).step() == 0
    assert leading.step() == 1
    assert second.records == []


def test_an_agent_is_told_the_count_once_the_time_is_over(book, clock):
    begun = clock.now
    for _ in range(3):
        wrote(book, 7)
    wrote(book, 8)
    clock.now = begun + 2 * PERIOD_S - 1
    assert book.told(7) == []
    clock.now = begun + 2 * PERIOD_S
    wrote(book, 7)
    (period,) = book.told(7)
    assert (period.begin, period.end, period.reads) == (begun, begun + PERIOD_S, 3)
    assert period.session == book.session(7, begun)
    assert book.told(9) == []


def test_names_say_nothing_and_change_with_agent_time_and_book(book, clock, tmp_path):
    other = ReadBook(tmp_path / "other", clock)
    names = {
        book.session(1, clock.now),
        book.session(2, clock.now),
        book.session(1, clock.now + PERIOD_S),
        other.session(1, clock.now),
    }
    assert len(names) == 4
    assert book.session(1, clock.now) == book.session(1, clock.now + PERIOD_S - 1)


def test_a_line_that_is_being_written_waits_and_a_damaged_one_stops(book):
    wrote(book, 1)
    with book.file.open("ab") as file:
        file.write(b'{"id":')
    assert len(list(book.since(0))) == 1
    with book.file.open("ab") as file:
        file.write(b"\n")
    with pytest.raises(SetupError, match="damaged"):
        list(book.since(0))


def test_a_book_that_cannot_be_written_refuses_the_read(tmp_path, clock):
    (tmp_path / "access").write_text("a file where the folder should be")
    with pytest.raises(UnavailableError, match="cannot be written"):
        wrote(ReadBook(tmp_path / "access", clock), 1)


def test_whom_a_read_is_about_is_found_out(redis_url, book):
    world = World()
    log = world.new_log()
    world.new_agent()
    agent = world.new_agent({0: bytes(32), 1: log})
    segment = agent.segment(2)
    world.logs[log].append(segment)
    world.anchor(log)
    world.chain.mine(*world.fault_events(agent))
    mirror = Mirror.open(redis_url, CHAIN_ID, REGISTRY)
    index(world, mirror)
    sources = sources_of(world, mirror)
    (fault,) = verdicts.verdicts(sources, agent=None, cursor=None, limit=9, as_of=None).data.items
    (first, *_) = records.agent_records(sources, "1", cursor=None, limit=9, as_of=None, proofs=False).data.items
    assert concerned(sources, {"fault_key": fault.fault_key}) == (1,)
    assert concerned(sources, {"record_id": first.record_id}) == (1,)
    assert concerned(sources, {"agent": str(agent.ref)}) == (1,)
    assert concerned(sources, {"agent": "99"}) == ()
    assert concerned(sources, {"dispute": "1", "limit": "3"}) == ()
    Audit(book, sources).write(DESK, "r", "t", {"agent": "1"}, "g")
    assert [read.agents for read, _ in book.since(0)] == [(1,)]
    mirror.connection.call("FLUSHALL")
    with pytest.raises(StaleMirrorError):
        concerned(sources, {"agent": "1"})
    mirror.close()


def test_the_desk_tells_the_hash_of_each_entry_of_an_incident_once_and_nothing_else_of_it(book, tmp_path):
    noted = IncidentBook(tmp_path / "incidents")
    noted.add("one", lambda prior: Opened(at=5, prior=prior, kind="death", jurisdiction="eu", aware_at=5))
    noted.add("two", lambda prior: Opened(at=5, prior=prior, kind="death", jurisdiction="eu", aware_at=5))
    pen = Pen()
    desk = Desk(book, tmp_path / "access", lambda: pen, noted)
    assert desk.step() == 2
    noted.add("one", lambda prior: Closed(at=9, prior=prior, reason="reported"))
    assert [desk.step(), desk.step()] == [1, 0]
    heads = [*noted.get("one").entries[:1], noted.get("two").head, noted.get("one").head]
    assert len(set(heads)) == 3
    assert pen.records == [(ENTRY, SESSION, head, None) for head in heads]
    (tmp_path / "access" / "incidents.told").write_text(heads[0])  # it broke after the first
    assert desk.step() == 2
