"""Mandates: what principals let agents do, and whether they still do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ledger.domain.ids import parse_hex32
from ledger.errors import NotFoundError
from ledger.queries import cursors, finding
from ledger.queries.answers import Answer, Completeness, Page, Seen, counted
from ledger.queries.asking import ask, block_at
from ledger.queries.cursors import Cursor, Place
from ledger.queries.lifecycle import Witness
from ledger.queries.sources import Sources
from ledger.store import court_rows as rows
from ledger.store.court_view import CourtView
from ledger.store.rows import Placed
from ledger.store.view import View, lost

BASIS: Final = (
    "events of Mandates; the chain keeps no counter of them, so this rests on the node's logs, screened by each "
    "block's bloom filter near the head"
)


@dataclass(frozen=True, slots=True)
class MandateView:
    """One mandate.

    `state` as of the answer's block: in_force, expired or revoked. `cap` in the unit of receipts, in all and at once;
    `expiry` in Unix seconds; `tools` is the hash of the list of allowed tools.
    """

    mandate_id: str
    agent: str
    agent_id: int
    principal: str
    state: str
    cap: str
    expiry: int
    tools: str
    salt: str
    granted: Seen
    revoked: Seen | None


def mandate(sources: Sources, mandate_id: str, *, as_of: int | None) -> Answer[MandateView]:
    """Return one mandate.

    Raises:
        InvalidInputError: if the name or as_of have another form.
        NotFoundError: if none of that name was granted.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    name = parse_hex32(mandate_id, what="mandate")

    def question(view: View) -> tuple[MandateView, Completeness]:
        (history,) = CourtView(view).mandates([name])
        if not history:
            raise NotFoundError(
                f"no mandate {name.hex()} was granted as of block {view.block}",
                hint="a mandate appears when its principal grants it; see GET /v1/agents/{id}/mandates",
                code="no_such_mandate",
            )
        return _mandate(sources, view, name, history, block_at(sources, view).time), counted(BASIS)

    return ask(sources, question, as_of)


def agent_mandates(
    sources: Sources, agent: str, *, cursor: str | None, limit: int, as_of: int | None
) -> Answer[Page[MandateView]]:
    """List the mandates of an agent, oldest first.

    Raises:
        ConflictError: if a fork took back what the cursor has seen.
        InvalidInputError: if an argument has another form.
        NotFoundError: if there is no such agent.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    number = finding.agent_number(sources, agent)
    parsed = cursors.parse(cursor, f"mandates/{number}", as_of)
    cursors.check_limit(limit)

    def question(view: View) -> tuple[Page[MandateView], Completeness]:
        finding.agent(view, number)
        at = parsed or cursors.start(f"mandates/{number}", as_of, view.books.cursor)
        cursors.check_fork(at, view)
        court, position = CourtView(view), None if at.chain is None else at.chain.position()
        found = court.agent_mandates(number, position, limit + 1)
        page = found[:limit]
        now = block_at(sources, view).time
        histories = court.mandates([item.name for item in page])
        items = [_mandate(sources, view, i.name, history, now) for i, history in zip(page, histories, strict=True)]
        chain = Place(page[-1].position.block, page[-1].position.prefix) if page else at.chain
        seen = view.books.cursor
        after = Cursor(at.version, at.question, at.as_of, seen.number, seen.hash, chain, {})
        return Page(items, after.text() if chain else None, len(found) > limit), counted(BASIS)

    return ask(sources, question, as_of)


def _mandate(
    sources: Sources, view: View, name: bytes, history: list[Placed[rows.MandateRow]], now: int
) -> MandateView:
    granted = history[0]
    row = granted.row
    if not isinstance(row, rows.Granted):
        raise lost(f"the grant of mandate {name.hex()}")
    revoked = next((placed for placed in history if isinstance(placed.row, rows.Revoked)), None)
    state = "revoked" if revoked is not None else "expired" if now >= row.expiry else "in_force"
    return MandateView(
        mandate_id=name.hex(),
        agent=str(sources.agent(row.agent_id)),
        agent_id=row.agent_id,
        principal=row.principal,
        state=state,
        cap=row.cap,
        expiry=row.expiry,
        tools=row.tools.hex(),
        salt=row.salt.hex(),
        granted=_seen(view, granted),
        revoked=None if revoked is None else _seen(view, revoked),
    )


def _seen(view: View, placed: Placed[rows.MandateRow]) -> Seen:
    return finding.seen(view, Witness(placed.block, placed.log_index, placed.row.time, placed.row.tx))
