from __future__ import annotations

import json
import os
import sys

import pytest
from typer.testing import CliRunner

from ledger import __version__
from ledger.cli import context, output
from ledger.cli.app import COMMANDS, make_app, run
from ledger.errors import InvalidInputError, NotFoundError, SetupError
from ledger.home import Home, Run, birth
from ledger.sdk import Ledger
from ledger.serve import main

RUN = CliRunner()


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch, tmp_path):
    for name in [name for name in os.environ if name.startswith("OMBUD_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("OMBUD_HOME", str(tmp_path / "home"))
    yield
    context.set_home(None)


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home")


def called(monkeypatch, capsys, *arguments: str) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "argv", ["ombud", *arguments])
    with pytest.raises(SystemExit) as end:
        main()
    out = capsys.readouterr()
    return int(end.value.code or 0), out.out, out.err


def test_help_lists_every_noun():
    result = RUN.invoke(make_app(), ["--help"])
    assert result.exit_code == 0
    assert all(noun in result.output for noun in COMMANDS)


def test_more_commands_go_first_and_may_replace_ours():
    app = make_app({"tail": "ledger.cli.version"})
    assert f"ombud {__version__}" in RUN.invoke(app, ["tail"]).output


def test_what_a_guest_forecasts_is_committed_to_by_verbs_of_ours():
    app = make_app({"forecast": "forecaster.cli"})
    shown = RUN.invoke(app, ["forecast", "--help"]).output
    assert all(verb in shown for verb in ("run", "commit", "reveal", "score"))
    assert "--key" in RUN.invoke(app, ["forecast", "commit", "--help"]).output


def test_an_unknown_noun_is_a_usage_error():
    assert RUN.invoke(make_app(), ["nonesuch"]).exit_code == 2


def test_version_is_told_as_text_and_json():
    assert RUN.invoke(make_app(), ["version"]).output.startswith(f"ombud {__version__} (Python")
    assert json.loads(RUN.invoke(make_app(), ["version", "--json"]).output)["ombud"] == __version__


def test_an_error_says_what_why_and_what_to_do_in_three_lines(monkeypatch, capsys):
    code, out, err = called(monkeypatch, capsys, "verify", "missing.json")
    assert (code, out) == (NotFoundError.exit_code, "")
    assert err.splitlines() == [
        "error: missing.json cannot be read: No such file or directory",
        "why:   it is not known here, or not as of this block (no_file, exit code 3)",
        "hint:  export one with `ombud record bundle` or `ombud dispute bundle`",
    ]


def test_an_error_is_a_problem_document_under_json(monkeypatch, capsys):
    code, out, err = called(monkeypatch, capsys, "verify", "missing.json", "--json")
    assert (code, out) == (NotFoundError.exit_code, "")
    assert json.loads(err) == {
        "code": "no_file",
        "type": "urn:ombud:problem:no_file",
        "title": "no file",
        "detail": "missing.json cannot be read: No such file or directory",
        "hint": "export one with `ombud record bundle` or `ombud dispute bundle`",
        "status": 404,
    }


def test_an_interrupt_ends_with_the_shells_code(monkeypatch):
    def interrupted(**_):
        raise KeyboardInterrupt

    with pytest.raises(SystemExit) as end:
        run(interrupted)
    assert end.value.code == 130


def test_a_closed_pipe_ends_quietly(monkeypatch):
    class Closed:
        closed = False

        def close(self):
            self.closed = True

    stderr = Closed()
    monkeypatch.setattr(sys, "stderr", stderr)

    def broken(**_):
        raise BrokenPipeError

    with pytest.raises(SystemExit) as end:
        run(broken)
    assert (end.value.code, stderr.closed) == (0, True)


def test_all_wrong_settings_are_listed_by_their_variables(monkeypatch):
    monkeypatch.setenv("OMBUD_API_PORT", "many")
    monkeypatch.setenv("OMBUD_FSYNC", "sometimes")
    with pytest.raises(SetupError, match=r"OMBUD_API_PORT: .*; OMBUD_FSYNC: "):
        context.read_settings()


def test_a_contradiction_between_settings_is_told(monkeypatch):
    monkeypatch.setenv("OMBUD_PROFILE", "production")
    with pytest.raises(SetupError, match="OMBUD_PROFILE=production"):
        context.read_settings()


def test_the_home_option_goes_before_the_variable(tmp_path):
    context.set_home(tmp_path / "other")
    assert context.read_settings().home == tmp_path / "other"


def running(home: Home, born: int) -> None:
    urls = {
        "rpc": "http://127.0.0.1:1",
        "redis": "redis://127.0.0.1:2/0",
        "log": "http://127.0.0.1:3",
        "api": "http://127.0.0.1:4",
    }
    home.write_run(Run(pids={"up": os.getpid()}, born={"up": born}, ports={}, urls=urls))


def test_commands_find_a_running_stack_on_its_own_ports(home):
    running(home, birth(os.getpid()))
    found = context.settings()
    assert (found.rpc_url, found.redis_url, found.log_url) == (
        "http://127.0.0.1:1",
        "redis://127.0.0.1:2/0",
        "http://127.0.0.1:3",
    )
    assert (found.api_host, found.api_port) == ("127.0.0.1", 4)


def test_what_the_environment_says_goes_before_a_running_stack(home, monkeypatch):
    running(home, birth(os.getpid()))
    monkeypatch.setenv("OMBUD_RPC_URL", "http://node")
    assert context.settings().rpc_url == "http://node"


def test_another_process_under_an_old_id_is_no_running_stack(home):
    running(home, birth(os.getpid()) - 1)
    assert context.settings().rpc_url == "http://127.0.0.1:8545"
    assert home.run().alive("up") is False
    assert home.run().alive("unheard") is False


def test_a_damaged_run_file_is_named(home):
    home.root.mkdir()
    home.run_file.write_text("{")
    with pytest.raises(InvalidInputError, match=r"run\.json"):
        context.settings()
    home.clear_run()
    assert home.run() is None


def test_a_process_that_is_gone_has_no_birth():
    assert birth(2**22 + 1) is None


def test_tail_shows_drafts_as_lines_and_as_json(home):
    spool = home.spool / "default"
    with Ledger(spool) as ledger:
        first = ledger.write("execute_tool", tool="pay", session="s")
        ledger.write("execute_tool", phase="outcome", tool="pay", outcome="success", session="s", cause=first.ref)
    lines = RUN.invoke(make_app(), ["tail"]).output.splitlines()
    assert ["intent" in lines[0], "outcome" in lines[1], "success" in lines[1]] == [True] * 3
    assert all(line.endswith("draft") for line in lines)
    items = [json.loads(line) for line in RUN.invoke(make_app(), ["tail", str(spool), "--json"]).output.splitlines()]
    assert [item["seq"] for item in items] == [0, 1]
    assert items[1]["record"]["parents"] == ["draft:0"]


def test_tail_of_nothing_is_not_found():
    assert isinstance(RUN.invoke(make_app(), ["tail"]).exception, NotFoundError)


def test_a_guest_without_its_packages_says_what_to_install(monkeypatch, tmp_path, capsys):
    (tmp_path / "a_guest.py").write_text("import no_such_package_here\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr("sys.argv", ["ombud", "guest"])
    with pytest.raises(SystemExit) as left:
        run(make_app({"guest": "a_guest"}))
    assert left.value.code == SetupError.exit_code
    assert "no_such_package_here" in capsys.readouterr().err


def test_a_guest_brings_its_command(monkeypatch, tmp_path, capsys):
    (tmp_path / "b_guest.py").write_text(
        "import typer\napp = typer.Typer()\n@app.command()\ndef hello() -> None:\n    typer.echo('hello')\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr("sys.argv", ["ombud", "guest"])
    with pytest.raises(SystemExit) as left:
        run(make_app({"guest": "b_guest"}))
    assert (left.value.code, capsys.readouterr().out) == (0, "hello\n")


@pytest.mark.parametrize(
    "arguments",
    [("nonesuch",), ("agent", "show"), ("record", "list", "0", "--limit", "501"), ("version", "--nonesuch")],
)
def test_bad_usage_is_one_problem_under_json_too(monkeypatch, capsys, arguments):
    code, out, err = called(monkeypatch, capsys, *arguments, "--json")
    assert (code, out) == (InvalidInputError.exit_code, "")
    problem = json.loads(err)
    assert problem["code"] == "bad_usage"
    assert "--help" in problem["hint"]


def test_what_succeeds_under_json_ends_with_0(monkeypatch, capsys):
    code, out, err = called(monkeypatch, capsys, "version", "--json")
    assert (code, err, json.loads(out)["ombud"]) == (0, "", __version__)


def test_a_check_that_fails_keeps_its_code_under_json(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("OMBUD_RPC_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("OMBUD_REDIS_URL", "redis://127.0.0.1:9/0")
    code, out, _ = called(monkeypatch, capsys, "doctor", "--json")
    assert (code, json.loads(out)["ok"]) == (SetupError.exit_code, False)


@pytest.mark.parametrize("as_json", [False, True])
def test_what_the_system_refuses_is_one_plain_message(monkeypatch, capsys, as_json):
    def refused(**_):
        raise PermissionError(13, "Permission denied", "/elsewhere")

    monkeypatch.setattr(sys, "argv", ["ombud", *(["--json"] if as_json else [])])
    with pytest.raises(SystemExit) as end:
        run(refused)
    said = capsys.readouterr().err
    assert end.value.code == SetupError.exit_code
    assert "the system refuses /elsewhere: Permission denied" in said
    assert (json.loads(said)["code"] == "system_refused") if as_json else ("hint:" in said)


def test_a_defect_is_told_without_its_stack_unless_asked_for(monkeypatch, capsys):
    def broken(**_):
        return {}["absent"]

    with pytest.raises(SystemExit) as end:
        run(broken)
    said = capsys.readouterr().err
    assert end.value.code == 1
    assert "a defect in Ombud: KeyError" in said
    assert "Traceback" not in said
    monkeypatch.setenv("OMBUD_TRACE", "1")
    with pytest.raises(KeyError):
        run(broken)


def test_strangers_text_neither_forges_lines_nor_speaks_to_the_terminal(home, capsys):
    name = "a\nb\x1b[2J\u202ec\tx"
    with Ledger(home.spool / "default") as ledger:
        ledger.write("chat", session=name)
    (line,) = RUN.invoke(make_app(), ["tail"]).output.splitlines()
    assert r"a\u000ab\u001b[2J\u202ec\u0009x" in line
    output.pairs({"session": name})
    output.table(("session",), [(name,)], empty="")
    said = capsys.readouterr().out
    assert said.count("\n") == 3
    assert "\x1b" not in said


def test_an_empty_spool_says_what_will_appear(home, monkeypatch, capsys):
    Ledger(home.spool / "default").close()
    code, out, err = called(monkeypatch, capsys, "tail")
    assert (code, out) == (0, "")
    assert "holds nothing yet" in err
