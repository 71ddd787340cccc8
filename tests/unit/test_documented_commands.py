"""Every `ombud ...` that a page shows is a command that there is, with options that it has."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from scripts.reference.commands import commands

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCED = re.compile(r"^```(?:sh|console)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
INLINE = re.compile(r"`(ombud [^`\n]+)`")
ENDS = {"|", "||", "&&", ";", "&", ">", "2>&1", "\\"}
OF_ALL = {"--help", "--install-completion", "--show-completion", "--home"}


def calls(text):
    """Yield the words after `ombud` of each call that a page shows."""
    lines = [line for block in FENCED.findall(text) for line in block.splitlines()]
    for line in [*lines, *INLINE.findall(FENCED.sub("", text))]:
        try:
            words = shlex.split(line.replace("…", ""), comments=True)
        except ValueError:
            continue  # a quotation that goes on in the next line
        while "ombud" in words:
            words = words[words.index("ombud") + 1 :]
            end = next((at for at, word in enumerate(words) if word in ENDS or word.endswith(";")), len(words))
            yield words[:end]


def wrong(words, found):
    """Say what of a call is not there; None if all is."""
    if not words or words[0].startswith("-") or not words[0].isascii():
        return next((word for word in words if word.startswith("--") and word not in OF_ALL), None)
    command = found.get(words[0])
    if command is None:
        return f"ombud {words[0]}" if re.fullmatch(r"[a-z-]+", words[0]) else None
    rest = words[1:]
    while getattr(command, "commands", None) is not None:
        if not rest or rest[0].startswith("-") or not re.fullmatch(r"[a-z-]+", rest[0]):
            return None  # the noun alone is spoken of
        if rest[0] not in command.commands:
            return f"{command.name} {rest[0]}"
        command, rest = command.commands[rest[0]], rest[1:]
    known = OF_ALL | {name for one in command.params for name in (*one.opts, *one.secondary_opts)}
    given = [word for word in rest if word.startswith("--")]
    return next((f"{words}: {word}" for word in given if word.partition("=")[0] not in known), None)


@pytest.fixture(scope="module")
def found():
    return commands()


@pytest.mark.parametrize("page", PAGES, ids=[page.relative_to(ROOT).as_posix() for page in PAGES])
def test_every_command_that_a_page_shows_is_there(page, found):
    assert [why for words in calls(page.read_text()) if (why := wrong(words, found))] == []


def test_what_is_not_there_is_noticed(found):
    lines = "ombud dispute reopen 1\nombud find 7 --nonesuch x  # --more\nOMBUD_HOME=x ombud tail || ombud tale\n"
    text = f"```sh\n{lines}```\n`ombud fnid 7`"
    assert [why for words in calls(text) if (why := wrong(words, found))] == [
        "dispute reopen", "['find', '7', '--nonesuch', 'x']: --nonesuch", "ombud tale", "ombud fnid",
    ]  # fmt: skip
