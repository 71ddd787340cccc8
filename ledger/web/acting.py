"""Pages on which somebody acts: they prepare a transaction, and a wallet, or whoever signs elsewhere, sends it.

Nothing is done here. A page is read with GET, what was typed is in its address, and no key ever comes near it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ledger.domain.evidence_list import evidence_uri
from ledger.domain.ids import parse_hex32
from ledger.errors import InvalidInputError, LedgerError, NotFoundError
from ledger.queries.answers import Answer, Completeness
from ledger.queries.asking import ask
from ledger.queries.cases import completeness
from ledger.queries.dockets import Docket, dispute_number, docket
from ledger.queries.sources import Sources
from ledger.store.view import View
from ledger.web import paths
from ledger.web.acts import ACTS, Act, Turn, arguments, turn
from ledger.web.asked import Asked
from ledger.web.calls import Unsigned, prepare, selector
from ledger.web.page import Link, Shown

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
    """An act of a dispute, whether it can be done, and the transaction for it; None if it cannot be made here."""

    dispute: int
    act: str
    turn: Turn
    transaction: Unsigned | None
    sealed: Sealed | None


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
    typed = asked.text("evidence") or ""
    evidence, problem = _evidence(sources, act, typed)
    data = _prepared(sources, act, found, evidence)
    made = found.around(data)
    given = {"act": act, "prepared": data, "typed": typed, "problem": problem, "number": number}
    links = (Link("case file", paths.api("disputes", number, as_of=asked.as_of)),)
    return Shown("pages/act.html", f"{act.title}: dispute {number}", given, (made,), links, "disputes")


def credit_page(sources: Sources, _asked: Asked) -> Shown:
    """Show how an account has its credit paid out: fees of seats, rewards, what came back."""
    chain_id = sources.mirror.space.chain_id
    transaction = prepare(chain_id, sources.contracts["BondVault"], "BondVault", "claim")
    return Shown("pages/credit.html", "Claim what is credited", {"transaction": transaction}, section="disputes")


def _act(name: str) -> Act:
    try:
        return _BY_NAME[name]
    except KeyError:
        raise NotFoundError(
            f"there is no act {name[:40]!r}", hint="see what is next on the page of the dispute", code="no_such_act"
        ) from None


def _evidence(sources: Sources, act: Act, typed: str) -> tuple[bytes | None, str]:
    """Read the hash of evidence, and say what is wrong with it."""
    if not act.evidence or not typed:
        return None, ""
    try:
        hash_ = parse_hex32(typed, what="evidence")
    except InvalidInputError as error:
        return None, str(error)
    if sources.evidence is None:
        return hash_, ""
    try:
        sources.evidence.meta(hash_.hex())
    except LedgerError:
        return hash_, "no file of this hash is in the store here: whoever judges must be able to get it elsewhere"
    return hash_, ""


def _prepared(sources: Sources, act: Act, found: Answer[Docket], evidence: bytes | None) -> Prepared:
    data, at = found.data, found.as_of
    chance = turn(act, data, now=at.time, block=at.number)
    to, chain_id = sources.contracts[act.contract], sources.mirror.space.chain_id
    if chance.why_not or (act.evidence and evidence is None):
        return Prepared(data.number, act.name, chance, None, None)
    if act.secret:
        bench = data.bench
        if bench is None:
            return Prepared(data.number, act.name, chance, None, None)
        first = "0x" + selector(act.contract, act.function).hex()
        bound = {str(seat): commitment.hex() for seat, commitment in bench.panel.commitments.items()}
        sealed = Sealed(chain_id, to, first, data.number, bench.number, bench.panel.round, bound)
        return Prepared(data.number, act.name, chance, None, sealed)
    hash_ = evidence or b""
    made = prepare(chain_id, to, act.contract, act.function, *arguments(act, data, hash_, evidence_uri(hash_)))
    return Prepared(data.number, act.name, chance, made, None)
