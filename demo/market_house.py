"""Starts the market in a process of its own, and ends it."""

from __future__ import annotations

import json
import random
import select
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Final

from demo.cast import Customer
from demo.interrupts import Interrupts
from demo.market.book import Member

READY_SECONDS: Final = 20
_STOP_SECONDS: Final = 5


class MarketDownError(RuntimeError):
    """The market did not open, or closed before its time; the message holds the end of its log."""


@contextmanager
def open_market(
    root: Path, members: Sequence[Member], customers: Sequence[Customer], interrupts: Interrupts
) -> Iterator[str]:
    """Run the market while the block runs; yields its URL.

    Raises:
        MarketDownError: if it does not answer within `READY_SECONDS`.
    """
    root.mkdir(parents=True, exist_ok=True)
    settings, log = root / "settings.json", root / "market.log"
    content = {"members": [asdict(m) for m in members], "customers": [asdict(c) for c in customers]}
    settings.write_text(json.dumps({"root": str(root), **content}))
    settings.chmod(0o600)
    with ExitStack() as stack:
        with log.open("wb") as errors, interrupts.held():
            child = subprocess.Popen(
                [sys.executable, "-m", "demo.market", str(settings)],
                cwd=Path(__file__).parent.parent,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                start_new_session=True,
            )
            stack.callback(_stop, child)
        yield _url(child, log)


def _url(child: subprocess.Popen[bytes], log: Path) -> str:
    assert child.stdout is not None  # noqa: S101 - it was opened as a pipe
    ready, _, _ = select.select([child.stdout], [], [], READY_SECONDS)
    line = child.stdout.readline() if ready else b""
    if not line:
        raise MarketDownError(f"the market did not open: {log.read_text()[-2000:]}")
    return str(json.loads(line)["url"])


def _stop(child: subprocess.Popen[bytes]) -> None:
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            pipe.close()
    try:
        child.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def purse(rng: random.Random, role: str) -> tuple[int, int]:
    """Return a member's balance and spending limit in cents; buyers' are such that some purchases fail."""
    return (rng.randint(20_000, 80_000), rng.randint(40_000, 90_000)) if role == "buyer" else (0, 0)
