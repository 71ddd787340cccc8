"""Events of mandates and policies into writes, one pure function an event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ledger.indexer.seen import Projection, Seen
from ledger.store import keys, mandate_rows, policy_rows
from ledger.store.ops import Op

_POLICY_BYTES: Final = 4


def _granted(seen: Seen) -> list[Op]:
    a = seen.args
    mandate, agent = a["mandateId"], a["agentId"]
    row = mandate_rows.Granted(
        seen.time, seen.tx, agent, a["principal"], str(a["cap"]), a["expiry"], a["tools"], a["salt"]
    )
    return [seen.name_in(keys.agent_mandates(agent), mandate), seen.put_in(keys.mandate(mandate), row)]


def _revoked(seen: Seen) -> list[Op]:
    return [
        seen.put_in(
            keys.mandate(seen.args["mandateId"]), mandate_rows.Revoked(seen.time, seen.tx, seen.args["principal"])
        )
    ]


def _delegated(seen: Seen) -> list[Op]:
    a = seen.args
    child, parent = a["mandateId"], a["parent"]
    row = mandate_rows.Delegated(
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
        seen.put_in(
            keys.mandate(parent), mandate_rows.PassedOn(seen.time, seen.tx, child, str(a["cap"]), str(a["left"]))
        ),
    ]


def _delegable(seen: Seen) -> list[Op]:
    return [
        seen.put_in(keys.mandate(seen.args["mandateId"]), mandate_rows.Delegable(seen.time, seen.tx, seen.args["hops"]))
    ]


def _queued(seen: Seen) -> list[Op]:
    a = seen.args
    row = policy_rows.Queued(seen.time, seen.tx, a["policyHash"], a["proposer"], a["readyAt"], a["policy"])
    number = a["policyId"]
    return [
        seen.name_in(keys.POLICIES, number.to_bytes(_POLICY_BYTES, "big")),
        seen.put_in(keys.policy(number), row),
    ]


def _announced(seen: Seen) -> list[Op]:
    row = policy_rows.Announced(seen.time, seen.tx, seen.args["_evidence"])
    return [seen.put_in(keys.policy(seen.args["_metaEvidenceID"]), row)]


def _adopted(seen: Seen) -> list[Op]:
    row = policy_rows.AdoptedRow(seen.time, seen.tx, seen.args["beneficiary"], seen.args["policyId"])
    return [seen.put_in(keys.adopted(seen.args["subject"]), row)]


MANDATE_PROJECTIONS: Final[Mapping[str, Projection]] = {
    "MandateGranted": _granted,
    "MandateRevoked": _revoked,
    "DelegationAllowed": _delegable,
    "MandateDelegated": _delegated,
    "PolicyQueued": _queued,
    "MetaEvidence": _announced,
    "PolicyAdopted": _adopted,
}
"""By event."""
