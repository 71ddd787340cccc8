"""What can be done in a dispute from the dashboard: the acts, who may do each, and whether its time is now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

from ledger.chain.panel import terms_for
from ledger.domain.dispute import SECOND, State
from ledger.domain.ids import Address
from ledger.domain.panel import Ballot, Phase
from ledger.errors import DefectError
from ledger.queries.dockets import Docket
from ledger.queries.next_steps import NextStep, next_steps
from ledger.queries.panels import Bench

_COURT: Final = "DisputeCourt"
_PANEL: Final = "PanelArbitrator"


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that can be done.

    Args:
        name: In addresses.
        title: Of its page.
        says: What it does, and what it costs.
        contract: Which contract is called.
        function: Its function.
        step: The step of `queries.next_steps` that it is; empty if it is none.
        states: In which states of a dispute it is taken, where no step says so.
        evidence: Whether a hash of evidence goes along.
        late: What is true once its time is over and it is still taken; empty if it is refused then.
        only: The party of the case that alone may, where no step says so; empty for anyone.
        panel: Whether the number of the panel goes along; 0 before there is one.
        pays: What whoever does it pays, as a node has to say: the least deposit of a claim that is joined, seven seats,
            or what the fee lacks; empty for nothing.
        bench: Which call of the panel it is, with the terms that the court gave it; empty for a call of the court.
        shows: What document must be shown for it: a signed receipt, or a ballot that was let out; empty for none.
        secret: Whether the browser finishes the data, because the server must not know what is in it.
    """

    name: str
    title: str
    says: str
    contract: str
    function: str
    step: str = ""
    states: tuple[State, ...] = ()
    evidence: bool = False
    late: str = ""
    only: Literal["", "liable", "claimant"] = ""
    panel: bool = False
    pays: Literal["", "deposit", "review", "fee"] = ""
    bench: Literal["", "draw", "conclude"] = ""
    shows: Literal["", "receipt", "ballot"] = ""
    secret: bool = False


ACTS: Final = (
    Act("respond", "Contest the claim", "The liable account answers with evidence, and arbitrators are asked.",
        _COURT, "respond", step="respond", evidence=True,
        late="it is still taken as long as nobody has entered the default"),
    Act("concede", "Concede the claim", "The liable account lets the claim prevail; a quarter less of the bond is "
        "taken than by a ruling.", _COURT, "concede", states=(State.OPEN,), only="liable"),
    Act("withdraw", "Withdraw the claim", "The claimant gives the claim up: the deposit goes to the liable account, "
        "the fee comes back.", _COURT, "withdrawClaim", states=(State.OPEN,), only="claimant"),
    Act("join", "Join the claim", "Whoever was harmed too joins with evidence of their own, and a deposit at risk like "
        "the first one; there is no part in the reward.", _COURT, "join", step="join", evidence=True,
        pays="deposit"),
    Act("evidence", "Add evidence", "Anyone adds evidence, until there is a ruling.", _COURT, "submitEvidence",
        states=(State.OPEN, State.ARBITRATION), evidence=True),
    Act("draw", "Draw the panel", "The hash of a block that is over draws the seats; whoever sends it has no say.",
        _PANEL, "draw", step="draw", bench="draw"),
    Act("commit", "Commit to a vote", "A seat binds itself to a vote that nobody sees before it is revealed.",
        _PANEL, "commit", step="commit", secret=True),
    Act("recuse", "Show that a seat must stand aside", "A receipt between a seat and a party takes the seat from it, "
        "in the first half of the time to commit; the draw names another.", _PANEL, "recuse", shows="receipt"),
    Act("report_leak", "Report a vote that was let out", "A ballot shown before votes may be revealed does not count: "
        "its seat loses a fifth of the least stake, half of it to whoever reports it.", _PANEL, "reportLeak",
        shows="ballot"),
    Act("reveal", "Reveal the vote", "A seat shows the vote that it committed to, and is paid for it.",
        _PANEL, "reveal", step="reveal", secret=True),
    Act("conclude", "Count the votes", "The panel rules by the votes revealed; seats that stayed away lose stake.",
        _PANEL, "conclude", step="conclude", bench="conclude"),
    Act("default_judgment", "Enter the default", "Nobody responded in time: the claim prevails, provisionally.",
        _COURT, "defaultJudgment", step="default_judgment"),
    Act("start_arbitration", "Ask the arbitrator again", "The arbitrator would not take the dispute on before.",
        _COURT, "startArbitration", step="start_arbitration", pays="fee"),
    Act("arbitrator_timeout", "End the wait for the arbitrator", "The arbitrator did not rule in its time.",
        _COURT, "arbitratorTimeout", step="arbitrator_timeout", panel=True),
    Act("end_by_proof", "End it by proof", "The fault was proved elsewhere: the claim is upheld at once.",
        _COURT, "endByProof", step="end_by_proof"),
    Act("appeal", "Appeal the ruling", "Seven others review the ruling, once; whoever appeals pays for them. In the "
        "first half of the time only who lost may.", _COURT, "appeal", step="appeal", evidence=True, panel=True,
        pays="review"),
    Act("finalize", "Make the ruling final", "The time to appeal is over.", _COURT, "finalize", step="finalize"),
    Act("execute", "Execute the ruling", "Bond, credits and standing are moved as ruled.", _COURT, "execute",
        step="execute"),
)  # fmt: skip
"""Every act, in the order in which they would come."""
STEPS: Final = {act.step: act for act in ACTS if act.step}
"""Every act that is a step of a dispute, by that."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Whether an act can be done: `why_not` is empty if it can. `late` is what holds once its time is over.

    `accounts` are the only ones who may, none for anyone; `until` (Unix seconds) is None without a limit.
    """

    accounts: list[str]
    until: int | None
    why_not: str
    late: str


def turn(act: Act, found: Docket, *, now: int, block: int) -> Turn:
    """Say whether an act can be done as of a block.

    Args:
        act: What is to be done.
        found: The dispute.
        now: Time of the block, Unix seconds.
        block: Its number.
    """
    state = found.trial.dispute.state
    if act.shows:
        return _while_they_vote(act, found, now)
    if act.states:
        why = "" if state in act.states else f"the dispute is {state.name.lower()}, and this is for other times"
        only = [str(getattr(found.trial.case, act.only))] if act.only else []
        return Turn(only, None, why, "")
    steps = [step for step in next_steps(found.trial, found.bench) if step.act == act.step]
    if not steps:
        return Turn([], None, f"the dispute is {state.name.lower()}, and nothing like this is to be done in it", "")
    step = next((step for step in steps if _is_open(step, now, block)), steps[-1])
    over = step.until is not None and now >= step.until
    if over:
        kept = act.late if state is State.OPEN else ""
        return Turn(step.accounts, step.until, "" if kept else "its time is over", kept)
    why = "" if _is_open(step, now, block) else "its time has not come yet"
    return Turn(step.accounts, step.until, why, "")


def arguments(act: Act, found: Docket, court: Address, evidence: bytes, uri: str) -> tuple[Any, ...]:
    """Return what an act that is no secret calls its function with; `court` is who asked the panel."""
    if act.bench:
        return _of_the_panel(act, found, court)
    given: list[Any] = [found.trial.case.as_tuple(), found.trial.dispute.policy.as_tuple()]
    if act.panel:
        given.append(found.bench.number if found.bench else 0)
    if act.evidence:
        given += [evidence, uri]
    return tuple(given)


def _while_they_vote(act: Act, found: Docket, now: int) -> Turn:
    """Say whether a seat can be taken, or a vote be voided: no step waits for either."""
    panel = found.bench.panel if found.bench else None
    if panel is None or panel.phase is not Phase.VOTING:
        return Turn([], None, "no panel is voting in this dispute", "")
    wanted, until = (
        (Ballot.SEATED, panel.commit_until - panel.commit_time // 2)
        if act.shows == "receipt"
        else (Ballot.COMMITTED, panel.commit_until)
    )
    if wanted not in panel.ballots.values():
        lacks = "every seat has committed" if act.shows == "receipt" else "no seat is bound to a vote"
        return Turn([], until, f"{lacks}, so there is nothing to show", "")
    if now >= until:
        return Turn([], until, "its time is over", "")
    if act.shows == "ballot" and panel.commits == panel.seats:
        return Turn([], until, "all seats have committed, so votes may be revealed now", "")
    return Turn([], until, "", "")


def present_seats(bench: Bench) -> list[Address]:
    """Return all seats of the present draw."""
    panel = bench.panel
    sits = (who for who, did in panel.ballots.items() if did is not Ballot.RECUSED)
    return [who for who in sits if bench.drawn_in.get(who) == panel.round]


def _of_the_panel(act: Act, found: Docket, court: Address) -> tuple[Any, ...]:
    if found.bench is None:
        raise DefectError
    absent = [found.bench.panel.absent] if act.bench == "conclude" else []
    return found.bench.number, court, terms_told(found), *absent


def terms_told(found: Docket) -> bytes:
    """Return the terms that the court gave the present panel."""
    dispute = found.trial.dispute
    return terms_for(dispute, int(found.trial.arbitrations[0].number) if dispute.round == SECOND else 0)


def _is_open(step: NextStep, now: int, block: int) -> bool:
    begun = now >= (step.not_before or 0) and block >= (step.not_before_block or 0)
    return begun and (step.until is None or now < step.until)
