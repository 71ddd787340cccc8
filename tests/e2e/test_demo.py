"""The demonstration as a person runs it: a program of its own, judged by what it prints and leaves behind."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest

pytestmark = pytest.mark.e2e

ROOT = Path(__file__).resolve().parents[2]
RUN_SECONDS = 480  # a first run trains the forecaster
END_SECONDS = 60
GONE_SECONDS = 10  # a child that was caught while it started ends by itself when its input closes


class Show:
    """A running demonstration: its lines on standard error so far, and how it ends."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.folder = folder
        self.lines: list[str] = []
        self._news = threading.Condition()
        self._child = subprocess.Popen(
            [sys.executable, "-m", "demo", *arguments],
            cwd=ROOT,
            env={**os.environ, "TMPDIR": str(folder), "COLUMNS": "200", "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        for line in self._child.stderr:
            with self._news:
                self.lines.append(line)
                self._news.notify_all()
        with self._news:
            self._news.notify_all()

    @property
    def text(self) -> str:
        return " ".join("".join(self.lines).replace("│", " ").split())

    def wait_for(self, words: str, seconds: float) -> None:
        with self._news:
            seen = self._news.wait_for(lambda: words in self.text or self._child.poll() is not None, seconds)
        assert seen, f"{words!r} was not said within {seconds} s: {self.text[-3000:]}"
        assert words in self.text, f"it ended before it said {words!r}: {self.text[-3000:]}"

    def end(self, number: int) -> tuple[int, str]:
        """Send a signal; returns exit code and standard output."""
        self._child.send_signal(number)
        return self.ended()

    def ended(self) -> tuple[int, str]:
        out = self._child.stdout.read()
        code = self._child.wait(END_SECONDS)
        self._reader.join(END_SECONDS)
        self._child.stdout.close()
        self._child.stderr.close()
        return code, out

    def kill(self) -> None:
        if self._child.poll() is None:
            self._child.send_signal(signal.SIGINT)
            self._child.wait(END_SECONDS)
        self._reader.join(END_SECONDS)
        self._child.stdout.close()
        self._child.stderr.close()

    def leftovers(self) -> list[str]:
        """Command lines of processes that still work in this run's folder, a moment after its end."""
        deadline = time.monotonic() + GONE_SECONDS
        while (found := self._at_work()) and time.monotonic() < deadline:
            time.sleep(0.1)
        return found

    def _at_work(self) -> list[str]:
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and entry.name != str(os.getpid()):
                try:
                    told = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
                except OSError:
                    continue
                if str(self.folder).encode() in told:
                    found.append(told[:200].decode(errors="replace"))
        return found


@pytest.fixture
def show(tmp_path):
    shows = []

    def start(*arguments):
        shows.append(Show(tmp_path, *arguments))
        return shows[-1]

    yield start
    for one in shows:
        one.kill()


def test_the_whole_story_is_told_measured_and_stays_up_until_it_is_interrupted(show):
    run = show("--json", "--seed", "11")
    run.wait_for("everything stays up", RUN_SECONDS)
    told = run.text
    for words in (
        "signed two histories",
        "were slashed",
        "standing fell from",
        "outside the market",
        "SIGKILL",
        "too much. The market took the money",
        "nobody has disputed anything yet",
        "claims harm by",
        "We ask for dismissal.",
        "cannot be drawn",
        "upholds the claim",
        "cannot be drawn again",
        "the claim is upheld",
        "deposit and fee back",
        "The same file with one digit",
    ):
        assert words in told
    docs = re.search(r"http://127\.0\.0\.1:\d+/docs", told)[0]
    verdict = re.search(r"http://127\.0\.0\.1:\d+/v1/verdicts/[0-9a-f]{64}", told)[0]
    dispute = re.search(r"http://127\.0\.0\.1:\d+/v1/disputes/\d+", told)[0]
    assert httpx.get(dispute, trust_env=False).json()["data"]["ruling"] == "upheld"
    assert httpx.get(docs, trust_env=False).status_code == 200
    assert httpx.get(verdict, trust_env=False).json()["data"]["verdict"]["kind"] == "equivocation"
    code, out = run.end(signal.SIGINT)
    figures = json.loads(out.splitlines()[-1])
    assert code == 0, figures["shortfalls"]
    assert figures["shortfalls"] == []
    assert figures["agents"] >= 20
    assert figures["records"] >= 2000
    assert figures["anchors"] >= 3
    assert figures["objective_rulings"] >= 2
    assert figures["mandate_rulings"] >= 1
    assert figures["panel_rulings"] >= 1
    assert figures["appeals"] >= 1
    assert len(figures["alerted"]) >= 1
    assert figures["slashed_wei"] == 5 * 10**18
    for name in (
        "standing_changed",
        "bundle_verified",
        "tampered_bundle_rejected",
        "mirror_digest_equals_rebuild",
        "indexer_killed_and_recovered",
        "leak_on_record",
        "alert_precedes_dispute",
        "forecast_committed_before_dispute",
        "case_bundle_verified",
    ):
        assert figures[name] is True
    assert sum(figures["records_by_outcome"].values()) * 2 == figures["records"]
    assert set(figures["records_by_outcome"]) >= {"success", "refused", "denied", "failure", "timeout"}
    assert run.leftovers() == []
    assert list(run.folder.iterdir()) == []


@pytest.mark.parametrize(
    ("moment", "number"),
    [
        ("starting the log server", signal.SIGINT),
        ("registering 24 agents", signal.SIGTERM),
        ("outside the market", signal.SIGINT),
    ],
)
def test_an_interrupt_at_any_time_stops_everything_that_was_started(show, number, moment):
    run = show("--check")
    run.wait_for(moment, RUN_SECONDS)
    code, _ = run.end(number)
    assert code == 130, run.text[-3000:]
    assert run.leftovers() == []
    assert list(run.folder.iterdir()) == []


def test_a_run_that_cannot_start_says_why_and_exits_with_1(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "demo", "--check", "--json"],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(tmp_path), "OMBUD_RPC_URL": "http://127.0.0.1:9", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=RUN_SECONDS,
        check=False,
    )
    assert done.returncode == 1
    assert "127.0.0.1:9" in done.stderr
    assert json.loads(done.stdout.splitlines()[-1])["ok"] is False
    assert list(tmp_path.iterdir()) == []
