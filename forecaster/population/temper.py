"""The habits an agent is born with.

Honest agents differ widely: many never do what others do daily, and some are outliers.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from random import Random
from typing import Final


@dataclass(frozen=True, slots=True)
class Temper:
    """Habits: chances in 0..1 unless said otherwise."""

    pace: float
    """Median gap between acts, in log2 milliseconds."""
    exposure: float
    """A session takes in untrusted input."""
    steered: float
    """An act follows that input rather than the principal's request."""
    uncaused: float
    foreign: float
    """A session is begun by another agent's record."""
    sending: float
    looking: float
    """A session looks up a person."""
    again: float
    """A person is looked up once more than the work needs."""
    breadth: float
    """Look-ups are saved up and done together."""
    drawing: float
    """A sending draws on everybody looked up, instead of one."""
    mixing: float
    """An act within a session is for another principal."""
    paying: float
    slicing: float
    """Payments are saved up and done together."""
    leaking: float
    """What was read about a person is passed on, on the side, by a way the work does not use."""
    lapsing: float
    """A mandate that has ended is not renewed."""
    step: float
    """Median payment, in log2 of the cap."""
    renewal: float
    """Share of a mandate after which it is renewed."""
    unmandated: float
    strange: float
    """The next tool is not the habitual one."""
    wandering: float
    """A step is taken with a tool that is not of its work."""
    overlap: float
    """Work goes on in another open session."""
    denied: float
    refused: float
    failed: float
    timed_out: float
    retry: float
    """A denied act is tried again soon."""
    elsewhere: float
    """It is tried again in another session."""
    unfinished: float
    """An outcome is never written."""
    delayed: float
    """An outcome is written late."""
    backdated: float
    """A record claims an earlier time than the one before."""
    held: float
    """A record waits for the next anchor."""
    bunched: float
    """Feedback, received or given, is saved up and comes at once."""
    praised: float
    """Feedback about it is bought: high, and mostly from newcomers."""
    returned: float
    """Feedback about it comes from those that its side rated."""
    harsh: float
    """Its side speaks ill, whatever others say."""
    spiteful: float
    """Its side answers ill words with ill words."""


# a and b of the Beta distribution each habit is drawn from, in the order of `Temper`; pace, step, renewal apart
_SHAPES: Final = {
    "exposure": (6, 4),
    "steered": (1, 16),
    "uncaused": (1, 12),
    "foreign": (1.5, 5),
    "sending": (6, 3),
    "looking": (6, 3),
    "again": (0.7, 9),
    "breadth": (1, 16),
    "drawing": (1.5, 6),
    "mixing": (1, 30),
    "paying": (5, 4),
    "slicing": (1, 16),
    "leaking": (0.5, 60),
    "lapsing": (1, 14),
    "unmandated": (1, 12),
    "strange": (1, 18),
    "wandering": (0.6, 30),
    "overlap": (1.5, 9),
    "denied": (2, 26),
    "refused": (1, 30),
    "failed": (1.2, 16),
    "timed_out": (1, 30),
    "retry": (1.5, 10),
    "elsewhere": (2, 3),
    "unfinished": (1, 80),
    "delayed": (1, 16),
    "backdated": (0.5, 80),
    "held": (1.5, 1.2),
    "bunched": (1, 10),
    "praised": (0.8, 14),
    "returned": (1, 10),
    "harsh": (0.8, 16),
    "spiteful": (1, 8),
}
# habits that many agents have hardly at all, because their work does not ask for it, and the share of those
_IDLE: Final = {"exposure": 0.25, "sending": 0.25, "looking": 0.3, "paying": 0.35}
_HARDLY: Final = (0.3, 20)
# kinds of agents that differ from the others in several habits at once, and their share
_KINDS: Final[tuple[tuple[float, dict[str, tuple[float, float]]], ...]] = (
    (0.35, {"foreign": (8, 1.5)}),  # works on others' orders: sessions are begun by another agent's record
    (0.20, {"exposure": (8, 2), "steered": (5, 2)}),  # what comes from outside is its work: tickets, advice
    (0.40, {"strange": (0.3, 60), "overlap": (0.3, 30), "delayed": (0.3, 60)}),  # a script, rather than a mind
    (0.40, {"failed": (0.5, 40), "denied": (0.5, 40), "refused": (0.5, 40), "timed_out": (0.5, 40)}),  # at home
    (0.04, {"leaking": (5, 3)}),  # its work is to pass on what it reads about people
    (0.08, {"bunched": (5, 4), "praised": (3, 6)}),  # it is new in town and campaigns for itself, honestly
    (0.06, {"harsh": (4, 6)}),  # a critic by trade
    (0.06, {"wandering": (3, 6)}),  # it tries things out
    (0.12, {"delayed": (4, 5)}),  # what it begins takes long: outcomes come late
    (0.15, {"unfinished": (3, 27)}),  # it is cut off now and then: some outcomes never come
    (0.12, {"denied": (5, 22)}),  # it works at strict gates
    (0.10, {"returned": (5, 4)}),  # it works for a few regulars, who work for it
)
_SLOWEST: Final = 19.5  # log2 ms: twelve minutes
_OUTLIERS: Final = 0.10  # share of honest agents with odd habits
_ODDITIES: Final = 3  # how many habits of an outlier are odd


def draw_temper(rng: Random, busy: Collection[str] = ()) -> Temper:
    """Draw the habits of an agent; one in ten has three odd ones, half-way to always.

    Args:
        rng: Its dice.
        busy: Habits that it has for certain, because its work rests on them.
    """
    habits = {name: rng.betavariate(a, b) for name, (a, b) in _SHAPES.items()}
    habits |= {
        name: rng.betavariate(*_HARDLY) for name, share in _IDLE.items() if rng.random() < share and name not in busy
    }
    for share, shapes in _KINDS:
        if rng.random() < share:
            habits |= {name: rng.betavariate(a, b) for name, (a, b) in shapes.items()}
    if rng.random() < _OUTLIERS:
        for name in rng.sample(sorted(_SHAPES), _ODDITIES):
            habits[name] += (0.5 - habits[name]) * rng.random() if habits[name] < 0.5 else 0.0  # noqa: PLR2004 half
    return Temper(
        pace=min(_SLOWEST, rng.gauss(17.5, 1.2)),
        step=rng.gauss(-3.2, 0.5),
        renewal=rng.uniform(0.5, 0.95),
        **habits,
    )


def toward(temper: Temper, goal: dict[str, float], share: float) -> Temper:
    """Move some habits a share of the way towards a goal; `pace` and `step` are moved by an amount instead."""
    moved = {
        item.name: getattr(temper, item.name)
        + share * (goal[item.name] - (0.0 if item.name in {"pace", "step"} else getattr(temper, item.name)))
        if item.name in goal
        else getattr(temper, item.name)
        for item in fields(temper)
    }
    return Temper(**moved)
