"""A log server that kills itself at a chosen write; run by the crash tests, never imported by them.

Arguments: folder, what ("journal.append", "journal.sync", "index.append", "conflicts.append", "put", "put_all"), how
many of them pass, when ("before", "half", "after"). Prints the header of each segment once it may be acknowledged.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

from ledger.tiles.append_file import OsAppendFile
from ledger.tiles.store import FolderStore
from tests.unit.logserver import scene

FOLDER, WHAT, PASS, WHEN = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4]
seen = 0


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def due(what: str) -> bool:
    global seen  # noqa: PLW0603 - one count for the whole child
    if what != WHAT:
        return False
    seen += 1
    return seen > PASS


class CrashingFile(OsAppendFile):
    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._name = path.stem

    def append(self, data: bytes) -> None:
        if due(f"{self._name}.append"):
            if WHEN == "half":
                super().append(data[: len(data) // 2])
            elif WHEN == "after":
                super().append(data)
            die()
        super().append(data)

    def sync(self) -> None:
        if due(f"{self._name}.sync"):
            if WHEN == "after":
                super().sync()
            die()
        super().sync()


class CrashingStore(FolderStore):
    def put(self, path: str, data: bytes) -> None:
        if due("put"):
            if WHEN == "after":
                super().put(path, data)
            die()
        super().put(path, data)

    def put_all(self, objects: Mapping[str, bytes]) -> None:
        if due("put_all"):
            if WHEN == "half":
                super().put_all(dict(list(objects.items())[: len(objects) // 2]))
            elif WHEN == "after":
                super().put_all(objects)
            die()
        if WHAT == "put":  # every object is a point to die at, and half of them the other point above
            for path, data in objects.items():
                self.put(path, data)
        else:
            super().put_all(objects)


service = scene.service(FOLDER, open_file=CrashingFile, store=CrashingStore(FOLDER / "public"))
service.start()
for number, item in enumerate(scene.chain(12, 2)):
    (verdict,) = service.submit([item.pack()])
    service.acknowledge(verdict.accepted)
    sys.stdout.write(verdict.accepted.header.hex() + "\n")
    sys.stdout.flush()
    if number == 5:
        service.submit([scene.segment(0, note="lie").pack()])
        sys.stdout.write("conflict\n")
        sys.stdout.flush()
service.stop()
