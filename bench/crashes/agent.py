"""The agent of a run, in a process of its own: it records, promises, sends, and is there again after each death."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bench.crashes.scene import AGENT, KEYS, NOW, FileChain, Place
from bench.crashes.server import Line
from bench.log_under_test import LOG
from ledger.domain.hashing import ZERO32
from ledger.errors import ConflictError, LedgerError, UnavailableError
from ledger.sdk import Ledger, Terms
from ledger.sdk.context import Ref
from ledger.sdk.spool import FsyncPolicy
from ledger.sdk.vault import Payloads

RECORDS: Final = 14
"""Records of one life."""
_DRAFTS: Final = 3
_RECEIPT_EVERY: Final = 4
_SEND_SECONDS: Final = 4.0


@dataclass(frozen=True, slots=True)
class Habits:
    """How the agent keeps its records."""

    fsync: FsyncPolicy
    payloads: Payloads


def live(place: Place, habits: Habits, life: int) -> None:
    """Record, give receipts, and send all there is.

    Args:
        place: Of the run.
        habits: Of the agent.
        life: How often it was started before; no two lives use one session name.
    """
    ledger = _ledger(place, habits)
    epoch = len(FileChain(place.root).closed())
    for number in range(RECORDS):
        if number == _DRAFTS or life:
            _bind(ledger, place, epoch)
        _act(ledger, place, f"{life}-{number}", promise=number % _RECEIPT_EVERY == 0)
    _send(ledger)
    place.tell("sent")
    ledger.close()


def return_without_memory(place: Place, habits: Habits) -> None:
    """Come back to a spool that has lost what was signed: it must be noticed, and nothing signed any more."""
    ledger = _ledger(place, habits)
    _bind(ledger, place, 0)
    _act(ledger, place, "lost", promise=False)
    try:
        _send(ledger)
    except ConflictError as error:
        place.tell("noticed", error.code)
    try:
        ledger.receipt(_terms(), ledger.write("chat", session="lost-2").ref)
    except LedgerError as error:
        place.tell("promised_nothing", error.code)
    ledger.close()


def _ledger(place: Place, habits: Habits) -> Ledger:
    return Ledger(
        place.spool,
        transport=Line(place),
        fsync=habits.fsync,
        payloads=habits.payloads,
        segment_records=3,
        segment_seconds=0.01,
    )


def _bind(ledger: Ledger, place: Place, epoch: int) -> None:
    heads = FileChain(place.root).closed()
    ledger.bind(AGENT, epoch, key=KEYS[epoch], opening_head=heads[epoch - 1] if epoch else ZERO32)


def _act(ledger: Ledger, place: Place, session: str, *, promise: bool) -> None:
    try:
        written = ledger.write("chat", session=session, input=session)
    except UnavailableError:  # the disk refused it, and the agent was told so
        return
    place.tell("written", session, written.seq, written.record_id, ledger.state().epoch)
    if promise and written.record_id:
        _promise(ledger, place, written.ref)


def _promise(ledger: Ledger, place: Place, ref: Ref) -> None:
    try:
        given = ledger.receipt(_terms(), ref)
    except UnavailableError:
        return
    place.tell("promised", given.pack().decode())


def _terms() -> Terms:
    return Terms(counterparty=bytes(32), log=LOG, anchor_by=NOW + 60)


def _send(ledger: Ledger) -> None:
    ledger.flush(_SEND_SECONDS)
