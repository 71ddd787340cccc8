"""Erasure: a record of the intent, the destruction, a record of what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ledger.domain.record import decode
from ledger.errors import NotFoundError
from ledger.sdk.spool import Spool

if TYPE_CHECKING:
    from ledger.sdk.ledger import Ledger


def erase(ledger: Ledger, spool: Spool, record_id: str, reason: str, disputed: Callable[[str], str | None]) -> int:
    """Destroy the keys of a record's payloads; see `Ledger.erase`."""
    data = spool.record(record_id)
    if data is None:
        raise NotFoundError(f"record {record_id} is not in this spool", hint="erase it where it was written")
    spool.vault.check_free(record_id, disputed)
    content = decode(data)
    roots = {bytes.fromhex(root) for root in (content.in_, content.out, content.ctx, content.fields) if root}
    intent = ledger.write("erase", durable=True, parents=(record_id,), policy=reason, session=content.session)
    destroyed = spool.vault.erase(roots)
    ledger.write(
        "erase",
        durable=True,
        phase="outcome",
        outcome="success" if destroyed else "failure",
        cause=intent.ref,
        parents=(record_id,),
        policy=reason,
        session=content.session,
    )
    return destroyed
