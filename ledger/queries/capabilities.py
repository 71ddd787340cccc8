"""What agents claim to be capable of, until it is withdrawn, refuted by a ruling, or the agent is sold.

The same rules as `Claims.isClaimed`: the newest version counts, and only if the present owner's side made it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from ledger.domain.ids import parse_hex32
from ledger.queries import finding
from ledger.queries.answers import Answer, Completeness, Page, Seen, counted
from ledger.queries.asking import ask
from ledger.queries.cursors import DEFAULT_LIMIT
from ledger.queries.paging import Asked, cut, turn
from ledger.queries.sides import Side, sides
from ledger.queries.sources import Sources
from ledger.store import keys
from ledger.store import room_rows as rows
from ledger.store.room_view import RoomView
from ledger.store.rows import Placed
from ledger.store.view import View

Standpoint: TypeAlias = Literal["made", "replaced", "withdrawn", "refuted"]
BASIS: Final = "an agent's claims of a capability are numbered from 1, so a missing one would show as a missing number"


@dataclass(frozen=True, slots=True)
class ClaimView:
    """One version of a claim. `capability` is the hash of its name, `document` that of what is claimed, at `uri`.

    `standpoint`: made, replaced by a later version, withdrawn, or refuted by the ruling on `refuted_by`. It is
    `in_force` if it is the newest, neither withdrawn nor refuted, and made by the present owner's side. `contested_by`
    are the disputes that were said to be about it.
    """

    agent: str
    agent_id: int
    capability: str
    version: int
    document: str
    uri: str
    standpoint: Standpoint
    in_force: bool
    contested_by: list[int]
    refuted_by: int | None
    made: Seen


def agent_claims(
    sources: Sources, agent: str, *, cursor: str | None = None, limit: int = DEFAULT_LIMIT, as_of: int | None
) -> Answer[Page[ClaimView]]:
    """List every version of what an agent claims, oldest first.

    Raises:
        ConflictError: if a fork took back what the cursor has seen.
        InvalidInputError: if the agent or as_of have another form.
        NotFoundError: if there is no such agent.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    number = finding.agent_number(sources, agent)
    asked = Asked.parse(f"claims/{number}", cursor, limit, as_of)

    def question(view: View) -> tuple[Page[ClaimView], Completeness]:
        finding.agent(view, number)
        (history,) = RoomView(view).claims([number])
        found = _claims(sources, view, number, sides(view, [number])[number], history)
        page = cut(view, asked, found, lambda claim: (claim.made.block, claim.made.log_index))
        return page, counted(BASIS, complete=_is_whole(found))

    return ask(sources, question, as_of)


def capable(
    sources: Sources, capability: str, *, cursor: str | None, limit: int, as_of: int | None
) -> Answer[Page[ClaimView]]:
    """List the claims of a capability that are in force, in the order in which they were made.

    Args:
        sources: What to read.
        capability: Hash of its name, 64 hex digits.
        cursor: Where to go on.
        limit: Most claims that are looked at for a page; it may be short, and still have more behind it.
        as_of: As of which block.

    Raises:
        ConflictError: if a fork took back what the cursor has seen.
        InvalidInputError: if an argument has another form.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    name = parse_hex32(capability, what="capability")
    asked = Asked.parse(f"capability/{name.hex()}", cursor, limit, as_of)

    def question(view: View) -> tuple[Page[ClaimView], Completeness]:
        turned = turn(view, keys.capability(name), asked)
        numbers = list(dict.fromkeys(int.from_bytes(item, "big") for item in turned.names))
        around, histories = sides(view, numbers), RoomView(view).claims(numbers)
        found = [
            claim
            for number, history in zip(numbers, histories, strict=True)
            for claim in _claims(sources, view, number, around[number], history)
            if claim.in_force and (claim.made.block, claim.made.log_index) in turned.places
        ]
        return turned.page(found), counted(BASIS)

    return ask(sources, question, as_of)


def _is_whole(found: Sequence[ClaimView]) -> bool:
    last: dict[str, int] = {}
    for claim in found:
        if claim.version != last.get(claim.capability, 0) + 1:
            return False
        last[claim.capability] = claim.version
    return True


def _claims(
    sources: Sources, view: View, number: int, side: Side, history: list[Placed[rows.ClaimRow]]
) -> list[ClaimView]:
    view.load_blocks([placed.block for placed in history])
    newest = {placed.row.capability: placed.row.version for placed in history if isinstance(placed.row, rows.Claimed)}
    return [
        _claim(sources, view, number, side, placed, placed.row, history, newest[placed.row.capability])
        for placed in history
        if isinstance(placed.row, rows.Claimed)
    ]


def _claim(
    sources: Sources,
    view: View,
    number: int,
    side: Side,
    placed: Placed[rows.ClaimRow],
    row: rows.Claimed,
    history: list[Placed[rows.ClaimRow]],
    newest: int,
) -> ClaimView:
    about = [item.row for item in history if (item.row.capability, item.row.version) == (row.capability, row.version)]
    refuted = next((item.dispute_id for item in about if isinstance(item, rows.Refuted)), None)
    withdrawn = any(isinstance(item, rows.ClaimWithdrawn) for item in about)
    latest = row.version == newest
    standpoint: Standpoint = (
        "refuted" if refuted is not None else "withdrawn" if withdrawn else "made" if latest else "replaced"
    )
    own = side.owner_epoch_at(placed.block, placed.log_index) == side.agent.owner.owner_epoch
    return ClaimView(
        agent=str(sources.agent(number)),
        agent_id=number,
        capability=row.capability.hex(),
        version=row.version,
        document=row.document.hex(),
        uri=row.uri,
        standpoint=standpoint,
        in_force=standpoint == "made" and own,
        contested_by=[item.dispute_id for item in about if isinstance(item, rows.Contested)],
        refuted_by=refuted,
        made=finding.seen_at(view, placed),
    )
