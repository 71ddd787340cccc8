"""Back doors split over several agents: each step is harmless, and only the chain tells."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np

from forecaster.crowd.alarm import learn_chains
from forecaster.crowd.chains import NAMES, Chains
from forecaster.crowd.rehearsal import rehearse
from forecaster.crowd.workflows import company


def test_the_same_seed_gives_the_same_company_at_an_exact_rate():
    one = company(60, 4, rate=0.2)
    assert one == company(60, 4, rate=0.2) != company(60, 5, rate=0.2)
    assert sum(bool(flow.harmful) for flow in one) == 12


def test_a_back_door_is_split_over_agents_and_ends_in_a_sending_that_follows_from_all_of_it():
    for flow in company(80, 1, rate=0.5):
        if flow.harmful:
            by = {act.record_id: (act, agent) for act, agent in zip(flow.acts, flow.agents, strict=True)}
            assert len({by[item][1] for item in flow.harmful}) >= 2
            for earlier, later in pairwise(flow.harmful):
                assert earlier in by[later][0].parents
        places = {act.record_id: place for place, act in enumerate(flow.acts)}
        assert all(places[cause] < places[act.record_id] for act in flow.acts for cause in act.parents)


def test_chains_are_described_by_what_came_before_them():
    flows = company(30, 2)
    whole, partly = Chains(), Chains()
    ahead = [whole.features(flow)[0] for flow in flows]
    np.testing.assert_array_equal(partly.features(flows[0])[0], ahead[0])
    assert ahead[0].shape[1] == len(NAMES)
    assert all(np.isfinite(rows).all() for rows in ahead)


def test_the_chain_tells_what_no_single_act_does():
    found = rehearse(1, taught=500, watched=400, trees=30)
    assert found.recall.value > 0.8
    assert found.single_recall.value < 0.2
    assert found.false_alarms.low < 0.05


def lived(flows):
    """Records as logs have them: every act ends, and whoever follows from it names how it ended."""
    for number, flow in enumerate(flows):
        ended: dict[str, str] = {}
        for act, agent in zip(flow.acts, flow.agents, strict=True):
            causes = tuple(ended.get(item, item) if place % 2 else item for place, item in enumerate(act.parents))
            end = f"{int(act.record_id, 16) ^ 1:064x}"
            ended[act.record_id] = end
            block = 500 * (number + 1)
            yield replace(act, block=block, parents=causes), agent
            yield replace(
                act, record_id=end, block=block, phase="outcome", outcome="success", parents=(act.record_id,)
            ), agent  # fmt: skip


def test_the_watch_names_the_sending_and_everybody_on_the_way_to_it():
    watch = learn_chains(2, workflows=400, trees=20)
    flows = company(300, 9, rate=0.1)
    found = watch.alarms(lived(flows))
    by = {act.record_id: agent for flow in flows for act, agent in zip(flow.acts, flow.agents, strict=True)}
    doors = {flow.harmful[-1]: flow for flow in flows[40:] if flow.harmful}
    hit = [item for item in found if item.record in doors]
    assert len(hit) > 0.8 * len(doors)
    assert len(found) - len(hit) < 0.08 * len(flows)
    for item in hit:
        assert set(item.agents) & {by[act] for act in doors[item.record].harmful[:-1]}
        assert all(by[act] == agent for act, agent in item.chain)


def test_nothing_is_said_before_it_is_known_what_is_usual():
    watch = learn_chains(2, workflows=400, trees=20)
    assert replace(watch, threshold=0.0).alarms(lived(company(4, 9, rate=1.0))) == []
    assert watch.alarms([]) == []
    assert replace(watch, threshold=0.0, fewest=0).alarms(lived(company(4, 9, rate=1.0)))
