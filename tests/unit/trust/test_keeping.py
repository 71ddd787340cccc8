"""What a keeper of roots does next, whatever was proposed and however far it is."""

from __future__ import annotations

import pytest

from ledger.domain.reputation import PERIOD_SECONDS
from ledger.queries.answers import Seen
from ledger.queries.roots import RootView
from ledger.trust.keeping import Bonded, Duty, next_duty, open_root

WEEK = PERIOD_SECONDS
NOW = 2900 * WEEK + 5


def root(state, time, name="aa"):
    seen = Seen(1, "00" * 32, time, "00" * 32, 0)
    return RootView(1, "11" * 32, "00" * 32, 1, 1, "22" * 32, "", "0x", name, state, seen, None)


def bonded(due=NOW + 9, *, challenged=False, ruled=False):
    return Bonded(due, challenged, ruled)


@pytest.mark.parametrize(
    ("roots", "duty"),
    [
        ([], Duty.PROPOSE),
        ([root("rejected", NOW)], Duty.PROPOSE),
        ([root("accepted", NOW - 6)], Duty.PROPOSE),
        ([root("accepted", NOW - 5)], Duty.REST),
        ([root("accepted", NOW), root("rejected", NOW)], Duty.REST),
    ],
    ids=["the first", "after a wrong one", "a period ended", "the period goes on", "one stands all the same"],
)
def test_one_root_is_proposed_in_each_period(roots, duty):
    assert open_root(roots) is None
    assert next_duty(roots, None, NOW, set()) is duty


@pytest.mark.parametrize(
    ("bond", "examined", "duty"),
    [
        (bonded(), set(), Duty.EXAMINE),
        (bonded(), {"aa"}, Duty.REST),
        (bonded(challenged=True), set(), Duty.REST),
        (bonded(challenged=True, ruled=True), set(), Duty.CONCLUDE),
        (bonded(NOW, challenged=True), set(), Duty.CONCLUDE),
        (bonded(NOW), set(), Duty.CONCLUDE),
        (bonded(NOW + 1), {"aa"}, Duty.REST),
    ],
)
def test_an_open_root_is_examined_once_and_concluded_when_it_may_be(bond, examined, duty):
    roots = [root("accepted", NOW - 9 * WEEK, "00"), root("proposed", NOW)]
    assert open_root(roots) == roots[-1]
    assert next_duty(roots, bond, NOW, examined) is duty
