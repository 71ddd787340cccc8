"""A case file that was kept is, byte for byte, the one that a fresh answer gives, whatever happened in between."""

from __future__ import annotations

import random

import msgspec
import pytest

from ledger.domain.events import TOPICS
from ledger.domain.hashing import sha256
from ledger.domain.record import record_id
from ledger.errors import NotFoundError
from ledger.queries.case_json import case_json
from ledger.queries.cases import case_file
from ledger.queries.kept_cases import KeptCases
from ledger.store import mirror as mirrors
from ledger.tiles.evidence import open_evidence
from tests.fakes.asked import index, sources_of
from tests.fakes.court import FakeCourt
from tests.fakes.world import account
from tests.unit.indexer.test_any_history import events_of
from tests.unit.queries.test_actions import receipt_of, shown_by_receipt

DEPTH = 6


def fresh(world, mirror, number, **more):
    """Return the JSON of a case file that nothing was kept for."""
    return msgspec.json.encode(case_file(sources_of(world, mirror, **more), number))


@pytest.fixture
def court(world):
    found = FakeCourt(world)
    found.found()
    return found


@pytest.fixture
def log(world):
    return world.new_log()


@pytest.fixture
def agent(world, court, log):
    found = world.new_agent({0: bytes(32), 1: log})
    court.bond(found, 10**18)
    return found


@pytest.fixture
def made(monkeypatch):
    """Count how often views are opened that a case file is made out of."""
    counted = []
    consistent = mirrors.Mirror.consistent

    def counting(self, question, block=None, **more):
        counted.append(block)
        return consistent(self, question, block, **more)

    monkeypatch.setattr(mirrors.Mirror, "consistent", counting)
    return counted


def fork(world, court, log, depth):
    gone = events_of(world.chain.fork(depth))
    court.forked()
    world.anchored[log] = world.anchored.get(log, 0) - sum(event.name == "Anchored" for event in gone)
    world.chain.mine(blocks=depth + 1)


def anchor(world, log):
    """Anchor what is new in a log."""
    sizes = [event.args["size"] for event in events_of(world.chain.chain) if event.name == "Anchored"]
    if len(world.logs[log].leaves) > max(sizes, default=0):
        world.anchor(log)


class History:
    """Disputes about records that their agent's receipts name, in a log that is anchored now and then."""

    def __init__(self, world, court, agent, log, dice):
        self.world, self.court, self.agent, self.log, self.dice = world, court, agent, log, dice
        self.receipts = {}
        self.begun = len(world.chain.chain)
        self.opened = 0

    def sent(self, tx):
        """Return the data of an opening transaction, as a node does."""
        for log in self.world.chain.logs(0, self.world.chain.head().number):
            if log.tx_hash == tx and log.topics[0] == TOPICS["DisputeCourt"]["DisputeOpened"]:
                return shown_by_receipt(self.receipts[int.from_bytes(log.topics[1], "big")])
        message = "the node does not know it"
        raise NotFoundError(message)

    def open(self):
        segment = self.agent.segment(1)
        self.world.logs[self.log].append(segment)
        receipt = receipt_of(self.agent, record_id(segment.records[0]), self.opened)
        number = self.court.open(self.agent, seq=receipt.seq, record=receipt.record_hash, policy=1 + self.opened % 2)
        self.opened += 1
        self.receipts[number] = receipt

    def move(self):
        match self.dice.randrange(9):
            case 0 | 1:
                self.open()
            case 2:
                depth = min(self.dice.randint(1, DEPTH - 1), len(self.world.chain.chain) - self.begun)
                if depth > 0:
                    fork(self.world, self.court, self.log, depth)
            case 3:
                anchor(self.world, self.log)
            case 4:
                self.world.chain.mine(blocks=self.dice.choice((1, 1, DEPTH * 3)))
            case 5:
                self.world.logs[self.log].down = True
            case _:
                self.court.move(self.dice.randrange(100))

    def numbers(self):
        return list(self.court.as_of(self.world.chain.head().number).trials)


@pytest.mark.parametrize("seed", range(6))
def test_kept_and_fresh_answers_are_one(world, mirror, court, agent, log, seed):
    dice = random.Random(seed)  # noqa: S311 - the same moves in every run
    history = History(world, court, agent, log, dice)
    kept = sources_of(world, mirror, sent=history.sent)
    for turn in range(45):
        history.move()
        if dice.random() < 0.05:
            mirror.connection.call("FLUSHALL")
        if dice.random() < 0.7:
            index(world, mirror, finality_depth=DEPTH)
            if world.logs[log].down:  # what is asked meanwhile lacks a path, and must not be kept
                for number in history.numbers():
                    case_json(kept, number)
                world.logs[log].down = False
            for number in history.numbers():
                assert case_json(kept, number) == fresh(world, mirror, number, sent=history.sent), (turn, number)


def test_what_is_kept_is_not_read_again_until_it_is_touched(world, mirror, court, agent, made):
    for seq in range(2):
        court.open(agent, seq=seq)
    index(world, mirror)
    sources = sources_of(world, mirror)
    for _ in range(3):
        case_json(sources, 1)
    assert len(made) == 1
    world.chain.mine(blocks=2)
    index(world, mirror)
    assert msgspec.json.decode(case_json(sources, 1))["as_of"]["number"] == world.chain.head().number
    assert len(made) == 1
    court.add_evidence(1)
    index(world, mirror)
    assert len(msgspec.json.decode(case_json(sources, 1))["data"]["evidence"]) == 2
    assert len(made) == 2
    assert case_json(sources, 1) == fresh(world, mirror, 1)


def test_a_kept_case_does_not_outlive_a_fork(world, mirror, court, agent):
    court.open(agent)
    index(world, mirror)
    sources = sources_of(world, mirror)
    case_json(sources, 1)
    world.chain.fork(1)
    world.chain.mine(blocks=2)
    index(world, mirror)
    with pytest.raises(NotFoundError):
        case_json(sources, 1)


def test_a_mirror_put_back_to_an_older_state_does_not_pass_for_the_one_that_was_read(world, mirror, court, agent):
    court.open(agent)
    index(world, mirror)
    books = mirror.books()
    court.add_evidence(1)
    index(world, mirror)
    assert mirror.touched(books) is not None
    meta = mirror.space.prefix(0) + "b:meta"
    mirror.connection.call("HSET", meta, "history", "0" * 40)
    assert mirror.touched(books) is None
    mirror.connection.call("HSET", meta, "order", books.order - 1)
    assert mirror.touched(books) is None


def test_nothing_is_kept_of_a_mirror_whose_indexer_keeps_no_history(world, mirror, court, agent, made):
    court.open(agent)
    index(world, mirror)
    mirror.connection.call("HDEL", mirror.space.prefix(0) + "b:meta", "history")
    sources = sources_of(world, mirror)
    for _ in range(2):
        case_json(sources, 1)
    assert len(made) == 2


def test_evidence_is_looked_for_each_time(world, mirror, court, agent, tmp_path):
    court.open(agent)
    store = open_evidence(tmp_path)
    args = {"disputeId": 1, "party": account("claimant"), "evidenceHash": sha256(b"a file")}
    world.chain.mine(("DisputeCourt", "EvidenceAdded", args))
    index(world, mirror)
    sources = sources_of(world, mirror, evidence=store)

    def told():
        return [item["availability"] for item in msgspec.json.decode(case_json(sources, 1))["data"]["evidence"]]

    assert told() == told() == ["unknown", "unknown"]
    found, _ = store.put(b"a file", submitter="me")
    assert told() == told() == ["unknown", "present"]
    store.withhold(found.sha256, "a name in it")
    assert told() == told() == ["unknown", "withheld"]
    assert case_json(sources, 1) == fresh(world, mirror, 1, evidence=store)


def test_no_more_is_kept_than_was_allowed(world, mirror, court, agent, made):
    for seq in range(3):
        court.open(agent, seq=seq)
    index(world, mirror)
    one = sources_of(world, mirror)
    case_json(one, 1)
    size = next(iter(one.kept._shelf.cases.values())).cost  # there is no other way to know
    sources = sources_of(world, mirror, kept=KeptCases(2 * size + size // 2))
    made.clear()
    for number in (1, 2, 3, 3, 1):
        case_json(sources, number)
    assert len(made) == 4
