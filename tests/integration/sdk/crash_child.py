"""An agent that is killed with -9; run by the crash tests, never imported by them.

Arguments: spool folder, what is done. Prints the number of each record once `write` has returned.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path

from ledger.sdk import Ledger, Terms
from ledger.tiles.append_file import OsAppendFile
from tests.unit.logserver import scene

FOLDER, WHAT = Path(sys.argv[1]), sys.argv[2]


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def after_call() -> None:
    """Die as soon as a recorded call has returned."""
    ledger = Ledger(FOLDER, fsync="interval")
    ledger.record(lambda: None)()
    die()


def in_body() -> None:
    """Die in the body of a recorded function."""
    Ledger(FOLDER, fsync="every").record(die)()


class TornFile(OsAppendFile):
    """Writes a part of the bytes of its n-th append, then dies."""

    part = 0.0
    after = 0
    name = "records.log"

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._name = path.name

    def append(self, data: bytes) -> None:
        if self._name == TornFile.name:
            TornFile.after -= 1
            if TornFile.after < 0:
                super().append(data[: int(len(data) * TornFile.part)])
                die()
        super().append(data)


def torn_write(name: str, part: float) -> None:
    """Die while a frame is written."""
    TornFile.name, TornFile.part, TornFile.after = name, part, 5
    ledger = Ledger(FOLDER, key=scene.KEY, fsync="every", open_file=TornFile)
    if name == "records.log":
        ledger.bind(scene.AGENT)
    for _ in range(20):
        say(str(ledger.write("chat", input="x").seq))


def torn_bind(part: float) -> None:
    """Die while drafts become records."""
    TornFile.name, TornFile.part, TornFile.after = "records.log", part, 2
    ledger = Ledger(FOLDER, key=scene.KEY, fsync="never", open_file=TornFile)
    for _ in range(2000):
        ledger.write("chat")
    say("bound")
    ledger.bind(scene.AGENT)


def sending(url: str, name: str, part: float, after: int) -> None:
    """Die while headers or acknowledgements are written."""
    TornFile.name, TornFile.part, TornFile.after = name, part, after
    ledger = Ledger(FOLDER, key=scene.KEY, log_url=url, segment_records=5, segment_seconds=0.01, open_file=TornFile)
    ledger.bind(scene.AGENT)
    for _ in range(40):
        say(str(ledger.write("chat").seq))
    ledger.flush()
    threading.Event().wait(30)


def receipting(name: str, part: float) -> None:
    """Die while a receipt is written; says each that was handed out."""
    TornFile.name, TornFile.part, TornFile.after = name, part, 2
    ledger = Ledger(FOLDER, key=scene.KEY, fsync="never", open_file=TornFile)
    ledger.bind(scene.AGENT)
    for number in range(6):
        ref = ledger.write("chat").ref
        terms = Terms(counterparty=bytes(32), log=scene.LOG, anchor_by=1, amount=number)
        say(ledger.receipt(terms, ref).pack().decode())


def writers(url: str, threads: int, each: int) -> None:
    """Write from many threads, and send."""
    ledger = Ledger(FOLDER, key=scene.KEY, log_url=url, fsync="interval", segment_records=16, segment_seconds=0.01)
    ledger.bind(scene.AGENT)

    def work(number: int) -> None:
        for step in range(each):
            ledger.write("chat", session=f"{os.getpid()}-{number}-{step}")

    running = [threading.Thread(target=work, args=(number,)) for number in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    ledger.flush(60)


rest = sys.argv[3:]
if WHAT == "after_call":
    after_call()
elif WHAT == "in_body":
    in_body()
elif WHAT == "torn_write":
    torn_write(rest[0], float(rest[1]))
elif WHAT == "torn_bind":
    torn_bind(float(rest[0]))
elif WHAT == "sending":
    sending(rest[0], rest[1], float(rest[2]), int(rest[3]))
elif WHAT == "receipting":
    receipting(rest[0], float(rest[1]))
else:
    writers(rest[0], int(rest[1]), int(rest[2]))
