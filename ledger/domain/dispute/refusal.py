"""What the court refuses, named as its custom errors are."""

from __future__ import annotations

from ledger.errors import LedgerError


def refusal(error: type[LedgerError], name: str, message: str, hint: str) -> LedgerError:
    """Return the error of a refused transition; its detail `name` is the custom error of `DisputeCourt.sol`."""
    return error(message, hint=hint, name=f"DisputeCourt_{name}")
