"""A disk that is full for real: the kernel refuses to let files grow (RLIMIT_FSIZE), in processes of their own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.logserver import scene

pytestmark = pytest.mark.integration
ROOT = Path(__file__).resolve().parents[3]
LIMITED = """
import json, resource, signal, sys
from pathlib import Path
from ledger.errors import LedgerError
from tests.unit.logserver import scene
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # EFBIG instead
folder = Path(sys.argv[1])
def room(size):
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
"""
SERVER = """
service = scene.service(folder)
service.start()
told = []
room(4096)
for item in scene.chain(12, 2):
    try:
        told.append(service.submit([item.pack()])[0].accepted is not None)
    except LedgerError as error:
        told.append([error.code, error.message, error.hint])
        break
publishing = service.publisher.error
room(resource.RLIM_INFINITY)
rest = [verdict.accepted is not None for verdict in service.submit([item.pack() for item in scene.chain(12, 2)])]
service.stop()
print(json.dumps([told, rest, service.registry.size]))
"""
AGENT = """
from ledger.sdk import Ledger, tail
ledger = Ledger(folder, key=scene.KEY, fsync="every")
ledger.bind(scene.AGENT)
room(4096)
wrote, refused = [], None
for number in range(40):
    try:
        wrote.append(ledger.write("chat", session=f"s-{number}").seq)
    except LedgerError as error:
        refused = [error.code, error.message, error.hint]
        break
kept = ledger.keep("chat", session="kept")
room(resource.RLIM_INFINITY)
ledger.sync()
ledger.close()
print(json.dumps([wrote, refused, kept is None, [line.statement.session for line in tail(folder)]]))
"""


def limited(code: str, folder: Path) -> list:
    done = subprocess.run(
        [sys.executable, "-c", LIMITED + code, str(folder)],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_a_log_server_on_a_full_disk_takes_nothing_says_why_and_goes_on_when_there_is_room(tmp_path):
    told, rest, size = limited(SERVER, tmp_path)
    *accepted, refused = told
    assert accepted
    assert all(accepted)
    assert refused[0] == "journal_refused"
    assert "File too large" in refused[1]
    assert refused[2] == "free or repair the disk"
    assert rest == [True] * 12
    assert size == 12
    again = scene.service(tmp_path)
    assert again.registry.size == 12
    again.start()
    again.stop()
    assert again.publisher.published.size == 12


def test_an_agent_on_a_full_disk_loses_nothing_written_says_why_and_goes_on(tmp_path):
    wrote, refused, kept, sessions = limited(AGENT, tmp_path / "spool")
    assert len(wrote) > 2
    assert refused[0] == "spool_refused"
    assert "File too large" in refused[1]
    assert refused[2] == "free or repair the disk"
    assert kept
    assert sessions == [*(f"s-{number}" for number in wrote), "kept"]
