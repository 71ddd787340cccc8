"""The tutorials, done as they are written: one page after another, on a ledger of their own, by a shell."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ledger.serve.stack import Stack
from tests.integration.cli.conftest import free_settings

pytestmark = pytest.mark.integration
ROOT = Path(__file__).resolve().parents[3]
PAGES = sorted((ROOT / "docs" / "tutorials").glob("*.md"))
BLOCK = re.compile(r'^```(\w+)(?: title="([^"]+)")?\n(.*?)^```$', re.DOTALL | re.MULTILINE)
SECONDS = 180
TOLD = {
    "1-agent-developer": ["draft", "records in 2 segments", "does not hold", "refused with exit code 2"],
    "2-claimant": ["it waits for a response from", "BondLocked"],
    "3-arbitrator": ["state       executed", "ruling      upheld", "3 to uphold, 0 to dismiss"],
    "4-regulator": ["state: executed ruling: upheld", "AI Act, Art. 74", "holds: dispute", "holds: export"],
    "5-operator": ["the same as the live index", "dispute,verdict"],
}
"""What each page must have shown by its end."""


def parts(page: Path) -> tuple[dict[str, str], str]:
    """The files of a page by name, and its commands. Blocks of other languages only show something."""
    files, commands = {}, []
    for language, title, body in BLOCK.findall(page.read_text()):
        if title:
            files[title] = body
        elif language == "sh":
            commands.append(body)
    return files, "\n".join(commands)


def test_every_page_is_told_what_it_must_show():
    assert [page.stem for page in PAGES] == list(TOLD)
    assert all(commands for _, commands in map(parts, PAGES))


def test_each_tutorial_can_be_done_as_it_is_written(tmp_path):
    with Stack(free_settings(tmp_path / "home")) as stack:
        ours = {name: value for name, value in os.environ.items() if not name.startswith("OMBUD_")}
        env = {
            **ours,
            "OMBUD_HOME": str(stack.home.root),
            "OMBUD_CHECKOUT": str(ROOT),
            "API": stack.urls.api,
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), ours["PATH"]]),
        }
        for page in PAGES:
            files, commands = parts(page)
            for name, text in files.items():
                (tmp_path / name).write_text(text)
            done = subprocess.run(
                ["bash", "-euo", "pipefail", "-c", commands],
                cwd=tmp_path,
                env=env,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                timeout=SECONDS,
                check=False,
            )
            assert done.returncode == 0, f"{page.name}\n{done.stdout[-4000:]}"
            missing = [words for words in TOLD[page.stem] if words not in done.stdout]
            assert not missing, f"{page.name}: {missing}\n{done.stdout[-6000:]}"
