"""What our log server says of itself: how far it is, whom it asks, under which key its words are checked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

import httpx

from ledger.errors import UnavailableError
from ledger.settings import Settings

AUTHORITY: Final = "time-stamp authority"
"""Under this name a status says why there was no time stamp."""
_WAIT_S: Final = 10.0
Status = Mapping[str, Any]


def read_status(settings: Settings, *, wait_s: float = _WAIT_S) -> Status:
    """Return the answer of `GET /v1/status`.

    Args:
        settings: Where the log server is.
        wait_s: How long to wait for it, in seconds.

    Raises:
        UnavailableError: if it does not answer.
    """
    try:
        answer = httpx.get(f"{settings.log_url}/v1/status", timeout=wait_s, trust_env=False)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        raise UnavailableError(
            f"the log at {settings.log_url} does not say how it is: {error}",
            hint="start it: `ombud up`, `ombud log run`, or set OMBUD_LOG_URL",
        ) from error
    return found


def told(status: Status) -> dict[str, object]:
    """Say it in a few lines."""
    anchored = status["anchored"]
    return {
        "origin": status["origin"],
        "log key": status["verifier_key"],
        "operator": status["operator"],
        "takes segments": taking(status),
        "entries": f"{status['accepted']} accepted, {status['published']['size']} published, "
        f"{anchored['size'] or 0} anchored{_because(anchored['error'])}",
        "witnesses": witnesses(status),
        "time stamps": stamps(status),
        "challenges": f"{status['challenges']['waiting'] or 0} wait{_because(status['challenges']['error'])}",
    }


def taking(status: Status) -> str:
    """Say whether the log takes segments, and if not, how far its end is."""
    notice = status.get("closing")  # a server of an earlier version says nothing of it
    if not notice:
        return "yes"
    since = datetime.fromtimestamp(notice["since"], UTC).strftime("%Y-%m-%d %H:%M:%SZ")
    rest = f"{notice['to_anchor']} entries wait for their anchor" if notice["to_anchor"] else "all it took is anchored"
    after = f"; {notice['successor']} goes on" if notice["successor"] else "; no other log is named"
    return f"no, {notice['state']} since {since}: {rest}{after}"


def witnesses(status: Status) -> str:
    """Say which witnesses are asked, and which gave nothing last."""
    asked, errors = status["outside"]["witnesses"], status["outside"]["errors"]
    if not asked:
        return "nobody is asked (OMBUD_WITNESSES)"
    return ", ".join(f"{name}{_because(errors.get(name))}" for name in asked)


def stamps(status: Status) -> str:
    """Say whether an authority stamps checkpoints, and why the last was not."""
    outside = status["outside"]
    if not outside.get("authority"):
        return "no authority is asked (OMBUD_TIMESTAMP_URL)"
    return f"asked{_because(outside['errors'].get(AUTHORITY))}"


def _because(error: str | None) -> str:
    return f" (not now: {error})" if error else ""
