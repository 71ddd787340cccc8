"""Which records must commit to what their agent saw (`ctx`), and how one says that it does not.

A record holds a salted commitment to what was seen. Where there is none to make, it holds one of the hashes below,
the same for everyone, so that any reader knows it for a statement of absence and of its reason. Records without
either are kept all the same, and marked: nothing is lost for lacking it.

    committed      it commits to what was seen; of a model's call, `in` is that
    absent         it says why it does not
    missing        its kind requires it, and it says nothing
    not_required   its kind does not
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, get_args

from ledger.domain.hashing import sha256
from ledger.domain.record import Kind, Phase, Record

State: TypeAlias = Literal["committed", "absent", "missing", "not_required"]
NoContext: TypeAlias = Literal["not_given", "capture_off", "not_in_source", "nothing_seen"]
"""Why there is none: nobody gave it, capture is off, the trace that was imported has none, or nothing was seen."""
_TAG: Final = b"ombud/no-context/1"


@dataclass(frozen=True, slots=True)
class Rule:
    """What acts of one kind require it: `ops`, or all but `free` where `ops` is None; and why."""

    ops: frozenset[str] | None
    free: frozenset[str]
    why: str


RULES: Final[Mapping[Kind, Rule]] = {
    "operational": Rule(None, frozenset({"erase"}), "an act is decided by what was read before it"),
    "interaction": Rule(
        frozenset({"execute_tool", "invoke_agent", "chat", "approval", "override"}),
        frozenset(),
        "acts upon others are decided too; assignments, deliveries and receipts only tell what happened",
    ),
    "semantic": Rule(None, frozenset(), "delegations, coalitions and escalations are decisions"),
}
"""By kind of record."""

SEEN_AS_INPUT: Final = frozenset({"chat", "text_completion", "generate_content"})
"""Acts whose input is what was seen: of a model, nothing else is there to see."""

NO_CONTEXT: Final[Mapping[NoContext, str]] = {
    reason: sha256(_TAG + reason.encode()).hex() for reason in get_args(NoContext)
}
"""What stands in `ctx` for each reason: SHA-256('ombud/no-context/1' || reason), in hex."""
_REASONS: Final[Mapping[str, NoContext]] = {digest: reason for reason, digest in NO_CONTEXT.items()}


@dataclass(frozen=True, slots=True)
class SeenContext:
    """What a record says of what its agent saw; `reason` where it says why it is absent."""

    state: State
    reason: NoContext | None = None


def requires_context(kind: Kind, op: str, phase: Phase, *, answers: bool) -> bool:
    """Say whether a record must commit to what was seen.

    Args:
        kind: Of the record.
        op: What is done.
        phase: An intent decides. An outcome does only where it `answers` none: then it is all there is of the act.
        answers: Whether it names a cause or a call.
    """
    if phase == "outcome" and answers:
        return False
    rule = RULES[kind]
    return op not in rule.free if rule.ops is None else op in rule.ops


def is_absence(ctx: str | None) -> bool:
    """Say whether a `ctx` is no commitment but says why there is none."""
    return ctx in _REASONS


def seen_context(record: Record) -> SeenContext:
    """Return what a record says of what its agent saw."""
    if record.ctx is not None:
        reason = _REASONS.get(record.ctx)
        return SeenContext("committed") if reason is None else SeenContext("absent", reason)
    if record.in_ is not None and record.op in SEEN_AS_INPUT:
        return SeenContext("committed")
    answers = record.parents is not None or record.call is not None
    required = requires_context(record.kind, record.op, record.phase, answers=answers)
    return SeenContext("missing" if required else "not_required")
