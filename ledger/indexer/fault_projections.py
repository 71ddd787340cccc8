"""Events of operators' faults, rewards, challenges, custody and manifests into writes, one pure function an event.

`ProofCommitted` is left out: a commitment says nothing before its proof is shown, and `ProverDisplaced` names it then.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ledger.domain.dispute import UPHELD, Basis
from ledger.indexer.seen import Projection, Seen
from ledger.store import fault_rows as rows
from ledger.store import keys
from ledger.store.case_rows import MatterRow
from ledger.store.ops import Op, put, remove

_YES: Final = b"1"


def _operator_fault(seen: Seen) -> list[Op]:
    a = seen.args
    fault, log = a["faultKey"], a["logId"]
    row = rows.OperatorFaultRow(
        seen.block,
        seen.index,
        seen.time,
        seen.tx,
        log,
        a["kind"],
        a["operator"],
        a["prover"],
        a["statementA"],
        a["statementB"],
        str(a["slashed"]),
    )
    return [
        put(keys.operator_fault(fault), fault, row),
        seen.name_in(keys.OPERATOR_FAULTS, fault),
        seen.name_in(keys.log_faults(log), fault),
        seen.name_in(keys.fault_kind(a["kind"]), fault),
    ]


def _displaced(seen: Seen) -> list[Op]:
    a = seen.args
    row = rows.Displaced(seen.time, seen.tx, a["displaced"], a["prover"], a["committedAt"])
    return [seen.put_in(keys.reward(a["faultKey"]), row)]


def _released(seen: Seen) -> list[Op]:
    a = seen.args
    return [seen.put_in(keys.reward(a["faultKey"]), rows.Released(seen.time, seen.tx, a["prover"], str(a["amount"])))]


def _punished(seen: Seen) -> list[Op]:
    matter = seen.args["matter"]
    row = MatterRow(seen.time, seen.tx, 0, UPHELD, Basis.PROOF, 0, 0)
    return [seen.put_in(keys.matter(matter), row)]


def _opened(seen: Seen) -> list[Op]:
    a = seen.args
    challenge = a["id"]
    row = rows.ChallengeOpened(
        seen.time,
        seen.tx,
        seen.event.log.address,
        a["kind"],
        a["subject"],
        a["challenger"],
        a["about"],
        a["answerBy"],
    )
    return [
        seen.name_in(keys.CHALLENGES, challenge),
        seen.name_in(keys.challenged(a["subject"]), challenge),
        put(keys.OPEN_CHALLENGES, challenge, _YES),
        seen.put_in(keys.challenge(challenge), row),
    ]


def _settled(seen: Seen, challenge: bytes) -> list[Op]:
    return [seen.name_in(keys.SETTLED_CHALLENGES, challenge), remove(keys.OPEN_CHALLENGES, challenge)]


def _answered(seen: Seen) -> list[Op]:
    a = seen.args
    challenge = a["id"]
    row = rows.ChallengeAnswered(seen.time, seen.tx, a["answerer"], a["inTime"])
    ends = _settled(seen, challenge) if a["inTime"] else []
    return [seen.put_in(keys.challenge(challenge), row), *ends]


def _closed(seen: Seen) -> list[Op]:
    challenge = seen.args["id"]
    row = rows.ChallengeClosed(seen.time, seen.tx, seen.args["challenger"])
    return [seen.put_in(keys.challenge(challenge), row), *_settled(seen, challenge)]


def _kept(seen: Seen) -> list[Op]:
    row = rows.Kept(seen.time, seen.tx, seen.args["custodian"])
    return [seen.put_in(keys.custody(seen.args["evidenceHash"]), row)]


def _defaulted(seen: Seen) -> list[Op]:
    a = seen.args
    row = rows.Defaulted(seen.time, seen.tx, a["custodian"], a["id"])
    return [seen.put_in(keys.custody(a["evidenceHash"]), row)]


def _manifest(seen: Seen) -> list[Op]:
    a = seen.args
    row = rows.ManifestRow(seen.time, seen.tx, a["index"], a["document"], a["tools"])
    return [seen.put_in(keys.manifests(a["agentId"]), row)]


FAULT_PROJECTIONS: Final[Mapping[str, Projection]] = {
    "OperatorFaultProved": _operator_fault,
    "ProverDisplaced": _displaced,
    "RewardReleased": _released,
    "MatterPunished": _punished,
    "ChallengeOpened": _opened,
    "ChallengeAnswered": _answered,
    "ChallengeClosed": _closed,
    "EvidenceKept": _kept,
    "CustodyDefaulted": _defaulted,
    "ManifestDeclared": _manifest,
}
