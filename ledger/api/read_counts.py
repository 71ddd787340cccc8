"""The route by which an agent's owner learns how often authorities read about it; never what, and never at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Depends

from ledger.api.access import NEEDS, requires_wallet
from ledger.api.arguments import AgentName
from ledger.api.gate import Reads
from ledger.api.problems import RESPONSES
from ledger.domain.roles import Caller
from ledger.errors import NotAuthorisedError
from ledger.queries import agents
from ledger.queries.sources import Sources

_SAYS: Final = (
    "Of periods that ended 30 days ago or more. Each read stands in the desk's stream as a record of the session named "
    "here, so it can be counted; what was read is committed to, not said."
)


@dataclass(frozen=True, slots=True)
class ReadPeriod:
    """How often the agent was read about from `begin` to `end` (Unix s); `session` is that of the desk's records."""

    begin: int
    end: int
    reads: int
    session: str


@dataclass(frozen=True, slots=True)
class ReadCounts:
    """How often authorities read about an agent, as far as it may be told by now."""

    agent_id: int
    reads: int
    periods: list[ReadPeriod]
    says: str


def make_router(sources: Sources, reads: Reads) -> APIRouter:
    """Return the route.

    Args:
        sources: What to find the owner in.
        reads: The book of reads.
    """
    router = APIRouter(prefix="/v1", responses=RESPONSES | NEEDS, tags=["access"])

    @router.get("/agents/{agent:agent}/reads")
    def count_reads(agent: AgentName, caller: Annotated[Caller, Depends(requires_wallet)]) -> ReadCounts:
        """How often authorities read about an agent: for its owner, who signed in with the wallet that holds it."""
        found = agents.agent(sources, agent, as_of=None).data
        if caller.account != found.owner:
            raise NotAuthorisedError(
                f"agent {found.agent_id} is not owned by {caller.name}", hint="its owner may ask", code="role_missing"
            )
        told = [ReadPeriod(one.begin, one.end, one.reads, one.session) for one in reads.told(found.agent_id)]
        return ReadCounts(found.agent_id, sum(one.reads for one in told), told, _SAYS)

    return router
