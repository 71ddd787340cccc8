"""From what a reader writes to what is known: agents, logs and hashes, or an error that says how to go on."""

from __future__ import annotations

from typing import Final, Protocol, TypeVar

from ledger.domain.ids import Address, checksum
from ledger.domain.names import resolve
from ledger.errors import InvalidInputError, NotFoundError
from ledger.queries.answers import Seen
from ledger.queries.lifecycle import Agent, Witness, fold
from ledger.queries.sources import Sources
from ledger.store.rows import Placed
from ledger.store.view import View

_MAX_DIGITS: Final = 16


class _Told(Protocol):
    """A row that says when (Unix s) and in which transaction the chain saw its event."""

    @property
    def time(self) -> int: ...
    @property
    def tx(self) -> bytes: ...


T = TypeVar("T", bound=_Told)


def agent_number(sources: Sources, text: str) -> int:
    """Read an agent's number, or its name in any form (`ledger.domain.names`).

    Raises:
        InvalidInputError: if it is neither.
        NotFoundError: if it is an agent of another chain or registry.
    """
    if text.isascii() and text.isdigit() and len(text) <= _MAX_DIGITS:
        return int(text)
    try:
        ref = resolve(text)
    except InvalidInputError as error:
        raise InvalidInputError(
            f"agent {text[:120]!r} is neither a number nor a global id",
            hint="write 7, or eip155:<chain>:<registry address>/7",
            code="bad_agent",
        ) from error
    here = sources.agent(ref.agent_id)
    if (ref.chain_id, ref.registry) != (here.chain_id, here.registry):
        raise NotFoundError(
            f"agent {text} is of another world",
            hint=f"this mirror holds chain {here.chain_id}, registry {here.registry}",
        )
    if len(str(ref.agent_id)) > _MAX_DIGITS:
        raise _no_agent(ref.agent_id)
    return ref.agent_id


def account(text: str) -> Address:
    """Read an account.

    Raises:
        InvalidInputError: if it is none.
    """
    if not text.startswith("0x"):
        raise _no_account(text)
    try:
        return checksum(text)
    except InvalidInputError as error:
        raise _no_account(text) from error


def _no_account(text: str) -> InvalidInputError:
    return InvalidInputError(f"{text[:80]!r} is no account", hint="0x and 40 hex digits", code="bad_account")


def agent(view: View, number: int) -> Agent:
    """Return an agent.

    Raises:
        NotFoundError: if there was none with that number as of the view's block.
    """
    found = fold(number, view.lives([number])[0])
    if found is None:
        raise _no_agent(number, view.block)
    return found


def _no_agent(number: int, block: int | None = None) -> NotFoundError:
    when = "" if block is None else f" as of block {block}"
    return NotFoundError(
        f"there is no agent {number}{when}", hint="agents are numbered from 0; see GET /v1/agents", code="no_such_agent"
    )


def seen(view: View, witness: Witness) -> Seen:
    """Write down where the chain saw something."""
    block_hash = view.block_hash(witness.block).hex()
    return Seen(witness.block, block_hash, witness.time, witness.tx.hex(), witness.log_index)


def seen_at(view: View, placed: Placed[T]) -> Seen:
    """Write down where the chain saw an event, by its row."""
    return seen(view, Witness(placed.block, placed.log_index, placed.row.time, placed.row.tx))
