"""The page of figures, out of those that are kept in the repository: bench/figures and the gas snapshots.

Nothing is measured here. A file `bench/figures/NAME.json` holds what `./scripts/bench NAME --json` printed, with the
commit, the command, the day and the machine; `python scripts/figures.py NAME` writes one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from bench.options import BENCHES
from scripts.reference.text import cell, code, page, table

FIGURES: Final = Path("bench", "figures")
_SNAPSHOTS: Final = Path("snapshots")
_LEAD: Final = """Figures that were measured and kept, each with the commit and the command that gave it, so that it can
be measured again. Times depend on the machine: ratios to a bound or a peer of the same run decide. What has no figures
here says how to make them."""
_GAS: Final = (
    "What transactions cost, in gas, as the contracts' tests hold it: `./scripts/test` fails where one costs more."
)
_SIZES: Final = "sizes.json"


def performance_page(root: Path) -> str:
    """Return the page.

    Args:
        root: Of the repository.
    """
    kept = [_bench(root / FIGURES / f"{name}.json", name, about) for name, about in BENCHES.items()]
    return page("Performance", _LEAD, *kept, "## Gas, held by tests", _GAS, *_gas(root / _SNAPSHOTS))


def _bench(file: Path, name: str, about: str) -> str:
    head = f"## {name.capitalize()}\n\n{about[0].upper()}{about[1:]}."
    if not file.is_file():
        return f"{head}\n\nNo figures are kept. `python scripts/figures.py {name}` measures and keeps them."
    kept = json.loads(file.read_text(encoding="utf-8"))
    made = f"`{kept['command']}` at commit `{kept['commit']}` on {kept['day']}, {kept['machine']}; {_load(kept)}."
    rows = [(code(key), cell(value)) for key, value in _flat(kept["figures"])]
    return f"{head}\n\n{made}\n\n{table(('figure', 'value'), rows)}"


def _load(kept: Mapping[str, Any]) -> str:
    load = kept.get("load")
    return "load not noted" if load is None else f"load {load[0]} before and {load[1]} after"


def _flat(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, member in value.items():
            yield from _flat(member, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list):
        yield path, ", ".join(_short(one) for one in value)
    else:
        yield path, _short(value)


def _short(value: Any) -> str:
    if value is None:
        return "not known"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _gas(folder: Path) -> Iterator[str]:
    for file in sorted(folder.glob("*.json")):
        if file.name != _SIZES:
            rows = [(cell(name), f"{int(gas):,}") for name, gas in json.loads(file.read_text()).items()]
            yield f"### {file.stem.capitalize()}\n\n{table(('transaction', 'gas'), rows)}"
