"""What a record inherits from where it is written: session, authority, and the record that caused it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Final

from ledger.domain.hashing import sha256
from ledger.domain.ids import parse_hex32
from ledger.domain.record import MAX_PARENTS
from ledger.errors import InvalidInputError
from ledger.sdk.payload import encode

_LONGEST: Final = {"session": 128, "principal": 256, "policy": 128}


@dataclass(frozen=True, slots=True)
class Ref:
    """A record that may be named as a cause: by its id, or by its place in a spool that is not bound yet."""

    spool: str
    index: int
    record_id: str | None


Cause = str | Ref
"""What may be named as a cause: a record's id (64 hex digits) of whatever agent and stream, or a `Written.ref`."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What `session`, `seeing` and `caused_by` set for the code below them."""

    session: str | None = None
    principal: str | None = None
    mandate: str | None = None
    policy: str | None = None
    causes: tuple[Cause, ...] = ()
    seen: bytes | None = None
    """SHA-256 of what `seeing` was given."""


_SCOPE: Final[ContextVar[Scope]] = ContextVar("ombud_scope")
_CAUSE: Final[ContextVar[Ref | None]] = ContextVar("ombud_cause", default=None)
_EMPTY: Final = Scope()


def current_scope() -> Scope:
    """Return the scope of the code that runs now."""
    return _SCOPE.get(_EMPTY)


def current_cause() -> Ref | None:
    """Return the intent within which the code runs now."""
    return _CAUSE.get()


def current_record_id() -> str | None:
    """Return the id (64 hex digits) of the intent within which the code runs now, to pass to a counterparty.

    None outside a recorded call, and while the ledger is not bound to an agent.
    """
    cause = _CAUSE.get()
    return cause.record_id if cause else None


@contextmanager
def within(cause: Ref | None) -> Iterator[None]:
    """Make `cause` the cause of everything recorded inside; None leaves the present one."""
    if cause is None:
        yield
        return
    token = _CAUSE.set(cause)
    try:
        yield
    finally:
        _CAUSE.reset(token)


@contextmanager
def session(
    name: str, *, principal: str | None = None, mandate: str | None = None, policy: str | None = None
) -> Iterator[None]:
    """Record everything inside under one session, and under whose authority it happens.

    Args:
        name: The session, at most 128 characters (A2A contextId, `gen_ai.conversation.id`).
        principal: Who authorised it.
        mandate: The mandate's id, 64 hex digits.
        policy: The version of the policy in force.

    Raises:
        InvalidInputError: if a value has another form.
    """
    for field, value in (("session", name), ("principal", principal), ("policy", policy)):
        if value is not None and not 0 < len(value) <= _LONGEST[field]:
            raise InvalidInputError(
                f"{field} {value[:40]!r} has {len(value)} characters", hint=f"use 1 to {_LONGEST[field]}"
            )
    outer = current_scope()
    token = _SCOPE.set(
        replace(
            outer,
            session=name,
            principal=principal or outer.principal,
            mandate=parse_hex32(mandate, what="mandate").hex() if mandate else outer.mandate,
            policy=policy or outer.policy,
        )
    )
    try:
        yield
    finally:
        _SCOPE.reset(token)


@contextmanager
def seeing(payload: object) -> Iterator[None]:
    """Say what the agent sees while it decides what is recorded inside: the messages, documents, prices it was shown.

    Each act inside commits, by itself and with a salt of its own, to SHA-256 of the payload. Keep the payload: who is
    shown the commitment's opening can check that it is what was seen. It is hashed here, once.

    Args:
        payload: Bytes, or what JSON can say.
    """
    token = _SCOPE.set(replace(current_scope(), seen=sha256(encode(payload))))
    try:
        yield
    finally:
        _SCOPE.reset(token)


@contextmanager
def caused_by(*causes: Cause) -> Iterator[None]:
    """Name records as causes of everything recorded inside, whichever ledger records it: so streams are joined.

    Args:
        *causes: Ids (64 hex digits) of records of whatever agent and stream, or `Written.ref` of any ledger of this
            process. A draft of another ledger has an id only once that one is bound; until then it is left out.

    Raises:
        InvalidInputError: if an id has another form, or there are more than a record can name.
    """
    named = named_causes(causes)
    if len(named) >= MAX_PARENTS:
        raise InvalidInputError(f"{len(named)} causes are too many", hint=f"name fewer than {MAX_PARENTS}")
    token = _SCOPE.set(replace(current_scope(), causes=named))
    try:
        yield
    finally:
        _SCOPE.reset(token)


def named_causes(causes: Iterable[Cause]) -> tuple[Cause, ...]:
    """Return causes in order, each once.

    Raises:
        InvalidInputError: if an id has another form.
    """
    return tuple(
        dict.fromkeys(item if isinstance(item, Ref) else parse_hex32(item, what="record id").hex() for item in causes)
    )
