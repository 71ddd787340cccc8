"""What the market writes: SQLite tables for trade, a folder for papers.

The folder holds `customers/<id>.json` (people's data), `manifests/<order>.json`, `proofs/<order>.json`,
`outbox/<n>.json` (what left the house, and where to) and `inbox/<n>.json` (what one member showed another).
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from demo.market.outcomes import DeniedError, FailedError

_SCHEMA: Final = """
CREATE TABLE member (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, token_hash TEXT NOT NULL,
    balance INTEGER NOT NULL CHECK (balance >= 0), spending_limit INTEGER NOT NULL);
CREATE TABLE offer (
    id INTEGER PRIMARY KEY, seller TEXT NOT NULL REFERENCES member, sku TEXT NOT NULL,
    price INTEGER NOT NULL CHECK (price > 0), stock INTEGER NOT NULL CHECK (stock >= 0), warehouse TEXT NOT NULL,
    withdrawn INTEGER NOT NULL DEFAULT 0);
CREATE TABLE quote (
    id INTEGER PRIMARY KEY, offer INTEGER NOT NULL REFERENCES offer, buyer TEXT NOT NULL REFERENCES member,
    quantity INTEGER NOT NULL, total INTEGER NOT NULL, expires REAL NOT NULL);
CREATE TABLE purchase (
    id INTEGER PRIMARY KEY, quote INTEGER NOT NULL UNIQUE REFERENCES quote, buyer TEXT NOT NULL, seller TEXT NOT NULL,
    customer TEXT NOT NULL, total INTEGER NOT NULL, key TEXT NOT NULL, state TEXT NOT NULL, reason TEXT,
    courier TEXT, manifest TEXT, attempts INTEGER NOT NULL DEFAULT 0,
    ordered_by TEXT NOT NULL, shipped_by TEXT, delivered_by TEXT, receipt TEXT NOT NULL DEFAULT '',
    UNIQUE (buyer, key));
CREATE TABLE question (
    id INTEGER PRIMARY KEY, buyer TEXT NOT NULL, broker TEXT NOT NULL, sku TEXT NOT NULL, cause TEXT NOT NULL);
CREATE TABLE advice (
    id INTEGER PRIMARY KEY, broker TEXT NOT NULL, buyer TEXT NOT NULL, offer INTEGER NOT NULL, cause TEXT NOT NULL);
CREATE TABLE finding (
    purchase INTEGER NOT NULL REFERENCES purchase, auditor TEXT NOT NULL, verdict TEXT NOT NULL,
    PRIMARY KEY (purchase, auditor));
"""


@dataclass(frozen=True, slots=True)
class Member:
    """Who may call: `id` is the agent's global id, `balance` and `spending_limit` (an order) are in cents."""

    id: str
    name: str
    role: str
    token: str
    balance: int
    spending_limit: int


def _token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class Book:
    """The market's tables and papers, written by one thread.

    Args:
        root: The folder for the papers and `market.sqlite`; made if absent.
        clock: Returns Unix seconds.
    """

    def __init__(self, root: Path, clock: Callable[[], float]) -> None:
        self.root = root
        self.clock = clock
        for name in ("customers", "manifests", "proofs", "outbox", "inbox"):
            (root / name).mkdir(parents=True, exist_ok=True)
        self.db = sqlite3.connect(root / "market.sqlite", isolation_level=None)
        self.db.row_factory = sqlite3.Row
        self.db.execute("PRAGMA journal_mode=WAL")
        self.db.execute("PRAGMA synchronous=OFF")  # the market is scenery: a power cut may have it
        self.db.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the tables."""
        self.db.close()

    def admit(self, members: Iterable[Member]) -> None:
        """Open an account for each member."""
        self.db.executemany(
            "INSERT INTO member VALUES (?, ?, ?, ?, ?, ?)",
            [(m.id, m.name, m.role, _token_hash(m.token), m.balance, m.spending_limit) for m in members],
        )

    def member(self, member_id: str, token: str) -> sqlite3.Row:
        """Return the member that proves to be who it says.

        Raises:
            DeniedError: if it is no member, or the token is not its own.
        """
        row: sqlite3.Row | None = self.db.execute("SELECT * FROM member WHERE id = ?", (member_id,)).fetchone()
        if row is None or row["token_hash"] != _token_hash(token):
            raise DeniedError("unknown_member", "the caller is no member of this market")
        return row

    def purchase(self, purchase_id: int) -> sqlite3.Row:
        """Return one order.

        Raises:
            FailedError: if there is none of that number.
        """
        row: sqlite3.Row | None = self.db.execute("SELECT * FROM purchase WHERE id = ?", (purchase_id,)).fetchone()
        if row is None:
            raise FailedError("unknown_order", f"there is no order {purchase_id}")
        return row

    def write_paper(self, folder: str, name: str, content: Mapping[str, object]) -> str:
        """Write one JSON paper; returns its SHA-256 in hex."""
        data = json.dumps(content, sort_keys=True).encode()
        (self.root / folder / f"{name}.json").write_bytes(data)
        return hashlib.sha256(data).hexdigest()

    def read_paper(self, folder: str, name: str) -> tuple[dict[str, str], str]:
        """Read one JSON paper and its SHA-256 in hex.

        Raises:
            FailedError: if there is no such paper.
        """
        path = self.root / folder / f"{name}.json"
        if not name.replace("-", "").isalnum() or not path.is_file():
            raise FailedError("no_paper", f"there is no paper {name!r} in {folder}")
        data = path.read_bytes()
        return json.loads(data), hashlib.sha256(data).hexdigest()

    def next_paper(self, folder: str) -> str:
        """Return the next free number in a folder of numbered papers."""
        return str(sum(1 for _ in (self.root / folder).iterdir()) + 1)
