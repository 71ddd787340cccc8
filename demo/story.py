"""The story as a person sees it: what happens now, who did what, how it was proved, what it cost.

Everything goes to standard error, so that standard output stays free for `--json`.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from rich.console import Console, Group
from rich.live import Live
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from demo.cast import ROLES
from demo.report import Report
from demo.scenes import Scene, ether
from demo.scenes.leak import Leak
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
    "FaultProver.proveMandateBreach": "proves a breach on chain",
}


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
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
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

    def show(self, scene: Scene) -> None:
        """Show a scene in a frame of its own."""
        self._console.print(
            Panel(Text(scene.told()), title=Text(scene.title), border_style=scene.colour, padding=(1, 2))
        )

    def leak(self, leak: Leak) -> None:
        """Tell of a file that left the house: the first at length, the others in a line."""
        if leak.number == 1:
            self.show(leak)
        else:
            self.say(leak.again())

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
