"""Home folder and chain are made to fit each other, or the contradiction is named."""

from __future__ import annotations

import secrets
from dataclasses import replace

import pytest

from ledger.chain.deployment import CONTRACTS, Deployment
from ledger.chain.node import Chain
from ledger.errors import SetupError
from ledger.home import Home
from ledger.serve.world import accreditor_key, operator_key, prepare
from ledger.settings import Settings

pytestmark = pytest.mark.integration


@pytest.fixture
def settings(tmp_path, node_url):
    return Settings(home=tmp_path, rpc_url=node_url, log_origin=f"localhost/{secrets.token_hex(4)}")


def test_preparing_again_finds_everything_done(settings):
    said = []
    first = prepare(settings, new_chain=False, say=said.append)
    assert prepare(settings, new_chain=False, say=said.append) == first
    assert len(said) == 2  # deployed, registered


def test_a_log_that_moved_says_where_it_is_now(settings):
    first = prepare(settings, new_chain=False, say=lambda _: None)
    moved = settings.model_copy(update={"log_url": "http://127.0.0.1:9999"})
    with Chain(settings.rpc_url, first.deployment) as chain:
        before = chain.head().number
        prepare(moved, new_chain=False, say=lambda _: None)
        assert [log.address for log in chain.logs(before + 1, chain.head().number)] == [
            first.deployment.addresses["ActionLog"]
        ]
        still = chain.head().number
        prepare(moved, new_chain=False, say=lambda _: None)
        assert chain.logs(still + 1, chain.head().number) == []


def test_the_deployment_of_another_local_chain_is_set_aside(settings):
    first = prepare(settings, new_chain=False, say=lambda _: None)
    replace(first.deployment, genesis="0x" + "00" * 32).save(settings.deployment_file)
    said = []
    second = prepare(settings, new_chain=False, say=said.append)
    assert second.deployment.registry != first.deployment.registry
    assert "archive-1" in said[0]
    archived = Deployment.load(settings.home / "archive-1" / "deployments" / "31337.json")
    assert archived.registry == first.deployment.registry


def test_a_deployment_whose_code_is_gone_is_set_aside(settings):
    first = prepare(settings, new_chain=False, say=lambda _: None)
    nowhere = dict.fromkeys(first.deployment.addresses, operator_key(settings).address)
    replace(first.deployment, addresses=nowhere).save(settings.deployment_file)
    assert prepare(settings, new_chain=False, say=lambda _: None).deployment.registry != nowhere["AgentRegistry"]
    assert (settings.home / "archive-1").exists()


def test_a_deployment_that_was_named_is_never_set_aside(settings, tmp_path):
    first = prepare(settings, new_chain=False, say=lambda _: None)
    named = tmp_path / "named.json"
    replace(first.deployment, genesis="0x" + "00" * 32).save(named)
    with pytest.raises(SetupError, match=r"named\.json is of another chain"):
        prepare(settings.model_copy(update={"deployment": named}), new_chain=False, say=lambda _: None)
    assert named.exists()


def test_a_log_of_another_operator_is_not_taken_over(settings):
    prepare(settings, new_chain=False, say=lambda _: None)
    Home(settings.home).key_file("operator").unlink()
    with pytest.raises(SetupError, match="is registered with operator"):
        prepare(settings, new_chain=False, say=lambda _: None)


def test_the_operators_key_may_come_from_the_settings(settings):
    secret = secrets.token_hex(32)
    own = Settings(home=settings.home, operator_key=secret)
    assert operator_key(own).secret.hex() == secret
    assert not Home(settings.home).keys.exists()


def test_a_local_chain_has_an_accreditor_whose_key_is_kept_at_home(settings):
    said = []
    world = prepare(settings, new_chain=False, say=said.append)
    with Chain(settings.rpc_url, world.deployment) as chain:
        assert chain.read("PanelArbitrator", "accreditor") == accreditor_key(settings).address
    assert Home(settings.home).key_file("accreditor").exists()
    assert said[0].startswith(f"deployed {len(CONTRACTS)} contracts")
