"""Pages on which somebody acts: they prepare a transaction, and a wallet, or whoever signs elsewhere, sends it.

Nothing is done here. A page is read with GET, what was typed is in its address, and no key ever comes near it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from ledger.domain.ballot import Ballot
from ledger.domain.evidence_list import evidence_uri
from ledger.domain.ids import Address
from ledger.domain.signed_receipt import SignedReceipt
from ledger.errors import InvalidInputError, LedgerError, NotFoundError
from ledger.queries.answers import Answer, Completeness
from ledger.queries.asking import ask
from ledger.queries.cases import completeness
from ledger.queries.dockets import Docket, dispute_number, docket
from ledger.queries.sources import Sources
from ledger.store.view import View
from ledger.web import documents, paths, showing
from ledger.web.acts import ACTS, Act, Turn, arguments, turn
from ledger.web.asked import Asked
from ledger.web.calls import Estimate, Unsigned, prepare, selector
from ledger.web.documents import Document
from ledger.web.exhibit import exhibit
from ledger.web.node import Node, estimate, node_of
from ledger.web.page import Link, Shown

_Document: TypeAlias = Document[SignedReceipt] | Document[Ballot]
_BY_NAME: Final = {act.name: act for act in ACTS}


@dataclass(frozen=True, slots=True)
class Sealed:
    """What the browser makes a vote's data with; `selector` as 0x hex, `panel_number` and `round` of the draw.

    `commitments` are what seats have committed to on chain, by account: by these a ballot is found, and checked.
    """

    chain_id: int
    panel: str
    selector: str
    dispute: int
    panel_number: int
    round: int
    commitments: dict[str, str]


@dataclass(frozen=True, slots=True)
class Prepared:
    """An act of a dispute, whether it can be done, and the transaction for it; None if it cannot be made here.

    `trouble` is why it cannot, where the time is right and nothing is wrong with what was typed.
    """

    dispute: int
    act: str
    turn: Turn
    transaction: Unsigned | None = None
    sealed: Sealed | None = None
    estimate: Estimate | None = None
    trouble: str = ""


def act_page(sources: Sources, asked: Asked) -> Shown:
    """Show one act of a dispute, with its transaction.

    Raises:
        NotFoundError: if there is no such dispute or act.
        StaleMirrorError: if the mirror cannot vouch for it.
    """
    act = _act(asked.name("act"))
    number = dispute_number(sources, asked.name("dispute"))

    def question(view: View) -> tuple[Docket, Completeness]:
        found = docket(sources, view, number)
        return found, completeness([found])

    found = ask(sources, question, asked.as_of)
    typed = exhibit(sources, (asked.text("evidence") or "") if act.evidence else "")
    shown = _shown(asked, act)
    data = _prepared(sources, asked, act, found, typed.hash, shown)
    given = {"act": act, "prepared": data, "exhibit": typed, "number": number}
    given |= {"document": shown, "opening": documents.opening(asked)}
    links = (Link("case file", paths.api("disputes", number, as_of=asked.as_of)),)
    return Shown("pages/act.html", f"{act.title}: dispute {number}", given, (found.around(data),), links, "disputes")


def credit_page(sources: Sources, asked: Asked) -> Shown:
    """Show how an account has its credit paid out: fees of seats, rewards, what came back."""
    chain_id = sources.mirror.space.chain_id
    transaction = prepare(chain_id, sources.contracts["BondVault"], "BondVault", "claim")
    given = {"transaction": transaction, "estimate": estimate_for(asked, transaction, [])}
    return Shown("pages/credit.html", "Claim what is credited", given, section="disputes")


def _act(name: str) -> Act:
    try:
        return _BY_NAME[name]
    except KeyError:
        raise NotFoundError(
            f"there is no act {name[:40]!r}", hint="see what is next on the page of the dispute", code="no_such_act"
        ) from None


def _shown(asked: Asked, act: Act) -> _Document | None:
    """Return the document that an act must be shown; None for one that needs none."""
    if not act.shows:
        return None
    return documents.receipt(asked) if act.shows == "receipt" else documents.ballot(asked)


def _prepared(
    sources: Sources,
    asked: Asked,
    act: Act,
    found: Answer[Docket],
    evidence: bytes | None,
    shown: _Document | None,
) -> Prepared:
    data, at = found.data, found.as_of
    chance = turn(act, data, now=at.time, block=at.number)
    empty = Prepared(data.number, act.name, chance)
    if chance.why_not or (act.evidence and evidence is None):
        return empty
    if act.secret:
        return replace(empty, sealed=_sealed(sources, act, data))
    if shown is not None and shown.says is None:
        return empty
    to = sources.contracts[act.contract]
    try:
        value = _value(asked.node, act, data)
        args = _arguments(sources, asked, act, data, evidence or b"", shown)
    except LedgerError as error:
        return replace(empty, trouble=str(error))
    made = prepare(sources.mirror.space.chain_id, to, act.contract, act.function, *args, value=value)
    return replace(empty, transaction=made, estimate=estimate_for(asked, made, chance.accounts))


def _arguments(
    sources: Sources,
    asked: Asked,
    act: Act,
    data: Docket,
    evidence: bytes,
    shown: _Document | None,
) -> tuple[Any, ...]:
    """Return what an act calls its function with.

    Raises:
        LedgerError: if what is shown for it does not show it, or no node makes the proof.
    """
    court = sources.contracts["DisputeCourt"]
    if shown is None or shown.says is None:
        return arguments(act, data, court, evidence, evidence_uri(evidence))
    if isinstance(shown.says, SignedReceipt):
        return showing.dealings_told(data, court, asked.node, shown.says, documents.opening(asked))
    return showing.leak_told(data, sources.mirror.space.chain_id, sources.contracts[act.contract], shown.says)


def _sealed(sources: Sources, act: Act, data: Docket) -> Sealed | None:
    bench = data.bench
    if bench is None:
        return None
    first = "0x" + selector(act.contract, act.function).hex()
    bound = {str(seat): commitment.hex() for seat, commitment in bench.panel.commitments.items()}
    to, chain_id = sources.contracts[act.contract], sources.mirror.space.chain_id
    return Sealed(chain_id, to, first, data.number, bench.number, bench.panel.round, bound)


def _value(node: Node | None, act: Act, found: Docket) -> int:
    """Return what an act costs, in wei.

    Raises:
        UnavailableError: if there is something to pay, and no node says how much.
    """
    case, policy = found.trial.case, found.trial.dispute.policy
    if act.pays == "deposit":
        return node_of(node).join_cost(case, policy)
    if act.pays == "review":
        return node_of(node).appeal_cost()
    return node_of(node).missing_fee(case) if act.pays == "fee" else 0


def estimate_for(asked: Asked, made: Unsigned, accounts: Sequence[str]) -> Estimate | None:
    """Estimate a transaction for whoever is named, alone may or has signed in; None if nobody is known."""
    alone = Address(accounts[0]) if len(accounts) == 1 else None
    visitor = asked.visitor.account if asked.visitor else None
    try:
        account = asked.account("by") or alone or visitor
    except InvalidInputError as error:
        return Estimate(None, None, str(error))
    return None if account is None else estimate(asked.node, made, account)
