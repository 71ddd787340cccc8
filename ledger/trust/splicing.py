"""Taking edges out of groups of voices and putting others in, and leaving everything else as it lies."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from ledger.trust.cores import each
from ledger.trust.edges import Said
from ledger.trust.ratings import Flags, Ints, Places
from ledger.trust.voices import Voices


class Spliced(NamedTuple):
    """Voices after a change, and the agents about whom something else is said now, in order."""

    voices: Voices
    touched: Ints


def spliced(voices: Voices, gone: Said, come: Said, anchored: Flags) -> Spliced:
    """Replace edges.

    Args:
        voices: A group.
        gone: Edges of it that are no more.
        come: Edges that are new.
        anchored: (agents,) who is an anchor now, of at least as many agents as `voices` has.
    """
    starts = np.r_[voices.starts, np.full(len(anchored) - voices.agents, len(voices))]
    touched = np.flatnonzero(np.bincount(np.r_[gone.whom, come.whom], minlength=len(anchored)))
    near = Voices(voices.rater, voices.weight, starts, anchored).about(touched)
    names = _named(np.repeat(touched, starts[touched + 1] - starts[touched]), voices.rater[near])
    out = near[np.searchsorted(names, _named(gone.whom, gone.rater))]
    # A new edge goes before the first one about the same agent by a later rater, or to that agent's end.
    first = np.searchsorted(names, come.whom << 32)
    into = starts[come.whom] + np.searchsorted(names, _named(come.whom, come.rater)) - first
    rater, weight = _put(out, into, (voices.rater, come.rater), (voices.weight, come.weight))
    moved = np.zeros(len(anchored) + 1, np.int64)
    np.subtract.at(moved, gone.whom + 1, 1)
    np.add.at(moved, come.whom + 1, 1)
    return Spliced(Voices(rater, weight, starts + np.cumsum(moved), anchored), touched)


def _put(out: Ints, into: Ints, *columns: tuple[Any, Any]) -> list[Any]:
    """Take entries out of columns, and put fresh ones in before others, in few long copies.

    Args:
        out: Places that are left out, in order.
        into: Before which place each fresh entry goes, in order.
        columns: Each as it was, and its fresh entries.
    """
    # At each place the fresh entries come first; then what stood there goes on, or is left out.
    order = np.argsort(np.r_[into * 2, out * 2 + 1], kind="stable")
    upto, ahead = np.r_[into, out][order].tolist(), np.r_[into, out + 1][order].tolist()
    which = order.tolist()

    def spliced_column(pair: tuple[Any, Any]) -> Any:
        old, fresh = pair
        pieces, at = [], 0
        for end, after, change in zip(upto, ahead, which, strict=True):
            pieces.append(old[at:end])
            at = after
            if change < len(into):
                pieces.append(fresh[change : change + 1])
        return np.concatenate([*pieces, old[at:]])

    return each(spliced_column, columns)


def _named(whom: Ints, rater: Places) -> Ints:
    """Name edges by whom they are about and whose they are."""
    names: Ints = whom << 32 | rater
    return names
