"""Sums and largest members of the edges about each agent."""

from __future__ import annotations

import numpy as np

from ledger.trust.ratings import Ints


def totals(values: Ints, ends: Ints) -> Ints:
    """Return (agents,) sums of `values` grouped by `ends`; 0 for an empty group."""
    return _reduced(np.add, values, ends)


def largest(values: Ints, ends: Ints) -> Ints:
    """Return (agents,) largest of `values` (none negative) grouped by `ends`; 0 for an empty group."""
    return _reduced(np.maximum, values, ends)


def _reduced(ufunc: np.ufunc, values: Ints, ends: Ints) -> Ints:
    out = np.zeros(len(ends) - 1, np.int64)
    filled = np.flatnonzero(ends[1:] > ends[:-1])
    if len(filled):
        out[filled] = ufunc.reduceat(values, ends[filled])
    return out
