"""Subscriptions on disk: where to send, which topics, the secret in a file of its own, and how far each was served.

<id>.json      who subscribed: address, topics, when
<id>.secret    what signs its messages, 64 hex digits; never shown
<id>.state     the last number taken, the cursor behind it, and what is being sent now
"""

from __future__ import annotations

import re
import secrets
from pathlib import Path
from typing import Final

import msgspec

from ledger.access.private import replace_private, secret_at
from ledger.errors import ConflictError, InvalidInputError, NotFoundError

SCHEMA: Final = "ombud/webhook/1"
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,40}")
MOST: Final = 100
"""Subscriptions on one machine."""


class Subscription(msgspec.Struct, frozen=True, kw_only=True):
    """One subscription. `since` is in Unix seconds; `topics` are those of the feed."""

    schema: str = SCHEMA
    id: str
    url: str
    topics: tuple[str, ...]
    since: int


class Pending(msgspec.Struct, frozen=True, kw_only=True):
    """What is being sent: the number of the message, its bytes, and the cursor of who has heard it."""

    number: int
    body: str
    cursor: str


class State(msgspec.Struct, frozen=True, kw_only=True):
    """How far a subscription was served.

    `number` counts the messages that were taken, `cursor` stands behind the last. `attempts` to send what is `pending`
    have failed since `failing_since` (Unix seconds), the last one for `reason`. `gone`: the receiver wants no more.
    """

    number: int = 0
    cursor: str | None = None
    pending: Pending | None = None
    attempts: int = 0
    failing_since: int | None = None
    reason: str = ""
    gone: bool = False


class Subscriptions:
    """The subscriptions of one machine.

    Args:
        folder: Where they are kept; made when something is written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def folder(self) -> Path:
        """Where they are kept."""
        return self._folder

    def add(
        self, url: str, topics: tuple[str, ...], *, now: int, name: str | None = None, cursor: str | None = None
    ) -> Subscription:
        """Keep a subscription and make its secret.

        Args:
            url: Where to send; see `targets.check`.
            topics: Of the feed.
            now: Unix seconds.
            name: Its id; made up if not given.
            cursor: Where to begin; with what comes next, if not given.

        Raises:
            ConflictError: if there is one of that name, or there are too many.
            InvalidInputError: if the name has another form.
        """
        chosen = name or secrets.token_hex(6)
        if not _NAME.fullmatch(chosen):
            raise InvalidInputError(
                f"subscription name {chosen[:60]!r} is none", hint="use a-z, 0-9 and -", code="bad_subscription"
            )
        if self._file(chosen, "json").exists():
            raise ConflictError(
                f"there is a subscription {chosen}", hint="choose another name", code="known_subscription"
            )
        if len(self.all()) >= MOST:
            raise ConflictError(f"there are {MOST} subscriptions", hint="remove some", code="too_many_subscriptions")
        made = Subscription(id=chosen, url=url, topics=topics, since=now)
        secret_at(self.secret_file(chosen))
        self.write(chosen, State(cursor=cursor))
        replace_private(self._file(chosen, "json"), msgspec.json.encode(made))
        return made

    def anybody(self) -> bool:
        """Say whether anybody subscribed."""
        return any(self._folder.glob("*.json"))

    def all(self) -> list[Subscription]:
        """Return all subscriptions, by name."""
        return [self.get(path.stem) for path in sorted(self._folder.glob("*.json"))]

    def get(self, name: str) -> Subscription:
        """Return one subscription.

        Raises:
            InvalidInputError: if its file has another form.
            NotFoundError: if there is none.
        """
        path = self._file(name, "json")
        try:
            if not _NAME.fullmatch(name):
                raise FileNotFoundError
            return msgspec.json.decode(path.read_bytes(), type=Subscription)
        except FileNotFoundError as error:
            raise NotFoundError(
                f"there is no subscription {name[:60]}", hint="see `ombud webhook list`", code="no_such_subscription"
            ) from error
        except msgspec.DecodeError as error:
            raise InvalidInputError(f"{path}: {error}", code="bad_subscription_file") from error

    def remove(self, name: str) -> None:
        """Forget a subscription, its secret and its place.

        Raises:
            NotFoundError: if there is none.
        """
        self.get(name)
        for ending in ("json", "state", "secret"):
            self._file(name, ending).unlink(missing_ok=True)

    def secret_file(self, name: str) -> Path:
        """Where the secret of a subscription is kept."""
        return self._file(name, "secret")

    def secret(self, name: str) -> bytes:
        """Return the secret of a subscription.

        Raises:
            SetupError: if others may read it.
        """
        return secret_at(self.secret_file(name))

    def state(self, name: str) -> State:
        """Return how far a subscription was served.

        Raises:
            InvalidInputError: if its file has another form.
        """
        path = self._file(name, "state")
        try:
            return msgspec.json.decode(path.read_bytes(), type=State)
        except FileNotFoundError:
            return State()
        except msgspec.DecodeError as error:
            raise InvalidInputError(f"{path}: {error}", code="bad_subscription_file") from error

    def write(self, name: str, state: State) -> None:
        """Say how far a subscription was served; it is on disk when this returns."""
        replace_private(self._file(name, "state"), msgspec.json.encode(state))

    def _file(self, name: str, ending: str) -> Path:
        return self._folder / f"{name}.{ending}"
