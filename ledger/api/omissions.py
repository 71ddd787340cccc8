"""Routes of omissions: what was promised in a receipt, and is not there."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from ledger.api import omission_examples as examples
from ledger.api.arguments import DEFAULT, AgentName, AsOf, CursorText, Hex32, Limit
from ledger.api.examples import shown
from ledger.queries.answers import Answer, Page
from ledger.queries.omissions import OmissionView, omission, omissions
from ledger.queries.sources import Sources

OneAgent = Annotated[str | None, Query(max_length=200, description="Only those of this agent: number or global id.")]


def add(router: APIRouter, sources: Sources) -> None:
    """Add the routes.

    Args:
        router: Of `/v1`.
        sources: What questions are asked of.
    """

    @router.get("/omissions", tags=["omissions"], responses=shown(examples.OMISSIONS))
    def list_omissions(
        agent: OneAgent = None, cursor: CursorText = None, limit: Limit = DEFAULT, as_of: AsOf = None
    ) -> Answer[Page[OmissionView]]:
        """Records that agents promised in receipts and did not log in time, each with the receipt as its proof.

        A receipt shows up here once its holder counter-signs it in a record of its own. Nobody is accused while
        the log has an anchor from within the promised time that could not be read: `completeness` names that log.
        """
        return omissions(sources, agent=agent, cursor=cursor, limit=limit, as_of=as_of)

    @router.get("/omissions/{omission_id}", tags=["omissions"], responses=shown(examples.OMISSION))
    def get_omission(omission_id: Hex32, as_of: AsOf = None) -> Answer[OmissionView]:
        """One omission by the EIP-712 hash of its receipt."""
        return omission(sources, omission_id, as_of=as_of)

    @router.get("/agents/{agent:agent}/omissions", tags=["omissions"], responses=shown(examples.OMISSIONS))
    def list_agent_omissions(
        agent: AgentName, cursor: CursorText = None, limit: Limit = DEFAULT, as_of: AsOf = None
    ) -> Answer[Page[OmissionView]]:
        """The omissions of one agent; its cursors serve `/v1/omissions?agent=` too."""
        return omissions(sources, agent=agent, cursor=cursor, limit=limit, as_of=as_of)
