"""On a Dask cluster, within this very process, what is learnt and stated is what is learnt and stated without one."""

from __future__ import annotations

import numpy as np
import pytest
from distributed import LocalCluster
from sklearn.datasets import make_classification

from forecaster.cluster import on_cluster
from forecaster.detectors import BlendDetector
from forecaster.service import rows
from forecaster.service.run import backfill
from ledger.errors import UnavailableError
from tests.fakes.acting import artefact

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def cluster():
    with LocalCluster(
        n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None, protocol="inproc://"
    ) as found:
        yield found


def test_trees_grown_on_a_cluster_are_those_grown_here(cluster):
    features, labels = make_classification(120, 8, random_state=1)
    here = BlendDetector(trees=6, random_state=3).fit(features, labels)
    with on_cluster(cluster.scheduler_address):
        there = BlendDetector(trees=6, random_state=3).fit(features, labels)
    np.testing.assert_array_equal(there.score(features), here.score(features))
    sent = [key for key in cluster.scheduler.task_prefixes if "batch" in key.lower()]
    assert sent, "nothing was dealt out"


def test_blocks_that_have_passed_are_stated_the_same_by_a_cluster(
    cluster, world, catch_up, sources, tmp_path, monkeypatch
):
    monkeypatch.setattr(rows, "AT_ONCE", 2)
    catch_up()
    model, card = artefact(tmp_path / "model")
    head = world.chain.head().number
    with on_cluster(cluster.scheduler_address):
        there = list(backfill(sources, model, card, (head - 20, head)))
    assert [made.written for made in there] == [True, True]
    here = list(backfill(sources, model, card, (head - 20, head)))
    assert [made.written for made in here] == [False, False]
    assert [made.rows for made in here] == [made.rows for made in there]


def test_a_cluster_that_is_not_there_is_said(monkeypatch):
    monkeypatch.setattr("forecaster.cluster.PATIENCE_S", 1)
    with pytest.raises(UnavailableError, match="no scheduler answers at"), on_cluster("tcp://127.0.0.1:9"):
        pass
