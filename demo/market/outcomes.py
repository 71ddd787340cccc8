"""How a tool call can end other than well, and how that travels over MCP.

    MarketError          outcome, code
    ├── RefusedError     the market or a member declined: no stock, no funds        outcome 'refused'
    ├── DeniedError      the caller may not: not a party, over its limit            outcome 'denied'
    └── FailedError      it was tried and went wrong: a lost parcel, a bad argument outcome 'failure'

On the wire it is a tool result with `is_error` and {"outcome", "code", "detail"} as structured content,
so that a model can read it and a program can act on it.
"""

from __future__ import annotations

from typing import ClassVar

from mcp.types import CallToolResult, TextContent


class MarketError(Exception):
    """Root: a call that ended otherwise than asked for.

    Args:
        code: Stable snake_case identifier.
        detail: One sentence for people.
    """

    outcome: ClassVar[str] = "failure"

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


class RefusedError(MarketError):
    """The market or a member declined."""

    outcome = "refused"


class DeniedError(MarketError):
    """The caller may not do this."""

    outcome = "denied"


class FailedError(MarketError):
    """It was tried, and it went wrong."""


_BY_OUTCOME: dict[str, type[MarketError]] = {kind.outcome: kind for kind in (RefusedError, DeniedError, FailedError)}


def to_wire(error: MarketError) -> CallToolResult:
    """Return the tool result that carries an error."""
    content = {"outcome": error.outcome, "code": error.code, "detail": error.detail}
    return CallToolResult(
        content=[TextContent(type="text", text=str(error))], structured_content=content, is_error=True
    )


def from_wire(result: CallToolResult) -> MarketError:
    """Return the error that a tool result with `is_error` carries."""
    content = result.structured_content
    if content is None or "outcome" not in content:
        text = " ".join(block.text for block in result.content if isinstance(block, TextContent))
        return FailedError("bad_call", text[:200])
    return _BY_OUTCOME[content["outcome"]](content["code"], content["detail"])
