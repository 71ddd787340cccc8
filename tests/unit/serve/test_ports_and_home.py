from __future__ import annotations

import secrets
import socket
import subprocess
import sys

import pytest

from ledger.chain.project import find_root
from ledger.errors import ConflictError, SetupError
from ledger.home import Home, Run, birth
from ledger.serve.ports import Ports, check_free, settle, with_base
from ledger.serve.stack import Stack, environment, stop_leftovers
from ledger.serve.world import set_aside
from ledger.settings import Settings
from tests.conftest import ROOT

ALL = frozenset({"node", "redis", "log", "api"})


@pytest.fixture
def taken():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


@pytest.fixture
def home(tmp_path):
    home = Home(tmp_path / "home")
    home.root.mkdir()
    return home


def settings(home: Home | None = None, **values: object) -> Settings:
    ports = {"node_port": 0, "redis_port": 0, "log_port": 0, "api_port": 0}
    return Settings(**{**ports, **({"home": home.root} if home else {}), **values})


def test_port_0_picks_free_ports_that_differ():
    ports = settle(settings(), ALL)
    assert len({ports.node, ports.redis, ports.log, ports.api}) == 4


def test_a_port_in_use_is_refused_naming_port_and_setting(taken):
    with pytest.raises(SetupError) as caught:
        settle(settings(log_port=taken), ALL)
    assert caught.value.message == f"port {taken} is in use"
    assert "OMBUD_LOG_PORT" in caught.value.hint


def test_the_port_of_a_part_that_is_not_ours_may_be_in_use(taken):
    assert settle(settings(node_port=taken), ALL - {"node"}).node == taken


def test_a_port_given_to_two_parts_is_refused():
    free = settle(settings(), ALL).api
    with pytest.raises(SetupError, match="given to two parts"):
        settle(settings(log_port=free, api_port=free), ALL)


def test_a_port_that_may_not_be_bound_is_refused(monkeypatch):
    def denied(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(socket.socket, "bind", denied)
    with pytest.raises(SetupError, match="port 1 cannot be used: Permission denied"):
        check_free(1, "OMBUD_LOG_PORT")


def test_a_base_gives_consecutive_ports_and_base_0_free_ones():
    base = with_base(Settings(), 9000)
    assert (base.node_port, base.redis_port, base.log_port, base.api_port) == (9000, 9001, 9002, 9003)
    assert with_base(Settings(), 0).node_port == 0
    assert isinstance(settle(with_base(Settings(), 0), ALL), Ports)


def test_what_belongs_to_a_chain_that_is_gone_is_moved_whole_and_said(home):
    for name in ("deployments/31337.json", "log/journal.log", "valkey/a", "agents/x/agent.json"):
        (home.root / name).parent.mkdir(parents=True, exist_ok=True)
        (home.root / name).write_text(name)
    for spool, binding in (("bound", "b"), ("drafts", "")):
        (home.spool / spool).mkdir(parents=True)
        (home.spool / spool / "bindings.log").write_text(binding)
        (home.spool / spool / "drafts.log").write_text(spool)
    home.keys.mkdir()
    said = []
    archive = set_aside(home, said.append)
    assert archive == home.root / "archive-1"
    assert (archive / "log" / "journal.log").read_text() == "log/journal.log"
    assert (archive / "spool" / "bound" / "drafts.log").exists()
    assert (home.spool / "drafts" / "drafts.log").exists()
    assert not (home.root / "log").exists()
    assert home.keys.exists()
    assert "archive-1" in said[0]
    assert "spool/bound" in said[0]


def test_archives_are_numbered_and_nothing_makes_none(home):
    said = []
    assert set_aside(home, said.append) is None
    (home.root / "archive-1").mkdir()
    (home.log).mkdir()
    (home.log / "x").touch()
    assert set_aside(home, said.append) == home.root / "archive-2"
    assert len(said) == 1


def test_leftovers_are_stopped_by_id_and_only_if_they_are_the_same_process(home):
    script = "import time; time.sleep(60)"
    children = [subprocess.Popen([sys.executable, "-c", script]) for _ in range(2)]
    same, other = children
    home.write_run(
        Run(
            pids={"indexer": same.pid, "API": other.pid, "up": 1},
            born={"indexer": birth(same.pid), "API": birth(other.pid) - 5, "up": birth(1)},
            ports={},
            urls={},
        )
    )
    said = []
    stop_leftovers(home, said.append)
    assert same.wait(5) != 0
    assert other.poll() is None
    other.terminate()
    other.wait()
    assert said == [f"stopping the indexer that an earlier run left behind (pid {same.pid})"]
    assert home.run() is None
    stop_leftovers(home, said.append)


def test_a_second_stack_in_one_home_is_refused(home):
    first, second = Stack(settings(home)), Stack(settings(home))
    first._take_lock()
    with pytest.raises(ConflictError, match="another `ombud up` runs"):
        second.start()
    first.stop()
    second._take_lock()
    second.stop()


def test_a_stack_that_is_not_up_has_no_world(home):
    with pytest.raises(SetupError, match="not up"):
        _ = Stack(settings(home)).world


def test_secrets_do_not_travel_in_the_environment():
    secret = secrets.token_hex(32)
    variables = environment(settings(operator_key=secret))
    assert secret not in " ".join(variables.values())
    assert variables["OMBUD_API_PORT"] == "0"
    assert "OMBUD_REDIS_URL" not in variables


def test_the_log_server_alone_is_told_the_operators_and_the_buckets_secret(home):
    given = settings(home, operator_key="11" * 32, log_bucket_secret="of the bucket", key_password="of the keys")
    shared = environment(given)
    assert "of the" not in "".join(shared.values())
    assert "*" not in "".join(shared.values())
    assert Stack(given)._secrets() == {"OMBUD_OPERATOR_KEY": "11" * 32, "OMBUD_LOG_BUCKET_SECRET": "of the bucket"}


def test_limits_of_the_log_reach_its_process_through_the_environment(home, monkeypatch):
    for name, value in environment(settings(home, log_agent_limit=7, log_size_limit=9, log_bucket="b")).items():
        monkeypatch.setenv(name, value)
    there = Settings()
    assert (there.log_agent_limit, there.log_size_limit, there.log_bucket) == (7, 9, "b")


def test_a_bucket_is_reached_over_https_in_production():
    with pytest.raises(ValueError, match="LOG_BUCKET_ENDPOINT"):
        Settings(profile="production", chain_id=1, operator_key="11" * 32, log_bucket_endpoint="http://s3.example")


def test_the_projects_folder_is_found_from_anywhere(monkeypatch, tmp_path):
    assert find_root() == ROOT
    monkeypatch.chdir(ROOT / "contracts")
    assert find_root() == ROOT
    monkeypatch.chdir(tmp_path)
    assert find_root() == ROOT
    monkeypatch.setattr("ledger.chain.project.ledger.__file__", str(tmp_path / "lib" / "ledger" / "__init__.py"))
    with pytest.raises(SetupError, match="needs a checkout"):
        find_root()


def test_a_home_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(SetupError, match="cannot be written") as caught:
        Stack(Settings(home=tmp_path / "file" / "home")).start()
    assert "OMBUD_HOME" in caught.value.hint
