"""What is told about reads of authorities: to an agent's owner a count, to the public a sum with noise; never what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Depends

from ledger.api.access import NEEDS, requires_wallet
from ledger.api.arguments import AgentName
from ledger.api.gate import Reads, ReportedReads
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
class ReportedPeriod:
    """Reads of all authorities from `begin` to `end` (Unix s), with noise.

    Each agent counts `clamp` times at most, and the sum has discrete Laplace noise for `epsilon`; 19 times in 20 it is
    within `margin`. It may be negative.
    """

    begin: int
    end: int
    reads: int
    epsilon: float
    clamp: int
    margin: int


@dataclass(frozen=True, slots=True)
class ReadReport:
    """What the public is told about reads of authorities: each period once, when it is over."""

    periods: list[ReportedPeriod]


@dataclass(frozen=True, slots=True)
class ReadCounts:
    """How often authorities read about an agent, as far as it may be told by now."""

    agent_id: int
    reads: int
    periods: list[ReadPeriod]
    says: str


def make_router(sources: Sources, reads: Reads, report: Callable[[], Sequence[ReportedReads]]) -> APIRouter:
    """Return the routes.

    Args:
        sources: What to find the owner in.
        reads: The book of reads.
        report: Tells the public how many there were.
    """
    router = APIRouter(prefix="/v1", responses=RESPONSES | NEEDS, tags=["access"])

    @router.get("/access/reads")
    def report_reads() -> ReadReport:
        """How many reads of authorities there were, with noise that hides whom they were about."""
        return ReadReport(
            [ReportedPeriod(one.begin, one.end, one.reads, one.epsilon, one.clamp, one.margin) for one in report()]
        )

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
