"""What every command of the tree keeps to, walked command by command: JSON, past blocks, pages, words.

An exception is named with its reason, and one that is no exception any more is noticed.
"""

from __future__ import annotations

import re

import pytest

from ledger.cli import output
from ledger.errors import LedgerError
from scripts.reference.commands import commands

STREAMS = "it runs until it is told to stop, and writes a log"
DOCUMENT = "what it writes is a document of its own, JSON or bytes"
HERE = "it reads this machine alone, whose files have no blocks"
CHAIN = "it asks the chain about now"
NO_JSON = {
    **dict.fromkeys(("log run", "api run", "mcp run", "witness run", "index run", "webhook run"), STREAMS),
    **dict.fromkeys(("forecast watch",), STREAMS),
    **dict.fromkeys(("forecast backfill",), "its progress is for people, and what it found is asked for by `explain`"),
    **dict.fromkeys(("forecast rehearse poison", "forecast rehearse untaught", "forecast rehearse blame"), DOCUMENT),
    **dict.fromkeys(("record prov", "session prov", "record disclose", "omission receipt"), DOCUMENT),
    **dict.fromkeys(("evidence get", "room open"), DOCUMENT),
}
READ = re.compile(r"^(?:Show|List|Tell|Compare|Count|Weigh|Summarise)\b")
NO_AS_OF = {
    **dict.fromkeys(("evidence show", "evidence list", "key show", "access key list", "access reads"), HERE),
    **dict.fromkeys(("access signer", "webhook list", "ack list", "ack show"), HERE),
    **dict.fromkeys(("tail", "incident list"), HERE),
    **dict.fromkeys(("manifest in-force",), "--at asks for a moment"),
    **dict.fromkeys(("feedback imported",), "what was imported is kept beside the mirror, apart from blocks"),
    **dict.fromkeys(("forecast score", "forecast-book score"), CHAIN),
    **dict.fromkeys(("record disclose",), DOCUMENT),
}
UNPAGED = {
    **dict.fromkeys(("access key list", "webhook list", "ack list", "room list", "incident list"), HERE),
    **dict.fromkeys(("access reads",), HERE),
}


def leaves(path, command):
    below = getattr(command, "commands", None)
    if below is None:
        yield path, command
        return
    for name, verb in below.items():
        yield from leaves(f"{path} {name}", verb)


@pytest.fixture(scope="module")
def tree():
    return {path: verb for name, noun in commands().items() for path, verb in leaves(name, noun)}


def options(command):
    return {name for one in command.params for name in (*one.opts, *one.secondary_opts)}


def breaking(tree, exceptions, keeps):
    """Return the commands that do not keep a rule, but for the exceptions, and exceptions that keep it."""
    broken = {path for path, command in tree.items() if not keeps(path, command)}
    return sorted(broken ^ set(exceptions))


def test_every_command_speaks_json_to_programs(tree):
    assert breaking(tree, NO_JSON, lambda _, command: "--json" in options(command)) == []


def test_whatever_reads_answers_as_of_a_block(tree):
    def keeps(_, command):
        acts = "--key" in options(command)
        return acts or not READ.match(command.help or "") or "--as-of" in options(command)

    assert breaking(tree, NO_AS_OF, keeps) == []


def test_whatever_lists_says_how_to_go_on(tree):
    def keeps(path, command):
        return not path.endswith((" list", " reads")) or {"--cursor", "--limit"} <= options(command)

    assert breaking(tree, UNPAGED, keeps) == []


def test_every_command_and_option_is_explained_in_a_sentence(tree):
    mute = [
        path for path, command in tree.items() if not (command.help or "").partition("\n")[0].rstrip().endswith(".")
    ]
    silent = [
        f"{path} {one.opts}"
        for path, command in tree.items()
        for one in command.params
        if one.name != "help" and not getattr(one, "help", None)
    ]
    assert (mute, silent) == ([], [])


def test_what_cannot_be_undone_can_be_sent_without_being_asked(tree):
    asking = ["deploy", "dispute open", "log register"]
    assert [path for path in asking if "--yes" not in options(tree[path])] == []


def kinds(kind=LedgerError):
    return [kind, *(found for below in kind.__subclasses__() for found in kinds(below))]


@pytest.mark.parametrize("kind", [kind for kind in kinds() if kind.__module__ == "ledger.errors"])
def test_every_error_says_what_why_and_what_to_do(kind, capsys):
    error = kind() if kind.__name__ == "DefectError" else kind("it is so")
    output.failure(error, as_json=False)
    lines = capsys.readouterr().err.splitlines()
    assert [line.partition(":")[0] for line in lines] == ["error", "why", "hint"]
    assert all(line.partition(":")[2].strip() for line in lines)
    assert f"({error.code}, exit code {error.exit_code})" in lines[1]
