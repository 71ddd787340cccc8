"""`ombud find`: whatever bears a name, with the command or the page that shows it."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from ledger.chain.deployment import CONTRACTS as CONTRACT_NAMES
from ledger.chain.deployment import Deployment
from ledger.cli import context
from ledger.cli.app import make_app
from ledger.errors import NotFoundError
from ledger.store.mirror import Mirror
from tests.fakes.asked import index
from tests.fakes.blocks import CONTRACTS
from tests.fakes.court import FakeCourt
from tests.fakes.world import CHAIN_ID, REGISTRY, World, account


@pytest.fixture
def world(redis_url, tmp_path, monkeypatch):
    """Two agents, one with a dispute, and a log with two leaves; no node listens."""
    world = World()
    court = FakeCourt(world)
    court.found()
    log = world.new_log()
    world.new_agent({})
    agent = world.new_agent({0: bytes(32), 1: log})
    court.bond(agent, 10**18)
    world.logs[log].append(agent.segment(1), agent.segment(1))
    world.anchor(log)
    court.open(agent)
    mirror = Mirror.open(redis_url, CHAIN_ID, REGISTRY)
    index(world, mirror)
    mirror.close()
    addresses = {name: CONTRACTS[name] for name in CONTRACT_NAMES}
    deployment = Deployment(CHAIN_ID, 1, addresses, dict.fromkeys(addresses, 1), REGISTRY)
    deployment.save(tmp_path / "deployments" / f"{CHAIN_ID}.json")
    for name, value in {"HOME": str(tmp_path), "REDIS_URL": redis_url, "RPC_URL": "http://127.0.0.1:1"}.items():
        monkeypatch.setenv(f"OMBUD_{name}", value)
    yield world
    context.set_home(None)


def found(*words):
    said = CliRunner().invoke(make_app(), ["find", *words])
    if said.exception is not None and not isinstance(said.exception, SystemExit):
        raise said.exception
    return said.stdout


def test_a_number_finds_all_that_is_called_so(world):
    kinds = [(one["kind"], one["see"]) for one in json.loads(found("1", "--json"))]
    log = next(iter(world.logs)).hex()
    assert kinds == [
        ("agent", "ombud agent show 1"),
        ("dispute", "ombud dispute show 1"),
        ("leaf", f"http://127.0.0.1:8740/logs/{log}?leaf=1"),
    ]


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("dispute 1", "dispute"),
        (f"eip155:{CHAIN_ID}:{REGISTRY}/0", "agent"),
        (account("anyone"), "account"),
        ("block 3", "block"),
    ],
)
def test_each_form_is_recognised(world, typed, kind):
    assert [line.split("\t")[0] for line in found(typed).splitlines()[1:]] == [kind]


def test_a_log_is_found_by_its_id(world):
    log = next(iter(world.logs)).hex()
    assert f"log\t{log}\ta log\thttp://127.0.0.1:8740/logs/{log}" in found(f"0x{log}")


@pytest.mark.parametrize("typed", ["99", "ab" * 32, "nonsense", ""])
def test_nothing_is_found_with_code_3(world, typed):
    with pytest.raises(NotFoundError, match="nothing here is called"):
        found(typed)
