"""The evaluation masks what defines labels, runs attacks of its own making, and repeats itself."""

from __future__ import annotations

import gzip
import json

import numpy as np
import pytest

from ledger.trust.evaluation import baselines
from ledger.trust.evaluation.labels import protocol_of, seen
from ledger.trust.evaluation.measures import auroc, auroc_by_era, percentile
from ledger.trust.evaluation.network import read_network
from ledger.trust.evaluation.report import Asked, report
from ledger.trust.evaluation.table import attack_table
from ledger.trust.evaluation.world import ours, world_of
from tests.unit.trust.worlds import DAY, LONG_AGO


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """A founder's market: he and his circle define the labels; everybody else rates too."""
    dice = np.random.default_rng(4)
    folder = tmp_path_factory.mktemp("network")
    day = iter(range(10_000))
    rows = [(100, 101 + n, 8, next(day)) for n in range(5)]
    rows += [(101 + n % 5, 110 + n, 7, next(day)) for n in range(30)]
    rows += [(101 + n % 5, 140 + n, -9, next(day)) for n in range(20)]
    rows += [
        (110 + int(a), 110 + int(b), int(v), next(day))
        for a, b, v in zip(dice.integers(0, 30, 200), dice.integers(0, 30, 200), dice.integers(1, 5, 200), strict=True)
        if a != b
    ]
    rows += [
        (110 + int(a), 140 + int(b), -3, next(day))
        for a, b in zip(dice.integers(0, 30, 60), dice.integers(0, 20, 60), strict=True)
    ]
    text = "\n".join(f"{a},{b},{v},{LONG_AGO + d * DAY}.25" for a, b, v, d in rows)
    (folder / "net.csv.gz").write_bytes(gzip.compress(text.encode()))
    labels = [f"{n},1" for n in (100, *range(101, 106), *range(110, 140))] + [f"{n},-1" for n in range(140, 160)]
    (folder / "labels.csv").write_text("node,label\n" + "\n".join([*labels, "999,1"]))
    return folder / "net.csv.gz", folder / "labels.csv"


@pytest.fixture(scope="module")
def network(files):
    return read_network(*files)


def test_the_founder_is_found_and_what_defines_labels_is_masked(network):
    protocol = protocol_of(network)
    assert protocol.rule == "founder"
    assert network.called(protocol.anchors) == [100]
    left = seen(network.ratings, protocol.masked)
    assert protocol.masked.sum() == 55
    assert np.abs(left.value).max() < 500


def test_without_a_rule_the_anchors_are_old_and_praised(network):
    shuffled = type(network)(network.ratings, network.names, {n: bool(n % 2) for n in network.labels})
    protocol = protocol_of(shuffled)
    assert protocol.rule == "unknown"
    assert len(protocol.anchors) > 0


def test_auroc_counts_ties_as_half():
    assert auroc(np.array([2, 1]), np.array([1, 0])) == 0.875
    assert auroc(np.array([]), np.array([1])) is None


def test_pairs_of_different_eras_are_not_compared():
    joined = (np.array([0, 400 * DAY]), np.array([0]))
    assert auroc_by_era(np.array([1, 0]), np.array([0.5]), joined) == (1.0, 1)


def test_a_percentile_halves_ties():
    assert percentile(np.array([1, 2, 2, 3]), 1) == 50.0


@pytest.mark.parametrize("name", sorted(baselines.BASELINES))
def test_every_baseline_prefers_the_praised_to_the_accused(network, name):
    scores = baselines.BASELINES[name](network.ratings, np.array([0]))
    assert auroc(scores[network.labelled(benign=True)], scores[network.labelled(benign=False)]) > 0.8


def test_attacks_repeat_with_their_seed_and_differ_without(network):
    world = world_of(network, protocol_of(network).anchors)
    once, again, other = (
        attack_table(world, ours(), [seed], budgets=(5,), attacks=("insider_slander", "bought_praise"))
        for seed in (1, 1, 2)
    )
    assert once == again
    assert once != other


def test_fresh_names_move_nobody_in_any_network(network):
    world = world_of(network, protocol_of(network).anchors)
    rows = attack_table(world, ours(), range(3), budgets=(5, 20), attacks=("sybil_slander", "ballot_stuffing"))
    assert {row.worst for row in rows} == {0.0}


def test_a_report_names_protocol_figures_and_seeds(network):
    found = report(network, Asked(seed=3, seeds=1, budgets=(5,)))
    assert found["attacks"]["first_seed"] == 3
    assert set(found["quality"]["baselines"]) == set(baselines.BASELINES)
    assert found["attacks"]["sybil_slander"]["worst_shift"] == 0.0
    assert json.dumps(found)
