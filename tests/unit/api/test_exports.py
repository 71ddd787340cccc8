"""Exports over HTTP: for authorities and operators alone, and the same files that verify offline."""

from __future__ import annotations

import io
import tarfile

import pytest
from fastapi.testclient import TestClient

from ledger.api.app import create_app
from ledger.api.exports import make_router
from ledger.api.gate import Access
from ledger.domain.export.verify import verify_export
from ledger.domain.incident import Opened, Reported
from ledger.domain.roles import Caller, Role
from ledger.domain.trust import Trust
from ledger.errors import ConflictError, InvalidInputError, ProofError
from ledger.queries.incidents import ENTRY, SESSION
from ledger.tiles.incidents import IncidentBook
from tests.fakes.asked import index, sources_of

DAY = 86_400


class Known:
    """Tells that every caller is the same one, and keeps what authorities read."""

    def __init__(self, *roles):
        self.caller, self.read = Caller("a", frozenset(roles)), []

    def identify(self, _header):
        return self.caller

    def write(self, *read):
        self.read.append(read)


@pytest.fixture
def book(tmp_path):
    return IncidentBook(tmp_path / "incidents")


@pytest.fixture
def asked_by(world, mirror, assets, book):
    index(world, mirror)
    sources = sources_of(world, mirror)

    known = Known()
    router = make_router(sources, book, bytes(32), lambda: 0)
    app = create_app(sources, vendor=assets, access=Access(identify=known, reads=known), more=[router])
    http = TestClient(app, headers={"authorization": "Bearer x"}, raise_server_exceptions=False)

    def client(*roles):
        known.caller = Caller("a", frozenset(roles or {Role.PUBLIC}))
        return http

    return client


def test_only_authorities_and_operators_are_let_through(asked_by):
    for path in ("/v1/export", "/v1/incidents"):
        assert asked_by().get(path).status_code == 401
        assert asked_by(Role.PARTY).get(path).status_code == 403


def test_an_export_is_a_tar_of_files_that_hold(asked_by):
    answer = asked_by(Role.AUTHORITY).get("/v1/export")
    assert answer.headers["content-type"] == "application/x-tar"
    with tarfile.open(fileobj=io.BytesIO(answer.content)) as tar:
        found = {
            member.name.removeprefix("ombud-export/"): tar.extractfile(member).read() for member in tar.getmembers()
        }
    report = verify_export(found.__getitem__, found, Trust())
    assert report.problems == ()
    assert report.records == 5
    assert asked_by(Role.OPERATOR).get("/v1/export?agent=99").json()["code"] == "no_such_agent"


def opened(world, **more):
    aware = int(world.chain.time)
    return lambda prior: Opened(**({
        "at": aware, "prior": prior, "kind": "serious", "jurisdiction": "eu", "aware_at": aware, "states": ("DE",),
        "disputes": (7,),
    } | more))  # fmt: skip


def test_the_clock_says_what_is_to_be_reported_by_when(asked_by, world, book):
    for name, kind in (("slow", "serious"), ("fatal", "death"), ("grid", "critical_infrastructure")):
        book.add(name, opened(world, kind=kind))
    aware = int(world.chain.time)
    book.add("slow", lambda prior: Reported(
        at=aware, prior=prior, version=1, sha256="ab" * 32, to="authority", complete=False
    ))  # fmt: skip
    items = asked_by(Role.AUTHORITY).get("/v1/incidents").json()["data"]["items"]
    assert [(one["incident"], one["due"] - aware, one["state"]) for one in items] == [
        ("grid", 2 * DAY, "open"),
        ("fatal", 10 * DAY, "open"),
        ("slow", 15 * DAY, "reported_in_part"),
    ]
    assert items[0]["rule"] == "AI Act Art. 73(3)"
    assert items[2]["reports"][0]["version"] == 1
    assert items[0]["disputes"][0]["state"] is None


def test_time_runs_out_and_a_late_class_shortens_it(asked_by, world, book):
    book.add("late", opened(world, aware_at=int(world.chain.time) - 16 * DAY))
    (item,) = asked_by(Role.AUTHORITY).get("/v1/incidents").json()["data"]["items"]
    assert (item["state"], item["seconds_left"]) == ("overdue", -DAY)


def test_a_book_that_was_changed_is_noticed(world, book, tmp_path):
    book.add("one", opened(world))
    book.add("one", lambda prior: Reported(at=1, prior=prior, version=1, sha256="ab" * 32, to="x", complete=True))
    with pytest.raises(ConflictError):
        book.add("one", opened(world))
    with pytest.raises(ConflictError):
        book.add("one", lambda prior: Reported(at=1, prior=prior, version=1, sha256="ab" * 32, to="x", complete=True))
    path = tmp_path / "incidents" / "one.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"DE"', b'"FR"'))
    with pytest.raises(ProofError):
        book.get("one")
    with pytest.raises(InvalidInputError):
        book.add("../x", opened(world))
    with pytest.raises(InvalidInputError):
        book.add("two", opened(world, jurisdiction="atlantis"))


def test_entries_are_told_with_the_records_that_anchored_them(asked_by, world, mirror, book):
    book.add("one", opened(world))
    book.add("one", lambda prior: Reported(at=1, prior=prior, version=1, sha256="ab" * 32, to="x", complete=True))
    first, second = book.get("one").entries
    desk, log = world.agents[0], next(iter(world.logs))
    before = asked_by(Role.AUTHORITY).get("/v1/incidents").json()["data"]["items"][0]
    assert before["entries"] == [{"entry": entry, "record_id": None, "witnessed": None} for entry in (first, second)]
    told = {"session": SESSION, "op": ENTRY}
    world.logs[log].append(
        desk.segment(2, **told, call=first),  # a desk that broke tells twice: the first counts
        desk.segment(1, session=SESSION, op="read", call=second),  # another operation tells nothing
    )
    world.anchor(log)
    index(world, mirror)
    (item,) = asked_by(Role.AUTHORITY).get("/v1/incidents").json()["data"]["items"]
    assert [mark["entry"] for mark in item["entries"]] == [first, second]
    assert item["entries"][1]["record_id"] is None
    found = asked_by().get(f"/v1/records/{item['entries'][0]['record_id']}").json()["data"]["record"]
    assert (found["content"]["call"], found["witnessed"]) == (first, item["entries"][0]["witnessed"])
    assert item["head"] == second
