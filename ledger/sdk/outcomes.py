"""How a call ended, said in the words of the record schema."""

from __future__ import annotations

from ledger.domain.record import Outcome


class Refused(Exception):  # noqa: N818 - it is raised to say what happened, not that something broke
    """Raise it when the agent itself declines to act; the outcome is recorded as `refused`."""


class Denied(Exception):  # noqa: N818 - likewise
    """Raise it when someone else forbids the act; the outcome is recorded as `denied`."""


def outcome_of(error: BaseException) -> Outcome:
    """Name the outcome of a call that ended with `error`; a cancelled call is a failure."""
    if isinstance(error, Refused):
        return "refused"
    if isinstance(error, Denied):
        return "denied"
    if isinstance(error, TimeoutError):  # asyncio.TimeoutError is the same class
        return "timeout"
    return "failure"
