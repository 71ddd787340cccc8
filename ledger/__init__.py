"""Ombud: an accountability and reputation ledger for AI agents.

    import ledger

    ledger.init()

    @ledger.record
    def pay(invoice: str, cents: int) -> str: ...

Each call is now two signed records, an intent and an outcome, on this machine's spool; `ombud up` and
`ledger.init(agent=...)` send them to a log whose growth a contract enforces.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from ledger.sdk import Denied, Ledger, Refused, caused_by, current_record_id, init, record, seeing, session

__all__ = ["Denied", "Ledger", "Refused", "caused_by", "current_record_id", "init", "record", "seeing", "session"]
__version__: Final = "0.1.0"


def __getattr__(name: str) -> Any:
    """Load the SDK on first use, so that `import ledger` stays light."""
    if name in __all__:
        return getattr(import_module("ledger.sdk"), name)
    message = f"module 'ledger' has no attribute {name!r}"
    raise AttributeError(message)
