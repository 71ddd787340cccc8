"""`docs/features.md` names tests that exist, for every feature that is owed by now."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "features.md").read_text()
ROWS = {line.split("|")[1].strip(): line for line in PAGE.splitlines() if re.match(r"\| [A-K]\d+ \|", line)}
OWED = [
    "A1",
    "A3",
    "A4",
    "A5",
    "A7",
    "A8",
    "A9",
    "B1",
    "B3",
    "B6",
    "B8",
    "C2",
    "C4",
    "C5",
    "C7",
    "D1",
    "D2",
    "D3",
    "D4",
    "D6",
    "D7",
    "D8",
    "E1",
    "E2",
    "E3",
    "E4",
    "E5",
    "E6",
    "E7",
    "E8",
    "E9",
    "E10",
    "E11",
    "E12",
    "E13",
    "F10",
    "G4",
    "G7",
    "H6",
    "H7",
    "I4",
    "I5",
    "J4",
    "K1",
    "K2",
    "K3",
    "K4",
    "K6",
]
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.(?:py|t\.sol))::(\w+)`", PAGE)))


def test_every_feature_that_is_owed_has_its_row_and_every_row_a_test():
    assert set(OWED) <= set(ROWS)
    assert [name for name, line in ROWS.items() if "::" not in line] == []


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_a_test_that_is_named_exists(file, name):
    text = (ROOT / file).read_text()
    declared = rf"^(?:async )?(?:    )?def {name}\(" if file.endswith(".py") else rf"^\s*function {name}\("
    assert re.search(declared, text, re.MULTILINE), f"{file} has no {name}"


def test_what_looks_like_a_name_is_one():
    """So that a path in another form is not passed over."""
    assert len(re.findall(r"\w::\w", PAGE)) == len(re.findall(r"`tests/[\w/]+\.(?:py|t\.sol)::\w+`", PAGE)) + 1
