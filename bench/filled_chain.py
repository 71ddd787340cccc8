"""A local chain with our contracts, filled with records through our own action log, many in one transaction.

Agents, epochs and keys are real; only the code at the address of each session key is put there by the node, so that
one transaction makes as many records as a window needs (`bench/chain/Filler.sol`).
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from eth_abi.abi import encode as abi_encode

from ledger.chain import agents
from ledger.chain.agents import StreamGrant
from ledger.chain.child import Child
from ledger.chain.deploy import deploy
from ledger.chain.dev import DevNode
from ledger.chain.node import Chain
from ledger.chain.node_process import HardhatNode, find_node
from ledger.chain.sender import Sender
from ledger.domain.events import TOPICS
from ledger.domain.hashing import keccak
from ledger.domain.ids import Address
from ledger.domain.signing import SessionKey
from ledger.errors import LedgerError
from ledger.loopback import free_port

ROOT: Final = Path(__file__).resolve().parents[1]
FINALITY: Final = 64  # blocks
_ETHER: Final = 10**18
_GAS_A_RECORD: Final = 75_000
_GAS_AT_ONCE: Final = 300_000
_FILL: Final = keccak(b"fill(address,uint256,uint256)")[:4]
_BLOCK_GAS: Final = 60_000_000
_TIMEOUT_S: Final = 120.0


@dataclass(frozen=True, slots=True)
class Filled:
    """A chain whose blocks `(first - 1, last]` hold `events` records of several agents."""

    chain: Chain
    sender: Sender
    keys: dict[int, Address]
    first: int
    last: int
    events: int

    def describe(self, file: Path) -> None:
        """Write what the shared harness wants to know of a chain."""
        found = {
            "rpc": self.chain.url,
            "address": self.chain.deployment.addresses["ActionLog"],
            "from": self.first - 1,
            "to": self.last,
            "events": self.events,
            "chain_id": self.chain.chain_id(),
            "topic0": "0x" + TOPICS["ActionLog"]["ActionRecorded"].hex(),
        }
        file.write_text(json.dumps(found))


@contextmanager
def node(anvil: Path | None, folder: Path) -> Iterator[str]:
    """Run a local node: anvil if it is at hand, else Hardhat; yields its URL."""
    if anvil is None:
        hardhat = HardhatNode(0, ROOT, folder / "node.log")
        hardhat.start()
        try:
            yield hardhat.url
        finally:
            hardhat.stop()
        return
    port = free_port()
    limits = ["--silent", "--gas-limit", str(_BLOCK_GAS), "--hardfork", "prague"]
    child = Child("anvil", [str(anvil), "--port", str(port), *limits], folder / "node.log")
    child.start()
    url = f"http://127.0.0.1:{port}"
    probe = Chain(url, timeout_s=2, retries=0)
    try:
        child.wait_ready(lambda: _answers(probe))
        yield url
    finally:
        probe.close()
        child.stop()


def _answers(chain: Chain) -> bool:
    try:
        chain.head()
    except LedgerError:
        return False
    return True


def fill(url: str, *, blocks: int, per_block: int, of_agents: int, final: bool = True) -> Filled:
    """Deploy the contracts, register agents, and mine `blocks` blocks of `per_block` records each.

    Args:
        url: Of a local node.
        blocks: How many blocks.
        per_block: Records in each.
        of_agents: Agents that take turns.
        final: Whether empty blocks follow, so that the records are final.

    Raises:
        RuntimeError: if a block holds fewer records than it should.
    """
    bare = Chain(url, timeout_s=_TIMEOUT_S)
    deployer = SessionKey(keccak(b"bench deployer"))
    DevNode(bare).fund(deployer.address, 10**6 * _ETHER)
    chain = Chain(url, deploy(bare, deployer), timeout_s=_TIMEOUT_S)
    bare.close()
    dev = DevNode(chain)
    sender, code = Sender(chain, deployer), _code()
    keys: dict[int, Address] = {}
    for number in range(of_agents):
        ref, key = agents.register_agent(sender), SessionKey(keccak(b"bench session %d" % number))
        agents.open_epoch(sender, ref, [key], [StreamGrant(0)])
        chain.rpc.call("hardhat_setCode", (key.address, code))
        keys[ref.agent_id] = key.address
    filled = Filled(chain, sender, keys, chain.head().number + 1, 0, blocks * per_block)
    dev.set_automine(on=False)
    nonce = int(chain.rpc.call("eth_getTransactionCount", (sender.address, "latest")), 16)
    chain.rpc.call("hardhat_impersonateAccount", (sender.address,))
    numbers = list(keys)
    for block in range(blocks):
        tx = record_tx(filled, numbers[block % len(numbers)], per_block) | {"nonce": hex(nonce + block)}
        chain.rpc.call("eth_sendTransaction", (tx,))
        chain.rpc.call("evm_mine", ())
    dev.set_automine(on=True)
    last = chain.head().number
    if final:
        dev.mine(FINALITY)  # as all but the newest blocks of a long chain are
    held = len(chain.logs(last, last))
    if held != per_block or last != filled.first + blocks - 1:
        raise RuntimeError(f"block {last} holds {held} records of {per_block}")
    return Filled(chain, sender, keys, filled.first, last, filled.events)


def record_tx(filled: Filled, agent_id: int, count: int) -> dict[str, Any]:
    """Return the transaction that makes `count` records of an agent."""
    log = filled.chain.deployment.addresses["ActionLog"]
    data = _FILL + abi_encode(["address", "uint256", "uint256"], [log, agent_id, count])
    gas = min(_BLOCK_GAS - 1, _GAS_AT_ONCE + count * _GAS_A_RECORD)
    to = filled.keys[agent_id]
    return {"from": filled.sender.address, "to": to, "data": "0x" + data.hex(), "gas": hex(gas)}


def _code() -> str:
    """Compile the filler with the compiler of the contracts."""
    source = (ROOT / "bench" / "chain" / "Filler.sol").read_text()
    settings = json.loads((ROOT / "solidity.json").read_text())["settings"]
    wanted = {"*": {"*": ["evm.deployedBytecode.object"]}}
    request = {
        "language": "Solidity",
        "sources": {"Filler.sol": {"content": source}},
        "settings": {**settings, "outputSelection": wanted},
    }
    command = [find_node(), "scripts/solc_shim.js", "--standard-json"]
    done = subprocess.run(command, input=json.dumps(request), capture_output=True, text=True, cwd=ROOT, check=True)
    compiled = json.loads(done.stdout)["contracts"]["Filler.sol"]["Filler"]
    return "0x" + str(compiled["evm"]["deployedBytecode"]["object"])
