"""The draw of a panel, recomputed from the hash of its block, as far as facts tell who the arbitrators were.

A place in the roster is an arbitrator's for ever, so the seed names the same candidates to everyone. Whether one of
them could sit was for the panel to see: facts tell of parties, retirements, conflicts and accreditations, and not of
stakes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, cast

from ledger.domain.bundle import BlockRef
from ledger.domain.case.action import Finding
from ledger.domain.case.facts import Step
from ledger.domain.case.panel import Draw, PanelReplay
from ledger.domain.hashing import ZERO32
from ledger.domain.ids import Address
from ledger.domain.panel import draw_seats
from ledger.domain.trust import Problem

_UNKNOWN: Final = "no fact says why"


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A candidate whom the seed named and who got no seat, and why, if a fact says so."""

    arbitrator: str
    reason: str


def named_numbers(
    seed: bytes, panel_number: int, roster: int, listed: Mapping[int, str], seats: Sequence[str], wanted: int
) -> list[int]:
    """Return the places in the roster that the seed names, in order, up to the last seat; each once.

    Args:
        seed: Hash of the block that draws.
        panel_number: The panel's number of the dispute.
        roster: How many arbitrators were in the draw.
        listed: Arbitrators by place, as far as they are known.
        seats: Who was drawn.
        wanted: How many seats there were to fill.
    """
    named: dict[int, None] = {}

    def may_sit(number: int) -> bool:
        named[number] = None
        return listed.get(number) in seats

    draw_seats(seed, panel_number, cast("Sequence[Address]", range(roster)), may_sit, wanted)  # type: ignore[arg-type]
    return list(named)


def check_draw(
    block: BlockRef, panel: PanelReplay, draw: Draw, steps: Sequence[Step]
) -> tuple[Finding, list[PassedOver]]:
    """Recompute a draw.

    Args:
        block: The block that drew.
        panel: The panel, replayed.
        draw: The draw, as the panel tells it.
        steps: Proved events beside those of the case: arbitrators listed and retired, conflicts declared.

    Returns:
        What does not hold, with the facts that were used; and who was passed over.
    """
    finding, drawn, armed = Finding(), draw.step, panel.armed
    roster = 0 if armed is None else armed.args["roster"]
    seats = list(draw.seats)
    earlier = [step for step in steps if _is_before(step, drawn)]
    listings = {step.args["number"]: step for step in earlier if step.name == "ArbitratorListed"}
    listed: dict[int, Address] = {number: step.args["arbitrator"] for number, step in listings.items()}
    named = named_numbers(bytes.fromhex(block.hash), panel.number, roster, listed, seats, len(seats))
    finding.used |= {listings[number].number for number in named if number in listings}
    for number in named:
        if number not in listed:
            finding.problems.append(Problem("facts", "incomplete_roster", f"no fact names arbitrator number {number}"))
    if finding.problems:
        return finding, []
    in_order = [listed[number] for number in named if listed[number] in seats]
    if in_order != seats:
        finding.problems.append(
            Problem(drawn.where, "other_draw", f"the hash of block {block.number} names {', '.join(in_order)}")
        )
    for number in named:
        if listed[number] in seats and listings[number].args["validUntil"] <= drawn.time:
            finding.problems.append(Problem(listings[number].where, "not_accredited", "it had a seat after its time"))
    if panel.human and not any(_is_human(listings[number]) for number in named if listed[number] in seats):
        finding.problems.append(Problem(drawn.where, "no_human", "it is serious, and no attested human has a seat"))
    passed = []
    for number in named:
        who = listed[number]
        if who in draw.before:
            passed.append(PassedOver(who, "it had a seat before"))
        elif who not in seats:
            reason, rests_on = _reason(listings[number], drawn, panel.parties, earlier)
            if reason == _UNKNOWN and panel.human and not _is_human(listings[number]):
                reason = "the last seat waited for a human"
            finding.used |= rests_on
            passed.append(PassedOver(who, reason))
    return finding, passed


def _reason(listing: Step, drawn: Step, parties: list[Address], steps: Sequence[Step]) -> tuple[str, set[int]]:
    who = listing.args["arbitrator"]
    if who in parties:
        return "a party", set()
    if listing.args["validUntil"] <= drawn.time:
        return "its accreditation was over", set()
    about = [step for step in steps if step.args.get("arbitrator") == who]
    conflicts = {step.args["party"]: step for step in about if step.name == "ConflictDeclared"}
    declared = [step for party, step in conflicts.items() if party in parties and step.args["conflicted"]]
    if declared:
        return f"it declared a conflict with {declared[0].args['party']}", {step.number for step in declared}
    retired = [step for step in about if step.name == "ArbitratorRetired" and _is_before(listing, step)]
    if retired:
        return "it had retired", {step.number for step in retired}
    return _UNKNOWN, set()


def _is_human(listing: Step) -> bool:
    """Whether a listing attests a human; older ones say nothing of it."""
    return bool(listing.args.get("model") == ZERO32)


def _is_before(first: Step, second: Step) -> bool:
    return (first.block, first.tx, first.log) < (second.block, second.tx, second.log)
