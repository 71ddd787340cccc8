"""Write tests/vectors/*.json from ledger.domain: the bytes that Python, Solidity and later JavaScript share.

The files are checked in; a test regenerates them in memory and fails on any difference, so the bytes can
only change on purpose. `--check` compares instead of writing.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from typing import Any

from ledger.domain import record, tree
from ledger.domain.ack_batch import HeaderBatch
from ledger.domain.commitment import field_leaf
from ledger.domain.credibility import Credibility
from ledger.domain.entry import Entry
from ledger.domain.faults.finding import (
    PENALTIES,
    FaultKind,
    at_place,
    commitment,
    epoch_key,
    fault_key,
    key_about,
)
from ledger.domain.faults.two_effects import Effect, call_of
from ledger.domain.forecast_book import PPM, Book
from ledger.domain.hashing import keccak, sha256
from ledger.domain.ids import AgentRef, checksum, log_id
from ledger.domain.recovery import Record
from ledger.domain.reputation import (
    MAX_EVIDENCE,
    NEGATIVE_FACTORS,
    POSITIVE_FACTORS,
    Standing,
    decay,
)
from ledger.domain.signing import SessionKey
from ledger.domain.statements import (
    DOMAIN_SEPARATOR,
    Ack,
    Checkpoint,
    Receipt,
    Segment,
    digest,
    key_binding_digest,
)

SEED = 9215  # the source paper, arXiv:2509.09215
EDGE_CASE = 7
FOLDER = Path(__file__).resolve().parent.parent / "tests" / "vectors"
REGISTRY = checksum(keccak(b"registry")[12:])
KEY_RING = checksum(keccak(b"key ring")[12:])
ACTION_LOG = checksum(keccak(b"action log")[12:])


def _hex(data: bytes) -> str:
    return "0x" + data.hex()


def statements(rng: random.Random) -> dict[str, Any]:
    """Segments, acknowledgements, checkpoints, receipts and key bindings with their hashes and signatures."""
    log = log_id(31337, ACTION_LOG, "localhost/ombud")
    edge64, edge32 = (1 << 64) - 1, (1 << 32) - 1
    segments, previous = [], bytes(32)
    for number in range(8):
        key = SessionKey(keccak(b"session" + bytes([number])))
        agent = AgentRef(31337, REGISTRY, number)
        edge = number == EDGE_CASE
        segment = Segment(
            agent=agent.key,
            epoch=edge32 if edge else number % 3,
            stream=edge32 if edge else 1,
            first_seq=edge64 - 1 if edge else number * 100,
            count=1 if edge else 1 + number * 13,
            prev_header=previous,
            records_root=rng.randbytes(32),
            ts=edge64 if edge else 1_790_000_000_000 + number,
        )
        previous = segment.header
        signature = key.sign(digest(segment.header))
        entry = Entry(segment, signature)
        segments.append(
            {
                "agentId": str(number),
                "agent": _hex(segment.agent),
                "epoch": str(segment.epoch),
                "stream": str(segment.stream),
                "firstSeq": str(segment.first_seq),
                "count": str(segment.count),
                "prevHeader": _hex(segment.prev_header),
                "recordsRoot": _hex(segment.records_root),
                "ts": str(segment.ts),
                "header": _hex(segment.header),
                "digest": _hex(digest(segment.header)),
                "signature": _hex(signature),
                "signer": key.address,
                "entry": _hex(entry.pack()),
                "leaf": _hex(entry.leaf),
            }
        )
    acks = [Ack(31337, log, rng.randbytes(32), 1_790_003_600), Ack((1 << 256) - 1, bytes(32), bytes(32), edge64)]
    checkpoints = [Checkpoint(31337, log, size, rng.randbytes(32)) for size in (0, 1, 256, edge64)]
    receipts = [
        Receipt(
            agent=AgentRef(31337, REGISTRY, number).key,
            epoch=number,
            stream=1,
            seq=10 * number,
            record_hash=rng.randbytes(32),
            counterparty=AgentRef(31337, REGISTRY, number + 1).key,
            chain=31337,
            log=log,
            anchor_by=1_790_003_600,
            amount=10**18 * number,
            tool=keccak(b"pay"),
            mandate=rng.randbytes(32),
            running_total=3 * 10**18 * number,
        )
        for number in range(3)
    ]
    bindings = [(1, 0, 0), (31337, 7, 3), ((1 << 64) - 1, (1 << 256) - 1, edge32)]
    key = SessionKey(keccak(b"session" + bytes([0]))).address
    return {
        "domain_separator": _hex(DOMAIN_SEPARATOR),
        "registry": REGISTRY,
        "action_log": ACTION_LOG,
        "origin": "localhost/ombud",
        "log_id": _hex(log),
        "segments": segments,
        "acks": [
            {
                "chain": str(a.chain),
                "log": _hex(a.log),
                "header": _hex(a.header),
                "anchorBy": str(a.anchor_by),
                "hash": _hex(a.hash),
                "digest": _hex(digest(a.hash)),
            }
            for a in acks
        ],
        "checkpoints": [
            {
                "chain": str(c.chain),
                "log": _hex(c.log),
                "size": str(c.size),
                "root": _hex(c.root),
                "hash": _hex(c.hash),
                "digest": _hex(digest(c.hash)),
            }
            for c in checkpoints
        ],
        "receipts": [
            {
                "agent": _hex(r.agent),
                "epoch": str(r.epoch),
                "stream": str(r.stream),
                "seq": str(r.seq),
                "recordHash": _hex(r.record_hash),
                "counterparty": _hex(r.counterparty),
                "chain": str(r.chain),
                "log": _hex(r.log),
                "anchorBy": str(r.anchor_by),
                "amount": str(r.amount),
                "tool": _hex(r.tool),
                "mandate": _hex(r.mandate),
                "runningTotal": str(r.running_total),
                "hash": _hex(r.hash),
                "digest": _hex(digest(r.hash)),
            }
            for r in receipts
        ],
        "key_bindings": [
            {
                "chain": str(chain),
                "contract": KEY_RING,
                "agentId": str(agent_id),
                "epoch": str(epoch),
                "key": key,
                "digest": _hex(
                    key_binding_digest(chain_id=chain, key_ring=KEY_RING, agent_id=agent_id, epoch=epoch, key=key)
                ),
            }
            for chain, agent_id, epoch in bindings
        ],
    }


def trees(rng: random.Random) -> dict[str, Any]:
    """Consistency and inclusion proofs: all small sizes, and some larger ones."""
    leaves = [sha256(b"leaf" + bytes([0]) + index.to_bytes(4, "big")) for index in range(1100)]

    def range_root(begin: int, end: int) -> bytes:
        return tree.root(leaves[begin:end])

    pairs = [(m, n) for n in range(10) for m in range(n + 1)]
    pairs += [(255, 256), (256, 257), (1, 1024), (1023, 1024), (512, 1100)]
    pairs += [tuple(sorted((rng.randrange(1, 1100), rng.randrange(1, 1100)))) for _ in range(12)]  # type: ignore[misc]
    places = [(i, n) for n in range(1, 10) for i in range(n)] + [(rng.randrange(1100), 1100) for _ in range(8)]
    return {
        "consistency": [
            {
                "m": str(m),
                "n": str(n),
                "old_root": _hex(range_root(0, m)),
                "new_root": _hex(range_root(0, n)),
                "proof": [_hex(range_root(*bounds)) for bounds in tree.consistency_ranges(m, n)],
            }
            for m, n in pairs
        ],
        "inclusion": [
            {
                "index": str(index),
                "size": str(size),
                "leaf": _hex(leaves[index]),
                "root": _hex(range_root(0, size)),
                "proof": [_hex(range_root(*bounds)) for bounds in tree.inclusion_ranges(index, size)],
            }
            for index, size in places
        ],
    }


def decays(rng: random.Random) -> dict[str, Any]:
    """Single decays at edges and at random, and whole histories folded into a standing."""
    cases = []
    for value in (0, 1, 2, 999, 1000, 10_000, rng.randrange(MAX_EVIDENCE), MAX_EVIDENCE):
        cases += [
            {
                "positive": str(value),
                "negative": str(value),
                "periods": str(periods),
                "positive_after": str(decay(value, periods, POSITIVE_FACTORS, round_up=False)),
                "negative_after": str(decay(value, periods, NEGATIVE_FACTORS, round_up=True)),
            }
            for periods in (0, 1, 2, 12, 13, 14, 26, 255, 4095, 4096, 1 << 31)
        ]
    histories = []
    for _ in range(40):
        standing, period, steps = Standing(), 2900, []
        for _ in range(rng.randrange(1, 12)):
            period += rng.choice((0, 0, 1, 2, 5, 30, 400))
            positive, negative = rng.choice(((1000, 0), (0, 10_000), (rng.randrange(1 << 70), 0), (0, MAX_EVIDENCE)))
            standing = standing.add(period, positive, negative)
            steps.append({"period": str(period), "add_positive": str(positive), "add_negative": str(negative)})
        histories.append(
            {
                "steps": steps,
                "positive": str(standing.positive),
                "negative": str(standing.negative),
                "count": str(standing.count),
                "period": str(standing.period),
                "score_ppm": str(standing.score_ppm),
            }
        )
    return {"cases": cases, "histories": histories, "many": many_histories()}


def _number(*parts: int) -> int:
    """Return a number that Solidity draws the same way: keccak256 of words."""
    return int.from_bytes(keccak(b"".join(part.to_bytes(32, "big") for part in parts)), "big")


GAPS = (0, 0, 1, 2, 5, 30, 400)  # periods


def many_histories(count: int = 10_000) -> dict[str, Any]:
    """Fold random histories of rulings and audits into one digest; both sides make them from the seed."""
    folded = bytes(32)
    for history in range(count):
        record, period, gains = Record(), 2900, 0
        for step in range(1 + _number(SEED, history) % 6):
            drawn = _number(SEED, history, step)
            period += GAPS[drawn % len(GAPS)]
            amount = drawn >> 16
            match (drawn >> 8) % 4:
                case 0:
                    record = record.found(period, 0, 1 + amount % 10_000)
                case 1:
                    record = record.found(period, amount % (1 << 70), 1 + amount % (1 << 60))
                case _:
                    record, gained = record.audited(period, 1 + amount % 1_500)
                    gains += gained
        now = record.standing.at(period)
        values = (now.positive, now.negative, now.count, now.score_ppm, gains)
        folded = keccak(folded + b"".join(value.to_bytes(32, "big") for value in values))
    return {"seed": str(SEED), "count": str(count), "digest": _hex(folded)}


def rooms(rng: random.Random) -> dict[str, Any]:
    """Leaves of forecasts and credibilities."""
    book = Book(31337, checksum(keccak(b"forecast book")[12:]))
    forecaster = checksum(keccak(b"forecaster")[12:])
    forecasts = [
        (epoch, agent_id, ppm, rng.randbytes(32))
        for epoch, agent_id, ppm in ((0, 0, 0), (2900, 7, 123_456), ((1 << 32) - 1, (1 << 32) - 1, PPM))
    ]
    credibilities = [Credibility(checksum(rng.randbytes(20)), ppm) for ppm in (0, 250_000, (1 << 32) - 1)]
    return {
        "book": book.address,
        "forecaster": forecaster,
        "forecasts": [
            {
                "epoch": str(epoch),
                "agentId": str(agent_id),
                "ppm": str(ppm),
                "salt": _hex(salt),
                "leaf": _hex(book.leaf(forecaster, epoch, agent_id, ppm, salt)),
            }
            for epoch, agent_id, ppm, salt in forecasts
        ],
        "credibilities": [{"account": c.account, "ppm": str(c.ppm), "leaf": _hex(c.leaf)} for c in credibilities],
    }


def records() -> dict[str, Any]:
    """Canonical bytes and ids of records."""
    agent = str(AgentRef(31337, REGISTRY, 7))
    base = {"agent": agent, "epoch": 0, "kind": "operational", "seq": 0, "session": "s-1", "stream": 1, "v": 1}
    samples = [
        record.Record(**base, op="execute_tool", phase="intent", ts=1_790_000_000_000, tool="pay", in_="ab" * 32),  # type: ignore[arg-type]
        record.Record(
            **{**base, "seq": record.MAX_SAFE_INTEGER, "kind": "interaction"},  # type: ignore[arg-type]
            op="execute_tool",
            phase="outcome",
            outcome="refused",
            parents=("cd" * 32,),
            ts=0,
            tool='quote "é" \\ \u2028 \x7f \x01 \U0001f600',
        ),
    ]
    return {
        "records": [{"text": data.decode(), "id": _hex(record.record_id(data))} for data in map(record.encode, samples)]
    }


def faults(rng: random.Random) -> dict[str, Any]:
    """Names of faults, commitments to proofs, acknowledgements in batches, and what texts of records say."""
    agent, log = AgentRef(31337, REGISTRY, 7).key, log_id(31337, ACTION_LOG, "localhost/ombud")
    prover = checksum(keccak(b"prover")[12:])
    places = [(0, 0, 0), (3, 1, 10_000), ((1 << 32) - 1, (1 << 32) - 1, (1 << 64) - 1)]
    batches = []
    for size in (2, 3, 8, 100):
        index = rng.randrange(size)
        header = rng.randbytes(32)
        batch = HeaderBatch([*[rng.randbytes(32) for _ in range(index)], header, *[bytes(32)] * (size - index - 1)], 7)
        place = batch.place(index)
        batches.append(
            {
                "header": _hex(header),
                "index": str(index),
                "size": str(size),
                "path": [_hex(item) for item in place.path],
                "anchorBy": str(batch.anchor_by),
                "digest": _hex(batch.digest(31337, log)),
            }
        )
    salt, value = rng.randbytes(32), b"paid 5"
    said = record.Record(
        agent=str(AgentRef(31337, REGISTRY, 7)),
        call='c "1" \\ \u00e9',
        epoch=0,
        kind="operational",
        op="execute_tool",
        out=field_leaf("out", salt, value).hex(),
        outcome="success",
        parents=("ab" * 32, "cd" * 32),
        phase="outcome",
        seq=3,
        session='a, "b": {c}',
        stream=1,
        tool="pay",
        ts=1_790_000_000_123,
        v=1,
    )
    segment = Segment(agent, 0, 1, 3, 1, bytes(32), record.record_id(record.encode(said)), 0)
    effect = Effect(Entry(segment, b""), record.encode(said), 0, (), salt, value)
    return {
        "log": _hex(log),
        "prover": prover,
        "keys": [
            {
                "epoch": str(epoch),
                "stream": str(stream),
                "seq": str(seq),
                "kind": str(kind.value),
                "subject": _hex(agent),
                "atPlace": _hex(fault_key(agent, epoch, stream, seq, kind)),
                "ofEpoch": _hex(epoch_key(agent, epoch, kind)),
                "about": _hex(key_about(agent, log, kind)),
                "matter": _hex(
                    matter if (matter := at_place(kind, (agent, epoch, stream, seq), log, log, log).matter) else b""
                ),
            }
            for epoch, stream, seq in places
            for kind in FaultKind
        ],
        "penalties": [
            {
                "kind": str(kind.value),
                "slashBps": str(cost.slash_bps),
                "closesEpoch": str(int(cost.closes_epoch)),
                "dimension": str(cost.dimension),
                "weight": str(cost.weight),
            }
            for kind, cost in PENALTIES.items()
        ],
        "commitments": [
            {"proof": _hex(proof), "salt": _hex(salt), "commitment": _hex(commitment(prover, proof, salt))}
            for proof in (b"", b"proof", rng.randbytes(100))
        ],
        "batches": batches,
        "effect": {
            "text": _hex(effect.text),
            "id": _hex(effect.record_id),
            "salt": _hex(salt),
            "value": _hex(value),
            "out": "0x" + (said.out or ""),
            "call": _hex(call_of(said)),
            "ts": str(said.ts),
        },
    }


def all_vectors() -> dict[str, str]:
    """Return the text of every vector file by name."""
    rng = random.Random(SEED)  # noqa: S311  vectors are public and repeatable
    parts = {"statements": statements(rng), "tree": trees(rng), "decay": decays(rng), "records": records()}
    parts["rooms"] = rooms(random.Random(SEED))  # noqa: S311  of its own, so that the others stay as they are
    parts["faults"] = faults(rng)
    return {f"{name}.json": json.dumps(value, indent=1, ensure_ascii=True) + "\n" for name, value in parts.items()}


def main() -> int:
    """Write the files, or with --check say which differ."""
    if "--check" in sys.argv:
        stale = [name for name, text in all_vectors().items() if (FOLDER / name).read_text() != text]
        if stale:
            print(f"tests/vectors differ from ledger.domain: {', '.join(stale)}", file=sys.stderr)
        return 1 if stale else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in all_vectors().items():
        (FOLDER / name).write_text(text)
        print(f"wrote tests/vectors/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
