"""kill -9 at every kind of write: nothing acknowledged is lost, nothing is appended twice."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ledger.domain import tree
from ledger.tiles.reader import LogReader
from tests.unit.logserver import scene

ROOT = Path(__file__).resolve().parents[3]
CHILD = Path(__file__).with_name("crash_child.py")
POINTS = [
    *(("journal.append", passed, when) for passed in (0, 4) for when in ("before", "half", "after")),
    *(("index.append", passed, when) for passed in (0, 4) for when in ("before", "half", "after")),
    *(("journal.sync", 3, when) for when in ("before", "after")),
    *(("conflicts.append", 0, when) for when in ("before", "half", "after")),
    *(("put", passed, when) for passed in (0, 1, 2, 3, 5, 8) for when in ("before", "after")),
    *(("put_all", 0, when) for when in ("before", "half", "after")),
]


@pytest.mark.integration
@pytest.mark.parametrize(("what", "passed", "when"), POINTS)
def test_kill_9_loses_nothing_acknowledged_and_appends_nothing_twice(tmp_path, what, passed, when):
    child = subprocess.run(
        [sys.executable, str(CHILD), str(tmp_path), what, str(passed), when],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert child.returncode == -signal.SIGKILL, child.stderr
    told = [line for line in child.stdout.splitlines() if len(line) == 64]

    sent = scene.chain(12, 2)
    service = scene.service(tmp_path)
    for header in told:
        assert service.registry.find(bytes.fromhex(header)), "an acknowledged segment is gone"
    if "conflict" in child.stdout:
        assert service.conflicts.count == 1
    service.start()
    verdicts = service.submit([item.pack() for item in sent])
    assert all(verdict.accepted for verdict in verdicts)
    assert [verdict.accepted.leaf for verdict in verdicts] == list(range(12))
    service.stop()
    reader = LogReader(service.store)
    state = reader.checkpoint().state
    assert (state.size, state.root) == (12, tree.root([item.entry.leaf for item in sent]))
    assert [item for _, item in reader.segments(0, 12)] == sent
