"""An agent, an operator and a log, all from fixed keys, for tests of the log server and the SDK."""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.domain.entry import SignedSegment
from ledger.domain.hashing import ZERO32
from ledger.domain.ids import AgentRef, log_id
from ledger.domain.record import Record, encode
from ledger.domain.sealing import make_header, sign
from ledger.domain.signing import SessionKey
from ledger.logserver.service import LogConfig, LogKeys, LogService
from tests.fakes.anchor import FakeAnchor
from tests.fakes.directory import FakeDirectory

AGENT = AgentRef.parse("eip155:31337:0x5FbDB2315678afecb367f032d93F642f64180aa3/7")
KEY = SessionKey(bytes([1]) * 32)
STRANGER = SessionKey(bytes([9]) * 32)
OPERATOR = SessionKey(bytes([2]) * 32)
ED25519 = Ed25519PrivateKey.from_private_bytes(bytes([3]) * 32)
ORIGIN = "test/ombud"
LOG = log_id(31337, "0x" + "11" * 20, ORIGIN)
KEYS = LogKeys(OPERATOR, ED25519)


def config(**changes) -> LogConfig:
    return LogConfig(
        **{"chain_id": 31337, "log": LOG, "origin": ORIGIN, "gather_seconds": 0.0, "anchor_seconds": 0.1, **changes}
    )


def directory() -> FakeDirectory:
    found = FakeDirectory()
    found.register(KEY.address, AGENT.key, 0, 1, LOG)
    return found


def service(folder: Path, keys: FakeDirectory | None = None, anchor: FakeAnchor | None = None, **options) -> LogService:
    known = keys or directory()
    return LogService(folder, config(), KEYS, directory=known, clock=known.now, anchor=anchor, **options)


def record(seq: int, *, note: str = "s", stream: int = 1, agent: AgentRef = AGENT, epoch: int = 0) -> bytes:
    return encode(
        Record(
            agent=str(agent),
            epoch=epoch,
            stream=stream,
            seq=seq,
            kind="operational",
            op="chat",
            phase="intent",
            session=note,
            ts=1,
            v=1,
        )
    )


def segment(
    first_seq: int,
    count: int = 1,
    prev: bytes = ZERO32,
    *,
    key: SessionKey = KEY,
    note: str = "s",
    stream: int = 1,
    epoch: int = 0,
) -> SignedSegment:
    records = [record(first_seq + n, note=note, stream=stream, epoch=epoch) for n in range(count)]
    return sign(make_header(AGENT, epoch, stream, first_seq, records, prev, 1), records, key)


def chain(length: int, count: int = 1, *, note: str = "s") -> list[SignedSegment]:
    """Return segments that follow each other from the stream's start."""
    out: list[SignedSegment] = []
    for number in range(length):
        prev = out[-1].entry.segment.header if out else ZERO32
        out.append(segment(number * count, count, prev, note=note))
    return out
