"""Write points: every call by which a process changes its disk, counted, and made to fail at one of them.

In a process that was forked for it the calls of `os` (and `open`, which does not go through them) are put behind a
counter. A point is named by file and call: `journal.log write`, `checkpoint rename`. What the kernel was not asked to
force to disk is known, so that a power cut can take it away.
"""

from __future__ import annotations

import errno
import io
import os
import random
import re
import signal
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

Way = Literal["before", "torn", "after", "cut", "short", "refused"]
WAYS: Final[tuple[Way, ...]] = ("before", "torn", "after", "cut")
"""How a process ends at a point: before the call, half-way through a write, after it, or by a power cut after it."""
FAULTS: Final[tuple[Way, ...]] = ("short", "refused")
"""What a disk does to a process that lives on: it takes a part of a write, or none of it."""
_NUMBERED: Final = re.compile(r"\.torn-\d+$")
_PLAIN: Final = {"format", "lock", "lost", "payload-keys.bin"}
_DRAFT: Final = re.compile(r"^\.(.+)\.\d+\.\d+$")
_OPEN: Final = os.open
_WRITE: Final = os.write
_CLOSE: Final = os.close
_TRUNCATE: Final = os.ftruncate
_IO_OPEN: Final = io.open


@dataclass(frozen=True, slots=True)
class Plan:
    """At the `nth` call of point `name`, counted from 1, do `way`. `seed` decides how much of a write gets through."""

    name: str
    nth: int
    way: Way
    seed: int = 0


class WritePoints:
    """Watches one folder from within the process that writes to it.

    Args:
        folder: What is written elsewhere is no point.
        plans: What to do where.
    """

    def __init__(self, folder: Path, *plans: Plan) -> None:
        self._folder = str(folder)
        self._plans = plans
        self.seen: Counter[str] = Counter()
        """How often each point was passed."""
        self._unsynced: dict[str, int] = {}
        self._turn = threading.RLock()

    def watch(self) -> None:
        """Put the calls behind the counter, for as long as this process lives."""
        namespace: Any = os
        for name in ("fsync", "fdatasync"):
            setattr(namespace, name, self._syncing(name, getattr(os, name)))
        for name in ("rename", "unlink", "mkdir"):
            setattr(namespace, name, self._naming(name, getattr(os, name)))
        namespace.write = self._write
        namespace.ftruncate = self._truncate
        namespace.open = self._open
        namespace.fdopen = self._fdopen
        module: Any = io
        module.open = self._io_open

    # -- what a call becomes ----------------------------------------------------------------------------------

    def _write(self, descriptor: int, data: bytes) -> int:
        path = self._path(descriptor)
        if path is None:
            return _WRITE(descriptor, data)
        with self._turn:
            plan = self._passed(path, "write")
            self._unsynced.setdefault(path, os.fstat(descriptor).st_size)
            if plan is None or plan.way in {"after", "cut"}:
                written = _WRITE(descriptor, data)
                self._end(plan)
                return written
            part = random.Random(plan.seed).randrange(len(data)) if data else 0
            if plan.way == "before":
                self._end(plan)
            if plan.way == "refused":
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)
            written = _WRITE(descriptor, memoryview(data)[: max(part, int(plan.way == "short"))])
            if plan.way == "torn":
                self._end(plan)
            return written

    def _truncate(self, descriptor: int, length: int) -> None:
        path = self._path(descriptor)
        plan = self._passed(path, "truncate") if path else None
        self._around(plan, lambda: _TRUNCATE(descriptor, length))

    def _syncing(self, name: str, call: Callable[[int], None]) -> Callable[[int], None]:
        def sync(descriptor: int) -> None:
            path = self._path(descriptor)
            plan = self._passed(path, name) if path else None
            if path and (plan is None or plan.way in {"after", "cut"}):
                with self._turn:
                    self._unsynced.pop(path, None)
            self._around(plan, lambda: call(descriptor))

        return sync

    def _naming(self, name: str, call: Callable[..., None]) -> Callable[..., None]:
        def change(path: Any, *rest: Any, **options: Any) -> None:
            inside = str(path).startswith(self._folder)
            plan = self._passed(str(rest[0] if name == "rename" else path), name) if inside else None
            self._around(plan, lambda: call(path, *rest, **options))

        return change

    def _open(self, path: Any, flags: int, mode: int = 0o777, **options: Any) -> int:
        makes = flags & os.O_CREAT and str(path).startswith(self._folder) and not os.path.exists(path)  # noqa: PTH110
        plan = self._passed(str(path), "create") if makes else None
        found: int = self._around(plan, lambda: _OPEN(path, flags, mode, **options))
        return found

    def _fdopen(self, descriptor: int, mode: str = "r", *rest: Any, **options: Any) -> Any:
        if "b" in mode and "r" not in mode:
            return io.BufferedWriter(_Raw(descriptor))
        return _IO_OPEN(descriptor, mode, *rest, **options)

    def _io_open(self, path: Any, mode: str = "r", *rest: Any, **options: Any) -> Any:
        if not isinstance(path, int) and mode[0] in "wa" and str(path).startswith(self._folder):
            flags = os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC | (os.O_APPEND if mode[0] == "a" else os.O_TRUNC)
            binary = io.BufferedWriter(_Raw(self._open(path, flags, 0o666)))
            return binary if "b" in mode else io.TextIOWrapper(binary)
        return _IO_OPEN(path, mode, *rest, **options)

    # -- counting and ending ----------------------------------------------------------------------------------

    def _around(self, plan: Plan | None, call: Callable[[], Any]) -> Any:
        if plan is None or plan.way == "short":
            return call()
        if plan.way == "refused":
            raise OSError(errno.EIO, os.strerror(errno.EIO), plan.name)
        if plan.way in {"before", "torn"}:
            self._end(plan)
        found = call()
        self._end(plan)
        return found

    def _passed(self, path: str, call: str) -> Plan | None:
        name = f"{kind_of(path, self._folder)} {call}"
        with self._turn:
            self.seen[name] += 1
            return next((p for p in self._plans if p.name == name and p.nth == self.seen[name]), None)

    def _end(self, plan: Plan | None) -> None:
        if plan is None:
            return
        if plan.way == "cut":
            self._cut(random.Random(plan.seed))
        os.kill(os.getpid(), signal.SIGKILL)

    def _cut(self, dice: random.Random) -> None:
        """Take away, from each file, some of what was not forced to disk."""
        for path, synced in self._unsynced.items():
            if os.path.exists(path):  # noqa: PTH110 - the process is about to die: nothing but calls of the system
                size = os.stat(path).st_size  # noqa: PTH116
                os.truncate(path, dice.randint(min(synced, size), size))

    def _path(self, descriptor: int) -> str | None:
        try:
            path = os.readlink(f"/proc/self/fd/{descriptor}")  # noqa: PTH115
        except OSError:
            return None
        return path if path.startswith(self._folder) else None


class _Raw(io.RawIOBase):
    """A descriptor whose writes go through `os.write`."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._descriptor

    def write(self, data: Any) -> int:
        return os.write(self._descriptor, bytes(data))

    def close(self) -> None:
        if not self.closed:
            super().close()
            _CLOSE(self._descriptor)


def kind_of(path: str, folder: str) -> str:
    """Return what a file is, whatever its number: `records.log`, `tile`, `packs`, `torn tail`, `folder`."""
    rest = path[len(folder) :].strip("/")
    name = rest.rpartition("/")[2]
    name = _DRAFT.sub(r"\1", name)
    if rest.startswith("public/"):
        return _DRAFT.sub(r"\1", rest.split("/")[1])
    if _NUMBERED.search(name):
        return "torn tail"
    if name.endswith((".log", ".lock", ".json", ".jsonl")) or name in _PLAIN:
        return name
    return "folder"
