"""Hearing voices again: what was heard before is kept, and what changed since is all that is worked on.

A walk asks for the same sums in the same order at every epoch. Sums of integers do not care how they come about: taking
the old word of whoever changed his mind off a sum, and adding his new one, gives what adding everything up gives. The
largest word is only searched for anew where the one that was largest shrank. So nothing that is answered here depends
on what was heard before; only the time it takes does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from ledger.trust.columns import Column, grown
from ledger.trust.ratings import Flags, Ints, picked
from ledger.trust.voices import Heard, Voices

_FEW: Final = 4
"""Everyone is heard afresh if more than one in so many edges changed."""


@dataclass(slots=True, eq=False)
class _Known:
    """What one question was, and what was answered. `asked` is false until it was asked in some epoch."""

    voice: Ints
    found: Heard
    asked: bool = False


class Listener:
    """Hears one group of voices, epoch after epoch. What it answers is its own, and good until the next epoch."""

    def __init__(self, voices: Voices) -> None:
        self.voices = voices
        self._known: list[_Known] = []
        self._turn = 0
        self._touched = np.zeros(0, np.int64)

    def again(self, voices: Voices, touched: Ints) -> None:
        """Begin the next epoch, in which only what is said of the agents `touched` (in order) was said anew."""
        self.voices, self._touched, self._turn = voices, touched, 0
        for known in self._known:
            known.voice = grown(known.voice, voices.agents)
            known.found = Heard(*(grown(column, voices.agents) for column in known.found))

    def hear(self, voice: Column, *, counted: bool = False) -> tuple[Column, Column]:
        """Return sums and strongest voices, as `Voices.all_of` does."""
        turn, self._turn = self._turn, self._turn + 1
        if turn == len(self._known):  # before anybody spoke, nobody was heard
            nothing = (np.zeros(self.voices.agents, np.int64) for _ in range(3))
            self._known.append(_Known(next(nothing), Heard(*nothing)))
        known = self._known[turn]
        speaks = known.voice != voice.values if voice.moved is None or not known.asked else voice.moved
        few = _FEW * int(np.count_nonzero(speaks)) <= len(speaks)
        spoke = self.voices.by(speaks) if few else None
        moved = None
        if spoke is None or _FEW * len(spoke) > len(self.voices):
            known.found = self.voices.all_of(voice.values, counted=counted)
        else:
            moved = self._amend(known, spoke, voice.values, counted=counted)
        if not known.asked:
            moved, known.asked = None, True
        np.copyto(known.voice, voice.values, where=speaks)
        return Column(known.found.sums, moved), Column(known.found.most, moved)

    def _amend(self, known: _Known, spoke: Ints, voice: Ints, *, counted: bool) -> Flags:
        """Correct an answer; mark the agents about whom it may have changed."""
        moved, stale = np.zeros(len(voice), np.bool_), self._touched
        if len(spoke):
            about, shrank = self._add(known, spoke, voice, counted=counted)
            moved[about] = True
            both = np.sort(np.r_[stale, shrank])
            stale = both[np.r_[True, both[1:] != both[:-1]][: len(both)]]
        moved[stale] = True
        for column, right in zip(known.found, self.voices.some_of(stale, voice, counted=counted), strict=True):
            column[stale] = right
        return moved

    def _add(self, known: _Known, spoke: Ints, voice: Ints, *, counted: bool) -> tuple[Ints, Ints]:
        """Correct sums for the edges that spoke differently.

        Returns:
            Whom they are about, and of whom the largest word is to be found anew; in order.
        """
        voices, (sums, most) = self.voices, known.found
        whom, rater = voices.whom(spoke), picked(voices.rater, spoke)
        at = np.flatnonzero(np.r_[True, whom[1:] != whom[:-1]])
        agents = whom[at]
        weight = np.int64(1) if counted else picked(voices.weight, spoke)
        was, now = weight * picked(known.voice, rater), weight * picked(voice, rater)
        sums[agents] += np.add.reduceat(now - was, at)
        if counted:
            return agents, agents[:0]
        anchored = picked(voices.anchored, rater)
        was[anchored] = 0
        now[anchored] = 0
        loudest, before = np.maximum.reduceat(now, at), np.maximum.reduceat(was, at)
        shrank = (before == most[agents]) & (loudest < before)
        most[agents] = np.maximum(most[agents], loudest)
        return agents, agents[shrank]
