"""What was found of mutants before, so that a campaign which was interrupted goes on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from examiner import tests_hash
from mutants import Mutant


class Verdicts:
    """What was found before, in a file of one JSON object a line, so that a run which was interrupted goes on."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._known: dict[str, dict[str, Any]] = {}
        self._tests = tests_hash()
        if path is not None and path.exists():
            for line in path.read_text(encoding="utf-8").splitlines():
                verdict = json.loads(line)
                self._known[verdict["key"]] = verdict

    def of(self, mutant: Mutant) -> dict[str, Any] | None:
        """What is known of a mutant and still holds."""
        known = self._known.get(mutant.key())
        return known if known is not None and (not known["lived"] or known["tests"] == self._tests) else None

    def keep(self, mutant: Mutant, killer: str | None, valid: bool) -> None:  # noqa: FBT001 what was found
        """Write down a verdict."""
        verdict = {
            "key": mutant.key(),
            "valid": valid,
            "lived": valid and killer is None,
            "killer": killer,
            "tests": self._tests,
            **mutant.shown(),
        }
        if self._path is not None:
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(verdict) + "\n")
        self._known[mutant.key()] = verdict

    def get(self, mutant: Mutant) -> dict[str, Any]:
        """What is known of a mutant.

        Raises:
            KeyError: nothing is.
        """
        return self._known[mutant.key()]
