"""A small world to index: agents with real keys, real signed segments, logs and anchors, on a chain in memory.

It emits the events that the contracts emit, in their order, so that projections see nothing else.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

from ledger.domain import record, sealing
from ledger.domain.chain_proof import ChainFact, build_fact, header_rlp_of
from ledger.domain.entry import SignedSegment
from ledger.domain.hashing import ZERO32, keccak, sha256
from ledger.domain.ids import Address, AgentRef, checksum, log_id
from ledger.domain.record import Record
from ledger.domain.signing import SessionKey
from ledger.domain.statements import Segment
from ledger.errors import NotFoundError
from ledger.indexer.run import Job
from ledger.store.mirror import Mirror
from tests.fakes.blocks import CONTRACTS, block_of
from tests.fakes.chain_source import Emitted, FakeBlock, FakeChain
from tests.fakes.log_source import FakeLog

CHAIN_ID = 31337
REGISTRY = CONTRACTS["AgentRegistry"]
NOBODY = checksum(bytes(20))
NAMES = {address: name for name, address in CONTRACTS.items()}


def account(name: str) -> Address:
    """Return an address that stands for a name."""
    return checksum(keccak(name.encode())[12:])


def session_key(name: str) -> SessionKey:
    """Return a session key that stands for a name."""
    return SessionKey(keccak(b"key " + name.encode()))


class Loaded(random.Random):
    """Dice that show the same side at every throw of two sides or more: the last one, or the first."""

    def __init__(self, *, last: bool) -> None:
        super().__init__(0)
        self._last = last

    def randrange(self, start: int, stop: int | None = None, step: int = 1) -> int:
        sides = range(start) if stop is None else range(start, stop, step)
        return sides[-1] if self._last else sides[0]


@dataclass
class FakeAgent:
    """One agent: who owns it, which key signs, where its streams stand."""

    number: int
    owner: Address
    key: SessionKey
    epoch: int = 0
    heads: dict[int, tuple[int, bytes]] = field(default_factory=dict)

    @property
    def ref(self) -> AgentRef:
        return AgentRef(CHAIN_ID, REGISTRY, self.number)

    def record(self, seq: int, *, stream: int = 1, session: str = "s", **more: Any) -> bytes:
        """Return the bytes of a record of this agent."""
        fields: dict[str, Any] = {
            "agent": str(self.ref), "epoch": self.epoch, "stream": stream, "seq": seq, "session": session,
            "kind": "operational", "op": "execute_tool", "phase": "intent", "ts": 1_700_000_000_000 + seq, "v": 1,
        } | more  # fmt: skip
        return record.encode(Record(**fields))

    def segment(
        self, count: int = 1, *, stream: int = 1, key: SessionKey | None = None, session: str = "s", **more: Any
    ) -> SignedSegment:
        """Sign the next `count` records of a stream and move its head on."""
        seq, head = self.heads.get(stream, (0, ZERO32))
        data = [self.record(seq + i, stream=stream, session=session, **more) for i in range(count)]
        segment = self.sign(data, seq, head, stream=stream, key=key)
        self.heads[stream] = (seq + count, segment.entry.segment.header)
        return segment

    def sign(
        self, data: list[bytes], seq: int, head: bytes, *, stream: int = 1, key: SessionKey | None = None
    ) -> SignedSegment:
        """Sign records at a place, whatever the stream's head is."""
        return self.sign_at(data, seq, 1_700_000_000_000, head=head, stream=stream, key=key)

    def sign_at(
        self,
        data: list[bytes],
        seq: int,
        at: int,
        *,
        head: bytes = ZERO32,
        stream: int = 1,
        key: SessionKey | None = None,
    ) -> SignedSegment:
        """Sign records at a time (Unix ms) that the header says."""
        header = sealing.make_header(self.ref, self.epoch, stream, seq, data, head, at)
        return sealing.sign(header, data, key or self.key)


class World:
    """A chain, its logs and its agents. Block 1 is the first that may hold our events."""

    def __init__(self) -> None:
        self.chain = FakeChain()
        self.logs: dict[bytes, FakeLog] = {}
        self.agents: list[FakeAgent] = []
        self.anchored: dict[bytes, int] = {}
        self.now = 1_800_000_000.0
        self._direct: dict[tuple[int, int, int], tuple[int, bytes]] = {}

    # -- indexing ---------------------------------------------------------------------------------------------

    def job(self, mirror: Mirror, *, finality_depth: int = 8) -> Job:
        """Return what an indexer of this world works on."""
        return Job(
            self.chain, mirror, self.open_log, NAMES, 1, finality_depth, clock=lambda: self.now, dice=Loaded(last=True)
        )

    def open_log(self, log: bytes, url: str) -> FakeLog:
        if log not in self.logs:
            raise NotFoundError(f"no log at {url}")
        return self.logs[log]

    def header(self, number: int) -> bytes:
        """Return a header of a block: of its number, time and logs (its hash is not the chain's)."""
        return header_rlp_of(self._block(self.chain.chain[number])[0])

    def prove(self, tx: bytes, log_index: int) -> ChainFact:
        """Prove a log under the header that `header` returns."""
        for block in self.chain.chain:
            for log in block.found:
                if (log.tx_hash, log.log_index) == (tx, log_index):
                    return build_fact(*self._block(block), log.tx_index, log_index)
        raise NotFoundError("that transaction is not on the chain")

    def _block(self, block: FakeBlock) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        receipts: list[list[dict[str, Any]]] = [[] for _ in range(block.found[-1].tx_index + 1 if block.found else 0)]
        for log in block.found:
            receipts[log.tx_index].append(
                {
                    "address": log.address.lower(),
                    "topics": ["0x" + topic.hex() for topic in log.topics],
                    "data": "0x" + log.data.hex(),
                    "logIndex": hex(log.log_index),
                }
            )
        return block_of(block.number, block.timestamp, receipts)

    # -- events -----------------------------------------------------------------------------------------------

    def mint_events(self, owner: str = "owner", uri: str = "ipfs://agent") -> tuple[FakeAgent, list[Emitted]]:
        agent = FakeAgent(len(self.agents), account(owner), session_key(f"{len(self.agents)}/0"))
        self.agents.append(agent)
        wallet = {"indexedMetadataKey": "agentWallet", "metadataKey": "agentWallet", "metadataValue": bytes(20)}
        return agent, [
            ("AgentRegistry", "Transfer", {"from": NOBODY, "to": agent.owner, "tokenId": agent.number}),
            ("AgentRegistry", "Registered", {"agentId": agent.number, "agentURI": uri, "owner": agent.owner}),
            ("AgentRegistry", "MetadataSet", {"agentId": agent.number, **wallet}),
        ]

    def epoch_events(self, agent: FakeAgent, streams: dict[int, bytes], owner_epoch: int = 0) -> list[Emitted]:
        at = {"agentId": agent.number, "epoch": agent.epoch}
        return [
            ("KeyRing", "EpochOpened", {**at, "owner": agent.owner, "ownerEpoch": owner_epoch}),
            ("KeyRing", "KeyRegistered", {**at, "key": agent.key.address}),
            *[
                ("KeyRing", "StreamRegistered", {**at, "homeLog": home, "stream": stream})
                for stream, home in streams.items()
            ],
        ]

    def new_agent(self, streams: dict[int, bytes] | None = None, owner: str = "owner") -> FakeAgent:
        """Register an agent and open its first epoch, in one block."""
        agent, events = self.mint_events(owner)
        self.chain.mine(*events, *(self.epoch_events(agent, streams) if streams is not None else []))
        return agent

    def new_log(self, name: str = "log", operator: Address | None = None, checkpoint_key: bytes | None = None) -> bytes:
        """Register a log, in one block; whoever signs its checkpoints names the keys."""
        log = log_id(CHAIN_ID, CONTRACTS["ActionLog"], name)
        self.logs[log] = FakeLog()
        public = checkpoint_key or sha256(name.encode())
        args = {"logId": log, "operator": operator or account(name), "origin": name, "checkpointKey": public}
        self.chain.mine(("ActionLog", "LogRegistered", {**args, "url": f"http://{name}.test"}))
        return log

    def recorded(self, agent: FakeAgent, data: bytes, *, stream: int = 0) -> Emitted:
        """Return the event of a record made on chain in the next block (12 s after the last)."""
        name = (agent.number, agent.epoch, stream)
        seq, head = self._direct.get(name, (0, ZERO32))
        content = record.record_id(data)
        ts = (self.chain.time + 12) * 1000
        header = Segment(agent.ref.key, agent.epoch, stream, seq, 1, head, content, ts).header
        self._direct[name] = (seq + 1, header)
        args = {"agentId": agent.number, "header": header, "task": ZERO32, "epoch": agent.epoch, "stream": stream}
        return (
            "ActionLog",
            "ActionRecorded",
            {**args, "seq": seq, "kind": 0, "contentHash": content, "prevHeader": head, "parents": []},
        )

    def direct_seq(self, agent: FakeAgent, *, stream: int = 0) -> int:
        """Return the next sequence number of a stream made on chain."""
        return self._direct.get((agent.number, agent.epoch, stream), (0, ZERO32))[0]

    def anchor_event(self, log: bytes, size: int | None = None) -> Emitted:
        """Return the event that anchors a log's state."""
        size = len(self.logs[log].leaves) if size is None else size
        index = self.anchored.get(log, 0)
        self.anchored[log] = index + 1
        root = self.logs[log].root(size)
        return ("ActionLog", "Anchored", {"logId": log, "index": index, "size": size, "root": root})

    def anchor(self, log: bytes) -> int:
        """Anchor a log's present state, in one block; return its number."""
        return self.chain.mine(self.anchor_event(log))

    def fault_events(self, agent: FakeAgent, *, slashed: int = 10**18) -> list[Emitted]:
        """Return what proving an equivocation emits."""
        fault = keccak(agent.ref.key + bytes([agent.epoch]))
        key = agent.ref.key
        at = {"agentId": agent.number, "epoch": agent.epoch}
        prover = account("prover")
        return [
            ("KeyRing", "EpochClosed", {**at, "cause": fault}),
            ("BondVault", "BondSlashed", {
                "subject": key, "beneficiary": agent.owner, "cause": fault, "amount": slashed, "reward": slashed // 5,
                "burned": slashed - slashed // 5, "active": slashed, "unbonding": 0}),
            ("BondVault", "CreditAdded", {
                "account": prover, "cause": fault, "amount": slashed // 5, "balance": slashed // 5}),
            ("Standing", "StandingChanged", {
                "agentId": agent.number, "context": ZERO32, "dimension": 0, "cause": fault, "addedPositive": 0,
                "addedNegative": 10_000, "positive": 0, "negative": 10_000, "count": 1,
                "period": self.chain.time // 604_800}),
            ("FaultProver", "FaultProved", {
                "faultKey": fault, "agentId": agent.number, "kind": 1, "epoch": agent.epoch, "stream": 1, "seq": 0,
                "prover": prover, "headerA": sha256(b"a"), "headerB": sha256(b"b"), "slashed": slashed}),
        ]  # fmt: skip

    def deposit_event(self, agent: FakeAgent, amount: int) -> Emitted:
        """Return the event of a bond."""
        args = {"subject": agent.ref.key, "beneficiary": agent.owner, "from": agent.owner, "amount": amount}
        return ("BondVault", "BondDeposited", {**args, "active": amount})
