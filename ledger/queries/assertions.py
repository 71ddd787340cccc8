"""Bonded assertions: credibility roots and audits, whether they stand, who challenged them, what became of bonds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, TypeVar

from ledger.domain.dispute import REFUSED
from ledger.domain.ids import parse_hex32
from ledger.errors import InvalidInputError, NotFoundError
from ledger.queries import finding
from ledger.queries.answers import Answer, Completeness, Page, Seen, counted
from ledger.queries.asking import ask, block_at
from ledger.queries.paging import Asked, turn
from ledger.queries.sources import Sources
from ledger.queries.trials import RULINGS
from ledger.store import assertion_rows as rows
from ledger.store import keys
from ledger.store.assertion_view import AssertionView
from ledger.store.room_rows import RootProposed
from ledger.store.rows import Placed
from ledger.store.view import View, lost

T = TypeVar("T")
Standpoint: TypeAlias = Literal["open", "challenged", "accepted", "rejected"]
STANDPOINTS: Final[tuple[Standpoint, ...]] = ("open", "challenged", "accepted", "rejected")
RULING_TIME: Final = 14 * 24 * 3600
"""Seconds after a challenge from which an assertion can be ended without a ruling (`Assertions.RULING_TIME`)."""
BASIS: Final = (
    "events of the contracts that hold the bonds; they carry no counter, so this rests on the node's logs, screened by "
    "each block's bloom filter near the head"
)


@dataclass(frozen=True, slots=True)
class RootClaim:
    """What a credibility root asserts: the result of the walk over all ratings up to a block (`CredibilityRoots`)."""

    epoch: int
    root: str
    clusters: str
    size: int
    as_of_block: int
    formula: str
    uri: str


@dataclass(frozen=True, slots=True)
class AuditClaim:
    """What an audit asserts: that an action of an agent was in order. `weight` and `gained` in milli-units.

    `gained` is what the agent gained once the audit was counted; None before.
    """

    agent: str
    agent_id: int
    action: str
    context: str
    dimension: int
    weight: str
    report: str
    uri: str
    gained: str | None


@dataclass(frozen=True, slots=True)
class AgainstIt:
    """A challenge: `dispute` is the arbitrator's own number, `ruling` what it decided, None while it has not."""

    challenger: str
    dispute: str
    evidence: str
    uri: str
    ruling: str | None
    seen: Seen


@dataclass(frozen=True, slots=True)
class HowItEnded:
    """What became of the bonds, in wei."""

    to_asserter: str
    to_challenger: str
    burned: str
    seen: Seen


@dataclass(frozen=True, slots=True)
class BondedAssertion:
    """One assertion, of `kind` root or audit.

    `standpoint`: open to challenge, challenged, accepted, or rejected. It can be ended from `due` on (Unix seconds), or
    as soon as the arbitrator has ruled: `may_conclude` says that anyone can do so as of the answer's block.
    """

    assertion: str
    kind: Literal["root", "audit"]
    contract: str
    standpoint: Standpoint
    asserter: str
    bond: str
    due: int
    may_conclude: bool
    root: RootClaim | None
    audit: AuditClaim | None
    challenge: AgainstIt | None
    ended: HowItEnded | None
    asserted: Seen


def assertions(
    sources: Sources, *, standpoint: str | None = None, cursor: str | None, limit: int, as_of: int | None
) -> Answer[Page[BondedAssertion]]:
    """List assertions, oldest first.

    Args:
        sources: What to read.
        standpoint: Only those that are this; a page may be short then, and still have more behind it.
        cursor: Where to go on.
        limit: Most assertions that are looked at for a page.
        as_of: As of which block.

    Raises:
        ConflictError: if a fork took back what the cursor has seen.
        InvalidInputError: if an argument has another form.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    if standpoint is not None and standpoint not in STANDPOINTS:
        raise InvalidInputError(
            f"an assertion is never {standpoint[:40]!r}",
            hint=f"ask for {', '.join(STANDPOINTS)}",
            code="bad_standpoint",
        )
    asked = Asked.parse(f"assertions/{standpoint or ''}", cursor, limit, as_of)

    def question(view: View) -> tuple[Page[BondedAssertion], Completeness]:
        turned = turn(view, keys.ASSERTIONS, asked)
        found = _read(sources, view, turned.names)
        return turned.page([item for item in found if standpoint in (None, item.standpoint)]), counted(BASIS)

    return ask(sources, question, as_of)


def audits(
    sources: Sources, agent: str, *, cursor: str | None, limit: int, as_of: int | None
) -> Answer[Page[BondedAssertion]]:
    """List the audits of an agent's actions, oldest first.

    Raises:
        ConflictError: if a fork took back what the cursor has seen.
        InvalidInputError: if an argument has another form.
        NotFoundError: if there is no such agent.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    number = finding.agent_number(sources, agent)
    asked = Asked.parse(f"audits/{number}", cursor, limit, as_of)

    def question(view: View) -> tuple[Page[BondedAssertion], Completeness]:
        finding.agent(view, number)
        turned = turn(view, keys.agent_audits(number), asked)
        return turned.page(_read(sources, view, turned.names)), counted(BASIS)

    return ask(sources, question, as_of)


def assertion(sources: Sources, name: str, *, as_of: int | None) -> Answer[BondedAssertion]:
    """Return one assertion.

    Raises:
        InvalidInputError: if the name or as_of have another form.
        NotFoundError: if nothing was asserted under that name.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    wanted = parse_hex32(name, what="assertion")

    def question(view: View) -> tuple[BondedAssertion, Completeness]:
        if AssertionView(view).histories([wanted]) == [[]]:
            raise NotFoundError(
                f"nothing was asserted as {wanted.hex()} as of block {view.block}",
                hint="see GET /v1/assertions",
                code="no_such_assertion",
            )
        return _read(sources, view, [wanted])[0], counted(BASIS)

    return ask(sources, question, as_of)


def _read(sources: Sources, view: View, names: Sequence[bytes]) -> list[BondedAssertion]:
    histories = AssertionView(view).histories(names)
    view.load_blocks([placed.block for history in histories for placed in history])
    now = block_at(sources, view).time
    told = [_challenge(history) for history in histories]
    asked = [
        (_first(history, rows.Asserted).row.contract, placed.row.dispute)
        for history, placed in zip(histories, told, strict=True)
        if placed is not None
    ]
    rulings = iter(AssertionView(view).rulings(asked))
    found = []
    for name, history, placed in zip(names, histories, told, strict=True):
        ruling = next(rulings) if placed is not None else None
        found.append(_assertion(sources, view, name, history, placed, ruling, now))
    return found


def _assertion(  # a fold over everything that happened to it
    sources: Sources,
    view: View,
    name: bytes,
    history: Sequence[Placed[rows.AssertionRow]],
    challenged: Placed[rows.Challenged] | None,
    ruling: str | None,
    now: int,
) -> BondedAssertion:
    begun = _first(history, rows.Asserted)
    ends = _rows(history, rows.Ended)
    roots, told = _rows(history, RootProposed), _rows(history, rows.Audited)
    gained = [placed.row.gained for placed in _rows(history, rows.Counted)]
    due = begun.row.open_until if challenged is None else challenged.row.time + RULING_TIME
    standpoint: Standpoint = "open" if challenged is None else "challenged"
    if ends:
        standpoint = "accepted" if ends[0].row.accepted else "rejected"
    return BondedAssertion(
        assertion=name.hex(),
        kind="root" if roots else "audit",
        contract=begun.row.contract,
        standpoint=standpoint,
        asserter=begun.row.asserter,
        bond=begun.row.bond,
        due=due,
        may_conclude=not ends and (ruling is not None or now >= due),
        root=_root(roots[0].row) if roots else None,
        audit=_audit(sources, told[0].row, gained) if told else None,
        challenge=None if challenged is None else _against(view, challenged, ruling),
        ended=_ended(view, ends[0]) if ends else None,
        asserted=finding.seen_at(view, begun),
    )


def _root(row: RootProposed) -> RootClaim:
    return RootClaim(
        row.epoch, row.root.hex(), row.clusters.hex(), row.size, row.as_of_block, row.formula.hex(), row.uri
    )


def _audit(sources: Sources, row: rows.Audited, gained: Sequence[str]) -> AuditClaim:
    return AuditClaim(
        agent=str(sources.agent(row.agent_id)),
        agent_id=row.agent_id,
        action=row.action.hex(),
        context=row.context.hex(),
        dimension=row.dimension,
        weight=row.weight,
        report=row.report.hex(),
        uri=row.uri,
        gained=gained[0] if gained else None,
    )


def _against(view: View, placed: Placed[rows.Challenged], ruling: str | None) -> AgainstIt:
    row = placed.row
    word = None if ruling is None else RULINGS.get(int(ruling), RULINGS[REFUSED])  # as the contract reads it
    return AgainstIt(row.challenger, row.dispute, row.evidence.hex(), row.uri, word, finding.seen_at(view, placed))


def _ended(view: View, placed: Placed[rows.Ended]) -> HowItEnded:
    row = placed.row
    return HowItEnded(row.to_asserter, row.to_challenger, row.burned, finding.seen_at(view, placed))


def _challenge(history: Sequence[Placed[rows.AssertionRow]]) -> Placed[rows.Challenged] | None:
    return next(iter(_rows(history, rows.Challenged)), None)


def _rows(history: Sequence[Placed[rows.AssertionRow]], kind: type[T]) -> list[Placed[T]]:
    return [Placed(p.block, p.log_index, p.row) for p in history if isinstance(p.row, kind)]


def _first(history: Sequence[Placed[rows.AssertionRow]], kind: type[T]) -> Placed[T]:
    found = _rows(history, kind)
    if not found:
        raise lost("the beginning of an assertion")
    return found[0]
