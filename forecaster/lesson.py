"""Lessons: everything a model is learnt from, as rows. Kept beside an artefact, so that it can be taught further.

Rows that *teach* and rows that are *trusted* belong to different owners. Trusted rows set the alarm and say whether
later rulings may teach; they are those that the first of a line of artefacts was made with, and no batch adds to them.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from forecaster.features import Floats, History
from forecaster.labels import HORIZON_ACTS, SETTLE_BLOCKS
from forecaster.split import Part, Split, owners_first_block
from forecaster.table import Table, tabulate
from forecaster.watch import looks_of
from ledger.errors import ProofError

_DIGITS: Final = 4
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Rows:
    """Labelled rows.

    Args:
        features: (n_rows, n_features) float64.
        labels: (n_rows,) int64, 1 where a fault followed.
        ahead: (n_rows,) int64, acts until the dispute was opened, or as far as was seen.
        ages: (n_rows,) int64, block at which the row's owner first acted; only their order counts.
        owners: (n_rows,) uint64, name of the row's owner, hashed.
        agents: (n_rows,) int64, number of the agent.
        blocks: (n_rows,) int64, the block of the cut.
    """

    features: Floats
    labels: Ints
    ahead: Ints
    ages: Ints
    owners: NDArray[np.uint64]
    agents: Ints
    blocks: Ints

    def __len__(self) -> int:
        return len(self.labels)

    def chosen(self, which: NDArray[np.bool_]) -> Rows:
        """Return some of the rows, by mask."""
        return Rows(*(getattr(self, name)[which] for name in self.__slots__))

    def followed_by(self, later: Rows) -> Rows:
        """Return these rows and later ones, whose owners count as having begun after all of these."""
        shift = self.ages.max(initial=0) + 1 - later.ages.min(initial=0)
        moved = replace(later, ages=later.ages + shift)
        return Rows(*(np.concatenate([getattr(self, name), getattr(moved, name)]) for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a model is learnt from.

    Args:
        taught: Rows that teach.
        trusted: Rows that set the alarm, decided before.
        watched: (n_looks, n_features) float64, the trusted agents that did no harm, at every look, one after the other.
        looks: (n_agents,) int64, how many looks each of them takes.
        until: Block as of which the rulings were read; 0 if they are of another chain, or of none.
    """

    taught: Rows
    trusted: Rows
    watched: Floats
    looks: Ints
    until: int = 0

    def packed(self) -> bytes:
        """Return it as bytes; features are rounded to four digits, which all that learns from it sees."""
        found: dict[str, NDArray[np.generic]] = {
            "watched": _short(self.watched),
            "looks": self.looks,
            "until": np.array(self.until),
        }
        for part in ("taught", "trusted"):
            rows = getattr(self, part)
            found |= {f"{part}.{name}": getattr(rows, name) for name in Rows.__slots__}
            found[f"{part}.features"] = _short(rows.features)
        out = io.BytesIO()
        np.savez_compressed(out, allow_pickle=False, **found)
        return out.getvalue()

    @classmethod
    def unpacked(cls, data: bytes) -> Lesson:
        """Read it back; nothing is unpickled.

        Raises:
            ProofError: if it is no lesson.
        """
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as found:
                taught, trusted = (
                    Rows(*(_long(found[f"{part}.{name}"]) for name in Rows.__slots__)) for part in ("taught", "trusted")
                )
                return cls(taught, trusted, _long(found["watched"]), found["looks"], int(found["until"]))
        except (OSError, ValueError, KeyError, EOFError) as error:
            raise ProofError("the lesson cannot be read", hint="train again", code="bad_lesson") from error


def gather(histories: Sequence[History], parts: Split, *, seed: int, horizon: int = HORIZON_ACTS) -> Lesson:
    """Cut the histories of the first two parts; the test part is not looked at."""
    calibration = parts.calibration
    watched = [
        item.at(blocks)
        for item in (histories[member] for member in calibration.members)
        if (blocks := looks_of(item, calibration, benign=True))
    ]
    return Lesson(
        rows_of(histories, tabulate(histories, parts.train, seed=seed, horizon=horizon)),
        rows_of(histories, tabulate(histories, calibration, seed=seed, horizon=horizon)),
        np.vstack(watched) if watched else np.empty((0, 0)),
        np.array([len(item) for item in watched], dtype=np.int64),
    )


def batch_of(histories: Sequence[History], *, since: int, until: int, seed: int, horizon: int = HORIZON_ACTS) -> Rows:
    """Cut histories where labels have become known after one block and up to another.

    Args:
        histories: The population, made ready.
        since: Block up to which rulings have taught already.
        until: Block as of which the histories were read.
        seed: Seed of the cuts.
        horizon: Acts ahead.
    """
    part = Part(tuple(range(len(histories))), max(0, since - SETTLE_BLOCKS + 1), until)
    return rows_of(histories, tabulate(histories, part, seed=seed, horizon=horizon))


def rows_of(histories: Sequence[History], table: Table) -> Rows:
    """Return the rows of a table with whose they are."""
    first = owners_first_block([item.history for item in histories])
    owners = [histories[place].history.owner for place in table.agents]
    return Rows(
        table.features,
        table.labels,
        table.ahead,
        np.array([first[owner] for owner in owners], dtype=np.int64),
        np.array([_hashed(owner) for owner in owners], dtype=np.uint64),
        np.array([histories[place].history.agent_id for place in table.agents], dtype=np.int64),
        table.blocks,
    )


def _hashed(owner: str) -> int:
    return int.from_bytes(hashlib.sha256(owner.encode()).digest()[:8], "big")


def _short(rows: Floats) -> NDArray[np.float32]:
    return rows.astype(np.float32).round(_DIGITS)


def _long(found: NDArray[Any]) -> NDArray[Any]:
    return found.astype(np.float64) if found.dtype == np.float32 else found
