"""An OTLP export goes the whole way: two agents, each with its records, linked across their spools."""

from __future__ import annotations

import gzip
import json

import pytest

from tests.fakes.otlp import SECRET, TRACE, clerk, export, planner, two_agents

pytestmark = pytest.mark.integration


def items_of(ombud, agent):
    shown = ombud("session", "show", agent, "order-17", "--json").json()
    assert shown["completeness"]["complete"]
    return shown["data"]["items"]


def test_a_trace_of_two_agents_arrives_whole_and_importing_again_adds_nothing(ombud, stack, tmp_path):
    file = tmp_path / "export.json.gz"
    file.write_bytes(gzip.compress(json.dumps(two_agents()).encode()))
    first = ombud("import", file, "--json")
    assert first.code == 0, first.error
    report = first.json()
    assert (report["format"], report["traces"], report["records"], report["written"]) == ("otlp", 1, 14, 14)
    assert report["skipped"] == {"not_genai": 1}
    agents = {item["run"]: item["agent"] for item in report["agents"]}

    planned, paid = items_of(ombud, agents["planner-7"]), items_of(ombud, agents["clerk"])
    assert (len(planned), len(paid)) == (6, 8)
    asked, invoked = planned[0], paid[0]
    assert invoked["content"]["parents"] == [asked["record_id"]]
    assert asked["content"]["trace"] == f"00-{TRACE}-{1:016x}-01"
    assert [item["content"]["outcome"] for item in paid if item["content"]["phase"] == "outcome"] == [
        "success",
        "timeout",
        "denied",
        "success",
    ]
    assert SECRET not in json.dumps([planned, paid])

    again = ombud("import", file, "--json").json()
    assert (again["written"], again["found"]) == (0, 14)
    assert {item["run"]: item["agent"] for item in again["agents"]} == agents
    assert "1 spans skipped: not genai" in ombud("import", file).out


def test_an_import_that_stopped_half_way_is_finished_with_its_causes(ombud, stack, tmp_path, monkeypatch):
    file = tmp_path / "half.jsonl"
    file.write_text(f"{json.dumps(export(planner()))}\n{json.dumps(export(clerk()))}\n")
    with monkeypatch.context() as patched:
        patched.setattr("ledger.serve.importer.Importer._take", stopping_after(7))
        with pytest.raises(Stopped):
            ombud("import", file)
    report = ombud("import", file, "--json").json()
    assert (report["written"], report["found"]) == (7, 7)
    agents = {item["run"]: item["agent"] for item in report["agents"]}
    planned, paid = items_of(ombud, agents["planner-7"]), items_of(ombud, agents["clerk"])
    assert paid[0]["content"]["parents"] == [planned[0]["record_id"]]
    assert (len(planned), len(paid)) == (6, 8)


def test_a_malformed_span_stops_an_import_before_anything_is_written(ombud, stack, tmp_path):
    broken = planner()
    broken["scopeSpans"][0]["spans"][1]["spanId"] = "none"
    file = tmp_path / "bad.jsonl"
    file.write_text(f"{json.dumps(export(clerk()))}\n{json.dumps(export(broken))}\n")
    before = list(stack.home.spool.glob("otlp-*"))
    said = ombud("import", file)
    assert said.code == 2
    assert "line 2" in said.error.message
    assert "spanId" in said.error.message
    assert list(stack.home.spool.glob("otlp-*")) == before


class Stopped(Exception):  # noqa: N818 no error: the plug is pulled
    pass


def stopping_after(count):
    from ledger.serve.importer import Importer  # noqa: PLC0415 the real one, before it is replaced

    take, left = Importer._take, [count]

    def taken(self, state, statement):
        if not left[0]:
            raise Stopped
        left[0] -= 1
        take(self, state, statement)

    return taken
