"""A log that closes: it takes nothing new, and keeps what it promised.

`closing.json` in the log's folder says so, and who takes over. It is looked at while the server runs, so that closing
needs no restart; what was accepted before is published, anchored and acknowledged again as ever.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import msgspec
from starlette.types import ASGIApp, Receive, Scope, Send

from ledger.errors import ConflictError, InvalidInputError, NotFoundError
from ledger.tiles.store import FolderStore

FILE: Final = "closing.json"
SCHEMA: Final = "ombud/log-closing/1"
LOOK_S: Final = 1.0
"""How often a running server looks, at most."""


class Notice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Since when a log takes nothing new (Unix seconds), and which log goes on, by origin or URL; empty for none."""

    at: int
    successor: str = ""
    schema: str = SCHEMA


def read_notice(folder: Path) -> Notice | None:
    """Return the notice in a log's folder; None while the log is open.

    Raises:
        InvalidInputError: if the file says something else.
    """
    try:
        notice = msgspec.json.decode(FolderStore(folder).get(FILE), type=Notice)
    except NotFoundError:
        return None
    except msgspec.DecodeError as error:
        raise _bad(folder, str(error)) from error
    if notice.schema != SCHEMA:
        raise _bad(folder, f"schema {notice.schema!r}")
    return notice


def close_log(folder: Path, notice: Notice) -> None:
    """Let a log take nothing new from now on."""
    FolderStore(folder).put(FILE, msgspec.json.encode(notice) + b"\n")


def reopen_log(folder: Path) -> None:
    """Let a log take segments again."""
    FolderStore(folder).delete(FILE)


def told(notice: Notice | None, accepted: int, anchored: int) -> dict[str, Any] | None:
    """Say since when a log takes nothing new, and whether all that it took is anchored; None while it is open.

    Args:
        notice: Of closing.
        accepted: Entries that it took.
        anchored: Entries that the chain has seen.
    """
    if notice is None:
        return None
    state = "closing" if anchored < accepted else "closed"
    return {"state": state, "since": notice.at, "successor": notice.successor, "to_anchor": accepted - anchored}


class Door:
    """Keeps new segments out of a log that closes: stands before the route by which they come.

    Args:
        route: The route.
        folder: The log's.
        monotonic: Seconds.
    """

    def __init__(self, route: ASGIApp, folder: Path, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._route = route
        self._folder = folder
        self._monotonic = monotonic
        self._looked = float("-inf")
        self._notice: Notice | None = None

    def notice(self) -> Notice | None:
        """Return the notice as of the last look."""
        now = self._monotonic()
        if now - self._looked >= LOOK_S:
            self._looked = now
            self._notice = read_notice(self._folder)
        return self._notice

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it.

        Raises:
            ConflictError: naming who goes on.
        """
        notice = self.notice()
        if notice is not None:
            on = f"send to {notice.successor}" if notice.successor else "ask its operator which log goes on"
            raise ConflictError(
                "the log closes and takes nothing new; what it acknowledged will be anchored",
                hint=f"{on}: the agent's owner opens streams with that log as their home",
                code="log_closing",
                successor=notice.successor,
            )
        await self._route(scope, receive, send)


def _bad(folder: Path, why: str) -> InvalidInputError:
    return InvalidInputError(
        f"{folder / FILE} is no notice of closing: {why}", hint="write it with `ombud log close`", code="bad_notice"
    )
