"""Ctrl-C and SIGTERM: taken at once where that is harmless, a moment later where a child process is being born.

A `KeyboardInterrupt` in the middle of `Popen` would leave a child that nobody knows of.
"""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, Final

_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


class Interrupts:
    """Listens to both signals from `listen` on, until `ignore`."""

    def __init__(self) -> None:
        self._wanted = False
        self._holding = 0

    def listen(self) -> None:
        """Take signals from now on."""
        for number in _SIGNALS:
            signal.signal(number, lambda *_: self._taken())

    def ignore(self) -> None:
        """Let nothing interrupt what follows."""
        for number in _SIGNALS:
            signal.signal(number, signal.SIG_IGN)

    def check(self) -> None:
        """Be a good place for an interrupt.

        Raises:
            KeyboardInterrupt: if one was held back, and this is the main thread.
        """
        if self._wanted and threading.current_thread() is threading.main_thread():
            raise KeyboardInterrupt

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold interrupts back while the block runs, except where it calls `check`.

        Raises:
            KeyboardInterrupt: at the end, if one came meanwhile.
        """
        self._holding += 1
        try:
            yield
        finally:
            self._holding -= 1
        self.check()

    def run(self, work: Coroutine[Any, Any, None]) -> None:
        """Run a coroutine to its end; an interrupt cancels it, so that it can put things in order.

        Raises:
            KeyboardInterrupt: after it was cancelled.
        """

        async def cancellable() -> None:
            """Wait for the work, and let signals cancel it."""
            loop, task = asyncio.get_running_loop(), asyncio.ensure_future(work)

            def cancel() -> None:
                """Cancel the work."""
                self._wanted = True
                task.cancel()

            for number in _SIGNALS:
                loop.add_signal_handler(number, cancel)
            await task

        try:
            with self.held():
                asyncio.run(cancellable())
        except asyncio.CancelledError:
            self.check()
            raise
        finally:
            self.listen()  # a closed loop puts the system's own answers back

    def _taken(self) -> None:
        self._wanted = True
        if not self._holding:
            raise KeyboardInterrupt
