"""One call that is being recorded: its intent before, its outcome after, and what must be so before it happens."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from ledger.domain.record import Kind, Outcome
from ledger.errors import LedgerError
from ledger.sdk.context import Ref
from ledger.sdk.outcomes import outcome_of
from ledger.sdk.words import Words

if TYPE_CHECKING:
    from ledger.sdk.ledger import Ledger

OnFailure = Literal["spool", "block"]
Wait = Literal["anchored"]


@dataclass(frozen=True, slots=True)
class Options:
    """How the calls of one function are recorded; see `Recorder.record`."""

    op: str
    tool: str
    kind: Kind
    risk: str | None
    session: str | None
    policy: str | None
    model: str | None
    redact: frozenset[str]
    sees: frozenset[str]
    capture: bool
    on_failure: OnFailure
    wait: Wait | None


class Call:
    """Writes the intent when it is made.

    Args:
        ledger: Where it is recorded.
        options: How.
        payload: What goes in, None if that is not committed to.

    Raises:
        UnavailableError: if the disk refuses, and the call may not happen unrecorded.
    """

    __slots__ = ("_ledger", "_options", "_words", "intent")

    def __init__(self, ledger: Ledger, options: Options, payload: dict[str, Any] | None) -> None:
        self._ledger = ledger
        self._options = options
        self._words: Words = {
            "kind": options.kind,
            "tool": options.tool,
            "call": os.urandom(8).hex(),
            "session": options.session,
            "policy": options.policy,
            "risk": options.risk,
            "model": options.model,
        }
        words: Words = {**self._words, "phase": "intent"}
        if payload is None:
            words["no_context"] = "capture_off"
        else:
            words["input"] = payload
            if options.sees:
                words["context"] = {name: payload[name] for name in sorted(options.sees) if name in payload}
        block = options.on_failure == "block" or options.wait is not None
        written = ledger.write(options.op, durable=True, **words) if block else ledger.keep(options.op, **words)
        self.intent: Ref | None = written.ref if written else None

    def hold(self) -> None:
        """Wait for what must be so before the call happens.

        Raises:
            LedgerError: if it is not: then the call must not happen, and `refused` is recorded.
        """
        if self._options.wait is None or self.intent is None:
            return
        try:
            self._ledger.wait_anchored(self.intent)
        except LedgerError as error:
            self._end("refused", _told(error))
            raise

    async def hold_async(self) -> None:
        """The same, without holding the event loop up."""
        if self._options.wait is not None:
            await asyncio.to_thread(self.hold)

    def succeeded(self, result: object) -> None:
        """Record that it ended well."""
        self._end("success", result)

    def failed(self, error: BaseException) -> None:
        """Record how it ended otherwise."""
        self._end(outcome_of(error), _told(error))

    def _end(self, outcome: Outcome, payload: object) -> None:
        words: Words = {**self._words, "phase": "outcome", "outcome": outcome, "cause": self.intent}
        if self._options.capture:
            words["output"] = payload
        self._ledger.keep(self._options.op, **words)


def _told(error: BaseException) -> dict[str, str]:
    kind = type(error)
    try:
        message = str(error)
    except Exception as broken:  # noqa: BLE001 - the caller gets its own exception, whatever that one's text does
        message = f"its text raised {type(broken).__qualname__}"
    return {"exception": f"{kind.__module__}.{kind.__qualname__}", "message": message}
