"""Who an agent is: its role, and the habits it was born with. Honest agents differ widely; some are outliers."""

from __future__ import annotations

from dataclasses import dataclass, fields
from random import Random
from typing import Final


@dataclass(frozen=True, slots=True)
class Role:
    """What a role works with; each tuple holds names of tools."""

    name: str
    untrusted: tuple[str, ...]
    people: tuple[str, ...]
    work: tuple[str, ...]
    sends: tuple[str, ...]
    pays: tuple[str, ...]


ROLES: Final = (
    Role(
        "buyer",
        ("take_advice", "search_web"),
        ("get_profile",),
        ("list_offers", "quote", "check", "rank", "wait"),
        ("reply",),
        ("pay",),
    ),
    Role(
        "seller",
        ("read_inbox",),
        ("read_customer",),
        ("list_stock", "price", "pack", "weigh", "label"),
        ("send_invoice",),
        ("refund",),
    ),
    Role(
        "courier",
        ("read_mail",),
        ("read_customer",),
        ("parcels", "route", "weigh", "scan", "park"),
        ("send_note",),
        ("pay",),
    ),
    Role(
        "helpdesk",
        ("read_inbox", "open_ticket"),
        ("read_client",),
        ("find_case", "draft", "translate", "tag", "close"),
        ("send_reply",),
        ("refund",),
    ),
    Role(
        "analyst",
        ("fetch_page", "search_web"),
        ("get_profile",),
        ("query", "plot", "draft", "clean", "cite"),
        ("post_report",),
        ("buy",),
    ),
    Role(
        "clerk",
        ("read_mail",),
        ("get_account",),
        ("reconcile", "file", "audit", "sort", "stamp"),
        ("export_statement",),
        ("transfer",),
    ),
)


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
    breadth: float
    """Look-ups are saved up and done together."""
    drawing: float
    """A sending draws on everybody looked up, instead of one."""
    mixing: float
    """An act within a session is for another principal."""
    paying: float
    slicing: float
    """Payments are saved up and done together."""
    step: float
    """Median payment, in log2 of the cap."""
    renewal: float
    """Share of a mandate after which it is renewed."""
    unmandated: float
    strange: float
    """The next tool is not the habitual one."""
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


# a and b of the Beta distribution each habit is drawn from, in the order of `Temper`; pace, step, renewal apart
_SHAPES: Final = {
    "exposure": (6, 4),
    "steered": (1, 16),
    "uncaused": (1, 12),
    "foreign": (1.5, 5),
    "sending": (6, 3),
    "looking": (6, 3),
    "breadth": (1, 16),
    "drawing": (1.5, 6),
    "mixing": (1, 30),
    "paying": (5, 4),
    "slicing": (1, 16),
    "unmandated": (1, 12),
    "strange": (1, 18),
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
    "held": (3, 3),
}
_SLOWEST: Final = 19.5  # log2 ms: twelve minutes
_OUTLIERS: Final = 0.10  # share of honest agents with odd habits
_ODDITIES: Final = 3  # how many habits of an outlier are odd


def draw_temper(rng: Random) -> Temper:
    """Draw the habits of an agent; one in ten has three odd ones, half-way to always."""
    habits = {name: rng.betavariate(a, b) for name, (a, b) in _SHAPES.items()}
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
