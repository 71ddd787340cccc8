"""Orders seen from outside, and findings about them."""

from __future__ import annotations

import sqlite3

from demo.market.book import Book
from demo.market.outcomes import DeniedError, RefusedError


class Audit:
    """The rules of looking over the others' shoulders."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._db = book.db

    def unaudited(self, caller: sqlite3.Row, limit: int) -> list[dict[str, str | int]]:
        """Return settled orders that no auditor has reported on, oldest first."""
        self._check_auditor(caller)
        rows = self._db.execute(
            "SELECT id AS order_id, total, ordered_by, shipped_by, delivered_by FROM purchase WHERE state = 'settled'"
            " AND NOT EXISTS (SELECT 1 FROM finding WHERE finding.purchase = purchase.id) ORDER BY id LIMIT ?",
            (limit,),
        )
        return [dict(row) for row in rows]

    def inspect(self, caller: sqlite3.Row, order_id: int) -> dict[str, str | int]:
        """Compare an order's row with its papers; `agrees` is 1 if they say the same."""
        self._check_auditor(caller)
        order = self._book.purchase(order_id)
        manifest, digest = self._book.read_paper("manifests", str(order_id))
        proof, _ = self._book.read_paper("proofs", str(order_id))
        agrees = order["manifest"] == digest == proof["manifest"] and manifest["total"] == order["total"]
        return {"order_id": order_id, "agrees": int(agrees), "manifest": digest}

    def report(self, caller: sqlite3.Row, order_id: int, verdict: str) -> dict[str, str | int]:
        """File a finding on an order, once an order and auditor.

        Raises:
            RefusedError: if this auditor has already reported on it.
        """
        self._check_auditor(caller)
        self._book.purchase(order_id)
        try:
            self._db.execute("INSERT INTO finding VALUES (?, ?, ?)", (order_id, caller["id"], verdict))
        except sqlite3.IntegrityError as error:
            raise RefusedError("already_reported", f"order {order_id} has a finding by this auditor") from error
        return {"order_id": order_id, "verdict": verdict}

    @staticmethod
    def _check_auditor(caller: sqlite3.Row) -> None:
        if caller["role"] != "auditor":
            raise DeniedError("not_an_auditor", "only auditors look at others' orders")
