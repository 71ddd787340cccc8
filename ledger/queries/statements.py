"""Transparent statements: one record as COSE, asked of its log, and held against the mirror before it is handed on."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from ledger.domain.ids import parse_hex32
from ledger.errors import InvalidInputError, NotFoundError, UnavailableError
from ledger.interop.statements import check_statement
from ledger.queries.answers import Completeness, counted
from ledger.queries.asking import ask
from ledger.queries.proofs import url_of
from ledger.queries.sources import Sources
from ledger.store import rows
from ledger.store.log_view import LogView
from ledger.store.view import View, lost


@runtime_checkable
class SigningLog(Protocol):
    """A log that signs statements when asked."""

    def statement(self, leaf: int, position: int) -> bytes:
        """Return the statement of one record."""


def record_statement(sources: Sources, record_id: str, *, as_of: int | None) -> bytes:
    """Return the transparent statement of a record, checked with the key that the log registered on chain.

    Raises:
        InvalidInputError: if the id has another form.
        NotFoundError: if no log holds it as an agent's record.
        StaleMirrorError: if the mirror cannot vouch for it.
        UnavailableError: if its log does not sign one, or one that does not hold.
    """
    wanted = parse_hex32(record_id, what="record id")

    def question(view: View) -> tuple[bytes, Completeness]:
        held = LogView(view).held_entry(wanted)
        if held is None or held[1].row.agent_id is None:
            raise NotFoundError(
                f"no log holds a record {wanted.hex()} of an agent",
                hint="records made on chain have no statement: see `ombud record show`",
                code="no_such_record",
            )
        place = held[0]
        life = LogView(view).lives([place.log])[0]
        born = life[0].row
        if not isinstance(born, rows.LogRegistered):
            raise lost(f"the registration of log {place.log.hex()}")
        log = sources.open_log(place.log, url_of(life))
        if not isinstance(log, SigningLog):
            raise _none("it signs no statements")
        try:
            data = log.statement(place.leaf, place.position)
            found = check_statement(data, born.checkpoint_key)
        except (InvalidInputError, NotFoundError) as error:
            raise _none(error.message) from error
        if (found.record_id, found.receipt.origin, found.receipt.index) != (wanted.hex(), born.origin, place.leaf):
            raise _none("what it signed is about something else")
        return data, counted("")

    return ask(sources, question, as_of).data


def _none(why: str) -> UnavailableError:
    return UnavailableError(
        f"the record's log gives no statement: {why}",
        hint="its proof is the bundle all the same: `ombud record bundle`",
        code="no_statement",
    )
