"""The shared harness, told of our own action log: its ceiling script, its web3.py loop and its Ponder project.

The harness comes with an event of its own. A copy of it is changed where it names that event, so that all index the
same logs of the same contract; where the copy is not what is expected, nothing is measured.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from bench.options import Options

ROOT: Final = Path(__file__).resolve().parents[1]
_RATE: Final = re.compile(r"-> (\d+) (?:ev/s wall|events/s)")
_TIMEOUT_S: Final = 900
Change = tuple[str, str, str]
_CHANGES: Final[tuple[Change, ...]] = (
    # 32-byte words of the data: epoch, stream, seq, kind, contentHash, prevHeader, offset, parents; 2 + 64 digits each
    ("limit_pipeline.py", 'ZERO_OFF = "0" * 62 + "60"', 'ZERO_OFF = "0" * 62 + "e0"'),
    ("limit_pipeline.py", "if d[130:194] != ZERO_OFF", "if d[386:450] != ZERO_OFF"),
    ("limit_pipeline.py", "w = d[194:258]", "w = d[450:514]"),
    ("limit_pipeline.py", '(258 + 2 * n, f"{137 + n:08x}")', '(514 + 64 * n, f"{169 + 32 * n:08x}")'),
    (
        "limit_pipeline.py",
        "d[50:66], d[128:130], d[258:m[0]]))",
        "d[178:194], d[256:258], d[258:322], d[514:m[0]]))",
    ),
    ("web3_loop.py", "k.events.ActionLogged()", "k.events.ActionRecorded()"),
    ("web3_loop.py", 'g["actionHash"]', 'g["header"]'),
    ("web3_loop.py", '"session": g["sessionId"]', '"session": g["task"]'),
    ("web3_loop.py", '"data": g["data"]', '"data": g["contentHash"] + b"".join(g["parents"])'),
    ("web3_loop.py", "g['sessionId'].hex()", "g['task'].hex()"),
    ("ponder/src/index.ts", "ActionLog:ActionLogged", "ActionLog:ActionRecorded"),
    ("ponder/src/index.ts", "a.actionHash", "a.header"),
    ("ponder/src/index.ts", "a.sessionId", "a.task"),
    (
        "ponder/src/index.ts",
        "data: a.data",
        'data: (a.contentHash + a.parents.map((p: string) => p.slice(2)).join("")) as any',
    ),
)


def shared() -> Path | None:
    """Return the folder of shared data and harnesses; None if it is not here."""
    found = Path(os.environ.get("OMBUD_SHARED", ROOT.parent / "shared"))
    return found if (found / "bench" / "indexer" / "limit_pipeline.py").is_file() else None


class Harness:
    """The copy, and what it measures of a chain that `chain.json` describes.

    Args:
        folder: Where the copy goes.
        options: How to run.
    """

    def __init__(self, folder: Path, options: Options) -> None:
        self._options = options
        self._copy = self._adapted(folder)

    def _adapted(self, folder: Path) -> Path | None:
        found = shared()
        if found is None:
            self._options.say("the shared harness is not here: nothing to compare with")
            return None
        copy = folder / "harness"
        shutil.copytree(found / "bench" / "indexer", copy, copy_function=shutil.copyfile)
        for path in (copy, *copy.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
        for name, old, new in _CHANGES:
            text = (copy / name).read_text()
            if old not in text:
                self._options.say(f"the shared harness is another one: {name} holds no {old!r}")
                return None
            (copy / name).write_text(text.replace(old, new))
        shutil.copyfile(ROOT / "ledger" / "chain" / "abi" / "ActionLog.json", copy / "contract" / "ActionLog.json")
        return copy

    def ceiling(self, chain: Path, redis_url: str) -> float | None:
        """Return the events a second of the ceiling script: no blocks, no undo, no checks."""
        window = ["--window", "10", "--conns", "2"]
        return self._measured("limit_pipeline.py", chain, redis_url, "--sink", "lua", "--reps", "1", *window)

    def web3_loop(self, chain: Path, redis_url: str) -> float | None:
        """Return the events a second of the plain web3.py loop, over the first few thousand."""
        limit = str(self._options.size(5000, 1000))
        few = ["--window", "10", "--limit-events", limit]
        return self._measured("web3_loop.py", chain, redis_url, "--reps", "1", *few)

    def ponder(self, chain: Path, project: Path, node: str) -> float | None:
        """Return the events a second of Ponder on PGlite, its start included."""
        once = ["--reps", "1", "--latency", "0"]
        return self._measured("run_ponder.py", chain, None, "--project", str(project), "--node", node, *once)

    def _measured(self, script: str, chain: Path, redis_url: str | None, *more: str) -> float | None:
        if self._copy is None:
            return None
        where = [] if redis_url is None else ["--redis", redis_url]
        command = [sys.executable, str(self._copy / script), "--chain", str(chain), *where, *more]
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, timeout=_TIMEOUT_S, check=False, cwd=self._copy
            )
        except subprocess.TimeoutExpired:
            self._options.say(f"{script} did not end in {_TIMEOUT_S} s")
            return None
        found = _RATE.search(done.stdout)
        if found is None:
            self._options.say(f"{script} failed: {(done.stderr or done.stdout)[-400:]}")
            return None
        return float(found[1])
