"""The gate in front of every route: who calls, and whether they call too often.

A request without `Authorization` is told apart by its address alone, which costs nothing. Whoever sends a key or a
token that does not hold is refused on public routes too: to go on as a stranger would hide a mistake.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ledger.access.limits import Allowance, admit
from ledger.access.networks import network_of
from ledger.api import problems
from ledger.api.access import CALLER
from ledger.api.sign_in import SignInDesk
from ledger.domain.ids import Address
from ledger.domain.roles import Caller, Role
from ledger.errors import InvalidInputError, LedgerError, NotIdentifiedError, UnavailableError
from ledger.tiles.room import Room

_HEADER: Final = b"authorization"
_GROUND: Final = b"ombud-ground"
_MAX_GROUND: Final = 200
_GOOD: Final = range(200, 300)
_OTHERWISE: Final = ", or ask the operator for a key"


class Identify(Protocol):
    """Tells who sent a header `Authorization`."""

    def identify(self, header: str) -> Caller:
        """Return who it names."""


class CountedReads(Protocol):
    """Reads of authorities from `begin` to `end` (Unix s)."""

    @property
    def begin(self) -> int:
        """From when."""

    @property
    def end(self) -> int:
        """Until when."""

    @property
    def reads(self) -> int:
        """How many."""


class ReportedReads(CountedReads, Protocol):
    """Reads of all authorities, each agent's clamped, with noise for an epsilon."""

    @property
    def epsilon(self) -> float:
        """How much it may tell of one agent."""

    @property
    def clamp(self) -> int:
        """How often one agent counts at most."""

    @property
    def margin(self) -> int:
        """How far off it is at most, 19 times in 20."""


class ToldReads(CountedReads, Protocol):
    """How often an agent was read about, and the session of the desk's records of it."""

    @property
    def session(self) -> str:
        """Of the records."""


class Reads(Protocol):
    """The book of what authorities read."""

    def write(self, caller: Caller, route: str, target: str, arguments: Mapping[str, str], ground: str) -> None:
        """Write down a read, before it is answered."""

    def told(self, agent: int) -> Sequence[ToldReads]:
        """Return how often an agent was read about, as far as it may be told by now."""


def _nobody(_dispute: str, _account: Address) -> frozenset[Role]:
    return frozenset()


@dataclass(frozen=True, slots=True)
class Access:
    """What an application knows about its callers; with nothing given, everybody is the public and unlimited.

    Args:
        identify: Tells who sends a key or a token; nobody can, if not given.
        allowance: How often each may call.
        reads: Where reads of authorities are written; they read nothing, if not given.
        report: Tells the public how many reads there were; nobody does, if not given.
        sessions: Signs wallets in; none can, if not given.
        room: The evidence room; there is none, if not given.
        parts: Tells the roles of an account in a dispute.
        origins: Web origins whose pages may read answers; none but our own, if not given.
    """

    identify: Identify | None = None
    allowance: Allowance | None = None
    reads: Reads | None = None
    report: Callable[[], Sequence[ReportedReads]] | None = None
    sessions: SignInDesk | None = None
    room: Room | None = None
    parts: Callable[[str, Address], frozenset[Role]] = _nobody
    origins: tuple[str, ...] = ()


class Gate:
    """Names the caller of each request, and lets it through or not.

    Args:
        app: What answers.
        access: What is known about callers.
    """

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app = app
        self._identify = access.identify
        self._allowance = access.allowance
        self._reads = access.reads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            caller = scope[CALLER] = await self._caller(scope)
            await admit(self._allowance, caller, otherwise=_OTHERWISE)
        except LedgerError as error:
            await problems.answer(error)(scope, receive, send)
            return
        if not caller.known:
            await self._app(scope, receive, send)
            return
        if Role.AUTHORITY in caller.roles:
            await self._audited(caller, scope, receive, _kept_private(send))
            return
        await self._app(scope, receive, _kept_private(send))

    async def _caller(self, scope: Scope) -> Caller:
        shown = next((value for name, value in scope["headers"] if name == _HEADER), None)
        if shown is None:
            return Caller(network_of(scope))
        if self._identify is None:
            raise NotIdentifiedError("no keys are known here", hint="see docs/operators.md", code="bad_key")
        try:
            return await run_in_threadpool(self._identify.identify, shown.decode("latin-1"))
        except NotIdentifiedError:
            # guessing costs what asking does
            await admit(self._allowance, Caller(network_of(scope)), otherwise=_OTHERWISE)
            raise

    async def _audited(self, caller: Caller, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer an authority once its read is written down; what is refused is no read."""
        held: list[Message] = []

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] in _GOOD:
                try:
                    await run_in_threadpool(self._write, caller, scope)
                except LedgerError as error:
                    held.append(message)
                    await problems.answer(error)(scope, receive, send)
                    return
            if not held:
                await send(message)

        await self._app(scope, receive, sent)

    def _write(self, caller: Caller, scope: Scope) -> None:
        if self._reads is None:
            raise UnavailableError("reads of authorities are not kept here", hint="see docs/operators.md")
        route: Any = scope.get("route")
        path = scope.get("raw_path", scope["path"].encode()).decode("latin-1")
        query = scope["query_string"].decode("latin-1")
        arguments = dict(parse_qsl(query)) | {name: str(value) for name, value in scope["path_params"].items()}
        target = f"{path}?{query}" if query else path
        self._reads.write(caller, getattr(route, "path", path), target, arguments, _ground(scope))


def _ground(scope: Scope) -> str:
    """Return on which legal ground a read happens, as its header `Ombud-Ground` says."""
    said = next((value for name, value in scope["headers"] if name == _GROUND), b"").decode("latin-1").strip()
    if len(said) > _MAX_GROUND or not said.isprintable():
        raise InvalidInputError(f"the header Ombud-Ground has over {_MAX_GROUND} characters, or others than plain ones")
    return said or "not stated"


def _kept_private(send: Send) -> Send:
    """Let nobody on the way keep what was answered to someone in particular."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["cache-control"] = "private, no-store"
            headers.add_vary_header("authorization")
        await send(message)

    return sent
