"""Routes of what permitted actions, and of what an account owns."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query

from ledger.api import permission_examples as examples
from ledger.api.arguments import DEFAULT, AgentName, AsOf, CursorText, Hex32, Limit
from ledger.api.examples import shown
from ledger.domain.permission import STATES
from ledger.queries import owners, permissions
from ledger.queries.answers import Answer, Page
from ledger.queries.owners import OwnedAgent
from ledger.queries.permission_views import ActionPermission
from ledger.queries.permissions import RecordPermission
from ledger.queries.sources import Sources

_ADDRESS_SIGNS = 42
Account = Annotated[str, Path(max_length=_ADDRESS_SIGNS, description="Address of the owner.")]
Tools = Annotated[
    list[str],
    Query(
        description="All tools that a mandate or manifest lists, with commas between them. A list counts where it "
        "hashes to what the chain has; without it, whether it holds a tool is not known.",
        max_length=permissions.MOST_LISTS,
    ),
]
StateName = Annotated[
    str | None,
    Query(max_length=16, description=f"Only those {', '.join(STATES)}. A page may be short and have more behind it."),
]
Conflicting = Annotated[bool, Query(description="Only those under conflicting principals.")]


def add(router: APIRouter, sources: Sources) -> None:
    """Add the routes.

    Args:
        router: Of `/v1`.
        sources: What questions are asked of.
    """

    @router.get("/records/{record_id}/permission", tags=["records"], responses=shown(examples.PERMISSION))
    def get_permission(record_id: Hex32, tools: Tools = [], as_of: AsOf = None) -> Answer[RecordPermission]:  # noqa: B006 FastAPI copies it
        """What permitted a record when the chain first saw it: court policy, manifest, mandate, and by whom.

        `state` is within, outside, unstated or unknown. Whatever came later does not change it.
        """
        return permissions.record_permission(sources, record_id, as_of=as_of, tools=tools)

    @router.get("/agents/{agent:agent}/permissions", tags=["records"], responses=shown(examples.PERMISSIONS))
    def list_permissions(
        agent: AgentName,
        *,
        state: StateName = None,
        conflicting: Conflicting = False,
        tools: Tools = [],  # noqa: B006 FastAPI copies it
        cursor: CursorText = None,
        limit: Limit = DEFAULT,
        as_of: AsOf = None,
    ) -> Answer[Page[ActionPermission]]:
        """What permitted each action of an agent, in the order of its records."""
        return permissions.agent_permissions(
            sources,
            agent,
            state=state,
            conflicting=conflicting,
            cursor=cursor,
            limit=limit,
            as_of=as_of,
            tools=tools,
        )

    @router.get("/owners/{account}/agents", tags=["agents"], responses=shown(examples.OWNED))
    def list_owned(
        account: Account, cursor: CursorText = None, limit: Limit = DEFAULT, as_of: AsOf = None
    ) -> Answer[Page[OwnedAgent]]:
        """The agents that an account owns or owned, by owner epoch. No answer about one of them names the others."""
        return owners.owned_agents(sources, account, cursor=cursor, limit=limit, as_of=as_of)
