"""Shells complete nouns, verbs and options of the installed command, by the scripts that `--show-completion` prints."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer._completion_shared import get_completion_script

BIN = Path(sys.executable).parent
LINES = {
    "bash": [("ombud disp", "dispute"), ("ombud record sh", "show"), ("ombud find --as", "--as-of")],
    "zsh": [("ombud disp", "dispute")],
    "fish": [("ombud record sh", "show")],
}
SCRIPTED = {
    "bash": "COMP_WORDS=({line}) COMP_CWORD=$((${{#COMP_WORDS[*]}}-1));_ombud_completion ombud; echo ${{COMPREPLY[*]}}",
    "zsh": "words=({line}); CURRENT=$#words; _ombud_completion",
    "fish": 'complete --do-complete "{line}"',
}
"""How each shell is led to ask, without a terminal: by its own function, or by the builtin that tells completions."""
BEFORE = {"zsh": "compdef() {}; _files() {}; _describe() { print -l -- ${(@P)2}; }; _arguments() { print -l -- $@; }\n"}
"""What zsh has only when a person sits before it."""


@pytest.mark.parametrize("shell", LINES)
def test_a_shell_completes_what_was_begun(shell):
    script = get_completion_script(prog_name="ombud", complete_var="_OMBUD_COMPLETE", shell=shell)
    path = os.pathsep.join([str(BIN), os.environ["PATH"]])
    for line, offered in LINES[shell]:
        if shutil.which(shell):
            asking = f"{BEFORE.get(shell, '')}{script}\n{SCRIPTED[shell].format(line=line)}"
            command, more = [shell, "-c", asking], {}
        else:  # what its script would ask the command
            command = [str(BIN / "ombud")]
            more = {
                "_OMBUD_COMPLETE": f"complete_{shell}",
                "_TYPER_COMPLETE_ARGS": line,
                "_TYPER_COMPLETE_FISH_ACTION": "get-args",
            }
        done = subprocess.run(
            command, env={**os.environ, "PATH": path, **more}, capture_output=True, text=True, timeout=60, check=False
        )
        assert offered in done.stdout.replace('"', " ").replace(":", " ").split(), done.stderr
