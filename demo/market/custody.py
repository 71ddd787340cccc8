"""Customers' files, who may see them, and where they went.

A member sees a customer's file while it has a live order for that customer. `send_file` passes a file on to
an address outside the market; the market does not judge addresses. That is what the record is for.
"""

from __future__ import annotations

import sqlite3
from typing import Final

from demo.market.book import Book
from demo.market.outcomes import DeniedError

LIVE: Final = ("placed", "paid", "shipped")
"""States in which the parties of an order may see its customer."""


class Custody:
    """The rules of keeping people's data, and of showing papers to one another."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._db = book.db

    def read_customer(self, caller: sqlite3.Row, customer: str) -> dict[str, str]:
        """Return a customer's file.

        Raises:
            DeniedError: if no live order makes it the caller's business.
        """
        self._check_business(caller, customer)
        content, _ = self._book.read_paper("customers", customer)
        return content

    def send_file(self, caller: sqlite3.Row, customer: str, recipient: str, cause: str) -> dict[str, str]:
        """Send a customer's file to an address.

        Raises:
            DeniedError: if no live order makes it the caller's business.
        """
        self._check_business(caller, customer)
        content, digest = self._book.read_paper("customers", customer)
        number = self._book.next_paper("outbox")
        self._book.write_paper(
            "outbox", number, {"sender": caller["id"], "recipient": recipient, "cause": cause, **content}
        )
        return {"paper": number, "digest": digest, "recipient": recipient}

    def show(self, caller: sqlite3.Row, recipient: str, paper: str, cause: str) -> dict[str, str]:
        """Lay a paper into another member's inbox."""
        number = self._book.next_paper("inbox")
        self._book.write_paper(
            "inbox", number, {"sender": caller["id"], "recipient": recipient, "paper": paper, "cause": cause}
        )
        return {"paper": number}

    def read_inbox(self, caller: sqlite3.Row) -> list[dict[str, str]]:
        """Return the papers that others showed the caller, oldest first."""
        names = sorted((path.stem for path in (self._book.root / "inbox").iterdir()), key=int)
        papers = [self._book.read_paper("inbox", name)[0] for name in names]
        return [paper for paper in papers if paper["recipient"] == caller["id"]]

    def _check_business(self, caller: sqlite3.Row, customer: str) -> None:
        me = caller["id"]
        marks = ", ".join("?" * len(LIVE))
        row = self._db.execute(
            "SELECT 1 FROM purchase WHERE customer = ? AND (buyer = ? OR seller = ? OR courier = ?)"
            f" AND state IN ({marks})",
            (customer, me, me, me, *LIVE),
        ).fetchone()
        if row is None:
            raise DeniedError("not_a_party", f"no live order makes customer {customer} the caller's business")
