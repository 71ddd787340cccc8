"""Bringing a file of traces into the ledger: one agent a run, one spool an agent, nothing twice.

A run is what acted: a model with its defence in AgentDojo, an agent or a service in OTLP. Each is an agent of its
own, enrolled under a name made of the file's digest and the run, and its records go the way of all records: spool,
segments, log, anchor, mirror. A record may name a record of another run of the file as its cause; that one is
forced to disk before, so that no crash leaves a record whose cause was never kept.

The statements of a file follow from the file alone. So the spool says how far an import came: what it holds is
compared, statement by statement, with what the file says; where it ends, writing goes on. An import that was
killed is finished by the next one, and one that was finished adds nothing. Where this home holds no spool of
the run, the chain and the mirror are asked whether another home has imported it.
"""

from __future__ import annotations

import fcntl
import hashlib
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ledger.chain import agents
from ledger.chain.node import Chain
from ledger.cli import enrol
from ledger.cli.enrol import Enrolled
from ledger.domain.ids import AgentRef
from ledger.errors import ConflictError, UnavailableError
from ledger.integrations.traces import DIGEST_DIGITS, Statement, Survey, TraceFile
from ledger.sdk import Ledger, TailLine, tail
from ledger.sdk.words import Words
from ledger.settings import Settings
from ledger.store.log_view import LogView
from ledger.store.mirror import Mirror

MAX_RUNS: Final = 256
"""Each run costs an agent on chain and a thread here: a file with more is split first."""
_NAME_SAFE: Final = re.compile(r"[^A-Za-z0-9._-]")
_POLL_S: Final = 0.2


@dataclass(slots=True)
class RunState:
    """One run on its way in: its agent, how many records it has in the file, and how many were there before."""

    run: str
    enrolled: Enrolled
    ledger: Ledger
    expected: int
    held: Iterator[TailLine]
    found: int = 0
    written: int = 0
    forced: int = 0
    """How many are on disk for sure."""


@dataclass(frozen=True, slots=True)
class _Cause:
    """A record that later ones may name: its run, its number, its id."""

    run: str
    seq: int
    record_id: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of one run: its agent (global id), records in the file, found before, and written now."""

    run: str
    agent: str
    records: int
    found: int
    written: int


class Importer:
    """Imports one file.

    Args:
        settings: Home, log and pace of the spools.
        chain: The chain, with its deployment.
        mirror: The mirror, to see what is already there and when it has arrived.
        path: Where the file lies.
        file: Its reader.
        survey: What is in it.
        password: What encrypts the agents' keys.
        progress: Called with the number of records that were dealt with.
    """

    def __init__(
        self,
        settings: Settings,
        chain: Chain,
        mirror: Mirror,
        path: Path,
        file: TraceFile,
        survey: Survey,
        *,
        password: str = "",
        progress: Callable[[int], None] = lambda _: None,
    ) -> None:
        if len(survey.records) > MAX_RUNS:
            raise ConflictError(f"{path} has {len(survey.records)} runs", hint=f"split it: at most {MAX_RUNS} at once")
        self._settings = settings
        self._chain = chain
        self._mirror = mirror
        self._path = path
        self._file = file
        self._survey = survey
        self._password = password
        self._progress = progress
        self._runs: dict[str, RunState] = {}
        self._causes: dict[str, _Cause] = {}
        self._stem = f"{file.name}-{survey.digest[:DIGEST_DIGITS]}"

    def run(self, *, wait_s: float) -> list[Imported]:
        """Write what is missing, send it, and wait until the mirror has it.

        Args:
            wait_s: Longest wait for the log to acknowledge, and for the mirror to have all.

        Raises:
            ConflictError: if a spool holds something else than the file, another home imported a part, or
                another program imports this file now.
            UnavailableError: if log or mirror do not have it all in time; the next import goes on.
        """
        with self._alone():
            return self._run(wait_s)

    def _run(self, wait_s: float) -> list[Imported]:
        done = self._elsewhere()
        try:
            for run, expected in self._survey.records.items():
                if run not in done:
                    self._runs[run] = self._open(run, expected)
            for statement in self._file.statements():
                if statement.run in self._runs:
                    self._take(self._runs[statement.run], statement)
                self._progress(1)
            deadline = time.monotonic() + wait_s
            for state in self._runs.values():
                state.ledger.flush(max(1.0, deadline - time.monotonic()))
            self._arrive(deadline)
        finally:
            for state in self._runs.values():
                state.ledger.close()
        here = [
            Imported(state.run, str(state.enrolled.ref), state.expected, state.found, state.written)
            for state in self._runs.values()
        ]
        return here + list(done.values())

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other programs from importing this file into this home at the same time."""
        self._settings.home.mkdir(parents=True, exist_ok=True)
        name = f"import-{self._survey.digest[:DIGEST_DIGITS]}.lock"
        with (self._settings.home / name).open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise ConflictError(
                    f"another program imports {self._path} now", hint="wait until it has ended", code="import_runs"
                ) from error
            yield

    # -- one run ----------------------------------------------------------------------------------------------

    def _name(self, run: str) -> str:
        safe = _NAME_SAFE.sub("-", run)[:64]
        if safe != run:
            safe += "-" + hashlib.sha256(run.encode()).hexdigest()[:8]
        return f"{self._stem}-{safe}"

    def _uri(self, run: str) -> str:
        return f"{self._file.name}:{self._survey.digest[:DIGEST_DIGITS]}:{run}"

    def _open(self, run: str, expected: int) -> RunState:
        s, name = self._settings, self._name(run)
        enrolled = enrol.enrol(s, self._chain, name, uri=self._uri(run), password=self._password)
        folder = s.home / "spool" / name
        # `interval`: a crash may cost the last 50 ms, and the next import writes them again.
        ledger = Ledger(
            folder,
            key=enrolled.key,
            log_url=s.log_url,
            name=name,
            fsync="interval",
            segment_records=s.segment_records,
            segment_seconds=s.segment_seconds,
        )
        ledger.bind(enrolled.ref, enrolled.epoch, enrolled.stream)
        return RunState(run, enrolled, ledger, expected, tail(folder))

    def _take(self, state: RunState, statement: Statement) -> None:
        causes = [self._cause(state, key) for key in statement.causes]
        parents = tuple(cause.record_id for cause in causes)
        line = next(state.held, None)
        if line is not None:
            self._compare(state, line, statement, parents)
            seq, identity = line.seq, line.record_id
            state.found += 1
        else:
            self._force(state, causes)
            words = Words(parents=parents, no_context="not_in_source")
            words.update(statement.words)
            _, seq, identity = state.ledger.write(statement.op, **words)
            state.written += 1
        if statement.key is not None and identity is not None:
            self._causes[statement.key] = _Cause(state.run, seq, identity)

    def _cause(self, state: RunState, key: str) -> _Cause:
        try:
            return self._causes[key]
        except KeyError as error:
            raise ConflictError(
                f"records of {state.run!r} are caused by records that were imported from another home",
                hint="finish the import there: this home does not know their ids",
                code="imported_elsewhere",
            ) from error

    def _force(self, state: RunState, causes: list[_Cause]) -> None:
        """Force the causes in other spools to disk before they are named."""
        for cause in causes:
            owner = self._runs[cause.run]
            if owner is not state and cause.seq >= owner.forced:
                owner.ledger.sync()
                owner.forced = owner.found + owner.written

    def _compare(self, state: RunState, line: TailLine, statement: Statement, parents: tuple[str, ...]) -> None:
        item, words = line.statement, statement.words
        held = (item.session, item.op, item.phase, item.tool, item.call, item.outcome, item.model, item.trace)
        names = ("phase", "tool", "call", "outcome", "model", "trace")
        phase, *rest = (words.get(name) for name in names)
        says = (words.get("session"), statement.op, phase, *rest)
        if held != says or item.ts != words.get("ts", item.ts) or (item.parents or ()) != parents:
            raise ConflictError(
                f"record {line.seq} in the spool of {state.run!r} is not what {statement.where} of the file says",
                hint="something else wrote to this spool; move it away to import into a new agent",
                code="spool_differs",
            )

    # -- what is there already --------------------------------------------------------------------------------

    def _elsewhere(self) -> dict[str, Imported]:
        """Find runs that this home holds no spool of, but that the mirror has whole.

        Raises:
            ConflictError: if it has a part, whose keys are elsewhere.
        """
        done: dict[str, Imported] = {}
        missing = [
            run for run in self._survey.records if not (self._settings.home / "spool" / self._name(run)).is_dir()
        ]
        known = agents.agents_with_uri(self._chain, [self._uri(run) for run in missing]) if missing else {}
        for run in missing:
            expected = self._survey.records[run]
            for ref in known.get(self._uri(run), []):
                count = self._mirrored(ref, 0)
                if count >= expected:
                    done[run] = Imported(run, str(ref), expected, expected, 0)
                elif count:
                    raise ConflictError(
                        f"{count} of {expected} records of {run!r} were imported as {ref}, from another home",
                        hint="finish the import there: this home does not have the agent's keys",
                        code="imported_elsewhere",
                    )
        return done

    def _mirrored(self, ref: AgentRef, epoch: int) -> int:
        place = (enrol.home_log(self._settings, self._chain), ref.key, epoch, enrol.STREAM)
        row = self._mirror.consistent(lambda view: LogView(view).streams([place])[0])
        return 0 if row is None else row.rows

    def _arrive(self, deadline: float) -> None:
        """Wait until the mirror holds every record.

        Raises:
            UnavailableError: if it does not in time; nothing is lost.
        """
        waiting = dict(self._runs)
        while waiting:
            for run, state in list(waiting.items()):
                if self._mirrored(state.enrolled.ref, state.enrolled.epoch) >= state.expected:
                    del waiting[run]
            if waiting and time.monotonic() > deadline:
                raise UnavailableError(
                    f"{len(waiting)} of {len(self._runs)} runs are in the log but not yet in the mirror",
                    hint="see `ombud doctor`; importing again adds nothing and goes on waiting",
                    code="not_mirrored",
                )
            if waiting:
                time.sleep(_POLL_S)
