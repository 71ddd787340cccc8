"""OTLP/JSON trace exports with OpenTelemetry GenAI attributes, as records: which attribute becomes what is in `genai`.

A span is an intent at its start and an outcome at its end; a span that has not ended is an intent alone. A file is
one JSON document or one a line, as the Collector's file exporter writes them; children come before their parents
there, and spans of several services follow each other. So the whole file is read first, and its records are put
in the order in which things happened: by time, but no intent before that of the span that caused it.

    whose     gen_ai.agent.id, else gen_ai.agent.name, else the agent of the parent span in the same service, else
              service.name: one agent each. A name takes the id that its parent span gives to the same name.
    session   gen_ai.conversation.id, else that of the parent span, else the traceId
    parents   the intent of the nearest recorded span above it in the same file, of whatever agent

Spans that say nothing of GenAI, or not what was done, are counted and skipped; the same span twice is one.
Messages, arguments and results are committed to, never written into a record.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Final

import msgspec

from ledger.domain.record import Outcome
from ledger.errors import InvalidInputError, TooLargeError
from ledger.integrations import files, genai, spans
from ledger.integrations.genai import Attributes
from ledger.integrations.spans import Export, Span
from ledger.integrations.traces import Statement, Survey
from ledger.sdk.words import Words

MAX_BYTES: Final = 128 * 1024 * 1024
"""Most bytes of a file, unpacked: its spans are held in memory, to be put in order."""
MAX_NAME: Final = 256
_NS_PER_MS: Final = 1_000_000
_SAMPLED: Final = 1  # W3C trace flags of a span whose exporter does not say: it was recorded
_FLAGS: Final = 0xFF
_OUTCOME, _INTENT, _AT_ONCE = range(3)  # at one moment: what ends, what begins, what begins and ends
_BYTE: Final = re.compile(r"\(byte (\d+)\)")


@dataclass(slots=True)
class _Node:
    """One span of the file. `facts` is None if it becomes no record; the last seven follow from its parents."""

    key: str
    parent: str
    service: str | None
    where: str
    begin: int
    end: int
    trace: str
    facts: Attributes | None
    outcome: Outcome
    committed: dict[Any, Any]
    agent: str | None = None
    name: str | None = None
    version: str | None = None
    session: str | None = None
    cause: str | None = None
    start: int = 0
    depth: int = 0

    @property
    def said(self) -> tuple[object, ...]:
        """What the file says of it, wherever it says it."""
        what = (self.parent, self.service, self.begin, self.end, self.trace, self.facts, self.outcome)
        return (*what, self.committed)


class OtlpFile:
    """One file of exported traces, read once and kept.

    Args:
        path: Where it lies.
    """

    name: ClassVar[str] = "otlp"
    marks: ClassVar[frozenset[str]] = frozenset({"resourceSpans"})
    form: ClassVar[str] = "OTLP/JSON traces, one document or one a line"

    def __init__(self, path: Path) -> None:
        self._path = path
        self._nodes: list[_Node] | None = None
        self._skipped: Counter[str] = Counter()

    def survey(self) -> Survey:
        """Read the whole file and check every span.

        Raises:
            InvalidInputError: naming line, span and field; also if no span can be imported.
            TooLargeError: if it is over 128 MiB.
        """
        nodes = self._read()
        acts = [node for node in nodes if node.facts is not None]
        if not acts:
            raise InvalidInputError(
                f"{self._path} holds no span with GenAI attributes, among {len(nodes)}",
                hint="let the instrumentation emit gen_ai.operation.name",
                code="empty_file",
            )
        records: Counter[str] = Counter()
        for statement in self.statements():
            records[statement.run] += 1
        tools = sum(1 for node in acts if node.facts is not None and node.facts.op == genai.TOOL_OPERATION)
        traces = len({node.key.partition(" ")[0] for node in acts})
        return Survey(files.digest_of(self._path), traces, tools, dict(records), dict(sorted(self._skipped.items())))

    def statements(self) -> Iterator[Statement]:
        """Yield the file's records in the order in which things happened.

        Raises:
            LedgerError: as `survey`.
        """
        events: list[tuple[int, int, int, int, _Node]] = []
        for index, node in enumerate(self._read()):
            if node.facts is None:
                continue
            events.append((node.start, _INTENT, node.depth, index, node))
            if node.end:
                end = max(node.start, node.end)
                events.append((end, _OUTCOME if end > node.start else _AT_ONCE, -node.depth, index, node))
        for _, rank, _, _, node in sorted(events, key=lambda event: event[:4]):
            yield _intent(node) if rank == _INTENT else _outcome(node)

    def _read(self) -> list[_Node]:
        if self._nodes is None:
            found: dict[str, _Node] = {}
            for number, export in _exports(self._path):
                for node in _nodes(number, export):
                    self._add(found, node)
            self._nodes = _placed(found)
        return self._nodes

    def _add(self, found: dict[str, _Node], node: _Node) -> None:
        before = found.setdefault(node.key, node)
        if before is not node:
            if before.said != node.said:
                raise _bad(node.where, "field spanId: another span of the same id is at " + before.where)
            self._skipped["repeated"] += 1
        elif node.facts is None:
            self._skipped["no_operation" if node.committed else "not_genai"] += 1


def _exports(path: Path) -> Iterator[tuple[int | None, Export]]:
    """Yield (line, export), or (None, export) if the file is one document over several lines."""
    lines: list[tuple[int, bytes]] = []
    size = 0
    for number, line in files.lines(path, MAX_BYTES):
        size += len(line)
        if size > MAX_BYTES:
            raise TooLargeError(f"{path} is over {MAX_BYTES} bytes, unpacked", hint="split it by trace")
        if lines or line.strip():
            lines.append((number, line))
    if not _is_whole(lines[0][1] if lines else b""):
        yield None, _decode(b"".join(line for _, line in lines), None, lines[0][0] if lines else 1)
        return
    for number, line in lines:
        if line.strip():
            yield number, _decode(line, number, number)


def _is_whole(line: bytes) -> bool:
    try:
        msgspec.json.decode(line, type=msgspec.Raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return True


def _decode(data: bytes, line: int | None, first: int) -> Export:
    try:
        return spans.DECODER.decode(data)
    except msgspec.ValidationError as error:
        raise _bad("document" if line is None else f"line {line}", str(error)) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        at = _BYTE.search(str(error))
        broken = first + (data.count(b"\n", 0, int(at[1])) if at else data.count(b"\n", 0, len(data) - 1))
        raise _bad(f"line {broken}", str(error)) from error


def _nodes(line: int | None, export: Export) -> Iterator[_Node]:
    for r, resource in enumerate(export.resource_spans):
        place = f"resourceSpans[{r}]" if line is None else f"line {line}, resourceSpans[{r}]"
        service = _service(place, resource.resource.attributes)
        for s, scope in enumerate(resource.scope_spans):
            for n, span in enumerate(scope.spans):
                yield _node(f"{place}.scopeSpans[{s}].spans[{n}] ({span.span_id})", service, span)


def _service(place: str, attributes: list[spans.Pair]) -> str | None:
    for pair in attributes:
        if pair.key == genai.SERVICE:
            name = pair.value.string_value
            if name is None or len(name) > MAX_NAME:
                raise _bad(f"{place}.resource", f"field {genai.SERVICE}: Expected `str` of length <= {MAX_NAME}")
            return name or None
    return None


def _node(where: str, service: str | None, span: Span) -> _Node:
    trace, own = span.trace_id.lower(), span.span_id.lower()
    if not int(trace, 16) or not int(own, 16):
        raise _bad(where, "field traceId or spanId: all zero names no span (W3C Trace Context)")
    begin, end = int(span.start_time_unix_nano), int(span.end_time_unix_nano)
    for name, moment in (("startTimeUnixNano", begin), ("endTimeUnixNano", end)):
        if moment > spans.MAX_NANO:
            raise _bad(where, f"field {name}: {moment} is over {spans.MAX_NANO}")
    wanted = [pair for pair in span.attributes if pair.key in genai.READ or pair.key.startswith(genai.PREFIX)]
    speaks = any(pair.key.startswith(genai.PREFIX) for pair in wanted)
    try:
        values = spans.plain(wanted) if speaks else {}
        facts = genai.attributes(values)
        outcome = genai.outcome(span.status.code, facts.error_type)
    except (msgspec.ValidationError, RecursionError) as error:
        raise _bad(where, str(error)) from error
    acts = facts.op is not None
    if acts and not begin:
        raise _bad(where, "field startTimeUnixNano: an act has a beginning")
    if acts and 0 < end < begin:
        raise _bad(where, "field endTimeUnixNano: before startTimeUnixNano")
    flags = _SAMPLED if span.flags is None else span.flags & _FLAGS
    return _Node(
        key=f"{trace} {own}",
        parent=f"{trace} {span.parent_span_id.lower()}",
        service=service,
        where=where,
        begin=begin,
        end=end,
        trace=f"00-{trace}-{own}-{flags:02x}",
        facts=facts if acts else None,
        outcome=outcome,
        committed=genai.committed(values) if acts else dict.fromkeys(values),
    )


def _placed(found: dict[str, _Node]) -> list[_Node]:
    """Let every span learn from its parents whose it is, in which session, and what caused it.

    Raises:
        InvalidInputError: if a span is its own ancestor, or nothing says whose it is.
    """
    done: set[str] = set()
    for node in found.values():
        path: dict[str, _Node] = {}
        at: _Node | None = node
        while at is not None and at.key not in done:
            if at.key in path:
                raise _bad(at.where, "field parentSpanId: the span is its own ancestor")
            path[at.key] = at
            at = found.get(at.parent)
        for item in reversed(path.values()):
            _place(item, found.get(item.parent))
            done.add(item.key)
    return list(found.values())


def _place(node: _Node, parent: _Node | None) -> None:
    facts = node.facts
    near = parent if parent is not None and parent.service == node.service else None
    own, node.name = (facts.agent_id, facts.agent_name) if facts is not None else (None, None)
    inherited = near.agent if near is not None and node.name in (None, near.name) else None
    node.agent = own or inherited or node.name or node.service
    same = near if near is not None and near.agent == node.agent else None
    node.version = facts.agent_version if facts is not None else None
    if same is not None:
        node.version, node.name = node.version or same.version, node.name or same.name
    node.session = (facts and facts.conversation) or (parent.session if parent is not None else None)
    node.start = node.begin
    if parent is not None:
        node.cause = parent.key if parent.facts is not None else parent.cause
        node.start, node.depth = max(node.begin, parent.start), parent.depth + 1
    if facts is not None and node.agent is None:
        raise _bad(node.where, f"neither gen_ai.agent.id nor {genai.SERVICE} says whose act it is")


def _words(node: _Node, facts: Attributes) -> Words:
    return Words(
        tool=facts.tool,
        call=facts.call,
        session=node.session or node.key.partition(" ")[0],
        agent_version=node.version,
        trace=node.trace,
    )


def _intent(node: _Node) -> Statement:
    facts = node.facts or Attributes()
    words = _words(node, facts) | Words(phase="intent", model=facts.request_model, ts=node.begin // _NS_PER_MS)
    words.update({word: value for word, value in node.committed.items() if word != "output"})  # type: ignore[typeddict-item]
    causes = () if node.cause is None else (node.cause,)
    return Statement(node.agent or "", node.where, facts.op or "", words, node.key, causes)


def _outcome(node: _Node) -> Statement:
    facts = node.facts or Attributes()
    model = facts.response_model or facts.request_model
    words = _words(node, facts) | Words(phase="outcome", outcome=node.outcome, model=model, ts=node.end // _NS_PER_MS)
    if "output" in node.committed:
        words["output"] = node.committed["output"]
    return Statement(node.agent or "", node.where, facts.op or "", words, causes=(node.key,))


def _bad(where: str, what: str) -> InvalidInputError:
    return InvalidInputError(f"{where}: {what}", hint="nothing of the file was imported by this run", code="bad_trace")
