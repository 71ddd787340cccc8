"""Precedents: earlier rulings on disputes that share rule or behaviour, and rulings on like facts that differ.

Two disputes are compared by features: rule (fault class, policy, injury, how the action was shown), behaviour (the
operation, tool, phase and outcome of the disputed record) and course (whether anyone responded). A feature weighs what
it tells: the fewer of the earlier disputes have it, the more. Facts are like if all rule features and all behaviour
features that are known of both are the same, and something of the behaviour is known.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ledger.domain import record
from ledger.domain.dispute import NOBODY, Basis, RefKind, State
from ledger.queries import cases, wording
from ledger.queries.actions import shown_action
from ledger.queries.answers import Answer, Completeness
from ledger.queries.asking import ask
from ledger.queries.dockets import Docket, dispute_number, docket, dockets, global_id
from ledger.queries.sources import Sources
from ledger.queries.trials import RULINGS
from ledger.store import case_rows as rows
from ledger.store import keys
from ledger.store.log_view import LogView
from ledger.store.named import named
from ledger.store.view import View

SHOWN: Final = 5
LOOKED_AT: Final = 500
"""Earlier disputes of the same class of faults that are compared by rule: the newest."""
BEHAVIOUR_OF: Final = 40
"""Of these, the most alike are compared by behaviour too, which asks the node for each opening transaction."""
_BEHAVIOUR: Final = ("op", "tool", "phase", "outcome")
_ACTED: Final = (*_BEHAVIOUR, "receipt_tool")
_RULE: Final = ("fault_class", "policy", "injured", "shown_as")
_ON_MERITS: Final = (Basis.MERITS, Basis.PROOF)


@dataclass(frozen=True, slots=True)
class Shared:
    """One feature that two disputes share, and what it weighs, in thousandths."""

    feature: str
    value: str
    weight: int


@dataclass(frozen=True, slots=True)
class Precedent:
    """An earlier dispute: how it ended, what it shares, and `likeness`, the share of all weight that it has, in ppm.

    `like_facts`: the same rule and the same behaviour. `inconsistent`: like facts, and yet another ruling.
    """

    dispute_id: int
    dispute: str
    agent_id: int
    ruling: str
    basis: str
    on_merits: bool
    round: int
    ruled_at: int
    likeness: int
    shared: list[Shared]
    like_facts: bool
    inconsistent: bool


@dataclass(frozen=True, slots=True)
class Inconsistency:
    """Rulings on the merits upon like facts that differ: which disputes were upheld, and which dismissed."""

    upheld: list[int]
    dismissed: list[int]
    says: str


@dataclass(frozen=True, slots=True)
class Precedents:
    """The features of a dispute, the earlier ones most like it, and rulings on like facts that do not agree.

    `looked_at` earlier disputes were compared, of `of` in the same class of faults.
    """

    dispute_id: int
    features: Mapping[str, str]
    items: list[Precedent]
    inconsistencies: list[Inconsistency]
    looked_at: int
    of: int


def precedents(sources: Sources, dispute: str | int, *, as_of: int | None = None) -> Answer[Precedents]:
    """Return the earlier rulings that a dispute is most like, at most five.

    Args:
        sources: What to read.
        dispute: Number or global id.
        as_of: As of which block; the newest if not given.

    Raises:
        InvalidInputError: if an argument has another form.
        NotFoundError: if there is no such dispute.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    number = dispute_number(sources, dispute)

    def question(view: View) -> tuple[Precedents, Completeness]:
        ours = docket(sources, view, number)
        found, of = _earlier(sources, view, ours)
        return _compared(sources, view, ours, found, of), cases.completeness([ours, *found])

    return ask(sources, question, as_of)


def _earlier(sources: Sources, view: View, ours: Docket) -> tuple[list[Docket], int]:
    """Return the newest disputes of the class that were opened before and are ruled on, and how many there are."""
    key = keys.fault_class(int(ours.trial.case.fault_class))
    numbers = [named(item).number for item in view.members(key)]
    before = [number for number in numbers if number < ours.number]
    found = dockets(sources, view, before[-LOOKED_AT:])
    return [one for one in found if one.trial.dispute.state in (State.FINAL, State.EXECUTED)], len(before)


def _compared(sources: Sources, view: View, ours: Docket, found: Sequence[Docket], of: int) -> Precedents:
    own = _rule(ours) | _behaviour(sources, view, ours)
    rules = {one.number: _rule(one) for one in found}
    alike = sorted(found, key=lambda one: (-_same(own, rules[one.number]), -one.number))
    read = {one.number for one in alike[:BEHAVIOUR_OF]}
    theirs = {
        one.number: rules[one.number] | (_behaviour(sources, view, one) if one.number in read else {}) for one in found
    }
    carried = Counter(item for features in theirs.values() for item in features.items())
    weights = {item: math.log((1 + len(found)) / (1 + carried[item])) + 1 for item in own.items()}
    whole = sum(weights.values())
    items = [_precedent(sources, one, own, theirs[one.number], weights, whole) for one in found]
    items.sort(key=lambda item: (-item.likeness, -item.dispute_id))
    like = [item for item in items if item.like_facts and item.on_merits]
    ruled = _ruling(ours)
    judged = {item.dispute_id: item.ruling for item in like}
    if ruled is not None and ours.trial.dispute.basis in _ON_MERITS:
        judged[ours.number] = ruled
    items = [_marked(item, ruled) for item in items[:SHOWN]]
    return Precedents(ours.number, own, items, _inconsistencies(judged), len(found), of)


def _rule(one: Docket) -> dict[str, str]:
    case, opened = one.trial.case, one.trial.opened.row
    return {
        "fault_class": wording.fault(case.fault_class),
        "policy": str(case.policy_id),
        "injured": "somebody" if case.injured != NOBODY else "nobody",
        "shown_as": RefKind(opened.ref_kind).name.lower(),
        "responded": "yes" if one.trial.last(rows.Responded) is not None else "no",
    }


def _behaviour(sources: Sources, view: View, one: Docket) -> dict[str, str]:
    """Return what the disputed record says that the agent did, as far as a log holds it."""
    shown = shown_action(sources, one.trial.opened.row)
    if isinstance(shown, str):
        return {}
    out = {} if shown.receipt is None else {"receipt_tool": shown.receipt.tool.hex()}
    held = LogView(view).held_entry(shown.record_id)
    if held is None or held[1].segment is None:
        return out
    content = record.decode(held[1].segment.records[held[0].position])
    found = {name: getattr(content, name, None) for name in _BEHAVIOUR}
    return out | {name: str(value) for name, value in found.items() if value is not None}


def _same(one: Mapping[str, str], other: Mapping[str, str]) -> int:
    return sum(other.get(name) == value for name, value in one.items())


def _precedent(
    sources: Sources,
    one: Docket,
    own: Mapping[str, str],
    theirs: Mapping[str, str],
    weights: Mapping[tuple[str, str], float],
    whole: float,
) -> Precedent:
    dispute = one.trial.dispute
    shared = [(name, value) for name, value in own.items() if theirs.get(name) == value]
    return Precedent(
        dispute_id=one.number,
        dispute=global_id(sources, one.number),
        agent_id=one.trial.case.agent_id,
        ruling=RULINGS[dispute.ruling],
        basis=dispute.basis.name.lower(),
        on_merits=dispute.basis in _ON_MERITS,
        round=dispute.round,
        ruled_at=dispute.since,
        likeness=round(1_000_000 * sum(weights[item] for item in shared) / whole),
        shared=[Shared(name, value, round(1000 * weights[name, value])) for name, value in shared],
        like_facts=_alike(own, theirs),
        inconsistent=False,
    )


def _alike(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    known = [name for name in _ACTED if name in one or name in other]
    same_rule = all(one[name] == other[name] for name in _RULE)
    return bool(known) and same_rule and all(one.get(name) == other.get(name) for name in known)


def _ruling(one: Docket) -> str | None:
    dispute = one.trial.dispute
    return RULINGS[dispute.ruling] if dispute.state in (State.PROVISIONAL, State.FINAL, State.EXECUTED) else None


def _marked(item: Precedent, ruled: str | None) -> Precedent:
    other = ruled is not None and item.like_facts and item.on_merits and item.ruling != ruled
    return replace(item, inconsistent=other)


def _inconsistencies(judged: Mapping[int, str]) -> list[Inconsistency]:
    upheld = sorted(number for number, ruling in judged.items() if ruling == "upheld")
    dismissed = sorted(number for number, ruling in judged.items() if ruling == "dismissed")
    if not upheld or not dismissed:
        return []
    says = f"on like facts, {len(upheld)} disputes were upheld and {len(dismissed)} dismissed"
    return [Inconsistency(upheld, dismissed, says)]
