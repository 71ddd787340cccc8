"""Agents, actions and disputes by seed, into the mirror through the indexer's own path.

The chain is in memory (a node takes a few hundred transactions a second); events, decoding, projections, checks of log
entries and writes are the real ones. Disputes are moved by the pure machines that the contracts are tested against, so
that a case file has nothing to doubt.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from eth_abi.abi import encode as abi_encode

from bench.options import Options
from ledger.domain import tree
from ledger.domain.dispute import DISMISSED, REFUSED, UPHELD, FaultClass, RefKind
from ledger.domain.entry import SignedSegment
from ledger.domain.events import TOPICS, RawLog
from ledger.domain.hashing import keccak, word
from ledger.domain.ids import LogId
from ledger.domain.note import LogState, sign_checkpoint
from ledger.domain.record import record_id
from ledger.domain.shown_action import OPEN, WAYS, selector, types_of
from ledger.indexer.run import Job
from ledger.indexer.screen import bloom_of
from ledger.store.mirror import Mirror
from ledger.tiles.reader import LogReader
from ledger.tiles.store import FolderStore
from ledger.tiles.writer import LogWriter
from tests.fakes.blocks import CONTRACTS
from tests.fakes.chain_source import Emitted, FakeBlock
from tests.fakes.court import FakeCourt
from tests.fakes.world import CHAIN_ID, NAMES, FakeAgent, World, session_key

_RECORDS_A_BLOCK: Final = 500
_LOGGED: Final = 20
"""Records of each agent that stand in a log, in one segment; the others are made on chain."""
_ANCHOR_LEAVES: Final = 500
_MORE: Final = 20
_BATCH: Final = 40
_BOND: Final = 10**12
_DEPTH: Final = 64
_VOTES: Final = ((UPHELD,) * 3, (UPHELD, UPHELD, DISMISSED), (DISMISSED,) * 3, (DISMISSED, DISMISSED, REFUSED))
_TOPIC: Final = TOPICS["ActionLog"]["ActionRecorded"]


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything."""

    agents: int
    actions: int
    disputes: int


@dataclass(frozen=True, slots=True)
class Population:
    """What was made: records that stand in the log, by agent, and the data of the transactions that opened disputes.

    `go_on` mines and indexes one block more, with evidence in a running dispute and some actions; it returns the
    dispute's number.
    """

    size: Size
    log: bytes
    logged: list[bytes]
    opened: dict[bytes, bytes]
    go_on: Callable[[], int]


class _Court(FakeCourt):
    """A court that forgets what it was, since nothing here forks, and acts once a second."""

    def _begin(self, at: int | None = None) -> tuple[int, int]:
        chain = self.world.chain
        return max(chain.time + 1, at or 0), len(chain.chain)

    def _mine(self, *events: Emitted, at: int | None = None) -> int:
        chain = self.world.chain
        return chain.mine(*events, seconds=1 if at is None else max(1, at - chain.time), together=True)


def populate(mirror: Mirror, folder: Path, size: Size, options: Options) -> Population:
    """Make a population, and index it.

    Args:
        mirror: An empty mirror of the world of `tests.fakes`.
        folder: Where the log's objects go.
        size: How much.
        options: Seed, and whom to tell.
    """
    made = _Maker(folder, size, random.Random(options.seed))
    options.say(f"making {size.agents} agents, {size.actions} actions, {size.disputes} disputes")
    made.agents()
    made.log_records()
    made.chain_records()
    made.disputes()
    options.say("indexing them")
    job = made.job(mirror)
    follower, logs = job.follower(), job.log_follower()
    while not follower.step().idle:
        pass
    while logs.step().entries:
        pass

    def go_on() -> int:
        touched = made.block()
        while not follower.step().idle:
            pass
        return touched

    return Population(size, made.log, made.ids, made.opened, go_on)


class _Maker:
    def __init__(self, folder: Path, size: Size, dice: random.Random) -> None:
        self.world = World()
        self.size = size
        self.opened: dict[bytes, bytes] = {}
        self.ids: list[bytes] = []
        self._dice = dice
        self._turns = 0
        self._court = _Court(self.world)
        self._segments: list[SignedSegment] = []
        self._store = FolderStore(folder)
        self._writer = LogWriter(self._store)
        self._ed25519, self._operator = Ed25519PrivateKey.generate(), session_key("operator")
        self.log = self.world.new_log()

    def job(self, mirror: Mirror) -> Job:
        reader = LogReader(self._store)
        return Job(self.world.chain, mirror, lambda _log, _url: reader, NAMES, 1, _DEPTH, clock=lambda: 0.0)

    def agents(self) -> None:
        """Register all agents, each with an epoch, a key and two streams."""
        self._court.found()
        for begin in range(0, self.size.agents, _BATCH):
            events = []
            for number in range(begin, min(begin + _BATCH, self.size.agents)):
                agent, minted = self.world.mint_events(f"owner {number}")
                events += [*minted, *self.world.epoch_events(agent, {0: bytes(32), 1: self.log})]
            self.world.chain.mine(*events, together=True)

    def log_records(self) -> None:
        """Write one segment of each agent into the log, and anchor now and then."""
        for begin in range(0, self.size.agents, _ANCHOR_LEAVES):
            batch = [agent.segment(_LOGGED) for agent in self.world.agents[begin : begin + _ANCHOR_LEAVES]]
            self._writer.append([segment.entry.pack() for segment in batch], [segment.pack() for segment in batch])
            self._segments += batch
            self.ids += [segment.record_ids()[self._dice.randrange(_LOGGED)] for segment in batch]
            state = LogState("localhost/bench", self._writer.size, self._writer.root())
            self._writer.publish(sign_checkpoint(state, self._ed25519, self._operator, CHAIN_ID, LogId(self.log)))
            index = begin // _ANCHOR_LEAVES
            args = {"logId": self.log, "index": index, "size": self._writer.size, "root": self._writer.root()}
            self.world.chain.mine(("ActionLog", "Anchored", args))

    def chain_records(self) -> None:
        """Make all other actions on chain, agents taking turns."""
        each = self.size.actions // self.size.agents - _LOGGED
        places = [(agent, seq) for seq in range(each) for agent in self.world.agents]
        for begin in range(0, len(places), _RECORDS_A_BLOCK):
            self._mine_records(places[begin : begin + _RECORDS_A_BLOCK])

    def _mine_records(self, places: list[tuple[FakeAgent, int]]) -> None:
        chain = self.world.chain
        number, parent, time = len(chain.chain), chain.chain[-1].hash, chain.time + 12
        block_hash = keccak(parent + word(number))
        tail = word(7 * 32) + word(0)
        logs = []
        for index, (agent, seq) in enumerate(places):
            content = keccak(b"%d/%d" % (agent.number, seq))
            data = word(0) + word(0) + word(seq) + word(1) + content + bytes(32) + tail
            topics = (_TOPIC, word(agent.number), content, bytes(32))
            tx = keccak(block_hash + word(index // 3))
            logs.append(RawLog(CONTRACTS["ActionLog"], topics, data, number, block_hash, tx, index // 3, index))
        bloom = bloom_of(logs[:1])
        chain.chain.append(FakeBlock(number, block_hash, parent, time, bloom, tuple(logs)))
        chain._time = time  # noqa: SLF001 - as its own mining does

    # -- disputes ---------------------------------------------------------------------------------------------

    def disputes(self) -> None:
        """Open disputes in batches; most are judged and executed, the last ones still run."""
        done = self.size.disputes * 7 // 10
        for begin in range(0, self.size.disputes, _BATCH):
            batch = [self._open(number) for number in range(begin, min(begin + _BATCH, self.size.disputes))]
            self._judge(batch, executed=begin < done)

    def block(self) -> int:
        """Let one of the last disputes get evidence, and mine some actions; return its number."""
        number = self.size.disputes - self._dice.randrange(self.size.disputes // 10)
        self._court.add_evidence(number, evidence=self._dice.randbytes(8))
        each, agents = self.size.actions // self.size.agents - _LOGGED, self.world.agents
        turns = range(self._turns, self._turns + _MORE)
        self._mine_records([(agents[turn % len(agents)], each + turn // len(agents)) for turn in turns])
        self._turns += _MORE
        return number

    def _open(self, number: int) -> int:
        agent = self.world.agents[number % len(self.world.agents)]
        if number < len(self.world.agents):
            self._court.bond(agent, _BOND)
        position = number // len(self.world.agents) % _LOGGED
        segment = self._segments[agent.number]
        record = record_id(segment.records[position])
        found = self._court.open(agent, fault_class=FaultClass(number % 4), seq=position, policy=2, record=record)
        tx = self.world.chain.chain[-1].found[0].tx_hash
        self.opened[tx] = self._call(agent, segment, position)
        return found

    def _judge(self, batch: list[int], *, executed: bool) -> None:
        court = self._court
        last = len(batch) if executed else len(batch) * 2 // 3
        votes = {number: self._dice.choice(_VOTES) for number in batch}
        for number in batch[:last]:
            court.respond(number)
        for number in batch[:last]:
            court.draw(number)
        for number in batch[:last]:
            for seat, vote in enumerate(votes[number]):
                court.commit(number, seat, vote)
        if not executed:
            return
        for number in batch:
            for seat, vote in enumerate(votes[number]):
                court.reveal(number, seat, vote)
            court.conclude(number)
        for number in batch:
            court.finalize(number)
        for number in batch:
            court.execute(number)

    def _call(self, agent: FakeAgent, segment: SignedSegment, position: int) -> bytes:
        """Encode the transaction that shows the court a record of a segment in the log."""
        header = segment.entry.segment
        ids = segment.record_ids()
        path = tree.inclusion_path(tree.levels(ids), position)
        of_segment = (
            (header.agent, header.epoch, header.stream, header.first_seq, header.count, header.prev_header,
             header.records_root, header.ts),
            segment.entry.signature, ids[position], position, path,
        )  # fmt: skip
        anchor: tuple[Any, ...] = (self.log, 0, 1, bytes(32), 0, 0, [])
        way = WAYS[RefKind.LOGGED]
        proof = selector(way) + abi_encode(types_of(way), [agent.number, of_segment, anchor])
        policy = self._court.policies[2].as_tuple()
        return selector(OPEN) + abi_encode(types_of(OPEN), [(agent.number, 0, bytes(32)), proof, policy, ""])
