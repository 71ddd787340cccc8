"""The case file as JSON: what `cases.case_file` answers as of the newest block, written once and given out often."""

from __future__ import annotations

from dataclasses import fields
from typing import Final

import msgspec

from ledger.queries import exhibits, next_steps
from ledger.queries.answers import Completeness
from ledger.queries.asking import ask, enveloped, vouch
from ledger.queries.cases import CaseFile, case_of, deadline_of
from ledger.queries.dockets import Docket, dispute_number
from ledger.queries.kept_cases import KeptCase
from ledger.queries.sources import Sources
from ledger.store.books import BlockId, Books
from ledger.store.view import View

_ENCODER: Final = msgspec.json.Encoder()
_NAMES: Final = [field.name for field in fields(CaseFile)]
_AT: Final = _NAMES.index("deadline")


def case_json(sources: Sources, dispute_id: str | int) -> bytes:
    """Return everything known about a dispute as of the newest block.

    Args:
        sources: What to read.
        dispute_id: Its number, or its global id.

    Raises:
        InvalidInputError: if the name has another form.
        NotFoundError: if there is no such dispute.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    number = dispute_number(sources, dispute_id)
    books = sources.mirror.books()
    vouch(sources, books, None)
    kept = sources.kept.find(sources.mirror, books, number)
    if kept is None or not exhibits.stand(sources, kept.evidence):
        books, kept = _made(sources, number, books)
    return _ENCODER.encode(
        enveloped(sources, books, books.cursor.number, _raw(kept.completeness), msgspec.Raw(_data(kept, books.cursor)))
    )


def _made(sources: Sources, number: int, before: Books) -> tuple[Books, KeptCase]:
    def question(view: View) -> tuple[tuple[Books, KeptCase, bool], Completeness]:
        case, complete, found = case_of(sources, view, number)
        return (view.books, _case(case, complete, found, view.names_read()), view.settled), complete

    books, kept, settled = ask(sources, question, before=before).data
    if settled:
        sources.kept.keep(sources.mirror, books, number, kept)
    return books, kept


def _case(case: CaseFile, complete: Completeness, found: Docket, read: frozenset[str]) -> KeptCase:
    pairs = [b'"%b":%b' % (name.encode(), _ENCODER.encode(getattr(case, name))) for name in _NAMES]
    return KeptCase(
        before=b",".join(pairs[:_AT]),
        after=b",".join(pairs[_AT + 1 :]),
        completeness=_ENCODER.encode(complete),
        steps=case.next_steps,
        due=found.trial.dispute.due,
        evidence=case.evidence,
        keys=read,
    )


def _data(kept: KeptCase, now: BlockId) -> bytes:
    due = next_steps.due_of(kept.steps, kept.due, now=now.time, block=now.number)
    deadline = None if due is None else deadline_of(due, now.time)
    return b'{%b,"deadline":%b,%b}' % (kept.before, _ENCODER.encode(deadline), kept.after)


def _raw(data: bytes) -> Completeness:
    """Let JSON that is ready stand in an envelope where a completeness is asked for."""
    return msgspec.Raw(data)  # type: ignore[return-value]
