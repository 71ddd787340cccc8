"""Two lines adopt the SDK: nothing is needed, nothing heavy is imported, keys are kept safe."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import ledger
from ledger.errors import ConflictError, InvalidInputError, NotFoundError
from ledger.home import AgentFile, Home, Run, birth
from ledger.sdk import defaults, keystore, tail
from ledger.sdk.keystore import create, load, load_or_create
from ledger.settings import Settings
from tests.unit.logserver import scene

ROOT = Path(__file__).resolve().parents[3]
HEAVY = ("fastapi", "redis", "web3", "sklearn", "pydantic", "httpx", "httpx2", "eth_keyfile", "structlog", "uvicorn")
LIGHT = {"ledger", "msgspec", "typing_extensions", "coincurve", "_libsecp256k1", "_cffi_backend", "sha3", "_pysha3"}
"""All that the SDK may bring along: records, keys and hashes take these."""


def run(code: str, **env: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), **env},
        timeout=60,
    )
    return done.stdout


def test_importing_the_sdk_is_light():
    found = run(
        "import sys; before = set(sys.modules); import ledger.sdk; "
        "print(sorted({name.split('.')[0] for name in set(sys.modules) - before} - sys.stdlib_module_names))"
    )
    assert set(json.loads(found.replace("'", '"'))) <= LIGHT


def test_recording_imports_nothing_heavy_either(tmp_path):
    found = run(
        f"import sys; from ledger.sdk import Ledger; l = Ledger({str(tmp_path / 'spool')!r});"
        f"l.record(print)('hi'); l.close(); print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    assert found.splitlines() == ["hi", "[]"]


def test_two_lines_are_enough(tmp_path):
    run(
        "import ledger\nledger.init()\n@ledger.record\ndef act(a: int) -> int: return a\nact(1)\n",
        OMBUD_HOME=str(tmp_path),
    )
    assert [line.statement.phase for line in tail(tmp_path / "spool" / "default")] == ["intent", "outcome"]


def test_one_line_is_enough(tmp_path):
    run("import ledger\n@ledger.record\ndef act(): ...\nact()\n", OMBUD_HOME=str(tmp_path))
    assert len(list(tail(tmp_path / "spool" / "default"))) == 2


@pytest.fixture
def clean_default():
    yield
    if defaults._DEFAULT.present is not None:
        defaults._DEFAULT.present.close()
        defaults._DEFAULT.present = None


def test_init_binds_and_replaces_the_former_default(tmp_path, clean_default):
    first = ledger.init(spool=tmp_path / "a", log_url="http://127.0.0.1:1")
    assert ledger.sdk.default_ledger() is first

    @ledger.record
    def act() -> None: ...

    act()
    second = ledger.init(scene.AGENT, scene.KEY, spool=tmp_path / "b", log_url="http://127.0.0.1:1", fsync="never")
    act()
    assert [line.record_id is None for line in tail(tmp_path / "a")] == [True, True]
    assert [line.record_id is None for line in tail(tmp_path / "b")] == [False, False]
    assert second.state().agent == str(scene.AGENT)


def test_a_child_forked_while_the_first_one_is_made_makes_its_own(tmp_path):
    said = run(
        "import os, signal\n"
        "from ledger.sdk import defaults\n"
        "with defaults._DEFAULT.turn:\n"  # some other thread makes it now
        "    child = os.fork()\n"
        "    if not child:\n"
        "        signal.alarm(20)\n"  # whoever waits for that thread is ended
        "        defaults.default_ledger()\n"
        "        os._exit(0)\n"
        "print(os.waitpid(child, 0)[1])",
        OMBUD_HOME=str(tmp_path),
    )
    assert said == "0\n"


def test_init_loads_a_key_file(tmp_path, clean_default, monkeypatch):
    path = tmp_path / "key.json"
    key = create(path, "secret", profile="local")
    monkeypatch.setenv("OMBUD_KEY_PASSWORD", "secret")
    made = ledger.init(str(scene.AGENT), path, spool=tmp_path / "a", log_url="http://127.0.0.1:1")
    assert made._spool.binding.key == key.address


def enrolled(root: Path, **changes) -> Home:
    home = Home(root)
    create(home.session_key("default"), "", profile="local", key=scene.KEY)
    content = {
        "agent": str(scene.AGENT), "owner": scene.KEY.address, "key": scene.KEY.address,
        "epoch": 0, "stream": 1, "log": "00" * 32,
    }  # fmt: skip
    home.write_agent("default", AgentFile(**{**content, **changes}))
    return home


def test_the_same_line_writes_as_the_agent_once_it_is_registered(tmp_path, clean_default, monkeypatch):
    monkeypatch.setenv("OMBUD_HOME", str(tmp_path))
    before = ledger.init(log_url="http://127.0.0.1:1")
    before.write("chat", phase="outcome", outcome="success")
    enrolled(tmp_path)
    after = ledger.init(log_url="http://127.0.0.1:1")
    after.write("chat", phase="outcome", outcome="failure")
    lines = list(tail(after.spool))
    assert [line.seq for line in lines] == [0, 1]
    assert {line.statement.agent for line in lines} == {str(scene.AGENT)}


def test_a_running_stack_of_the_home_is_found(tmp_path, monkeypatch):
    monkeypatch.setenv("OMBUD_HOME", str(tmp_path))
    Home(tmp_path).write_run(
        Run(pids={"up": os.getpid()}, born={"up": birth(os.getpid())}, ports={}, urls={"log": "http://127.0.0.1:9"})
    )
    assert defaults._log_url(Settings(), Home(tmp_path)) == "http://127.0.0.1:9"
    monkeypatch.setenv("OMBUD_LOG_URL", "http://127.0.0.1:8")
    assert defaults._log_url(Settings(), Home(tmp_path)) == "http://127.0.0.1:8"


def test_a_broken_agent_file_is_named(tmp_path, clean_default, monkeypatch):
    monkeypatch.setenv("OMBUD_HOME", str(tmp_path))
    folder = enrolled(tmp_path).agent_folder("default")
    (folder / "agent.json").write_text("{}")
    with pytest.raises(InvalidInputError, match=r"agent\.json"):
        ledger.init()


def test_a_key_file_is_private_encrypted_and_standard(tmp_path):
    path = tmp_path / "keys" / "agent.json"
    key = create(path, "secret", profile="local")
    assert path.stat().st_mode & 0o777 == 0o600
    content = json.loads(path.read_text())
    assert (content["version"], content["crypto"]["kdf"]) == (3, "scrypt")
    assert content["address"].lower().removeprefix("0x") == key.address[2:].lower()
    assert key.secret.hex() not in path.read_text()
    assert load(path, "secret").address == key.address
    assert load_or_create(path, "secret").address == key.address
    assert load_or_create(tmp_path / "new.json", "secret", profile="local").address != key.address


def test_a_key_file_is_never_overwritten(tmp_path):
    path = tmp_path / "agent.json"
    create(path, "secret", profile="local", key=scene.KEY)
    before = path.read_bytes()
    with pytest.raises(ConflictError, match="exists already"):
        create(path, "other", profile="local")
    assert path.read_bytes() == before
    assert load(path, "secret").address == scene.KEY.address


def test_a_wrong_password_or_file_is_refused_plainly(tmp_path):
    path = tmp_path / "agent.json"
    create(path, "secret", profile="local")
    with pytest.raises(InvalidInputError, match="wrong password"):
        load(path, "wrong")
    path.write_text("{}")
    with pytest.raises(InvalidInputError, match="no keystore"):
        load(path, "secret")
    with pytest.raises(NotFoundError):
        load(tmp_path / "none", "secret")


def test_production_keys_cost_as_much_as_geths():
    assert keystore.WORK["production"] == 262_144


def test_a_key_never_shows_its_secret():
    assert scene.KEY.secret.hex() not in repr(scene.KEY) + str(scene.KEY)
