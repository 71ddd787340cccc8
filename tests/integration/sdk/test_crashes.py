"""kill -9 at any write of an agent: nothing that was written is lost, no number is given twice, nobody equivocates."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ledger.domain.signed_receipt import SignedReceipt
from ledger.errors import ConflictError
from ledger.sdk import Ledger, Terms, tail
from ledger.sdk.context import Ref
from tests.unit.logserver import scene

pytestmark = pytest.mark.integration
ROOT = Path(__file__).resolve().parents[3]
CHILD = Path(__file__).with_name("crash_child.py")
ENVIRONMENT = {"PYTHONPATH": str(ROOT)}


def start(folder: Path, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(CHILD), str(folder), *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=ENVIRONMENT,
    )


def killed(folder: Path, *arguments: object) -> list[str]:
    child = start(folder, *arguments)
    out, err = child.communicate(timeout=60)
    assert child.returncode == -signal.SIGKILL, err
    return out.splitlines()


def test_a_call_is_in_the_spool_when_it_returns(tmp_path):
    killed(tmp_path / "spool", "after_call")
    assert [line.statement.phase for line in tail(tmp_path / "spool")] == ["intent", "outcome"]


def test_the_intent_is_in_the_spool_before_the_body_runs(tmp_path):
    killed(tmp_path / "spool", "in_body")
    (intent,) = tail(tmp_path / "spool")
    assert intent.statement.phase == "intent"


@pytest.mark.parametrize("name", ["drafts.log", "records.log", "openings.log"])
@pytest.mark.parametrize("part", [0.0, 0.01, 0.5, 1.0])
def test_a_write_cut_short_loses_nothing_written_before(tmp_path, name, part):
    said = killed(tmp_path / "spool", "torn_write", name, part)
    with Ledger(tmp_path / "spool", key=scene.KEY) as ledger:
        found = list(tail(ledger.spool))
        assert [line.seq for line in found] == list(range(len(found)))
        assert len(said) <= len(found) <= len(said) + 1
        assert ledger.write("chat", input="y").seq == len(found)
        commitments = {opening.root.hex() for opening in ledger.openings()}
        assert {line.statement.in_ for line in tail(ledger.spool)} <= commitments


@pytest.mark.parametrize("part", [0.0, 0.5, 1.0])
def test_binding_cut_short_goes_on(tmp_path, part):
    assert killed(tmp_path / "spool", "torn_bind", part) == ["bound"]
    with Ledger(tmp_path / "spool", key=scene.KEY) as ledger:
        assert ledger.write("chat").seq == 2000
        assert [line.seq for line in tail(ledger.spool)] == list(range(2001))


@pytest.mark.parametrize("name", ["segments.log", "acks.log", "bindings.log"])
@pytest.mark.parametrize("part", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("after", [0, 2])
def test_an_agent_killed_while_sending_never_equivocates(tmp_path, running_log, name, part, after):
    if name == "bindings.log" and after:
        after = 0
    said = killed(tmp_path / "spool", "sending", running_log.url, name, part, after)
    with Ledger(tmp_path / "spool", key=scene.KEY, log_url=running_log.url, segment_records=3) as ledger:
        ledger.bind(scene.AGENT)
        ledger.write("chat")
        ledger.flush()
        written = ledger.state().written
    assert len(said) < written <= len(said) + 2
    assert running_log.service.registry.head((scene.AGENT.key, 0, 1))[0] == written
    assert running_log.service.conflicts.count == 0


@pytest.mark.parametrize("name", ["receipts.log", "records.log"])
@pytest.mark.parametrize("part", [0.0, 0.01, 0.5, 1.0])
def test_an_agent_killed_while_it_gives_a_receipt_never_gives_two_for_one_record(tmp_path, name, part):
    handed_out = [SignedReceipt.unpack(line) for line in killed(tmp_path / "spool", "receipting", name, part)]
    with Ledger(tmp_path / "spool", key=scene.KEY) as ledger:
        found = list(ledger.receipts())
        assert found[: len(handed_out)] == handed_out
        assert len(found) <= len(handed_out) + 1
        ids = {line.seq: line.record_id for line in tail(ledger.spool)}
        assert {item.receipt.seq: item.receipt.record_hash.hex() for item in found}.items() <= ids.items()
        for seq, record_id in ids.items():
            given = [item for item in found if item.receipt.seq == seq]
            terms = Terms(counterparty=bytes(32), log=scene.LOG, anchor_by=1, amount=99)
            if given:
                with pytest.raises(ConflictError, match="amount"):
                    ledger.receipt(terms, Ref(str(ledger.spool.absolute()), seq, record_id))
            else:
                assert ledger.receipt(terms, Ref(str(ledger.spool.absolute()), seq, record_id)).receipt.amount == 99


def test_thirty_two_writers_in_four_processes_leave_one_gapless_chain(tmp_path, running_log):
    children = [start(tmp_path / "spool", "writers", running_log.url, 8, 25) for _ in range(4)]
    for child in children:
        _, err = child.communicate(timeout=120)
        assert child.returncode == 0, err
    found = list(tail(tmp_path / "spool"))
    assert [line.seq for line in found] == list(range(800))
    assert len({line.statement.session for line in found}) == 800
    assert running_log.service.registry.head((scene.AGENT.key, 0, 1))[0] == 800
    assert running_log.service.conflicts.count == 0


def test_a_forked_child_writes_to_the_same_chain_and_sends_by_itself(tmp_path, running_log):
    code = f"""
import os, sys
from ledger.sdk import Ledger
from tests.unit.logserver import scene
ledger = Ledger({str(tmp_path / "spool")!r}, key=scene.KEY, log_url={running_log.url!r}, segment_seconds=0.01)
ledger.bind(scene.AGENT)
ledger.write("chat", session="before")
ledger.flush()
children = []
for child in range(3):
    pid = os.fork()
    if not pid:
        for step in range(20):
            ledger.write("chat", session=f"{{child}}-{{step}}")
        ledger.flush(30)
        os._exit(0)
    children.append(pid)
for step in range(20):
    ledger.write("chat", session=f"parent-{{step}}")
codes = [os.waitpid(pid, 0)[1] for pid in children]
ledger.flush(30)
sys.exit(any(codes))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=ENVIRONMENT, timeout=90, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    found = list(tail(tmp_path / "spool"))
    assert [line.seq for line in found] == list(range(81))
    assert len({line.statement.session for line in found}) == 81
    assert running_log.service.registry.head((scene.AGENT.key, 0, 1))[0] == 81
    assert running_log.service.conflicts.count == 0


def test_what_a_short_program_wrote_is_sent_at_its_end(tmp_path, running_log):
    code = f"""
from ledger.sdk import Ledger
from tests.unit.logserver import scene
ledger = Ledger({str(tmp_path / "spool")!r}, key=scene.KEY, log_url={running_log.url!r}, segment_seconds=60.0)
ledger.bind(scene.AGENT)
ledger.record(lambda: None)()
"""
    subprocess.run([sys.executable, "-W", "error", "-c", code], cwd=ROOT, env=ENVIRONMENT, timeout=60, check=True)
    assert running_log.service.registry.head((scene.AGENT.key, 0, 1))[0] == 2


def test_twenty_four_agents_in_one_process_are_all_acknowledged(tmp_path, running_log):
    ledgers = []
    for number in range(24):
        key = scene.SessionKey(bytes([100 + number]) * 32)
        agent = scene.AgentRef(31337, scene.AGENT.registry, 100 + number)
        running_log.directory.register(key.address, agent.key, 0, 1, scene.LOG)
        ledger = Ledger(tmp_path / f"spool-{number}", key=key, log_url=running_log.url, name=f"agent-{number}")
        ledger.bind(agent)
        ledgers.append(ledger)
    for ledger in ledgers:
        ledger.record(os.getpid)()
    for ledger in ledgers:
        ledger.flush(30)
        assert ledger.state().acknowledged == 2
        ledger.close()
    assert running_log.service.registry.size >= 24
