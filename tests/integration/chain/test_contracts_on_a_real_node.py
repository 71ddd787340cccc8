from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise

import pytest

from ledger.chain import agents
from ledger.chain.agents import StreamGrant
from ledger.chain.deploy import MIN_OPERATOR_BOND, check_code, create_address
from ledger.chain.deployment import CONTRACTS
from ledger.chain.logs import log_on_chain, register_log
from ledger.chain.node import Chain
from ledger.chain.sender import Sender
from ledger.domain import tree
from ledger.domain.events import decode
from ledger.domain.ids import AgentRef, checksum, log_id
from ledger.domain.signing import SessionKey
from ledger.errors import ChainRevertError, InvalidInputError, NotFoundError, SetupError, UnavailableError
from ledger.loopback import free_port

pytestmark = pytest.mark.integration
HOME = secrets.token_bytes(32)


def new_key() -> SessionKey:
    return SessionKey(secrets.token_bytes(32))


def test_every_contract_lands_at_the_address_predicted_from_the_deployers_nonce(chain):
    deployment = chain.deployment
    assert [deployment.addresses[name] for name in CONTRACTS] == [
        create_address(deployment.deployer, nonce) for nonce in range(len(CONTRACTS))
    ]
    check_code(chain, deployment)


def test_other_code_at_an_address_is_refused_by_name(chain):
    addresses = {**chain.deployment.addresses, "Standing": chain.deployment.addresses["KeyRing"]}
    with pytest.raises(SetupError, match=r"Standing at .* has other code"):
        check_code(chain, replace(chain.deployment, addresses=addresses))


def test_no_code_at_an_address_is_refused_by_name(chain):
    addresses = {**chain.deployment.addresses, "KeyRing": checksum(bytes(19) + b"\x77")}
    with pytest.raises(SetupError, match=r"KeyRing at .* has no code"):
        check_code(chain, replace(chain.deployment, addresses=addresses))


def test_a_node_of_another_chain_than_the_deployment_is_refused(chain):
    with (
        Chain(chain.url, replace(chain.deployment, chain_id=5)) as other,
        pytest.raises(SetupError, match="of chain 31337, the deployment of chain 5"),
    ):
        other.chain_id()


def test_a_registered_agent_has_the_key_that_the_contract_computes(chain, sender):
    ref = agents.register_agent(sender, "ipfs://card")
    assert chain.read("KeyRing", "agentKey", ref.agent_id) == ref.key
    assert chain.read("AgentRegistry", "tokenURI", ref.agent_id) == "ipfs://card"


def test_an_epoch_opens_with_keys_that_prove_their_possession(chain, sender):
    ref, key = agents.register_agent(sender), new_key()
    assert agents.open_epoch(sender, ref, [key], [StreamGrant(1, HOME)]) == 0
    agent_id, epoch, _, revoked_at, known = chain.read("KeyRing", "keyOf", key.address)
    assert (agent_id, epoch, revoked_at, known) == (ref.agent_id, 0, 0, True)
    assert chain.read("KeyRing", "streamOf", ref.agent_id, 0, 1) == [True, HOME]


def test_a_revert_names_the_custom_error_its_values_and_a_way_on(sender):
    ref = agents.register_agent(sender)
    agents.open_epoch(sender, ref, [new_key()], [])
    with pytest.raises(ChainRevertError) as caught:
        agents.open_epoch(sender, ref, [new_key()], [])
    error = caught.value
    assert error.details["name"] == "KeyRing_EpochStillOpen"
    assert error.details["values"] == {"agentId": ref.agent_id, "epoch": 0}
    assert "KeyRing.openEpoch refused: KeyRing_EpochStillOpen(agentId=" in error.message
    assert error.hint.startswith("close the running epoch first")


def test_the_standards_revert_strings_are_shown_as_they_are(sender, new_sender):
    ref = agents.register_agent(sender)
    with pytest.raises(ChainRevertError, match=r"AgentRegistry\.setAgentURI refused: Not authorized"):
        new_sender().send("AgentRegistry", "setAgentURI", ref.agent_id, "ipfs://other")


def test_a_view_that_reverts_names_its_error(chain):
    with pytest.raises(ChainRevertError, match="ERC721NonexistentToken"):
        chain.read("AgentRegistry", "ownerOf", 10**9)


def test_an_account_without_funds_is_told_so(chain):
    with pytest.raises(SetupError) as caught:
        agents.register_agent(Sender(chain, new_key()))
    assert caught.value.code == "no_funds"


def test_an_agent_of_another_registry_is_refused_before_anything_is_sent(sender):
    ref = AgentRef(31337, checksum(bytes(20)), 0)
    with pytest.raises(InvalidInputError, match="not of registry"):
        agents.open_epoch(sender, ref, [new_key()], [])


def test_threads_share_an_account_without_losing_a_nonce(chain, new_sender):
    account = new_sender()
    twin = Sender(chain, account._key)
    with ThreadPoolExecutor(8) as pool:
        refs = list(pool.map(lambda i: agents.register_agent((account, twin)[i % 2]), range(24)))
    assert len({ref.agent_id for ref in refs}) == 24
    assert account.next_nonce() == 24


def test_logs_come_in_chain_order_and_only_from_our_contracts(chain, sender):
    first = chain.head().number + 1
    refs = [agents.register_agent(sender) for _ in range(3)]
    logs = chain.logs(first, chain.head().number)
    assert [(log.block_number, log.log_index) for log in logs] == sorted(
        (log.block_number, log.log_index) for log in logs
    )
    assert {log.address for log in logs} == {chain.deployment.registry}
    events = [decode(log, chain.deployment.contracts()) for log in logs]
    assert [e.args["agentId"] for e in events if e and e.name == "Registered"] == [ref.agent_id for ref in refs]
    assert logs == [log for n in range(first, chain.head().number + 1) for log in chain.receipt_logs(n)]


def test_blocks_link_by_hash(chain, dev):
    dev.mine(3)
    head = chain.head()
    blocks = chain.blocks(head.number - 3, head.number)
    assert blocks[-1] == head == chain.block(head.number)
    assert all(block.parent_hash == parent.hash for parent, block in pairwise(blocks))


def test_a_block_above_the_head_is_not_found(chain):
    above = chain.head().number + 1000
    with pytest.raises(NotFoundError):
        chain.block(above)
    with pytest.raises(NotFoundError):
        chain.blocks(above - 1, above)


def test_a_dead_node_is_named_with_its_url_and_setting():
    url = f"http://127.0.0.1:{free_port()}"
    with Chain(url, retries=1) as dead, pytest.raises(UnavailableError) as caught:
        dead.head()
    assert url in caught.value.message
    assert "OMBUD_RPC_URL" in caught.value.hint


def test_a_log_registers_with_a_bond_under_the_id_we_compute(chain, sender):
    origin = f"localhost/{secrets.token_hex(4)}"
    expected = log_id(chain.chain_id(), chain.deployment.addresses["ActionLog"], origin)
    assert log_on_chain(chain, expected) is None
    found = register_log(sender, origin=origin, checkpoint_key=HOME, url="http://l", bond=MIN_OPERATOR_BOND)
    state = log_on_chain(chain, found)
    assert found == expected
    assert state is not None
    assert (state.operator, state.size, state.root, state.anchors) == (sender.address, 0, tree.EMPTY_ROOT, 0)
