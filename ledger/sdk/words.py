"""What a caller may say in a record, and how it becomes a draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

from ledger.domain.record import Kind, Outcome, Phase
from ledger.domain.seen_context import NO_CONTEXT, SEEN_AS_INPUT, NoContext, requires_context
from ledger.sdk.context import Cause, Ref, current_cause, current_scope
from ledger.sdk.draft import Draft
from ledger.sdk.payload import Opening, commit, commit_fields

_COMMITTED = (("input", "in"), ("output", "out"), ("context", "ctx"))


class Words(TypedDict, total=False):
    """What a record says; all but `op` may be left out. Absent is not None: a call may well return None."""

    phase: Phase
    """`intent` before (the default), `outcome` after."""
    kind: Kind
    """`operational` (the default), `interaction` or `semantic`."""
    tool: str | None
    """Name of the tool."""
    call: str | None
    """Id that joins intent and outcome."""
    outcome: Outcome | None
    """How it ended, for an outcome."""
    session: str | None
    """Session; that of the scope, or of the ledger, if not given."""
    parents: Sequence[Cause]
    """Records that caused this one, of whatever agent and stream: ids (64 hex digits), or `Written.ref`."""
    cause: Ref | None
    """The intent that caused this one; the one we are within if not given."""
    input: object
    """What goes in; only a salted commitment is recorded."""
    output: object
    """What comes out; likewise."""
    context: object
    """What the agent saw; likewise. What `seeing` says if not given."""
    no_context: NoContext
    """Why there is none, if there is none; `not_given` if not given."""
    fields: Mapping[str, object]
    """Amount, counterparty, ... for the field tree; likewise."""
    principal: str | None
    """Who authorised it."""
    receipt: str | None
    """What another agent signed, as a record carries it (`carried_receipt`); see `Ledger.countersign`."""
    mandate: str | None
    """Under which mandate, 64 hex digits."""
    policy: str | None
    """Version of the policy in force."""
    risk: str | None
    """Risk class."""
    model: str | None
    """Model id."""
    agent_version: str | None
    """Version of the agent; that of the ledger if not given."""
    trace: str | None
    """W3C traceparent."""
    ts: int
    """When it happened, in Unix ms, for what is told afterwards; now if not given."""


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a ledger writes where nothing else is said."""

    session: str
    agent_version: str | None
    model: str | None


def compose(
    op: str, words: Words, causes: Sequence[str], defaults: Defaults, ts: int
) -> tuple[Draft, tuple[Opening, ...]]:
    """Make a draft, and the openings of its commitments.

    Args:
        op: What is done: `execute_tool`, `chat`, `approval`, ...
        words: What else is said.
        causes: Parents, as ids or `draft:<index>`.
        defaults: Of the ledger.
        ts: Unix ms, where the words do not say it.
    """
    scope = current_scope()
    commitments: dict[str, str] = {}
    openings: list[Opening] = []
    for word, field in _COMMITTED:
        if word in words:
            opening = commit(field, words[word])  # type: ignore[literal-required]
            openings.append(opening)
            commitments[field] = opening.root.hex()
    if fields := words.get("fields"):
        openings += commit_fields(fields)
        commitments["fields"] = openings[-1].root.hex()
    if "ctx" not in commitments and _requires(op, words, answers=bool(causes)):
        if scope.seen is not None and "no_context" not in words:
            openings.append(commit("ctx", scope.seen))
            commitments["ctx"] = openings[-1].root.hex()
        else:
            commitments["ctx"] = NO_CONTEXT[words.get("no_context", "not_given")]
    draft = Draft(
        agent_version=words.get("agent_version") or defaults.agent_version,
        call=words.get("call"),
        ctx=commitments.get("ctx"),
        fields=commitments.get("fields"),
        in_=commitments.get("in"),
        kind=words.get("kind", "operational"),
        mandate=words.get("mandate") or scope.mandate,
        model=words.get("model") or defaults.model,
        op=op,
        out=commitments.get("out"),
        outcome=words.get("outcome"),
        parents=tuple(dict.fromkeys(causes)) or None,
        phase=words.get("phase", "intent"),
        policy=words.get("policy") or scope.policy,
        principal=words.get("principal") or scope.principal,
        receipt=words.get("receipt"),
        risk=words.get("risk"),
        session=words.get("session") or scope.session or defaults.session,
        tool=words.get("tool"),
        trace=words.get("trace"),
        ts=words.get("ts", ts),
    )
    return draft, tuple(openings)


def _requires(op: str, words: Words, *, answers: bool) -> bool:
    if op in SEEN_AS_INPUT and "input" in words:
        return False
    kind, phase = words.get("kind", "operational"), words.get("phase", "intent")
    return requires_context(kind, op, phase, answers=answers or words.get("call") is not None)


def causes_of(words: Words) -> tuple[Cause, ...]:
    """Return what caused a record: the intent within which it is written first, then all that was named.

    An outcome that names its intent has no other cause but those named with it.
    """
    said, parents = words.get("cause"), tuple(words.get("parents", ()))
    if said:
        return said, *parents
    within = current_cause()
    return (*((within,) if within else ()), *current_scope().causes, *parents)
