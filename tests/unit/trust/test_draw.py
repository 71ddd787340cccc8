"""Who is audited follows from a block's hash and from what is at stake, and from nothing else."""

from __future__ import annotations

import pytest

from ledger.domain.hashing import keccak
from ledger.trust.draw import Exposure, draw, lot_of

WORTH = 10**15
SEED = keccak(b"block")
VILLAGE = [Exposure(number, number % 7 * 10, number % 3 * 10**17) for number in range(60)]


def numbers(seed=SEED, exposed=VILLAGE, audits=20):
    return [lot.exposure.agent_id for lot in draw(seed, exposed, worth=WORTH, audits=audits) if lot.drawn]


def test_the_same_block_draws_the_same_agents_and_another_draws_others():
    assert numbers() == numbers()
    assert numbers() != numbers(keccak(b"another"))


def test_a_lot_is_the_agents_own_whoever_else_is_there():
    alone = draw(SEED, VILLAGE[5:6], worth=WORTH, audits=1)
    assert alone[0].lot == lot_of(SEED, 5) == next(lot.lot for lot in draw(SEED, VILLAGE, worth=WORTH, audits=1)[4:5])


def test_who_did_nothing_is_not_audited():
    assert not {number for seed in range(50) for number in numbers(bytes([seed]))} & set(range(0, 60, 7))


@pytest.mark.parametrize("audits", [1, 20, 1000])
def test_a_draw_costs_what_can_be_afforded(audits):
    lots = draw(SEED, VILLAGE, worth=WORTH, audits=audits)
    assert all(0 <= lot.chance <= 1 for lot in lots)
    assert sum(lot.chance for lot in lots) <= audits * (1 + 1e-9)


def test_agents_are_drawn_as_often_as_their_chance_says():
    lots = draw(SEED, VILLAGE, worth=WORTH, audits=20)
    often = dict.fromkeys(range(60), 0)
    for seed in range(400):
        for number in numbers(keccak(seed.to_bytes(4, "big"))):
            often[number] += 1
    assert all(abs(often[lot.exposure.agent_id] / 400 - lot.chance) < 0.1 for lot in lots)  # 4 standard errors


def test_what_deters_nobody_is_shared_among_those_with_nothing_to_lose():
    penniless = [Exposure(number, 10, 0) for number in range(10)]
    assert {round(lot.chance, 9) for lot in draw(SEED, penniless, worth=WORTH, audits=5)} == {0.5}
    assert draw(SEED, [], worth=WORTH, audits=5) == []
