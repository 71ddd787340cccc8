"""What goes on chain was shown to witnesses first; none of them can hold it up."""

from __future__ import annotations

import itertools

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi.testclient import TestClient

from ledger.domain.cosignature import WitnessPolicy, cosigned_at
from ledger.domain.note import public_bytes
from ledger.domain.tiles_layout import NOTES, note_path, stamp_path
from ledger.domain.verifier_key import ED25519_TYPE, VerifierKey
from ledger.errors import ConflictError, InvalidInputError, UnavailableError
from ledger.interop.posting import Reply
from ledger.logserver.attestor import Outside
from ledger.logserver.witnesses import AskedWitness, parse_witnesses
from ledger.tiles.reader import LogReader
from ledger.tiles.store import FolderStore
from ledger.witness.app import create_app
from ledger.witness.memory import WitnessMemory
from ledger.witness.service import Witness
from tests.fakes.anchor import FakeAnchor
from tests.unit.logserver import scene


class Told:
    """A post that goes to applications in this process, by the host in the URL."""

    def __init__(self, **doors: TestClient) -> None:
        self.doors = doors

    def __call__(self, url: str, body: bytes, kind: str) -> Reply:
        host, _, path = url.removeprefix("http://").partition("/")
        if host not in self.doors:
            raise UnavailableError(f"{url} cannot be reached")
        answer = self.doors[host].post(f"/{path}", content=body, headers={"content-type": kind})
        return Reply(answer.status_code, answer.headers["content-type"], answer.content)


def witness(tmp_path, name: str, seed: int) -> tuple[TestClient, VerifierKey]:
    log = VerifierKey(scene.ORIGIN, ED25519_TYPE, public_bytes(scene.ED25519))
    key = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
    made = Witness(name, key, [log], WitnessMemory(tmp_path / name), clock=itertools.count(7).__next__)
    return TestClient(create_app(made)), made.key


def grown(folder, outside: Outside, anchor: FakeAnchor, length: int, note: str = "s"):
    """A log of so many entries, anchored; returns its service, stopped."""
    service = scene.service(folder, anchor=anchor, outside=outside)
    service.start()
    service.submit([item.pack() for item in scene.chain(length, note=note)])
    assert anchor.wait_for(length)
    service.stop()
    return service


@pytest.fixture
def two(tmp_path):
    """Two witnesses, and how a log reaches them."""
    (one, key_one), (two, key_two) = (witness(tmp_path, f"w{number}", number) for number in (1, 2))
    post = Told(one=one, two=two)
    asked = lambda: Outside((AskedWitness(key_one, "http://one/", post), AskedWitness(key_two, "http://two", post)))  # noqa: E731
    return asked, WitnessPolicy((key_one, key_two), 2), post


def test_each_anchored_checkpoint_is_kept_with_its_cosignatures(tmp_path, two):
    asked, policy, _ = two
    anchor = FakeAnchor()
    for length in (3, 7):
        service = grown(tmp_path / "log", asked(), anchor, length)
        assert service.attestor.errors == {}
    reader = LogReader(service.store)
    for size, root in anchor.anchors:
        kept = reader.note(size)
        assert (kept.state.size, kept.state.root) == (size, root)
        policy.check(kept)
    policy.check(reader.checkpoint())
    assert reader.note(5) is None


def test_a_log_that_starts_again_is_told_by_the_witness_where_it_was(tmp_path, two):
    asked, policy, _ = two
    anchor = FakeAnchor()
    grown(tmp_path / "log", asked(), anchor, 3)
    again = asked()
    assert [item._size for item in again.witnesses] == [0, 0]
    service = grown(tmp_path / "log", again, anchor, 5)
    policy.check(LogReader(service.store).note(5))


def test_a_witness_that_is_gone_holds_nothing_up_and_is_named(tmp_path, two):
    asked, policy, post = two
    del post.doors["two"]
    service = grown(tmp_path / "log", asked(), FakeAnchor(), 3)
    assert list(service.attestor.errors) == ["w2"]
    note = LogReader(service.store).note(3)
    assert [cosigned_at(note, key) for key in policy.witnesses] == [7, None]


def test_what_a_witness_missed_is_asked_for_again(tmp_path, two):
    asked, policy, post = two
    gone = post.doors.pop("two")
    service = grown(tmp_path / "log", asked(), FakeAnchor(), 3)
    post.doors["two"] = gone
    service.attestor.attest(service.publisher.published)
    policy.check(LogReader(service.store).note(3))


def test_a_log_that_shows_another_history_is_refused_and_told_so(tmp_path, two):
    asked, _, _ = two
    grown(tmp_path / "log", asked(), FakeAnchor(), 4)
    forked = grown(tmp_path / "fork", asked(), FakeAnchor(), 6, note="other")
    assert set(forked.attestor.errors) == {"w1", "w2"}
    assert "another history" in forked.attestor.errors["w1"]
    assert len(LogReader(forked.store).note(6).signatures) == 2


def test_a_log_that_lost_entries_is_told_how_many_a_witness_saw(tmp_path, two):
    asked, _, _ = two
    grown(tmp_path / "log", asked(), FakeAnchor(), 6)
    shrunken = grown(tmp_path / "less", asked(), FakeAnchor(), 4)
    assert "cosigned 6 leaves of this log, which now has 4" in shrunken.attestor.errors["w1"]


class Full(FolderStore):
    """A store with room for the log, and none for notes."""

    def put(self, path: str, data: bytes) -> None:
        if path.startswith(NOTES):
            raise OSError(28, "No space left on device")
        super().put(path, data)


def test_a_store_that_keeps_no_note_stops_no_anchor(tmp_path):
    anchor = FakeAnchor()
    service = scene.service(tmp_path, anchor=anchor, store=Full(tmp_path / "public"))
    service.start()
    service.submit([item.pack() for item in scene.chain(3)])
    assert anchor.wait_for(3)
    service.stop()
    assert "No space left" in service.attestor.errors["store"]


def test_without_anyone_to_ask_the_note_is_kept_all_the_same(tmp_path):
    service = grown(tmp_path, Outside(), FakeAnchor(), 3)
    assert LogReader(service.store).note(3).state.size == 3
    assert LogReader(service.store).stamp(3) is None


class Clockwork:
    """An authority that stamps with the size, or does not answer."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.answers = True

    def stamp(self, state) -> bytes:
        self.asked.append(state.size)
        if not self.answers:
            raise UnavailableError("the clock stands still")
        return str(state.size).encode()


def test_a_checkpoint_is_stamped_once(tmp_path):
    clock = Clockwork()
    service = grown(tmp_path, Outside(authority=clock), FakeAnchor(), 3)
    service.attestor.attest(service.publisher.published)
    assert (clock.asked, LogReader(service.store).stamp(3)) == ([3], b"3")


def test_an_authority_that_is_gone_is_named(tmp_path):
    clock = Clockwork()
    clock.answers = False
    service = grown(tmp_path, Outside(authority=clock), FakeAnchor(), 3)
    assert "clock stands still" in service.attestor.errors["time-stamp authority"]


@pytest.mark.parametrize(
    ("reply", "error", "code"),
    [
        (Reply(500, "text/plain", b"oops"), UnavailableError, "witness_unavailable"),
        (Reply(404, "text/plain", b"unknown log"), UnavailableError, "witness_refuses"),
        (Reply(422, "text/plain", b"inconsistent"), ConflictError, "witness_refuses"),
        (Reply(409, "text/x.tlog.size", b"many\n"), UnavailableError, "bad_witness"),
        (Reply(409, "text/x.tlog.size", b"99\n"), ConflictError, "witness_saw_more"),
        (Reply(200, "text/plain", b"\xff"), UnavailableError, "bad_witness"),
        (Reply(200, "text/plain", "— w1 AAAA\n".encode()), UnavailableError, "bad_witness"),
    ],
)
def test_whatever_a_witness_answers_is_an_error_with_a_code(tmp_path, reply, error, code):
    service = grown(tmp_path, Outside(), FakeAnchor(), 3)
    note = LogReader(service.store).note(3)
    _, key = witness(tmp_path, "w1", 1)
    with pytest.raises(error) as found:
        AskedWitness(key, "http://one", lambda *_: reply).cosign(note, lambda *_: [])
    assert found.value.code == code


def test_notes_and_stamps_are_served(client, anchor, tmp_path):
    service = client.app.state.service
    service.submit([item.pack() for item in scene.chain(2)])
    assert anchor.wait_for(2)
    assert client.get(f"/{note_path(2)}").text.startswith(f"{scene.ORIGIN}\n2\n")
    assert client.get(f"/{stamp_path(2)}").status_code == 404
    service.store.put(stamp_path(2), b"stamp")
    assert client.get(f"/{stamp_path(2)}").headers["content-type"] == "application/timestamp-reply"
    assert client.get("/v1/status").json()["outside"] == {"witnesses": [], "authority": False, "errors": {}}


def test_witnesses_are_read_from_one_line(tmp_path):
    _, key = witness(tmp_path, "w1", 1)
    (found,) = parse_witnesses(f"http://one#{key}, ", Told())
    assert found.key == key
    assert parse_witnesses("", Told()) == ()
    for text in ("http://one", f"ftp://one#{key}", "http://one#key"):
        with pytest.raises(InvalidInputError):
            parse_witnesses(text, Told())
