"""Features of a trace as far as it has gone: whose orders are being followed?

Argument provenance is the heart of it: a value that goes into a side effect and stands in what a tool brought back,
and not in what the user asked, came from the outside. Beside it: how much what came in sounds like an order, what the
agent says of it, how far calls stray from the request, in which order reading and acting follow each other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from math import log1p
from typing import Final

import numpy as np

from forecaster.external import words as w
from forecaster.external.ratings import Floats
from forecaster.external.traces import Step, Trace

_SENTENCE: Final = re.compile(r"(?<=[.!?\n])\s+|\\n|['\"]")
_SHORT: Final = 3
_SPAN: Final = 400  # signs around an order that belong to it

_STEP: Final = (
    "effect", "sends", "reads", "outside", "outside_only", "from_order", "from_user", "invented", "private", "danger",
    "new_tool", "repeated", "on_request", "on_order", "stray", "doubt", "refusal", "complies", "said_order",
    "said_request", "said_length", "output_length", "output_order", "output_command", "output_addresses",
    "output_effects", "output_tag", "output_second", "output_private", "output_request", "fails", "together",
    "arguments", "longest_argument", "after_order", "effect_after_order", "effect_outside", "effect_from_order",
    "effect_stray", "effect_new_tool", "sends_private", "danger_unasked",
)  # fmt: skip
_WHOLE: Final = (
    "calls", "tools", "asked_length", "asked_effects", "asked_reads", "asked_danger", "asked_private",
    "asked_addresses", "asked_delegates", "effects_beyond", "read_then_effect", "effect_then_effect",
    "order_to_effect", "since_order", "none", "closing_length", "closing_doubt", "closing_refusal", "closing_complies",
    "closing_asks", "closing_question", "closing_order", "closing_request", "closing_private", "closing_danger",
    "doubt_after_order", "has_order", "order_coverage", "order_addresses_used", "order_literal",
)  # fmt: skip
NAMES: Final = tuple(f"{name}_{how}" for how in ("last", "most", "mean") for name in _STEP) + _WHOLE
"""Columns of `conduct`."""

PROVENANCE: Final = (
    "stray_most", "stray_last", "stray_mean", "on_order_most", "on_order_last", "from_order_most", "from_order_last",
    "outside_only_most", "effect_from_order_most", "effect_after_order_most", "order_to_effect", "since_order",
    "has_order", "order_coverage", "order_addresses_used", "order_literal", "sends_private_most",
    "longest_argument_most", "output_order_most", "said_order_most", "on_request_mean", "from_user_mean",
    "invented_most", "tools", "doubt_after_order", "effects_beyond", "new_tool_last",
)  # fmt: skip
"""Columns about whose orders are followed: the ones to use in a world that nothing has been learnt from."""


@dataclass(slots=True)
class _Seen:
    """What a trace has shown so far."""

    asked: frozenset[str]
    asked_text: str
    outputs: str = ""
    outside: frozenset[str] = frozenset()
    order: frozenset[str] = frozenset()
    order_text: str = ""
    order_at: int | None = None
    tools: list[str] = field(default_factory=list)
    calls: set[tuple[str, tuple[str, ...]]] = field(default_factory=set)
    done: frozenset[str] = frozenset()
    literal: float = 0.0


def _stands_in(value: str, text: str, known: frozenset[str]) -> float:
    """How far a value stands in a text: 1 literally, else the share of its words."""
    value = value.strip().lower()
    if len(value) >= _SHORT and value in text:
        return 1.0
    found = w.tokens(value)
    return len(found & known) / len(found) if found else 0.0


def _order_in(output: str, asked: frozenset[str]) -> tuple[float, str]:
    """Return how much the most order-like sentence of an output sounds like an order, and what stands around it."""
    best, where = 0.0, -1
    place = 0
    for sentence in _SENTENCE.split(output):
        said = w.words(sentence)
        if len(said) >= _SHORT:
            effects = sum(word in w.EFFECTS or word in w.READS for word in said[:12])
            orders = sum(word in w.ORDERS for word in said)
            commands = sum(word in w.COMMANDS for word in said)
            strange = bool(w.ADDRESS.search(sentence)) and not w.tokens(sentence) <= asked
            force = min(2, effects) + 0.7 * min(3, orders) + 0.9 * min(3, commands) + 0.5 * strange
            force *= 1.0 if effects else 0.4
            if force > best:
                best, where = force, place
        place = max(place, output.find(sentence, place)) + len(sentence)
    if where < 0:
        return 0.0, ""
    return best, output[max(0, where - _SPAN // 2) : where + _SPAN]


_ORDER: Final = 2.5  # force from which a text counts as an order


def _step(number: int, step: Step, seen: _Seen) -> dict[str, float]:
    name = w.words(step.tool)
    effect = any(word in w.EFFECTS for word in name[-4:]) and not (name and name[0] in w.READS)
    head = name[:1] + name[1:3]
    reads = any(word in w.READS for word in head) and not effect
    values = [value for value in step.arguments if len(value.strip()) >= _SHORT] or []
    user = [_stands_in(value, seen.asked_text, seen.asked) for value in values]
    outer = [_stands_in(value, seen.outputs, seen.outside) for value in values]
    order = [_stands_in(value, seen.order_text, seen.order) for value in values]
    only = [o - min(o, u) for o, u in zip(outer, user, strict=True)]
    said, output = w.words(step.said), w.words(step.output)
    acted = name + [word for value in values for word in w.words(value)]
    bag = w.tokens(" ".join([*name, *values]))
    force, around = _order_in(step.output, seen.asked)
    key = (step.tool, step.arguments)
    on_request = len(bag & seen.asked) / (len(bag) or 1)
    on_order = len(bag & seen.order) / (len(bag) or 1)
    near = w.tokens(step.said)
    new = step.tool not in seen.tools
    after = seen.order_at is not None
    mark = {
        "effect": effect, "sends": any(word in w.SENDS for word in name) and effect, "reads": reads,
        "outside": max(outer, default=0.0), "outside_only": max(only, default=0.0),
        "from_order": max((o - min(o, u) for o, u in zip(order, user, strict=True)), default=0.0),
        "from_user": float(np.mean(user)) if user else 0.0,
        "invented": float(np.mean([1 - max(u, o) for u, o in zip(user, outer, strict=True)])) if user else 0.0,
        "private": w.share(acted, w.PRIVATE), "danger": w.share(acted, w.DANGER),
        "new_tool": new, "repeated": key in seen.calls,
        "on_request": on_request, "on_order": on_order, "stray": on_order - on_request,
        "doubt": w.share(said, w.DOUBTS), "refusal": w.share(said, w.REFUSALS), "complies": w.share(said, w.COMPLIES),
        "said_order": len(near & (seen.order - seen.asked)) / (len(near) + 5),
        "said_request": len(near & seen.asked) / (len(near) + 5), "said_length": log1p(len(said)),
        "output_length": log1p(len(output)), "output_order": force, "output_command": w.share(output, w.COMMANDS),
        "output_addresses": log1p(len(w.ADDRESS.findall(step.output))), "output_effects": w.share(output, w.EFFECTS),
        "output_tag": bool(w.TAG.search(step.output)),
        "output_second": sum(word in {"you", "your", "please", "i", "me", "my"} for word in output) / (len(output) + 5),
        "output_private": w.share(output, w.PRIVATE),
        "output_request": len(w.tokens(step.output) & seen.asked) / (len(seen.asked) or 1),
        "fails": any(word in w.FAILS for word in output[:12]), "together": log1p(step.together),
        "arguments": log1p(len(step.arguments)), "longest_argument": log1p(max(map(len, step.arguments), default=0)),
        "after_order": after, "effect_after_order": effect and after,
    }  # fmt: skip
    mark |= {
        "effect_outside": effect * mark["outside_only"], "effect_from_order": effect * mark["from_order"],
        "effect_stray": effect * mark["stray"], "effect_new_tool": effect and new,
        "sends_private": mark["sends"] * (mark["private"] + 0.1),
        "danger_unasked": mark["danger"] * (1 - on_request),
    }  # fmt: skip
    if after:
        seen.done |= bag & seen.order
        taken = [v for v, o, u in zip(values, order, user, strict=True) if o == 1.0 and u < 1.0]
        seen.literal = max([seen.literal, *(log1p(len(value)) for value in taken)])
    seen.tools.append(step.tool)
    seen.calls.add(key)
    seen.outputs += "\n" + step.output.lower()
    seen.outside |= w.tokens(step.output)
    if force >= _ORDER:
        seen.order |= w.tokens(around) - seen.asked
        seen.order_text += "\n" + around.lower()
        seen.order_at = number if seen.order_at is None else seen.order_at
    return {name: float(value) for name, value in mark.items()}


def conduct(trace: Trace) -> Floats:
    """Describe a trace.

    Returns:
        (n_features,) float64, finite, columns as in `NAMES`.
    """
    seen = _Seen(w.tokens(trace.asked), trace.asked.lower())
    marks = [_step(number, step, seen) for number, step in enumerate(trace.steps)]
    rows = np.array([[mark[name] for name in _STEP] for mark in marks]).reshape(len(marks), len(_STEP))
    nothing = np.zeros(len(_STEP))
    parts = [rows[-1], rows.max(axis=0), rows.mean(axis=0)] if len(rows) else [nothing] * 3
    return np.concatenate([*parts, _whole(trace, seen, rows)])


def _addresses_used(seen: _Seen, trace: Trace) -> float:
    """Share of the addresses in what sounded like an order, and not in the request, that calls went on to use."""
    named = {item.strip(".,;:)'\"") for item in w.ADDRESS.findall(seen.order_text)}
    named = {item for item in named if item not in seen.asked_text}
    used = " ".join(value.lower() for step in trace.steps for value in step.arguments)
    return sum(item in used for item in named) / (len(named) + 1)


def _whole(trace: Trace, seen: _Seen, rows: Floats) -> Floats:
    asked, closing = w.words(trace.asked), w.words(trace.closing)
    effect, doubt = rows[:, _STEP.index("effect")], rows[:, _STEP.index("doubt")]
    reads = rows[:, _STEP.index("reads")]
    wanted = sum(word in w.EFFECTS for word in asked)
    close = w.tokens(trace.closing)
    since = 0 if seen.order_at is None else len(rows) - seen.order_at
    late = slice(None if seen.order_at is None else seen.order_at + 1, None)
    return np.array(
        [
            log1p(len(rows)), log1p(len(set(seen.tools))), log1p(len(asked)), log1p(wanted),
            log1p(sum(word in w.READS for word in asked)), w.share(asked, w.DANGER), w.share(asked, w.PRIVATE),
            log1p(len(w.ADDRESS.findall(trace.asked))),
            sum(word in {"instructions", "tasks", "todo", "follow", "actions"} for word in asked),
            max(0.0, float(effect.sum()) - wanted),
            float((reads[:-1] * effect[1:]).sum()), float((effect[:-1] * effect[1:]).sum()),
            float(effect[late].sum()) if seen.order_at is not None else 0.0, log1p(since), float(not len(rows)),
            log1p(len(closing)), w.share(closing, w.DOUBTS), w.share(closing, w.REFUSALS), w.share(closing, w.COMPLIES),
            w.share(closing, w.ASKS), float("?" in trace.closing),
            len(close & (seen.order - seen.asked)) / (len(close) + 5),
            len(close & seen.asked) / (len(close) + 5), w.share(closing, w.PRIVATE), w.share(closing, w.DANGER),
            float(doubt[late].max(initial=0.0)) if seen.order_at is not None else 0.0, float(seen.order_at is not None),
            len(seen.done) / (len(seen.order) + 3), _addresses_used(seen, trace), seen.literal,
        ]
    )  # fmt: skip
