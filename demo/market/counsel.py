"""Questions that buyers put to brokers, and the advice they get."""

from __future__ import annotations

import sqlite3

from demo.market.book import Book
from demo.market.outcomes import DeniedError, FailedError


class Counsel:
    """The rules of asking and advising."""

    def __init__(self, book: Book) -> None:
        self._db = book.db

    def ask(self, caller: sqlite3.Row, broker: str, sku: str, cause: str) -> dict[str, int]:
        """Put a question to a broker, naming the buyer's record as cause.

        Raises:
            FailedError: if the broker is none.
        """
        if self._db.execute("SELECT 1 FROM member WHERE id = ? AND role = 'broker'", (broker,)).fetchone() is None:
            raise FailedError("no_broker", f"{broker} is no broker")
        cursor = self._db.execute(
            "INSERT INTO question (buyer, broker, sku, cause) VALUES (?, ?, ?, ?)", (caller["id"], broker, sku, cause)
        )
        return {"question_id": int(cursor.lastrowid or 0)}

    def questions(self, caller: sqlite3.Row) -> list[dict[str, str | int]]:
        """Return and clear the questions that wait for a broker."""
        rows = self._db.execute(
            "DELETE FROM question WHERE broker = ? RETURNING id, buyer, sku, cause", (caller["id"],)
        )
        return [dict(row) for row in rows.fetchall()]

    def advise(self, caller: sqlite3.Row, buyer: str, offer_id: int, cause: str) -> dict[str, int]:
        """Recommend an offer to a buyer, naming the broker's record as cause.

        Raises:
            DeniedError: if the caller is no broker.
            FailedError: if there is no such offer.
        """
        if caller["role"] != "broker":
            raise DeniedError("not_a_broker", "only brokers advise")
        if self._db.execute("SELECT 1 FROM offer WHERE id = ?", (offer_id,)).fetchone() is None:
            raise FailedError("unknown_offer", f"there is no offer {offer_id}")
        cursor = self._db.execute(
            "INSERT INTO advice (broker, buyer, offer, cause) VALUES (?, ?, ?, ?)",
            (caller["id"], buyer, offer_id, cause),
        )
        return {"advice_id": int(cursor.lastrowid or 0)}

    def take_advice(self, caller: sqlite3.Row) -> list[dict[str, str | int]]:
        """Return and clear the advice that waits for a buyer."""
        rows = self._db.execute(
            "DELETE FROM advice WHERE buyer = ? RETURNING id, broker, offer AS offer_id, cause", (caller["id"],)
        )
        return [dict(row) for row in rows.fetchall()]
