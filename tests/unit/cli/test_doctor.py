from __future__ import annotations

import contextlib
import http.server
import json
import os
import threading

import pytest
from typer.testing import CliRunner

from ledger.cli import checkup
from ledger.cli.doctor import app
from ledger.cli.keyfile import key_at
from ledger.errors import SetupError
from ledger.loopback import free_port
from ledger.settings import Settings
from tests.conftest import ROOT
from tests.fakes.node import FakeNode

HEAD = {
    "number": "0x7",
    "hash": "0x" + "11" * 32,
    "parentHash": "0x" + "22" * 32,
    "timestamp": "0x0",
    "logsBloom": "0x" + "00" * 256,
    "receiptsRoot": "0x" + "33" * 32,
}


@pytest.fixture
def home(tmp_path, monkeypatch):
    for name in [name for name in os.environ if name.startswith("OMBUD_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("OMBUD_HOME", str(tmp_path))
    for name in ("RPC_URL", "LOG_URL"):
        monkeypatch.setenv(f"OMBUD_{name}", f"http://127.0.0.1:{free_port()}")
    for name in ("API_PORT", "REDIS_PORT"):
        monkeypatch.setenv(f"OMBUD_{name}", str(free_port()))
    return tmp_path


@contextlib.contextmanager
def log_that_says(status):
    """A log server that answers with one status, once."""

    class Status(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(status).encode())

        def log_message(self, *_):
            """Stay silent."""

    with http.server.HTTPServer(("127.0.0.1", 0), Status) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        thread.join(10)


def found(check, **values):
    return check(Settings(**values))


def test_where_nothing_runs_every_part_is_named_with_a_remedy(home):
    result = CliRunner().invoke(app, ["--json"])
    assert result.exit_code == SetupError.exit_code
    report = json.loads(result.output)
    states = {check["name"]: check["state"] for check in report["checks"]}
    assert report["ok"] is False
    assert {name for name, state in states.items() if state == "fail"} == {
        *("rpc", "clock", "deployment", "mirror", "log", "api"),
    }
    assert all(check["remedy"] for check in report["checks"] if check["state"] == "fail")


def test_people_see_one_line_a_check_and_the_remedy_below(home):
    lines = CliRunner().invoke(app, []).output.splitlines()
    assert sum(line.startswith(("ok ", "warn ", "fail ")) for line in lines) == len(checkup.CHECKS)
    assert any("ombud up" in line for line in lines)


def test_a_key_file_that_others_may_read_fails(home):
    key_at(home / "keys" / "operator.key")
    assert found(checkup.check_keys).state == "ok"
    (home / "keys" / "operator.key").chmod(0o644)
    finding = found(checkup.check_keys)
    assert (finding.state, finding.remedy) == ("fail", f"chmod 600 {home}/keys/operator.key")


def test_a_disk_that_fills_up_is_told_before_it_is_full(home, monkeypatch):
    assert found(checkup.check_disk, home=home / "not" / "yet").name == "disk"
    monkeypatch.setattr(checkup, "DISK_LEFT", 1 << 60)
    finding = found(checkup.check_disk)
    assert finding.state == "fail"
    assert "nothing acknowledged is lost" in finding.remedy


def test_a_log_near_its_limit_is_worth_a_word(home):
    assert found(checkup.check_limits).found == "journal has 0 bytes, unlimited; agents unlimited"
    (home / "log").mkdir()
    (home / "log" / "journal.log").write_bytes(bytes(95))
    finding = found(checkup.check_limits, log_size_limit=100, log_agent_limit=7)
    assert finding.state == "warn"
    assert finding.found == "journal has 95 of 100 bytes; 7 bytes a second of one agent"
    assert "OMBUD_LOG_SIZE_LIMIT" in finding.remedy
    assert found(checkup.check_limits, log_size_limit=1000).state == "ok"


def test_without_a_bucket_the_log_is_published_in_its_folder(home):
    assert found(checkup.check_store).found == f"folder {home}/log/public"


def test_outside_the_projects_folder_there_is_a_word_of_warning(home, monkeypatch):
    monkeypatch.chdir(home)
    assert found(checkup.check_project).state == "ok"  # the checkout that this program runs from
    monkeypatch.setattr("ledger.chain.project.ledger.__file__", str(home / "lib" / "ledger" / "__init__.py"))
    assert found(checkup.check_project).state == "warn"
    monkeypatch.chdir(ROOT)
    assert found(checkup.check_project).state == "ok"


def test_a_node_of_another_chain_fails(home):
    with FakeNode(eth_chainId=lambda: "0x1", eth_getBlockByNumber=lambda *_: HEAD) as node:
        finding = found(checkup.check_rpc, rpc_url=node.url)
    assert finding.state == "fail"
    assert "chain 1, not 31337" in finding.found


def test_a_chain_in_the_future_is_worth_a_word(home):
    with FakeNode(eth_getBlockByNumber=lambda *_: HEAD | {"timestamp": hex(2**40)}) as node:
        assert found(checkup.check_clock, rpc_url=node.url).state == "warn"
    with FakeNode(eth_getBlockByNumber=lambda *_: HEAD) as node:
        assert found(checkup.check_clock, rpc_url=node.url).state == "ok"


@pytest.mark.parametrize(("held", "state"), [(0, "fail"), (10**14, "warn"), (10**18, "ok")])
def test_an_operator_that_runs_out_of_coins_is_told(home, held, state):
    operator = "0x" + "11" * 20

    with (
        log_that_says({"operator": operator}) as url,
        FakeNode(eth_getBalance=lambda *_: hex(held), eth_gasPrice=lambda: hex(10**8)) as node,
    ):
        finding = found(checkup.check_gas, rpc_url=node.url, log_url=url)
    assert finding.state == state
    assert f"pays for {held // 10**13} anchors" in finding.found
    assert (state == "ok") == (not finding.remedy)


@pytest.mark.parametrize(
    ("asked", "errors", "state", "words"),
    [
        ([], {}, "ok", "nobody is asked"),
        (["w1", "w2"], {}, "ok", "w1, w2"),
        (["w1", "w2"], {"w2": "gone"}, "warn", "w1, w2 (not now: gone)"),
    ],
)
def test_who_witnesses_the_log_is_told(home, asked, errors, state, words):
    with log_that_says({"outside": {"witnesses": asked, "authority": False, "errors": errors}}) as url:
        finding = found(checkup.check_witnesses, log_url=url)
    assert (finding.state, words in finding.found) == (state, True)
    assert bool(finding.remedy) == (not asked or bool(errors))


@pytest.mark.parametrize(
    ("asked", "errors", "state", "words"),
    [
        (False, {}, "ok", "no authority is asked"),
        (True, {}, "ok", "asked"),
        (True, {"time-stamp authority": "closed"}, "warn", "asked (not now: closed)"),
    ],
)
def test_whether_checkpoints_are_time_stamped_is_told(home, asked, errors, state, words):
    with log_that_says({"outside": {"witnesses": [], "authority": asked, "errors": errors}}) as url:
        finding = found(checkup.check_stamps, log_url=url)
    assert (finding.state, bool(finding.remedy)) == (state, bool(errors))
    assert words in finding.found


@pytest.mark.parametrize(("can", "words"), [(True, "log key log+1+A"), (False, "no statements")])
def test_whether_the_log_writes_for_cose_verifiers_is_told(home, can, words):
    with log_that_says({"statements": can, "verifier_key": "log+1+A"}) as url:
        finding = found(checkup.check_scitt, log_url=url)
    assert (finding.state, words in finding.found, bool(finding.remedy)) == ("ok", True, not can)


def test_a_server_that_answers_with_trouble_fails_with_its_words(home):
    class Troubled(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(503)
            self.end_headers()
            self.wfile.write(b"the mirror is empty")

        def log_message(self, *_):
            """Stay silent."""

    with http.server.HTTPServer(("127.0.0.1", 0), Troubled) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        finding = found(checkup.check_api, api_port=server.server_address[1])
        thread.join()
    assert finding.state == "fail"
    assert "503: the mirror is empty" in finding.found
