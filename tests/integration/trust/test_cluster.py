"""An epoch on a Dask cluster of two processes: the code of one machine, and its bits."""

from __future__ import annotations

import distributed
import pytest

from ledger.trust.epoch import epoch
from ledger.trust.ratings import ratings_of
from tests.unit.trust.test_dealt import RULED, dealt
from tests.unit.trust.test_running import same
from tests.unit.trust.worlds import ANCHORS, NOW, village

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def client():
    """Two workers, each a process of its own; only loopback is used."""
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, memory_limit=None
        ) as cluster,
        distributed.Client(cluster, timeout="60s") as client,
    ):
        yield client


def test_a_cluster_finds_the_same_bits(client):
    ratings = ratings_of(village(), 60)
    same(dealt(client, ratings, 3, 4), epoch(ratings, ANCHORS, NOW, RULED))
    assert len(client.scheduler_info()["workers"]) == 2
