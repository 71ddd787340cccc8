"""The tools: check_agent, get_proof, verify_bundle, file_dispute.

Reading tools show what the queries answer, unchanged. `verify_bundle` needs nothing but the bundle. `file_dispute`
costs money, so it is only there where the operator of this server gave it a key.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Protocol

import msgspec
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from pydantic import Field

from ledger.domain.bundle import parse_bundle
from ledger.domain.dispute import FaultClass
from ledger.domain.ids import parse_hex32
from ledger.domain.trust import Trust
from ledger.domain.verify import verify_bundle
from ledger.errors import InvalidInputError, LedgerError
from ledger.queries import agents, bundles
from ledger.queries.sources import Sources

AgentName = Annotated[str, Field(max_length=160, description="Number or global id of the agent.")]
RecordName = Annotated[str, Field(pattern="^[0-9a-f]{64}$", description="Id of a record, 64 hex digits.")]
BlockHash = Annotated[str, Field(pattern="^(0x)?[0-9a-f]{64}$")]
FAULTS: Final = tuple(fault.name.lower() for fault in FaultClass)


class Filing(Protocol):
    """Whoever can open a dispute, and pays for it."""

    def file(self, record_id: str, fault: FaultClass, statement: str, evidence: str) -> dict[str, Any]:
        """Dispute a record; returns number, deposit and fee (wei, as text), and the transaction.

        Raises:
            LedgerError: if it cannot be filed; nothing was paid then.
        """


def make_server(sources: Sources, filing: Filing | None = None) -> MCPServer:
    """Return the server.

    Args:
        sources: What questions are asked of.
        filing: Who files disputes; without one there is no such tool.
    """
    server = MCPServer(
        "ombud",
        instructions="Ask what an AI agent did, prove it, dispute it. Answers name their block and how final it is.",
    )

    @server.tool()
    def check_agent(agent: AgentName) -> dict[str, Any]:
        """Say whether an agent is fit to deal with: its life, bonds, scores, verdicts and running disputes."""
        return _told(lambda: agents.agent(sources, agent, as_of=None))

    @server.tool()
    def get_proof(
        record_id: RecordName | None = None, agent: AgentName | None = None, session: str | None = None
    ) -> dict[str, Any]:
        """Give everything that proves a record, or a session of an agent: a bundle that verifies offline."""
        return _told(lambda: _bundle(sources, record_id, agent, session))

    @server.tool(name="verify_bundle")
    def verify(bundle: dict[str, Any], trusted_blocks: list[BlockHash] | None = None) -> dict[str, Any]:
        """Recompute every hash, path and signature of a bundle; `ok` is true only if all hold."""
        return _told(lambda: _verified(bundle, trusted_blocks or []))

    if filing is not None:

        @server.tool()
        def file_dispute(
            record_id: RecordName,
            fault: Annotated[str, Field(description=f"What the agent did: {', '.join(FAULTS)}.")],
            statement: Annotated[str, Field(min_length=1, max_length=4000, description="What the evidence shows.")],
            evidence: Annotated[str, Field(min_length=1, max_length=200_000, description="The evidence, as text.")],
        ) -> dict[str, Any]:
            """Dispute a record. Escrows a deposit and a fee from this server's account."""
            return _told(lambda: filing.file(record_id, _fault(fault), statement, evidence))

    return server


def _told(answer: Any) -> dict[str, Any]:
    """Return an answer as plain values; our errors become the tool's, with their way on."""
    try:
        found: dict[str, Any] = msgspec.to_builtins(answer(), enc_hook=_hex)
    except LedgerError as error:
        raise ToolError(f"{error} [{error.code}]") from error
    return found


def _hex(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)


def _bundle(sources: Sources, record_id: str | None, agent: str | None, session: str | None) -> Any:
    if record_id is not None:
        return bundles.record_bundle(sources, record_id, as_of=None)
    if agent is None or session is None:
        raise InvalidInputError("it is not clear what to prove", hint="give record_id, or agent and session")
    return bundles.session_bundle(sources, agent, session, as_of=None)


def _verified(bundle: dict[str, Any], blocks: list[str]) -> dict[str, Any]:
    trust = Trust(block_hashes=frozenset(parse_hex32(block, what="trusted block").hex() for block in blocks))
    report = verify_bundle(parse_bundle(msgspec.json.encode(bundle)), trust)
    return {"ok": report.ok, **msgspec.to_builtins(report)}


def _fault(name: str) -> FaultClass:
    try:
        return FaultClass[name.upper()]
    except KeyError as error:
        raise InvalidInputError(f"fault {name[:40]!r} is unknown", hint=f"use one of {', '.join(FAULTS)}") from error
