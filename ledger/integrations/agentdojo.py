"""AgentDojo traces (arXiv:2406.13352) as records: what agents did, never how somebody judged it.

A trace is one session. Every tool call of it becomes an intent and an outcome; a trace without calls becomes
one `chat` outcome. Arguments, results and the messages an agent had seen are committed to, not stored in the
record. The labels of the data set (attack, breach, injection, utility) are not read at all: a record says what
happened, and whoever forecasts from it must not find the answer in it.

    session    agentdojo:<first 16 hex digits of the file's SHA-256>:<index of the trace>
    model      the run, which names model and defence
    principal  agentdojo:<suite>:<user task>
    call       the id in the trace; <message>.<position> where it is empty or used before
    ctx        SHA-256 of the messages before the call, as canonical JSON: the file opens it
    outcome    failure where the tool's message has an error; timeout where the trace ends without an answer

Times are those of the import: the traces have none. The statements of a file and their order depend on the file
alone, so an interrupted import goes on by counting what is written.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Final, Literal

import msgspec

from ledger.errors import InvalidInputError
from ledger.integrations import files
from ledger.integrations.traces import DIGEST_DIGITS, Statement, Survey
from ledger.sdk.words import Words

PREFIX: Final = "agentdojo"
MAX_LINE_BYTES: Final = 32 * 1024 * 1024
MAX_MESSAGES: Final = 10_000
_CALL_LENGTH: Final = 128
_ENCODER: Final = msgspec.json.Encoder(order="deterministic")


class _Function(msgspec.Struct):
    name: str
    arguments: Any


class _Call(msgspec.Struct):
    function: _Function
    id: str | None = None


class _Message(msgspec.Struct):
    role: Literal["system", "user", "assistant", "tool"]
    content: Any = None
    tool_calls: list[_Call] | None = None
    error: str | None = None


class _Line(msgspec.Struct):
    """What is read of a line. Fields that are not here are not decoded."""

    run: str
    suite: str
    user_task: str
    messages: Any


@dataclass(frozen=True, slots=True)
class Step:
    """One intent or outcome of a trace."""

    op: str
    phase: Literal["intent", "outcome"]
    tool: str | None = None
    call: str | None = None
    outcome: Literal["success", "failure", "timeout"] | None = None
    committed: Words = field(default_factory=Words)
    """What is committed to: `input`, `output`, `context`."""


@dataclass(frozen=True, slots=True)
class Trace:
    """One line of a file: `line` counts from 1, `index` from 0."""

    line: int
    index: int
    run: str
    principal: str
    messages: list[_Message] = field(repr=False)
    raw: list[Any] = field(repr=False)

    def session(self, digest: str) -> str:
        """Name the session of this trace in the file with this SHA-256 (hex)."""
        return f"{PREFIX}:{digest[:DIGEST_DIGITS]}:{self.index}"

    def steps(self) -> Iterator[Step]:
        """Yield the records of this trace, in order: each intent is followed by its outcome."""
        used: set[str] = set()
        for position, message in enumerate(self.messages):
            for order, call in enumerate(message.tool_calls or ()):
                yield from self._call(position, order, call, used)
        if not used:
            yield self._chat()

    def statement(self, step: Step, session: str) -> Statement:
        """Return a step as it is written; an outcome answers the newest intent of its run."""
        words = Words(
            phase=step.phase,
            tool=step.tool,
            call=step.call,
            outcome=step.outcome,
            session=session,
            principal=self.principal,
            model=self.run,
        )
        words.update(step.committed)
        where = f"line {self.line}"
        if step.phase == "intent":
            return Statement(self.run, where, step.op, words, key=self.run)
        return Statement(self.run, where, step.op, words, causes=(self.run,) if step.tool else ())

    def _call(self, position: int, order: int, call: _Call, used: set[str]) -> Iterator[Step]:
        name = call.id if call.id and len(call.id) <= _CALL_LENGTH and call.id not in used else f"{position}.{order}"
        used.add(name)
        answer = self._answer(position, order)
        tool = call.function.name
        yield Step(
            "execute_tool",
            "intent",
            tool,
            name,
            committed=Words(input=call.function.arguments, context=self._seen(position)),
        )
        if answer is None:
            yield Step("execute_tool", "outcome", tool, name, "timeout")
        else:
            outcome: Literal["failure", "success"] = "failure" if answer.error else "success"
            result = {"content": answer.content, "error": answer.error}
            yield Step("execute_tool", "outcome", tool, name, outcome, Words(output=result))

    def _answer(self, position: int, order: int) -> _Message | None:
        """Return the tool message that answers a call: answers follow the calls in their order."""
        at = position + 1
        for message in self.messages[at : at + order]:
            if message.role != "tool":
                return None
        found = self.messages[at + order : at + order + 1]
        return found[0] if found and found[0].role == "tool" else None

    def _chat(self) -> Step:
        replies = [at for at, message in enumerate(self.messages) if message.role == "assistant"]
        last = replies[-1] if replies else len(self.messages)
        said = self.messages[last].content if replies else None
        return Step(
            "chat", "outcome", outcome="success", committed=Words(output={"content": said}, context=self._seen(last))
        )

    def _seen(self, position: int) -> bytes:
        return hashlib.sha256(_ENCODER.encode(self.raw[:position])).digest()


class AgentDojoFile:
    """One file of traces.

    Args:
        path: Where it lies.
    """

    name: ClassVar[str] = PREFIX
    marks: ClassVar[frozenset[str]] = frozenset({"run", "suite", "user_task", "messages"})
    form: ClassVar[str] = "AgentDojo traces, one JSON object a line"

    def __init__(self, path: Path) -> None:
        self._path = path

    def survey(self) -> Survey:
        """Read the whole file once and check every line, before anything is written.

        Raises:
            LedgerError: as `read`; also if it holds no trace.
        """
        records: dict[str, int] = {}
        traces = calls = 0
        for trace in read(self._path):
            found = sum(1 for _ in trace.steps())
            records[trace.run] = records.get(trace.run, 0) + found
            traces += 1
            calls += sum(len(message.tool_calls or ()) for message in trace.messages)
        if not traces:
            raise InvalidInputError(
                f"{self._path} holds no trace", hint="give an AgentDojo JSONL file", code="empty_file"
            )
        return Survey(files.digest_of(self._path), traces, calls, records)

    def statements(self) -> Iterator[Statement]:
        """Yield the file's records: trace after trace, each intent followed by its outcome.

        Raises:
            LedgerError: as `read`.
        """
        digest = files.digest_of(self._path)
        for trace in read(self._path):
            session = trace.session(digest)
            for step in trace.steps():
                yield trace.statement(step, session)


def read(path: Path) -> Iterator[Trace]:
    """Yield the traces of a file, plain or gzip, one JSON object a line.

    Raises:
        InvalidInputError: naming line and field, if one has another form.
        NotFoundError: if there is no such file.
        TooLargeError: naming the line, if it is over 32 MiB.
    """
    index = 0
    for number, line in files.lines(path, MAX_LINE_BYTES):
        if line.strip():
            yield _trace(number, index, line)
            index += 1


def _trace(number: int, index: int, data: bytes) -> Trace:
    try:
        line = msgspec.json.decode(data, type=_Line)
        raw = _literal(line.messages, "$.messages")
        if not isinstance(raw, list) or len(raw) > MAX_MESSAGES:
            raise msgspec.ValidationError(f"Expected at most {MAX_MESSAGES} messages - at `$.messages`")
        raw = [_literal(message, f"$.messages[{at}]") for at, message in enumerate(raw)]
        messages = [_message(message, at) for at, message in enumerate(raw)]
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InvalidInputError(
            f"line {number}: {error}",
            hint="nothing of the file was imported by this run",
            code="bad_trace",
            line=number,
        ) from error
    if not line.run:
        raise InvalidInputError(f"line {number}: field 'run' is empty", code="bad_trace", line=number)
    principal = f"{PREFIX}:{line.suite}:{line.user_task}"
    return Trace(number, index, line.run, principal, messages, raw)


def _literal(value: Any, where: str) -> Any:
    """Read a Python literal where JSON was written as the `repr` of a list or a dictionary; else leave it."""
    if not isinstance(value, str):
        return value
    try:
        return ast.literal_eval(value)
    except (ValueError, SyntaxError, MemoryError, RecursionError) as error:
        raise msgspec.ValidationError(f"Expected messages or their Python literal - at `{where}`") from error


def _message(value: Any, position: int) -> _Message:
    try:
        message = msgspec.convert(value, _Message)
        _ENCODER.encode(value)
    except msgspec.ValidationError as error:
        raise msgspec.ValidationError(f"message {position}: {error}") from error
    except (TypeError, ValueError, msgspec.EncodeError) as error:
        raise msgspec.ValidationError(f"message {position} holds what JSON cannot say: {error}") from error
    for call in message.tool_calls or ():
        if not call.function.name:
            raise msgspec.ValidationError(f"message {position}: a tool call names no function")
    return message
