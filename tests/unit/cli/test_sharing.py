"""Options that commands share, and what they say while they wait."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Annotated

import pytest
import typer
from typer.testing import CliRunner

from ledger.cli import acting, output, reading
from ledger.cli.acting import Signer
from ledger.cli.patience import until_read
from ledger.cli.reading import Turn
from ledger.cli.sharing import shared
from ledger.errors import InvalidInputError, StaleMirrorError

app = typer.Typer()


@dataclass(frozen=True, slots=True)
class Colours:
    """One option that must be given, and one that need not."""

    front: Annotated[str, typer.Option(help="In front.")]
    back: Annotated[int, typer.Option("--behind", min=0)] = 3


@app.command()
@shared
def paint(
    what: Annotated[str, typer.Argument()],
    *,
    twice: Annotated[bool, typer.Option("--twice")] = False,
    colours: Colours,
    turn: Turn,
    signer: Signer,
) -> None:
    """Paint something."""
    told = [what, twice, colours.front, colours.back, turn.limit, turn.as_of, str(signer.key), signer.agent]
    typer.echo(json.dumps(told))


def ran(*words):
    return CliRunner().invoke(app, list(words))


def test_fields_of_a_group_are_options_and_arrive_together():
    told = ran("fence", "--front", "red", "--behind", "7", "--limit", "9", "--as-of", "4", "--key", "k", "--twice")
    assert json.loads(told.stdout) == ["fence", True, "red", 7, 9, 4, "k", None]
    assert json.loads(ran("fence", "--front", "red").stdout) == ["fence", False, "red", 3, 50, None, "None", None]


@pytest.mark.parametrize("words", [("fence",), ("--front", "red"), ("fence", "--front", "red", "--behind", "-1")])
def test_what_must_be_given_and_bounds_hold_for_shared_options_too(words):
    assert ran(*words).exit_code == 2


def test_help_names_shared_options_and_the_command():
    told = ran("--help").stdout
    assert "Paint something." in told
    assert all(option in told for option in ("--front", "--behind", "--limit", "--key", "--password"))


def test_nobody_signs_without_saying_who(tmp_path, monkeypatch):
    monkeypatch.setenv("OMBUD_HOME", str(tmp_path))
    with pytest.raises(InvalidInputError) as caught, Signer().opened():
        pytest.fail("it was opened")
    assert (caught.value.code, bool(caught.value.hint)) == ("no_signer", True)


def test_a_wait_is_spoken_of_after_two_seconds_and_then_ever_more_rarely(capsys):
    slept: list[float] = []
    patience = acting.Patience(slept.append)
    for _ in range(100):
        patience(0.1)
    assert len(slept) == 100
    assert [line.rpartition(": ")[2] for line in capsys.readouterr().err.splitlines()] == ["2 s", "4 s", "8 s"]


def test_programs_read_facts_and_people_words_and_what_comes_next(capsys):
    facts = {"until": 0, "amount": "5"}
    output.tell(facts, as_json=True, words={"until": "1970"}, hint="next: wait")
    assert json.loads(capsys.readouterr().out) == facts
    output.tell(facts, as_json=False, words={"until": "1970"}, hint="next: wait")
    assert capsys.readouterr().out.split() == ["until", "1970", "amount", "5", "next:", "wait"]


def test_a_mirror_that_is_behind_is_waited_for(capsys):
    at = iter([*range(1, 30), 40])
    slept: list[float] = []
    until_read(lambda: next(at), 40, sleep=slept.append)
    assert len(slept) == 29
    assert capsys.readouterr().err.splitlines() == [
        "· waiting for the mirror: block 11 of 40",
        "· waiting for the mirror: block 21 of 40",
    ]


def test_a_mirror_that_stands_still_is_not_waited_for_without_end():
    slept: list[float] = []
    with pytest.raises(StaleMirrorError) as caught:
        until_read(lambda: 7, 8, sleep=slept.append)
    assert (caught.value.code, bool(caught.value.hint)) == ("mirror_behind", True)
    assert 29 < sum(slept) < 31


def test_a_bundle_of_a_suspended_agent_is_noted(capsys):
    reading.note_lives(("active",))
    reading.note_lives(("active", "suspended"))
    assert capsys.readouterr().err == "· the agent was active, suspended when the chain first saw what it recorded\n"
