"""To which input is a harmful act due: with what the agent saw committed to, and by its outputs alone.

Planted: an agent reads documents, one of which tells it to pay the attacker's account, and it does. Copies of that text
lie in other documents, anywhere, and some honest ones quote the account. When the agent acts, it has only part of all
that it read before it (`in_view`). Both sides are given every document and the act's arguments, and rank by one rule;
the one that is given the act's `ctx` first checks its opening, and leaves out what was not seen. The rule by outputs
alone is the best, after the fact, of three (rarest shared words, the newest such document, the first with the most), so
that the margin is not owed to a weak opponent. Two like texts in view are told apart by nobody, and where the agent
sees all that it read there is no margin.

An agent that shows another context than it committed to is believed nothing: how many were believed is printed too.
Nothing here says how often real texts have copies, or are out of view: copies run from 0 to `MOST_COPIES`, alike often.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from statistics import fmean
from typing import Final

from bench.options import Figures, Options
from ledger.domain.commitment import field_leaf
from ledger.domain.hashing import sha256
from ledger.sdk.payload import Opening, commit, encode

DOCUMENTS: Final = 12
IN_VIEW: Final = (3, 6, 9, 12)
MOST_COPIES: Final = 3
_WORDS: Final = 400
_LENGTH: Final = 30
_TOLD: Final = 3
_QUOTED: Final = 0.3
_Z: Final = 1.96


@dataclass(frozen=True, slots=True)
class Case:
    """One harmful act. `documents` are in the order in which they were read, `seen` are those in view, by number.

    `cause` is the number of the document that told the agent to do it; `ctx` the act's commitment, `shown` its opening.
    """

    documents: tuple[frozenset[str], ...]
    arguments: frozenset[str]
    seen: tuple[int, ...]
    cause: int
    ctx: bytes
    shown: Opening


Rank = Callable[[Case, Sequence[int]], int]


def plant(rng: Random, in_view: int, copies: int) -> Case:
    """Make one act.

    Args:
        rng: Dice.
        in_view: How many of the documents the agent has before it when it acts.
        copies: How many other documents hold the attacker's text.
    """
    words = [f"w{number}" for number in range(_WORDS)]
    documents = [set(rng.sample(words, _LENGTH)) for _ in range(DOCUMENTS)]
    seen = tuple(sorted(rng.sample(range(DOCUMENTS), in_view)))
    cause = rng.choice(seen)
    told = {f"account{rng.randrange(10**9)}", *rng.sample(words, _TOLD)}
    account = next(word for word in told if word.startswith("account"))
    others = [number for number in range(DOCUMENTS) if number != cause]
    for number in (cause, *rng.sample(others, copies)):
        documents[number] |= told
    for number in range(DOCUMENTS):
        if rng.random() < _QUOTED:
            documents[number].add(account)
    shown = commit("ctx", context_of(documents, seen), rng.randbytes)
    return Case(tuple(map(frozenset, documents)), frozenset(told), seen, cause, shown.root, shown)


def context_of(documents: Sequence[set[str] | frozenset[str]], seen: Sequence[int]) -> bytes:
    """Return what is committed to: SHA-256 of the documents in view, as `seeing` does."""
    return sha256(encode([[number, sorted(documents[number])] for number in seen]))


def in_context(case: Case, seen: Sequence[int], shown: Opening) -> bool:
    """Say whether an opening shows that the agent saw these documents."""
    opened = field_leaf("ctx", shown.salt, shown.value) == case.ctx
    return opened and shown.value == context_of(case.documents, seen)


def rarest(case: Case, numbers: Sequence[int]) -> int:
    """Name the document that shares the rarest words with the act; the newest of several."""
    among = Counter(word for document in case.documents for word in document)
    return max(
        numbers,
        key=lambda number: (
            sum(math.log(1 + DOCUMENTS / among[word]) for word in case.documents[number] & case.arguments),
            number,
        ),
    )


def newest(case: Case, numbers: Sequence[int]) -> int:
    """Name the newest document that shares anything with the act."""
    return max(numbers, key=lambda number: (bool(case.documents[number] & case.arguments), number))


def first(case: Case, numbers: Sequence[int]) -> int:
    """Name the first document with the most words of the act."""
    return max(numbers, key=lambda number: (len(case.documents[number] & case.arguments), -number))


RULES: Final[tuple[Rank, ...]] = (rarest, newest, first)


def by_outputs(case: Case, rule: Rank) -> int:
    """Name the cause from outputs alone: any document that was read may be it."""
    return rule(case, range(DOCUMENTS))


def by_context(case: Case, seen: Sequence[int], shown: Opening) -> int:
    """Name the cause among what was seen, if the opening holds; from outputs alone if it does not."""
    return rarest(case, seen) if in_context(case, seen, shown) else by_outputs(case, rarest)


def run(options: Options) -> Figures:
    """Measure over acts with 0 to `MOST_COPIES` copies, by how much of what was read was in view."""
    size, rng = options.size(2_000, 200), Random(options.seed)
    by_view = {str(in_view): _measured(rng, in_view, size) for in_view in IN_VIEW}
    partial = [figures for in_view, figures in by_view.items() if int(in_view) < DOCUMENTS]
    return {
        "acts": size * len(IN_VIEW),
        "documents": DOCUMENTS,
        "by_in_view": by_view,
        "outputs_only": fmean(item["outputs_only"] for item in partial),
        "with_context": fmean(item["with_context"] for item in partial),
        "margin": fmean(item["margin"] for item in partial),
        "margin_all_in_view": by_view[str(DOCUMENTS)]["margin"],
        "false_contexts_believed": sum(item["false_contexts_believed"] for item in by_view.values()),
    }


def _measured(rng: Random, in_view: int, size: int) -> Figures:
    cases = [plant(rng, in_view, number % (MOST_COPIES + 1)) for number in range(size)]
    rates = {rule.__name__: _rate([by_outputs(case, rule) == case.cause for case in cases]) for rule in RULES}
    best = max(RULES, key=lambda rule: rates[rule.__name__])
    without = [by_outputs(case, best) == case.cause for case in cases]
    with_it = [by_context(case, case.seen, case.shown) == case.cause for case in cases]
    gains = [int(a) - int(b) for a, b in zip(with_it, without, strict=True)]
    margin = fmean(gains)
    spread = _Z * math.sqrt(sum((gain - margin) ** 2 for gain in gains) / len(gains) / len(gains))
    return {
        "outputs_only": _rate(without),
        "outputs_only_rules": rates,
        "with_context": _rate(with_it),
        "margin": margin,
        "margin_95": [margin - spread, margin + spread],
        "false_contexts_believed": sum(_believed(rng, case) for case in cases),
    }


def _believed(rng: Random, case: Case) -> bool:
    """Whether an agent that leaves the cause out of what it shows is believed: with its opening, or one made anew."""
    other = tuple(number for number in case.seen if number != case.cause)
    made = commit("ctx", context_of(case.documents, other), rng.randbytes)
    return in_context(case, other, case.shown) or in_context(case, other, made)


def _rate(hits: Sequence[bool]) -> float:
    return sum(hits) / len(hits)
