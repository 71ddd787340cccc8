"""Verdicts: faults proved on chain, and what each did to bond and standing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ledger.domain.ids import parse_hex32
from ledger.errors import NotFoundError
from ledger.queries import finding
from ledger.queries.answers import Answer, Completeness, Page, Seen, counted
from ledger.queries.asking import ask
from ledger.queries.cursors import Place
from ledger.queries.fault_kinds import MANDATE_BREACH, WITH_HEADERS, WITH_RECEIPT, name_of
from ledger.queries.lifecycle import Witness
from ledger.queries.paging import Asked, paged
from ledger.queries.rewards import RewardMove, reward_moves
from ledger.queries.sources import Sources
from ledger.queries.standing import stored
from ledger.store import rows
from ledger.store.rows import LOG_INDEX_BYTES
from ledger.store.view import View

BASIS: Final = (
    "events of FaultProver; the chain keeps no counter of them, so this rests on the node's logs, screened by "
    "each block's bloom filter near the head"
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """One proved fault; `slashed` in wei.

    `statement_a` and `statement_b` are what convicts, by their hashes. An equivocation shows two headers, and `seq` is
    the first number that both claim; so do a broken chain and a wrong time. A breach shows the `receipt` of the action
    `seq`, and the `mandate` it was acted under. What was not shown is None.
    """

    fault_key: str
    kind: str
    agent: str
    epoch: int
    stream: int
    seq: int
    header_a: str | None
    header_b: str | None
    receipt: str | None
    mandate: str | None
    statement_a: str
    statement_b: str
    prover: str
    slashed: str
    seen: Seen


@dataclass(frozen=True, slots=True)
class Effects:
    """What the verdict did in its transaction, all in wei or milli-units: bond, reward, burned; evidence added."""

    slashed: str
    reward: str
    burned: str
    liable: str | None
    bond_after: str | None
    negative_added: int
    score_ppm_after: int | None
    epoch_closed: bool


@dataclass(frozen=True, slots=True)
class VerdictCase:
    """One verdict with its effects, and what happened to the reward of its proof."""

    verdict: Verdict
    effects: Effects
    reward: list[RewardMove]


def verdicts(
    sources: Sources, *, agent: str | None, cursor: str | None, limit: int, as_of: int | None
) -> Answer[Page[Verdict]]:
    """List verdicts, oldest first, of one agent or of all.

    Raises:
        ConflictError: if a fork took back what the cursor has seen.
        InvalidInputError: if an argument has another form.
        NotFoundError: if there is no such agent.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    number = None if agent is None else finding.agent_number(sources, agent)
    name = "verdicts" if number is None else f"verdicts/{number}"
    asked = Asked.parse(name, cursor, limit, as_of)

    def question(view: View) -> tuple[Page[Verdict], Completeness]:
        if number is not None:
            finding.agent(view, number)
        at = asked.begin(view)
        found = view.verdicts(number, at.position, limit + 1)
        page = found[:limit]
        view.load_blocks([row.block for _, row in page])
        items = [verdict_of(sources, view, fault, row) for fault, row in page]
        end = _place(page[-1][1]) if page else None
        return paged(view, at, items, end, more=len(found) > limit), counted(BASIS)

    return ask(sources, question, as_of)


def _place(row: rows.VerdictRow) -> Place:
    return Place(row.block, row.log_index.to_bytes(LOG_INDEX_BYTES, "big"))


def verdict(sources: Sources, fault_key: str, *, as_of: int | None) -> Answer[VerdictCase]:
    """Return one verdict with its effects.

    Raises:
        InvalidInputError: if the key has another form.
        NotFoundError: if nothing was proved under that key.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    fault = parse_hex32(fault_key, what="fault key")

    def question(view: View) -> tuple[VerdictCase, Completeness]:
        row = view.verdict(fault)
        if row is None:
            raise NotFoundError(
                f"no fault is proved under {fault.hex()}", hint="see GET /v1/verdicts", code="no_such_verdict"
            )
        case = VerdictCase(
            verdict_of(sources, view, fault, row), _effects(sources, view, fault, row), reward_moves(view, fault)
        )
        return case, counted(BASIS)

    return ask(sources, question, as_of)


def verdict_of(sources: Sources, view: View, fault: bytes, row: rows.VerdictRow) -> Verdict:
    """Write a verdict down; its block must be loaded."""
    shown, other = row.header_a.hex(), row.header_b.hex()
    headers = row.kind in WITH_HEADERS
    return Verdict(
        fault_key=fault.hex(),
        kind=name_of(row.kind),
        agent=str(sources.agent(row.agent_id)),
        epoch=row.epoch,
        stream=row.stream,
        seq=row.seq,
        header_a=shown if headers else None,
        header_b=other if headers else None,
        receipt=shown if row.kind in WITH_RECEIPT else None,
        mandate=other if row.kind == MANDATE_BREACH else None,
        statement_a=shown,
        statement_b=other,
        prover=row.prover,
        slashed=row.slashed,
        seen=finding.seen(view, Witness(row.block, row.log_index, row.time, row.tx)),
    )


def _effects(sources: Sources, view: View, fault: bytes, row: rows.VerdictRow) -> Effects:
    """Gather what names the fault as its cause."""
    agent = finding.agent(view, row.agent_id)
    slashes = [p.row for p in view.bonds(sources.agent(row.agent_id).key) if p.row.cause == fault]
    slash = slashes[0] if slashes else None
    changes = [p.row for p in view.standing(row.agent_id) if p.row.cause == fault]
    return Effects(
        slashed=row.slashed,
        reward=(slash and slash.reward) or "0",
        burned=(slash and slash.burned) or "0",
        liable=slash.beneficiary if slash else None,
        bond_after=slash.active if slash else None,
        negative_added=sum(int(change.added_negative) for change in changes),
        score_ppm_after=stored(changes[-1]).score_ppm if changes else None,
        epoch_closed=agent.epochs[row.epoch].cause == fault,
    )
