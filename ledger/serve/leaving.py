"""The orderly exit of an operator, one step at a time: nothing promised is left open before the bond is asked back.

close     the log takes nothing new                      `ombud log close`
drain     what was accepted is published and anchored    the server does it
answer    no challenge waits                             the server does it
unbond    the bond is asked back                         `ombud log leave`
wait      96 days, while the log is still served         challenges may still come
take      the bond is taken                              `ombud log leave`
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ledger.chain.bonds import ask_back, bond_of, take_back
from ledger.chain.logs import log_on_chain
from ledger.chain.sender import Sender
from ledger.domain.ids import LogId
from ledger.errors import ConflictError, NotFoundError
from ledger.logserver.closing import Notice


@dataclass(frozen=True, slots=True)
class Left:
    """What was done: `asked`, `waiting`, `taken` or `done`; amounts in wei, `release_at` in Unix seconds."""

    step: str
    amount: int
    release_at: int | None


def check_drained(notice: Notice | None, status: Mapping[str, Any], anchored: int) -> None:
    """Check that a log that closes owes nothing.

    Args:
        notice: That it closes; None if it does not.
        status: What its server says (`GET /v1/status`).
        anchored: Entries that the chain has.

    Raises:
        ConflictError: naming what it still owes.
    """
    accepted, waiting = status["accepted"], status["challenges"]["waiting"]
    if notice is None:
        raise ConflictError(
            "the log still takes segments", hint="`ombud log close` first, naming who goes on", code="not_closing"
        )
    if anchored < accepted:
        raise ConflictError(
            f"{accepted - anchored} of {accepted} entries are acknowledged and not yet anchored",
            hint="let the server run until they are; its status says what is in its way",
            code="not_drained",
        )
    if waiting:
        raise ConflictError(
            f"{waiting} challenges wait for an answer", hint="let the server answer them", code="challenged"
        )


def leave(sender: Sender, log: LogId, notice: Notice | None, status: Mapping[str, Any], *, now: int) -> Left:
    """Take the next step of an operator's exit.

    Args:
        sender: The operator's account.
        log: The log.
        notice: That it closes.
        status: What its server says.
        now: Chain time in Unix seconds.

    Raises:
        ConflictError: if the log still owes something.
        NotFoundError: if it is not registered, or another's.
        ChainRevertError: if the vault refuses.
    """
    state = log_on_chain(sender.chain, log)
    if state is None or state.operator != sender.address:
        raise NotFoundError(
            f"{sender.address} operates no log {log.hex()}", hint="use the operator's home and key", code="no_such_log"
        )
    bond = bond_of(sender.chain, log, sender.address)
    if bond.active:
        check_drained(notice, status, state.size)
        ask_back(sender, log, bond.active)
        after = bond_of(sender.chain, log, sender.address)
        return Left("asked", after.unbonding, after.release_at)
    if not bond.unbonding:
        return Left("done", 0, None)
    if now < bond.release_at:
        return Left("waiting", bond.unbonding, bond.release_at)
    take_back(sender, log)
    left = bond_of(sender.chain, log, sender.address).unbonding
    return Left("taken", bond.unbonding - left, None)
