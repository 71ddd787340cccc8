"""Offers, quotes, orders, payment into escrow, and refusal by the seller."""

from __future__ import annotations

import sqlite3
from typing import Final

from demo.market.book import Book
from demo.market.outcomes import DeniedError, FailedError, RefusedError

QUOTE_SECONDS: Final = 60.0
"""How long a quoted price holds."""
FAR_SECONDS: Final = 2.0
"""How long the far warehouse takes to answer: longer than any agent waits."""


class Trade:
    """The rules of buying and selling."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._db = book.db

    def list_offers(self, sku: str | None) -> list[dict[str, str | int]]:
        """Return offers with stock, cheapest first."""
        rows = self._db.execute(
            "SELECT id, seller, sku, price, stock, warehouse FROM offer"
            " WHERE stock > 0 AND NOT withdrawn AND (? IS NULL OR sku = ?) ORDER BY price, id",
            (sku, sku),
        )
        return [dict(row) for row in rows]

    def warehouse(self, offer_id: int) -> str:
        """Return where an offer's goods lie: 'near' or 'far'."""
        return str(self._offer(offer_id)["warehouse"])

    def post_offer(self, caller: sqlite3.Row, sku: str, price: int, stock: int, warehouse: str) -> int:
        """Put goods up for sale, or add to an own offer at the same price; returns the offer's number."""
        if caller["role"] != "seller":
            raise DeniedError("not_a_seller", "only sellers post offers")
        row = self._db.execute(
            "SELECT id FROM offer WHERE seller = ? AND sku = ? AND price = ? AND warehouse = ?",
            (caller["id"], sku, price, warehouse),
        ).fetchone()
        if row is not None:
            self._db.execute("UPDATE offer SET stock = stock + ? WHERE id = ?", (stock, row["id"]))
            return int(row["id"])
        cursor = self._db.execute(
            "INSERT INTO offer (seller, sku, price, stock, warehouse) VALUES (?, ?, ?, ?, ?)",
            (caller["id"], sku, price, stock, warehouse),
        )
        return int(cursor.lastrowid or 0)

    def withdraw_offers(self, caller: sqlite3.Row) -> int:
        """Take all of the caller's goods off the market; returns how many offers that were."""
        return self._db.execute("UPDATE offer SET withdrawn = 1 WHERE seller = ?", (caller["id"],)).rowcount

    def quote(self, caller: sqlite3.Row, offer_id: int, quantity: int) -> dict[str, int]:
        """Promise a total for a while.

        Raises:
            RefusedError: if the stock does not suffice, or the offer was withdrawn.
        """
        offer = self._offer(offer_id)
        if offer["withdrawn"]:
            raise RefusedError("withdrawn", f"offer {offer_id} was withdrawn")
        if offer["stock"] < quantity:
            raise RefusedError("out_of_stock", f"offer {offer_id} has {offer['stock']} left, {quantity} were asked for")
        total = offer["price"] * quantity
        cursor = self._db.execute(
            "INSERT INTO quote (offer, buyer, quantity, total, expires) VALUES (?, ?, ?, ?, ?)",
            (offer_id, caller["id"], quantity, total, self._book.clock() + QUOTE_SECONDS),
        )
        return {"quote_id": int(cursor.lastrowid or 0), "total": total}

    def order(self, caller: sqlite3.Row, quote_id: int, key: str, customer: str, cause: str) -> dict[str, str | int]:
        """Order what was quoted; the same key again returns the same order and takes nothing more.

        Args:
            caller: The buyer.
            quote_id: Its quote.
            key: The buyer's own name for this order.
            customer: For whom it buys.
            cause: Id of the buyer's record of this call, handed on to the seller.

        Raises:
            RefusedError: if the quote has expired, is used up, or the goods are gone.
            DeniedError: if the quote is another's, or the total is over the buyer's limit.
        """
        known = self._db.execute("SELECT * FROM purchase WHERE buyer = ? AND key = ?", (caller["id"], key)).fetchone()
        if known is not None:
            return self._placed(known)
        quote = self._db.execute(
            "SELECT quote.*, offer.seller, offer.stock, offer.withdrawn FROM quote JOIN offer ON offer.id = quote.offer"
            " WHERE quote.id = ?",
            (quote_id,),
        ).fetchone()
        if quote is None:
            raise FailedError("unknown_quote", f"there is no quote {quote_id}")
        if quote["buyer"] != caller["id"]:
            raise DeniedError("not_a_party", "the quote was made to another member")
        if quote["total"] > caller["spending_limit"]:
            raise DeniedError("over_limit", f"the total is over the limit of {caller['spending_limit']} cents an order")
        if quote["expires"] < self._book.clock():
            raise RefusedError("quote_expired", f"quote {quote_id} no longer holds")
        if quote["withdrawn"]:
            raise RefusedError("withdrawn", "the seller withdrew the offer meanwhile")
        if quote["stock"] < quote["quantity"]:
            raise RefusedError("out_of_stock", "the goods went to another buyer meanwhile")
        if self._db.execute("SELECT 1 FROM purchase WHERE quote = ?", (quote_id,)).fetchone():
            raise RefusedError("quote_used", f"quote {quote_id} was already ordered on")
        with self._db:
            self._db.execute("BEGIN")
            self._db.execute("UPDATE offer SET stock = stock - ? WHERE id = ?", (quote["quantity"], quote["offer"]))
            cursor = self._db.execute(
                "INSERT INTO purchase (quote, buyer, seller, customer, total, key, state, ordered_by)"
                " VALUES (?, ?, ?, ?, ?, ?, 'placed', ?)",
                (quote_id, caller["id"], quote["seller"], customer, quote["total"], key, cause),
            )
        return self._placed(self._book.purchase(int(cursor.lastrowid or 0)))

    def pay(self, caller: sqlite3.Row, order_id: int, receipt: str = "") -> dict[str, str | int]:
        """Move the total from the buyer into escrow, and keep the buyer's receipt for the seller.

        The market hands the receipt on as it is: what the buyer's principal allows is not its business.

        Raises:
            RefusedError: if the buyer's funds do not suffice, or the order is not there to be paid.
            DeniedError: if the order is another's.
        """
        order = self._book.purchase(order_id)
        if order["buyer"] != caller["id"]:
            raise DeniedError("not_a_party", "only the buyer pays")
        if order["state"] != "placed":
            raise RefusedError("not_payable", f"order {order_id} is {order['state']}")
        if caller["balance"] < order["total"]:
            self._close(order, "cancelled", "insufficient funds", refund=0)
            raise RefusedError("insufficient_funds", f"{order['total']} cents are due, {caller['balance']} are there")
        with self._db:
            self._db.execute("BEGIN")
            self._db.execute("UPDATE member SET balance = balance - ? WHERE id = ?", (order["total"], caller["id"]))
            self._db.execute("UPDATE purchase SET state = 'paid', receipt = ? WHERE id = ?", (receipt, order_id))
        return {"order_id": order_id, "state": "paid", "seller": order["seller"]}

    def refuse(self, caller: sqlite3.Row, order_id: int, reason: str) -> dict[str, str | int]:
        """Decline a paid order; the buyer gets its money back.

        Raises:
            DeniedError: if the caller is not the order's seller.
            RefusedError: if it is too late to decline.
        """
        order = self._book.purchase(order_id)
        if order["seller"] != caller["id"]:
            raise DeniedError("not_a_party", "only the seller declines its orders")
        if order["state"] != "paid":
            raise RefusedError("too_late", f"order {order_id} is {order['state']}")
        self._close(order, "refused", reason, refund=order["total"])
        return {"order_id": order_id, "state": "refused", "buyer": order["buyer"]}

    def open_orders(self, caller: sqlite3.Row) -> list[dict[str, str | int]]:
        """Return the seller's orders that are placed or paid, with the record and the receipt behind each."""
        rows = self._db.execute(
            "SELECT id AS order_id, buyer, customer, total, state, ordered_by AS cause, receipt FROM purchase"
            " WHERE seller = ? AND state IN ('placed', 'paid') ORDER BY id",
            (caller["id"],),
        )
        return [dict(row) for row in rows]

    def _offer(self, offer_id: int) -> sqlite3.Row:
        row: sqlite3.Row | None = self._db.execute("SELECT * FROM offer WHERE id = ?", (offer_id,)).fetchone()
        if row is None:
            raise FailedError("unknown_offer", f"there is no offer {offer_id}")
        return row

    def _close(self, order: sqlite3.Row, state: str, reason: str, *, refund: int) -> None:
        with self._db:
            self._db.execute("BEGIN")
            self._db.execute("UPDATE member SET balance = balance + ? WHERE id = ?", (refund, order["buyer"]))
            self._db.execute(
                "UPDATE offer SET stock = stock + quote.quantity FROM quote"
                " WHERE quote.id = ? AND offer.id = quote.offer",
                (order["quote"],),
            )
            self._db.execute("UPDATE purchase SET state = ?, reason = ? WHERE id = ?", (state, reason, order["id"]))

    @staticmethod
    def _placed(order: sqlite3.Row) -> dict[str, str | int]:
        return {"order_id": order["id"], "total": order["total"], "state": order["state"], "seller": order["seller"]}
