"""How values look, whoever wrote them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.queries.answers import Seen
from ledger.queries.standing import Change, Score
from ledger.web import words
from ledger.web.trajectory import trajectory


@given(st.text())
def test_nothing_that_a_stranger_writes_becomes_markup_or_hides(text):
    shown = str(words.said(text))
    inside = shown.removeprefix('<bdi class="said">').partition("</bdi>")[0]
    assert "<" not in inside
    assert all(sign.isprintable() for sign in inside)


def test_long_text_is_cut_and_says_how_much_is_missing():
    assert "3 more characters" in words.said("x" * 13, 10)


@pytest.mark.parametrize(
    ("seconds", "says"),
    [(0, "0 seconds"), (-61, "1 minute 1 second"), (90_000, "1 day 1 hour"), (86_400 * 2 + 59, "2 days 59 seconds")],
)
def test_spans_are_said_in_two_units(seconds, says):
    assert words.span(seconds) == says


@pytest.mark.parametrize("seconds", [None, 0, -5, 1_700_000_000, 253_402_300_800, (1 << 64) - 1])
def test_every_time_can_be_shown(seconds):
    assert words.instant(seconds)


def test_sentences_link_accounts_and_shorten_hashes():
    who, name = "0x" + "aB" * 20, "c" * 64
    shown = words.told(f"{who} names {name} <i>")
    assert f'href="/accounts/{who}"' in shown
    assert f'data-full="{name}"' in shown
    assert "<i>" not in shown


def test_amounts_are_exact():
    assert [words.ether_amount(wei) for wei in ("0", "1", str(10**18), None)] == [
        "0 ether", "0.000000000000000001 ether", "1 ether", "\u2013",
    ]  # fmt: skip


def changes(count: int, every: int = 600_000) -> list[Change]:
    return [
        Change("00" * 32, 1, 0, 4000, (0, 0), (0, 4000), 142_857, 2800, "ruling", "ca" * 32, 1,
               Seen(at, "00" * 32, 1_700_000_000 + at * every, "00" * 32, 0))
        for at in range(count)
    ]  # fmt: skip


@pytest.mark.parametrize("count", [0, 1, 2, 500])
def test_a_trajectory_stays_within_its_frame(count):
    score = Score("00" * 32, 1, "conduct", 0, 4000, count, 2800, 142_857)
    chart = trajectory(changes(count), score, until=1_700_000_000 + 500 * 600_000)
    assert len(chart.points) + chart.left_out == count
    assert all(chart.left <= point.x <= chart.right and 0 <= point.y <= chart.floor for point in chart.points)
    assert all(point.low_ppm <= point.score_ppm <= point.high_ppm for point in chart.points)
    assert bool(chart.line) == (count > 0)
