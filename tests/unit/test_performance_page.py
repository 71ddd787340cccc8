"""The page of figures says where each comes from, and is a page without them too."""

from __future__ import annotations

import json

import pytest

from bench.options import BENCHES
from scripts import figures
from scripts.reference.performance import FIGURES, performance_page

KEPT = {
    "command": "./scripts/bench tree --json",
    "commit": "abcdef123456",
    "day": "2026-11-28",
    "machine": "2 cores, Linux x86_64, Python 3.11.7",
    "figures": {"build_s": 1.23456, "peers": {"pymerkle_s": None}, "runs": [1, 2.5]},
}


def shown(root, kept):
    (root / FIGURES).mkdir(parents=True)
    (root / FIGURES / "tree.json").write_text(json.dumps(kept))
    text = performance_page(root)
    return text[text.index("## Tree") :].partition("\n## ")[0]


def test_figures_name_command_commit_day_machine_and_load(tmp_path):
    part = shown(tmp_path, {**KEPT, "load": [0.3, 1.9]})
    assert (
        "`./scripts/bench tree --json` at commit `abcdef123456` on 2026-11-28, 2 cores, Linux x86_64, Python 3.11.7; "
        "load 0.3 before and 1.9 after." in part
    )
    assert "| `build_s` | 1.235 |" in part
    assert "| `peers.pymerkle_s` | not known |" in part
    assert "| `runs` | 1, 2.5 |" in part


def test_figures_of_before_the_load_was_noted_say_so(tmp_path):
    assert "load not noted." in shown(tmp_path, KEPT)


def test_what_has_no_figures_says_how_to_make_them(tmp_path):
    text = performance_page(tmp_path)
    for name in BENCHES:
        assert f"No figures are kept. `python scripts/figures.py {name}` measures and keeps them." in text


def test_small_measurements_are_not_kept_among_the_others(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["figures.py", "--quick", "tree"])
    with pytest.raises(SystemExit) as refused:
        figures.main()
    assert refused.value.code == 2
    assert "name another folder by --into" in capsys.readouterr().err
