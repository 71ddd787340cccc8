"""The courier: the one background thread of a ledger, started by its first record.

It forces the spool to disk at an interval, and lets the sender work. Nobody waits for it but `flush`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

from ledger.errors import LedgerError, UnavailableError

FIRST_DELAY: Final = 0.2  # seconds before the first retry; doubled each time
LONGEST_DELAY: Final = 5.0


class Courier:
    """Calls `deliver` until nothing is left, then sleeps until it is woken.

    Args:
        name: Of the thread.
        deliver: One round of work, told whether to hurry; returns whether anything is left.
        tick: Seconds between rounds while there is work.
    """

    def __init__(self, name: str, deliver: Callable[[bool], bool], tick: float) -> None:
        self._name = name
        self._deliver = deliver
        self._tick = tick
        self._wake = threading.Event()
        self._round_over = threading.Condition()
        self._stop = False
        self._hurry = False
        self._idle = True
        self._thread: threading.Thread | None = None
        self.error: LedgerError | None = None
        """Why the last round failed, None if it did not."""
        self.rounds = 0
        """How many rounds have ended."""

    def notice(self) -> None:
        """Say that there is something to do. Cheap: it is on the path of every record."""
        if self._idle:
            self._idle = False
            if self._thread is None:
                self._start()
            self._wake.set()

    def hurry(self) -> None:
        """Ask for a round now, sealing whatever there is."""
        self._hurry = True
        if self._thread is None:
            self._start()
        self._wake.set()

    def wait_round(self, timeout: float) -> None:
        """Wait until a round ends, at most `timeout` seconds."""
        with self._round_over:
            self._round_over.wait(timeout)

    def stop(self, timeout: float) -> bool:
        """End the thread after its present round; returns whether it ended in time (seconds)."""
        self._stop = True
        self._wake.set()
        if self._thread is None:
            return True
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def forget_thread(self) -> None:
        """Be ready to start anew: in a forked child the thread is gone."""
        self._wake = threading.Event()
        self._round_over = threading.Condition()
        self._thread = None
        self._idle = True

    def _start(self) -> None:
        with self._round_over:
            if self._thread is None and not self._stop:
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()

    def _run(self) -> None:
        failures = 0
        while not self._stop:
            if failures:
                self._pause(min(FIRST_DELAY * 2 ** min(failures - 1, 10), LONGEST_DELAY))
            elif self._idle:
                self._wake.wait()
            else:
                self._pause(self._tick)
            self._wake.clear()
            self._idle = False
            failures = failures + 1 if self._round() else 0

    def _pause(self, seconds: float) -> None:
        """Wait, unless someone is in a hurry or we are to stop."""
        until = time.monotonic() + seconds
        while not (self._hurry or self._stop) and (left := until - time.monotonic()) > 0:
            self._wake.wait(left)
            self._wake.clear()

    def _round(self) -> bool:
        """Do one round; returns whether it failed."""
        hurry, self._hurry = self._hurry, False
        self._idle = True  # a record that comes during the round wakes us again
        try:
            left = self._deliver(hurry)
            error = None
        except LedgerError as caught:
            left, error = True, caught
        except Exception as caught:  # noqa: BLE001 - the loop of a daemon thread: it must outlive any surprise
            left, error = (
                True,
                UnavailableError(f"sending failed: {caught!r}", hint="the records are safe in the spool"),
            )
        if left:
            self._idle = False
        with self._round_over:
            self.error = error
            self.rounds += 1
            self._round_over.notify_all()
        return error is not None
