"""Whole cases of a court in memory, as bundles: every event proved, evidence beside it, the draw made as on chain."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ledger.domain.bundle import BlockRef, Bundle
from ledger.domain.case_bundle import CaseBundle, make_case_bundle
from ledger.domain.case_evidence import collect, named_files
from ledger.domain.case_facts import names_of, prove
from ledger.domain.case_gather import gather
from ledger.domain.case_parts import BundledReceipt, Presence
from ledger.domain.case_summary import summary_of
from ledger.domain.case_verify import replay_case, used_contracts
from ledger.domain.chain_proof import ChainFact
from ledger.domain.dispute import cause_of
from ledger.domain.events import Event, decode
from ledger.domain.hashing import sha256
from ledger.domain.ids import Address
from ledger.domain.panel import draw_seats
from tests.fakes.blocks import CONTRACTS
from tests.fakes.chain_source import Emitted
from tests.fakes.court import ARBITRATORS, STAKE_SUBJECT, FakeCourt
from tests.fakes.world import CHAIN_ID, NAMES, World, account

ABSENCE = 7
Wanted = Callable[[Event], bool]


class CaseCourt(FakeCourt):
    """A court whose seats are those that its block hashes name, and whose absentees lose stake in the vault.

    Args:
        world: Where it sits.
        unfit: Arbitrators who may not sit.
    """

    def __init__(self, world: World, unfit: tuple[Address, ...] = ()) -> None:
        super().__init__(world)
        self.unfit = unfit

    def draw(self, number: int, *, found: bool = True) -> None:
        """Draw from the seed, as the panel does; `now.roster` begins with the seats."""
        trial = self.now.trials[number]
        assert trial.panel is not None
        block = trial.panel.draw_block
        self.world.chain.mine(blocks=max(0, block + 1 - len(self.world.chain.chain)))
        seed = bytes.fromhex(BlockRef.of(block, self.world.header(block)).hash)
        seats = draw_seats(seed, trial.number, ARBITRATORS, lambda who: who not in self.unfit)
        self.now.roster = [*seats, *(who for who in ARBITRATORS if who not in seats)]
        super().draw(number, found=found)

    def add_file(self, number: int, data: bytes, party: str = "stranger") -> None:
        """Add evidence by its SHA-256, as files are named."""
        now, _ = self._begin()
        args = {"disputeId": number, "party": account(party), "evidenceHash": sha256(data)}
        self._mine(("DisputeCourt", "EvidenceAdded", args), at=now)

    def emit(self, *events: Emitted) -> None:
        """Mine events that the court's machines know nothing of."""
        self._begin()
        self._mine(*events)

    def _mine(self, *events: Emitted, at: int | None = None) -> int:
        whole: list[Emitted] = []
        for event in events:
            if event[1] == "ArbitratorAbsent":
                whole.append(("BondVault", "BondSlashed", _stake_taken(event[2])))
            whole.append(event)
        return super()._mine(*whole, at=at)


def _stake_taken(args: dict[str, Any]) -> dict[str, Any]:
    cause = cause_of(CHAIN_ID, CONTRACTS["PanelArbitrator"], args["disputeId"])
    amounts = {"amount": ABSENCE, "reward": 0, "burned": ABSENCE, "active": 0, "unbonding": 0}
    return {"subject": STAKE_SUBJECT, "beneficiary": args["arbitrator"], "cause": cause, **amounts}


def events(world: World) -> Iterator[tuple[Event, ChainFact]]:
    """Return every event of a world with its proof."""
    for block in world.chain.chain:
        for log in block.found:
            event = decode(log, NAMES)
            if event is not None:
                yield event, world.prove(log.tx_hash, log.log_index)


def case_bundle_of(
    court: CaseCourt,
    number: int = 1,
    *,
    beside: Wanted = lambda _: False,
    draw: bool = False,
    record: Bundle | None = None,
    receipt: BundledReceipt | None = None,
    files: Mapping[bytes, bytes | Presence] | None = None,
) -> CaseBundle:
    """Bundle a case.

    Args:
        court: Where it was heard.
        number: Its number.
        beside: Which events come along besides the case's and its policy.
        draw: Whether the block of the draw comes along.
        record: Bundle of the disputed record.
        receipt: The receipt that the claim stood on.
        files: Evidence by SHA-256, or why it cannot be had; what is not named is missing.
    """
    world, trial = court.world, court.now.trials[number]
    case, found = trial.dispute.case, list(events(world))

    def of_case(event: Event) -> bool:
        return number in (event.args.get("disputeId"), event.args.get("_evidenceGroupID")) and (
            event.contract == "DisputeCourt"
        )

    def of_panel(event: Event) -> bool:
        return event.contract == "PanelArbitrator" and event.args.get("disputeId") == trial.number != 0

    def alone(event: Event) -> bool:
        return (event.name == "PolicyQueued" and event.args["policyId"] == case.policy_id) or beside(event)

    facts = gather(
        [fact for event, fact in found if of_case(event) or of_panel(event)],
        [fact for event, fact in found if alone(event)],
        dispute_id=number,
        chain_id=CHAIN_ID,
        contracts=CONTRACTS,
    )
    proved = prove(facts, names_of(CONTRACTS))
    assert not proved.problems
    replayed = replay_case(proved, number, CHAIN_ID, CONTRACTS)
    held = files or {}
    head = len(world.chain.chain) - 1
    block = trial.panel.draw_block if trial.panel is not None and draw else None
    return make_case_bundle(
        dispute_id=number,
        agent=str(world.agents[case.agent_id].ref),
        as_of=BlockRef.of(head, world.header(head)),
        chain_id=CHAIN_ID,
        contracts={name: CONTRACTS[name] for name in sorted(used_contracts(proved.steps))},
        summary=summary_of(replayed.replay),
        facts=facts,
        draw_block=None if block is None else BlockRef.of(block, world.header(block)),
        record=record,
        receipt=receipt,
        evidence=collect(named_files(replayed.own), lambda digest: held.get(digest, "missing")),
    )
