"""The integrity of the logs in one answer.

What is anchored and held of what streams claim, how late entries came onto the chain, what was asked for and not
shown, what was proved against operators and agents; forks, holds and erasures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from ledger.domain.ids import parse_hex32
from ledger.errors import InvalidInputError, NotFoundError
from ledger.queries import challenges, fault_kinds, omissions
from ledger.queries.answers import Answer, Completeness, WaitingLog
from ledger.queries.asking import ask
from ledger.queries.coverage import streams_of, waiting_logs
from ledger.queries.fault_kinds import AGENT_KINDS, OPERATOR_KINDS
from ledger.queries.lifecycle import Agent, fold
from ledger.queries.logs import LogSummary, summaries
from ledger.queries.omissions import OmissionCounts
from ledger.queries.outcomes import MOST
from ledger.queries.sources import Sources
from ledger.queries.spread import Spread, spread
from ledger.store import keys
from ledger.store.fault_view import FaultView
from ledger.store.log_view import LogView
from ledger.store.named import named
from ledger.store.view import View
from ledger.tiles.evidence import EvidenceStore

MOST_LOGS: Final = 100
MOST_AGENTS: Final = 1_000
MOST_ENTRIES: Final = 500
"""Entries of all logs together whose lateness is measured, of each log the newest: an entry comes with its records."""
FEWEST_ENTRIES: Final = 20
MOST_REJECTED: Final = 2_000
MOST_ANCHORS: Final = 2_000
MOST_FILES: Final = 2_000
_SHOWN: Final = 100
_MS: Final = 1000
_ERASED: Final = "erase|success"
BASIS: Final = (
    "streams count their records from 0 and logs their anchors; of {agents} agents and {logs} logs, {entries} newest "
    "entries of each"
)
ABSENT: Final = {
    "promised": "by when an operator promised to anchor an entry is in its acknowledgement, which its agent keeps; the "
    "chain sees it when somebody challenges",
    "never_signed": "what an agent never signed leaves no number, and is missing nowhere",
    "forks": "forks are those that this mirror took back since it was built, not all that ever were",
}
"""What an authority may ask for, and what the answer cannot tell."""


@dataclass(frozen=True, slots=True)
class LogIntegrity:
    """One log.

    `lateness` are seconds from when an agent signed an entry, by its own clock, to the anchor that witnessed it;
    `late` counts those over the limit that was asked for, `ahead` those that were signed "after" their anchor.
    `intervals` are seconds between anchors. `rejected` counts the newest entries that failed a check, by check.
    """

    log: LogSummary
    waiting: WaitingLog | None
    lateness: Spread | None
    late: int
    ahead: int
    intervals: Spread | None
    rejected: dict[str, int]
    operator_faults: dict[str, int]


@dataclass(frozen=True, slots=True)
class Gap:
    """Records `[first, end)` of a stream that its headers claim and that are not held."""

    agent_id: int
    epoch: int
    stream: int
    home: str
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class StreamsHeld:
    """Streams of all agents: `claimed` records by their headers, `held` of them here; the first 100 gaps."""

    agents: int
    streams: int
    complete: int
    claimed: int
    held: int
    gaps: list[Gap]


@dataclass(frozen=True, slots=True)
class Holdings:
    """Evidence files of this store, now: how many, by availability and by class, and how many each case holds."""

    files: int
    by_state: dict[str, int]
    by_class: dict[str, int]
    holds: dict[str, int]
    more: bool


@dataclass(frozen=True, slots=True)
class Integrity:
    """The report. `asked` counts challenges by what was asked for and how that ended; `proved` faults by kind.

    `receipts` say how the promises stand that agents signed and others wrote down, of all logs: each that is broken is
    in `/v1/omissions`. `erasures` counts records that tell of payloads erased, None as of a past block; `holdings` are
    None where no store is at hand. `forks` were taken back by this mirror; up to `finalised_block` no fork reaches.
    """

    late_after: int
    logs: list[LogIntegrity]
    streams: StreamsHeld
    asked: dict[str, dict[str, int]]
    proved: dict[str, int]
    equivocations: int
    receipts: OmissionCounts
    forks: int
    finalised_block: int
    holdings: Holdings | None
    erasures: int | None
    more: bool
    absent: dict[str, str]


def integrity(
    sources: Sources, *, log: str | None = None, late_after: int = 3600, as_of: int | None = None
) -> Answer[Integrity]:
    """Return the report, about one log or all.

    Args:
        sources: What to read.
        log: Id of a log; all, if not given.
        late_after: After how many seconds an entry counts as late.
        as_of: As of which block; the newest if not given.

    Raises:
        InvalidInputError: if an argument has another form.
        NotFoundError: if there is no such log.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    wanted = None if log is None else parse_hex32(log, what="log")
    if late_after < 0:
        raise InvalidInputError(f"{late_after} s are no time to be late after", code="bad_argument")

    def question(view: View) -> tuple[Integrity, Completeness]:
        reader = LogView(view)
        known = [name for name, _ in reader.logs(None, MOST_LOGS + 1)] if wanted is None else [wanted]
        if wanted is not None and reader.lives([wanted]) == [[]]:
            raise NotFoundError(f"there is no log {wanted.hex()}", hint="see GET /v1/logs", code="no_such_log")
        names, (agents, many) = known[:MOST_LOGS], _agents(view)
        waiting = waiting_logs(view, names)
        proved = _proved(view, wanted)
        more = len(known) > MOST_LOGS or many
        report = Integrity(
            late_after=late_after,
            logs=_logs(view, names, waiting, late_after),
            streams=_streams(sources, view, agents, wanted),
            asked=_asked(sources, view, wanted),
            proved=dict(sorted(proved.items())),
            equivocations=proved[AGENT_KINDS[1]] + proved[OPERATOR_KINDS[12]],
            receipts=omissions.counts(sources, view),
            forks=view.books.forks,
            finalised_block=view.books.floor,
            holdings=None if sources.evidence is None or as_of is not None else _holdings(sources.evidence),
            erasures=_erasures(sources, view, agents, wanted) if as_of is None else None,
            more=more,
            absent=dict(ABSENT),
        )
        basis = BASIS.format(agents=len(agents), logs=len(names), entries=_most(names))
        whole = not waiting and not more and report.streams.complete == report.streams.streams
        return report, Completeness(whole, basis, [], waiting)

    return ask(sources, question, as_of)


def _agents(view: View) -> tuple[list[Agent], bool]:
    numbers = [number for number, _ in view.agents(None, MOST_AGENTS + 1)]
    shown = numbers[:MOST_AGENTS]
    folded = [fold(number, life) for number, life in zip(shown, view.lives(shown), strict=True)]
    return [agent for agent in folded if agent is not None], len(numbers) > MOST_AGENTS


def _logs(view: View, names: Sequence[bytes], waiting: Sequence[WaitingLog], late_after: int) -> list[LogIntegrity]:
    reader, waits = LogView(view), {item.log: item for item in waiting}
    out = []
    for name, summary in zip(names, summaries(view, list(names)), strict=True):
        first = max(0, summary.anchors - MOST_ANCHORS)
        anchors = reader.anchors(name, first - 1 if first else None, MOST_ANCHORS)
        times = {anchor.index: anchor.row.time for anchor in anchors}
        late = _lateness(reader, name, summary.held_size, _most(names), times)
        faults = FaultView(view).operator_faults([named(item).name for item in view.members(keys.log_faults(name))])
        out.append(
            LogIntegrity(
                log=summary,
                waiting=waits.get(summary.log),
                lateness=spread([max(0, seconds) for seconds in late]),
                late=sum(seconds > late_after for seconds in late),
                ahead=sum(seconds < 0 for seconds in late),
                intervals=spread([after - before for before, after in pairwise(times.values())]),
                rejected=_count(check for _, check in reader.rejected(name, MOST_REJECTED)),
                operator_faults=_count(fault_kinds.name_of(fault.kind) for fault in faults),
            )
        )
    return out


def _most(names: Sequence[bytes]) -> int:
    return max(FEWEST_ENTRIES, MOST_ENTRIES // max(1, len(names)))


def _lateness(reader: LogView, log: bytes, held: int, most: int, times: dict[int, int]) -> list[int]:
    """Return how many seconds after it was signed each of the newest accepted entries was anchored."""
    leaves = range(max(0, held - most), held)
    out = []
    for row, entry in reader.heads([(log, leaf) for leaf in leaves]):
        if entry is not None and row.check == "accepted" and row.anchor in times:
            out.append(times[row.anchor] - entry.segment.ts // _MS)
    return out


def _streams(sources: Sources, view: View, agents: Sequence[Agent], log: bytes | None) -> StreamsHeld:
    gaps: list[Gap] = []
    streams = complete = claimed = held = 0
    wanted = [(agent.number, sources.agent(agent.number).key, agent) for agent in agents]
    for agent, covered in zip(agents, streams_of(view, wanted), strict=True):
        for stream in covered:
            if log is not None and stream.home != log.hex():
                continue
            streams, complete = streams + 1, complete + stream.complete
            claimed, held = claimed + stream.next_seq, held + stream.rows
            gaps += [Gap(agent.number, stream.epoch, stream.stream, stream.home, *gap) for gap in stream.gaps]
    return StreamsHeld(len(agents), streams, complete, claimed, held, gaps[:_SHOWN])


def _asked(sources: Sources, view: View, log: bytes | None) -> dict[str, dict[str, int]]:
    key = keys.CHALLENGES if log is None else keys.challenged(log)
    found = challenges.read(sources, view, [named(item).name for item in view.newest(key, MOST)])
    out: dict[str, Counter[str]] = {}
    for one in found:
        out.setdefault(one.kind, Counter())[one.state] += 1
    return {kind: dict(sorted(states.items())) for kind, states in sorted(out.items())}


def _proved(view: View, log: bytes | None) -> Counter[str]:
    if log is not None:
        faults = FaultView(view).operator_faults([named(item).name for item in view.members(keys.log_faults(log))])
        return Counter(fault_kinds.name_of(fault.kind) for fault in faults)
    kinds = {**AGENT_KINDS, **OPERATOR_KINDS}
    counts = zip(kinds.values(), FaultView(view).counts(list(kinds)), strict=True)
    return Counter({kind: count for kind, count in counts if count})


def _holdings(store: EvidenceStore) -> Holdings:
    files, more = store.page("", MOST_FILES)
    return Holdings(
        files=len(files),
        by_state=_count(file.availability.state for file in files),
        by_class=_count(file.retention for file in files),
        holds=_count(case for file in files for case in file.holds),
        more=more,
    )


def _erasures(sources: Sources, view: View, agents: Sequence[Agent], log: bytes | None) -> int:
    wanted = [
        (home, sources.agent(agent.number).key) for agent in agents for home in agent.homes() if log in (None, home)
    ]
    return sum(LogView(view).counted(wanted, _ERASED))


def _count(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items()))
