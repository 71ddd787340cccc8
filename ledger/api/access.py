"""What a route needs of its caller.

    @router.get("/exports/held")
    def list_held(caller: Annotated[Caller, Depends(requires(Role.AUTHORITY))]) -> ...

Who calls is found out once, by `gate.Gate`; here it is only looked at. Where nobody can be told apart (an application
without `gate`), everybody is the public, so a route that needs more is closed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from fastapi import Depends, Request
from fastapi.security import HTTPBearer

from ledger.api.problems import Problem
from ledger.domain.roles import Caller, Role
from ledger.errors import NotAuthorisedError, NotIdentifiedError

CALLER: Final = "ombud.caller"
"""Where the caller stands in a request's scope."""
NEEDS: Final[dict[int | str, dict[str, Any]]] = {
    401: {"model": Problem, "description": "Nobody is named who asks; send `Authorization: Bearer` and a key."},
    403: {"model": Problem, "description": "Who asks has none of the roles that this needs."},
}
"""What a route that needs a role may answer besides; give it as `responses=`."""
_BEARER: Final = HTTPBearer(
    auto_error=False, scheme_name="ombud", description="An API key, or the token of a wallet that signed in."
)


def caller_of(request: Request) -> Caller:
    """Return who sent a request."""
    found: Caller = request.scope.get(CALLER) or Caller("unknown")
    return found


def check_role(caller: Caller, *roles: Role) -> Caller:
    """Return a caller who has one of these roles.

    Raises:
        NotIdentifiedError: if nobody is named.
        NotAuthorisedError: if whoever is named has none of them.
    """
    if caller.may(roles):
        return caller
    wanted = " or ".join(roles)
    if not caller.known:
        raise NotIdentifiedError(
            f"this is for {wanted}", hint="send `Authorization: Bearer` and a key, or sign in with a wallet"
        )
    raise NotAuthorisedError(
        f"this is for {wanted}, and {caller.name} is not that", hint="see docs/operators.md", code="role_missing"
    )


def requires(*roles: Role) -> Callable[..., Caller]:
    """Return a dependency that lets callers with one of these roles through, and gives the caller to the route."""

    def check(request: Request, _shown: Any = Depends(_BEARER)) -> Caller:
        return check_role(caller_of(request), *roles)

    return check


def requires_wallet(request: Request, _shown: Any = Depends(_BEARER)) -> Caller:
    """Let callers through that signed in with a wallet (a dependency); what they may do, the chain says.

    Raises:
        NotIdentifiedError: if nobody is named.
        NotAuthorisedError: if whoever is named has no account.
    """
    caller = caller_of(request)
    if caller.account is not None:
        return caller
    if not caller.known:
        raise NotIdentifiedError("this is for accounts", hint="sign in with a wallet, at POST /v1/access/challenge")
    raise NotAuthorisedError(f"{caller.name} is no account", hint="sign in with a wallet", code="role_missing")


def requires_known(request: Request, _shown: Any = Depends(_BEARER)) -> Caller:
    """Let callers through that said who they are (a dependency); what they may do, the route finds out.

    Raises:
        NotIdentifiedError: if nobody is named.
    """
    caller = caller_of(request)
    if not caller.known:
        raise NotIdentifiedError("this is not for everybody", hint="send `Authorization: Bearer`, or sign in")
    return caller
