"""Questions to a world in memory that is indexed when a test says so."""

from __future__ import annotations

import pytest

from tests.fakes.asked import index


@pytest.fixture
def catch_up(world, mirror):
    def run(depth: int = 8) -> None:
        index(world, mirror, finality_depth=depth)

    return run
