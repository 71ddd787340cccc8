"""The story as a person sees it: what happens now, who did what, how it was proved, what it cost.

Everything goes to standard error, so that standard output stays free for `--json`.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from rich.console import Console, Group
from rich.live import Live
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from demo.cast import ROLES
from demo.enrol import ETHER
from demo.report import Report
from demo.world import Happening, World

OUTCOMES: Final = ("success", "refused", "denied", "failure", "timeout")
_FRAMES_PER_SECOND: Final = 4


_PHRASES: Final[Mapping[str, str]] = {
    "list_offers": "looks at offers",
    "post_offer": "puts goods up for sale",
    "withdraw_offers": "takes goods off the market",
    "quote": "asks for a price",
    "order": "orders",
    "pay": "pays into escrow",
    "refuse": "declines an order",
    "open_orders": "looks for orders",
    "ask": "asks a broker",
    "questions": "looks for questions",
    "advise": "recommends an offer",
    "take_advice": "reads the advice",
    "ship": "ships a parcel",
    "parcels": "looks for parcels",
    "deliver": "delivers",
    "check_delivery": "checks a delivery",
    "read_customer": "reads a customer's file",
    "send_file": "sends a customer's file away",
    "show_paper": "shows a signed paper",
    "read_inbox": "reads the inbox",
    "unaudited": "looks for orders to audit",
    "inspect_order": "compares an order with its papers",
    "report_finding": "reports a finding",
    "FaultProver.proveEquivocation": "proves a fault on chain",
}


@dataclass(frozen=True, slots=True)
class Conviction:
    """The moment of conviction, in the figures of its transaction and of the chain before and after it."""

    forker: str
    victim: str
    first_seq: int
    last_seq: int
    to_the_log: str
    to_the_victim: str
    fault_key: str
    tx: str
    block: int
    gas_used: int
    bond_before: int
    slashed: int
    reward: int
    score_before: float
    score_after: float


@dataclass(frozen=True, slots=True)
class Leak:
    """A customer's file on its way out: who sent it, whose it was, where to, and the record that says so."""

    leaker: str
    customer: str
    recipient: str
    record: str


def ether(wei: int) -> str:
    """Write an amount of wei in ether."""
    return f"{wei / ETHER:.2f} ETH"


def population_table(world: World) -> Table:
    """Return the live table: tool calls per role and how they ended."""
    table = Table(title=f"{world.records} records written", title_justify="left", expand=False)
    table.add_column("role")
    for heading in ("agents", "calls", *OUTCOMES):
        table.add_column(heading, justify="right")
    for role in ROLES:
        ends = [world.written[role, outcome] for outcome in OUTCOMES]
        table.add_row(role, *(str(cell) for cell in (len(world.of_role(role)), sum(ends), *ends)))
    return table


def _cell(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {count}" for key, count in sorted(value.items()))
    return f"{value:.1f}" if isinstance(value, float) else str(value)


def told(happening: Happening) -> str:
    """Say in words what ended, and how if not well."""
    ending = (
        "" if happening.outcome == "success" else f": {happening.outcome} {happening.code.replace('_', ' ')}".rstrip()
    )
    return f"{happening.name} {_PHRASES.get(happening.tool, happening.tool)}{ending}"


def scene(world: World) -> Group:
    """Return what is shown live: the table, and what ended last."""
    return Group(population_table(world), *(Text(told(item), style="dim") for item in world.latest))


class Story:
    """Tells it on a console.

    Args:
        console: Where to; standard error in practice.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._start = time.monotonic()

    def say(self, text: str) -> None:
        """Say one thing that has happened, with the seconds since the start."""
        line = Text.assemble((f"{time.monotonic() - self._start:6.1f} s  ", "dim"), text)
        self._console.print(line, soft_wrap=True)

    @contextmanager
    def chapter(self, title: str) -> Iterator[None]:
        """Show that something is under way, and say when it is done."""
        begin = time.monotonic()
        with self._console.status(title):
            yield
        self.say(f"{title}: done in {time.monotonic() - begin:.1f} s")

    @contextmanager
    def watching(self, world: World) -> Iterator[None]:
        """Show the population live while the block runs, and its table once it is over."""
        if self._console.is_terminal:
            with Live(
                get_renderable=lambda: scene(world),
                console=self._console,
                refresh_per_second=_FRAMES_PER_SECOND,
                transient=True,
            ):
                yield
        else:
            yield
        self._console.print(population_table(world))

    def conviction(self, case: Conviction) -> None:
        """Tell the moment of conviction."""
        span = (
            f"record {case.first_seq}"
            if case.first_seq == case.last_seq
            else f"records {case.first_seq} to {case.last_seq}"
        )
        text = (
            f"{case.forker}, a seller, signed two histories. For {span} of its own stream it told the log that it "
            f"{case.to_the_log}; to {case.victim}, its buyer, it showed a signed history in which it "
            f"{case.to_the_victim}.\n\n"
            f"{case.victim} held both signatures and put them before the contract. No judge was asked: two different "
            f"statements, one key, the same place in one stream.\n\n"
            f"In one transaction ({case.tx[:18]}…, block {case.block}, {case.gas_used:,} gas) the epoch was closed, "
            f"{ether(case.slashed)} of a bond of {ether(case.bond_before)} were slashed ({ether(case.reward)} to "
            f"{case.victim}, the rest burned), and {case.forker}'s standing fell from {case.score_before:.1%} to "
            f"{case.score_after:.1%}."
        )
        self._console.print(Panel(text, title="convicted: equivocation", border_style="red", padding=(1, 2)))

    def leak(self, leak: Leak) -> None:
        """Tell of the file that left the house."""
        text = (
            f"{leak.leaker}, a courier, sent the file of {leak.customer} to {leak.recipient}, outside the market. "
            f"The tool allowed it and nothing has judged it. But {leak.leaker} wrote it down before it was sent "
            f"(record {leak.record[:16]}…). The address is not in the record: the record commits to it, so that it "
            f"can be proved later and not denied. Whoever was harmed can dispute it."
        )
        self._console.print(
            Panel(text, title="on record: a customer's file left", border_style="yellow", padding=(1, 2))
        )

    def summary(self, report: Report) -> None:
        """Show what was measured, and what falls short."""
        table = Table(title="measured", title_justify="left", show_header=False)
        table.add_column()
        table.add_column(justify="right")
        for name, value in report.to_json().items():
            if name == "slashed_wei":
                table.add_row("slashed", ether(report.slashed_wei))
            elif name not in {"failures", "shortfalls", "ok"}:
                table.add_row(name.replace("_", " "), _cell(value))
        parts: list[Table | Text] = [table]
        parts += [Text(f"falls short: {sentence}", style="bold red") for sentence in report.shortfalls()]
        self._console.print(Group(*parts))

    def links(self, links: Mapping[str, str]) -> None:
        """Show where to look further."""
        for what, url in links.items():
            self._console.print(f"  {what:<26} {url}", soft_wrap=True, highlight=False)
