"""`@record`: an intent before the call, an outcome after, and nothing else changes.

Serves functions, coroutine functions, generators and async generators; bare or with options; the signature
stays, exceptions pass unchanged.
"""

from __future__ import annotations

import functools
import hashlib
import inspect
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Callable, Generator, Iterable
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar, cast, overload

from ledger.domain.record import Kind
from ledger.errors import InvalidInputError
from ledger.sdk.call import Call, OnFailure, Options, Wait
from ledger.sdk.context import within
from ledger.sdk.payload import encode, redact

if TYPE_CHECKING:
    from ledger.sdk.ledger import Ledger

P = ParamSpec("P")
R = TypeVar("R")
_TOOL_LENGTH: Final = 256


class Recorder(ABC):
    """Something that decorates functions: a ledger, or the module that stands for the default one."""

    @abstractmethod
    def _ledger(self) -> Ledger:
        """Return the ledger that a call is recorded in."""

    @overload
    def record(self, function: Callable[P, R], /) -> Callable[P, R]: ...
    @overload
    def record(
        self,
        /,
        *,
        op: str = ...,
        tool: str | None = ...,
        kind: Kind = ...,
        risk: str | None = ...,
        session: str | None = ...,
        policy: str | None = ...,
        model: str | None = ...,
        redact: Iterable[str] = ...,
        sees: Iterable[str] = ...,
        capture: bool = ...,
        on_failure: OnFailure = ...,
        wait: Wait | None = ...,
    ) -> Callable[[Callable[P, R]], Callable[P, R]]: ...
    def record(
        self,
        function: Callable[P, R] | None = None,
        /,
        *,
        op: str = "execute_tool",
        tool: str | None = None,
        kind: Kind = "operational",
        risk: str | None = None,
        session: str | None = None,
        policy: str | None = None,
        model: str | None = None,
        redact: Iterable[str] = (),
        sees: Iterable[str] = (),
        capture: bool = True,
        on_failure: OnFailure = "spool",
        wait: Wait | None = None,
    ) -> Callable[P, R] | Callable[[Callable[P, R]], Callable[P, R]]:
        """Record every call of a function: `@record`, or `@record(op=..., tool=..., ...)`.

        Args:
            function: The function, when used bare.
            op: What a call is: `execute_tool`, `chat`, `invoke_agent`, `approval`, ...
            tool: The tool's name; the function's qualified name if not given.
            kind: `operational`, `interaction` or `semantic`.
            risk: Risk class.
            session: Session of every call; that of the scope if not given.
            policy: Version of the policy in force.
            model: Model id.
            redact: Names of arguments that are not even committed to.
            sees: Names of arguments that hold what the agent saw; what `seeing` says, if none are named.
            capture: Whether arguments and results are committed to at all.
            on_failure: What happens when the disk refuses the intent. `spool`: the call goes on, the record
                is kept in memory and written as soon as the disk takes it. `block`: the call does not happen,
                UnavailableError is raised; the intent is on stable storage before the call.
            wait: `anchored`: the call happens once its intent is anchored on chain, as the log says; if it is not
                within `anchor_seconds` of the ledger, the call does not happen: UnavailableError (`not_anchored`) is
                raised, and `refused` is recorded.

        Raises:
            InvalidInputError: if `redact` or `sees` names no argument of the function.
        """

        def decorate(wrapped: Callable[P, R]) -> Callable[P, R]:
            if isinstance(wrapped, classmethod | staticmethod):  # what they hold is recorded, and bound as ever
                return cast("Callable[P, R]", type(wrapped)(decorate(wrapped.__func__)))
            options = Options(
                op=op,
                tool=(tool or _name_of(wrapped))[-_TOOL_LENGTH:],
                kind=kind,
                risk=risk,
                session=session,
                policy=policy,
                model=model,
                redact=frozenset(redact),
                sees=frozenset(sees),
                capture=capture,
                on_failure=on_failure,
                wait=wait,
            )
            return _wrap(self, wrapped, options)

        return decorate if function is None else decorate(function)


def _wrap(recorder: Recorder, function: Callable[P, R], options: Options) -> Callable[P, R]:
    names = _argument_names(function, options)

    def begin(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Call:
        payload = None
        if options.capture:
            payload = {**dict(zip(names, args, strict=False)), **kwargs}
            if len(args) > len(names):
                payload["*"] = args[len(names) :]
            if options.redact:
                payload = redact(payload, options.redact)
        return Call(recorder._ledger(), options, payload)  # noqa: SLF001 - the decorator is the recorder's own

    runs = _what_runs(function)
    if inspect.isasyncgenfunction(runs):
        wrapper: Any = _async_generator(function, begin)
    elif inspect.isgeneratorfunction(runs):
        wrapper = _generator(function, begin)
    elif inspect.iscoroutinefunction(runs):
        wrapper = _coroutine(function, begin)
    else:
        wrapper = _plain(function, begin)
    return cast("Callable[P, R]", functools.wraps(function)(wrapper))


def _name_of(function: Callable[..., Any]) -> str:
    """Name a function; what is none (a partial, an object that can be called) by what it calls or is."""
    named = inspect.unwrap(function.func) if isinstance(function, functools.partial) else function
    if not hasattr(named, "__qualname__"):
        named = type(named)
    return f"{named.__module__}.{named.__qualname__}"


def _what_runs(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return what says whether a call is a coroutine or a generator: of an object its `__call__`."""
    plain = inspect.isroutine(function) or isinstance(function, functools.partial | type)
    return function if plain else type(function).__call__


def _argument_names(function: Callable[..., Any], options: Options) -> tuple[str, ...]:
    try:
        parameters = inspect.signature(function).parameters.values()
    except ValueError:  # some built-in functions have none
        return ()
    open_ended = any(item.kind is item.VAR_KEYWORD for item in parameters)
    for word, named in (("redact", options.redact), ("sees", options.sees)):
        unknown = named - {item.name for item in parameters}
        if unknown and not open_ended:
            raise InvalidInputError(f"{word} names {min(unknown)!r}, which is no argument of {options.tool}")
    return tuple(item.name for item in parameters if item.kind in (item.POSITIONAL_ONLY, item.POSITIONAL_OR_KEYWORD))


_Begin = Callable[[tuple[Any, ...], dict[str, Any]], Call]


def _plain(function: Callable[..., Any], begin: _Begin) -> Callable[..., Any]:
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        call = begin(args, kwargs)
        call.hold()
        try:
            with within(call.intent):
                result = function(*args, **kwargs)
        except BaseException as error:
            call.failed(error)
            raise
        call.succeeded(result)
        return result

    return wrapper


def _coroutine(function: Callable[..., Any], begin: _Begin) -> Callable[..., Any]:
    async def wrapper(*args: Any, **kwargs: Any) -> Any:
        call = begin(args, kwargs)
        await call.hold_async()
        try:
            with within(call.intent):
                result = await function(*args, **kwargs)
        except BaseException as error:
            call.failed(error)
            raise
        call.succeeded(result)
        return result

    return wrapper


class _Items:
    """What a generator gave, without keeping it: how many items, and one hash over all of them."""

    def __init__(self) -> None:
        self._count = 0
        self._hash = hashlib.sha256()

    def saw(self, item: object) -> None:
        data = encode(item)
        self._count += 1
        self._hash.update(len(data).to_bytes(8, "big") + data)

    def summary(self, *, closed: bool) -> dict[str, object]:
        return {"items": self._count, "sha256": self._hash.hexdigest(), "closed": closed}


def _generator(function: Callable[..., Any], begin: _Begin) -> Callable[..., Any]:
    def wrapper(*args: Any, **kwargs: Any) -> Generator[Any, Any, Any]:
        call = begin(args, kwargs)
        call.hold()
        items, inner = _Items(), function(*args, **kwargs)
        step: Callable[[], Any] = functools.partial(next, inner)
        try:
            while True:
                try:
                    with within(call.intent):  # only while its body runs: between items the caller's cause holds
                        item = step()
                except StopIteration as stop:
                    call.succeeded(items.summary(closed=False))
                    return stop.value
                items.saw(item)
                try:
                    step = functools.partial(inner.send, (yield item))
                except GeneratorExit:
                    with within(call.intent):
                        inner.close()
                    call.succeeded(items.summary(closed=True))
                    raise
                except BaseException as thrown:  # noqa: BLE001 - PEP 380: whatever is thrown goes to the body
                    step = functools.partial(inner.throw, thrown)
        except GeneratorExit:
            raise
        except BaseException as error:
            call.failed(error)
            raise

    return wrapper


def _async_generator(function: Callable[..., Any], begin: _Begin) -> Callable[..., Any]:
    async def wrapper(*args: Any, **kwargs: Any) -> AsyncGenerator[Any, Any]:
        call = begin(args, kwargs)
        await call.hold_async()
        items, inner = _Items(), function(*args, **kwargs)
        step: Callable[[], Any] = inner.__anext__
        try:
            while True:
                try:
                    with within(call.intent):
                        item = await step()
                except StopAsyncIteration:
                    call.succeeded(items.summary(closed=False))
                    return
                items.saw(item)
                try:
                    step = functools.partial(inner.asend, (yield item))
                except GeneratorExit:
                    with within(call.intent):
                        await inner.aclose()
                    call.succeeded(items.summary(closed=True))
                    raise
                except BaseException as thrown:  # noqa: BLE001 - likewise
                    step = functools.partial(inner.athrow, thrown)
        except GeneratorExit:
            raise
        except BaseException as error:
            call.failed(error)
            raise

    return wrapper
