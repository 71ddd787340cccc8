"""The SDK: two lines in an agent, and never a lost record.

Records go to a durable spool on this machine; a background thread signs them in segments and sends them to
a log server. Nothing here imports web3, Redis, FastAPI or pydantic, and httpx only once there is something to send.
"""

from ledger.sdk.context import caused_by, current_record_id, seeing, session
from ledger.sdk.defaults import default_ledger, init, record
from ledger.sdk.ledger import Ledger, LedgerState
from ledger.sdk.outcomes import Denied, Refused
from ledger.sdk.receipts import Terms
from ledger.sdk.spool import Written
from ledger.sdk.tail import TailLine, tail

__all__ = [
    "Denied",
    "Ledger",
    "LedgerState",
    "Refused",
    "TailLine",
    "Terms",
    "Written",
    "caused_by",
    "current_record_id",
    "default_ledger",
    "init",
    "record",
    "seeing",
    "session",
    "tail",
]
