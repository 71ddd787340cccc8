"""A log over HTTP routes in this process, and ledgers that are closed after each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

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


@contextmanager
def served(app, ledgers: list[Ledger]) -> Iterator[TestClient]:
    """Serve a log, and close the ledgers before it stops, in whatever order fixtures end.

    What still sends would wait for a server that has stopped, and its stop for what still sends.
    """
    with TestClient(app) as found:
        yield found
        for ledger in ledgers:
            ledger.close()


@pytest.fixture
def client(tmp_path, directory, ledgers) -> Iterator[TestClient]:
    app = create_app(tmp_path / "log", scene.config(), scene.KEYS, directory=directory, clock=directory.now)
    with served(app, ledgers) as found:
        yield found


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
