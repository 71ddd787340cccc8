"""What one transaction made our contracts say: its events by name, each parameter decoded, in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ledger.domain.events import Event, RawLog, decode
from ledger.domain.ids import Address, parse_hex32
from ledger.errors import InvalidInputError, NotFoundError, UnavailableError
from ledger.queries.answers import Answer, Completeness, Finality, counted
from ledger.queries.asking import ask, finality
from ledger.queries.sources import Sources
from ledger.store.view import View

BASIS = "all logs of the transaction's receipt, as the node tells it; what other contracts said in it is counted"


@dataclass(frozen=True, slots=True)
class DecodedEvent:
    """One event of a contract of ours. `args` are text: hashes and bytes as hex, numbers as decimals."""

    contract: str
    event: str
    log_index: int
    args: dict[str, str]


@dataclass(frozen=True, slots=True)
class TransactionView:
    """One transaction. `foreign` counts logs of other contracts; `finality` is that of its block."""

    tx: str
    block: int
    block_hash: str
    finality: Finality
    events: list[DecodedEvent]
    foreign: int


def transaction(sources: Sources, tx: str, *, as_of: int | None) -> Answer[TransactionView]:
    """Return what a transaction made our contracts say.

    Raises:
        InvalidInputError: if the hash or as_of have another form.
        NotFoundError: if the node does not have it, if it said nothing, or if it came after the block asked about.
        StaleMirrorError: if the mirror cannot vouch for its answer.
        UnavailableError: if no node is at hand.
    """
    name = parse_hex32(tx, what="transaction")
    if sources.emitted is None:
        raise UnavailableError("no node is at hand to ask for transactions", hint="set OMBUD_RPC_URL", code="no_node")
    logs = sources.emitted(name)
    if not logs:
        raise NotFoundError(
            f"transaction {name.hex()} made nobody say anything", hint="it has no events", code="no_events"
        )
    names = {address: contract for contract, address in sources.contracts.items()}
    found = [event for log in logs if (event := _decoded(log, names)) is not None]

    def question(view: View) -> tuple[TransactionView, Completeness]:
        if logs[0].block_number > view.block:
            raise NotFoundError(
                f"transaction {name.hex()} came in block {logs[0].block_number}, after block {view.block}",
                hint="ask as of a later block",
                code="no_such_transaction",
            )
        answer = TransactionView(
            tx=name.hex(),
            block=logs[0].block_number,
            block_hash=logs[0].block_hash.hex(),
            finality=finality(view.books, logs[0].block_number),
            events=[_written(event) for event in found],
            foreign=len(logs) - len(found),
        )
        return answer, counted(BASIS)

    return ask(sources, question, as_of)


def _decoded(log: RawLog, names: Mapping[Address, str]) -> Event | None:
    try:
        return decode(log, names)
    except InvalidInputError:
        return None


def _written(event: Event) -> DecodedEvent:
    args = {name: _text(value) for name, value in event.args.items()}
    return DecodedEvent(event.contract, event.name, event.log.log_index, args)


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, list | tuple):
        return ", ".join(_text(item) for item in value)
    return str(value)
