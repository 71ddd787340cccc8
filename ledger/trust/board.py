"""From the mirror's ratings to scores and to the root that `CredibilityRoots` keeps: what a stranger recomputes.

An agent answers with its owner's name: ratings of all agents of one owner are one history, so an agent that the same
owner registers anew starts where the old one stood, and what an owner says of its own agents is weightless.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import numpy as np

from ledger.domain import tree
from ledger.domain.credibility import Credibility
from ledger.domain.ids import Address
from ledger.domain.reputation import PPM
from ledger.errors import InvalidInputError
from ledger.queries.dimensions import Scale
from ledger.queries.ratings import Rating as Row
from ledger.trust.collective import concentration, reciprocity, rings
from ledger.trust.configuration import DEFENCES, FULL, WEIGHT, Defences
from ledger.trust.memory import Memory, Word
from ledger.trust.ratings import Rating, Ruling, ratings_of
from ledger.trust.terms import Terms

_BACKED: Final = "backed"


@dataclass(frozen=True, slots=True)
class Line:
    """One account: how credible it is as a rater, and the score of its agents. All in parts per million.

    `score` is None, which is `insufficient`, where evidence is too thin. `voices`: raters whose word is audible.
    """

    account: Address
    credibility: int
    score: int | None
    low: int
    high: int
    voices: int


@dataclass(frozen=True, slots=True)
class Coalition:
    """Accounts that praise each other and have nobody else; what is counted is said at `collective.Ring`."""

    members: tuple[Address, ...]
    mutual: int
    pairs: int
    outside: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Board:
    """All accounts of one dimension and context in order of address, and the root over their credibility.

    `coalitions` are inaudible already, largest first. `reciprocity` is the share of praise that was returned in kind,
    and `concentration` how much of all weight few accounts hold (the sum of squared shares), in parts per million.
    Root, number of lines, and the hash of the terms are what `CredibilityRoots.propose` takes.
    """

    terms: Terms
    as_of: int
    formula: str
    root: str
    lines: tuple[Line, ...]
    coalitions: tuple[Coalition, ...]
    reciprocity: int
    concentration: int

    def of(self, account: Address) -> Line | None:
        """Return an account's line; None if nobody rated it and it rated nobody."""
        return next((line for line in self.lines if line.account == account), None)


def board(
    rows: Iterable[Row],
    owners: Mapping[int, Address],
    terms: Terms,
    *,
    as_of: int,
    rulings: Iterable[Ruling] = (),
    admitted: Container[Address] | None = None,
    in_order: Container[str | None] = frozenset(),
    rules: Defences = DEFENCES,
    memory: Memory | None = None,
) -> Board:
    """Compute an epoch.

    Args:
        rows: Ratings in chain order; those that are not backed, or of something else, are passed over.
        owners: Agent number to owner.
        terms: What is computed.
        as_of: Unix seconds of the block that is answered for.
        rulings: Rulings upheld, by agent number.
        admitted: Accounts that are heard beside the anchors; None if everyone is.
        in_order: Actions that an accepted audit found in order: who accuses an agent of one is not heard about it.
        rules: The configuration.
        memory: What is remembered of boards before, of the same rules; changes how long it takes, and nothing else.

    Raises:
        InvalidInputError: if there is no anchor, or the terms are of rules that this version does not know.
    """
    if terms.version != rules.version:
        raise InvalidInputError(
            f"the terms are of {terms.version}, this is {rules.version}",
            hint="use the version of ombud that knows these rules",
            code="other_rules",
        )
    heard = [
        Word(Address(row.rater), owners[row.ratee], value, row.time)
        for row in rows
        if _counts(row, terms, admitted)
        and row.scale is not None
        and ((value := scaled(row.value, row.scale)) >= 0 or row.action not in in_order)
    ]
    ruled = [(owners[ruling.agent], ruling.time) for ruling in rulings]
    if not terms.anchors:
        raise InvalidInputError("a walk needs an anchor", hint="name at least one bonded account", code="no_anchor")
    known = {*terms.anchors, *(one.rater for one in heard), *(one.ratee for one in heard), *(one for one, _ in ruled)}
    accounts = sorted(known)
    number = {account: place for place, account in enumerate(accounts)}
    ratings = ratings_of(
        (Rating(number[one.rater], number[one.ratee], one.value, one.time) for one in heard), len(accounts)
    )
    found = (memory or Memory(rules)).epoch(terms, heard, ruled, as_of)
    at, scores = found.of(accounts), found.epoch.scores
    weight = found.epoch.weight[at]
    lines = tuple(
        Line(
            account,
            int(found.epoch.weight[n]) * PPM // WEIGHT,
            int(scores.ppm[n]) if scores.enough[n] else None,
            int(scores.low[n]),
            int(scores.high[n]),
            int(scores.voices[n]),
        )
        for account, n in zip(accounts, at.tolist(), strict=True)
    )
    root = tree.root([Credibility(line.account, line.credibility).leaf for line in lines])
    coalitions = tuple(
        Coalition(tuple(accounts[n] for n in one.members), one.mutual, one.pairs, one.outside, one.first, one.last)
        for one in rings(ratings, weight)
    )
    shares = (reciprocity(ratings), concentration(np.arange(len(accounts)), weight))
    returned, held = (int(share * PPM) for share in shares)
    return Board(terms, as_of, terms.hash.hex(), root.hex(), lines, coalitions, returned, held)


def _counts(row: Row, terms: Terms, admitted: Container[Address] | None) -> bool:
    return (
        row.state == _BACKED
        and row.dimension == terms.dimension
        and row.context == terms.context
        and (admitted is None or row.rater in admitted or row.rater in terms.anchors)
    )


def scaled(value: int, scale: Scale) -> int:
    """Turn a value on its declared scale into milli-units: the worst becomes -1000, the best 1000.

    Raises:
        InvalidInputError: if it is outside the scale.
    """
    least, most = (int(Decimal(text).scaleb(scale.decimals)) for text in (scale.least, scale.most))
    if not least <= value <= most or least == most:
        raise InvalidInputError(f"{value} is not on the scale {scale.least} to {scale.most}", code="outside_scale")
    milli = 2 * FULL * (value - least) // (most - least) - FULL
    return -milli if scale.less_is_better else milli
