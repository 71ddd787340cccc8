"""Events of court, panels and arbitrators into writes, one pure function an event.

What says the same in the words of ERC-792 and ERC-1497 (`Dispute`, `Ruling`, `DisputeCreation`, `AppealPossible`,
`AppealDecision`) is left out. How a dispute stands is folded from its rows when asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from ledger.domain.dispute import NOBODY, cause_of
from ledger.indexer.seen import Projection, Seen
from ledger.store import arbitrator_rows, case_rows, keys, panel_rows
from ledger.store.ops import Op, put, put_once, remove
from ledger.store.rows import WIDE_BYTES

_YES: Final = b"1"


def _name(number: int) -> bytes:
    return number.to_bytes(WIDE_BYTES, "big")


def _address(account: str) -> bytes:
    return bytes.fromhex(account[2:])


def _case(row: Callable[[Seen, dict[str, Any]], case_rows.CaseRow], number: str = "disputeId") -> Projection:
    return lambda seen: [seen.put_in(keys.dispute(seen.args[number]), row(seen, seen.args))]


def _opened(seen: Seen) -> list[Op]:
    a = seen.args
    number, agent, court = a["disputeId"], a["agentId"], seen.event.log.address
    cause = cause_of(seen.world.chain_id, court, number)
    row = case_rows.Opened(
        seen.time,
        seen.tx,
        court,
        agent,
        a["claimant"],
        a["subject"],
        a["liable"],
        a["injured"],
        a["action"],
        a["faultClass"],
        a["refKind"],
        a["evidenceHash"],
        a["policyId"],
        a["policyHash"],
        str(a["deposit"]),
        str(a["fee"]),
        str(a["slice"]),
        str(a["locked"]),
        a["openedAt"],
        a["openedBlock"],
    )
    return [
        seen.name_in(keys.DISPUTES, _name(number)),
        seen.name_in(keys.agent_disputes(agent), _name(number)),
        seen.name_in(keys.fault_class(a["faultClass"]), _name(number)),
        put(keys.RUNNING, str(number), _YES),
        put(keys.cause(cause), cause, _name(number)),
        seen.put_in(keys.dispute(number), row),
    ]


def _finalized(seen: Seen) -> list[Op]:
    a = seen.args
    number, matter = a["disputeId"], a["matter"]
    row = case_rows.Finalized(
        seen.time, seen.tx, a["ruling"], a["basis"], a["punishes"], matter, a["reopenings"], a["openUntil"]
    )
    after = case_rows.MatterRow(seen.time, seen.tx, number, a["ruling"], a["basis"], a["reopenings"], a["openUntil"])
    return [seen.put_in(keys.dispute(number), row), seen.put_in(keys.matter(matter), after)]


def _executed(seen: Seen) -> list[Op]:
    a = seen.args
    number = a["disputeId"]
    amounts = (str(a[name]) for name in ("slashed", "toClaimant", "toInjured", "toLiable", "burned"))
    return [
        seen.put_in(keys.dispute(number), case_rows.Executed(seen.time, seen.tx, a["ruling"], *amounts)),
        seen.name_in(keys.EXECUTED, _name(number)),
        remove(keys.RUNNING, str(number)),
    ]


def _panel(row: Callable[[Seen, dict[str, Any]], panel_rows.PanelRow]) -> Projection:
    return lambda seen: [seen.put_in(keys.panel(seen.args["disputeId"]), row(seen, seen.args))]


def _sat(seen: Seen, arbitrator: str, did: str, vote: int | None = None) -> Op:
    return seen.put_in(
        keys.arbitrator(arbitrator), arbitrator_rows.Sat(seen.time, seen.tx, seen.args["disputeId"], did, vote)
    )


def _drawn(seen: Seen) -> list[Op]:
    a = seen.args
    seats = (a["first"], a["second"], a["third"])
    row = panel_rows.Drawn(seen.time, seen.tx, seats, a["commitUntil"], a["revealUntil"])
    return [seen.put_in(keys.panel(a["disputeId"]), row), *(_sat(seen, seat, "drawn") for seat in seats)]


def _seated(seen: Seen) -> list[Op]:
    a = seen.args
    row = panel_rows.Seated(seen.time, seen.tx, a["round"], tuple(a["seats"]), a["commitUntil"], a["revealUntil"])
    return [seen.put_in(keys.panel(a["disputeId"]), row), *(_sat(seen, seat, "drawn") for seat in a["seats"])]


def _recused(seen: Seen) -> list[Op]:
    a = seen.args
    row = panel_rows.Recused(seen.time, seen.tx, a["arbitrator"], a["party"], a["replacement"], a["action"])
    ops = [seen.put_in(keys.panel(a["disputeId"]), row), _sat(seen, a["arbitrator"], "recused")]
    return ops if a["replacement"] == NOBODY else [*ops, _sat(seen, a["replacement"], "drawn")]


def _leaked(seen: Seen) -> list[Op]:
    a = seen.args
    row = panel_rows.Leaked(
        seen.time,
        seen.tx,
        a["arbitrator"],
        a["reporter"],
        a["vote"],
        a["reasonsHash"],
        a["salt"],
        str(a["slashed"]),
    )
    return [seen.put_in(keys.panel(a["disputeId"]), row), _sat(seen, a["arbitrator"], "leaked")]


def _reviewed(seen: Seen) -> list[Op]:
    a = seen.args
    review, earlier = a["disputeId"], a["earlierId"]
    row = panel_rows.Reviewed(seen.time, seen.tx, review, earlier, a["earlierRuling"], a["ruling"])
    return [
        seen.name_in(keys.REVIEWS, _name(review) + _name(earlier)),
        *(seen.put_in(keys.panel(number), row) for number in dict.fromkeys((review, earlier))),
    ]


def _undecided(seen: Seen, a: dict[str, Any]) -> panel_rows.Undecided:
    votes = (a["refused"], a["upheld"], a["dismissed"])
    return panel_rows.Undecided(seen.time, seen.tx, a["round"], *votes, a["nextSeats"], str(a["pay"]), str(a["burned"]))


def _committed(seen: Seen) -> list[Op]:
    a = seen.args
    row = panel_rows.Committed(seen.time, seen.tx, a["arbitrator"], a["commitment"], a["commits"])
    return [seen.put_in(keys.panel(a["disputeId"]), row), _sat(seen, a["arbitrator"], "committed")]


def _revealed(seen: Seen) -> list[Op]:
    a = seen.args
    row = panel_rows.Revealed(
        seen.time, seen.tx, a["arbitrator"], a["vote"], a["reasonsHash"], a["salt"], a["reveals"], str(a["paid"])
    )
    return [seen.put_in(keys.panel(a["disputeId"]), row), _sat(seen, a["arbitrator"], "revealed", a["vote"])]


def _absent(seen: Seen) -> list[Op]:
    a = seen.args
    row = panel_rows.Absent(seen.time, seen.tx, a["arbitrator"], str(a["slashed"]))
    return [seen.put_in(keys.panel(a["disputeId"]), row), _sat(seen, a["arbitrator"], "absent")]


def _concluded(seen: Seen, a: dict[str, Any]) -> panel_rows.Concluded:
    votes = (a["refused"], a["upheld"], a["dismissed"])
    return panel_rows.Concluded(
        seen.time, seen.tx, a["arbitrable"], a["ruling"], *votes, str(a["returned"]), str(a["burned"])
    )


def _listed(seen: Seen) -> list[Op]:
    a = seen.args
    row = arbitrator_rows.Listed(
        seen.time, seen.tx, a["number"], a["document"], a["validUntil"], str(a["stake"]), a["model"]
    )
    return [
        # A number never changes hands, so who renews finds it taken, by itself.
        put_once(keys.ARBITRATORS, str(a["number"]), _address(a["arbitrator"])),
        seen.put_in(keys.arbitrator(a["arbitrator"]), row),
        seen.put_in(keys.listings(a["arbitrator"]), row),
    ]


def _retired(seen: Seen) -> list[Op]:
    row = arbitrator_rows.Retired(seen.time, seen.tx, seen.args["number"])
    return [seen.put_in(keys.arbitrator(seen.args["arbitrator"]), row)]


def _conflict(seen: Seen) -> list[Op]:
    row = arbitrator_rows.ConflictDeclared(seen.time, seen.tx, seen.args["party"], seen.args["conflicted"])
    return [seen.put_in(keys.arbitrator(seen.args["arbitrator"]), row)]


def _clustered(seen: Seen) -> list[Op]:
    row = arbitrator_rows.Clustered(seen.time, seen.tx, seen.args["cluster"])
    return [seen.put_in(keys.arbitrator(seen.args["account"]), row)]


COURT_PROJECTIONS: Final[Mapping[str, Projection]] = {
    "DisputeOpened": _opened,
    "RespondentNotified": _case(
        lambda s, a: case_rows.Notified(s.time, s.tx, a["liable"], a["respondBy"], a["respondByBlock"])
    ),
    "DisputeResponded": _case(
        lambda s, a: case_rows.Responded(s.time, s.tx, a["respondent"], a["evidenceHash"], a["late"], a["arbitrateBy"])
    ),
    "EvidenceAdded": _case(lambda s, a: case_rows.EvidenceAdded(s.time, s.tx, a["party"], a["evidenceHash"])),
    "Evidence": _case(
        lambda s, a: case_rows.EvidenceShown(s.time, s.tx, a["_party"], a["_evidence"]), "_evidenceGroupID"
    ),
    "ArbitrationStarted": _case(
        lambda s, a: case_rows.ArbitrationStarted(
            s.time, s.tx, a["arbitrator"], str(a["arbitratorDisputeId"]), a["round"], str(a["fee"])
        )
    ),
    "ArbitrationPending": _case(lambda s, a: case_rows.ArbitrationPending(s.time, s.tx, a["arbitrator"], a["round"])),
    "DefaultEntered": _case(lambda s, a: case_rows.Defaulted(s.time, s.tx, a["caller"], a["provisionalUntil"])),
    "RulingGiven": _case(lambda s, a: case_rows.Ruled(s.time, s.tx, a["arbitrator"], a["ruling"], a["round"])),
    "LateRuling": _case(lambda s, a: case_rows.LateRuled(s.time, s.tx, a["arbitrator"], str(a["ruling"]))),
    "DisputeFinalized": _finalized,
    "DisputeExecuted": _executed,
    "ClaimJoined": _case(
        lambda s, a: case_rows.Joined(s.time, s.tx, a["claimant"], a["evidenceHash"], str(a["deposit"]))
    ),
    "ClaimWithdrawn": _case(lambda s, a: case_rows.Withdrawn(s.time, s.tx, a["claimant"])),
    "DisputeConceded": _case(lambda s, a: case_rows.Conceded(s.time, s.tx, a["liable"], a["provisionalUntil"])),
    "DisputeAppealed": _case(
        lambda s, a: case_rows.Appealed(s.time, s.tx, a["appellant"], a["evidenceHash"], a["round"], a["arbitrateBy"])
    ),
    "DisputeEndedByProof": _case(lambda s, a: case_rows.Proved(s.time, s.tx, a["faultKey"], a["caller"])),
    "JoinSettled": _case(
        lambda s, a: case_rows.JoinSettled(
            s.time, s.tx, a["claimant"], str(a["toClaimant"]), str(a["toLiable"]), str(a["burned"])
        )
    ),
    "PanelArmed": _panel(
        lambda s, a: panel_rows.Armed(s.time, s.tx, a["arbitrable"], a["drawBlock"], a["arms"], a["roster"], a["terms"])
    ),
    "PanelDrawn": _drawn,
    "PanelSeated": _seated,
    "PanelUndecided": _panel(_undecided),
    "SeatRecused": _recused,
    "VoteLeaked": _leaked,
    "SeatsUnfilled": _panel(lambda s, a: panel_rows.Unfilled(s.time, s.tx, a["round"], a["seats"], a["ruling"])),
    "RulingReviewed": _reviewed,
    "ClusterShown": _clustered,
    "VoteCommitted": _committed,
    "VoteRevealed": _revealed,
    "ModelVoted": _panel(lambda s, a: panel_rows.ModelVoted(s.time, s.tx, a["arbitrator"], a["model"])),
    "ArbitratorAbsent": _absent,
    "PanelConcluded": _panel(_concluded),
    "ArbitratorListed": _listed,
    "ArbitratorRetired": _retired,
    "ConflictDeclared": _conflict,
}
