"""Published ERC-8004 clients work on our contracts as they are: only the addresses are ours."""

from __future__ import annotations

import secrets
from types import SimpleNamespace

import pytest
from agent0_sdk import SDK
from eth_account import Account
from eth_account.messages import encode_typed_data
from langchain_core.tools import ToolException
from langchain_erc8004 import ERC8004Toolkit

from ledger.domain.hashing import keccak
from tests.fakes.ipfs import MemoryIpfs

pytestmark = pytest.mark.integration
URI = "https://agent.example/registration.json"


@pytest.fixture(scope="module")
def new_account(dev):
    def make():
        account = Account.from_key(secrets.token_bytes(32))
        dev.fund(account.address, 10**21)
        return account

    return make


@pytest.fixture(scope="module")
def agent0(chain):
    """Make an SDK of agent0 that signs as an account."""
    at = chain.deployment.addresses
    ours = {
        "IDENTITY": at["AgentRegistry"],
        "REPUTATION": at["ReputationRegistry"],
        "VALIDATION": at["ValidationRegistry"],
    }

    def make(account):
        sdk = SDK(chainId=31337, rpcUrl=chain.url, signer="0x" + account.key.hex(), registryOverrides={31337: ours})
        sdk.feedback_manager.ipfs_client = MemoryIpfs()
        return sdk

    return make


@pytest.fixture
def registered(agent0, new_account):
    """An agent that agent0 registered, its owner and the owner's SDK."""
    owner = new_account()
    sdk = agent0(owner)
    agent = sdk.createAgent("Ombud's", "An agent of a test.")
    agent.setMetadata({"model": "one", "version": 3})
    agent.registerOnChain().wait_mined()
    return SimpleNamespace(agent=agent, sdk=sdk, owner=owner, id=agent.agentId)


def test_agent0_registers_loads_and_changes_an_agent(registered, agent0, new_account, chain):
    number = int(registered.id.partition(":")[2])
    loaded = agent0(new_account()).loadAgent(registered.id)
    assert (loaded.name, loaded.description) == ("Ombud's", "An agent of a test.")
    assert loaded.owners == [registered.owner.address]
    assert chain.read("AgentRegistry", "getMetadata", number, "version") == b"3"
    assert registered.agent.getWallet() == registered.owner.address
    registered.agent.updateInfo(description="Changed.")
    registered.agent.registerOnChain().wait_mined()
    assert agent0(new_account()).loadAgent(registered.id).description == "Changed."


def test_agent0_binds_and_clears_a_wallet(registered, new_account):
    wallet = new_account()
    deadline = registered.sdk.web3_client.w3.eth.get_block("latest")["timestamp"] + 60
    registered.agent.setWallet(
        wallet.address, new_wallet_signer="0x" + wallet.key.hex(), deadline=deadline
    ).wait_mined()
    assert registered.agent.getWallet() == wallet.address
    registered.agent.unsetWallet().wait_mined()
    assert registered.agent.getWallet() is None


def test_agent0_transfers_an_agent(registered, agent0, new_account):
    buyer = new_account()
    registered.sdk.transferAgent(registered.id, buyer.address).wait_mined()
    assert agent0(buyer).isAgentOwner(registered.id)
    assert not registered.sdk.isAgentOwner(registered.id)


def test_agent0_gives_reads_revokes_and_answers_feedback(registered, agent0, new_account):
    client, other = new_account(), new_account()
    mine = agent0(client)
    given = mine.giveFeedback(registered.id, 87.25, tag1="starred", tag2="week", endpoint=URI).wait_mined().result
    assert (given.value, given.tags) == (87.25, ["starred", "week"])
    read = registered.sdk.getFeedback(registered.id, client.address, 1)
    assert (read.value, read.tags, read.isRevoked) == (87.25, ["starred", "week"], False)
    agent0(other).giveFeedback(registered.id, -3, tag1="starred", feedbackFile={"text": "late"}).wait_mined()
    both = [client.address, other.address]
    # The SDK's own getReputationSummary names no clients, which the standard refuses; it is for chains with a subgraph.
    summary_of = mine.feedback_manager.getReputationSummary
    summary = summary_of(registered.id, clientAddresses=both, tag1="starred")
    assert (summary["count"], summary["averageValue"]) == (2, 42)  # 42.125 at the fewest digits of equals
    registered.sdk.appendResponse(registered.id, client.address, 1, {"text": "thanks"}).wait_mined()
    assert mine.revokeFeedback(registered.id, 1).wait_mined().result.isRevoked
    assert summary_of(registered.id, clientAddresses=both)["count"] == 1


def test_agent0_shows_what_the_registry_refuses(registered):
    with pytest.raises(ValueError, match="Self-feedback not allowed"):
        registered.sdk.giveFeedback(registered.id, 100)
    with pytest.raises(ValueError, match="clientAddresses required"):
        registered.sdk.getReputationSummary(registered.id)


def test_agent0_asks_and_answers_for_validation(registered, agent0, new_account):
    """It has no calls of its own for validation: its contract and its ABI, which has the names of an earlier draft."""
    validator = new_account()
    number, name = int(registered.id.partition(":")[2]), secrets.token_bytes(32)
    web3 = registered.sdk.web3_client
    registry = registered.sdk.validation_registry
    web3.wait_for_transaction(
        web3.transact_contract(registry, "validationRequest", validator.address, number, URI, name)
    )
    theirs = agent0(validator)
    theirs.web3_client.wait_for_transaction(
        theirs.web3_client.transact_contract(
            theirs.validation_registry, "validationResponse", name, 90, URI, keccak(b"report"), "final"
        )
    )
    assert web3.call_contract(registry, "getAgentValidations", number) == [name]
    assert web3.call_contract(registry, "getValidatorRequests", validator.address) == [name]
    assert web3.call_contract(registry, "getSummary", number, [validator.address], "final") == [1, 90]


class Desk:
    """One account at a toolkit of langchain-erc8004: it signs and sends what the tools plan."""

    def __init__(self, chain, account):
        at = chain.deployment.addresses
        self.account = account
        self.toolkit = ERC8004Toolkit(
            chain.url,
            identity_registry=at["AgentRegistry"],
            reputation_registry=at["ReputationRegistry"],
            validation_registry=at["ValidationRegistry"],
            from_address=account.address,
            resolve_uris=False,
        )
        self.tools = {tool.name: tool for tool in self.toolkit.get_tools()}

    def ask(self, tool, **arguments):
        return self.tools[tool].invoke(arguments)

    def send(self, tool, **arguments):
        w3 = self.toolkit.client.w3
        for transaction in self.ask(tool, **arguments)["transactions"]:
            signed = self.account.sign_transaction(transaction)
            receipt = w3.eth.wait_for_transaction_receipt(w3.eth.send_raw_transaction(signed.raw_transaction))
            assert receipt["status"] == 1
        return receipt


@pytest.fixture
def desk(chain, new_account):
    return lambda: Desk(chain, new_account())


@pytest.fixture
def owned(desk):
    """An owner's desk and the agent that it registered."""
    owner = desk()
    receipt = owner.send("register_agent", agent_uri=URI, metadata={"model": "one"})
    found = owner.ask("parse_registration_receipt", receipt=dict(receipt))
    assert (found["agent_uri"], found["owner"]) == (URI, owner.account.address)
    return SimpleNamespace(owner=owner, id=str(found["agent_id"]))


def test_langchain_takes_our_registries_for_version_2(owned):
    info = owned.owner.ask("get_registry_info")
    assert info["registries_paired"] is True
    assert info["warnings"] == []
    assert {info[kind]["version"] for kind in ("identity_registry", "reputation_registry", "validation_registry")} == {
        "2.0.0"
    }


def test_langchain_changes_an_agent(owned, desk):
    owned.owner.send("set_agent_uri", agent=owned.id, new_uri="ipfs://moved")
    owned.owner.send("set_agent_metadata", agent=owned.id, key="model", value="two")
    wallet = desk()
    typed = owned.owner.ask("build_agent_wallet_typed_data", agent=owned.id, new_wallet=wallet.account.address)
    signature = wallet.account.sign_message(encode_typed_data(full_message=typed["typed_data"])).signature
    owned.owner.send(
        "set_agent_wallet",
        agent=owned.id,
        new_wallet=wallet.account.address,
        deadline=typed["deadline"],
        signature="0x" + signature.hex(),
    )
    assert wallet.ask("get_agent_uri", agent=owned.id)["agent_uri"] == "ipfs://moved"
    assert wallet.ask("get_agent_wallet", agent=owned.id)["agent_wallet"] == wallet.account.address
    owned.owner.send("unset_agent_wallet", agent=owned.id)
    owned.owner.send("transfer_agent", agent=owned.id, to=wallet.account.address)
    assert wallet.ask("get_agent_owner", agent=owned.id)["owner"] == wallet.account.address


def test_langchain_gives_reads_revokes_and_answers_feedback(owned, desk):
    client, other = desk(), desk()
    client.send("give_rating", agent=owned.id, score=88)
    client.send("give_feedback", agent=owned.id, value=-9977, value_decimals=2, tag1="yield", tag2="week")
    other.send("give_rating", agent=owned.id, score=87)
    both = [client.account.address, other.account.address]
    summary = owned.owner.ask("get_feedback_summary", agent=owned.id, clients=both, tag1="starred")
    assert (summary["count"], summary["summary_value"], summary["summary_value_decimals"]) == (2, 87, 0)
    read = other.ask("read_feedback", agent=owned.id, client=client.account.address, index=2)["feedback"]
    assert (read["human_value"], read["tag1"], read["tag2"]) == ("-99.77", "yield", "week")
    assert len(other.ask("list_all_feedback", agent=owned.id)["feedback"]) == 3
    owned.owner.send(
        "append_response", agent=owned.id, client=client.account.address, index=1, response_uri="ipfs://thanks"
    )
    assert other.ask("get_response_count", agent=owned.id)["count"] == 1
    client.send("revoke_feedback", agent=owned.id, index=1)
    assert other.ask("get_feedback_summary", agent=owned.id, clients=both, tag1="starred")["count"] == 1


def test_langchain_asks_and_answers_for_validation(owned, desk):
    validator = desk()
    plan = owned.owner.ask("request_validation", agent=owned.id, validator=validator.account.address, request_uri=URI)
    name = plan["summary"]["request_hash"]
    owned.owner.send("request_validation", agent=owned.id, validator=validator.account.address, request_uri=URI)
    assert owned.owner.ask("get_validation_status", request_hash=name)["has_response"] is None
    validator.send("submit_validation_response", request_hash=name, response=80, tag="final")
    status = owned.owner.ask("get_validation_status", request_hash=name)
    assert (status["response"], status["has_response"], status["tag"]) == (80, True, "final")
    validator.send("submit_validation_response", request_hash=name, response=60, tag="final")
    summary = owned.owner.ask("get_validation_summary", agent=owned.id, validators=[validator.account.address])
    assert (summary["count"], summary["average_response"]) == (1, 60)


def test_langchain_knows_our_refusals(owned, desk):
    with pytest.raises(ToolException, match="not registered"):
        owned.owner.ask("get_agent", agent=str(10**9))
    with pytest.raises(ToolException, match="rejects self-feedback"):
        owned.owner.ask("give_rating", agent=owned.id, score=100)
    with pytest.raises(ToolException, match="own"):
        desk().ask("set_agent_uri", agent=owned.id, new_uri="ipfs://stolen")
