from __future__ import annotations

import secrets
import sys
from dataclasses import replace
from threading import Thread

import msgspec
import pytest

from ledger.chain import agents
from ledger.chain.child import Child
from ledger.chain.dev import DevNode
from ledger.chain.node import Chain
from ledger.chain.node_process import HardhatNode, find_node, hardhat_script, node_version
from ledger.chain.proofs import fact
from ledger.chain.wellknown import ACCOUNTS, well_known_key
from ledger.domain.chain_proof import UNKNOWN_INDEX, block_time, verify_fact
from ledger.domain.hashing import keccak
from ledger.errors import NotFoundError, ProofError, SetupError
from tests.conftest import ROOT

pytestmark = pytest.mark.integration


@pytest.fixture
def busy_block(chain, dev, new_sender):
    """A block with five registrations in it; yields its number."""
    senders = [new_sender() for _ in range(5)]
    dev.set_automine(False)
    threads = [Thread(target=agents.register_agent, args=(sender,)) for sender in senders]
    try:
        for thread in threads:
            thread.start()
        while len(chain.rpc.call("eth_getBlockByNumber", ("pending", False))["transactions"]) < len(senders):
            pass
        dev.mine()
    finally:
        dev.set_automine(True)
    for thread in threads:
        thread.join()
    return chain.head().number


def test_every_log_of_a_block_of_several_transactions_is_proved_from_its_header(chain, busy_block):
    logs = chain.logs(busy_block, busy_block)
    assert len({log.tx_hash for log in logs}) == 5
    for log in logs:
        proof = fact(chain, log.tx_hash, log.log_index)
        assert keccak(proof.header_rlp) == log.block_hash == chain.block(busy_block).hash
        assert verify_fact(proof) == msgspec.structs.replace(log, tx_hash=b"", log_index=UNKNOWN_INDEX)
        assert block_time(proof) == chain.block(busy_block).timestamp


def test_a_proof_with_another_header_or_place_does_not_hold(chain, busy_block):
    log = chain.logs(busy_block, busy_block)[-1]
    proof = fact(chain, log.tx_hash, log.log_index)
    with pytest.raises(ProofError):
        verify_fact(replace(proof, header_rlp=proof.header_rlp[:-1] + b"\x00"))
    with pytest.raises(ProofError):
        verify_fact(replace(proof, tx_index=proof.tx_index - 1))


def test_a_proof_of_an_unknown_transaction_or_log_is_refused(chain, busy_block):
    log = chain.logs(busy_block, busy_block)[0]
    with pytest.raises(NotFoundError):
        fact(chain, bytes(32), 0)
    with pytest.raises(ProofError, match="has no log 99"):
        fact(chain, log.tx_hash, 99)


def test_a_reorganisation_gives_other_hashes_at_the_same_heights_and_a_longer_chain(chain, dev, sender):
    start = chain.head()
    with dev.reorganised(depth=4):
        ref = agents.register_agent(sender)
        lost = chain.blocks(start.number + 1, chain.head().number)
    kept = chain.blocks(start.number + 1, chain.head().number)
    assert len(kept) == 5
    assert kept[0].parent_hash == start.hash
    assert not {block.hash for block in lost} & {block.hash for block in kept}
    assert agents.register_agent(sender).agent_id == ref.agent_id  # the lost registration never was


def test_time_moves_forward_on_demand(chain, dev):
    before = chain.head().timestamp
    dev.increase_time(3600)
    dev.mine()
    assert chain.head().timestamp >= before + 3600
    dev.set_time(before + 10_000)
    dev.mine()
    assert chain.head().timestamp == before + 10_000


def test_a_snapshot_serves_once(dev):
    name = dev.snapshot()
    dev.revert(name)
    with pytest.raises(SetupError, match="is gone"):
        dev.revert(name)


def test_the_levers_of_a_local_node_are_refused_on_other_chains(chain):
    with Chain(chain.url) as pretended:
        pretended._chain_id = 1
        with pytest.raises(SetupError, match="not a local one"):
            DevNode(pretended)


def test_the_well_known_accounts_are_the_ones_the_node_funds(chain, dev):
    assert [a.lower() for a in chain.rpc.call("eth_accounts")] == [
        well_known_key(i).address.lower() for i in range(ACCOUNTS)
    ]
    assert chain.balance(dev.account(19).address) > 0


def test_the_node_binary_is_new_enough_for_hardhat():
    assert node_version(find_node())[0] >= 22


def test_a_folder_without_the_project_is_named(tmp_path):
    with pytest.raises(SetupError, match=str(tmp_path)):
        hardhat_script(tmp_path)
    (tmp_path / "hardhat.config.js").touch()
    with pytest.raises(SetupError, match="no Hardhat under node_modules"):
        hardhat_script(tmp_path)


def test_a_binary_that_is_no_node_is_named():
    with pytest.raises(SetupError, match="/bin/true says version"):
        node_version("/bin/true")
    with pytest.raises(SetupError, match="cannot be run"):
        node_version("/nonexistent")


def test_a_node_that_cannot_start_shows_the_end_of_its_log(node_url, tmp_path):
    taken = int(node_url.rpartition(":")[2])
    node = HardhatNode(taken, ROOT, tmp_path / "node.log")
    node.child._command[-1] = "not-a-port"
    node.url = "http://127.0.0.1:9"
    with pytest.raises(
        SetupError, match=r"(?s)the Hardhat node ended by itself with code .* its log ends with:.*not-a-port"
    ):
        node.start()


def test_a_child_that_ignores_the_request_to_end_is_ended(tmp_path):
    script = "import signal, time; signal.signal(15, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
    child = Child("stubborn", [sys.executable, "-c", script], tmp_path / "log")
    child.start()
    child.wait_ready(lambda: "up" in (tmp_path / "log").read_text())
    child.stop(deadline_s=0.1)
    assert child.pid is None


def test_a_missing_program_is_a_setup_error(tmp_path):
    with pytest.raises(SetupError, match="ghost cannot be started"):
        Child("ghost", [f"/nonexistent/{secrets.token_hex(4)}"], tmp_path / "log").start()


def test_a_log_that_grew_is_set_aside_and_its_writer_goes_on(tmp_path):
    log = tmp_path / "log"
    writer = "import time\nwhile True: print('a line', flush=True); time.sleep(0.001)"
    child = Child("writer", [sys.executable, "-c", writer], log)
    child.start()
    try:
        child.wait_ready(lambda: log.stat().st_size > 500)
        child.trim_log(10**6)
        assert not (tmp_path / "log.1").exists()
        child.trim_log(500)
        child.wait_ready(lambda: log.stat().st_size > 0)
    finally:
        child.stop()
    for part in (log, tmp_path / "log.1"):
        assert set(part.read_bytes().splitlines()[1:-1]) <= {b"a line"}
