"""A child of the campaign: forked, watched at its write points, ended where it was told to."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from bench.crashes.points import Plan, WritePoints
from bench.crashes.scene import Place

_MOST_SECONDS: Final = 90


class Child:
    """A process that does some work.

    Args:
        part: `agent` or `log`.
        place: Of the run.
        folder: What it writes to.
        plans: Where it dies, if it does, and what its disk does to it.
        work: What it does; it ends with 0 after that, and with 1 after an error.
        count: Whether it tells how often it passed which write points.
    """

    def __init__(
        self,
        part: str,
        place: Place,
        folder: Path,
        plans: tuple[Plan, ...],
        work: Callable[[], None],
        *,
        count: bool = False,
    ) -> None:
        self._code: int | None = None
        self._process = os.fork()
        if not self._process:
            _be(part, place, WritePoints(folder, *plans), work, count=count)

    def ended(self) -> int | None:
        """Return its exit code, negative if it was killed; None while it runs."""
        if self._code is None:
            found, status = os.waitpid(self._process, os.WNOHANG)
            self._code = os.waitstatus_to_exitcode(status) if found else None
        return self._code

    def kill(self) -> None:
        """End it, and wait for that."""
        if self.ended() is None:
            os.kill(self._process, signal.SIGKILL)
            self._code = os.waitstatus_to_exitcode(os.waitpid(self._process, 0)[1])


def _be(part: str, place: Place, points: WritePoints, work: Callable[[], None], *, count: bool) -> None:
    """Be the child, and never return."""
    code = 1
    try:
        signal.alarm(_MOST_SECONDS)  # one that nobody waits for any more ends too
        err = os.open(place.root / "err", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(err, sys.stderr.fileno())
        points.watch()
        work()
        if count:
            place.tell("passed", part, dict(points.seen))
        code = 0
    except BaseException as error:  # noqa: BLE001 - a child of ours ends here, whatever happened
        os.write(2, f"{part}: {error!r}\n".encode())
    finally:
        os._exit(code)
