"""Everybody at once: real MCP sessions in one process, real spools, and a log that acknowledges."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field, replace

import pytest

import ledger
from demo.cast import customers, personas
from demo.delegation import draft
from demo.disclosure import disclosed_input
from demo.enrol import Enrolled
from demo.leaker import RECIPIENT, Leaker
from demo.market.book import Book, Member
from demo.market.server import MarketServer
from demo.market_house import purse
from demo.payment import Wallet
from demo.population import Population
from demo.spender import Spender
from demo.world import Neighbour, World
from ledger.domain import record
from ledger.domain.entry import SignedSegment
from ledger.domain.ids import AgentRef, checksum
from ledger.domain.sealing import check_records
from ledger.domain.signing import SessionKey
from ledger.domain.statements import Ack, digest
from ledger.sdk.transport import LogIdentity, SegmentResult, StreamHead, WireAck

OPERATOR = SessionKey(b"\x09" * 32)
LOG = b"\x0a" * 32
TARGET = 240


@dataclass
class LogDouble:
    """A log that checks, keeps and acknowledges what it is sent; one agent's way to it."""

    kept: list = field(default_factory=list)
    end: tuple = (0, "00" * 32)

    def identity(self):
        return LogIdentity(31337, LOG.hex(), OPERATOR.address)

    def head(self, *_place):
        return StreamHead(*self.end)

    def post(self, segments):
        return [self._accept(SignedSegment.unpack(data)) for data in segments]

    def _accept(self, segment):
        records = check_records(segment)
        header = segment.entry.segment
        assert header.first_seq == self.end[0]
        self.end = (header.end_seq, header.header.hex())
        ids = [record.record_id(data).hex() for data in segment.records]
        self.kept += zip(ids, records, strict=True)
        signature = OPERATOR.sign(digest(Ack(31337, LOG, header.header, 1).hash)).hex()
        ack = WireAck(chain=31337, log=LOG.hex(), header=header.header.hex(), anchor_by=1, signature=signature)
        return SegmentResult(header=header.header.hex(), status="accepted", ack=ack)

    def reopen(self):
        """Nothing to reopen."""

    def close(self):
        """Nothing to close."""


class Town:
    """Twenty agents and a market, in one process."""

    def __init__(self, root):
        dice = random.Random(5)  # noqa: S311 - the demonstration's own dice
        self.root = root
        self.enrolled = [
            Enrolled(
                persona,
                AgentRef(31337, checksum("0x" + "11" * 20), number),
                0,
                SessionKey(bytes([number + 1] * 32)),
                OPERATOR,
            )
            for number, persona in enumerate(personas(20))
        ]
        neighbours = [Neighbour(e.persona.name, e.persona.role, str(e.ref), OPERATOR.address) for e in self.enrolled]
        self.world = World(neighbours, customers(12, dice), TARGET)
        tokens = {n.agent: f"token of {n.name}" for n in neighbours}
        self.book = Book(root / "market", lambda: 1_000_000.0)
        self.book.admit(Member(n.agent, n.name, n.role, tokens[n.agent], *purse(dice, n.role)) for n in neighbours)
        for customer in self.world.customers:
            self.book.write_paper("customers", customer.id, {"id": customer.id, "street": customer.street})
        self.logs = {str(e.ref): LogDouble() for e in self.enrolled}
        market = MarketServer(self.book, far_seconds=0.9).mcp
        buyers = [e for e in self.enrolled if e.persona.role == "buyer"]
        self.wallets = {
            str(e.ref): self.wallet(e, c.id, dice) for e, c in zip(buyers, self.world.customers, strict=False)
        }
        self.population = Population(self.enrolled, tokens, market, self.world, self.open_book, self.wallets, seed=5)

    def wallet(self, buyer, customer, dice):
        mandate = draft(OPERATOR.address, buyer, 2_000_000_000, dice)
        return Wallet(customer, mandate, mandate.id(31337, checksum("0x" + "22" * 20)), LOG)

    def open_book(self, enrolled):
        book = ledger.Ledger(
            self.spool(enrolled), key=enrolled.session_key, transport=self.logs[str(enrolled.ref)], fsync="never"
        )
        book.bind(enrolled.ref)
        return book

    def spool(self, enrolled):
        return self.root / enrolled.persona.name

    def live(self):
        asyncio.run(self.population.live())
        return self

    def records(self):
        return [(agent, rid, item) for agent, log in self.logs.items() for rid, item in log.kept]


@pytest.fixture
def town(tmp_path):
    made = Town(tmp_path)
    yield made
    made.book.close()


def test_everything_that_happened_is_on_record_and_acknowledged(town):
    town.live()
    assert town.population.failures == []
    assert town.world.records >= TARGET
    assert len(town.records()) == town.world.records
    outcomes = [item.outcome for _, _, item in town.records() if item.phase == "outcome"]
    assert len(outcomes) == town.world.written.total()
    assert {(role, end) for role, end in town.world.written if end != "success"}
    for (role, end), count in town.world.written.items():
        mine = {str(e.ref) for e in town.enrolled if e.persona.role == role}
        assert sum(agent in mine and item.outcome == end for agent, _, item in town.records()) == count


def test_a_shipment_names_the_buyers_order_and_a_delivery_the_shipment_as_its_cause(town):
    town.live()
    intents = {rid: (agent, item) for agent, rid, item in town.records() if item.phase == "intent"}
    shipments = [(agent, item) for agent, item in intents.values() if item.tool == "ship"]
    deliveries = [(agent, item) for agent, item in intents.values() if item.tool == "deliver"]
    assert shipments
    assert deliveries
    for found, cause in ((shipments, "order"), (deliveries, "ship")):
        for agent, item in found:
            causes = [intents[parent] for parent in item.parents if parent in intents]
            assert any(other != agent and cause_item.tool == cause for other, cause_item in causes)


def test_one_agents_broken_rules_are_named_and_close_the_day(town):
    async def broken(me):
        await me.call("list_offers")
        raise KeyError("no such rule")

    town.population.cheats = {"leaker": broken}
    town.live()
    leaker = next(e for e in town.enrolled if e.persona.cheat == "leaker")
    assert town.population.failures == [f"{leaker.persona.name}, a courier: KeyError: 'no such rule'"]
    assert 0 < town.world.records < TARGET
    assert len(town.records()) == town.world.records


def test_a_call_that_makes_no_sense_breaks_the_rules_that_made_it(town):
    async def confused(me):
        await me.attempt("pay", order_id=99_999)

    town.population.cheats = {"forker": confused}
    town.live()
    (failure,) = town.population.failures
    assert "unknown_order" in failure


def test_the_leaker_leaks_again_and_again_and_each_record_opens_to_the_recipient(town):
    leaker = Leaker(lambda _: None)
    town.population.cheats = {"leaker": leaker.live}
    town.live()
    assert town.population.failures == []
    sent = [(rid, item) for _, rid, item in town.records() if item.tool == "send_file" and item.phase == "intent"]
    assert [rid for rid, _ in sent] == [leak.record for leak in leaker.leaks]
    assert len(sent) > 1
    cheat = next(e for e in town.enrolled if e.persona.cheat == "leaker")
    for _, item in sent:
        assert disclosed_input(town.spool(cheat), item.in_)["recipient"] == RECIPIENT
    assert len(list((town.root / "market" / "outbox").iterdir())) == len(sent)


def receipts_of(town, buyer):
    with town.open_book(buyer) as book:
        return list(book.receipts())


def test_every_payment_has_a_receipt_that_its_buyer_signed_and_its_record_names_the_mandate(town):
    town.live()
    assert town.population.failures == []
    buyers = [e for e in town.enrolled if e.persona.role == "buyer"]
    paid = {rid: (agent, item) for agent, rid, item in town.records() if item.tool == "pay" and item.phase == "intent"}
    given = [(buyer, item) for buyer in buyers for item in receipts_of(town, buyer)]
    assert {item.receipt.record_hash.hex() for _, item in given} == set(paid)
    for buyer, item in given:
        wallet = town.wallets[str(buyer.ref)]
        assert item.signer() == buyer.session_key.address
        assert item.receipt.mandate == wallet.mandate_id
        assert paid[item.receipt.record_hash.hex()][1].mandate == wallet.mandate_id.hex()
        assert item.receipt.running_total <= wallet.mandate.cap
        assert wallet.spent <= wallet.mandate.cap


def test_the_spender_goes_beyond_its_mandate_once_and_then_pays_nothing_more(town):
    cheat = next(e for e in town.enrolled if e.persona.cheat == "spender")
    wallet = town.wallets[str(cheat.ref)]
    wallet.mandate = replace(wallet.mandate, cap=50)
    town.population.cheats = {"spender": Spender(wallet).live}
    town.live()
    assert town.population.failures == []
    over = [item for item in receipts_of(town, cheat) if item.receipt.running_total > 50]
    assert len(over) >= 1
    assert wallet.spent == over[-1].receipt.running_total
    others = [e for e in town.enrolled if e.persona.role == "buyer" and e is not cheat]
    assert all(town.wallets[str(e.ref)].spent <= town.wallets[str(e.ref)].mandate.cap for e in others)
