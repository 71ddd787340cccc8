"""A trace is complete in both directions, in causal order, and refuses what caused itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.causes import trace
from ledger.errors import ConflictError, NotFoundError

GRAPHS = st.lists(st.lists(st.integers(0, 30), max_size=4), min_size=1, max_size=30)


def graph(drawn) -> dict[str, list[str]]:
    """Each node is caused by earlier ones alone."""
    return {str(at): [str(cause) for cause in causes if cause < at] for at, causes in enumerate(drawn)}


def closure(parents: dict[str, list[str]]) -> dict[str, set[str]]:
    """All ancestors of each node, by the definition."""
    above: dict[str, set[str]] = {}
    for name in sorted(parents, key=int):
        above[name] = {*parents[name], *(found for cause in parents[name] for found in above[cause])}
    return above


@given(GRAPHS, st.integers(0, 29))
def test_ancestors_and_descendants_are_complete_and_in_order(drawn, at):
    parents = graph(drawn)
    action = str(at % len(parents))
    above = closure(parents)
    found = trace(parents, action)
    assert set(found.ancestors) == above[action]
    assert set(found.descendants) == {name for name, causes in above.items() if action in causes}
    assert len(set(found.ancestors)) == len(found.ancestors)
    for part in (found.ancestors, found.descendants):
        place = {name: at for at, name in enumerate(part)}
        assert all(place[cause] < place[name] for name in part for cause in parents[name] if cause in place)


def test_causes_that_are_nowhere_are_named():
    found = trace({"a": ["gone"], "b": ["a", "lost"]}, "b")
    assert (found.ancestors, found.unknown) == (("a",), ("gone", "lost"))


@pytest.mark.parametrize("cycle", [{"a": ["a"]}, {"a": ["b"], "b": ["a"]}, {"a": [], "b": ["a", "c"], "c": ["b"]}])
def test_what_caused_itself_is_refused(cycle):
    with pytest.raises(ConflictError) as found:
        trace(cycle, "a")
    assert found.value.code == "causal_cycle"


def test_a_cycle_elsewhere_does_not_hide_a_trace():
    assert trace({"a": [], "b": ["a"], "x": ["y"], "y": ["x"]}, "a").descendants == ("b",)


def test_an_action_that_is_not_held_is_not_found():
    with pytest.raises(NotFoundError):
        trace({"a": []}, "b")


def test_a_hundred_thousand_edges_are_traced_whole():
    parents = {str(at): [str(cause) for cause in (at - 1, at // 2) if 0 <= cause < at] for at in range(50_000)}
    assert sum(map(len, parents.values())) > 99_990
    found = trace(parents, "25000")
    assert (len(found.ancestors), len(found.descendants), found.unknown) == (25_000, 24_999, ())
