"""A running log service and its HTTP face, in this process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from ledger.logserver.app import create_app
from tests.fakes.anchor import FakeAnchor
from tests.fakes.directory import FakeDirectory
from tests.unit.logserver import scene


@pytest.fixture
def directory() -> FakeDirectory:
    return scene.directory()


@pytest.fixture
def anchor() -> FakeAnchor:
    return FakeAnchor()


@pytest.fixture
def client(tmp_path, directory, anchor) -> Iterator[TestClient]:
    app = create_app(
        tmp_path / "log", scene.config(), scene.KEYS, directory=directory, clock=directory.now, anchor=anchor
    )
    with TestClient(app) as found:
        yield found
