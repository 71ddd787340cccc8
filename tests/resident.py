"""`ombud` for the shells of tests without a new interpreter for each call: a resident process forks for every one.

A call gets what a process of its own would get: arguments, environment, folder and standard streams; its exit code
comes back. Only what is imported is there already. So pages are done by a shell as they are written, in a part of
the time.

    with Resident(folder) as resident:
        subprocess.run(["bash", "-c", "ombud version"], env={"PATH": f"{resident.bin}:{path}"})
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parents[1]
LOST = 70
"""Exit code of a call whose process was killed."""
HEADER = 8
READY_S = 120
SELDOM = ("reputation",)
"""Nouns that are loaded when they are called: dear, and on no page."""
CLIENT = """#!{python} -IS
import json, os, socket, sys
words = json.dumps({{"argv": sys.argv[1:], "env": dict(os.environ), "cwd": os.getcwd()}}).encode()
with socket.socket(socket.AF_UNIX) as asked:
    asked.connect({path!r})
    socket.send_fds(asked, [len(words).to_bytes({header}, "big")], [0, 1, 2])
    asked.sendall(words)
    code = asked.recv(16)
sys.exit(int(code or {lost}))
"""


class Resident:
    """The resident process, and a folder `bin` whose `ombud` asks it.

    Args:
        folder: Where the command and its log are written.
    """

    def __init__(self, folder: Path) -> None:
        self.bin = folder / "bin"
        self._log = folder / "resident.log"
        self._socket = Path(tempfile.mkdtemp(prefix="ombud-")) / "s"  # its path must be short

    def __enter__(self) -> Self:
        self.bin.mkdir(parents=True)
        command = self.bin / "ombud"
        command.write_text(CLIENT.format(python=sys.executable, path=str(self._socket), header=HEADER, lost=LOST))
        command.chmod(0o700)
        ours = {name: value for name, value in os.environ.items() if not name.startswith("OMBUD_")}
        read, written = os.pipe()
        with self._log.open("w") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.resident", str(self._socket), str(written)],
                cwd=ROOT, env=ours, stdin=subprocess.DEVNULL, stdout=log, stderr=log, pass_fds=[written],
            )  # fmt: skip
        os.close(written)
        with os.fdopen(read, "rb") as said:
            if said.read(1) != b"r":
                raise AssertionError(self._log.read_text())
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(READY_S)
        self._socket.unlink(missing_ok=True)
        self._socket.parent.rmdir()


def serve(path: str, ready: int) -> None:
    """Load everything, then fork for each call, until SIGTERM."""
    from ledger.cli.app import COMMANDS  # noqa: PLC0415 this process alone loads all of it

    often = [module for name, module in COMMANDS.items() if name not in SELDOM]
    for module in (*often, "ledger.serve.log", "ledger.chain.views", "eth_keyfile.keyfile"):
        import_module(module)
    gc.freeze()
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path)
        server.listen()
        os.write(ready, b"r")
        os.close(ready)
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        while True:
            asked, _ = server.accept()
            with asked:
                if os.fork() == 0:
                    server.close()
                    answer(asked)


def answer(asked: socket.socket) -> None:
    """Let a child of this process run the call, and say how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    header, streams, _, _ = socket.recv_fds(asked, HEADER, 3)
    with asked.makefile("rb") as words:
        call = json.loads(words.read(int.from_bytes(header, "big")))
    child = os.fork()
    if child == 0:
        asked.close()
        run(call, streams)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    asked.sendall(str(code if code >= 0 else LOST).encode())
    os._exit(0)


def run(call: dict[str, object], streams: list[int]) -> None:
    """Be the command: this process ends as it would."""
    from ledger.serve import main  # noqa: PLC0415 loaded already

    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(str(call["cwd"]))
    os.environ.clear()
    os.environ.update(call["env"])  # type: ignore[call-overload]  # what the client wrote
    sys.argv = ["ombud", *call["argv"]]  # type: ignore[misc]
    main()
    sys.exit(0)


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
