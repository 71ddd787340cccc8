"""Agent and log server of one run: started, awaited, and started again whenever one of them is gone."""

from __future__ import annotations

import contextlib
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.crashes import agent, server
from bench.crashes.agent import Habits
from bench.crashes.child import Child
from bench.crashes.points import Plan
from bench.crashes.scene import Place
from bench.crashes.server import Line

LIVES: Final = 6
"""How often either is started again at most."""
_END_SECONDS: Final = 40.0
_LOOK_SECONDS: Final = 0.002
_SHOWN: Final = 600


class StuckError(RuntimeError):
    """A part did not come to its end, long after all deaths were over."""


@dataclass(frozen=True, slots=True)
class Deaths:
    """What happens to a part in its first life, and in its second; nothing does later."""

    first: tuple[Plan, ...] = ()
    second: tuple[Plan, ...] = ()

    def of(self, life: int) -> tuple[Plan, ...]:
        """Return what happens in this life, from 0."""
        return (self.first, self.second)[life] if life in {0, 1} else ()


NOWHERE: Final = Deaths()


class Parts:
    """Both parts.

    Args:
        place: Of the run.
        habits: Of the agent.
        log: Where the log server dies.
        count: Whether write points are counted and told.
    """

    def __init__(self, place: Place, habits: Habits, log: Deaths = NOWHERE, *, count: bool = False) -> None:
        self._place = place
        self._habits = habits
        self._log_deaths = log
        self._count = count
        self._log: Child | None = None
        self._log_lives = 0
        self.deaths = 0
        """How many processes were killed so far."""

    def keep_log(self) -> None:
        """See that a log server runs and serves, or dies where it was told to."""
        while self._log is None or self._log.ended() is not None:
            if self._log is not None:
                self.deaths += (self._log.ended() or 0) < 0
            if self._log_lives == LIVES:
                raise StuckError(f"the log server does not start: {self._last_words()}")
            served = self._served()
            plans = self._log_deaths.of(self._log_lives)
            self._log = log = self._child("log", self._place.log, plans, lambda: server.serve(self._place))
            self._log_lives += 1
            self._until(
                lambda log=log, served=served: self._served() > served or log.ended() is not None,  # type: ignore[misc]
                "the log server does not start",
            )

    def agent_lives(self, deaths: Deaths = NOWHERE, first: int = 0) -> None:
        """Let the agent live until all is sent. Between its first two lives a copy is made of its spool.

        Args:
            deaths: Where it dies.
            first: Number of its first life.
        """
        for number in range(LIVES):
            if number == 1 and (self._place.spool / "0-1").exists():
                shutil.copytree(self._place.spool, self._place.copy, dirs_exist_ok=True)
            life = first + number
            code = self.agent_does(lambda life=life: agent.live(self._place, self._habits, life), deaths.of(number))  # type: ignore[misc]
            if code == 0:
                return
            if code > 0 and self._log is not None:  # the disk refused something, of either: both begin anew
                self._log.kill()
                self._log = None
        raise StuckError(f"the agent does not come to its end: {self._last_words()}")

    def agent_does(self, work: Callable[[], None], plans: tuple[Plan, ...] = ()) -> int:
        """Run one life of the agent; returns its exit code, negative if it was killed."""
        child = self._child("agent", self._place.spool, plans, work)

        def over() -> bool:
            self.keep_log()
            return child.ended() is not None

        try:
            self._until(over, "the agent does not end")
        finally:
            child.kill()
        code = child.ended() or 0
        self.deaths += code < 0
        return code

    def stop_log(self) -> None:
        """Have the log server end by itself."""
        while True:
            self.keep_log()
            log = self._log
            with contextlib.suppress(OSError):
                Line(self._place).stop()
            self._until(lambda log=log: log is None or log.ended() is not None, "the log server does not end")  # type: ignore[misc]
            if log is not None and log.ended() == 0:
                return

    def end(self) -> None:
        """Leave nothing running."""
        if self._log is not None:
            self._log.kill()

    def _child(self, part: str, folder: Path, plans: tuple[Plan, ...], work: Callable[[], None]) -> Child:
        return Child(part, self._place, folder, plans, work, count=self._count)

    def _served(self) -> int:
        return sum(kind == "serving" for kind, *_ in self._place.told())

    def _last_words(self) -> str:
        path = self._place.root / "err"
        return path.read_text()[-_SHOWN:] if path.exists() else ""

    def _until(self, holds: Callable[[], bool], otherwise: str) -> None:
        limit = time.monotonic() + _END_SECONDS
        while not holds():
            if time.monotonic() > limit:
                raise StuckError(f"{otherwise}: {self._last_words()}")
            time.sleep(_LOOK_SECONDS)
