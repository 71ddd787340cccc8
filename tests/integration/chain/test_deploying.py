"""A deployment that ends before its end is gone on with, and one that is not ours is not written down."""

from __future__ import annotations

import json
import secrets
from dataclasses import replace

import pytest

from ledger.chain import deploy as deploying
from ledger.chain.begun import Begun
from ledger.chain.constructors import Terms
from ledger.chain.deployment import CONTRACTS, Deployment
from ledger.chain.node import Chain
from ledger.chain.sender import Sender
from ledger.cli import keyfile
from ledger.domain.signing import SessionKey
from ledger.errors import ConflictError, InvalidInputError, SetupError, UnavailableError
from ledger.sdk import keystore
from tests.integration.cli.conftest import Ombud

pytestmark = pytest.mark.integration
ETHER = 10**18
ACCREDITOR, AUTHORITY = (SessionKey(bytes([number]) * 32).address for number in (0x43, 0x44))
TERMS = Terms(ACCREDITOR, AUTHORITY)
NAMED = ("--accreditor", ACCREDITOR, "--authority", AUTHORITY)


class Killed(Exception):  # noqa: N818 it stands for the end of a program
    """The program ends here."""


@pytest.fixture
def deployer(bare_chain, dev):
    key = SessionKey(secrets.token_bytes(32))
    dev.fund(key.address, 10 * ETHER)
    return Sender(bare_chain, key)


def ends_at(place):
    def told(created):
        if created.place == place:
            raise Killed

    return told


def test_a_run_goes_on_where_others_ended_and_creates_nothing_twice(bare_chain, deployer, tmp_path):
    file = tmp_path / "unfinished.json"
    made = []
    with pytest.raises(Killed):
        deploying.go_on(deployer, deploying.begin(deployer, TERMS, file), told=ends_at(3))

    deploying.begin(deployer, TERMS, file).note(CONTRACTS[3], bytes(32))  # signed, and ended before it was sent
    assert len(Begun.load(file).sent) == 4
    deployment = deploying.go_on(deployer, deploying.begin(deployer, TERMS, file), told=made.append)
    assert [created.name for created in made] == list(CONTRACTS[3:])
    assert deployer.mined_nonce() == len(CONTRACTS)
    assert all(deployment.txs.values())
    assert sorted(deployment.blocks.values()) == list(deployment.blocks.values())
    assert deployment.block == deployment.blocks["AgentRegistry"]
    assert deploying.check_creations(bare_chain, deployment, TERMS) == len(CONTRACTS)
    with pytest.raises(ConflictError, match=r"(PanelArbitrator|Policies) at"):
        deploying.check_creations(bare_chain, deployment, replace(TERMS, accreditor=AUTHORITY))


def test_what_is_in_no_block_yet_is_waited_for(deployer, dev, tmp_path):
    begun = deploying.begin(deployer, TERMS, tmp_path / "unfinished.json")
    hurried = Sender(deployer.chain, deployer._key, wait_s=0)
    slept = []

    def mines(seconds):
        slept.append(seconds)
        dev.set_automine(on=True)
        dev.mine()

    dev.set_automine(on=False)
    try:
        with pytest.raises(UnavailableError, match="was not mined"):
            deploying.go_on(hurried, begun)
        with pytest.raises(UnavailableError, match="in no block yet"):
            deploying.go_on(deployer, begun, sleep=lambda _: None)
        assert deploying.go_on(deployer, begun, sleep=mines).deployer == deployer.address
    finally:
        dev.set_automine(on=True)
    assert slept


def test_an_account_that_sends_something_in_between_is_told_of(deployer, tmp_path):
    begun = deploying.begin(deployer, TERMS, tmp_path / "unfinished.json")
    with pytest.raises(Killed):
        deploying.go_on(deployer, begun, told=ends_at(1))
    with pytest.raises(ConflictError) as used:
        deploying.go_on(deployer, begun, before=lambda: deployer.transfer(ACCREDITOR, 1))
    assert used.value.code == "nonce_used"
    with pytest.raises(SetupError, match=r"KeyRing at .* has no code") as lost:
        deploying.go_on(deployer, begun)
    assert "unfinished.json away" in lost.value.hint


def test_what_was_begun_otherwise_is_not_gone_on_with(deployer, tmp_path):
    file = tmp_path / "unfinished.json"
    deploying.begin(deployer, TERMS, file).save()
    with pytest.raises(ConflictError, match="begun with terms"):
        deploying.begin(deployer, replace(TERMS, min_operator_bond=1), file)


@pytest.fixture
def ombud(bare_chain, tmp_path):
    return Ombud(tmp_path / "home", {"OMBUD_RPC_URL": bare_chain.url, "OMBUD_KEY_PASSWORD": "open"})


def test_the_command_says_the_cost_stops_at_high_fees_goes_on_and_can_be_asked_again(ombud, bare_chain, tmp_path):
    key = SessionKey(secrets.token_bytes(32))
    keystore.create(tmp_path / "deployer.json", "open", profile="local", key=key)
    given = (*NAMED, "--key", tmp_path / "deployer.json")
    plan = ombud("deploy", *given, "--dry-run", "--json").json()
    assert [one["contract"] for one in plan["contracts"]] == list(CONTRACTS)
    assert (plan["accreditor"], plan["balance"]) == (ACCREDITOR, "0")
    assert int(plan["cost"]) == plan["gas"] * int(plan["gas_price"])
    assert bare_chain.code(plan["contracts"][0]["address"]) == b""
    assert ombud("deploy", *given).error.code == "not_confirmed"
    assert ombud("deploy", *given, "--yes", "--fee-limit", "0").error.code == "fees_high"
    done = ombud("deploy", *given, "--yes", "--json").json()
    assert (done["deployer"], done["creations_compared"]) == (key.address, len(CONTRACTS))
    deployment = Deployment.load(tmp_path / "home" / "deployments" / "31337.json")
    receipts = bare_chain.rpc.batch([("eth_getTransactionReceipt", (tx,)) for tx in deployment.txs.values()])
    used = sum(int(receipt["gasUsed"], 16) for receipt in receipts)
    assert abs(plan["gas"] - used) < used // 10
    with Chain(bare_chain.url, deployment) as chain:
        assert chain.read("PanelArbitrator", "accreditor") == ACCREDITOR
        assert chain.read("Lifecycle", "authority") == AUTHORITY
    file = tmp_path / "authority.key"
    keyfile.write_secret(file, b"\x44" * 32)
    queued = ombud("lifecycle", "queue", key.address, "--key", file, "--json").json()
    assert (queued["authority"], queued["queued"]) == (AUTHORITY, key.address)
    early = ombud("lifecycle", "accept", "--key", tmp_path / "deployer.json")
    assert early.error.details["name"] == "Lifecycle_NotReady"
    assert [file.name for file in (tmp_path / "home" / "deployments").iterdir()] == ["31337.json"]
    assert ombud("deploy", *given, "--json").json() == done
    other = ombud("deploy", "--accreditor", AUTHORITY, "--authority", AUTHORITY, "--key", tmp_path / "deployer.json")
    assert other.error.code == "other_terms"


def test_nobody_deploys_with_a_key_that_was_not_given_or_to_another_chain_than_the_settings_name(ombud, bare_chain):
    assert ombud("deploy").error.code == "no_signer"
    elsewhere = Ombud(ombud.home, {"OMBUD_RPC_URL": bare_chain.url, "OMBUD_CHAIN_ID": "10"})
    assert elsewhere("deploy").error.hint == "set OMBUD_CHAIN_ID=31337, or another OMBUD_RPC_URL"


def test_a_file_of_another_form_is_refused(deployer, tmp_path):
    file = tmp_path / "unfinished.json"
    deploying.begin(deployer, TERMS, file).save()
    for change in ({"schema": "ombud/deploying/9"}, {"nonce": "many"}):
        spoilt = tmp_path / "spoilt.json"
        spoilt.write_text(json.dumps(json.loads(file.read_text()) | change))
        with pytest.raises(InvalidInputError, match=r"ombud/deploying/9|nonce"):
            Begun.load(spoilt)
