from __future__ import annotations

import json

import pytest

from ledger.chain.deploy import create_address, deploy
from ledger.chain.deployment import CONTRACTS, Deployment
from ledger.chain.node import Chain
from ledger.chain.wellknown import is_well_known, well_known_key
from ledger.domain.ids import checksum
from ledger.domain.signing import SessionKey
from ledger.errors import InvalidInputError, NotAuthorisedError, SetupError
from tests.fakes.node import FakeNode


@pytest.fixture
def deployment():
    return Deployment(
        chain_id=5,
        block=3,
        addresses={name: checksum(bytes(19) + bytes([i])) for i, name in enumerate(CONTRACTS)},
        blocks=dict.fromkeys(CONTRACTS, 3),
        deployer=checksum(bytes(20)),
        genesis="0x" + "ab" * 32,
        txs=dict.fromkeys(CONTRACTS, "0x" + "cd" * 32),
    )


def test_a_deployment_comes_back_from_its_file(deployment, tmp_path):
    path = tmp_path / "deployments" / "5.json"
    deployment.save(path)
    assert Deployment.load(path) == deployment
    assert json.loads(path.read_text())["schema"] == "ombud/deployment/1"
    assert [file.name for file in path.parent.iterdir()] == ["5.json"]


def test_contracts_are_found_by_address(deployment):
    assert deployment.contracts()[deployment.registry] == "AgentRegistry"


def test_a_missing_file_says_how_to_get_one(tmp_path):
    with pytest.raises(SetupError, match="ombud up"):
        Deployment.load(tmp_path / "none.json")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"schema": "ombud/deployment/9"}, "ombud/deployment/9"),
        ({"contracts": {}}, "lacks AgentRegistry"),
        ({"chain_id": "five"}, "chain_id"),
        ({"block": None}, "block"),
    ],
)
def test_a_file_of_another_form_is_refused_naming_the_field(deployment, tmp_path, change, words):
    path = tmp_path / "5.json"
    deployment.save(path)
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(InvalidInputError, match=words):
        Deployment.load(path)


def test_create_addresses_match_the_published_example():
    # the first two creations of the account of EIP-1014's and ethereum's well-known examples
    deployer = checksum("0x6ac7ea33f8831ea9dcc53393aaa88b25a785dbf0")
    assert create_address(deployer, 0) == checksum("0xcd234a471b72ba2f1ccf0a70fcaba648a5eecd8d")
    assert create_address(deployer, 1) == checksum("0x343c43a37d37dff08ae8c4a11544c718abb4fcf8")


def test_published_keys_may_not_deploy_to_a_real_chain():
    with FakeNode(eth_chainId=lambda: "0x1") as node, Chain(node.url, retries=0) as chain:
        with pytest.raises(NotAuthorisedError, match="everybody knows"):
            deploy(chain, well_known_key(0))
        assert [method for method, _ in node.asked] == ["eth_chainId"]


def test_only_the_published_keys_are_well_known():
    assert well_known_key(0).address == "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"
    assert is_well_known(well_known_key(19).address)
    assert not is_well_known(SessionKey(b"\x05" * 32).address)
