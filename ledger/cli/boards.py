"""What the commands about boards share: whose mirror is asked, on which terms, and what was posted about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from ledger.cli import context, output, stranger, wiring
from ledger.domain.ids import Address, checksum
from ledger.errors import InvalidInputError
from ledger.queries.roots import RootView
from ledger.queries.sources import Sources
from ledger.settings import Settings
from ledger.trust.configuration import DEFENCES
from ledger.trust.memory import Memory
from ledger.trust.reading import Reading, read_board
from ledger.trust.terms import Terms

Anchors = Annotated[str | None, typer.Option(help="Bonded accounts that trust begins from, by comma.")]
Dimension = Annotated[str | None, typer.Option(help="What is rated: hash of a dimension, hex.")]
Tag = Annotated[str, typer.Option(help="Context tag of the ratings.")]
Rpc = Annotated[
    str | None, typer.Option(help="Node to read everything from, into a mirror of this command's own; trusts no other.")
]
Stake = Annotated[int, typer.Option(min=0, help="Wei bonded on an audited agent that a rater needs to be heard.")]
DeploymentFile = Annotated[
    Path | None, typer.Option("--deployment", help="Deployment file of the contracts, if not the usual one.")
]


@dataclass(frozen=True, slots=True)
class Place:
    """Where to read: the mirror of the settings, or a node and nothing else."""

    rpc: Rpc = None
    deployment: DeploymentFile = None

    @property
    def settings(self) -> Settings:
        """The settings, with what the options say instead."""
        said = {"rpc_url": self.rpc, "deployment": self.deployment}
        return context.settings().model_copy(update={name: one for name, one in said.items() if one is not None})

    @contextmanager
    def opened(self) -> Iterator[Sources]:
        """Open the mirror, or make one."""
        found = self.settings
        with wiring.opened_sources(found) if self.rpc is None else stranger.own_sources(found, output.note) as sources:
            yield sources


@dataclass(frozen=True, slots=True)
class Named:
    """Terms as options name them."""

    anchors: Anchors = None
    dimension: Dimension = None
    tag: Tag = ""
    stake: Stake = 0

    @property
    def given(self) -> bool:
        """Whether any were named."""
        return self.anchors is not None or self.dimension is not None

    def terms(self) -> Terms:
        """Return the terms.

        Raises:
            InvalidInputError: if an anchor is no account, or half of it is missing.
        """
        if self.anchors is None or self.dimension is None:
            raise InvalidInputError("terms are anchors and a dimension", hint="give both", code="half_terms")
        accounts = [_account(word) for word in self.anchors.split(",")]
        return Terms.of(accounts, self.dimension, self.tag, DEFENCES.version, self.stake)


@dataclass(frozen=True, slots=True)
class Compared:
    """A posted root beside what it should be: `fault` says what is wrong. `found` is None if its terms are unclear."""

    posted: RootView
    found: Reading | None
    fault: str | None

    @property
    def facts(self) -> dict[str, Any]:
        """What a panel is told: everything it needs to compute it again."""
        found = None if self.found is None else self.found.board
        return {
            "epoch": self.posted.epoch,
            "assertion": self.posted.assertion,
            "as_of_block": self.posted.as_of_block,
            "formula": self.posted.formula,
            "posted_root": self.posted.root,
            "posted_size": self.posted.size,
            "found_root": None if found is None else found.root,
            "found_size": None if found is None else len(found.lines),
            "agrees": self.fault is None,
            "fault": self.fault,
        }


def compare(sources: Sources, posted: RootView, memory: Memory | None = None) -> Compared:
    """Compute a posted root again, on the terms it was posted with."""
    try:
        found = read_board(sources, Terms.parse(posted.uri, posted.formula), posted.as_of_block, memory)
    except InvalidInputError as error:
        return Compared(posted, None, error.message)
    board = found.board
    if (board.root, len(board.lines)) != (posted.root, posted.size):
        return Compared(posted, found, f"the root is {board.root} over {len(board.lines)} accounts")
    return Compared(posted, found, None)


def _account(text: str) -> Address:
    try:
        return checksum(bytes.fromhex(text.strip().removeprefix("0x")))
    except ValueError as error:
        raise InvalidInputError(f"anchor {text}", hint="0x and 40 hex digits", code="bad_address") from error
