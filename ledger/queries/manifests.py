"""Manifests and custody: what owners say that agents may do, and who says that it keeps evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ledger.domain.ids import parse_hex32
from ledger.queries import finding
from ledger.queries.answers import Answer, Completeness, Seen, counted
from ledger.queries.asking import ask
from ledger.queries.cursors import DEFAULT_LIMIT
from ledger.queries.paging import Asked, cut
from ledger.queries.sources import Sources
from ledger.store import fault_rows as rows
from ledger.store.fault_view import FaultView
from ledger.store.view import View

MANIFESTS_BASIS: Final = "an agent's manifests are numbered from 0, so a missing one would show as a missing number"
CUSTODY_BASIS: Final = (
    "events of the challenge book for evidence; they carry no counter, so this rests on the node's logs, screened by "
    "each block's bloom filter near the head"
)


@dataclass(frozen=True, slots=True)
class ManifestView:
    """One manifest: SHA-256 of its document, hash of the tools it lists. In force until the next one, or now."""

    index: int
    document: str
    tools: str
    in_force: bool
    declared: Seen


@dataclass(frozen=True, slots=True)
class Manifests:
    """A page of the manifests of an agent, oldest first. `count` is how many there are."""

    agent: str
    count: int
    manifests: list[ManifestView]
    next_cursor: str | None
    more: bool


@dataclass(frozen=True, slots=True)
class Custodian:
    """Who said that it keeps evidence, and the challenges that it did not answer in time."""

    custodian: str
    kept: Seen
    defaulted: list[str]


@dataclass(frozen=True, slots=True)
class Custody:
    """A page of the custodians of one evidence, in the order in which they said that they keep it."""

    evidence: str
    custodians: list[Custodian]
    next_cursor: str | None
    more: bool


def manifests(
    sources: Sources, agent: str, *, cursor: str | None = None, limit: int = DEFAULT_LIMIT, as_of: int | None
) -> Answer[Manifests]:
    """Return the manifests of an agent.

    Raises:
        ConflictError: if a fork took back what the cursor has seen.
        InvalidInputError: if the agent or as_of have another form.
        NotFoundError: if there is no such agent.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    number = finding.agent_number(sources, agent)
    asked = Asked.parse(f"manifests/{number}", cursor, limit, as_of)

    def question(view: View) -> tuple[Manifests, Completeness]:
        finding.agent(view, number)
        found = FaultView(view).manifests(number)
        page = cut(view, asked, found, lambda placed: (placed.block, placed.log_index))
        view.load_blocks([placed.block for placed in page.items])
        items = [
            ManifestView(
                index=placed.row.index,
                document=placed.row.document.hex(),
                tools=placed.row.tools.hex(),
                in_force=placed is found[-1],
                declared=finding.seen_at(view, placed),
            )
            for placed in page.items
        ]
        complete = [placed.row.index for placed in found] == list(range(len(found)))
        told = Manifests(str(sources.agent(number)), len(found), items, page.next_cursor, page.more)
        return told, counted(MANIFESTS_BASIS, complete=complete)

    return ask(sources, question, as_of)


def custody(
    sources: Sources, evidence: str, *, cursor: str | None = None, limit: int = DEFAULT_LIMIT, as_of: int | None
) -> Answer[Custody]:
    """Return who keeps an evidence, by its SHA-256; nobody, if nobody said so.

    Raises:
        ConflictError: if a fork took back what the cursor has seen.
        InvalidInputError: if the hash or as_of have another form.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    name = parse_hex32(evidence, what="evidence")

    asked = Asked.parse(f"custody/{name.hex()}", cursor, limit, as_of)

    def question(view: View) -> tuple[Custody, Completeness]:
        history = FaultView(view).custody(name)
        defaulted: dict[str, list[str]] = {}
        for placed in history:
            if isinstance(placed.row, rows.Defaulted):
                defaulted.setdefault(placed.row.custodian, []).append(placed.row.challenge.hex())
        kept = [placed for placed in history if isinstance(placed.row, rows.Kept)]
        page = cut(view, asked, kept, lambda placed: (placed.block, placed.log_index))
        view.load_blocks([placed.block for placed in page.items])
        found = [
            Custodian(
                placed.row.custodian,
                finding.seen_at(view, placed),
                defaulted.get(placed.row.custodian, []),
            )
            for placed in page.items
        ]
        return Custody(name.hex(), found, page.next_cursor, page.more), counted(CUSTODY_BASIS)

    return ask(sources, question, as_of)
