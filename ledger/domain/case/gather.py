"""From transactions to the facts of a case: whoever proves one log of a transaction has them all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ledger.domain.bundle import AddressText, BundledFact
from ledger.domain.case.facts import Step, events_of, names_of
from ledger.domain.case.scope import scope_of
from ledger.domain.chain_proof import ChainFact, block_time
from ledger.domain.ids import checksum
from ledger.errors import ProofError

Place = tuple[int, int, int]


def gather(
    transactions: Iterable[ChainFact],
    single: Iterable[ChainFact],
    *,
    dispute_id: int,
    chain_id: int,
    contracts: Mapping[str, AddressText],
) -> list[BundledFact]:
    """Return the facts of a case in chain order, each once.

    Args:
        transactions: A proof of any log of each transaction in which the court or the panel did something in the case.
        single: Proofs of events beside the case: its policy, keys, epochs, arbitrators.
        dispute_id: The court's number of the dispute.
        chain_id: The chain.
        contracts: Our contracts by name.

    Raises:
        ProofError: if a proof does not hold, or the opening is not among them.
    """
    names = names_of(contracts)
    receipts = {(fact.block_number, fact.tx_index): (fact, events_of(fact, names)) for fact in transactions}
    steps = [
        Step(0, event, fact.block_number, fact.tx_index, log, block_time(fact))
        for fact, events in receipts.values()
        for log, event in enumerate(events)
        if event is not None
    ]
    scope = scope_of(steps, dispute_id, chain_id, {name: checksum(address) for name, address in contracts.items()})
    found: dict[Place, BundledFact] = {}
    for fact, events in receipts.values():
        places = scope.places(events)
        for log, event in enumerate(events):
            if event is not None and log in places:
                found[fact.block_number, fact.tx_index, log] = _bundled(fact, log, event.name)
    for fact in single:
        event = events_of(fact, names)[fact.log_in_receipt]
        if event is None:
            raise ProofError(f"a log of block {fact.block_number} is no event of ours", code="other_event")
        place = (fact.block_number, fact.tx_index, fact.log_in_receipt)
        found[place] = _bundled(fact, fact.log_in_receipt, event.name)
    return [found[place] for place in sorted(found)]


def _bundled(fact: ChainFact, log: int, event: str) -> BundledFact:
    return BundledFact.of(event, replace(fact, log_in_receipt=log))
