"""The real chain with our contracts, a real log in a folder, and the mirror of both."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field
from typing import ClassVar

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.chain import agents
from ledger.chain.agents import StreamGrant
from ledger.chain.deploy import MIN_OPERATOR_BOND
from ledger.chain.logs import ChainAnchor, register_log
from ledger.chain.proofs import fact, header
from ledger.domain import note, record, sealing
from ledger.domain.entry import SignedSegment
from ledger.domain.hashing import ZERO32
from ledger.domain.ids import AgentRef
from ledger.domain.note import LogState
from ledger.domain.record import Record
from ledger.domain.signing import SessionKey
from ledger.errors import UnavailableError
from ledger.indexer.run import Job
from ledger.queries.sources import Sources
from ledger.store.mirror import Mirror
from ledger.tiles.reader import LogReader
from ledger.tiles.store import FolderStore
from ledger.tiles.writer import LogWriter
from tests.fakes.asked import leading


@dataclass
class RealLog:
    """A log in a folder whose operator anchors on the real chain."""

    folder: object
    sender: object
    stores: ClassVar[dict[bytes, FolderStore]] = {}
    origin: str = field(default_factory=lambda: f"localhost/{secrets.token_hex(4)}")

    def __post_init__(self) -> None:
        self.store = FolderStore(self.folder)
        self.writer = LogWriter(self.store)
        self.ed25519 = Ed25519PrivateKey.generate()
        public = note.public_bytes(self.ed25519)
        args = {"origin": self.origin, "checkpoint_key": public, "url": "http://log.test", "bond": MIN_OPERATOR_BOND}
        self.id = register_log(self.sender, **args)
        RealLog.stores[self.id] = self.store
        self.operator = SessionKey(secrets.token_bytes(32))

    def append(self, *segments: SignedSegment) -> None:
        self.writer.append([s.entry.pack() for s in segments], [s.pack() for s in segments])
        state = LogState(self.origin, self.writer.size, self.writer.root())
        self.writer.publish(note.sign_checkpoint(state, self.ed25519, self.operator, 31337, self.id))

    def anchor(self) -> None:
        port = ChainAnchor(self.sender, self.id)
        size, _ = port.anchored()
        reader = LogReader(self.store)
        port.anchor(self.writer.size, self.writer.root(), reader.consistency_proof(size, self.writer.size))


@dataclass
class RealAgent:
    """An agent on the real chain."""

    ref: AgentRef
    key: SessionKey
    next_seq: int = 0
    head: bytes = ZERO32

    def segment(self, count: int, *, session: str = "s", **more: object) -> SignedSegment:
        said = {"kind": "operational", "op": "execute_tool", "phase": "intent", "ts": 1_700_000_000_000, "v": 1} | more
        place = {"agent": str(self.ref), "epoch": 0, "stream": 1, "session": session}
        data = [record.encode(Record(seq=self.next_seq + i, **place, **said)) for i in range(count)]
        header = sealing.make_header(self.ref, 0, 1, self.next_seq, data, self.head, 1_700_000_000_000)
        self.next_seq, self.head = self.next_seq + count, header.header
        return sealing.sign(header, data, self.key)


@pytest.fixture
def log(tmp_path, new_sender):
    return RealLog(tmp_path / "log", new_sender())


@pytest.fixture
def agent(sender, log):
    ref, key = agents.register_agent(sender, "ipfs://real"), SessionKey(secrets.token_bytes(32))
    agents.open_epoch(sender, ref, [key], [StreamGrant(0), StreamGrant(1, log.id)])
    return RealAgent(ref, key)


@pytest.fixture
def mirror(chain, redis_url):
    found = Mirror.open(redis_url, chain.deployment.chain_id, chain.deployment.registry)
    yield found
    found.close()


@pytest.fixture
def job(chain, mirror, log):
    def open_log(log_id: bytes, url: str) -> LogReader:
        if log_id not in RealLog.stores:  # the chain is shared: tests of other rooms register logs too
            raise UnavailableError(f"log {url} is of another test")
        return LogReader(RealLog.stores[log_id])

    return Job(chain, mirror, open_log, chain.names(), chain.deployment.block, 16)


@pytest.fixture
def catch_up(job):
    def run() -> None:
        follower, logs = job.follower(), job.log_follower()
        with leading(job.mirror):
            while not follower.step().idle:
                pass
            while logs.step().entries:
                pass

    return run


@pytest.fixture
def sources(chain, mirror, job):
    return Sources(
        mirror=mirror,
        contracts=chain.deployment.addresses,
        open_log=job.open_log,
        block=chain.block,
        header=lambda number: header(chain, number),
        prove=lambda tx, index: fact(chain, tx, index),
        clock=time.time,
    )
