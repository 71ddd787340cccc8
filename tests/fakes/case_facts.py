"""Whole cases of a court in memory, as bundles: every event proved, evidence beside it, the draw made as on chain."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from ledger.domain.bundle import (
    BlockRef,
    Bundle,
    BundledAnchor,
    BundledFact,
    Subject,
    bundle_segment,
    make_bundle,
)
from ledger.domain.case.bundle import CaseBundle, make_case_bundle
from ledger.domain.case.draw import named_numbers
from ledger.domain.case.evidence import collect, named_files
from ledger.domain.case.facts import names_of, prove
from ledger.domain.case.gather import gather
from ledger.domain.case.parts import BundledReceipt, Presence
from ledger.domain.case.summary import summary_of
from ledger.domain.case.verify import replay_case, used_contracts
from ledger.domain.chain_proof import ChainFact
from ledger.domain.dispute import SERIOUS
from ledger.domain.entry import SignedSegment
from ledger.domain.events import Event, decode
from ledger.domain.hashing import sha256
from ledger.domain.ids import Address
from ledger.domain.panel import draw_seats
from tests.fakes.blocks import CONTRACTS
from tests.fakes.chain_source import Emitted
from tests.fakes.court import EVERYBODY, FakeCourt, Trial
from tests.fakes.world import CHAIN_ID, NAMES, FakeAgent, World, account

Wanted = Callable[[Event], bool]
Forgery = Callable[[Emitted], list[Emitted]]


class CaseCourt(FakeCourt):
    """A court whose seats are those that its block hashes name, and that may be made to lie.

    Args:
        world: Where it sits.
        unfit: Arbitrators who may not sit.
    """

    def __init__(self, world: World, unfit: tuple[Address, ...] = ()) -> None:
        super().__init__(world)
        self.unfit = unfit
        self.forge: Mapping[str, Forgery] = {}
        """What to make of events by name: a court that lies. Returns what is emitted in their place."""

    def seats_for(self, trial: Trial) -> list[Address]:
        """Draw from the seed, as the panel does."""
        assert trial.panel is not None
        seed = bytes.fromhex(BlockRef.of(trial.panel.draw_block, self.world.header(trial.panel.draw_block)).hash)
        out = {*self.unfit, *trial.sat, *trial.panel.ballots}
        serious = trial.dispute.case.fault_class in SERIOUS
        return draw_seats(
            seed, trial.number, self.now.roster, lambda who: who not in out, trial.panel.seats,
            is_human=(lambda who: who not in self.models) if serious else None,
        )  # fmt: skip

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
        forged = [new for event in events for new in self.forge.get(event[1], lambda told: [told])(event)]
        return super()._mine(*forged, at=at)


def telling(**values: object) -> Forgery:
    """Return a forgery that changes values of an event."""
    return lambda event: [(event[0], event[1], event[2] | values)]


def nothing(_: Emitted) -> list[Emitted]:
    """Emit nothing in an event's place."""
    return []


def events(world: World) -> Iterator[Event]:
    """Return every event of a world, in order."""
    for block in world.chain.chain:
        for log in block.found:
            event = decode(log, NAMES)
            if event is not None:
                yield event


def proof(world: World, event: Event) -> ChainFact:
    """Prove an event of a world."""
    return world.prove(event.log.tx_hash, event.log.log_index)


def _named(world: World, panel_number: int, seats: Sequence[Address], block: int, roster: int) -> list[int]:
    seed = bytes.fromhex(BlockRef.of(block, world.header(block)).hash)
    listed = dict(enumerate(EVERYBODY[:roster]))
    return named_numbers(seed, panel_number, roster, listed, seats, len(seats))


def _draws(found: list[Event], panels: set[int]) -> Iterator[tuple[int, list[Address], int]]:
    """Yield the draws of panels: number, seats in order, and the block that drew."""
    block = 0
    for event in found:
        if event.contract == "PanelArbitrator" and event.args.get("disputeId") in panels:
            if event.name == "PanelArmed":
                block = event.args["drawBlock"]
            elif event.name == "PanelDrawn":
                yield event.args["disputeId"], [event.args[name] for name in ("first", "second", "third")], block
            elif event.name == "PanelSeated":
                yield event.args["disputeId"], event.args["seats"], block


def record_bundle_of(world: World, agent: FakeAgent, log: bytes, segment: SignedSegment, position: int) -> Bundle:
    """Log a segment of an agent, anchor it, and bundle one of its records."""
    kept = world.logs[log]
    kept.append(segment)
    world.anchor(log)
    size, leaf, index = len(kept.leaves), len(kept.leaves) - 1, world.anchored[log] - 1

    def matters(event: Event) -> bool:
        args = event.args
        own = event.name == "KeyRegistered" and args["agentId"] == agent.number
        return own or (args.get("logId") == log and args.get("index", index) == index)

    return make_bundle(
        subject=Subject(kind="record", agent=str(agent.ref), id=segment.record_ids()[position].hex()),
        as_of=BlockRef.of(0, world.header(0)),
        chain_id=CHAIN_ID,
        contracts=CONTRACTS,
        segments=[
            bundle_segment(
                log=log, leaf_index=leaf, segment=segment, log_path=kept.inclusion_path(leaf, size),
                positions=[position],
            )
        ],
        anchors=[BundledAnchor(log=log.hex(), index=index, size=size, root=kept.root(size).hex(), note=None)],
        facts=[BundledFact.of(event.name, proof(world, event)) for event in events(world) if matters(event)],
    )  # fmt: skip


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
    case, found, head = trial.dispute.case, list(events(world)), len(court.world.chain.chain) - 1
    panels = {trial.number, trial.earlier} - {0}
    drawn = list(_draws(found, panels)) if draw else []
    roster = len(court.now.roster)
    named = {place for panel, seats, block in drawn for place in _named(world, panel, seats, block, roster)}

    def of_case(event: Event) -> bool:
        return number in (event.args.get("disputeId"), event.args.get("_evidenceGroupID")) and (
            event.contract == "DisputeCourt"
        )

    def of_panel(event: Event) -> bool:
        return event.contract == "PanelArbitrator" and event.args.get("disputeId") in panels

    def alone(event: Event) -> bool:
        return (
            (event.name == "PolicyQueued" and event.args["policyId"] == case.policy_id)
            or (event.name == "ArbitratorListed" and event.args["number"] in named)
            or beside(event)
        )

    transactions = {event.log.tx_hash: event for event in found if of_case(event) or of_panel(event)}
    facts = gather(
        [proof(world, event) for event in transactions.values()],
        [proof(world, event) for event in found if alone(event)],
        dispute_id=number,
        chain_id=CHAIN_ID,
        contracts=CONTRACTS,
    )
    proved = prove(facts, names_of(CONTRACTS))
    assert not proved.problems
    replayed = replay_case(proved, number, CHAIN_ID, CONTRACTS)
    held, as_of = files or {}, BlockRef.of(head, world.header(head))
    blocks = [BlockRef.of(block, world.header(block)) for _, _, block in drawn]
    return make_case_bundle(
        dispute_id=number,
        agent=str(world.agents[case.agent_id].ref),
        as_of=as_of,
        chain_id=CHAIN_ID,
        contracts={name: CONTRACTS[name] for name in sorted(used_contracts(proved.steps))},
        summary=summary_of(replayed.replay),
        facts=facts,
        draw_block=blocks[0] if blocks else None,
        more_draws=blocks[1:],
        record=None if record is None else replace(record, as_of=as_of),
        receipt=receipt,
        evidence=collect(named_files(replayed.own), lambda digest: held.get(digest, "missing")),
    )
