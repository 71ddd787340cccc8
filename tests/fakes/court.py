"""A court over a world in memory: moved by the pure machines, it emits what the contracts emit, in their order.

Everything that it remembers is kept for each block, so that a fork takes the court back with the chain, and a test
can ask what it was as of any block.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any

from eth_abi.abi import encode as abi_encode

from ledger.domain.authority import Mandate, tools_hash, vote_commitment
from ledger.domain.dispute import (
    CONDUCT,
    NOBODY,
    SERIOUS,
    UPHELD,
    Case,
    Dispute,
    FaultClass,
    Matter,
    RefKind,
    State,
    action_of,
    cause_of,
    matter_of,
    stakes_of,
)
from ledger.domain.hashing import ZERO32, keccak
from ledger.domain.ids import Address
from ledger.domain.panel import DRAW_DELAY, MANY, SEATS, Panel, Phase, next_pay
from ledger.domain.panel_terms import HUMAN
from ledger.domain.policy import Policy, default_policy, fast_policy
from ledger.domain.reputation import PERIOD_SECONDS, Standing
from tests.fakes.blocks import CONTRACTS
from tests.fakes.chain_source import Emitted
from tests.fakes.world import CHAIN_ID, FakeAgent, World, account

COURT, PANEL, MANDATES = (CONTRACTS[name] for name in ("DisputeCourt", "PanelArbitrator", "Mandates"))
FEE, PAY = 30_000, 10_000
REASONS, SALT = keccak(b"reasons"), keccak(b"salt")
STAKE_SUBJECT = bytes(12) + bytes.fromhex(PANEL[2:])
POLICY_KIND = f"(address,{','.join(['uint32'] * 8)},uint96,uint16[4],uint32[4],bytes32)"
EVERYBODY = [account(f"arbitrator {number}") for number in range(24)]
ARBITRATORS = EVERYBODY[:4]
FINE = 7


@dataclass
class Trial:
    """A dispute, its panel, and how often it was a step further."""

    dispute: Dispute
    panel: Panel | None = None
    number: int = 0
    drawn: list[Address] = field(default_factory=list)
    pay: int = PAY
    terms: bytes = b""
    sat: set[Address] = field(default_factory=set)
    earlier: int = 0


@dataclass
class Remembered:
    """What the contracts hold."""

    trials: dict[int, Trial] = field(default_factory=dict)
    panels: int = 0
    matters: dict[bytes, Matter] = field(default_factory=dict)
    bonds: dict[tuple[bytes, Address], tuple[int, int]] = field(default_factory=dict)
    credits: dict[Address, int] = field(default_factory=dict)
    standings: dict[int, Standing] = field(default_factory=dict)
    policies: int = 0
    roster: list[Address] = field(default_factory=list)
    mandates: int = 0


class FakeCourt:
    """A court. Each act mines one block, at the time that it needs.

    Args:
        world: Where it sits.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.now = Remembered()
        self.policies = {1: default_policy(PANEL, 50_000), 2: fast_policy(PANEL, 50_000)}
        self.before: dict[int, Remembered] = {}
        self.models: dict[Address, bytes] = {}  # of those that are no humans

    # -- time -------------------------------------------------------------------------------------------------

    def as_of(self, block: int) -> Remembered:
        """Return what the court was after a block."""
        later = [number for number in self.before if number > block]
        return self.before[min(later)] if later else self.now

    def forked(self) -> None:
        """Forget what the chain has taken back."""
        height = len(self.world.chain.chain) - 1
        self.now = deepcopy(self.as_of(height))
        self.before = {number: state for number, state in self.before.items() if number <= height}

    def _mine(self, *events: Emitted, at: int | None = None) -> int:
        """Mine one block, at a time or 12 s after the last; what was before it is in `before` already."""
        chain = self.world.chain
        seconds = 12 if at is None else max(12, at - chain.time)
        return chain.mine(*events, seconds=seconds, together=True)

    def _begin(self, at: int | None = None) -> tuple[int, int]:
        """Remember what is, and return time and number of the next block."""
        chain = self.world.chain
        number = len(chain.chain)
        self.before[number] = deepcopy(self.now)
        return max(chain.time + 12, at or 0), number

    # -- what stands before any dispute -----------------------------------------------------------------------

    def found(self, arbitrators: int = len(ARBITRATORS)) -> None:
        """Queue the two policies of the deployment and list so many arbitrators."""
        self._begin()
        events: list[Emitted] = []
        for number, policy in self.policies.items():
            events.append(self.queued(number, policy))
        for number, arbitrator in enumerate(EVERYBODY[:arbitrators]):
            events.append(self.listed(number, arbitrator, model=self.models.get(arbitrator, ZERO32)))
        self.now.policies, self.now.roster = 2, EVERYBODY[:arbitrators]
        self._mine(*events)

    def queued(self, number: int, policy: Policy) -> Emitted:
        encoded = abi_encode([POLICY_KIND], [policy.as_tuple()])
        assert keccak(encoded) == policy.hash
        args = {"policyId": number, "policyHash": policy.hash, "proposer": account("deployer")}
        return ("Policies", "PolicyQueued", {**args, "readyAt": 0, "policy": encoded})

    def listed(self, number: int, arbitrator: Address, *, until: int = 1 << 40, model: bytes = ZERO32) -> Emitted:
        args = {"arbitrator": arbitrator, "number": number, "document": keccak(arbitrator.encode())}
        return ("PanelArbitrator", "ArbitratorListed", {**args, "model": model, "validUntil": until, "stake": 10**18})

    def bond(self, agent: FakeAgent, amount: int) -> None:
        """Deposit a bond."""
        self._begin()
        key = (agent.ref.key, agent.owner)
        active, locked = self.now.bonds.get(key, (0, 0))
        self.now.bonds[key] = (active + amount, locked)
        args = {"subject": key[0], "beneficiary": key[1], "from": key[1], "amount": amount}
        self._mine(("BondVault", "BondDeposited", {**args, "active": active + amount}))

    # -- disputes ---------------------------------------------------------------------------------------------

    def open(
        self,
        agent: FakeAgent,
        *,
        fault_class: FaultClass = FaultClass.HARM,
        seq: int = 0,
        policy: int = 1,
        injured: Address = NOBODY,
        claimant: str = "claimant",
        evidence: bytes = b"evidence",
        record: bytes = ZERO32,
        stream: int = 1,
    ) -> int:
        """Open a dispute; return its number."""
        now, block = self._begin()
        terms = self.policies[policy]
        action = action_of(agent.ref.key, agent.epoch, stream, seq, record)
        reopenings = self.now.matters.get(matter_of(action, fault_class), Matter()).reopenings
        active, locked = self.now.bonds.get((agent.ref.key, agent.owner), (0, 0))
        least = terms.deposit << reopenings
        stakes = stakes_of(
            terms, fault_class, value=least + FEE, least=least, fee=FEE, bonded=active, locked=min(locked, active)
        )
        number = len(self.now.trials) + 1
        case = Case(
            number, agent.number, agent.ref.key, agent.owner, account(claimant), injured, action, fault_class,
            keccak(evidence), policy, terms.hash, stakes.deposit, stakes.fee, stakes.slice, stakes.locked, now, block,
        )  # fmt: skip
        self.now.trials[number] = Trial(Dispute.opened(case, terms))
        self._mine(
            *self._lock(case, stakes.locked),
            ("DisputeCourt", "DisputeOpened", opening(case)),
            ("DisputeCourt", "RespondentNotified", {
                "disputeId": number, "liable": case.liable, "agentId": case.agent_id,
                "respondBy": now + terms.response_time, "respondByBlock": block + terms.response_blocks}),
            self._uri(case, case.claimant, keccak(evidence)),
            at=now,
        )  # fmt: skip
        return number

    def respond(self, number: int, *, taken_on: bool = True) -> None:
        """Let the liable account respond, in time or late; the arbitrator takes the dispute on, or will not."""
        now, block = self._begin()
        trial = self.now.trials[number]
        before, case = trial.dispute, trial.dispute.case
        bonded, _ = self._bond(case)
        trial.dispute = before.respond(case.liable, keccak(b"answer"), now=now, bonded=bonded)
        events: list[Emitted] = [
            ("DisputeCourt", "DisputeResponded", {
                "disputeId": number, "respondent": case.liable, "evidenceHash": keccak(b"answer"),
                "late": before.is_default, "arbitrateBy": now + before.policy.arbitration_time}),
            self._uri(case, case.liable, keccak(b"answer")),
        ]  # fmt: skip
        if before.is_default:
            events += self._slash(case, case.fee, 0, {case.claimant: case.fee})
        if taken_on:
            events += self._asked(trial, block)
        else:
            events.append(
                ("DisputeCourt", "ArbitrationPending", {"disputeId": number, "arbitrator": PANEL, "round": 1})
            )
        self._mine(*events, at=now)

    def start_arbitration(self, number: int) -> None:
        """Ask the arbitrator again."""
        now, block = self._begin()
        self._mine(*self._asked(self.now.trials[number], block), at=now)

    def add_evidence(self, number: int, party: str = "stranger", evidence: bytes = b"more") -> None:
        """Add evidence."""
        now, _ = self._begin()
        case = self.now.trials[number].dispute.add_evidence(keccak(evidence)).case
        args = {"disputeId": number, "party": account(party), "evidenceHash": keccak(evidence)}
        self._mine(("DisputeCourt", "EvidenceAdded", args), self._uri(case, account(party), keccak(evidence)), at=now)

    def join(self, number: int, claimant: str, evidence: bytes = b"me too") -> None:
        """Join a claim."""
        now, _ = self._begin()
        trial = self.now.trials[number]
        who, deposit = account(claimant), trial.dispute.policy.deposit
        trial.dispute = trial.dispute.join(
            who, keccak(evidence), deposit=deposit, least=deposit, matter=self.now.matters.get(_matter(trial), Matter())
        )
        args = {"disputeId": number, "claimant": who, "evidenceHash": keccak(evidence), "deposit": deposit}
        joined: Emitted = ("DisputeCourt", "ClaimJoined", args)
        self._mine(joined, self._uri(trial.dispute.case, who, keccak(evidence)), at=now)

    def appeal(self, number: int, who: Address, evidence: bytes = b"appeal") -> None:
        """Appeal: seven others are asked."""
        now, block = self._begin()
        trial = self.now.trials[number]
        before = trial.panel
        assert before is not None
        trial.dispute = trial.dispute.appeal(who, keccak(evidence), now=now)
        policy, case = trial.dispute.policy, trial.dispute.case
        earlier, trial.earlier = (trial.number, trial.terms), trial.number
        self.now.panels += 1
        trial.number, trial.pay = self.now.panels, PAY
        trial.panel = Panel.review(
            trial.number, policy.commit_time, policy.reveal_time, block + DRAW_DELAY, before.ruling
        )
        trial.terms = abi_encode(
            ["uint32", "uint32", "address", "address[]", "uint32", "uint256", "bytes32"],
            [_to_commit(trial), policy.reveal_time, who, trial.dispute.parties, 0, earlier[0], keccak(earlier[1])],
        )
        appealed: Emitted = ("DisputeCourt", "DisputeAppealed", {
            "disputeId": number, "appellant": who, "evidenceHash": keccak(evidence), "round": 2,
            "arbitrateBy": now + policy.arbitration_time})  # fmt: skip
        self._mine(appealed, self._uri(case, who, keccak(evidence)), *self._taken_on(trial, MANY * PAY), at=now)

    def end_by_proof(self, number: int) -> None:
        """End a dispute by a proof of its fault."""
        now, _ = self._begin()
        trial = self.now.trials[number]
        key = _matter(trial)
        before = replace(self.now.matters.get(key, Matter()), proved=True)
        trial.dispute, self.now.matters[key] = trial.dispute.end_by_proof(before, now=now)
        fault = keccak(b"fault")
        punished: Emitted = ("FaultProver", "MatterPunished", {"matter": key, "faultKey": fault})
        args = {"disputeId": number, "faultKey": fault, "caller": account("prover")}
        self._mine(punished, ("DisputeCourt", "DisputeEndedByProof", args), self._finalized(trial), at=now)

    def default(self, number: int) -> None:
        """Let the time to respond pass and enter the default."""
        trial = self.now.trials[number]
        case, policy = trial.dispute.case, trial.dispute.policy
        self.world.chain.mine(blocks=max(0, case.opened_block + policy.response_blocks - len(self.world.chain.chain)))
        now, block = self._begin(case.opened_at + policy.response_time)
        trial = self.now.trials[number]
        trial.dispute = trial.dispute.default_judgment(now=now, block=block)
        args = {"disputeId": number, "caller": account("stranger"), "provisionalUntil": now + policy.appeal_time}
        self._mine(("DisputeCourt", "DefaultEntered", args), at=now)

    def withdraw(self, number: int) -> None:
        """Give the claim up."""
        now, _ = self._begin()
        trial = self.now.trials[number]
        key, claimant = _matter(trial), trial.dispute.case.claimant
        before = self.now.matters.get(key, Matter())
        trial.dispute, self.now.matters[key] = trial.dispute.withdraw(claimant, before, now=now)
        given_up: Emitted = ("DisputeCourt", "ClaimWithdrawn", {"disputeId": number, "claimant": claimant})
        self._mine(given_up, self._finalized(trial), at=now)

    def concede(self, number: int) -> None:
        """Let the liable account concede."""
        now, _ = self._begin()
        trial = self.now.trials[number]
        liable = trial.dispute.case.liable
        trial.dispute = trial.dispute.concede(liable, now=now)
        until = now + trial.dispute.policy.appeal_time
        args = {"disputeId": number, "liable": liable, "provisionalUntil": until}
        self._mine(("DisputeCourt", "DisputeConceded", args), at=now)

    def timeout(self, number: int, told: int = 0) -> None:
        """Stop waiting for the arbitrator."""
        now, _ = self._begin(self.now.trials[number].dispute.due)
        trial = self.now.trials[number]
        key = _matter(trial)
        matter = self.now.matters.get(key, Matter())
        trial.dispute, self.now.matters[key] = trial.dispute.arbitrator_timeout(matter, now=now, told=told)
        self._mine(self._finalized(trial), at=now)

    def finalize(self, number: int) -> None:
        """Let the time to appeal pass and make the ruling final."""
        now, _ = self._begin(self.now.trials[number].dispute.due)
        trial = self.now.trials[number]
        key = _matter(trial)
        trial.dispute, self.now.matters[key] = trial.dispute.finalize(self.now.matters.get(key, Matter()), now=now)
        self._mine(self._finalized(trial), at=now)

    def execute(self, number: int) -> None:
        """Execute the ruling."""
        now, _ = self._begin()
        trial = self.now.trials[number]
        case = trial.dispute.case
        bonded, _ = self._bond(case)
        final = trial.dispute
        trial.dispute, paid = final.execute(now=now, bonded=bonded)
        executed: Emitted = ("DisputeCourt", "DisputeExecuted", {
            "disputeId": number, "agentId": case.agent_id, "ruling": final.ruling, "slashed": paid.slashed,
            "toClaimant": paid.to_claimant, "toInjured": paid.to_injured, "toLiable": paid.to_liable,
            "burned": paid.burned})  # fmt: skip
        paid_to = {case.claimant: paid.to_claimant, case.injured: paid.to_injured, case.liable: paid.to_liable}
        if final.ruling == UPHELD:
            events = [*self._unlock(case), *self._slash(case, paid.slashed, paid.burned, paid_to), executed]
        else:
            events = [executed, *self._unlock(case), *self._credits(case, paid_to)]
        events += self._settle_joins(final)
        if final.punishes:
            events.append(self._standing(case, final.policy.weights[case.fault_class], now))
        self._mine(*events, at=now)

    def _settle_joins(self, final: Dispute) -> list[Emitted]:
        events: list[Emitted] = []
        to_liable = 0
        for paid in final.join_payouts():
            events.append(("DisputeCourt", "JoinSettled", {
                "disputeId": final.case.dispute_id, "claimant": paid.claimant, "toClaimant": paid.to_claimant,
                "toLiable": paid.to_liable, "burned": paid.burned}))  # fmt: skip
            events += self._credits(final.case, {paid.claimant: paid.to_claimant})
            to_liable += paid.to_liable
        return [*events, *self._credits(final.case, {final.case.liable: to_liable})]

    # -- panels -----------------------------------------------------------------------------------------------

    def seats_for(self, trial: Trial) -> list[Address]:
        """Return who is drawn next: nobody twice."""
        assert trial.panel is not None
        taken = {*trial.sat, *trial.panel.ballots}
        free = [who for who in self.now.roster if who not in taken]
        return free[: trial.panel.seats]

    def draw(self, number: int, *, found: bool = True) -> None:
        """Draw the seats, or arm again, or give up."""
        trial = self.now.trials[number]
        assert trial.panel is not None
        self.world.chain.mine(blocks=max(0, trial.panel.draw_block + 1 - len(self.world.chain.chain)))
        now, block = self._begin()
        trial = self.now.trials[number]
        before = trial.panel
        assert before is not None
        seats = self.seats_for(trial) if found else []
        trial.panel = before.drawn(seats, now=now, block=block)
        until = {"commitUntil": trial.panel.commit_until, "revealUntil": trial.panel.reveal_until}
        if trial.panel.phase is Phase.VOTING:
            trial.drawn = seats
            trial.sat |= set(seats)
            if len(seats) == SEATS and trial.panel.round == 1:
                named = dict(zip(("first", "second", "third"), seats, strict=True))
                event: list[Emitted] = [
                    ("PanelArbitrator", "PanelDrawn", {"disputeId": trial.number, **named, **until})
                ]
            else:
                seated = {"disputeId": trial.number, "round": trial.panel.round, "seats": seats}
                event = [("PanelArbitrator", "PanelSeated", seated | until)]
        elif trial.panel.phase is Phase.ARMED:
            event = [self._armed(trial)]
        else:
            unfilled = {"disputeId": trial.number, "round": before.round, "seats": before.seats}
            event = [
                ("PanelArbitrator", "SeatsUnfilled", unfilled | {"ruling": trial.panel.ruling}),
                *self._concluded(trial, now, returned=before.seats * trial.pay),
            ]
        self._mine(*event, at=now)

    def recuse(self, number: int, seat: int, party: Address, *, replaced: bool = True) -> None:
        """Show a receipt between a seat and a party: another sits instead, or nobody."""
        now, _ = self._begin()
        trial = self.now.trials[number]
        assert trial.panel is not None
        lost = trial.drawn[seat]
        free = [who for who in self.now.roster if who not in {*trial.sat, *trial.panel.ballots}]
        instead = free[0] if replaced else None
        trial.panel = trial.panel.recuse(lost, instead, now=now)
        cause = cause_of(CHAIN_ID, PANEL, trial.number)
        events: list[Emitted] = [("PanelArbitrator", "SeatRecused", {
            "disputeId": trial.number, "arbitrator": lost, "party": party, "replacement": instead or NOBODY,
            "action": keccak(b"deal")})]  # fmt: skip
        if instead is None:
            trial.drawn.pop(seat)
            events.append(self._credit(self._payer(trial), trial.pay, cause))
        else:
            trial.drawn[seat] = instead
            trial.sat.add(instead)
        self._mine(*events, at=now)

    def leak(self, number: int, seat: int, vote: int = UPHELD) -> None:
        """Show a seat's vote too early."""
        now, _ = self._begin()
        trial = self.now.trials[number]
        assert trial.panel is not None
        who, reporter = trial.drawn[seat], account("reporter")
        trial.panel = trial.panel.leak(who, self.commitment(trial, who, vote), now=now)
        cause = cause_of(CHAIN_ID, PANEL, trial.number)
        self._mine(
            *self._stake_slash(trial, who, 10, 5),
            self._credit(reporter, 5, cause),
            ("PanelArbitrator", "VoteLeaked", {
                "disputeId": trial.number, "arbitrator": who, "reporter": reporter, "vote": vote,
                "reasonsHash": REASONS, "salt": SALT, "slashed": 10}),
            at=now,
        )  # fmt: skip

    def commit(self, number: int, seat: int, vote: int = UPHELD) -> None:
        """Let a seat commit to a vote."""
        now, _ = self._begin()
        trial = self.now.trials[number]
        assert trial.panel is not None
        who = self._at(trial, seat)
        commitment = self.commitment(trial, who, vote)
        trial.panel = trial.panel.commit(who, commitment, now=now)
        self._mine(("PanelArbitrator", "VoteCommitted", {
            "disputeId": trial.number, "arbitrator": who, "commitment": commitment,
            "commits": trial.panel.commits}), at=now)  # fmt: skip

    def reveal(self, number: int, seat: int, vote: int = UPHELD) -> None:
        """Let a seat reveal its vote, once it may."""
        trial = self.now.trials[number]
        assert trial.panel is not None
        now, _ = self._begin(None if trial.panel.commits == trial.panel.seats else trial.panel.commit_until)
        trial = self.now.trials[number]
        panel, who = trial.panel, self._at(trial, seat)
        assert panel is not None
        trial.panel = panel.reveal(who, vote, REASONS, self.commitment(trial, who, vote), now=now)
        cause = cause_of(CHAIN_ID, PANEL, trial.number)
        told = {"disputeId": trial.number, "arbitrator": who, "vote": vote, "reasonsHash": REASONS, "salt": SALT}
        counted = {"reveals": len(trial.panel.votes), "paid": trial.pay}
        paid = [self._credit(who, trial.pay, cause)] if trial.pay else []
        model = self.models.get(who)
        named = [("PanelArbitrator", "ModelVoted", {"disputeId": trial.number, "arbitrator": who, "model": model})]
        self._mine(("PanelArbitrator", "VoteRevealed", told | counted), *(named if model else []), *paid, at=now)

    def conclude(self, number: int) -> None:
        """Count the votes, once it may be done; the panel rules."""
        trial = self.now.trials[number]
        panel = trial.panel
        assert panel is not None
        revealed = len(panel.votes)
        due = 0 if revealed == panel.seats else panel.commit_until if revealed == panel.commits else panel.reveal_until
        now, block = self._begin(due)
        trial = self.now.trials[number]
        before = trial.panel
        assert before is not None
        absent, unspent = before.absent, len(before.absent) * trial.pay
        trial.panel = before.conclude(absent, now=now, block=block)
        if trial.panel.phase is Phase.ARMED:
            self._mine(*self._undecided(trial, before, absent, unspent), at=now)
            return
        events = [event for seat in absent for event in self._absence(trial, before, seat, 0)]
        self._mine(*events, *self._concluded(trial, now, burned=unspent), at=now)

    def _undecided(self, trial: Trial, before: Panel, absent: list[Address], unspent: int) -> list[Emitted]:
        """Fine who stayed away, as far as the next seats' pay is not there yet, and arm for others."""
        assert trial.panel is not None
        seats, fined, events = trial.panel.seats, 0, list[Emitted]()
        for seat in absent:
            fee = 0 if before.ballots[seat].name == "LEAKED" else min(FINE, max(0, seats * PAY - unspent - fined))
            events += self._absence(trial, before, seat, fee)
            fined += fee
        trial.pay, burned = next_pay(seats, unspent=unspent, fined=fined, seat_fee=PAY)
        votes = {name: before.votes.count(vote) for vote, name in enumerate(("refused", "upheld", "dismissed"))}
        told = {"disputeId": trial.number, "round": before.round, "nextSeats": seats, "pay": trial.pay}
        return [*events, ("PanelArbitrator", "PanelUndecided", told | votes | {"burned": burned}), self._armed(trial)]

    def _at(self, trial: Trial, seat: int) -> Address:
        return trial.drawn[seat] if seat < len(trial.drawn) else self.now.roster[seat]

    def _payer(self, trial: Trial) -> Address:
        dispute = trial.dispute
        if dispute.round == 2:
            return dispute.appellant
        return dispute.case.liable if dispute.fee_repaid else dispute.case.claimant

    def commitment(self, trial: Trial, who: Address, vote: int) -> bytes:
        return vote_commitment(
            chain_id=CHAIN_ID, panel=PANEL, dispute_id=trial.number, arbitrator=who, vote=vote,
            reasons_hash=REASONS, salt=SALT, round_=1 if trial.panel is None else trial.panel.round,
        )  # fmt: skip

    def judge(self, number: int, *votes: int) -> None:
        """Let a panel judge from the draw to the ruling; a vote of -1 is an absence."""
        self.draw(number)
        cast = [(seat, vote) for seat, vote in enumerate(votes) if vote >= 0]
        for seat, vote in cast:
            self.commit(number, seat, vote)
        for seat, vote in cast:
            self.reveal(number, seat, vote)
        self.conclude(number)

    # -- mandates ---------------------------------------------------------------------------------------------

    def grant(self, agent: FakeAgent, principal: str = "principal", cap: int = 100) -> Mandate:
        """Grant a mandate."""
        now, _ = self._begin()
        self.now.mandates += 1
        salt = keccak(b"salt" + bytes([self.now.mandates]))
        mandate = Mandate(account(principal), agent.number, cap, now + 1000, tools_hash([keccak(b"pay")]), salt)
        self._mine(("Mandates", "MandateGranted", {
            "mandateId": mandate.id(CHAIN_ID, MANDATES), "agentId": agent.number, "principal": mandate.principal,
            "cap": cap, "expiry": mandate.expiry, "tools": mandate.tools, "salt": salt}), at=now)  # fmt: skip
        return mandate

    def revoke(self, mandate: Mandate) -> None:
        """Revoke a mandate."""
        now, _ = self._begin()
        args = {"mandateId": mandate.id(CHAIN_ID, MANDATES), "principal": mandate.principal}
        self._mine(("Mandates", "MandateRevoked", args), at=now)

    # -- events -----------------------------------------------------------------------------------------------

    def _bond(self, case: Case) -> tuple[int, int]:
        return self.now.bonds.get((case.subject, case.liable), (0, 0))

    def _lock(self, case: Case, amount: int) -> list[Emitted]:
        if amount == 0:
            return []
        active, locked = self._bond(case)
        self.now.bonds[case.subject, case.liable] = (active, locked + amount)
        return [("BondVault", "BondLocked", {
            "subject": case.subject, "beneficiary": case.liable, "court": COURT, "amount": amount,
            "locked": locked + amount})]  # fmt: skip

    def _unlock(self, case: Case) -> list[Emitted]:
        if case.locked == 0:
            return []
        active, locked = self._bond(case)
        self.now.bonds[case.subject, case.liable] = (active, locked - case.locked)
        return [("BondVault", "BondUnlocked", {
            "subject": case.subject, "beneficiary": case.liable, "court": COURT, "amount": case.locked,
            "locked": locked - case.locked})]  # fmt: skip

    def _slash(self, case: Case, taken: int, burned: int, paid_to: dict[Address, int]) -> list[Emitted]:
        active, locked = self._bond(case)
        self.now.bonds[case.subject, case.liable] = (active - taken, locked)
        events: list[Emitted] = []
        if taken:
            events.append(("BondVault", "BondSlashed", {
                "subject": case.subject, "beneficiary": case.liable, "cause": self.cause(case), "amount": taken,
                "reward": taken - burned, "burned": burned, "active": active - taken,
                "unbonding": 0}))  # fmt: skip
        return [*events, *self._credits(case, paid_to)]

    def _credits(self, case: Case, paid_to: dict[Address, int]) -> list[Emitted]:
        cause = self.cause(case)
        return [self._credit(who, amount, cause) for who, amount in paid_to.items() if amount]

    def _credit(self, who: Address, amount: int, cause: bytes) -> Emitted:
        self.now.credits[who] = self.now.credits.get(who, 0) + amount
        args = {"account": who, "cause": cause, "amount": amount, "balance": self.now.credits[who]}
        return ("BondVault", "CreditAdded", args)

    def _standing(self, case: Case, weight: int, now: int) -> Emitted:
        period = now // PERIOD_SECONDS
        after = self.now.standings.get(case.agent_id, Standing(period=period)).add(period, 0, weight)
        self.now.standings[case.agent_id] = after
        return ("Standing", "StandingChanged", {
            "agentId": case.agent_id, "context": ZERO32, "dimension": CONDUCT, "cause": self.cause(case),
            "addedPositive": 0, "addedNegative": weight, "positive": after.positive, "negative": after.negative,
            "count": after.count, "period": after.period})  # fmt: skip

    def cause(self, case: Case) -> bytes:
        return cause_of(CHAIN_ID, COURT, case.dispute_id)

    def _uri(self, case: Case, party: Address, evidence: bytes) -> Emitted:
        return ("DisputeCourt", "Evidence", {
            "_arbitrator": PANEL, "_evidenceGroupID": case.dispute_id, "_party": party,
            "_evidence": f"ombud:sha256:{evidence.hex()}"})  # fmt: skip

    def _asked(self, trial: Trial, block: int) -> list[Emitted]:
        trial.dispute = trial.dispute.asked()
        policy, case = trial.dispute.policy, trial.dispute.case
        self.now.panels += 1
        trial.number = self.now.panels
        trial.panel = Panel(trial.number, policy.commit_time, policy.reveal_time, block + DRAW_DELAY)
        payer = case.liable if trial.dispute.fee_repaid else case.claimant
        trial.terms = abi_encode(
            ["uint32", "uint32", "address", "address[]"],
            [_to_commit(trial), policy.reveal_time, payer, trial.dispute.parties],
        )
        return self._taken_on(trial, case.fee)

    def _taken_on(self, trial: Trial, fee: int) -> list[Emitted]:
        case, who = trial.dispute.case, {"_arbitrator": PANEL, "_disputeID": trial.number}
        return [
            ("PanelArbitrator", "DisputeCreation", {"_disputeID": trial.number, "_arbitrable": COURT}),
            self._armed(trial),
            ("DisputeCourt", "Dispute", {
                **who, "_metaEvidenceID": case.policy_id, "_evidenceGroupID": case.dispute_id}),
            ("DisputeCourt", "ArbitrationStarted", {
                "disputeId": case.dispute_id, "arbitrator": PANEL, "arbitratorDisputeId": trial.number,
                "round": trial.dispute.round, "fee": fee}),
        ]  # fmt: skip

    def _armed(self, trial: Trial) -> Emitted:
        assert trial.panel is not None
        return ("PanelArbitrator", "PanelArmed", {
            "disputeId": trial.number, "arbitrable": COURT, "drawBlock": trial.panel.draw_block,
            "arms": trial.panel.arms, "roster": len(self.now.roster), "terms": trial.terms})  # fmt: skip

    def _concluded(self, trial: Trial, now: int, *, returned: int = 0, burned: int = 0) -> list[Emitted]:
        panel, before = trial.panel, trial.dispute
        assert panel is not None
        trial.dispute = before.rule(panel.ruling, now=now)
        number = before.case.dispute_id
        done: dict[str, Any] = {
            "disputeId": trial.number, "arbitrable": COURT, "ruling": panel.ruling, "refused": panel.votes.count(0),
            "upheld": panel.votes.count(1), "dismissed": panel.votes.count(2), "returned": returned,
            "burned": burned}  # fmt: skip
        events: list[Emitted] = [("PanelArbitrator", "PanelConcluded", done)]
        if panel.reviews:
            reviewed = {"disputeId": trial.number, "earlierId": trial.earlier, "earlierRuling": panel.prior}
            events.append(("PanelArbitrator", "RulingReviewed", reviewed | {"ruling": panel.ruling}))
        if returned:
            events.append(self._credit(self._payer(trial), returned, cause_of(CHAIN_ID, PANEL, trial.number)))
        heard = {"_arbitrator": PANEL, "_disputeID": trial.number, "_ruling": panel.ruling}
        events.append(("DisputeCourt", "Ruling", heard))
        if trial.dispute is before:
            said = {"disputeId": number, "arbitrator": PANEL, "ruling": panel.ruling}
            return [*events, ("DisputeCourt", "LateRuling", said)]
        given = {"disputeId": number, "arbitrator": PANEL, "ruling": panel.ruling, "round": before.round}
        return [*events, ("DisputeCourt", "RulingGiven", given | {"givenAt": now})]

    def _stake_slash(self, trial: Trial, who: Address, amount: int, reward: int) -> list[Emitted]:
        if amount == 0:
            return []
        return [("BondVault", "BondSlashed", {
            "subject": STAKE_SUBJECT, "beneficiary": who, "cause": cause_of(CHAIN_ID, PANEL, trial.number),
            "amount": amount, "reward": reward, "burned": amount - reward, "active": 10**18 - amount,
            "unbonding": 0})]  # fmt: skip

    def _absence(self, trial: Trial, before: Panel, seat: Address, fee: int) -> list[Emitted]:
        """Fine a seat that stayed away; a leak was paid for. Up to `fee` of it pays the next seats."""
        fine = 0 if before.ballots[seat].name == "LEAKED" else FINE
        cause = cause_of(CHAIN_ID, PANEL, trial.number)
        return [
            *self._stake_slash(trial, seat, fine, fee),
            *([self._credit(PANEL, fee, cause)] if fee else []),
            ("PanelArbitrator", "ArbitratorAbsent", {"disputeId": trial.number, "arbitrator": seat, "slashed": fine}),
        ]

    def _finalized(self, trial: Trial) -> Emitted:
        dispute, key = trial.dispute, _matter(trial)
        matter = self.now.matters[key]
        return ("DisputeCourt", "DisputeFinalized", {
            "disputeId": dispute.case.dispute_id, "ruling": dispute.ruling, "basis": int(dispute.basis),
            "punishes": dispute.punishes, "matter": key, "reopenings": matter.reopenings,
            "openUntil": matter.open_until})  # fmt: skip

    # -- any history ------------------------------------------------------------------------------------------

    def move(self, turn: int) -> None:
        """Do one thing that can be done to some dispute now; nothing if there is none."""
        running = [n for n, trial in self.now.trials.items() if trial.dispute.state is not State.EXECUTED]
        if not running:
            return
        number = running[turn % len(running)]
        acts = self._acts(number, turn)
        acts[turn // 3 % len(acts)]()

    def _answers(self, number: int, trial: Trial, soon: int) -> list[Any]:
        """Return what undoes a ruling that is provisional: a late response, or an appeal of who lost."""
        dispute = trial.dispute
        if dispute.is_default and soon < dispute.due and self._bond(dispute.case)[0] >= FEE:
            return [lambda: self.respond(number)]
        if dispute.basis.name != "MERITS" or dispute.round != 1 or soon >= dispute.due:
            return []
        loser = dispute.case.claimant if dispute.ruling == 2 else dispute.case.liable
        return [lambda: self.appeal(number, loser)]

    def _acts(self, number: int, turn: int) -> list[Any]:
        trial = self.now.trials[number]
        dispute, panel = trial.dispute, trial.panel
        soon = self.world.chain.time + 12
        if dispute.state is State.OPEN:
            return [
                lambda: self.respond(number),
                lambda: self.respond(number, taken_on=False),
                lambda: self.default(number),
                lambda: self.add_evidence(number),
                *([lambda: self.join(number, f"joiner {turn} {len(dispute.joins)}")] if len(dispute.joins) < 2 else []),
            ]
        if dispute.state is State.PROVISIONAL:
            return [lambda: self.finalize(number), *self._answers(number, trial, soon)]
        voting = panel is not None and panel.phase is Phase.VOTING
        if dispute.state is State.FINAL:
            return [lambda: self.execute(number), *([lambda: self.conclude(number)] if voting else [])]
        if dispute.pending or panel is None:
            return [lambda: self.start_arbitration(number), lambda: self.timeout(number)]
        if panel.phase is Phase.ARMED:
            return [
                lambda: self.draw(number),
                lambda: self.draw(number, found=turn % 2 == 0),
                lambda: self.timeout(number),
            ]
        ways = [lambda: self.conclude(number), lambda: self.timeout(number)]
        absent = [(seat, who) for seat, who in enumerate(trial.drawn) if who in panel.absent]
        waiting = [seat for seat, who in absent if who not in panel.commitments]
        sealed = [seat for seat, who in absent if who in panel.commitments]
        reveal_at = soon if panel.commits == panel.seats else max(soon, panel.commit_until)
        if waiting and soon < panel.commit_until:
            ways += [lambda: self.commit(number, waiting[0], waiting[0] % 3)] * 3
        if sealed and reveal_at < panel.reveal_until:
            ways += [lambda: self.reveal(number, sealed[0], sealed[0] % 3)] * 3
        return ways


def opening(case: Case) -> dict[str, Any]:
    """Return the arguments of the event that opens a dispute."""
    return {
        "disputeId": case.dispute_id,
        "agentId": case.agent_id,
        "claimant": case.claimant,
        "subject": case.subject,
        "liable": case.liable,
        "injured": case.injured,
        "action": case.action,
        "faultClass": int(case.fault_class),
        "refKind": int(RefKind.RECEIPT),
        "evidenceHash": case.evidence_hash,
        "policyId": case.policy_id,
        "policyHash": case.policy_hash,
        "deposit": case.deposit,
        "fee": case.fee,
        "slice": case.slice,
        "locked": case.locked,
        "openedAt": case.opened_at,
        "openedBlock": case.opened_block,
    }


def _to_commit(trial: Trial) -> int:
    """Return the time to commit as terms have it."""
    human = HUMAN if trial.dispute.case.fault_class in SERIOUS else 0
    return trial.dispute.policy.commit_time | human


def _matter(trial: Trial) -> bytes:
    return matter_of(trial.dispute.case.action, trial.dispute.case.fault_class)
