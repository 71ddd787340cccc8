"""What must teach nothing teaches nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from forecaster.detectors import BlendDetector, ForestDetector
from forecaster.features import History
from forecaster.history import Dispute, Verdict
from forecaster.metrics import auroc
from forecaster.split import split
from forecaster.table import tabulate


def fitted(table, features, labels, seed=0, trees=60):
    return ForestDetector(trees=trees, random_state=seed).fit(features, labels)


def test_shuffled_labels_teach_nothing(taught, probed):
    found = []
    for seed in range(12):
        # labels go from agent to agent as a whole: rows of one agent are not independent
        rng = np.random.default_rng(seed)
        harm = {int(a): int(taught.labels[taught.agents == a].max()) for a in np.unique(taught.agents)}
        shuffled = dict(zip(harm, rng.permutation(list(harm.values())), strict=True))
        labels = np.array([shuffled[int(a)] for a in taught.agents])
        found.append(
            auroc(probed.labels, fitted(taught, taught.features, labels, seed, trees=15).score(probed.features))
        )
    assert abs(float(np.mean(found)) - 0.5) < 0.08


def test_a_planted_verdict_that_comes_later_changes_no_feature_and_so_gains_nothing(world, probed):
    """The future is planted where it would really come from: in the history, after the cut."""
    for place in np.unique(probed.agents)[:60]:
        rows = probed.agents == place
        blocks = [int(block) for block in probed.blocks[rows]]
        stripped = replace(world.histories[place], verdicts=(), disputes=(), standing=())
        known = world.histories[place].until(max(blocks))
        if not (known.verdicts or known.disputes) and place in world.families:
            keep = replace(stripped, standing=known.standing)
            np.testing.assert_allclose(History(keep).at(blocks), probed.features[rows], atol=1e-12)


def test_a_feature_that_only_the_future_knows_gains_nothing(world, taught, probed):
    """It is known to whoever trains from the end of time; as of the block it is zero, in both parts."""

    def planted(table):
        known = [
            sum(v.upheld for v in world.histories[agent].until(int(block)).verdicts)
            for agent, block in zip(table.agents, table.blocks, strict=True)
        ]
        return np.column_stack([table.features, known])

    assert not planted(taught)[:, -1].any()
    assert not planted(probed)[:, -1].any()
    plain, more = [], []
    for seed in range(3):  # one more column rolls the trees' dice anew, and that alone moves a figure
        plain.append(auroc(probed.labels, fitted(taught, taught.features, taught.labels, seed).score(probed.features)))
        more.append(auroc(probed.labels, fitted(taught, planted(taught), taught.labels, seed).score(planted(probed))))
    assert abs(np.mean(more) - np.mean(plain)) < 0.03


def rulings(history):
    """What a court did to an agent: openings, rulings, defaults, whatever they came to."""
    upheld = sum(verdict.upheld for verdict in history.verdicts)
    lost = sum(dispute.defaulted is not None for dispute in history.disputes)
    return [upheld, lost, len(history.disputes), sum(dispute.closed is not None for dispute in history.disputes)]


def test_rulings_and_openings_of_the_future_gain_nothing_and_would_if_they_were_read_from_it(world, taught, probed):
    def planted(table, known):
        return np.column_stack(
            [table.features, [rulings(known(*at)) for at in zip(table.agents, table.blocks, strict=True)]]
        )

    def gain(known):
        score = fitted(taught, planted(taught, known), taught.labels).score(planted(probed, known))
        return auroc(probed.labels, score) - plain

    plain = auroc(probed.labels, fitted(taught, taught.features, taught.labels).score(probed.features))
    assert abs(gain(lambda agent, block: world.histories[agent].until(int(block)))) < 0.03
    assert gain(lambda agent, _block: world.histories[agent]) > 0.05


def test_a_dispute_planted_after_the_block_changes_no_feature_and_one_before_it_does(world, probed):
    for place, block in list(zip(probed.agents, probed.blocks, strict=True))[:15]:
        history, at = world.histories[place], int(block)

        def planted(opened, history=history, at=at):
            more = Dispute(opened, (history.records[0].record_id,), responded=opened + 1, closed=opened + 2)
            ruled = Verdict(opened + 2, upheld=False, records=more.records, opened=opened)
            changed = replace(history, disputes=(more,), verdicts=(ruled,))
            return History(changed).at([at])[0]

        without = History(replace(history, disputes=(), verdicts=())).at([at])[0]
        np.testing.assert_array_equal(planted(at + 1), without)
        assert (planted(at - 1) != without).any()


def test_the_check_would_see_a_leak(world, taught, probed):
    """The same column, read from the end of time, does gain: the check above is not blind."""

    def leaked(table):
        return np.column_stack(
            [table.features, [sum(v.upheld for v in world.histories[a].verdicts) for a in table.agents]]
        )

    plain = auroc(probed.labels, fitted(taught, taught.features, taught.labels).score(probed.features))
    assert auroc(probed.labels, fitted(taught, leaked(taught), taught.labels).score(leaked(probed))) > plain + 0.05


def test_other_agent_ids_and_another_order_of_agents_change_nothing(world, probed):
    rng = np.random.default_rng(0)
    chosen = [world.histories[place] for place in world.parts.train.members[:60]]
    order = rng.permutation(len(chosen))
    ids = rng.permutation(10_000)
    renamed = [replace(chosen[i], agent_id=int(ids[i]), owner="x" + chosen[i].owner) for i in order]

    def learn(histories):
        ready = [History(item) for item in histories]
        table = tabulate(ready, split(histories).train, seed=3)
        rows = np.lexsort(table.features.T)
        return BlendDetector(trees=20).fit(table.features[rows], table.labels[rows])

    probe = probed.features
    np.testing.assert_allclose(learn(chosen).score(probe), learn(renamed).score(probe), atol=1e-12)
