"""Receipts that agents of a world give each other, and the records that carry them."""

from __future__ import annotations

from collections.abc import Iterable

from ledger.domain.carried_receipt import CarriedReceipt
from ledger.domain.events import decode
from ledger.domain.hashing import ZERO32
from ledger.domain.record import record_id
from ledger.domain.signed_receipt import SignedReceipt, counterparty_of
from ledger.domain.signing import SessionKey
from ledger.domain.statements import Receipt, digest
from tests.fakes.chain_source import FakeBlock
from tests.fakes.world import CHAIN_ID, NAMES, FakeAgent, World


def promise(
    agent: FakeAgent,
    data: bytes,
    seq: int,
    *,
    to: str,
    by: int,
    stream: int = 1,
    salt: bytes = ZERO32,
    key: SessionKey | None = None,
    chain: int = CHAIN_ID,
) -> SignedReceipt:
    """Sign a receipt of an agent for record bytes at a place, to an account, by a time (Unix seconds)."""
    said = Receipt(
        agent=agent.ref.key,
        epoch=agent.epoch,
        stream=stream,
        seq=seq,
        record_hash=record_id(data),
        counterparty=counterparty_of(to, salt),
        chain=chain,
        log=ZERO32,
        anchor_by=by,
        amount=5,
        tool=ZERO32,
        mandate=ZERO32,
        running_total=5,
    )
    return SignedReceipt(said, (key or agent.key).sign(digest(said.hash)))


def countersignature(signed: SignedReceipt, outcome: str = "success", salt: bytes = ZERO32) -> dict[str, object]:
    """Return the fields of the record that carries a receipt."""
    return {
        "v": 2, "op": "countersign", "kind": "interaction", "phase": "outcome", "outcome": outcome,
        "parents": (signed.receipt.record_hash.hex(),), "receipt": CarriedReceipt(signed, salt).text(),
    }  # fmt: skip


def append(world: World, log: bytes, agent: FakeAgent, records: Iterable[dict[str, object]], stream: int = 1) -> None:
    """Put records with these fields at an agent's head into a log, as one segment; nothing if there are none."""
    seq, head = agent.heads.get(stream, (0, ZERO32))
    data = [agent.record(seq + number, stream=stream, **fields) for number, fields in enumerate(records)]
    if data:
        segment = agent.sign(data, seq, head, stream=stream)
        agent.heads[stream] = (seq + len(data), segment.entry.segment.header)
        world.logs[log].append(segment)


def anchored(world: World, log: bytes) -> int:
    """Return how many entries of a log the chain has seen."""
    events = [decode(raw, NAMES) for block in world.chain.chain for raw in block.found]
    sizes = [e.args["size"] for e in events if e is not None and e.name == "Anchored" and e.args["logId"] == log]
    return max(sizes, default=0)


def fork(world: World, depth: int) -> None:
    """Take back blocks, and what the contract remembered of anchors in them."""
    gone: list[FakeBlock] = world.chain.fork(depth)
    for block in gone:
        for raw in block.found:
            event = decode(raw, NAMES)
            if event is not None and event.name == "Anchored":
                world.anchored[event.args["logId"]] -= 1
