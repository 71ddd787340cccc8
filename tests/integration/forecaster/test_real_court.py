"""A dispute on a real chain: once it is ruled on, the next forecast rests on it, and no forecast about before does."""

from __future__ import annotations

import pytest

from forecaster.history import Dispute, Verdict
from forecaster.reader import Reader
from forecaster.service.run import run
from ledger.queries.cases import case_file
from tests.fakes.acting import artefact
from tests.integration.indexer.test_court_on_a_real_chain import (  # noqa: F401 its fixtures
    catch_up,
    job,
    judge,
    mirror,
    open_dispute,
    receipt_of,
    sources,
    world,
)

pytestmark = pytest.mark.integration


def test_what_was_ruled_on_a_real_node_is_in_the_next_forecasts_history(world, sources, catch_up, tmp_path):  # noqa: F811
    made, name = artefact(tmp_path), str(world.ref.agent_id)
    catch_up()
    before = run(sources, *made)
    opened = open_dispute(world, receipt_of(world))
    judge(world, opened)
    catch_up()
    timeline = {entry.event: entry.seen.block for entry in case_file(sources, opened.case.dispute_id).data.timeline}
    final, answered = timeline["DisputeFinalized"], timeline["DisputeResponded"]
    history = Reader(sources).one(name).history
    assert history.disputes == (Dispute(opened.block, (), responded=answered, closed=final),)
    assert history.verdicts == (Verdict(final, upheld=True, opened=opened.block),)
    assert history.standing[-1].score_ppm < history.standing[0].score_ppm
    after = run(sources, *made)
    number = world.ref.agent_id
    assert after.rows[number].inputs != before.rows[number].inputs
    assert run(sources, *made, as_of=before.block.number).rows == before.rows
