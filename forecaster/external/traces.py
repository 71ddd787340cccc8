"""Traces: what a user asked, what an agent said, which tools it called and what came back.

Two formats are read. *Agent traces* hold chat messages with tool calls and whether an injected goal was reached.
*Judged records* hold turns of user, agent and environment and whether a person judged them unsafe.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from forecaster.external.ratings import opened
from ledger.errors import InvalidInputError

_CALL: Final = re.compile(r"^\s*([A-Za-z_][\w.]{2,60})\s*(?:\n|:|\{|\()")
_TALK: Final = re.compile(r"^\s*(final answer|i\b|the\b|sorry|dear|hi\b|hello|to\b|based|here|as\b)", re.IGNORECASE)
_LONGEST: Final = 6000  # signs of one text that are looked at


@dataclass(frozen=True, slots=True)
class Step:
    """A tool call: what was said before it, its name, its arguments as texts, and what came back."""

    said: str
    tool: str
    arguments: tuple[str, ...]
    output: str
    together: int = 1
    """How many calls the agent made in the same breath."""


@dataclass(frozen=True, slots=True)
class Trace:
    """One piece of work.

    Args:
        name: Names it in predictions.
        asked: What the user said.
        steps: Tool calls in order.
        closing: What the agent said last; empty while it is at work.
        label: 1 where harm was done, 0 where not; None if nobody says.
        group: No split may cross it.
        world: The suite or domain it comes from: left out in turn, never a feature.
        rank: How many calls the whole trace has.
    """

    name: str
    asked: str
    steps: tuple[Step, ...]
    closing: str
    label: int | None
    group: str
    world: str

    def until(self, calls: int) -> Trace:
        """Return the trace as it stood after so many calls; whole if it has no more."""
        if calls >= len(self.steps):
            return replace(self, closing="")
        return replace(self, steps=self.steps[:calls], closing="")


def _objects(path: Path) -> Iterator[Mapping[str, Any]]:
    with opened(path) as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                yield json.loads(line)
            except json.JSONDecodeError as error:
                raise InvalidInputError(
                    f"line {number} of {path} is no JSON", hint="give one JSON object a line"
                ) from error


def texts(value: Any) -> list[str]:
    """Return every text and number in a JSON value."""
    if isinstance(value, Mapping):
        return [item for inner in value.values() for item in texts(inner)]
    if isinstance(value, list | tuple):
        return [item for inner in value for item in texts(inner)]
    return [] if value is None or isinstance(value, bool) else [str(value)]


def _text(content: Any) -> str:
    if isinstance(content, list):
        return "\n".join(
            str(item.get("text", item.get("content", ""))) for item in content if isinstance(item, Mapping)
        )
    return "" if content is None else str(content)[:_LONGEST]


def load_traces(path: Path) -> list[Trace]:
    """Read agent traces; `breach` true is 1, false is 0, null is unknown.

    Raises:
        NotFoundError: if there is no such file.
        InvalidInputError: if a line has another form, or there is none.
    """
    try:
        found = [_trace(number, item) for number, item in enumerate(_objects(path))]
    except (KeyError, TypeError, AttributeError) as error:
        raise InvalidInputError(f"{path} holds no agent traces: {error!r}", hint="each needs `messages`") from error
    if not found:
        raise InvalidInputError(f"{path} holds no trace", hint="give one JSON object a line")
    return found


def _trace(number: int, item: Mapping[str, Any]) -> Trace:
    messages: Sequence[Mapping[str, Any]] = item["messages"]
    asked = "\n".join(_text(m.get("content")) for m in messages if m["role"] == "user")
    steps: list[Step] = []
    waiting: dict[str, tuple[str, str, tuple[str, ...], int]] = {}
    said = ""
    for message in messages:
        content = _text(message.get("content"))
        if message["role"] == "assistant":
            said = content
            calls = message.get("tool_calls") or []
            for place, call in enumerate(calls):
                name, arguments = _call(call)
                waiting[str(call.get("id") or f"{len(steps)}/{place}")] = (said, name, arguments, len(calls))
            if calls:
                said = ""
        elif message["role"] == "tool":
            key = str(message.get("tool_call_id") or next(iter(waiting), ""))
            made = waiting.pop(key, None) or (waiting.pop(next(iter(waiting))) if waiting else ("", "", (), 1))
            steps.append(Step(made[0], made[1], made[2], _text(message.get("error")) + content, made[3]))
    steps += [Step(made[0], made[1], made[2], "", made[3]) for made in waiting.values()]
    breach, suite = item.get("breach"), str(item.get("suite", ""))
    return Trace(
        name=f"{number}:{item.get('run', '')}/{suite}/{item.get('user_task', '')}/{item.get('injection') or 'clean'}",
        asked=asked,
        steps=tuple(steps),
        closing=said,
        label=None if breach is None else int(bool(breach)),
        group=f"{suite}/{item.get('user_task', number)}",
        world=suite,
    )


def _call(call: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    function = call.get("function", call)
    if isinstance(function, str):
        return function, tuple(texts(call.get("args", {})))
    arguments = function.get("arguments", {})
    if isinstance(arguments, str):
        try:
            arguments = json.loads(arguments)
        except json.JSONDecodeError:
            arguments = [arguments]
    return str(function.get("name", "")), tuple(texts(arguments))


def load_judged(path: Path) -> list[Trace]:
    """Read judged records; `label` 1 is unsafe, 0 safe, missing is unknown.

    Raises:
        NotFoundError: if there is no such file.
        InvalidInputError: if a line has another form, or there is none.
    """
    try:
        found = [_judged(number, item) for number, item in enumerate(_objects(path))]
    except (KeyError, TypeError, AttributeError) as error:
        raise InvalidInputError(f"{path} holds no judged records: {error!r}", hint="each needs `turns`") from error
    if not found:
        raise InvalidInputError(f"{path} holds no record", hint="give one JSON object a line")
    return found


def _judged(number: int, item: Mapping[str, Any]) -> Trace:
    turns: Sequence[Mapping[str, Any]] = item["turns"]
    asked = "\n".join(_text(turn.get("content")) for turn in turns if turn["role"] == "user")
    steps: list[Step] = []
    closing = ""
    for place, turn in enumerate(turns):
        if turn["role"] != "agent":
            continue
        thought, action = _text(turn.get("thought")), _text(turn.get("action") or turn.get("content"))
        after = turns[place + 1] if place + 1 < len(turns) else {}
        output = _text(after.get("content")) if after.get("role") == "environment" else ""
        called = None if _TALK.match(action) else _CALL.match(action)
        if called or (output and action):
            name = called[1] if called else " ".join(action.split()[:1])
            steps.append(Step(thought, name, _arguments(action, called), output))
        else:
            closing = f"{closing}\n{thought}\n{action}".strip()
    label = item.get("label")
    return Trace(
        name=str(item.get("id", number)),
        asked=asked,
        steps=tuple(steps),
        closing=closing,
        label=None if label is None else int(label),
        group=asked[:200],
        world=str(item.get("domain", "")),
    )


def _arguments(action: str, called: re.Match[str] | None) -> tuple[str, ...]:
    rest = action[called.end() - 1 :] if called else action
    begin, end = rest.find("{"), rest.rfind("}")
    if 0 <= begin < end:
        body = rest[begin : end + 1]
        for form in (body, body.replace("'", '"')):
            try:
                return tuple(texts(json.loads(form)))
            except json.JSONDecodeError:
                continue
        quoted = re.findall(r"['\"]([^'\"]{2,})['\"](?!\s*:)", body)
        return tuple(quoted)
    return (rest.strip(),) if rest.strip() else ()
