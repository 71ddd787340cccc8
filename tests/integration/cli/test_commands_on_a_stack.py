from __future__ import annotations

import fcntl
import gzip
import json
import os
import signal
import subprocess
import sys
import time

import httpx
import pytest

from ledger.integrations import files
from ledger.loopback import free_port
from ledger.sdk import Ledger
from tests.integration.cli.conftest import Ombud
from tests.unit.integrations.test_agentdojo import USER, answer, assistant, call, line

pytestmark = pytest.mark.integration


def until(check, seconds=30.0, pause=0.1):
    deadline = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(pause)


@pytest.fixture(scope="module")
def registered(stack, ombud):
    """An agent whose spool held two drafts before it was registered."""
    with Ledger(stack.home.spool / "payer") as ledger:
        intent = ledger.write("execute_tool", tool="pay", session="bills", input={"cents": 5})
        ledger.write("execute_tool", phase="outcome", outcome="success", tool="pay", session="bills", cause=intent.ref)
    said = ombud("agent", "register", "payer", "--bond", "0.5", "--uri", "ipfs://payer", "--json")
    assert said.code == 0, said.error
    agent = said.json()
    records = f"{stack.urls.api}/v1/agents/{agent['agent']}/records"
    until(lambda: len(httpx.get(records, trust_env=False).json().get("data", {}).get("items", ())) == 2)
    return agent


def test_the_doctor_finds_a_running_stack_well(ombud):
    said = ombud("doctor", "--json")
    assert said.code == 0, said.out
    assert {
        check["name"]: check["state"] for check in said.json()["checks"] if check["name"] != "npm"
    } == dict.fromkeys(
        (
            "node",
            "contracts",
            "disk",
            "limits",
            "store",
            "keys",
            "rpc",
            "clock",
            "deployment",
            "mirror",
            "log",
            "gas",
            "witnesses",
            "stamps",
            "scitt",
            "api",
        ),
        "ok",
    )


def test_drafts_become_records_when_their_agent_is_registered(registered, ombud):
    assert registered["records_sent"] == 2
    listed = ombud("record", "list", registered["agent"], "--json").json()["data"]["items"]
    assert [item["content"]["session"] for item in listed] == ["bills", "bills"]
    assert listed[1]["content"]["parents"] == [listed[0]["record_id"]]
    assert ombud("tail", "--name", "payer", "--json").out.splitlines()[1].count(listed[0]["record_id"]) == 1


def test_registering_again_changes_nothing(registered, ombud):
    again = ombud("agent", "register", "payer", "--json").json()
    assert again == registered


def test_a_registration_that_died_half_way_is_finished_and_not_repeated(ombud, stack):
    first = ombud("agent", "register", "halted", "--json").json()
    (stack.home.root / "agents" / "halted" / "agent.json").unlink()
    assert ombud("agent", "register", "halted", "--json").json() == first
    shown = ombud("agent", "register", "halted").out
    assert f"agent         {first['agent']}" in shown
    assert 'ledger.init(name="halted")' in shown


def test_command_line_and_api_give_the_same_answers(registered, ombud, stack):
    number = registered["agent"].rpartition("/")[2]
    for arguments, path in (
        (("agent", "list"), "/v1/agents?limit=50"),
        (("agent", "show", number), f"/v1/agents/{number}"),
        (("record", "list", number, "--proofs"), f"/v1/agents/{number}/records?limit=50"),
        (("session", "show", number, "bills"), f"/v1/sessions/{number}/bills?limit=50"),
    ):
        block = ombud("agent", "list", "--json").json()["as_of"]["number"]
        mine = ombud(*arguments, "--as-of", block, "--json").json()
        sign = "&" if "?" in path else "?"
        theirs = httpx.get(f"{stack.urls.api}{path}{sign}as_of={block}", trust_env=False).json()
        for answer_ in (mine, theirs):
            answer_.pop("finality")  # a block may be mined between the two questions
            answer_["data"].pop("next_cursor", None)
        assert mine == theirs, path


def test_agents_and_records_are_shown_to_people(registered, ombud):
    shown = ombud("agent", "show", registered["agent"]).out
    assert "ipfs://payer" in shown
    assert "0.5 ether" in shown
    assert "as of block" in shown
    table = ombud("record", "list", registered["agent"], "--limit", "1").out
    assert "execute_tool pay" in table
    assert "more: --cursor" in table
    identity = ombud("record", "list", registered["agent"], "--json").json()["data"]["items"][0]["record_id"]
    assert f"record     {identity}" in ombud("record", "show", identity).out
    assert "bills" in ombud("session", "show", registered["agent"], "bills").out


def test_exported_bundles_verify_offline_against_the_deployment(registered, ombud, stack, tmp_path):
    identity = ombud("record", "list", registered["agent"], "--json").json()["data"]["items"][0]["record_id"]
    for arguments in (("record", "bundle", identity), ("session", "bundle", registered["agent"], "bills")):
        file = tmp_path / "bundle.json"
        assert ombud(*arguments, "-o", file).code == 0
        said = ombud("verify", file, "--deployment", stack.settings.deployment_file, "--json")
        assert (said.code, said.json()["ok"]) == (0, True), said.out
        assert ombud("verify", "-", text=ombud(*arguments).out).code == 0
    assert json.loads(file.read_text())["anchors"][0]["note"].startswith(f"{stack.settings.log_origin}\n")
    graph = json.loads(ombud("session", "prov", registered["agent"], "bills").out)
    assert f"record:{identity}" in graph["activity"]


def test_an_exported_statement_holds_under_the_log_s_key(registered, ombud, stack, tmp_path):
    identity = ombud("record", "list", registered["agent"], "--json").json()["data"]["items"][0]["record_id"]
    file = tmp_path / "record.scitt"
    assert ombud("record", "scitt", identity, "-o", file).code == 0
    key = httpx.get(f"{stack.urls.log}/v1/status", trust_env=False).json()["verifier_key"]
    said = ombud("verify", file, "--log-key", key, "--json").json()
    assert (said["ok"], said["record"], said["agent"]) == (True, identity, registered["agent"])
    assert ombud("record", "scitt", "ab" * 32, "-o", file).code == 3


def test_reading_commands_need_redis_alone(registered, ombud, monkeypatch):
    for name in ("RPC_URL", "LOG_URL"):
        monkeypatch.setenv(f"OMBUD_{name}", f"http://127.0.0.1:{free_port()}")
    with_dead_parts = Ombud(ombud.home, {name: os.environ[name] for name in ("OMBUD_RPC_URL", "OMBUD_LOG_URL")})
    assert with_dead_parts("agent", "show", registered["agent"]).code == 0
    assert with_dead_parts("record", "list", registered["agent"]).code == 0
    assert with_dead_parts("record", "bundle", "ab" * 32).code == 3


def test_what_does_not_exist_ends_with_code_3(ombud):
    assert ombud("agent", "show", "99999").code == 3
    assert ombud("record", "show", "ab" * 32).code == 3
    assert ombud("session", "bundle", "0", "nonesuch").code == 3


def test_the_mirror_equals_a_rebuilt_one(registered, ombud):
    live = ombud("index", "digest", "--json").json()
    again = ombud("index", "rebuild", "--check", "--json")
    assert again.code == 0
    assert again.json()["digest"] == live["digest"]
    assert again.json()["swapped"] is False
    assert ombud("index", "rebuild", "--json").json()["swapped"] is True
    assert live["digest"] in ombud("index", "digest").out


def test_an_indexer_that_was_killed_catches_up(registered, ombud, stack):
    before = ombud("index", "digest", "--json").json()["as_of"]["number"]
    stack.kill_indexer()
    assert ombud("agent", "register", "late", "--json").code == 0
    stack.restart_indexer()
    until(lambda: ombud("index", "digest", "--json").json()["as_of"]["number"] > before)
    assert ombud("index", "rebuild", "--check").code == 0


@pytest.mark.parametrize("bond", ["much", "-1", "0.0000000000000000001"])
def test_a_bond_that_is_no_amount_is_refused(ombud, bond):
    assert ombud("agent", "register", "miser", f"--bond={bond}").code == 2


def test_a_name_that_is_no_file_name_is_refused(ombud):
    assert ombud("agent", "register", "../x").code == 2


# -- import ---------------------------------------------------------------------------------------------------


def traces(path, count, run="model"):
    rows = [
        line(USER, assistant(call(amount=n)), answer(f"sent {n}"), assistant(), run=f"{run}-{n % 2}")
        for n in range(count)
    ]
    path.write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode()))
    return path


def test_an_import_arrives_whole_and_importing_again_adds_nothing(ombud, tmp_path):
    file = traces(tmp_path / "t.jsonl.gz", 10)
    first = ombud("import", file, "--json")
    assert first.code == 0, first.error
    assert (first.json()["records"], first.json()["written"], len(first.json()["agents"])) == (20, 20, 2)
    again = ombud("import", file, "--json").json()
    assert (again["written"], again["found"]) == (0, 20)
    assert again["agents"][0]["agent"] == first.json()["agents"][0]["agent"]
    session = f"agentdojo:{first.json()['sha256'][:16]}:3"
    (agent,) = (item["agent"] for item in again["agents"] if item["run"] == "model-1")
    items = ombud("session", "show", agent, session, "--json").json()["data"]["items"]
    assert [item["content"]["phase"] for item in items] == ["intent", "outcome"]
    assert "nothing to add" in ombud("import", file).out


def test_an_import_that_is_killed_goes_on_without_loss_or_repetition(ombud, stack, tmp_path):
    count = 2000
    file = traces(tmp_path / "killed.jsonl.gz", count, run="killed")
    environment = {**os.environ, "OMBUD_HOME": str(stack.home.root)}
    child = subprocess.Popen(
        [sys.executable, "-m", "ledger.serve", "import", str(file)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )

    def spooled():
        return sum(path.stat().st_size for path in stack.home.spool.glob("*killed*/0-1/records.log"))

    until(lambda: spooled() > 20_000, seconds=120.0, pause=0.002)
    child.send_signal(signal.SIGKILL)
    child.wait()
    said = ombud("import", file, "--json")
    assert said.code == 0, said.error
    report = said.json()
    assert report["written"] + report["found"] == 2 * count
    assert 0 < report["found"] < 2 * count
    for item in report["agents"]:
        shown = ombud("agent", "show", item["agent"], "--json").json()
        assert shown["data"]["records"] == count
        assert shown["completeness"]["complete"]


def test_a_file_is_imported_by_one_program_at_a_time(ombud, tmp_path):
    file = traces(tmp_path / "twice.jsonl.gz", 2, run="twice")
    digest = files.digest_of(file)
    with (ombud.home / f"import-{digest[:16]}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        said = ombud("import", file)
    assert (said.code, said.error.code) == (4, "import_runs")


def test_a_malformed_line_stops_an_import_before_anything_is_written(ombud, stack, tmp_path):
    file = tmp_path / "bad.jsonl"
    file.write_text(json.dumps(line(USER, assistant(), run="bad")) + "\n{}\n")
    said = ombud("import", file)
    assert said.code == 2
    assert "line 2" in said.error.message
    assert not list(stack.home.spool.glob("*bad*"))


def test_a_spool_that_says_something_else_than_the_file_is_not_added_to(ombud, stack, tmp_path):
    file = traces(tmp_path / "other.jsonl.gz", 2, run="other")
    assert ombud("import", file).code == 0
    even, odd = sorted(stack.home.spool.glob("*other*"))
    records, others = (spool / "0-1" / "records.log" for spool in (even, odd))
    kept = records.read_bytes()
    records.write_bytes(others.read_bytes())
    said = ombud("import", file)
    records.write_bytes(kept)
    assert said.code == 4
    assert "is not what line 1 of the file says" in said.error.message


def test_an_import_into_a_home_that_lost_its_spool_asks_the_mirror(ombud, stack, tmp_path):
    file = traces(tmp_path / "lost.jsonl.gz", 4, run="lost")
    assert ombud("import", file).code == 0
    for path in [*stack.home.spool.glob("*lost*"), *stack.home.root.glob("agents/*lost*")]:
        path.rename(tmp_path / f"{path.parent.name}-{path.name}")
    again = ombud("import", file, "--json")
    assert again.code == 0, again.error
    assert again.json()["written"] == 0
