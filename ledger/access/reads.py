"""The book of what authorities read: written before an answer is given, and told to the chain by the desk.

    access/reads.jsonl   one line a read, only added to, forced to disk before the read is answered
    access/reads.key     what blinds the names of agents, 32 bytes

Each line becomes records of the regulator's desk, an agent like any other (`serve.desk`): one for each agent that the
read was about, under a session named by a blinded name that lasts 30 days. What was asked, by whom and on which ground
is committed to, not said. So nobody is tipped off while it matters; and afterwards an agent is told its blinded names,
counts the anchored records under each, and so holds the desk to the count that it states.
"""

from __future__ import annotations

import hmac
import os
import secrets
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from ledger.access.private import secret_at
from ledger.errors import SetupError, UnavailableError
from ledger.tiles.store import make_folder

PERIOD_S: Final = 30 * 86_400
"""How long an agent's blinded name lasts, and how long after its end it is told at the earliest."""
GENERAL: Final = "read-general"
"""Session of the reads that are about no agent in particular."""
_ID_BYTES: Final = 16
_NAME_BYTES: Final = 12


class Read(msgspec.Struct, frozen=True, kw_only=True):
    """One read: who asked what, on which ground, at (Unix s), about which agents (their numbers)."""

    id: str
    at: int
    who: str
    ground: str
    route: str
    target: str
    agents: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Period:
    """How often an agent was read about from `begin` to `end` (Unix s), and the session of the desk's records of it."""

    begin: int
    end: int
    reads: int
    session: str


class ReadBook:
    """The book of one machine; safe to share between threads and processes.

    Args:
        folder: Where it is kept.
        clock: Unix seconds.
    """

    def __init__(self, folder: Path, clock: Callable[[], float]) -> None:
        self.file = folder / "reads.jsonl"
        self._key_file = folder / "reads.key"
        self._clock = clock
        self._turn = threading.Lock()
        self._counts: dict[tuple[int, int], int] = {}
        self._counted = 0

    def write(self, who: str, route: str, target: str, *, ground: str, agents: tuple[int, ...]) -> Read:
        """Write down a read; it is on disk when this returns.

        Raises:
            UnavailableError: if the disk refuses; then the read must not be answered.
        """
        read = Read(
            id=secrets.token_hex(_ID_BYTES),
            at=int(self._clock()),
            who=who,
            ground=ground,
            route=route,
            target=target,
            agents=tuple(sorted(set(agents))),
        )
        line = msgspec.json.encode(read) + b"\n"
        try:
            make_folder(self.file.parent, 0o700)
            descriptor = os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
            try:
                if os.write(descriptor, line) != len(line):
                    raise UnavailableError("the book of reads was not written whole", hint="see to the disk")
                os.fdatasync(descriptor)
            finally:
                os.close(descriptor)
        except OSError as error:
            raise UnavailableError(
                f"the book of reads cannot be written: {error.strerror}",
                hint="an authority reads nothing that is not written down",
                code="reads_refused",
            ) from error
        return read

    def since(self, offset: int) -> Iterator[tuple[Read, int]]:
        """Yield the reads from a place in the file on, each with the place behind it.

        Raises:
            SetupError: if a line is damaged.
        """
        if not self.file.exists():
            return
        with self.file.open("rb") as file:
            file.seek(offset)
            for line in file:
                if not line.endswith(b"\n"):
                    return  # it is being written
                offset += len(line)
                try:
                    yield msgspec.json.decode(line, type=Read), offset
                except msgspec.DecodeError as error:
                    raise SetupError(
                        f"{self.file}: a line before byte {offset} is damaged", code="bad_reads"
                    ) from error

    def session(self, agent: int, at: int) -> str:
        """Return the session of the desk's records of reads about an agent around a time."""
        return self._name(agent, at // PERIOD_S)

    def told(self, agent: int) -> list[Period]:
        """Return how often an agent was read about, period by period, as far as it may be told by now."""
        with self._turn:
            for read, behind in self.since(self._counted):
                self._counted = behind
                for number in read.agents:
                    key = (number, read.at // PERIOD_S)
                    self._counts[key] = self._counts.get(key, 0) + 1
            found = sorted((period, count) for (number, period), count in self._counts.items() if number == agent)
        last = int(self._clock()) // PERIOD_S - 2
        return [
            Period(period * PERIOD_S, (period + 1) * PERIOD_S, count, self._name(agent, period))
            for period, count in found
            if period <= last
        ]

    def _name(self, agent: int, period: int) -> str:
        key = secret_at(self._key_file)
        return "read-" + hmac.digest(key, f"ombud/read/1 {agent} {period}".encode(), "sha256")[:_NAME_BYTES].hex()
