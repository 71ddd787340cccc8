"""What permitted actions, in words: the state and its reasons first, then what was in force, each with its event."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final

import typer

from ledger.cli import output, reading
from ledger.queries.answers import Seen
from ledger.queries.permission_views import ActionPermission

_SHORT: Final = 16
Tools = Annotated[
    list[str],
    typer.Option("--tools", help="All tools that a mandate or manifest lists, with commas; may come again."),
]


def tell(actions: Sequence[ActionPermission]) -> None:
    """Print what permitted a record, once for each place where it stands."""
    for one in actions:
        where = "on chain" if one.home == "chain" else f"in log {one.home[:_SHORT]}"
        output.line(f"permission {where}: {one.state}")
        for reason in one.reasons:
            output.line(f"  {reason.code}: {reason.says}")
        for line in _in_force(one):
            output.line(f"  {line}")
        if one.conflicting_principals:
            names = " and ".join(f"{item.name} ({item.by})" for item in one.conflicting_principals)
            output.line(f"  conflicting principals: {names}", style="yellow")


def _in_force(one: ActionPermission) -> list[str]:
    lines = []
    policy, manifest, mandate = one.policy, one.manifest, one.mandate
    if policy is not None:
        chosen = "never chosen" if policy.adopted is None else f"chosen {_place(policy.adopted)}"
        lines.append(f"policy {policy.policy_id} of {policy.liable}, {chosen}: {policy.hash}")
    if manifest is not None:
        lines.append(f"manifest {manifest.index}, declared {_place(manifest.declared)}: {manifest.document}")
    if mandate is not None:
        end = "" if mandate.ended is None else f", {mandate.ended_by} {_place(mandate.ended)}"
        live = "live" if mandate.live else "not live"
        lines.append(
            f"mandate of {mandate.principal}, granted {_place(mandate.granted)}{end}, {live}: {mandate.mandate_id}"
        )
    return lines


def _place(seen: Seen) -> str:
    return f"in block {seen.block} ({reading.moment(seen.time)}, tx {seen.tx[:_SHORT]})"


def table(actions: Sequence[ActionPermission]) -> None:
    """Print what permitted an agent's actions, a line each."""
    rows = [
        (
            one.seq,
            reading.moment(one.witnessed.time),
            one.state,
            ", ".join(reason.code for reason in one.reasons),
            "" if one.policy is None else one.policy.policy_id,
            "" if one.manifest is None else one.manifest.index,
            " | ".join(item.name for item in one.conflicting_principals),
            one.record_id,
        )
        for one in actions
    ]
    head = ("seq", "witnessed", "state", "why", "policy", "manifest", "conflicting principals", "record")
    output.table(head, rows, empty="no such actions")
