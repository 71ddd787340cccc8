"""Opening a dispute about a record or a receipt: what is claimed, by which evidence, what it costs, what comes of it.

Like every page on which somebody acts it prepares a transaction and does nothing (`acting`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from ledger.chain.court import Quote
from ledger.domain.dispute import SERIOUS, FaultClass
from ledger.domain.events import TOPICS
from ledger.domain.evidence_list import evidence_uri
from ledger.domain.ids import AgentRef
from ledger.errors import DefectError, LedgerError
from ledger.queries import records, status
from ledger.queries.showing import Shown as ShownAction
from ledger.queries.sources import Sources
from ledger.web import documents, paths
from ledger.web.acting import estimate_for
from ledger.web.asked import Asked
from ledger.web.calls import Estimate, Unsigned, prepare
from ledger.web.exhibit import Exhibit, exhibit
from ledger.web.node import Node, node_of
from ledger.web.page import Link, Shown

_COURT: Final = "DisputeCourt"
OPENED: Final = "0x" + TOPICS[_COURT]["DisputeOpened"].hex()
"""First topic of the event whose second topic is the number of the new dispute."""
_BPS_PERCENT: Final = 100


@dataclass(frozen=True, slots=True)
class Fault:
    """A class of faults, in words."""

    name: str
    says: str


FAULTS: Final = (
    Fault("negligence", "it did what care would have avoided"),
    Fault("breach", "it did what it was not allowed to, or not what it had promised"),
    Fault("harm", "it hurt somebody, or their property"),
    Fault("deception", "it said or hid something to mislead"),
)
"""Every class, in the order of the contract."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a dispute would cost and when each part of it would be over, if it were opened at `opened` (Unix s).

    `deposit`, `fee` and `total` in wei; `share` percent of the bond are at stake; `human`: a person must judge too.
    `claim_until` is the last moment at which it can be opened.
    """

    liable: str
    policy_id: int
    deposit: str
    fee: str
    total: str
    share: float
    reopenings: int
    human: bool
    opened: int
    respond_until: int
    claim_until: int
    commit_s: int
    reveal_s: int
    appeal_s: int
    longest_s: int


@dataclass(frozen=True, slots=True)
class Filed:
    """A dispute as far as it is prepared. `trouble` is why no node prepares it now; `agent_id` None: not known yet."""

    agent_id: int | None
    fault: str
    exhibit: Exhibit
    preview: Preview | None = None
    transaction: Unsigned | None = None
    estimate: Estimate | None = None
    trouble: str = ""


def filing_page(sources: Sources, asked: Asked) -> Shown:
    """Show how a record is disputed.

    Raises:
        NotFoundError: if no agent has such a record.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    found = records.record(sources, asked.name("record"), as_of=asked.as_of)
    record = found.data.record
    agent_id = AgentRef.parse(record.agent).agent_id
    filed = _filed(sources, asked, found.as_of.time, lambda node: node.show(record), agent_id)
    given: dict[str, Any] = {
        "filed": filed,
        "record": record,
        "fields": record.content or {},
        "faults": FAULTS,
        "topic": OPENED,
    }
    given |= {"document": None}
    links = (Link("record", paths.api("records", record.record_id, as_of=asked.as_of)),)
    title = f"Dispute record {record.record_id[:8]}"
    return Shown("pages/filing.html", title, given, (found.around(filed),), links, "disputes")


def receipt_page(sources: Sources, asked: Asked) -> Shown:
    """Show how an action is disputed by the receipt that its agent signed, whether or not any log has its record.

    Raises:
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    typed, opened = documents.receipt(asked), documents.opening(asked)
    now = status.status(sources).as_of.time

    def show(node: Node) -> ShownAction:
        if typed.says is None:
            raise DefectError
        return node.show_receipt(typed.says, opened.who, opened.secret)

    ready = typed.says is not None and not opened.problem
    exhibited = exhibit(sources, asked.text("evidence") or "")
    filed = _filed(sources, asked, now, show) if ready else Filed(None, asked.text("fault") or "", exhibited)
    given = _given(filed) | {"document": typed, "opening": opened}
    return Shown("pages/filing.html", "Dispute by a receipt", given, section="disputes")


def _given(filed: Filed) -> dict[str, Any]:
    return {"filed": filed, "record": None, "fields": {}, "document": None, "faults": FAULTS, "topic": OPENED}


def _filed(
    sources: Sources, asked: Asked, now: int, show: Callable[[Node], ShownAction], agent_id: int | None = None
) -> Filed:
    fault = asked.text("fault") or ""
    typed = exhibit(sources, asked.text("evidence") or "")
    if fault not in {one.name for one in FAULTS}:
        return Filed(agent_id, "", typed)
    try:
        node = node_of(asked.node)
        shown = show(node)
        agent_id = shown.agent_id
        quote = node.quote(FaultClass[fault.upper()], shown.proof)
    except LedgerError as error:
        return Filed(agent_id, fault, typed, trouble=str(error))
    preview = _preview(quote, FaultClass[fault.upper()], now)
    if typed.hash is None or preview.claim_until <= now:
        return Filed(agent_id, fault, typed, preview)
    claim = (agent_id, int(FaultClass[fault.upper()]), typed.hash)
    to, chain_id = sources.contracts[_COURT], sources.mirror.space.chain_id
    args = (claim, shown.proof, quote.policy.as_tuple(), evidence_uri(typed.hash))
    made = prepare(chain_id, to, _COURT, "open", *args, value=quote.deposit + quote.fee)
    return Filed(agent_id, fault, typed, preview, made, estimate_for(asked, made, []))


def _preview(quote: Quote, fault: FaultClass, now: int) -> Preview:
    policy = quote.policy
    return Preview(
        liable=quote.shown.liable,
        policy_id=quote.policy_id,
        deposit=str(quote.deposit),
        fee=str(quote.fee),
        total=str(quote.deposit + quote.fee),
        share=policy.slice_bps[fault] / _BPS_PERCENT,
        reopenings=quote.reopenings,
        human=fault in SERIOUS,
        opened=now,
        respond_until=now + policy.response_time,
        claim_until=quote.shown.witness + policy.claim_window,
        commit_s=policy.commit_time,
        reveal_s=policy.reveal_time,
        appeal_s=policy.appeal_time,
        longest_s=policy.longest,
    )
