"""Events of court, panels, mandates and policies into writes, one pure function an event.

What says the same in the words of ERC-792 and ERC-1497 (`Dispute`, `Ruling`, `DisputeCreation`, `AppealPossible`,
`AppealDecision`) is left out. How a dispute stands is folded from its rows when asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from ledger.domain.dispute import NOBODY, cause_of
from ledger.indexer.seen import Seen
from ledger.store import court_rows as rows
from ledger.store import keys
from ledger.store.ops import Op, put, put_once, remove
from ledger.store.rows import WIDE_BYTES

_POLICY_BYTES: Final = 4
_YES: Final = b"1"
Projection = Callable[[Seen], list[Op]]


def _name(number: int) -> bytes:
    return number.to_bytes(WIDE_BYTES, "big")


def _address(account: str) -> bytes:
    return bytes.fromhex(account[2:])


def _case(row: Callable[[Seen, dict[str, Any]], rows.CaseRow], number: str = "disputeId") -> Projection:
    return lambda seen: [seen.put_in(keys.dispute(seen.args[number]), row(seen, seen.args))]


def _opened(seen: Seen) -> list[Op]:
    a = seen.args
    number, agent, court = a["disputeId"], a["agentId"], seen.event.log.address
    cause = cause_of(seen.world.chain_id, court, number)
    row = rows.Opened(
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
    row = rows.Finalized(
        seen.time, seen.tx, a["ruling"], a["basis"], a["punishes"], matter, a["reopenings"], a["openUntil"]
    )
    after = rows.MatterRow(seen.time, seen.tx, number, a["ruling"], a["basis"], a["reopenings"], a["openUntil"])
    return [seen.put_in(keys.dispute(number), row), seen.put_in(keys.matter(matter), after)]


def _executed(seen: Seen) -> list[Op]:
    a = seen.args
    number = a["disputeId"]
    amounts = (str(a[name]) for name in ("slashed", "toClaimant", "toInjured", "toLiable", "burned"))
    return [
        seen.put_in(keys.dispute(number), rows.Executed(seen.time, seen.tx, a["ruling"], *amounts)),
        seen.name_in(keys.EXECUTED, _name(number)),
        remove(keys.RUNNING, str(number)),
    ]


def _panel(row: Callable[[Seen, dict[str, Any]], rows.PanelRow]) -> Projection:
    return lambda seen: [seen.put_in(keys.panel(seen.args["disputeId"]), row(seen, seen.args))]


def _sat(seen: Seen, arbitrator: str, did: str, vote: int | None = None) -> Op:
    return seen.put_in(keys.arbitrator(arbitrator), rows.Sat(seen.time, seen.tx, seen.args["disputeId"], did, vote))


def _drawn(seen: Seen) -> list[Op]:
    a = seen.args
    seats = (a["first"], a["second"], a["third"])
    row = rows.Drawn(seen.time, seen.tx, seats, a["commitUntil"], a["revealUntil"])
    return [seen.put_in(keys.panel(a["disputeId"]), row), *(_sat(seen, seat, "drawn") for seat in seats)]


def _seated(seen: Seen) -> list[Op]:
    a = seen.args
    row = rows.Seated(seen.time, seen.tx, a["round"], tuple(a["seats"]), a["commitUntil"], a["revealUntil"])
    return [seen.put_in(keys.panel(a["disputeId"]), row), *(_sat(seen, seat, "drawn") for seat in a["seats"])]


def _recused(seen: Seen) -> list[Op]:
    a = seen.args
    row = rows.Recused(seen.time, seen.tx, a["arbitrator"], a["party"], a["replacement"], a["action"])
    ops = [seen.put_in(keys.panel(a["disputeId"]), row), _sat(seen, a["arbitrator"], "recused")]
    return ops if a["replacement"] == NOBODY else [*ops, _sat(seen, a["replacement"], "drawn")]


def _leaked(seen: Seen) -> list[Op]:
    a = seen.args
    row = rows.Leaked(
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
    row = rows.Reviewed(seen.time, seen.tx, review, earlier, a["earlierRuling"], a["ruling"])
    return [
        seen.name_in(keys.REVIEWS, _name(review) + _name(earlier)),
        *(seen.put_in(keys.panel(number), row) for number in dict.fromkeys((review, earlier))),
    ]


def _undecided(seen: Seen, a: dict[str, Any]) -> rows.Undecided:
    votes = (a["refused"], a["upheld"], a["dismissed"])
    return rows.Undecided(seen.time, seen.tx, a["round"], *votes, a["nextSeats"], str(a["pay"]), str(a["burned"]))


def _committed(seen: Seen) -> list[Op]:
    a = seen.args
    row = rows.Committed(seen.time, seen.tx, a["arbitrator"], a["commitment"], a["commits"])
    return [seen.put_in(keys.panel(a["disputeId"]), row), _sat(seen, a["arbitrator"], "committed")]


def _revealed(seen: Seen) -> list[Op]:
    a = seen.args
    row = rows.Revealed(
        seen.time, seen.tx, a["arbitrator"], a["vote"], a["reasonsHash"], a["salt"], a["reveals"], str(a["paid"])
    )
    return [seen.put_in(keys.panel(a["disputeId"]), row), _sat(seen, a["arbitrator"], "revealed", a["vote"])]


def _absent(seen: Seen) -> list[Op]:
    a = seen.args
    row = rows.Absent(seen.time, seen.tx, a["arbitrator"], str(a["slashed"]))
    return [seen.put_in(keys.panel(a["disputeId"]), row), _sat(seen, a["arbitrator"], "absent")]


def _concluded(seen: Seen, a: dict[str, Any]) -> rows.Concluded:
    votes = (a["refused"], a["upheld"], a["dismissed"])
    return rows.Concluded(
        seen.time, seen.tx, a["arbitrable"], a["ruling"], *votes, str(a["returned"]), str(a["burned"])
    )


def _listed(seen: Seen) -> list[Op]:
    a = seen.args
    row = rows.Listed(seen.time, seen.tx, a["number"], a["document"], a["validUntil"], str(a["stake"]), a["model"])
    return [
        # A number never changes hands, so who renews finds it taken, by itself.
        put_once(keys.ARBITRATORS, str(a["number"]), _address(a["arbitrator"])),
        seen.put_in(keys.arbitrator(a["arbitrator"]), row),
        seen.put_in(keys.listings(a["arbitrator"]), row),
    ]


def _retired(seen: Seen) -> list[Op]:
    row = rows.Retired(seen.time, seen.tx, seen.args["number"])
    return [seen.put_in(keys.arbitrator(seen.args["arbitrator"]), row)]


def _conflict(seen: Seen) -> list[Op]:
    row = rows.ConflictDeclared(seen.time, seen.tx, seen.args["party"], seen.args["conflicted"])
    return [seen.put_in(keys.arbitrator(seen.args["arbitrator"]), row)]


def _clustered(seen: Seen) -> list[Op]:
    row = rows.Clustered(seen.time, seen.tx, seen.args["cluster"])
    return [seen.put_in(keys.arbitrator(seen.args["account"]), row)]


def _granted(seen: Seen) -> list[Op]:
    a = seen.args
    mandate, agent = a["mandateId"], a["agentId"]
    row = rows.Granted(seen.time, seen.tx, agent, a["principal"], str(a["cap"]), a["expiry"], a["tools"], a["salt"])
    return [seen.name_in(keys.agent_mandates(agent), mandate), seen.put_in(keys.mandate(mandate), row)]


def _revoked(seen: Seen) -> list[Op]:
    return [seen.put_in(keys.mandate(seen.args["mandateId"]), rows.Revoked(seen.time, seen.tx, seen.args["principal"]))]


def _delegated(seen: Seen) -> list[Op]:
    a = seen.args
    child, parent = a["mandateId"], a["parent"]
    row = rows.Delegated(
        seen.time,
        seen.tx,
        parent,
        a["agentId"],
        str(a["cap"]),
        a["expiry"],
        a["tools"],
        a["context"],
        a["hops"],
        a["salt"],
        a["by"],
    )
    return [
        seen.name_in(keys.agent_mandates(a["agentId"]), child),
        seen.put_in(keys.mandate(child), row),
        seen.put_in(keys.mandate(parent), rows.PassedOn(seen.time, seen.tx, child, str(a["cap"]), str(a["left"]))),
    ]


def _delegable(seen: Seen) -> list[Op]:
    return [seen.put_in(keys.mandate(seen.args["mandateId"]), rows.Delegable(seen.time, seen.tx, seen.args["hops"]))]


def _queued(seen: Seen) -> list[Op]:
    a = seen.args
    row = rows.Queued(seen.time, seen.tx, a["policyHash"], a["proposer"], a["readyAt"], a["policy"])
    number = a["policyId"]
    return [
        seen.name_in(keys.POLICIES, number.to_bytes(_POLICY_BYTES, "big")),
        seen.put_in(keys.policy(number), row),
    ]


def _announced(seen: Seen) -> list[Op]:
    row = rows.Announced(seen.time, seen.tx, seen.args["_evidence"])
    return [seen.put_in(keys.policy(seen.args["_metaEvidenceID"]), row)]


def _adopted(seen: Seen) -> list[Op]:
    row = rows.AdoptedRow(seen.time, seen.tx, seen.args["beneficiary"], seen.args["policyId"])
    return [seen.put_in(keys.adopted(seen.args["subject"]), row)]


COURT_PROJECTIONS: Final[Mapping[str, Projection]] = {
    "DisputeOpened": _opened,
    "RespondentNotified": _case(
        lambda s, a: rows.Notified(s.time, s.tx, a["liable"], a["respondBy"], a["respondByBlock"])
    ),
    "DisputeResponded": _case(
        lambda s, a: rows.Responded(s.time, s.tx, a["respondent"], a["evidenceHash"], a["late"], a["arbitrateBy"])
    ),
    "EvidenceAdded": _case(lambda s, a: rows.EvidenceAdded(s.time, s.tx, a["party"], a["evidenceHash"])),
    "Evidence": _case(lambda s, a: rows.EvidenceShown(s.time, s.tx, a["_party"], a["_evidence"]), "_evidenceGroupID"),
    "ArbitrationStarted": _case(
        lambda s, a: rows.ArbitrationStarted(
            s.time, s.tx, a["arbitrator"], str(a["arbitratorDisputeId"]), a["round"], str(a["fee"])
        )
    ),
    "ArbitrationPending": _case(lambda s, a: rows.ArbitrationPending(s.time, s.tx, a["arbitrator"], a["round"])),
    "DefaultEntered": _case(lambda s, a: rows.Defaulted(s.time, s.tx, a["caller"], a["provisionalUntil"])),
    "RulingGiven": _case(lambda s, a: rows.Ruled(s.time, s.tx, a["arbitrator"], a["ruling"], a["round"])),
    "LateRuling": _case(lambda s, a: rows.LateRuled(s.time, s.tx, a["arbitrator"], str(a["ruling"]))),
    "DisputeFinalized": _finalized,
    "DisputeExecuted": _executed,
    "ClaimJoined": _case(lambda s, a: rows.Joined(s.time, s.tx, a["claimant"], a["evidenceHash"], str(a["deposit"]))),
    "ClaimWithdrawn": _case(lambda s, a: rows.Withdrawn(s.time, s.tx, a["claimant"])),
    "DisputeConceded": _case(lambda s, a: rows.Conceded(s.time, s.tx, a["liable"], a["provisionalUntil"])),
    "DisputeAppealed": _case(
        lambda s, a: rows.Appealed(s.time, s.tx, a["appellant"], a["evidenceHash"], a["round"], a["arbitrateBy"])
    ),
    "DisputeEndedByProof": _case(lambda s, a: rows.Proved(s.time, s.tx, a["faultKey"], a["caller"])),
    "JoinSettled": _case(
        lambda s, a: rows.JoinSettled(
            s.time, s.tx, a["claimant"], str(a["toClaimant"]), str(a["toLiable"]), str(a["burned"])
        )
    ),
    "PanelArmed": _panel(
        lambda s, a: rows.Armed(s.time, s.tx, a["arbitrable"], a["drawBlock"], a["arms"], a["roster"], a["terms"])
    ),
    "PanelDrawn": _drawn,
    "PanelSeated": _seated,
    "PanelUndecided": _panel(_undecided),
    "SeatRecused": _recused,
    "VoteLeaked": _leaked,
    "SeatsUnfilled": _panel(lambda s, a: rows.Unfilled(s.time, s.tx, a["round"], a["seats"], a["ruling"])),
    "RulingReviewed": _reviewed,
    "ClusterShown": _clustered,
    "VoteCommitted": _committed,
    "VoteRevealed": _revealed,
    "ModelVoted": _panel(lambda s, a: rows.ModelVoted(s.time, s.tx, a["arbitrator"], a["model"])),
    "ArbitratorAbsent": _absent,
    "PanelConcluded": _panel(_concluded),
    "ArbitratorListed": _listed,
    "ArbitratorRetired": _retired,
    "ConflictDeclared": _conflict,
    "MandateGranted": _granted,
    "MandateRevoked": _revoked,
    "DelegationAllowed": _delegable,
    "MandateDelegated": _delegated,
    "PolicyQueued": _queued,
    "MetaEvidence": _announced,
    "PolicyAdopted": _adopted,
}
