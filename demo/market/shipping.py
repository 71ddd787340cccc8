"""Manifests, couriers, proofs of delivery, and the settlement that follows."""

from __future__ import annotations

import sqlite3
from typing import Final

from demo.market.book import Book
from demo.market.outcomes import DeniedError, FailedError, RefusedError

MAX_ATTEMPTS: Final = 3
"""Deliveries tried before a parcel counts as lost."""


class Shipping:
    """The rules of moving a parcel from a seller to a customer."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._db = book.db

    def ship(self, caller: sqlite3.Row, order_id: int, courier: str, cause: str) -> dict[str, str | int]:
        """Write the manifest of a paid order and give the parcel to a courier.

        Raises:
            DeniedError: if the caller is not the order's seller.
            RefusedError: if the order is not there to be shipped.
            FailedError: if the courier is none.
        """
        order = self._book.purchase(order_id)
        if order["seller"] != caller["id"]:
            raise DeniedError("not_a_party", "only the seller ships its orders")
        if order["state"] != "paid":
            raise RefusedError("not_shippable", f"order {order_id} is {order['state']}")
        if self._db.execute("SELECT 1 FROM member WHERE id = ? AND role = 'courier'", (courier,)).fetchone() is None:
            raise FailedError("no_courier", f"{courier} is no courier")
        digest = self._book.write_paper(
            "manifests",
            str(order_id),
            {
                "order": order_id,
                "seller": caller["id"],
                "courier": courier,
                "customer": order["customer"],
                "total": order["total"],
            },
        )
        self._db.execute(
            "UPDATE purchase SET state = 'shipped', courier = ?, manifest = ?, shipped_by = ? WHERE id = ?",
            (courier, digest, cause, order_id),
        )
        return {"order_id": order_id, "manifest": digest, "courier": courier}

    def parcels(self, caller: sqlite3.Row) -> list[dict[str, str | int]]:
        """Return what a courier carries, with the record that caused each."""
        rows = self._db.execute(
            "SELECT id AS order_id, buyer, customer, manifest, attempts, shipped_by AS cause FROM purchase"
            " WHERE courier = ? AND state = 'shipped' ORDER BY id",
            (caller["id"],),
        )
        return [dict(row) for row in rows]

    def deliver(
        self, caller: sqlite3.Row, order_id: int, manifest: str, *, found: bool, cause: str
    ) -> dict[str, str | int]:
        """Hand a parcel over and write the proof of delivery.

        Args:
            caller: The courier.
            order_id: What is delivered.
            manifest: SHA-256 of the manifest that came with it.
            found: Whether somebody was there to take it.
            cause: Id of the courier's record of this call.

        Raises:
            DeniedError: if the caller does not carry it.
            FailedError: if nobody was there (the parcel is lost after `MAX_ATTEMPTS`), or the manifest differs.
        """
        order = self._book.purchase(order_id)
        if order["courier"] != caller["id"] or order["state"] != "shipped":
            raise DeniedError("not_a_party", "the caller does not carry this parcel")
        if order["manifest"] != manifest:
            raise FailedError("manifest_differs", "the parcel's manifest is not the one that was shipped")
        if not found:
            lost = order["attempts"] + 1 >= MAX_ATTEMPTS
            self._db.execute(
                "UPDATE purchase SET attempts = attempts + 1, state = ?, reason = ? WHERE id = ?",
                ("lost" if lost else "shipped", "parcel lost" if lost else None, order_id),
            )
            if lost:
                self._db.execute(
                    "UPDATE member SET balance = balance + ? WHERE id = ?", (order["total"], order["buyer"])
                )
            raise FailedError(
                "parcel_lost" if lost else "nobody_there", f"attempt {order['attempts'] + 1} of {MAX_ATTEMPTS} failed"
            )
        digest = self._book.write_paper(
            "proofs", str(order_id), {"order": order_id, "courier": caller["id"], "manifest": manifest}
        )
        self._db.execute("UPDATE purchase SET state = 'delivered', delivered_by = ? WHERE id = ?", (cause, order_id))
        return {"order_id": order_id, "proof": digest, "buyer": order["buyer"]}

    def check_delivery(self, caller: sqlite3.Row, order_id: int) -> dict[str, str | int]:
        """Compare proof and manifest; if they agree, the escrow goes to the seller.

        Raises:
            DeniedError: if the caller is not the buyer.
            RefusedError: if the seller declined, or the parcel was lost; the money is back.
        """
        order = self._book.purchase(order_id)
        if order["buyer"] != caller["id"]:
            raise DeniedError("not_a_party", "only the buyer checks its delivery")
        if order["state"] in {"refused", "lost", "cancelled"}:
            raise RefusedError(f"order_{order['state']}", f"order {order_id} ended: {order['reason']}")
        answer = {"order_id": order_id, "state": order["state"], "cause": order["delivered_by"] or order["ordered_by"]}
        if order["state"] != "delivered":
            return answer
        proof, _ = self._book.read_paper("proofs", str(order_id))
        _, manifest = self._book.read_paper("manifests", str(order_id))
        if proof["manifest"] != manifest:
            raise FailedError("manifest_differs", "the proof of delivery is for another manifest")
        with self._db:
            self._db.execute("BEGIN")
            self._db.execute("UPDATE purchase SET state = 'settled' WHERE id = ?", (order_id,))
            self._db.execute("UPDATE member SET balance = balance + ? WHERE id = ?", (order["total"], order["seller"]))
        return {**answer, "state": "settled"}
