from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from demo.market.book import Book, Member
from demo.market.client import Credentials, MarketClient
from demo.market.server import MarketServer

REGISTRY = "0x" + "11" * 20


class Clock:
    """A clock that the test moves; Unix seconds."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


class Floor:
    """A market with one member of each role, called through real MCP clients in one event loop."""

    roles = ("buyer", "rival", "seller", "courier", "broker", "auditor")

    def __init__(self, root: Path) -> None:
        self.clock = Clock()
        self.book = Book(root, self.clock)
        self.ids = {role: f"eip155:31337:{REGISTRY}/{number}" for number, role in enumerate(self.roles)}
        self.book.admit(
            Member(self.ids[role], role, "buyer" if role == "rival" else role, f"token of {role}", 10_000, 9_000)
            for role in self.roles
        )
        self.book.write_paper("customers", "anna", {"id": "anna", "street": "Canal 4"})
        self.server = MarketServer(self.book, far_seconds=0.5)

    def client(self, role: str, token: str | None = None) -> MarketClient:
        return MarketClient(self.server.mcp, Credentials(self.ids[role], token or f"token of {role}"), patience=0.2)

    def __call__(self, role: str, tool: str, /, record: str = "", token: str | None = None, **arguments: object) -> Any:
        async def call() -> Any:
            async with self.client(role, token) as client:
                return await client.call(tool, arguments, record)

        return asyncio.run(call())

    def offer(self, **changes: Any) -> int:
        terms = {"sku": "lamp", "price": 100, "stock": 10, "warehouse": "near"} | changes
        return int(self("seller", "post_offer", **terms)["offer_id"])

    def ordered(self, key: str = "first", quantity: int = 2, role: str = "buyer", **terms: Any) -> int:
        quote = self(role, "quote", offer_id=self.offer(**terms), quantity=quantity)["quote_id"]
        return int(self(role, "order", record="aa", quote_id=quote, key=key, customer="anna")["order_id"])

    def paid(self, **terms: Any) -> int:
        order = self.ordered(**terms)
        self("buyer", "pay", order_id=order)
        return order

    def shipped(self) -> tuple[int, str]:
        order = self.paid()
        answer = self("seller", "ship", record="bb", order_id=order, courier=self.ids["courier"])
        return order, answer["manifest"]

    def balance(self, role: str) -> int:
        return int(self.book.member(self.ids[role], f"token of {role}")["balance"])


@pytest.fixture
def floor(tmp_path: Path) -> Iterator[Floor]:
    made = Floor(tmp_path)
    yield made
    made.book.close()


@pytest.fixture
def outcome() -> Callable[..., tuple[str, str]]:
    """Run something that must end in a market error; returns (outcome, code)."""
    from demo.market.outcomes import MarketError  # noqa: PLC0415

    def ends(act: Callable[..., object], *args: object, **kwargs: object) -> tuple[str, str]:
        with pytest.raises(MarketError) as caught:
            act(*args, **kwargs)
        return caught.value.outcome, caught.value.code

    return ends
