"""Work is shared out among cores, and comes back in order, with its errors."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.trust import cores

WORDS = st.lists(st.lists(st.integers(0, (1 << 64) - 1), max_size=40), max_size=8)


@pytest.fixture(autouse=True)
def three_cores_and_small_blocks(monkeypatch):
    monkeypatch.setattr(cores, "cores", lambda: 3)
    monkeypatch.setattr(cores, "BLOCK", 4)


def test_what_is_found_is_in_the_order_of_the_pieces():
    assert cores.each(lambda piece: piece * piece, range(100)) == [piece * piece for piece in range(100)]


def test_work_may_share_out_work():
    assert cores.each(lambda n: sum(cores.each(abs, range(-n, 0))), range(9)) == [n * (n + 1) // 2 for n in range(9)]


def test_an_error_of_any_piece_is_raised():
    def fail(piece):
        if piece == 7:
            raise ValueError(piece)

    with pytest.raises(ValueError, match="7"):
        cores.each(fail, range(20))


@given(WORDS)
def test_words_are_sorted_whoever_sorts_which(pieces):
    found = cores.sorted_words([np.array(piece, np.uint64) for piece in pieces])
    assert found.tolist() == sorted(word for piece in pieces for word in piece)


def test_every_number_is_in_one_block():
    assert [n for rows in cores.blocks(11) for n in range(rows.start, rows.stop)] == list(range(11))
