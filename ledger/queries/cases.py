"""The case file: everything about one dispute, replayed from its events, each with its place, which a node confirms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ledger.domain.dispute import NOBODY, State, matter_of
from ledger.domain.shown_action import ShownAction
from ledger.queries import actions, exhibits, finding, forecasts, panels, trials, wording
from ledger.queries.actions import ActionView
from ledger.queries.advance import read_case
from ledger.queries.answers import Answer, Completeness, Seen, counted
from ledger.queries.asking import ask, block_at
from ledger.queries.bonds import BondView, bonds
from ledger.queries.dockets import BASIS, Docket, dispute_number, docket, global_id, no_dispute
from ledger.queries.effects import Effects, effects
from ledger.queries.exhibits import Exhibit
from ledger.queries.forecasts import ForecastView
from ledger.queries.next_steps import Due, NextStep, due_of
from ledger.queries.panels import PanelView
from ledger.queries.policies import PolicyView, policy_view
from ledger.queries.rulings import RulingRecord, ruling_record
from ledger.queries.sources import Sources
from ledger.queries.trials import RULINGS, matter_after
from ledger.store import case_rows, court_rows, panel_rows
from ledger.store.court_rows import CourtRow
from ledger.store.court_view import CourtView
from ledger.store.rows import Placed
from ledger.store.view import View


@dataclass(frozen=True, slots=True)
class Party:
    """Someone with a part in a dispute: claimant, liable, injured, appellant or arbitrator."""

    role: str
    account: str


@dataclass(frozen=True, slots=True)
class Stakes:
    """What is at stake, in wei: deposit and fee of the claimant, and the part of the bond.

    `slice` is the most that a ruling takes; `locked` was free when the dispute was opened; `escrow` is what the court
    holds now.
    """

    deposit: str
    fee: str
    slice: str
    locked: str
    escrow: str


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One event, what it means, and how the dispute stood after it. `seen` is its place, which a node confirms."""

    event: str
    says: str
    state: str
    seen: Seen


@dataclass(frozen=True, slots=True)
class Deadline:
    """What the dispute waits for now: who must do what, by when (Unix seconds).

    `stalled`: anyone could move it on now, and nobody has. `seconds_left` is negative once the time is over.
    """

    act: str
    who: str
    accounts: list[str]
    due: int
    due_block: int | None
    seconds_left: int
    stalled: bool
    says: str


@dataclass(frozen=True, slots=True)
class MatterView:
    """The action under its fault class: how earlier and later disputes about it ended, `disputes` in that order.

    It can be disputed until `open_until` (Unix seconds) at least; each of the `reopenings` doubled the deposit. What
    was `conceded` can still be disputed, and is not punished again.
    """

    matter: str
    upheld: bool
    reopenings: int
    open_until: int
    conceded: bool
    disputes: list[int]


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One dispute.

    `ruling` is the one so far, upon `basis`; None before there is one. `tag` is what the court keeps of the case.
    `panel` is the last one; the one whose ruling was appealed is among `earlier_panels`. `next_steps` can be done
    next, `deadline` is the first of them that must. `forecast_before` is the newest forecast about the agent that
    came before the opening; advice, which nothing here rests on.
    """

    dispute_id: int
    dispute: str
    tag: str
    agent: str
    agent_id: int
    fault_class: str
    state: str
    ruling: str | None
    basis: str | None
    round: int
    since: int
    parties: list[Party]
    bond: BondView | None
    stakes: Stakes
    action: ActionView
    policy: PolicyView
    timeline: list[TimelineEntry]
    evidence: list[Exhibit]
    panel: PanelView | None
    earlier_panels: list[PanelView]
    deadline: Deadline | None
    next_steps: list[NextStep]
    ruling_record: RulingRecord | None
    effects: Effects
    matter: MatterView
    forecast_before: ForecastView | None


def case_file(sources: Sources, dispute_id: str | int, *, as_of: int | None = None) -> Answer[CaseFile]:
    """Return everything known about a dispute.

    Args:
        sources: What to read.
        dispute_id: Its number, or its global id.
        as_of: As of which block; the newest if not given.

    Raises:
        InvalidInputError: if the name or as_of have another form.
        NotFoundError: if there is no such dispute.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    number = dispute_number(sources, dispute_id)
    return ask(sources, lambda view: case_of(sources, view, number)[:2], as_of)


def case_of(sources: Sources, view: View, number: int) -> tuple[CaseFile, Completeness, Docket]:
    """Return everything known about a dispute as of a view's block, and what it was read out of.

    Raises:
        NotFoundError: if there was none.
        StaleMirrorError: if the mirror has lost part of it.
    """
    shown = read_case(sources, view, number)
    found = docket(sources, view, number)
    return _file(sources, view, found, shown), completeness([found]), found


def court_history(view: View, dispute_id: int) -> list[Placed[CourtRow]]:
    """Return every row of a dispute and of the panels that took it on, in chain order.

    Panels of foreign arbitrators are theirs, so only those of our `PanelArbitrator` are here.

    Raises:
        NotFoundError: if there was no such dispute as of the view's block.
    """
    (history,) = CourtView(view).histories([dispute_id])
    if not history:
        raise no_dispute(dispute_id, view.block)
    court = trials.opening(history).row.court
    numbers = [
        int(placed.row.number)
        for placed in history
        if isinstance(placed.row, case_rows.ArbitrationStarted) and placed.row.number.isdigit()
    ]
    of_panels = [placed for panel in CourtView(view).panels(numbers) if _is_for(panel, court) for placed in panel]
    return _in_order(history, of_panels)


def completeness(found: Sequence[Docket]) -> Completeness:
    """Say whether chain and model agree about some disputes, and where not."""
    doubts = [f"dispute {docket.number}: {doubt}" for docket in found for doubt in docket.doubts]
    basis = BASIS if not doubts else f"{BASIS}. It does not: {'; '.join(doubts)}"
    return counted(basis, complete=not doubts)


def deadline(found: Docket, *, now: int, block: int) -> Deadline | None:
    """Return what a dispute waits for as of a block; None if it is over."""
    waited = due(found, now=now, block=block)
    return None if waited is None else deadline_of(waited, now)


def due(found: Docket, *, now: int, block: int) -> Due | None:
    """Return which step a dispute waits for as of a time (Unix seconds) and a block; None if it is over."""
    return due_of(found.steps, found.trial.dispute.due, now=now, block=block)


def deadline_of(due: Due, now: int) -> Deadline:
    """Write down what is due as of a time (Unix seconds)."""
    step = due.step
    return Deadline(
        act=step.act,
        who=step.who,
        accounts=step.accounts,
        due=due.due,
        due_block=step.not_before_block,
        seconds_left=due.due - now,
        stalled=due.stalled,
        says=step.says,
    )


def _is_for(panel: list[Placed[panel_rows.PanelRow]], court: str) -> bool:
    return bool(panel) and isinstance(panel[0].row, panel_rows.Armed) and panel[0].row.arbitrable == court


def _in_order(
    history: Sequence[Placed[case_rows.CaseRow]], of_panels: Sequence[Placed[panel_rows.PanelRow]]
) -> list[Placed[CourtRow]]:
    merged: list[Placed[CourtRow]] = [Placed(p.block, p.log_index, p.row) for p in history]
    merged += [Placed(p.block, p.log_index, p.row) for p in of_panels]
    return sorted(merged, key=lambda placed: (placed.block, placed.log_index))


def _file(sources: Sources, view: View, found: Docket, shown: ShownAction | str) -> CaseFile:
    trial, dispute, case = found.trial, found.trial.dispute, found.trial.case
    history = [moment.placed for moment in trial.moments]
    everything = _in_order(history, [item for bench in found.benches for item in bench.rows])
    view.load_blocks([placed.block for placed in everything])
    now = block_at(sources, view)
    opened = trial.opened.row
    ruled = dispute.state in (State.PROVISIONAL, State.FINAL, State.EXECUTED)
    (terms,) = CourtView(view).policies([case.policy_id])
    policy = policy_view(view, case.policy_id, terms)
    moved = effects(sources, view, found)
    told = [panels.panel_view(view, bench) for bench in found.benches]
    panel = told[-1] if told else None
    action = actions.action_view(sources, view, opened, shown)
    return CaseFile(
        dispute_id=found.number,
        dispute=global_id(sources, found.number),
        tag=case.tag.hex(),
        agent=str(sources.agent(case.agent_id)),
        agent_id=case.agent_id,
        fault_class=wording.fault(case.fault_class),
        state=wording.state(dispute.state),
        ruling=RULINGS[dispute.ruling] if ruled else None,
        basis=dispute.basis.name.lower() if ruled else None,
        round=dispute.round,
        since=dispute.since,
        parties=_parties(found),
        bond=next((bond for bond in bonds(view.bonds(case.subject)) if bond.beneficiary == case.liable), None),
        stakes=Stakes(str(case.deposit), str(case.fee), str(case.slice), str(case.locked), str(dispute.escrow)),
        action=action,
        policy=policy,
        timeline=_timeline(view, found, everything),
        evidence=exhibits.exhibits(sources, view, history),
        panel=panel,
        earlier_panels=told[:-1],
        deadline=deadline(found, now=now.time, block=view.block),
        next_steps=found.steps,
        ruling_record=ruling_record(sources, view, found, action, panel, moved) if ruled else None,
        effects=moved,
        matter=_matter(view, found),
        forecast_before=forecasts.forecast_before(sources, view, case.agent_id, trial.opened.block),
    )


def _parties(found: Docket) -> list[Party]:
    case = found.trial.case
    parties = [Party("claimant", who) for who in found.trial.dispute.claimants]
    parties.append(Party("liable", case.liable))
    if case.injured != NOBODY:
        parties.append(Party("injured", case.injured))
    if found.trial.dispute.appellant != NOBODY:
        parties.append(Party("appellant", found.trial.dispute.appellant))
    parties.append(Party("arbitrator", found.trial.dispute.policy.arbitrator))
    return parties


def _timeline(view: View, found: Docket, everything: Sequence[Placed[CourtRow]]) -> list[TimelineEntry]:
    after = {(moment.placed.block, moment.placed.log_index): moment.dispute.state for moment in found.trial.moments}
    entries, state = [], State.OPEN
    for placed in everything:
        state = after.get((placed.block, placed.log_index), state)
        row = placed.row
        entries.append(
            TimelineEntry(
                event=court_rows.EVENT_OF[type(row)],
                says=wording.says(row),
                state=wording.state(state),
                seen=finding.seen_at(view, placed),
            )
        )
    return entries


def _matter(view: View, found: Docket) -> MatterView:
    case = found.trial.case
    name = matter_of(case.action, case.fault_class)
    (rulings,) = CourtView(view).matters([name])
    matter = matter_after(rulings)
    return MatterView(
        matter=name.hex(),
        upheld=matter.upheld,
        reopenings=matter.reopenings,
        open_until=matter.open_until,
        conceded=matter.conceded,
        disputes=[placed.row.dispute_id for placed in rulings if not placed.row.is_proof],
    )
