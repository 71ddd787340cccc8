"""`ombud incident`: serious incidents and their clock (AI Act Art. 73)."""

from __future__ import annotations

import time
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from ledger.cli import context, output, wiring
from ledger.cli.output import AsJson
from ledger.domain.ids import AgentRef
from ledger.domain.incident import Classed, Closed, Opened, Reported
from ledger.errors import LedgerError
from ledger.home import Home
from ledger.queries import cases
from ledger.queries.incidents import hold_name, incidents
from ledger.queries.wording import moment
from ledger.settings import Settings
from ledger.tiles.evidence import open_evidence
from ledger.tiles.incidents import IncidentBook

app = typer.Typer(
    help="Serious incidents: open, class, report, close, list.", no_args_is_help=True, add_completion=False
)
Name = Annotated[str, typer.Argument(help="What the incident is called; a-z, 0-9 and -.")]
Kind = Annotated[str, typer.Option(help="serious, death, widespread or critical_infrastructure.")]
_PAGE = 500


def desk_number(settings: Settings) -> int | None:
    """Return the number of this machine's desk, whose records carry the hashes of entries; None without one."""
    known = Home(settings.home).agent(settings.desk)
    return None if known is None else AgentRef.parse(known.agent).agent_id


def _book() -> IncidentBook:
    return IncidentBook(context.settings().home / "incidents")


@app.command(name="open")
def open_incident(
    name: Name,
    *,
    kind: Kind = "serious",
    jurisdiction: Annotated[str, typer.Option(help="Whose law sets the time.")] = "eu",
    aware_at: Annotated[int | None, typer.Option(help="When someone became aware, Unix seconds; now.")] = None,
    causal_link_at: Annotated[int | None, typer.Option(help="When the cause became known, Unix seconds.")] = None,
    state: Annotated[list[str] | None, typer.Option(help="Member state, as DE; several times.")] = None,
    agent: Annotated[list[int] | None, typer.Option(help="Agent number; several times.")] = None,
    dispute: Annotated[list[int] | None, typer.Option(help="Dispute number; several times.")] = None,
    summary: Annotated[str, typer.Option(help="What happened, in words that name no person.")] = "",
    as_json: AsJson = False,
) -> None:
    """Start the clock. Evidence of the linked disputes is held until the incident is closed."""
    now = int(time.time())
    opened = _book().add(
        name,
        lambda prior: Opened(
            at=now,
            prior=prior,
            kind=kind,
            jurisdiction=jurisdiction,
            aware_at=now if aware_at is None else aware_at,
            causal_link_at=causal_link_at,
            states=tuple(state or ()),
            agents=tuple(agent or ()),
            disputes=tuple(dispute or ()),
            summary=summary,
        ),
    )
    words = f"incident {name}: to be reported by {moment(opened.due)} ({opened.rule})"
    held = _hold(name, dispute) if dispute else 0
    facts = {"incident": name, "due": opened.due, "rule": opened.rule, "held": held}
    output.told(facts, f"{words}\n{held} files of evidence are held" if dispute else words, as_json=as_json)


@app.command(name="class")
def class_incident(
    name: Name,
    *,
    kind: Kind,
    causal_link_at: Annotated[int | None, typer.Option(help="Unix seconds.")] = None,
    as_json: AsJson = False,
) -> None:
    """Say that an incident is of another class; the clock still starts at the first awareness."""
    now = int(time.time())
    found = _book().add(name, lambda prior: Classed(at=now, prior=prior, kind=kind, causal_link_at=causal_link_at))
    words = f"incident {name}: to be reported by {moment(found.due)} ({found.rule})"
    output.told({"incident": name, "kind": kind, "due": found.due, "rule": found.rule}, words, as_json=as_json)


@app.command()
def report(
    name: Name,
    file: Annotated[Path, typer.Argument(help="The report as it was sent; its hash is kept.")],
    *,
    to: Annotated[str, typer.Option(help="Which authority it was sent to.")],
    complete: Annotated[bool, typer.Option("--complete/--initial", help="Whether anything is still to follow.")] = True,
    as_json: AsJson = False,
) -> None:
    """Note that a report was sent."""
    now, digest, book = int(time.time()), sha256(file.read_bytes()).hexdigest(), _book()
    version = len(book.get(name).reports) + 1
    book.add(
        name,
        lambda prior: Reported(at=now, prior=prior, version=version, sha256=digest, to=to, complete=complete),
    )
    facts = {"incident": name, "version": version, "sha256": digest, "to": to, "complete": complete}
    output.told(facts, f"incident {name}: report {version} sent to {to}, SHA-256 {digest}", as_json=as_json)


@app.command()
def close(
    name: Name,
    *,
    reason: Annotated[str, typer.Option(help="Why nothing more is due.")],
    as_json: AsJson = False,
) -> None:
    """Close an incident, and lift its holds."""
    now = int(time.time())
    closed = _book().add(name, lambda prior: Closed(at=now, prior=prior, reason=reason))
    lifted = _lift(name)
    facts = {"incident": closed.name, "closed": True, "lifted": lifted}
    output.told(facts, f"incident {closed.name} is closed; {lifted} holds are lifted", as_json=as_json)


@app.command(name="list")
def list_incidents(*, as_json: AsJson = False) -> None:
    """Show the clock: what is to be reported by when."""
    with wiring.opened_sources(context.settings()) as sources:
        answer = incidents(sources, _book(), desk_number(context.settings()))
    if as_json:
        output.as_json(msgspec.to_builtins(answer))
        return
    rows = [
        (
            one.incident,
            one.kind,
            one.state,
            moment(one.due),
            one.rule,
            len(one.reports),
            len(one.disputes),
            f"{sum(mark.record_id is not None for mark in one.entries)} of {len(one.entries)}",
        )
        for one in answer.data.items
    ]
    output.table(
        ("incident", "class", "state", "due", "rule", "reports", "disputes", "anchored"), rows, empty="no incidents"
    )


def _hold(name: str, disputes: list[int]) -> int:
    store, held = open_evidence(context.settings().evidence_folder), 0
    with wiring.opened_sources(context.settings()) as sources:
        for number in disputes:
            for exhibit in cases.case_file(sources, str(number), as_of=None).data.evidence:
                try:
                    store.hold(exhibit.sha256, hold_name(name), "serious incident")
                    held += 1
                except LedgerError:  # evidence that is kept elsewhere cannot be held here
                    continue
    return held


def _lift(name: str) -> int:
    store, after, lifted = open_evidence(context.settings().evidence_folder), "", 0
    while True:
        page, more = store.page(after, _PAGE)
        for one in page:
            if hold_name(name) in one.holds:
                store.lift(one.sha256, hold_name(name))
                lifted += 1
        if not more:
            return lifted
        after = page[-1].sha256
