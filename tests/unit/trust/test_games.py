"""Peer ranking beats majority vote, and audits by risk deter more than audits by chance, at the same cost."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from ledger.trust.audit import chances, cheaters, deterring
from ledger.trust.evaluation.rounds import HONEST, STRATEGIES, Market, gain
from ledger.trust.ranking import Vote, bradley_terry

AGENTS = 40


def votes_on(quality, count, dice):
    """Votes of random peers on random pairs; the better one wins as Bradley and Terry say."""
    found = []
    for _ in range(count):
        one, other, voter = (int(n) for n in dice.choice(AGENTS, 3, replace=False))
        first = dice.random() < 1 / (1 + np.exp(quality[other] - quality[one]))
        found.append(Vote(voter, one, other) if first else Vote(voter, other, one))
    return found


def majority_right(votes, quality):
    """Share of pairs that a majority of their own votes orders rightly; without votes, or even, half of them."""
    balance = np.zeros((AGENTS, AGENTS))
    for vote in votes:
        balance[vote.better, vote.worse] += 1
        balance[vote.worse, vote.better] -= 1
    return np.mean(
        [(1 + np.sign(balance[a, b]) * np.sign(quality[a] - quality[b])) / 2 for a, b in combinations(range(AGENTS), 2)]
    )


def ranking_right(strength, quality):
    return np.mean(
        [(strength[a] > strength[b]) == (quality[a] > quality[b]) for a, b in combinations(range(AGENTS), 2)]
    )


@pytest.mark.parametrize("seed", range(5))
def test_peer_ranking_beats_majority_vote_by_17_points_at_the_same_votes(seed):
    dice = np.random.default_rng(seed)
    quality = dice.normal(0, 1.5, AGENTS)
    votes = votes_on(quality, 800, dice)
    assert ranking_right(bradley_terry(votes, AGENTS), quality) - majority_right(votes, quality) >= 0.1721


def test_votes_about_oneself_and_of_no_weight_change_nothing():
    votes = [Vote(0, 1, 2), Vote(3, 2, 4)]
    plain = bradley_terry(votes, 5)
    assert np.array_equal(plain, bradley_terry([*votes, Vote(1, 1, 2), Vote(2, 1, 2), Vote(0, 3, 3)], 5))
    assert np.allclose(plain, bradley_terry([*votes, Vote(0, 4, 1, 0.0)], 5))


def test_names_mean_nothing_to_a_ranking():
    votes = votes_on(np.arange(AGENTS) / 10, 200, np.random.default_rng(1))
    turned = [Vote(AGENTS - 1 - v.voter, AGENTS - 1 - v.better, AGENTS - 1 - v.worse) for v in votes]
    assert np.allclose(bradley_terry(votes, AGENTS), bradley_terry(turned, AGENTS)[::-1])


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("budget", [10, 50, 150])
def test_at_the_same_budget_fewer_cheat_than_under_uniform_audits(seed, budget):
    dice = np.random.default_rng(seed)
    gain, bond = dice.lognormal(0, 1, 500), dice.lognormal(1, 1, 500)
    ours = chances(gain, bond, budget)
    assert ours.sum() <= budget * (1 + 1e-9)
    assert ours.min() >= 0
    assert ours.max() <= 1
    uniform = np.full(500, budget / 500)
    caught, evenly = cheaters(gain, bond, ours), cheaters(gain, bond, uniform)
    assert caught.sum() < evenly.sum()
    assert gain[caught].sum() < gain[evenly].sum()


def test_a_deterred_agent_does_not_cheat():
    gain, bond = np.array([1.0, 5.0]), np.array([9.0, 5.0])
    assert not cheaters(gain, bond, deterring(gain, bond)).any()


@pytest.mark.parametrize(
    "strategy", [one for one in STRATEGIES if one.name != "turns_in_the_end"], ids=lambda one: one.name
)
def test_cheating_now_and_then_or_elsewhere_or_as_somebody_else_does_not_pay(strategy):
    assert gain(strategy, Market(), seed=1, rounds=150) <= 0.05


def test_in_that_market_an_honest_agent_in_the_attackers_place_earns_what_others_earn():
    assert abs(gain(HONEST, Market(), seed=1, rounds=150)) <= 0.2
