"""A child process of ours: started with its output in a file, watched until it is ready, stopped by its id.

Children run in sessions of their own, so that Ctrl-C reaches only the parent, which stops them in order.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from ledger.errors import SetupError

READY_S: Final = 60.0
STOP_S: Final = 10.0
LOG_BYTES: Final = 8 * 1024 * 1024
"""Size at which a part's log is set aside as `<name>.1`; so each part keeps twice as much at most."""
_POLL_S: Final = 0.05
_TAIL_LINES: Final = 15
_TAIL_BYTES: Final = 16_384


def tail(path: Path, lines: int = _TAIL_LINES) -> str:
    """Return the last lines of a file; empty if there is none."""
    if not path.exists():
        return ""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _TAIL_BYTES))
        return "\n".join(file.read().decode(errors="replace").splitlines()[-lines:])


class Child:
    """One child process.

    Args:
        name: What to call it in messages.
        command: Program and arguments.
        log: File its output is appended to.
        cwd: Folder it runs in; the current one if not given.
        env: Environment variables set on top of ours.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        log: Path,
        *,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
    ) -> None:
        self.name = name
        self.log = log
        self._command = list(command)
        self._cwd = cwd
        self._env = dict(env or {})
        self._popen: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """Id of the process; None before `start` and after `stop`."""
        return self._popen.pid if self._popen else None

    @property
    def running(self) -> bool:
        """Whether it was started and has not ended."""
        return self._popen is not None and self._popen.poll() is None

    def start(self) -> None:
        """Start it; returns at once.

        Raises:
            SetupError: if the program is missing.
        """
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as out:
            try:
                self._popen = subprocess.Popen(  # noqa: S603 the command is ours
                    self._command,
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=subprocess.STDOUT,
                    cwd=self._cwd,
                    env={**os.environ, **self._env},
                    start_new_session=True,
                )
            except OSError as error:
                raise SetupError(
                    f"{self.name} cannot be started: {error}", hint="run `ombud doctor`", code="cannot_start"
                ) from error

    def wait_ready(self, ready: Callable[[], bool], *, deadline_s: float = READY_S) -> None:
        """Wait until `ready` says so.

        Raises:
            SetupError: if the process ends or the deadline passes first; the message shows the end of its log.
        """
        until = time.monotonic() + deadline_s
        while not ready():
            self.check_running()
            if time.monotonic() > until:
                raise self._failed(f"{self.name} was not ready after {deadline_s:.0f} s")
            time.sleep(_POLL_S)

    def check_running(self) -> None:
        """See that it still runs.

        Raises:
            SetupError: if it has ended; the message shows the end of its log.
        """
        if not self.running:
            code = self._popen.returncode if self._popen else None
            raise self._failed(f"{self.name} ended by itself with code {code}")

    def trim_log(self, limit: int = LOG_BYTES) -> None:
        """Set the log aside once it is over `limit` bytes, in place of the one set aside before.

        The child goes on writing to the same file, which it appends to; lines that it writes in the moment
        between copy and cut are lost.
        """
        if self.log.exists() and self.log.stat().st_size > limit:
            shutil.copyfile(self.log, self.log.with_name(self.log.name + ".1"))
            os.truncate(self.log, 0)

    def stop(self, *, deadline_s: float = STOP_S) -> None:
        """Ask it to end, and end it after the deadline. Does nothing when it has ended."""
        if self._popen is None:
            return
        if self.running:
            self._popen.terminate()
            try:
                self._popen.wait(deadline_s)
            except subprocess.TimeoutExpired:
                self._popen.kill()
        self._popen.wait()
        self._popen = None

    def kill(self) -> None:
        """End it without warning (SIGKILL), as a crash would."""
        if self._popen is not None:
            self._popen.send_signal(signal.SIGKILL)
            self._popen.wait()
            self._popen = None

    def _failed(self, problem: str) -> SetupError:
        end = tail(self.log)
        return SetupError(
            problem + (f"; its log ends with:\n{end}" if end else ""),
            hint=f"see {self.log}",
            code="not_ready",
            part=self.name,
        )
