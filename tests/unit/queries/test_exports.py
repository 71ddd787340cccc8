"""Exports: signed, whole or saying what is left out, and refused offline after any change."""

from __future__ import annotations

import subprocess
from dataclasses import fields

import msgspec
import pytest

from ledger.chain.node_process import find_node
from ledger.domain.export.manifest import MANIFEST, SIGNATURE, AgentCoverage, sign
from ledger.domain.export.verify import verify_export
from ledger.domain.field_map import AI_ACT, FIELD_MAP, ISO, NIST
from ledger.domain.hashing import sha256
from ledger.domain.trust import Trust
from ledger.errors import ConflictError, InvalidInputError, NotFoundError
from ledger.queries import bundles, exports
from ledger.queries.agents import AgentSummary
from ledger.queries.disputes import DisputeSummary
from ledger.queries.export_page import export_page
from ledger.queries.exports import Asked, export
from ledger.queries.incidents import IncidentView
from ledger.queries.records import RecordView
from ledger.queries.verdicts import Verdict
from ledger.tiles import retention
from ledger.tiles.evidence import EvidenceStore
from ledger.tiles.pruning import prune
from ledger.tiles.store import FolderStore
from ledger.tiles.verifier import verifier_files
from tests.exports import measure

SECRET = b"\x05" * 32
ROWS = {
    "agents.ndjson": AgentSummary,
    "records-*.ndjson": RecordView,
    "verdicts.ndjson": Verdict,
    "disputes.ndjson": DisputeSummary,
    "incidents.ndjson": IncidentView,
}


@pytest.fixture
def filled(world, catch_up):
    log = world.new_log()
    for owner in ("one", "two"):
        agent = world.new_agent({0: bytes(32), 1: log}, owner=owner)
        world.logs[log].append(agent.segment(4), agent.segment(3, session="another"), agent.segment(2))
        world.anchor(log)
        world.chain.mine(world.recorded(agent, agent.record(0, stream=0)))
    world.chain.mine(*world.fault_events(world.agents[0]))
    catch_up()
    return world


def folder_of(sources, **asked):
    return {part.name: part.data for part in export(sources, Asked(**asked), secret=SECRET)}


def verified(folder, **more):
    def read(name):
        if name not in folder:
            raise NotFoundError(f"no {name}")
        return folder[name]

    return verify_export(read, folder, Trust(), **more)


def test_an_export_holds_offline_with_all_records_and_says_how_complete_it_is(filled, sources):
    folder = folder_of(sources)
    report = verified(folder)
    assert report.problems == ()
    assert report.records == 18
    manifest = report.manifest
    assert manifest.counts == {
        "agents": 2, "records": 18, "records_listed": 20, "disputes": 0, "verdicts": 1, "incidents": 0,
    }  # fmt: skip
    assert manifest.complete
    assert [one.exported for one in manifest.coverage] == [10, 10]
    assert manifest.as_of.number == sources.mirror.books().cursor.number
    assert {keep.retention for keep in manifest.keep} == {retention.ORDINARY, retention.EXPORT_MANIFEST}
    assert verified(folder, keyid=report.keyid).ok
    assert [problem.code for problem in verified(folder, keyid="another").problems] == ["other_key"]


def test_sessions_of_any_length_are_bundled_in_parts(filled, sources, monkeypatch):
    monkeypatch.setattr(bundles, "MAX_RECORDS", 2)
    monkeypatch.setattr(exports, "MAX_RECORDS", 2)
    folder = folder_of(sources)
    assert "records/0-1-3.json" in folder
    report = verified(folder)
    assert (report.problems, report.records) == ((), 18)


def test_what_was_not_asked_for_is_said_to_be_missing(filled, sources):
    manifest = verified(folder_of(sources, most=12)).manifest
    assert manifest.truncated
    assert not manifest.complete
    one = verified(folder_of(sources, agents=("1",))).manifest
    assert [covered.agent for covered in one.coverage] == [str(sources.agent(1))]
    assert one.counts["verdicts"] == 0
    with pytest.raises(InvalidInputError):
        folder_of(sources, most=0)


def changed(folder, name, old, new):
    return {**folder, name: folder[name].replace(old, new, 1)}


@pytest.mark.parametrize(
    ("attack", "where"),
    [
        (lambda f: {name: data for name, data in f.items() if name != "verdicts.ndjson"}, "verdicts.ndjson"),
        (lambda f: {**f, "more.json": b"{}"}, "more.json"),
        (lambda f: {**f, "agents.ndjson": f["agents.ndjson"] + b"{}\n"}, "agents.ndjson"),
        (lambda f: changed(f, "records/0-1-1.json", b"execute_tool", b"execute_fool"), "records/0-1-1.json"),
        (lambda f: changed(f, MANIFEST, b'"complete": true', b'"complete": false'), SIGNATURE),
        (lambda f: {**f, SIGNATURE: sign(b"\x06" * 32, f[MANIFEST] + b" ")}, SIGNATURE),
    ],
)
def test_each_change_is_refused_at_its_place(filled, sources, attack, where):
    report = verified(attack(folder_of(sources)))
    assert where in {problem.where for problem in report.problems}


def test_who_signs_a_forged_bundle_anew_is_refused_too(filled, sources):
    folder = folder_of(sources)
    name = "records/0-1-1.json"
    forged = changed(folder, name, b"execute_tool", b"execute_fool")
    manifest = msgspec.json.decode(forged[MANIFEST])
    for file in manifest["files"]:
        if file["name"] == name:
            file["sha256"] = sha256(forged[name]).hex()
    forged[MANIFEST] = msgspec.json.encode(manifest)
    forged[SIGNATURE] = sign(SECRET, forged[MANIFEST])
    report = verified(forged)
    assert not report.ok
    assert all(problem.where.startswith(name) for problem in report.problems)


def test_each_mapped_field_is_there_or_its_absence_explained():
    assert {entry.framework for entry in FIELD_MAP} == {AI_ACT, NIST, ISO}
    for article in ("12(", "19(", "26(", "73("):
        assert any(entry.clause.startswith(article) for entry in FIELD_MAP)
    for entry in FIELD_MAP:
        if entry.absent is not None:
            assert (entry.file, entry.field) == (None, None)
            assert len(entry.absent) > 20
        elif entry.file in ROWS:
            assert entry.field in {one.name for one in fields(ROWS[entry.file])}, entry
        elif entry.file == MANIFEST:
            assert entry.field in {"keep", "holds", "as_of"}
        else:
            assert (entry.file, entry.field) == ("records/*.json", "segments.records")


def test_nothing_under_hold_is_pruned_and_nothing_before_its_time(tmp_path):
    now = [1_000_000_000.0]
    store = EvidenceStore(FolderStore(tmp_path), clock=lambda: now[0])
    names = [store.put(bytes([number]), submitter="x")[0].sha256 for number in range(4)]
    kept_long = store.put(b"manifest", submitter="x", retention_class=retention.EXPORT_MANIFEST)[0].sha256
    store.hold(names[0], "dispute-7", "running")
    store.hold(names[1], "incident-a", "reported")
    assert prune(store).removed == ()
    now[0] += 400 * retention.DAY_S
    pruned = prune(store)
    assert set(pruned.removed) == set(names[2:])
    assert set(pruned.held) == set(names[:2])
    for name in (*names[:2], kept_long):
        assert store.get(name)
    with pytest.raises(ConflictError):
        store.remove(names[0])
    store.lift(names[0], "dispute-7")
    assert prune(store).removed == (names[0],)


def test_disputes_come_with_their_cases(world, sources, catch_up):
    from tests.fakes.court import FakeCourt  # noqa: PLC0415

    court = FakeCourt(world)
    court.found()
    agent = world.new_agent({})
    court.bond(agent, 10**18)
    court.open(agent)
    catch_up()
    folder = folder_of(sources)
    report = verified(folder)
    assert report.problems == ()
    assert report.manifest.counts["disputes"] == 1, report.manifest.left_out
    assert report.disputes == 1


def test_a_short_export_in_the_shape_of_a_long_one_is_made_and_holds(mirror, tmp_path):
    found = measure(1000, mirror, tmp_path)
    assert found["records"] == 1000
    assert found["largest_file_bytes"] < found["bytes"]


def test_an_export_comes_with_a_page_for_people_and_the_verifier_where_it_is_at_hand(filled, sources, tmp_path):
    bare = folder_of(sources)
    page = bare["index.html"].decode()
    assert str(sources.agent(0)) in page
    assert "equivocation" in page
    assert "the verifier: it is not beside this installation" in page
    assert "<script" not in page
    tools = verifier_files()
    parts = export(sources, Asked(), secret=SECRET, tools=tools)
    whole = {part.name: part.data for part in parts}
    assert {f"verifier/{name}" for name in tools} <= set(whole)
    assert whole["verifier/cli.js"] == tools["cli.js"]
    assert verified(whole).ok
    manifest = msgspec.json.decode(whole[MANIFEST])
    assert (manifest["left_out"], manifest["complete"]) == ([], True)
    for name, data in whole.items():
        (tmp_path / "out" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "out" / name).write_bytes(data)
    command = [find_node(), "verifier/cli.js", "records/0-1-1.json"]
    done = subprocess.run(command, cwd=tmp_path / "out", capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    changed = whole | {"verifier/cli.js": b"process.exit(0)"}
    assert [problem.code for problem in verified(changed).problems] == ["changed_file"]
    assert verifier_files(tmp_path) == {}


def test_what_strangers_wrote_is_no_markup_on_the_page():
    coverage = AgentCoverage(agent="<b>x</b>", claimed=1, held=1, exported=1, complete=True, gaps=())
    page = export_page(
        chain_id=1, block=1, coverage=[coverage], agents=[], disputes=[], verdicts=[], incidents=[], left_out=["<i>"]
    )  # fmt: skip
    assert b"<b>x" not in page
    assert b"&lt;b&gt;x" in page
    assert b"&lt;i&gt;" in page
