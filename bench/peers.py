"""Other ledgers for agents, from PyPI: what one CPU second of theirs appends. None where a peer is not installed.

Both append in the caller's process and to one local file, which favours them: no HTTP, no verification of a foreign
signature, and (raucle) no forcing to disk.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median

from bench.measure import spent
from bench.options import Options

_Append = Callable[[int], object]


def appends_per_cpu_s(options: Options) -> dict[str, float | None]:
    """Return appends per CPU second of each peer."""
    found: dict[str, float | None] = {}
    for name, measure in (("raucle", _raucle), ("dcl_core", _dcl)):
        try:
            found[name] = median(measure(options.size(3000, 100)) for _ in range(options.runs))
        except ImportError:
            options.say(f"{name} is not installed: scripts/bench installs it unless --quick is given")
            found[name] = None
    return found


def _rate(append: _Append, count: int) -> float:
    append(0)
    return count / spent(lambda: [append(number) for number in range(1, count + 1)]).cpu


def _raucle(count: int) -> float:
    from raucle.provenance import AgentIdentity, ProvenanceLogger  # noqa: PLC0415 - may be absent

    with tempfile.TemporaryDirectory() as folder:
        agent = AgentIdentity.generate("agent:bench", allowed_tools=["search_flights"])
        with ProvenanceLogger(agent, Path(folder) / "chain.jsonl") as log:
            root = log.record_user_input("begin")

            def append(number: int) -> object:
                return log.record_tool_call(
                    parents=[root], tool="search_flights", input_args={"call": number}, output={"found": number}
                )

            return _rate(append, count)


def _dcl(count: int) -> float:
    from dcl_core.chain import ChainState  # noqa: PLC0415 - may be absent

    with tempfile.TemporaryDirectory() as folder, ChainState(str(Path(folder) / "chain.db")) as chain:

        def append(number: int) -> object:
            return chain.append("ALLOW", f"{number:064x}", "ab" * 32, "agent-7", "search_flights", 0.5, "tool")

        return _rate(append, count)
