"""An honest agent's segments reach the log once, and it never signs two histories."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from ledger.domain.hashing import ZERO32
from ledger.domain.ids import Address
from ledger.errors import (
    ConflictError,
    LedgerError,
    NotAuthorisedError,
    SetupError,
    TooLargeError,
    UnavailableError,
)
from ledger.sdk import Terms
from ledger.sdk.sender import Sender
from ledger.sdk.spool import Spool
from ledger.sdk.transport import (
    HttpTransport,
    LogIdentity,
    SegmentResult,
    StreamHead,
    WireAck,
    WirePlace,
    problem_error,
)
from ledger.tiles.append_file import OsAppendFile
from tests.unit.logserver import scene
from tests.unit.sdk.test_spool import binding, draft


class Line(HttpTransport):
    """The way to the log, with faults: down, answers lost after delivery, answers forged."""

    def __init__(self, client) -> None:
        super().__init__("http://testserver", client)
        self.down = False
        self.lose_answers = 0
        self.forge = None
        self.posted: list[list[bytes]] = []

    def identity(self) -> LogIdentity:
        self._check()
        return super().identity()

    def head(self, agent: bytes, epoch: int, stream: int) -> StreamHead:
        self._check()
        return super().head(agent, epoch, stream)

    def post(self, segments) -> list[SegmentResult]:
        self._check()
        self.posted.append(list(segments))
        results = super().post(segments)
        if self.lose_answers:
            self.lose_answers -= 1
            raise UnavailableError("the answer was lost")
        return [self.forge(item) for item in results] if self.forge else results

    def _check(self) -> None:
        if self.down:
            raise UnavailableError("log server cannot be reached", hint="start it")


@pytest.fixture
def line(client):
    return Line(client)


@pytest.fixture
def spool(tmp_path):
    found = Spool(tmp_path / "spool", fsync="never")
    found.bind(binding())
    yield found
    found.close()


def write(spool: Spool, count: int) -> None:
    for _ in range(count):
        spool.write(draft("s"))


def sender(spool: Spool, line, **options) -> Sender:
    return Sender(spool, line, {scene.KEY.address: scene.KEY}, **{"segment_records": 4, **options})


def test_everything_written_is_acknowledged(make_ledger, line, log):
    ledger = make_ledger(bound=True, to=line, segment_records=10)
    for _ in range(95):
        ledger.write("chat")
    ledger.flush()
    state = ledger.state()
    assert (state.written, state.acknowledged, state.last_error) == (95, 95, None)
    acks = list(ledger.acks())
    assert sum(ack.count for ack in acks) == 95
    assert [ack.first_seq for ack in acks] == [sum(item.count for item in acks[:n]) for n in range(len(acks))]
    assert log.registry.head((scene.AGENT.key, 0, 1))[0] == 95
    assert log.registry.size == len(acks)


def test_drafts_are_sent_once_the_ledger_is_bound(make_ledger, line, log):
    ledger = make_ledger(to=line)
    for _ in range(5):
        ledger.write("chat")
    with pytest.raises(UnavailableError) as caught:
        ledger.flush(0.1)
    assert caught.value.code == "not_bound"
    ledger.bind(scene.AGENT)
    ledger.flush()
    assert log.registry.head((scene.AGENT.key, 0, 1))[0] == 5


def test_records_are_sealed_by_number_or_by_time(spool, line, log):
    now = [0.0]
    slow = sender(spool, line, segment_seconds=10.0, monotonic=lambda: now[0])
    write(spool, 9)
    assert slow.round() is True
    assert log.registry.head((scene.AGENT.key, 0, 1))[0] == 8
    now[0] = 9.9
    slow.round()
    assert log.registry.size == 2
    now[0] = 10.0
    assert slow.round() is False
    assert log.registry.head((scene.AGENT.key, 0, 1))[0] == 9
    slow.close()


def test_a_dead_log_server_loses_nothing_and_flush_says_so(make_ledger, line):
    line.down = True
    ledger = make_ledger(bound=True, to=line)
    ledger.write("chat")
    with pytest.raises(UnavailableError, match="cannot be reached"):
        ledger.flush(0.3)
    assert ledger.state().acknowledged == 0
    line.down = False
    ledger.flush()
    assert ledger.state().acknowledged == 1


def test_a_lost_answer_is_healed_by_a_replay(spool, line, log):
    write(spool, 6)
    line.lose_answers = 1
    first = sender(spool, line)
    with pytest.raises(UnavailableError):
        first.round(force=True)
    assert log.registry.size == 2
    assert first.round(force=True) is False
    assert log.registry.size == 2
    assert line.posted[0] == line.posted[1]
    first.close()


def test_after_a_crash_the_same_header_is_signed_again(spool, line, log, tmp_path):
    write(spool, 3)
    line.lose_answers = 1
    crashed = sender(spool, line, clock=lambda: 1)
    with pytest.raises(UnavailableError):
        crashed.round(force=True)
    crashed.close()
    write(spool, 2)
    reborn_spool = Spool(tmp_path / "spool")
    reborn = sender(reborn_spool, line, clock=lambda: 999)
    assert reborn.round(force=True) is False
    assert line.posted[1][0] == line.posted[0][0]
    assert (log.registry.size, log.conflicts.count) == (2, 0)
    assert log.registry.head((scene.AGENT.key, 0, 1))[0] == 5
    reborn.close()
    reborn_spool.close()


def test_a_header_is_on_disk_before_it_is_signed(tmp_path, line):
    events = []

    class Spy(OsAppendFile):
        def __init__(self, path) -> None:
            super().__init__(path)
            self._name = path.name

        def sync(self) -> None:
            super().sync()
            events.append(self._name)

    class Key(scene.SessionKey):
        def sign(self, digest: bytes) -> bytes:
            events.append("sign")
            return super().sign(digest)

    spool = Spool(tmp_path / "spy", fsync="never", open_file=Spy)
    spool.bind(binding())
    write(spool, 2)
    events.clear()
    one = Sender(spool, line, {scene.KEY.address: Key(scene.KEY.secret)})
    one.round(force=True)
    assert events == ["records.log", "segments.log", "sign", "acks.log"]
    one.close()
    spool.close()


def test_nothing_is_signed_after_a_header_that_may_not_be_on_disk(tmp_path, line):
    class Failing(OsAppendFile):
        def __init__(self, path) -> None:
            super().__init__(path)
            self._name = path.name

        def sync(self) -> None:
            if self._name == "segments.log":
                raise OSError(5, "Input/output error")
            super().sync()

    folder = tmp_path / "failing"
    spool = Spool(folder, fsync="never", open_file=Failing)
    spool.bind(binding())
    write(spool, 2)
    one = sender(spool, line, clock=lambda: 1)
    with pytest.raises(OSError, match="Input/output"):
        one.round(force=True)
    with pytest.raises(UnavailableError, match="could not be put on disk"):
        one.round(force=True)
    assert line.posted == []
    one.close()
    spool.close()
    again = Spool(folder)
    healed = sender(again, line, clock=lambda: 2)
    assert healed.round(force=True) is False
    (header,) = [sealed.header for sealed in again.streams()[0][0].headers()]
    assert header.ts == 1
    healed.close()
    again.close()


def test_a_log_that_lost_segments_gets_them_again(make_ledger, spool, line, log, tmp_path, directory):
    write(spool, 12)
    one = sender(spool, line)
    one.round(force=True)
    assert log.registry.size == 3
    other = scene.service(tmp_path / "other-log", directory)
    other.start()
    other.submit([line.posted[0][0]])

    class Restored(Line):
        def head(self, agent: bytes, epoch: int, stream: int) -> StreamHead:
            next_seq, head = other.registry.head((agent, epoch, stream))
            return StreamHead(next_seq, head.hex())

        def post(self, segments) -> list[SegmentResult]:
            results = []
            for verdict in other.submit(segments):
                ack, signature = other.acknowledge(verdict.accepted)
                wire = WireAck(ack.chain, ack.log.hex(), ack.header.hex(), ack.anchor_by, signature.hex())
                results.append(SegmentResult(ack.header.hex(), "accepted", wire))
            return results

    write(spool, 1)
    two = sender(spool, Restored(None))
    two._identity = LogIdentity(31337, scene.LOG.hex(), scene.OPERATOR.address)
    assert two.round(force=True) is False
    assert other.registry.head((scene.AGENT.key, 0, 1))[0] == 13
    assert other.conflicts.count == 0
    assert len(list(spool.streams()[0][0].stored_acks())) == 4
    one.close()
    two.close()
    other.stop()


def test_a_gap_reported_while_sending_is_healed_from_the_servers_number(spool, line, log):
    write(spool, 8)
    one = sender(spool, line)
    one.round(force=True)
    log.registry.__init__()  # the log forgets everything behind our back
    write(spool, 1)
    one.round(force=True)
    assert log.registry.head((scene.AGENT.key, 0, 1))[0] == 9
    one.close()


def test_a_stream_that_another_spool_has_used_is_never_signed_for(spool, line, log):
    log.submit([scene.segment(0, 2, note="elsewhere").pack()])
    write(spool, 4)
    one = sender(spool, line)
    with pytest.raises(ConflictError) as caught:
        one.round(force=True)
    assert caught.value.code == "foreign_stream"
    assert line.posted == []
    assert list(spool.streams()[0][0].headers()) == []
    assert log.conflicts.count == 0
    one.close()


def test_a_spool_that_lost_its_memory_promises_nothing_and_goes_on_in_the_next_epoch(make_ledger, line, log, directory):
    log.submit([scene.segment(0, 2, note="signed before the loss").pack()])
    ledger = make_ledger(to=line, bound=True)
    ref = ledger.write("chat").ref
    with pytest.raises(ConflictError, match="never that head"):
        ledger.flush(5)
    terms = Terms(counterparty=bytes(32), log=scene.LOG, anchor_by=1)
    with pytest.raises(ConflictError) as refused:
        ledger.receipt(terms, ref)
    assert refused.value.code == "memory_lost"
    ledger.close()
    again = make_ledger(to=line)  # it is remembered
    with pytest.raises(ConflictError):
        again.receipt(terms, ref)
    head = log.registry.head((scene.AGENT.key, 0, 1))[1]
    directory.register(scene.STRANGER.address, scene.AGENT.key, 1, 1, scene.LOG, head)
    again.bind(scene.AGENT, 1, key=scene.STRANGER, opening_head=head)
    again.write("chat")
    again.flush(10)
    assert log.registry.head((scene.AGENT.key, 1, 1))[0] == 1
    assert log.registry.head((scene.AGENT.key, 0, 1)) == (2, head)
    assert log.conflicts.count == 0


def test_a_stream_that_the_log_knows_again_is_no_longer_lost(make_ledger, line, log, directory):
    ledger = make_ledger(to=line, bound=True)
    ledger.write("chat")
    (stream, _) = ledger._spool.streams()[0]
    stream.set_lost("the log was asked at a bad moment")
    ledger.flush(10)
    assert stream.lost is None
    assert not (stream.folder / "lost").exists()


def test_acknowledgements_under_one_signature_are_checked_and_kept_with_their_paths(spool, client):
    write(spool, 12)
    one = Sender(
        spool,
        HttpTransport("http://testserver", client, batched=True),
        {scene.KEY.address: scene.KEY},
        segment_records=4,
    )
    assert one.round(force=True) is False
    acks = list(spool.streams()[0][0].stored_acks())
    assert [(ack.batch.index, ack.batch.size) for ack in acks] == [(0, 3), (1, 3), (2, 3)]
    assert len({ack.signature for ack in acks}) == 1
    one.close()


@pytest.mark.parametrize(
    "change",
    [
        {"header": "00" * 32},
        {"log": "00" * 32},
        {"chain": 1},
        {"anchor_by": 5},
        {"signature": "00" * 65},
        {"signature": "xyz"},
        {"batch": WirePlace(0, 2, ("00" * 32,))},
        {"batch": WirePlace(0, 2, ())},
        {"batch": WirePlace(0, 1 << 20, ())},
    ],
)
def test_an_acknowledgement_that_does_not_hold_is_not_believed(spool, line, change):
    write(spool, 1)

    def forge(result: SegmentResult) -> SegmentResult:
        values = {name: getattr(result.ack, name) for name in ("chain", "log", "header", "anchor_by", "signature")}
        return SegmentResult(result.header, result.status, WireAck(**{**values, **change}))

    line.forge = forge
    one = sender(spool, line)
    with pytest.raises(LedgerError):
        one.round(force=True)
    assert one.acknowledged(spool.streams()[0][0]) == 0
    line.forge = None
    assert one.round(force=True) is False
    one.close()


def test_the_operator_is_pinned_on_first_contact(make_ledger, spool, line):
    write(spool, 1)
    first = sender(spool, line)
    first.round(force=True)
    first.close()

    class Impostor(Line):
        def identity(self) -> LogIdentity:
            return LogIdentity(31337, scene.LOG.hex(), Address("0x" + "22" * 20))

    write(spool, 1)
    second = sender(spool, Impostor(None))
    with pytest.raises(NotAuthorisedError) as caught:
        second.round(force=True)
    assert caught.value.code == "wrong_log"
    second.close()
    third = sender(spool, line, operator=scene.STRANGER.address)
    with pytest.raises(NotAuthorisedError) as caught:
        third.round(force=True)
    assert caught.value.code == "wrong_operator"
    third.close()


def test_an_old_epoch_that_is_refused_does_not_hold_up_the_new_one(spool, line, directory, log):
    write(spool, 2)
    second = scene.SessionKey(bytes([8]) * 32)
    head = bytes([5]) * 32
    directory.register(second.address, scene.AGENT.key, 1, 1, scene.LOG, opening_head=head)
    directory.revoke(scene.KEY.address)
    spool.bind(binding(1, key=second.address, opening_head=head.hex()))
    write(spool, 3)
    both = Sender(spool, line, {key.address: key for key in (scene.KEY, second)})
    with pytest.raises(NotAuthorisedError):
        both.round(force=True)
    assert log.registry.head((scene.AGENT.key, 1, 1))[0] == 3
    both.close()


def test_a_refused_key_is_told_by_flush_and_tried_again_later(make_ledger, line, directory, log):
    del directory.keys[scene.KEY.address]
    ledger = make_ledger(bound=True, to=line)
    ledger.write("chat")
    with pytest.raises(NotAuthorisedError, match="not registered"):
        ledger.flush()
    directory.register(scene.KEY.address, scene.AGENT.key, 0, 1, scene.LOG)
    until = time.monotonic() + 10
    while log.registry.size == 0:
        assert time.monotonic() < until
        time.sleep(0.02)


def test_without_its_key_a_ledger_keeps_records_and_says_so(make_ledger, line):
    make_ledger("shared", bound=True).close()
    ledger = make_ledger("shared", to=line, key=None)
    ledger.write("chat")
    with pytest.raises(UnavailableError) as caught:
        ledger.flush(0.1)
    assert caught.value.code == "no_key"


def test_a_spool_that_lost_signed_records_is_refused(spool, line, tmp_path):
    write(spool, 3)
    one = sender(spool, line)
    one.round(force=True)
    one.close()
    path = tmp_path / "spool" / "0-1" / "records.log"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(SetupError, match="bytes but had"):
        Spool(tmp_path / "spool")


def test_only_one_process_sends_at_a_time(spool, line, tmp_path):
    write(spool, 2)
    first, second = sender(spool, line), sender(spool, line)
    assert first._lock.try_acquire()
    assert second.round(force=True) is True
    assert line.posted == []
    first._lock.release()
    assert second.round(force=True) is False
    assert first.round() is False
    first.close()
    second.close()


def test_a_big_backlog_goes_in_bounded_requests(spool, line, log):
    write(spool, 300)
    one = sender(spool, line, segment_records=1)
    assert one.round(force=True) is False
    assert log.registry.size == 300
    assert max(map(len, line.posted)) == 64
    one.close()


def test_big_records_make_small_segments(make_ledger, line, log):
    ledger = make_ledger(bound=True, to=line, segment_records=10_000)
    parents = [f"{number:064x}" for number in range(31)]
    for _ in range(2500):
        ledger.write("chat", parents=parents)
    ledger.flush()
    assert log.registry.size >= 2
    assert log.registry.head((scene.AGENT.key, 0, 1))[0] == 2500


@pytest.mark.parametrize(
    ("problem", "kind"),
    [
        ({"code": "too_large", "status": 413, "detail": "d"}, TooLargeError),
        ({"code": "whatever", "status": 403}, NotAuthorisedError),
        ({}, UnavailableError),
        ({"self": 1, "message": 2, "kind": 3}, UnavailableError),
    ],
)
def test_problems_become_errors_again(problem, kind):
    error = problem_error(problem)
    assert type(error) is kind
    assert isinstance(error, LedgerError)


def test_what_is_no_log_server_is_unavailable(make_ledger):
    import httpx  # noqa: PLC0415

    answers = (
        httpx.Response(200, text="<html>"),
        httpx.Response(500, text="oops"),
        httpx.Response(404, json={}),
        httpx.Response(200, content=b'{"origin": "\xff", "results": "\xff"}'),
        httpx.Response(500, content=b'{"detail": "\xff"}'),
        httpx.Response(200, content=b'{"a":' * 9000),
    )
    for answer in answers:
        client = httpx.Client(transport=httpx.MockTransport(lambda _, answer=answer: answer))
        with pytest.raises(LedgerError):
            HttpTransport("http://nowhere.test", client).identity()
        with pytest.raises(LedgerError):
            HttpTransport("http://nowhere.test", client).post([b"x"])
        client.close()
    with pytest.raises(UnavailableError, match="cannot be reached"):
        HttpTransport("http://127.0.0.1:1").identity()


def test_an_opening_head_is_taken_into_the_first_header(tmp_path, line, directory):
    second = scene.SessionKey(bytes([8]) * 32)
    head = bytes([5]) * 32
    directory.register(second.address, scene.AGENT.key, 1, 1, scene.LOG, opening_head=head)
    spool = Spool(tmp_path / "later", fsync="never")
    spool.bind(binding(1, key=second.address, opening_head=head.hex()))
    write(spool, 1)
    one = Sender(spool, line, {second.address: second})
    assert one.round(force=True) is False
    (sealed,) = spool.streams()[0][0].headers()
    assert sealed.header.prev_header == head != ZERO32
    assert replace(sealed.header, prev_header=ZERO32).header != sealed.header.header
    one.close()
    spool.close()
