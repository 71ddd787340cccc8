"""The home folder: what a machine keeps, where it lies, and what is running now.

deployments/<chain id>.json   which contracts stand where
keys/                         operator and log keys, each readable by its owner alone
agents/<name>/                an agent's encrypted keys, and agent.json: who it is on chain
log/                          the log server's journal and tiles
valkey/                       the embedded mirror's data
spool/<name>/                 agents' records on their way to the log
evidence/                     files that disputes rest on, by their hash
incidents/                    books of serious incidents
webhooks/                     who is told of what, and how far
ballots/                      votes that are committed and not yet revealed
logs/<part>.log               output of the parts that `ombud up` runs
run.json                      pids, ports and URLs of a running `ombud up`
archive-<n>/                  what belonged to a local chain that is gone
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import msgspec

from ledger.errors import InvalidInputError

RUN_SCHEMA: Final = "ombud/run/1"
AGENT_SCHEMA: Final = "ombud/agent/1"
_START_TIME: Final = 19  # proc(5): field 22 of stat, counted after the name in brackets


class Run(msgspec.Struct, kw_only=True):
    """A running stack: process ids by part (`up` itself included), when each began, ports and URLs."""

    schema: str = RUN_SCHEMA
    pids: dict[str, int]
    born: dict[str, int]
    ports: dict[str, int]
    urls: dict[str, str]

    def alive(self, part: str) -> bool:
        """Say whether this part still runs, and is not another process under its old id."""
        pid = self.pids.get(part)
        return pid is not None and birth(pid) == self.born.get(part)


class AgentFile(msgspec.Struct, kw_only=True):
    """Who an agent of this machine is on chain: global id, owner, session key, epoch and stream, home log.

    `opening_head` is the head (hex) that closed the epoch before; the first header names it.
    """

    schema: str = AGENT_SCHEMA
    agent: str
    owner: str
    key: str
    epoch: int
    stream: int
    log: str
    opening_head: str = "00" * 32


def birth(pid: int) -> int | None:
    """Return when a process started, in clock ticks since boot; None if there is none (proc(5))."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    fields = text.rpartition(")")[2].split()
    return None if fields[0] == "Z" else int(fields[_START_TIME])


class Home:
    """The home folder.

    Args:
        root: Where it is; made when something is written.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.keys = root / "keys"
        self.log = root / "log"
        self.valkey = root / "valkey"
        self.spool = root / "spool"
        self.logs = root / "logs"
        self.run_file = root / "run.json"

    def key_file(self, name: str) -> Path:
        """Where the key called `name` is kept."""
        return self.keys / f"{name}.key"

    def reading_key(self, account: str) -> Path:
        """Where the key is kept that an account reads sealed evidence with."""
        return self.keys / "reading" / f"{account.lower()}.key"

    def sealed_key(self, sha256: str) -> Path:
        """Where the key of a file is kept that was sealed here."""
        return self.keys / "sealed" / f"{sha256}.key"

    def agent_folder(self, name: str) -> Path:
        """Where an agent's keys are kept.

        Raises:
            InvalidInputError: if the name is no file name.
        """
        if not name or "/" in name or name.startswith("."):
            raise InvalidInputError(f"agent name {name!r} is no file name", hint="use letters, digits, '-' and '_'")
        return self.root / "agents" / name

    def session_key(self, name: str) -> Path:
        """The keystore of an agent's session key."""
        return self.agent_folder(name) / "session.json"

    def agent(self, name: str) -> AgentFile | None:
        """Return who an agent of this machine is; None if it was never registered.

        Raises:
            InvalidInputError: if its file has another form.
        """
        path = self.agent_folder(name) / "agent.json"
        try:
            return msgspec.json.decode(path.read_bytes(), type=AgentFile)
        except FileNotFoundError:
            return None
        except msgspec.DecodeError as error:
            raise InvalidInputError(f"{path}: {error}", code="bad_agent_file") from error

    def write_agent(self, name: str, content: AgentFile) -> None:
        """Say who an agent is, in one step."""
        _replace(self.agent_folder(name) / "agent.json", content)

    def run(self) -> Run | None:
        """Return what was last written about a running stack; None if nothing.

        Raises:
            InvalidInputError: if the file has another form.
        """
        try:
            return msgspec.json.decode(self.run_file.read_bytes(), type=Run)
        except FileNotFoundError:
            return None
        except msgspec.DecodeError as error:
            raise InvalidInputError(
                f"{self.run_file}: {error}", hint="remove it if nothing runs", code="bad_run_file"
            ) from error

    def write_run(self, run: Run) -> None:
        """Say what runs, in one step."""
        self.root.mkdir(parents=True, exist_ok=True)
        _replace(self.run_file, run)

    def clear_run(self) -> None:
        """Say that nothing runs."""
        self.run_file.unlink(missing_ok=True)


def _replace(path: Path, content: msgspec.Struct) -> None:
    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    temporary.write_bytes(msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n")
    temporary.replace(path)
