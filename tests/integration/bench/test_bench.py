"""`python -m bench NAME --quick --json` runs here, and prints the keys that were promised, as the last line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.integration
ROOT = Path(__file__).resolve().parents[3]
KEYS = {
    "gas": {"register", "record_steady", "anchor_at_2_20", "per_action", "equivocation", "open", "case_total"},
    "index": {
        "events",
        "events_per_s",
        "ratio_ceiling",
        "ratio_web3",
        "peer",
        "ratio_peer",
        "bytes_per_event",
        "rss_mb",
        "p50_ms",
        "p99_ms",
    },
    "query": {
        "actions",
        "agents",
        "disputes",
        "case_file",
        "record",
        "actions_of_agent",
        "deadlines",
        "requests_per_s",
    },
    "ingest": {"bounds", "S1", "S100", "S1000", "durable", "keys", "record_bytes"},
    "dictionary": {"dictionary", "commitments", "found", "found_without_salt", "salt_bits"},
    "disk": {"record_bytes", "S1", "S100", "S1000", "spool"},
    "sdk": {"p50_us", "p95_us", "bare_call_us", "spool_fsync_policy"},
    "resolve": {"agents", "p50_us", "f1"},
    "adapters": {"call_s", "decorator", "opentelemetry", "openai_agents", "langchain", "a2a"},
    "tree": {"leaves", "build_s", "build_ratio_hash_bound", "proofs_per_s", "verify_per_s"},
}
SEGMENT_KEYS = {"records_per_s", "ratio_verify_bound", "ratio_best_peer", "ack_p50_ms", "ack_p99_ms", "cpu_s"}


def bench(*arguments: str) -> dict:
    done = subprocess.run(
        [sys.executable, "-m", "bench", *arguments, "--quick", "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("name", sorted(KEYS))
def test_a_quick_run_prints_its_keys_and_says_that_it_was_quick(name):
    figures = bench(name)
    assert (figures["bench"], figures["quick"]) == (name, True)
    assert KEYS[name] <= figures.keys()
    if name == "ingest":
        assert figures["durable"] is True
        assert all(figures[size].keys() >= SEGMENT_KEYS for size in ("S1", "S100", "S1000"))
        assert figures["bounds"]["verify_per_s"] > 0


def test_no_payload_of_a_dictionary_is_found_behind_its_salt_and_all_are_without():
    figures = bench("dictionary")
    assert (figures["found"], figures["found_without_salt"]) == (0, 1.0)
    assert figures["distinct"] == figures["commitments"] == 1000


def test_every_gas_figure_is_known():
    figures = bench("gas")
    assert [name for name, figure in figures.items() if figure is None] == ["measured_again"]


def test_an_unknown_benchmark_is_refused_with_the_names_there_are():
    done = subprocess.run(
        [sys.executable, "-m", "bench", "speed"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "ingest" in done.stderr
