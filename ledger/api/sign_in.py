"""Routes by which wallets sign in, and callers see who they are taken for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final, Protocol

from fastapi import APIRouter, Body, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from ledger.api.access import caller_of
from ledger.api.problems import RESPONSES

_NO_CONTENT: Final = 204


class OpenSession(Protocol):
    """A session as its owner gets it."""

    @property
    def token(self) -> str:
        """What to send as `Authorization: Bearer`."""

    @property
    def account(self) -> str:
        """Who signed in."""

    @property
    def expires(self) -> int:
        """When it is over, Unix seconds."""


class SignInDesk(Protocol):
    """Signs wallets in."""

    def challenge(self, account: str) -> str:
        """Return the message that an account signs."""

    def open(self, message: str, signature: str) -> OpenSession:
        """Begin a session."""

    def close(self, token: str) -> None:
        """End a session."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ChallengeAsked(_Strict):
    """Who wants to sign in."""

    account: str = Field(max_length=42, examples=["0x70997970C51812dc3A010C7d01b50e0d17dc79C8"])


class SignedChallenge(_Strict):
    """The message of a challenge and its signature, 65 bytes in hex."""

    message: str = Field(max_length=1024)
    signature: str = Field(max_length=132)


@dataclass(frozen=True, slots=True)
class Challenge:
    """What to sign (EIP-4361), as a personal message."""

    message: str


@dataclass(frozen=True, slots=True)
class OpenedSession:
    """A session: the token is said once. `expires` in Unix seconds."""

    token: str
    account: str
    expires: int


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom we take a caller for. What part an account has in a case, the case says."""

    name: str
    roles: list[str]
    account: str | None


def make_router(desk: SignInDesk | None) -> APIRouter:
    """Return the routes.

    Args:
        desk: Signs wallets in; without it, callers only see who they are.
    """
    router = APIRouter(prefix="/v1/access", responses=RESPONSES, tags=["access"])

    @router.get("/me")
    def get_identity(request: Request) -> Identity:
        """Whom this request is taken for."""
        caller = caller_of(request)
        return Identity(caller.name, sorted(caller.roles), caller.account)

    if desk is not None:
        _add_sessions(router, desk)
    return router


def _add_sessions(router: APIRouter, desk: SignInDesk) -> None:
    @router.post("/challenge")
    def make_challenge(asked: Annotated[ChallengeAsked, Body()]) -> Challenge:
        """Ask for a message to sign in with; it is good for five minutes, once."""
        return Challenge(desk.challenge(asked.account))

    @router.post("/session", status_code=201)
    def open_session(signed: Annotated[SignedChallenge, Body()]) -> OpenedSession:
        """Begin a session of a quarter of an hour with a signed challenge."""
        found = desk.open(signed.message, signed.signature)
        return OpenedSession(found.token, found.account, found.expires)

    @router.delete("/session", status_code=_NO_CONTENT)
    def close_session(request: Request) -> Response:
        """End the session whose token is sent; to end one twice is no error."""
        desk.close(request.headers.get("authorization", "").partition(" ")[2])
        return Response(status_code=_NO_CONTENT)
