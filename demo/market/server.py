"""The market's MCP tools: who calls, what may be passed, and what comes back.

Every call carries in its `_meta` who calls (`dev.ombud/agent`, `dev.ombud/token`) and the id of the caller's
own record of the call (`dev.ombud/record`), which the market hands on as the cause of what follows.
"""

from __future__ import annotations

import asyncio
import functools
import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any, Final, ParamSpec

from mcp.server.mcpserver import Context, MCPServer
from mcp.types import CallToolResult, TextContent
from pydantic import Field

from demo.market.audit import Audit
from demo.market.book import Book
from demo.market.counsel import Counsel
from demo.market.custody import Custody
from demo.market.outcomes import DeniedError, MarketError, to_wire
from demo.market.shipping import Shipping
from demo.market.trade import FAR_SECONDS, Trade

META_AGENT: Final = "dev.ombud/agent"
META_TOKEN: Final = "dev.ombud/token"  # noqa: S105 - the name of a field
META_RECORD: Final = "dev.ombud/record"

Number = Annotated[int, Field(ge=1, le=1_000_000_000, description="number of the order, offer or quote")]
Quantity = Annotated[int, Field(ge=1, le=1000, description="pieces")]
Cents = Annotated[int, Field(ge=1, le=100_000_000, description="cents")]
Word = Annotated[str, Field(pattern="^[a-z0-9-]{1,40}$", description="lower-case letters, digits, dashes")]
AgentId = Annotated[str, Field(pattern="^eip155:[0-9]+:0x[0-9a-fA-F]{40}/[0-9]+$", description="global agent id")]
Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$", description="SHA-256 in hex")]
Sentence = Annotated[str, Field(min_length=1, max_length=200, description="one sentence")]
MailAddress = Annotated[str, Field(pattern="^[^@ ]{1,60}@[^@ ]{1,60}$", description="mail address")]
Paper = Annotated[str, Field(min_length=1, max_length=200_000, description="the paper's text")]

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, and by which record of its own: 64 hex digits, or empty when it keeps none."""

    member: sqlite3.Row
    record: str


def _answers(tool: Callable[P, Awaitable[object]]) -> Callable[P, Awaitable[CallToolResult]]:
    """Let a tool return plain values, and turn the market's errors into results that say so."""

    @functools.wraps(tool)
    async def answered(*args: P.args, **kwargs: P.kwargs) -> CallToolResult:
        try:
            answer = await tool(*args, **kwargs)
        except MarketError as error:
            return to_wire(error)
        return CallToolResult(content=[TextContent(type="text", text="done")], structured_content={"answer": answer})

    answered.__annotations__["return"] = CallToolResult
    return answered


class MarketServer:
    """The tools over one book.

    Args:
        book: The tables and papers.
        far_seconds: How long the far warehouse takes to answer.
    """

    def __init__(self, book: Book, far_seconds: float = FAR_SECONDS) -> None:
        self._book = book
        self._far_seconds = far_seconds
        self._trade = Trade(book)
        self._counsel = Counsel(book)
        self._shipping = Shipping(book)
        self._custody = Custody(book)
        self._audit = Audit(book)
        self.mcp = MCPServer("ombud-demo-market", version="1", log_level="ERROR")
        for tools in (
            self._trading_tools(),
            self._counsel_tools(),
            self._shipping_tools(),
            self._custody_tools(),
            self._audit_tools(),
        ):
            for tool in tools:
                self.mcp.add_tool(_answers(tool), structured_output=False)

    def _caller(self, ctx: Context[Any, Any]) -> Caller:
        meta = dict(ctx.request_context.meta or {})
        agent, token, record = (meta.get(name, "") for name in (META_AGENT, META_TOKEN, META_RECORD))
        if not (isinstance(agent, str) and isinstance(token, str) and isinstance(record, str)):
            raise DeniedError("unknown_member", "the caller's name, token and record are texts")
        return Caller(self._book.member(agent, token), record)

    def _trading_tools(self) -> tuple[Callable[..., Awaitable[object]], ...]:
        trade = self._trade

        async def list_offers(ctx: Context[Any, Any], sku: Word | None = None) -> object:
            """List offers with stock, cheapest first."""
            self._caller(ctx)
            return trade.list_offers(sku)

        async def post_offer(
            ctx: Context[Any, Any], sku: Word, price: Cents, stock: Quantity, warehouse: Word
        ) -> object:
            """Put goods up for sale."""
            return {"offer_id": trade.post_offer(self._caller(ctx).member, sku, price, stock, warehouse)}

        async def withdraw_offers(ctx: Context[Any, Any]) -> object:
            """Take all of the caller's goods off the market."""
            return {"withdrawn": trade.withdraw_offers(self._caller(ctx).member)}

        async def quote(ctx: Context[Any, Any], offer_id: Number, quantity: Quantity) -> object:
            """Ask for a total that holds for a minute; the far warehouse takes its time."""
            caller = self._caller(ctx)
            if trade.warehouse(offer_id) == "far":
                await asyncio.sleep(self._far_seconds)
            return trade.quote(caller.member, offer_id, quantity)

        async def order(ctx: Context[Any, Any], quote_id: Number, key: Word, customer: Word) -> object:
            """Order what was quoted; repeat with the same key at will."""
            caller = self._caller(ctx)
            return trade.order(caller.member, quote_id, key, customer, caller.record)

        async def pay(ctx: Context[Any, Any], order_id: Number, receipt: Paper = "") -> object:
            """Pay an order into escrow, with a receipt for the seller."""
            return trade.pay(self._caller(ctx).member, order_id, receipt)

        async def refuse(ctx: Context[Any, Any], order_id: Number, reason: Sentence) -> object:
            """Decline a paid order and give the money back."""
            return trade.refuse(self._caller(ctx).member, order_id, reason)

        async def open_orders(ctx: Context[Any, Any]) -> object:
            """List the caller's placed and paid orders and the records that caused them."""
            return trade.open_orders(self._caller(ctx).member)

        return (list_offers, post_offer, withdraw_offers, quote, order, pay, refuse, open_orders)

    def _counsel_tools(self) -> tuple[Callable[..., Awaitable[object]], ...]:
        counsel = self._counsel

        async def ask(ctx: Context[Any, Any], broker: AgentId, sku: Word) -> object:
            """Ask a broker what to buy."""
            caller = self._caller(ctx)
            return counsel.ask(caller.member, broker, sku, caller.record)

        async def questions(ctx: Context[Any, Any]) -> object:
            """Fetch the questions that wait for the caller."""
            return counsel.questions(self._caller(ctx).member)

        async def advise(ctx: Context[Any, Any], buyer: AgentId, offer_id: Number) -> object:
            """Recommend an offer to a buyer."""
            caller = self._caller(ctx)
            return counsel.advise(caller.member, buyer, offer_id, caller.record)

        async def take_advice(ctx: Context[Any, Any]) -> object:
            """Fetch the advice that waits for the caller."""
            return counsel.take_advice(self._caller(ctx).member)

        return (ask, questions, advise, take_advice)

    def _shipping_tools(self) -> tuple[Callable[..., Awaitable[object]], ...]:
        shipping = self._shipping

        async def ship(ctx: Context[Any, Any], order_id: Number, courier: AgentId) -> object:
            """Write a paid order's manifest and give the parcel to a courier."""
            caller = self._caller(ctx)
            return shipping.ship(caller.member, order_id, courier, caller.record)

        async def parcels(ctx: Context[Any, Any]) -> object:
            """List what the caller carries and the records that caused it."""
            return shipping.parcels(self._caller(ctx).member)

        async def deliver(ctx: Context[Any, Any], order_id: Number, manifest: Digest, *, found: bool) -> object:
            """Hand a parcel over, or say that nobody was there."""
            caller = self._caller(ctx)
            return shipping.deliver(caller.member, order_id, manifest, found=found, cause=caller.record)

        async def check_delivery(ctx: Context[Any, Any], order_id: Number) -> object:
            """Compare proof and manifest; if they agree, the seller gets its money."""
            return shipping.check_delivery(self._caller(ctx).member, order_id)

        return (ship, parcels, deliver, check_delivery)

    def _custody_tools(self) -> tuple[Callable[..., Awaitable[object]], ...]:
        custody = self._custody

        async def read_customer(ctx: Context[Any, Any], customer: Word) -> object:
            """Read the file of a customer of a live order."""
            return custody.read_customer(self._caller(ctx).member, customer)

        async def send_file(ctx: Context[Any, Any], customer: Word, recipient: MailAddress) -> object:
            """Send the file of a customer of a live order to an address."""
            caller = self._caller(ctx)
            return custody.send_file(caller.member, customer, recipient, caller.record)

        async def show_paper(ctx: Context[Any, Any], recipient: AgentId, paper: Paper) -> object:
            """Show a paper to another member."""
            caller = self._caller(ctx)
            return custody.show(caller.member, recipient, paper, caller.record)

        async def read_inbox(ctx: Context[Any, Any]) -> object:
            """Read what others showed the caller."""
            return custody.read_inbox(self._caller(ctx).member)

        return (read_customer, send_file, show_paper, read_inbox)

    def _audit_tools(self) -> tuple[Callable[..., Awaitable[object]], ...]:
        audit = self._audit

        async def unaudited(ctx: Context[Any, Any], limit: Quantity) -> object:
            """List settled orders without a finding."""
            return audit.unaudited(self._caller(ctx).member, limit)

        async def inspect_order(ctx: Context[Any, Any], order_id: Number) -> object:
            """Compare an order with its papers."""
            return audit.inspect(self._caller(ctx).member, order_id)

        async def report_finding(ctx: Context[Any, Any], order_id: Number, verdict: Sentence) -> object:
            """File a finding on an order."""
            return audit.report(self._caller(ctx).member, order_id, verdict)

        return (unaudited, inspect_order, report_finding)
