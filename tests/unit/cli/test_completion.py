"""A shell completes nouns, verbs and options of the installed command."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

OMBUD = Path(sys.executable).parent / "ombud"


@pytest.mark.parametrize(
    ("line", "offered"), [("ombud disp", "dispute"), ("ombud record sh", "show"), ("ombud find --as", "--as-of")]
)
def test_bash_completes_what_was_begun(line, offered):
    words = line.split()
    env = {**os.environ, "_OMBUD_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    done = subprocess.run([OMBUD], env=env, capture_output=True, text=True, timeout=60, check=False)
    assert offered in done.stdout.split()
