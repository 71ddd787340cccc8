"""What was found of mutants before, so that a campaign which was interrupted, or whose tree has grown, goes on."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workshop import ROOT, commit, hash_of_tests

if TYPE_CHECKING:
    from mutants import Mutant


class Verdicts:
    """What was found before, in a file of one JSON object a line; each names the tree that it was found on.

    A kill holds on other trees while the mutated file is the same, to the byte, and the test that killed still reads
    as it did: what tests were added since cannot bring a mutant back to life. A mutant that lived is judged again as
    soon as any test changes, unless a person has found that no test can notice it.
    """

    def __init__(
        self, path: Path | None, root: Path = ROOT, equivalent: AbstractSet[tuple[str, str, str]] = frozenset()
    ) -> None:
        self._path = path
        self._known: dict[str, dict[str, Any]] = {}
        self._root = root
        self._equivalent = equivalent  # file, line as it was, line as it became
        self._tests = hash_of_tests(root)
        self._tree = commit()
        if path is not None and path.exists():
            for line in path.read_text(encoding="utf-8").splitlines():
                verdict = json.loads(line)
                self._known[verdict["key"]] = verdict

    def of(self, mutant: Mutant) -> dict[str, Any] | None:
        """What is known of a mutant and still holds."""
        known = self._known.get(mutant.key())
        if known is None or not known["valid"]:
            return known
        if known["tests"] == self._tests:
            return known
        if known["lived"]:
            return known if (known["file"], known["was"], known["became"]) in self._equivalent else None
        return known if known["proof"] == self._text_of(known["killer"]) else None

    def keep(self, mutant: Mutant, killer: str | None, valid: bool) -> None:  # noqa: FBT001 what was found
        """Write down a verdict."""
        verdict = {
            "key": mutant.key(),
            "valid": valid,
            "lived": valid and killer is None,
            "killer": killer,
            "proof": None if killer is None else self._text_of(killer),
            "tests": self._tests,
            "tree": self._tree,
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

    def _text_of(self, killer: str) -> str | None:
        return text_of(killer, self._root)


def text_of(killer: str, root: Path) -> str | None:
    """A hash of the test that is named as ``tests/contracts/X.t.sol test_y()``, or None when there is no such test.

    Of the whole file, when what killed is no single test.
    """
    file, name = killer.split(" ", 1)
    path = root / file
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    if (test := re.match(r"(test|invariant)\w*", name)) is not None:
        found = re.search(rf"^    function {test[0]}\(.*?^    }}$", text, re.MULTILINE | re.DOTALL)
        text = "" if found is None else found[0]
    return hashlib.sha256(text.encode()).hexdigest() if text else None
