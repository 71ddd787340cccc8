"""Questions are asked again until they are answered, and only where somebody is there; `init` and `dispute file`."""

from __future__ import annotations

import os
import shlex
import stat
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from ledger.cli import context, filing
from ledger.cli.app import make_app
from ledger.cli.questions import Questions, questions
from ledger.errors import ConflictError, InvalidInputError, NotFoundError
from ledger.serve.registering import NewLog, asked, preview
from ledger.settings import Settings

RUN = CliRunner()
RECORD = "ab" * 32


class Person:
    """Answers from a list, and remembers what was said; then there is nobody any more."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.heard = ""

    def questions(self):
        return Questions(lambda: f"{self.answers.pop(0)}\n" if self.answers else "", self.hear)

    def hear(self, text):
        self.heard += text


@pytest.fixture(autouse=True)
def somewhere(monkeypatch, tmp_path):
    for name in [name for name in os.environ if name.startswith("OMBUD_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    context.set_home(None)


def test_a_bad_answer_is_named_and_asked_for_again():
    person = Person("4", "blue", "2")
    assert person.questions().choose("colour", ("red", "green")) == "green"
    assert "'blue' is none of these" in person.heard


def test_an_empty_answer_is_the_default_and_no_answer_is_an_error():
    assert Person("").questions().ask("name", str, default="ada") == "ada"
    with pytest.raises(InvalidInputError, match="no answer to: name"):
        Person().questions().ask("name", str)
    with pytest.raises(InvalidInputError, match="no answer"):
        Person(*"xxxxxx").questions().choose("colour", ("red",))


def test_several_are_taken_until_an_empty_line():
    assert Person("a", "b", "").questions().several("file", str) == ["a", "b"]


def test_yes_is_said_in_full_or_nothing_is_agreed():
    assert Person("yes").questions().agreed("send?")
    assert not Person("").questions().agreed("send?")
    assert Person("perhaps", "y").questions().agreed("send?")


def test_nothing_is_asked_where_nobody_is(monkeypatch):
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    with pytest.raises(InvalidInputError, match="nobody is there"):
        questions("give --this")


def test_a_dispute_is_asked_together(somewhere):
    (somewhere / "chat.txt").write_text("hello")
    (somewhere / "me.key").write_text("00")
    person = Person("12", f"0x{RECORD.upper()}", "deception", "gone.txt", "chat.txt", "", "it lied", "me.key")
    told = filing.asked(person.questions(), None, None, None)
    assert (told["record_id"], told["fault"], told["evidence"], told["statement"]) == (
        RECORD, "deception", ["chat.txt"], "it lied",
    )  # fmt: skip
    assert (str(told["key"]), told["yes"]) == ("me.key", False)
    assert "64 hex digits" in person.heard
    assert "there is no file 'gone.txt'" in person.heard


def test_what_was_asked_together_is_what_opening_takes(somewhere):
    told = filing.asked(Person("1", RECORD, "", "").questions(), RECORD, None, "payer")
    with pytest.raises(NotFoundError, match="owner's key of agent 'payer'"):
        filing.open_dispute(**told, password="")


def test_what_was_given_is_not_asked_for(somewhere):
    (somewhere / "chat.txt").write_text("hello")
    told = filing.asked(Person("1", "chat.txt", "", "").questions(), RECORD, None, "payer")
    assert (told["record_id"], told["agent"], told["key"]) == (RECORD, "payer", None)


def test_a_new_log_is_asked_together_and_says_what_it_binds():
    known = NewLog("localhost/ombud", "http://127.0.0.1:8730", 10**18)
    person = Person("https://no", "example.org/log", "nowhere", "https://log.example.org")
    wanted = asked(person.questions(), known)
    assert wanted == NewLog("example.org/log", "https://log.example.org", 10**18)
    told = preview(Settings(), wanted, "0xme")
    assert "1 ether" in told["bond"]
    assert "1 h" in told["promises"]


def test_init_writes_what_a_shell_reads_and_never_over_it(somewhere):
    done = RUN.invoke(make_app(), ["init", "--yes", "--log-origin", "it's/mine", "--rpc-url", "http://a:1,http://b:2"])
    assert done.exit_code == 0, done.output
    file = somewhere / "ombud.env"
    assert stat.S_ISREG(file.stat().st_mode)
    script = f'set -a; . {shlex.quote(str(file))}; printf "%s|%s" "$OMBUD_LOG_ORIGIN" "$OMBUD_RPC_URL"'
    read = subprocess.run(["sh", "-c", script], capture_output=True, text=True, timeout=30, check=True)
    assert read.stdout == "it's/mine|http://a:1,http://b:2"
    again = RUN.invoke(make_app(), ["init", "--yes"])
    assert isinstance(again.exception, ConflictError)
    assert "it's" not in again.output


def test_init_writes_nothing_that_does_not_hold_and_no_secret(somewhere, monkeypatch):
    refused = RUN.invoke(make_app(), ["init", "--yes", "--profile", "production"])
    assert isinstance(refused.exception, InvalidInputError)
    assert not (somewhere / "ombud.env").exists()
    monkeypatch.setenv("OMBUD_OPERATOR_KEY", "22" * 32)
    done = RUN.invoke(make_app(), ["init", "--yes", "--profile", "production", "--chain-id", "10"])
    assert done.exit_code == 0, done.output
    text = (somewhere / "ombud.env").read_text()
    assert "OMBUD_CHAIN_ID='10'" in text
    assert "22" * 32 not in text
    assert "11" * 32 not in text


def test_init_asks_at_a_terminal(somewhere):
    terminal, inside = os.openpty()
    command = [sys.executable, "-m", "ledger.serve", "init"]
    begun = subprocess.Popen(command, stdin=inside, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    os.close(inside)
    os.write(terminal, b"2\nten\n10\n\n\n\n\n")  # production, no chain id, one, and the defaults
    out, asked_for = begun.communicate(timeout=60)
    os.close(terminal)
    assert begun.returncode == 0, asked_for
    assert "'ten' is no chain id" in asked_for
    assert "production" in out
    assert "OMBUD_CHAIN_ID='10'" in (somewhere / "ombud.env").read_text()


def test_init_without_yes_asks_nobody_where_nobody_is():
    asked_nobody = RUN.invoke(make_app(), ["init"])
    assert isinstance(asked_nobody.exception, InvalidInputError)
