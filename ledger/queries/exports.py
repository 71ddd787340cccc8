"""Exports: records with their bundles, disputes, verdicts and lists, file by file, with a signed manifest at the end.

One file is made at a time, so memory does not grow with the export. Everything is as of one block. What a bundle can
prove is in a bundle; lists beside them say it in a form that tables and other programs take.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from hashlib import sha256
from types import MappingProxyType
from typing import Any, Final, TypeVar

import msgspec

from ledger.domain.bundle import BlockRef
from ledger.domain.export.manifest import (
    MANIFEST,
    SIGNATURE,
    AgentCoverage,
    ExportedBlock,
    ExportedFile,
    Keep,
    Manifest,
    sign,
)
from ledger.domain.export.verify import CASE, DATA, LIST, PAGE, RECORDS, TOOL
from ledger.domain.field_map import FIELD_MAP
from ledger.errors import InvalidInputError, LedgerError
from ledger.queries import agents, disputes, records, verdicts
from ledger.queries.answers import Answer, Page
from ledger.queries.bundles import MAX_RECORDS, session_bundles
from ledger.queries.case_bundles import case_bundle
from ledger.queries.cursors import MAX_LIMIT
from ledger.queries.export_page import export_page
from ledger.queries.incidents import IncidentView
from ledger.queries.records import RecordView
from ledger.queries.sources import Sources
from ledger.tiles import retention

MOST_RECORDS: Final = 1_000_000
DEFAULT_RECORDS: Final = 100_000
_SHA: Final = re.compile(r"[0-9a-f]{64}")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asked:
    """What to export: of these agents (all, if none is named), up to `most` records, as of a block (the newest)."""

    agents: tuple[str, ...] = ()
    most: int = DEFAULT_RECORDS
    as_of: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One file of an export: what is in it, how many items, its bytes."""

    name: str
    kind: str
    items: int
    data: bytes

    @property
    def listed(self) -> ExportedFile:
        """The line of the manifest."""
        digest = sha256(self.data).hexdigest()
        return ExportedFile(name=self.name, kind=self.kind, items=self.items, size=len(self.data), sha256=digest)


@dataclass(slots=True)
class _Export:
    """What is known of an export while it is made."""

    sources: Sources
    asked: Asked
    block: int
    left: int
    chain_id: int
    coverage: list[AgentCoverage] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    truncated: bool = False
    holds: dict[str, tuple[str, ...]] = field(default_factory=dict)


def export(
    sources: Sources,
    asked: Asked,
    *,
    secret: bytes,
    incidents: Sequence[IncidentView] = (),
    tools: Mapping[str, bytes] = MappingProxyType({}),
) -> Iterator[Part]:
    """Yield the files of an export; the last two are the manifest and its signature.

    Args:
        sources: What to read.
        asked: What to export.
        secret: Ed25519, 32 bytes: signs the manifest.
        incidents: What the register says, as of now.
        tools: The verifier that is put beside it, by name.

    Yields:
        One file at a time.

    Raises:
        InvalidInputError: if it is too much, or an agent has another form.
        NotFoundError: if there is no such agent.
        StaleMirrorError: if the mirror cannot vouch for it.
        UnavailableError: if node or log do not give their proofs now.
    """
    if not 1 <= asked.most <= MOST_RECORDS:
        raise InvalidInputError(f"{asked.most} records are not in 1..{MOST_RECORDS}", code="bad_limit")
    first = agents.agents(sources, cursor=None, limit=1, as_of=asked.as_of)
    going = _Export(sources, asked, first.as_of.number, asked.most, first.chain_id)
    files: list[ExportedFile] = []
    for part in _parts(going, incidents, tools):
        files.append(part.listed)
        yield part
    manifest = _manifest(going, first, files)
    data = msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n"
    yield Part(MANIFEST, DATA, 1, data)
    yield Part(SIGNATURE, DATA, 1, sign(secret, data))


def _parts(going: _Export, incidents: Sequence[IncidentView], tools: Mapping[str, bytes]) -> Iterator[Part]:
    listed = _agents(going)
    yield _lines("agents.ndjson", listed)
    for item in listed:
        yield from _records(going, item.agent)
    summaries: list[disputes.DisputeSummary] = []
    for agent in _of(going, listed):
        summaries += _all(partial(disputes.disputes, going.sources, agent=agent, limit=MAX_LIMIT, as_of=going.block))
    yield from _disputes(going, summaries)
    found: list[verdicts.Verdict] = []
    for agent in _of(going, listed):
        found += _all(partial(verdicts.verdicts, going.sources, agent=agent, limit=MAX_LIMIT, as_of=going.block))
    yield _lines("verdicts.ndjson", found)
    yield _lines("incidents.ndjson", incidents)
    mapped = [asdict(entry) for entry in FIELD_MAP]
    yield Part("fields.json", DATA, len(mapped), msgspec.json.format(msgspec.json.encode(mapped), indent=2) + b"\n")
    for name, data in tools.items():
        yield Part(f"verifier/{name}", TOOL, 1, data)
    if not tools:
        going.notes.append("the verifier: it is not beside this installation")
    page = export_page(
        chain_id=going.chain_id,
        block=going.block,
        coverage=going.coverage,
        agents=listed,
        disputes=summaries,
        verdicts=found,
        incidents=incidents,
        left_out=[*going.left_out, *going.notes],
    )
    yield Part("index.html", PAGE, 1, page)


def _agents(going: _Export) -> list[agents.AgentSummary]:
    wanted = set(going.asked.agents)
    found = list(_all(partial(agents.agents, going.sources, limit=MAX_LIMIT, as_of=going.block)))
    if not wanted:
        return found
    numbers = {agents.agent(going.sources, name, as_of=going.block).data.agent for name in wanted}
    return [item for item in found if item.agent in numbers]


def _of(going: _Export, listed: Sequence[agents.AgentSummary]) -> list[str | None]:
    """Return whose disputes and verdicts are wanted: those of each agent, or all at once (None)."""
    return [item.agent for item in listed] if going.asked.agents else [None]


def _all(read: Callable[..., Answer[Page[T]]]) -> Iterator[T]:
    cursor: str | None = None
    while True:
        page = read(cursor=cursor).data
        yield from page.items
        if not page.more:
            return
        cursor = page.next_cursor


def _records(going: _Export, agent: str) -> Iterator[Part]:
    """Yield an agent's records: lists of all of them, then bundles of those that a log holds, session by session."""
    number = agent.rpartition("/")[2]
    sessions: dict[str, int] = {}
    batch: list[dict[str, Any]] = []
    exported, count, more, cursor = 0, 1, going.left > 0, None
    answer: Answer[Page[RecordView]] | None = None
    while more:
        limit = min(MAX_LIMIT, going.left)
        answer = records.agent_records(
            going.sources, agent, cursor=cursor, limit=limit, as_of=going.block, proofs=False
        )
        for item in answer.data.items:
            batch.append(_listed(item))
            if item.content is not None:
                sessions[item.content["session"]] = sessions.get(item.content["session"], 0) + 1
        exported += len(answer.data.items)
        going.left -= len(answer.data.items)
        cursor, more = answer.data.next_cursor, answer.data.more and going.left > 0
        if len(batch) >= MAX_RECORDS or (batch and not more):
            yield _lines(f"records-{number}-{count:04}.ndjson", batch)
            batch, count = [], count + 1
    if answer is None:
        answer = records.agent_records(going.sources, agent, cursor=None, limit=1, as_of=going.block, proofs=False)
    if answer.data.more or (answer.data.items and not exported):
        going.truncated = True
    going.coverage.append(_coverage(agent, answer, exported))
    for place, name in enumerate(sessions, 1):
        for part, bundle in enumerate(
            session_bundles(going.sources, agent, name, as_of=going.block, most=MAX_RECORDS), 1
        ):
            held = sum(len(segment.records) for segment in bundle.segments)
            yield Part(f"records/{number}-{place}-{part}.json", RECORDS, held, bundle.serialise())


def _listed(item: RecordView) -> dict[str, Any]:
    row: dict[str, Any] = msgspec.to_builtins(item)
    del row["text"], row["proof"]  # the bundle has both
    return row


def _coverage(agent: str, answer: Answer[Page[RecordView]], exported: int) -> AgentCoverage:
    streams = answer.completeness.streams
    return AgentCoverage(
        agent=agent,
        claimed=sum(stream.next_seq for stream in streams),
        held=sum(stream.rows for stream in streams),
        exported=exported,
        complete=answer.completeness.complete,
        gaps=tuple(
            f"epoch {stream.epoch}, stream {stream.stream}: {first}..{end - 1}"
            for stream in streams
            for first, end in stream.gaps
        ),
    )


def _disputes(going: _Export, found: Sequence[disputes.DisputeSummary]) -> Iterator[Part]:
    yield _lines("disputes.ndjson", found)
    for item in found:
        try:
            bundle = case_bundle(going.sources, item.dispute_id, as_of=going.block)
        except LedgerError as error:
            going.left_out.append(f"case bundle of dispute {item.dispute_id}: {error.message}")
            continue
        data = bundle.serialise()
        going.holds |= _holds(going.sources, data)
        yield Part(f"disputes/{item.dispute_id}.json", CASE, 1, data)


def _holds(sources: Sources, case: bytes) -> dict[str, tuple[str, ...]]:
    """Return what cases hold of the evidence that a case bundle names, by its hash."""
    if sources.evidence is None:
        return {}
    out: dict[str, tuple[str, ...]] = {}
    for name in dict.fromkeys(_SHA.findall(case.decode())):
        try:
            held = sources.evidence.meta(name).holds
        except LedgerError:  # no file of ours, or a hash of something else
            continue
        if held:
            out[name] = held
    return out


def _lines(name: str, items: Iterable[Any]) -> Part:
    lines = [msgspec.json.encode(item) + b"\n" for item in items]
    return Part(name, LIST, len(lines), b"".join(lines))


def _manifest(going: _Export, first: Answer[Any], files: list[ExportedFile]) -> Manifest:
    now = int(going.sources.clock())
    seen = first.as_of
    counts = {
        "agents": len(going.coverage),
        "records": sum(file.items for file in files if file.kind == RECORDS),
        "records_listed": sum(file.items for file in files if file.name.startswith("records-")),
        "disputes": sum(file.items for file in files if file.kind == CASE),
        "verdicts": sum(file.items for file in files if file.name == "verdicts.ndjson"),
        "incidents": sum(file.items for file in files if file.name == "incidents.ndjson"),
    }
    return Manifest(
        chain_id=first.chain_id,
        contracts=dict(going.sources.contracts),
        as_of=ExportedBlock(
            number=seen.number, hash=BlockRef.of(seen.number, going.sources.header(seen.number)).hash, time=seen.time
        ),
        finality=first.finality,
        made_at=now,
        asked={"agents": ",".join(going.asked.agents) or "all", "most_records": str(going.asked.most)},
        counts=counts,
        complete=all(one.complete for one in going.coverage) and not going.truncated and not going.left_out,
        truncated=going.truncated,
        coverage=tuple(going.coverage),
        left_out=(*going.left_out, *going.notes),
        keep=(_keep("the manifest", retention.EXPORT_MANIFEST, now), _keep("all other files", retention.ORDINARY, now)),
        holds=going.holds,
        files=tuple(files),
    )


def _keep(what: str, kind: str, now: int) -> Keep:
    name, until = retention.keep_until([(kind, now)])
    return Keep(what=what, retention=name, keep_until=until, rule=retention.CLASSES[name].rule)
