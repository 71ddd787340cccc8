"""`ombud audit`: agents drawn by the hash of a block and their stakes, what audits found, and both by schedule."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from ledger.cli import context, output, wiring
from ledger.cli.output import AsJson
from ledger.cli.sharing import shared
from ledger.errors import LedgerError, NotFoundError
from ledger.queries.sources import Sources
from ledger.trust.drawing import Draw, Rules, drawn, newest
from ledger.trust.examining import Audit, examine

app = typer.Typer(
    help="Audits by schedule: whom to look into, and what was found.", no_args_is_help=True, add_completion=False
)


@dataclass(frozen=True, slots=True)
class Game:
    """Rules of the draw, as options name them."""

    blocks: Annotated[int, typer.Option(min=1, help="Blocks between draws.")] = Rules().every
    audits: Annotated[int, typer.Option(min=1, help="Audits that a draw can afford, in expectation.")] = Rules().audits
    worth: Annotated[int, typer.Option(min=1, help="Wei that one record may be worth to who cheats in it.")] = (
        Rules().worth
    )

    @property
    def rules(self) -> Rules:
        """The rules."""
        return Rules(self.blocks, self.audits, self.worth)


Number = Annotated[int | None, typer.Option("--number", min=1, help="Which draw; the last one if not given.")]
Folder = Annotated[Path, typer.Option("--out", help="Folder of the reports: one file for each agent and draw.")]


@app.command()
@shared
def draw(*, game: Game, number: Number = None, as_json: AsJson = False) -> None:
    """Draw the agents to audit, or draw again what somebody drew: it depends on the chain and the rules alone."""
    with wiring.opened_sources(context.settings()) as sources:
        found = _drawn(sources, game.rules, number)
    if as_json:
        output.json_line(_plain(found) | {"drawn": found.drawn})
        return
    output.pairs({"draw": found.number, "by block": f"{found.block} ({found.block_hash})", "agents": found.drawn})
    output.table(
        ("agent", "records", "bond (wei)", "chance", "lot", "audited"),
        [
            (
                lot.exposure.agent_id,
                lot.exposure.records,
                lot.exposure.bond,
                f"{lot.chance:.3f}",
                f"{lot.lot:.3f}",
                lot.drawn,
            )
            for lot in found.lots
        ],
        empty="nobody recorded anything since the draw before",
    )


@app.command()
@shared
def keep(
    *,
    game: Game,
    out: Folder,
    every: Annotated[float, typer.Option(min=0.1, help="Seconds between looks at the chain.")] = 60.0,
    once: Annotated[bool, typer.Option("--once", help="Do what is due now, and end.")] = False,
    as_json: AsJson = False,
) -> None:
    """Audit whom each draw names, and write down what was found, until it is interrupted.

    A report that is there already is not written again, so a keeper that was stopped goes on where it was. Exit code 0
    says that audits were done, not that nothing was found.
    """
    with wiring.opened_sources(context.settings()) as sources:
        Auditor(sources, game.rules, out, output.json_line if as_json else output.pairs).run(None if once else every)


class Auditor:
    """Audits whom draws name, one report a file.

    Args:
        sources: What is read.
        rules: Of the draws.
        folder: Where reports are.
        tell: Takes what was found, as names and values.
        sleep: Pauses, in seconds.
    """

    def __init__(
        self,
        sources: Sources,
        rules: Rules,
        folder: Path,
        tell: Callable[[dict[str, Any]], None],
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._sources, self._rules, self._folder = sources, rules, folder
        self._tell, self._sleep = tell, sleep
        self._done = 0

    def run(self, every: float | None) -> None:
        """Audit; look again after so many seconds, or end if None.

        Raises:
            LedgerError: if something is due that cannot be done, and it ends; else it is told and tried again.
        """
        while True:
            try:
                for done in self._due():
                    self._tell(done)
            except LedgerError as error:
                if every is None:
                    raise
                output.note(f"not done, and tried again: {error.message}")
            if every is None:
                return
            self._sleep(every)

    def _due(self) -> Iterator[dict[str, Any]]:
        """Do the audits of the last draw that are not done."""
        try:
            number = newest(self._sources, self._rules)
        except NotFoundError as error:
            output.note(error.message)
            return
        if number == self._done:
            return
        found = drawn(self._sources, self._rules, number)
        for agent in found.drawn:
            report = self._folder / f"draw-{found.number}-agent-{agent}.json"
            if not report.exists():
                audit = examine(self._sources, agent, found)
                _write(report, found, audit)
                yield {
                    "draw": found.number,
                    "agent": agent,
                    "records": audit.records,
                    "concerns": len(audit.concerns),
                    "report": str(report),
                }
        self._done = number


def _drawn(sources: Sources, rules: Rules, number: int | None) -> Draw:
    return drawn(sources, rules, newest(sources, rules) if number is None else number)


def _plain(found: Draw) -> dict[str, Any]:
    plain = asdict(found)
    return plain | {"lots": [lot | {"drawn": one.drawn} for lot, one in zip(plain["lots"], found.lots, strict=True)]}


def _write(report: Path, found: Draw, audit: Audit) -> None:
    """Write a report whole or not at all: with the draw, so that a reader can draw again."""
    report.parent.mkdir(parents=True, exist_ok=True)
    partial = report.with_suffix(".part")
    lot = next(lot for lot in found.lots if lot.exposure.agent_id == audit.agent_id)
    drew = {name: value for name, value in _plain(found).items() if name != "lots"} | {"lot": asdict(lot)}
    with partial.open("w") as file:
        json.dump({"schema": "ombud/audit/1", "draw": drew, "audit": asdict(audit)}, file, indent=1, sort_keys=True)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(report)
