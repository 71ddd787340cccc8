"""Taking edges out of groups of voices and putting others in, and leaving everything else as it lies."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

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
    into -= np.searchsorted(out, into)
    rater, weight = (
        np.insert(np.delete(column, out) if len(out) else column, into, fresh)
        for column, fresh in ((voices.rater, come.rater), (voices.weight, come.weight))
    )
    moved = np.zeros(len(anchored) + 1, np.int64)
    np.subtract.at(moved, gone.whom + 1, 1)
    np.add.at(moved, come.whom + 1, 1)
    return Spliced(Voices(rater, weight, starts + np.cumsum(moved), anchored), touched)


def _named(whom: Ints, rater: Places) -> Ints:
    """Name edges by whom they are about and whose they are."""
    names: Ints = whom << 32 | rater
    return names
