"""What every live integration does: an intent when something begins, an outcome when it ends, never in the way.

A framework names what it does by keys of its own (span ids, run ids). A tracing hook must not break what it traces:
what cannot be recorded is counted and told once, and the framework goes on.
"""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, Final

import structlog

from ledger.domain.record import Outcome
from ledger.errors import LedgerError
from ledger.sdk.context import Ref
from ledger.sdk.defaults import default_ledger
from ledger.sdk.ledger import Ledger
from ledger.sdk.words import Words

MOST_OPEN: Final = 100_000
"""What has begun and not ended; beyond it the oldest is forgotten, and stays an intent without an outcome."""
_LOG: Final = structlog.get_logger()
_WIDTHS: Final = {"session": 128, "tool": 256, "model": 128, "call": 128, "agent_version": 64}


@dataclass(slots=True)
class _Open:
    op: str
    intent: Ref | None
    words: Words = field(default_factory=Words)


class Calls:
    """What a framework is doing now, by its own keys.

    Args:
        ledger: Where it is recorded; the default ledger of the process if not given.
        capture: Whether inputs and outputs are committed to.
    """

    def __init__(self, ledger: Ledger | None = None, *, capture: bool = True) -> None:
        self._given = ledger
        self._capture = capture
        self._open: OrderedDict[Hashable, _Open] = OrderedDict()
        self._turn = threading.Lock()
        self.failed = 0
        """How many records could not be written."""

    def begin(self, key: Hashable, op: str, words: Words, *, parent: Hashable = None) -> Ref | None:
        """Record an intent; `parent` is the key of what caused it, if that is open. Returns it, if it was written."""
        with self._turn:
            above = self._open.get(parent)
        kept = _fitting(words)
        kept.setdefault("call", os.urandom(8).hex())
        if above is not None and above.intent is not None:
            kept.setdefault("cause", above.intent)
        if above is not None and "session" in above.words:
            kept.setdefault("session", above.words["session"])
        written = self._keep(op, {**kept, "phase": "intent"})
        common: Words = {name: value for name, value in kept.items() if name in _COMMON}  # type: ignore[assignment]
        with self._turn:
            self._open[key] = _Open(op, written, common)
            if len(self._open) > MOST_OPEN:
                self._open.popitem(last=False)
        return written

    def end(self, key: Hashable, outcome: Outcome, words: Words | None = None) -> None:
        """Record the outcome of what began under `key`; nothing if nothing did."""
        with self._turn:
            found = self._open.pop(key, None)
        if found is None:
            return
        said: Words = {**found.words, **_fitting(words or {}), "phase": "outcome", "outcome": outcome}
        if found.intent is not None:
            said["cause"] = found.intent
        self._keep(found.op, said)

    def is_open(self, key: Hashable) -> bool:
        """Say whether something began under `key` and has not ended."""
        with self._turn:
            return key in self._open

    def _keep(self, op: str, words: Words) -> Ref | None:
        if not self._capture:
            for name in ("input", "output", "context"):
                words.pop(name, None)  # type: ignore[misc]
            words["no_context"] = "capture_off"
        try:
            written = (self._given or default_ledger()).keep(op, **words)
        except LedgerError as error:
            self.failed += 1
            if self.failed == 1:
                _LOG.warning("action_not_recorded", op=op, code=error.code, detail=error.message)
            return None
        return written.ref if written else None


_COMMON: Final = ("kind", "tool", "call", "session", "policy", "risk", "model", "principal", "mandate", "agent_version")


def _fitting(words: Words) -> Words:
    """Cut texts of the framework to what a record holds, and leave out empty ones."""
    fitted: dict[str, Any] = dict(words)
    for name, width in _WIDTHS.items():
        value = fitted.get(name)
        if value is not None:
            fitted[name] = str(value)[-width:] or None
    return fitted  # type: ignore[return-value]


def quietly(hook: Callable[[], None]) -> None:
    """Run a hook; what a framework passes in a form that we do not know must not stop the framework."""
    try:
        hook()
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        _LOG.warning("hook_not_understood", error=repr(error))
