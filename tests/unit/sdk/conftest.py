"""A log over HTTP routes in this process, and ledgers that are closed after each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from fastapi.testclient import TestClient

from ledger.logserver.app import create_app
from ledger.sdk import Ledger
from ledger.sdk.transport import HttpTransport
from tests.fakes.directory import FakeDirectory
from tests.unit.logserver import scene


@pytest.fixture
def directory() -> FakeDirectory:
    return scene.directory()


@pytest.fixture
def ledgers() -> Iterator[list[Ledger]]:
    """Ledgers that were made in a test."""
    made: list[Ledger] = []
    yield made
    for ledger in made:
        ledger.close()


@pytest.fixture
def client(tmp_path, directory, ledgers) -> Iterator[TestClient]:
    app = create_app(tmp_path / "log", scene.config(), scene.KEYS, directory=directory, clock=directory.now)
    with TestClient(app) as found:
        yield found
        for (
            ledger
        ) in ledgers:  # whichever fixture came first: what still sends would wait for a server that has stopped
            ledger.close()


@pytest.fixture
def log(client):
    """The log service behind the HTTP face."""
    return client.app.state.service


@pytest.fixture
def make_ledger(tmp_path, ledgers) -> Callable[..., Ledger]:
    """Make ledgers: unbound and without a log unless told otherwise; quick to seal."""

    def make(name: str = "spool", *, bound: bool = False, to=None, **options) -> Ledger:
        if to is not None:
            options["transport"] = to if hasattr(to, "identity") else HttpTransport("http://testserver", to)
        ledger = Ledger(tmp_path / name, **{"key": scene.KEY, "fsync": "never", "segment_seconds": 0.02, **options})
        ledgers.append(ledger)
        if bound:
            ledger.bind(scene.AGENT)
        return ledger

    return make
