"""Case bundles: a dispute with everything that proves how it went, in a file that verifies offline.

The mirror says which transactions matter; node, log and evidence store give the proofs, and the bundle is verified
before it is handed out. What is not to be had (a record whose log is down, a file that is withheld) is left out, and
the verifier says what that leaves unproved.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ledger.domain.bundle import BlockRef, Bundle
from ledger.domain.case.bundle import CaseBundle, make_case_bundle
from ledger.domain.case.evidence import collect, named_files
from ledger.domain.case.facts import names_of, prove
from ledger.domain.case.gather import gather
from ledger.domain.case.parts import BundledReceipt, Presence
from ledger.domain.case.summary import summary_of
from ledger.domain.case.verify import replay_case, used_contracts, verify_case
from ledger.domain.dispute import NOBODY
from ledger.domain.hashing import ZERO32
from ledger.domain.shown_action import ShownAction, read_opening
from ledger.domain.signed_receipt import SignedReceipt
from ledger.errors import (
    InvalidInputError,
    NotAuthorisedError,
    NotFoundError,
    ProofError,
    StaleMirrorError,
    UnavailableError,
)
from ledger.queries import dockets, finding
from ledger.queries.answers import Completeness, counted
from ledger.queries.asking import ask
from ledger.queries.bundles import record_bundle
from ledger.queries.dockets import Docket
from ledger.queries.draws import DrawProof, draw_proofs
from ledger.queries.lifecycle import Agent, Witness
from ledger.queries.sources import Sources
from ledger.store import policy_rows as rows
from ledger.store.court_view import CourtView
from ledger.store.view import View, lost

Transactions = dict[bytes, Witness]


@dataclass(frozen=True, slots=True)
class _Parts:
    """What the mirror knows of a case, before node, log and store are asked."""

    docket: Docket
    agent: Agent
    transactions: Transactions
    policy: Witness
    action: ShownAction | None
    direct: Witness | None
    draws: list[DrawProof]


def case_bundle(sources: Sources, dispute_id: str | int, *, as_of: int | None) -> CaseBundle:
    """Bundle a dispute.

    Raises:
        InvalidInputError: if the id has another form.
        NotFoundError: if there is no such dispute.
        StaleMirrorError: if the mirror cannot vouch for it.
        UnavailableError: if the node does not give its proofs now, or what it gives does not add up.
    """
    number = dockets.dispute_number(sources, dispute_id)

    def question(view: View) -> tuple[_Parts, Completeness]:
        return _parts(sources, view, number), counted("")

    answer = ask(sources, question, as_of)
    parts, block = answer.data, answer.as_of.number
    record = _record(sources, parts.action, block)
    receipt = _receipt(parts.action)
    singles = [parts.policy, *(event for draw in parts.draws for event in draw.events)]
    if parts.action is not None and (record or receipt or parts.direct):
        singles += _epoch(parts.agent, parts.action, receipt)
    if parts.direct is not None:
        singles.append(parts.direct)
    transactions = [sources.prove(seen.tx, seen.log_index) for seen in parts.transactions.values()]
    beside = [sources.prove(seen.tx, seen.log_index) for seen in singles]
    try:
        facts = gather(transactions, beside, dispute_id=number, chain_id=answer.chain_id, contracts=sources.contracts)
        proved = prove(facts, names_of(sources.contracts))
        replayed = replay_case(proved, number, answer.chain_id, sources.contracts)
    except ProofError as error:
        raise _does_not_hold(number, error.message) from error
    blocks = [BlockRef.of(draw.block, draw.header) for draw in parts.draws]
    bundle = make_case_bundle(
        dispute_id=number,
        agent=str(sources.agent(parts.agent.number)),
        as_of=BlockRef.of(block, sources.header(block)),
        chain_id=answer.chain_id,
        contracts={name: sources.contracts[name] for name in sorted(used_contracts(proved.steps))},
        summary=summary_of(replayed.replay),
        facts=facts,
        draw_block=blocks[0] if blocks else None,
        more_draws=blocks[1:],
        record=record,
        receipt=receipt,
        evidence=collect(named_files(replayed.own), lambda digest: _file(sources, digest)),
    )
    for problem in verify_case(bundle).problems:
        raise _does_not_hold(number, f"{problem.where}: {problem.reason}")
    return bundle


def _parts(sources: Sources, view: View, number: int) -> _Parts:
    found = dockets.docket(sources, view, number)
    case = found.trial.case
    placed = [moment.placed for moment in found.trial.moments]
    transactions = {item.row.tx: Witness(item.block, item.log_index, item.row.time, item.row.tx) for item in placed}
    for item in (row for one in found.benches for row in one.rows):
        transactions[item.row.tx] = Witness(item.block, item.log_index, item.row.time, item.row.tx)
    (policies,) = CourtView(view).policies([case.policy_id])
    queued = next(item for item in policies if isinstance(item.row, rows.Queued))  # the docket has read it
    action = _action(sources, found)
    return _Parts(
        docket=found,
        agent=finding.agent(view, case.agent_id),
        transactions=transactions,
        policy=Witness(queued.block, queued.log_index, queued.row.time, queued.row.tx),
        action=action,
        direct=None if action is None else _direct(view, action),
        draws=draw_proofs(sources, view, found.benches, found.trial.dispute.parties),
    )


def _action(sources: Sources, found: Docket) -> ShownAction | None:
    """Return the action as the opening showed it; None if its transaction does not tell, as that of a contract."""
    if sources.sent is None:
        return None
    try:
        action = read_opening(sources.sent(found.trial.opened.row.tx))
    except (InvalidInputError, NotFoundError):
        return None
    case = found.trial.case
    return action if action.is_action(case.subject, case.action) else None


def _direct(view: View, action: ShownAction) -> Witness | None:
    """Return the event that made the action on chain, if it was made there."""
    for block, log_index, place in view.chain_places(action.record_id):
        if (place.agent_id, place.epoch, place.stream) == (action.agent_id, action.epoch, action.stream):
            row = view.direct_row(place, block, log_index)
            if row.seq == action.seq:
                return Witness(block, log_index, row.time, row.tx)
    return None


def _record(sources: Sources, action: ShownAction | None, block: int) -> Bundle | None:
    if action is None:
        return None
    try:
        return record_bundle(sources, action.record_id.hex(), as_of=block)
    except StaleMirrorError:
        raise
    except (NotFoundError, UnavailableError):  # never anchored, or its log is down: the case stands without it
        return None


def _receipt(action: ShownAction | None) -> BundledReceipt | None:
    if action is None or action.receipt is None:
        return None
    hidden = action.injured != NOBODY and action.salt != ZERO32
    return BundledReceipt.of(SignedReceipt(action.receipt, action.signature), action.salt if hidden else None)


def _epoch(agent: Agent, action: ShownAction, receipt: BundledReceipt | None) -> Iterator[Witness]:
    """Return the events that say who answers for an action, and whose key signed its receipt."""
    try:
        epoch = agent.epochs[action.epoch]
        yield epoch.opened
        if receipt is None:
            return
        key = epoch.keys[receipt.signed().signer()]
    except (IndexError, KeyError) as error:
        raise lost(f"epoch {action.epoch} of agent {agent.number}") from error
    yield key.registered
    if key.revoked is not None:
        yield key.revoked
    if epoch.closed is not None and epoch.ended_by != "transfer":
        yield epoch.closed


def _file(sources: Sources, digest: bytes) -> bytes | Presence:
    if sources.evidence is None:
        return "missing"
    try:
        return sources.evidence.get(digest.hex())
    except NotAuthorisedError:
        return "withheld"
    except (NotFoundError, ProofError):
        return "missing"


def _does_not_hold(number: int, reason: str) -> UnavailableError:
    return UnavailableError(
        f"the proofs of dispute {number} do not add up: {reason}",
        hint="ask again; if it stays so, run `ombud index rebuild`, and doubt the node",
        code="case_does_not_hold",
    )
