"""Manifests and custody: what owners say that agents may do, and who says that it keeps evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ledger.domain.ids import parse_hex32
from ledger.queries import finding
from ledger.queries.answers import Answer, Completeness, Seen, counted
from ledger.queries.asking import ask
from ledger.queries.lifecycle import Witness
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
    """All manifests of an agent, oldest first."""

    agent: str
    manifests: list[ManifestView]


@dataclass(frozen=True, slots=True)
class Custodian:
    """Who said that it keeps evidence, and the challenges that it did not answer in time."""

    custodian: str
    kept: Seen | None
    defaulted: list[str]


@dataclass(frozen=True, slots=True)
class Custody:
    """The custodians of one evidence."""

    evidence: str
    custodians: list[Custodian]


def manifests(sources: Sources, agent: str, *, as_of: int | None) -> Answer[Manifests]:
    """Return the manifests of an agent.

    Raises:
        InvalidInputError: if the agent or as_of have another form.
        NotFoundError: if there is no such agent.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    number = finding.agent_number(sources, agent)

    def question(view: View) -> tuple[Manifests, Completeness]:
        finding.agent(view, number)
        found = FaultView(view).manifests(number)
        view.load_blocks([placed.block for placed in found])
        items = [
            ManifestView(
                index=placed.row.index,
                document=placed.row.document.hex(),
                tools=placed.row.tools.hex(),
                in_force=placed is found[-1],
                declared=finding.seen(view, Witness(placed.block, placed.log_index, placed.row.time, placed.row.tx)),
            )
            for placed in found
        ]
        complete = [item.index for item in items] == list(range(len(items)))
        return Manifests(str(sources.agent(number)), items), counted(MANIFESTS_BASIS, complete=complete)

    return ask(sources, question, as_of)


def custody(sources: Sources, evidence: str, *, as_of: int | None) -> Answer[Custody]:
    """Return who keeps an evidence, by its SHA-256; nobody, if nobody said so.

    Raises:
        InvalidInputError: if the hash or as_of have another form.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    name = parse_hex32(evidence, what="evidence")

    def question(view: View) -> tuple[Custody, Completeness]:
        history = FaultView(view).custody(name)
        view.load_blocks([placed.block for placed in history])
        kept: dict[str, Seen | None] = {}
        defaulted: dict[str, list[str]] = {}
        for placed in history:
            row = placed.row
            kept.setdefault(row.custodian, None)
            if isinstance(row, rows.Kept):
                kept[row.custodian] = finding.seen(view, Witness(placed.block, placed.log_index, row.time, row.tx))
            else:
                defaulted.setdefault(row.custodian, []).append(row.challenge.hex())
        found = [Custodian(who, seen, defaulted.get(who, [])) for who, seen in kept.items()]
        return Custody(name.hex(), found), counted(CUSTODY_BASIS)

    return ask(sources, question, as_of)
