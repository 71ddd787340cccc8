"""The lists of an export as one page for people: plain HTML without scripts or links, to be read and printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from html import escape
from typing import Final

from ledger.domain.export.manifest import AgentCoverage
from ledger.queries.agents import AgentSummary
from ledger.queries.disputes import DisputeSummary
from ledger.queries.incidents import IncidentView
from ledger.queries.verdicts import Verdict

MOST_ROWS: Final = 10_000
_STYLE: Final = (
    "body{font:14px/1.5 sans-serif;max-width:70em;margin:2em auto;padding:0 1em}"
    "table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #bbb;padding:.3em;text-align:left;"
    "vertical-align:top;overflow-wrap:anywhere}@media print{body{margin:0}tr{break-inside:avoid}}"
)


def export_page(
    *,
    chain_id: int,
    block: int,
    coverage: Sequence[AgentCoverage],
    agents: Sequence[AgentSummary],
    disputes: Sequence[DisputeSummary],
    verdicts: Sequence[Verdict],
    incidents: Sequence[IncidentView],
    left_out: Sequence[str],
) -> bytes:
    """Write the page.

    Args:
        chain_id: Of which chain.
        block: As of which block.
        coverage: How much of what each agent recorded is held.
        agents: The agents.
        disputes: Disputes.
        verdicts: Faults that a proof decided.
        incidents: What the register says.
        left_out: What is not in the export, and why.
    """
    owners = {item.agent: item.owner for item in agents}
    parts = [
        f"<h1>Export of chain {chain_id} as of block {block}</h1>",
        "<p>This page repeats the lists beside it. Bundles prove them: <code>ombud verify</code> the folder.</p>",
        _table(
            "Agents",
            ("agent", "owner", "records claimed", "held", "in this export", "complete"),
            [
                (
                    one.agent,
                    owners.get(one.agent, ""),
                    one.claimed,
                    one.held,
                    one.exported,
                    "yes" if one.complete else "no",
                )
                for one in coverage
            ],
        ),
        _table(
            "Disputes",
            ("number", "agent", "fault", "state", "ruling", "opened", "claimant", "liable"),
            [
                (
                    one.dispute_id,
                    one.agent,
                    one.fault_class,
                    one.state,
                    one.ruling or "",
                    _moment(one.opened.time),
                    one.claimant,
                    one.liable,
                )
                for one in disputes
            ],
        ),
        _table(
            "Faults that a proof decided",
            ("fault", "agent", "epoch", "stream", "number", "block"),
            [(one.kind, one.agent, one.epoch, one.stream, one.seq, one.seen.block) for one in verdicts],
        ),
        _table(
            "Serious incidents",
            ("name", "class", "state", "due", "disputes"),
            [
                (
                    one.incident,
                    one.kind,
                    one.state,
                    _moment(one.due),
                    ", ".join(str(linked.dispute_id) for linked in one.disputes),
                )
                for one in incidents
            ],
        ),
        "<h2>Left out</h2>",
        "".join(f"<p>{escape(line)}</p>" for line in left_out) or "<p>Nothing.</p>",
    ]
    head = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Ombud export</title><style>{_STYLE}</style>'
    return (head + "".join(parts) + "</html>\n").encode()


def _table(title: str, columns: Sequence[str], rows: Sequence[Iterable[object]]) -> str:
    if not rows:
        return f"<h2>{title}</h2><p>None.</p>"
    shown = rows[:MOST_ROWS]
    more = "" if len(shown) == len(rows) else f"<p>{len(rows) - len(shown)} more are in the list beside this page.</p>"
    head = "".join(f"<th>{escape(column)}</th>" for column in columns)
    body = "".join("<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>" for row in shown)
    return f"<h2>{title}</h2><table><tr>{head}</tr>{body}</table>{more}"


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%SZ")
