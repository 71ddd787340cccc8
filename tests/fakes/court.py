"""A court over a world in memory: moved by the pure machines, it emits what the contracts emit, in their order.

Everything that it remembers is kept for each block, so that a fork takes the court back with the chain, and a test
can ask what it was as of any block.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from eth_abi.abi import encode as abi_encode

from ledger.domain.authority import Mandate, tools_hash, vote_commitment
from ledger.domain.dispute import (
    CONDUCT,
    NOBODY,
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
from ledger.domain.panel import DRAW_DELAY, SEATS, Panel, Phase
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
ARBITRATORS = [account(f"arbitrator {number}") for number in range(4)]


@dataclass
class Trial:
    """A dispute, its panel, and how often it was a step further."""

    dispute: Dispute
    panel: Panel | None = None
    number: int = 0


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

    def found(self) -> None:
        """Queue the two policies of the deployment and list the arbitrators."""
        self._begin()
        events: list[Emitted] = []
        for number, policy in self.policies.items():
            events.append(self.queued(number, policy))
        for number, arbitrator in enumerate(ARBITRATORS):
            events.append(self.listed(number, arbitrator))
        self.now.policies, self.now.roster = 2, list(ARBITRATORS)
        self._mine(*events)

    def queued(self, number: int, policy: Policy) -> Emitted:
        encoded = abi_encode([POLICY_KIND], [policy.as_tuple()])
        assert keccak(encoded) == policy.hash
        args = {"policyId": number, "policyHash": policy.hash, "proposer": account("deployer")}
        return ("Policies", "PolicyQueued", {**args, "readyAt": 0, "policy": encoded})

    def listed(self, number: int, arbitrator: Address, *, until: int = 1 << 40) -> Emitted:
        args = {"arbitrator": arbitrator, "number": number, "document": keccak(arbitrator.encode())}
        return ("PanelArbitrator", "ArbitratorListed", {**args, "validUntil": until, "stake": 10**18})

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
    ) -> int:
        """Open a dispute; return its number."""
        now, block = self._begin()
        terms = self.policies[policy]
        action = action_of(agent.ref.key, agent.epoch, 1, seq, record)
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
        if final.punishes:
            events.append(self._standing(case, final.policy.weights[case.fault_class], now))
        self._mine(*events, at=now)

    # -- panels -----------------------------------------------------------------------------------------------

    def draw(self, number: int, *, found: bool = True) -> None:
        """Draw three seats, or arm again, or give up."""
        trial = self.now.trials[number]
        assert trial.panel is not None
        self.world.chain.mine(blocks=max(0, trial.panel.draw_block + 1 - len(self.world.chain.chain)))
        now, block = self._begin()
        trial = self.now.trials[number]
        before = trial.panel
        assert before is not None
        seats = self.now.roster[:SEATS] if found else []
        trial.panel = before.drawn(seats, now=now, block=block)
        if trial.panel.phase is Phase.VOTING:
            event: list[Emitted] = [("PanelArbitrator", "PanelDrawn", {
                "disputeId": trial.number, "first": seats[0], "second": seats[1], "third": seats[2],
                "commitUntil": trial.panel.commit_until, "revealUntil": trial.panel.reveal_until})]  # fmt: skip
        elif trial.panel.phase is Phase.ARMED:
            event = [self._armed(trial)]
        else:
            event = self._concluded(trial, now, empty=SEATS)
        self._mine(*event, at=now)

    def commit(self, number: int, seat: int, vote: int = UPHELD) -> None:
        """Let a seat commit to a vote."""
        now, _ = self._begin()
        trial = self.now.trials[number]
        assert trial.panel is not None
        who = self.now.roster[seat]
        commitment = self.commitment(trial, who, vote)
        trial.panel = trial.panel.commit(who, commitment, now=now)
        self._mine(("PanelArbitrator", "VoteCommitted", {
            "disputeId": trial.number, "arbitrator": who, "commitment": commitment,
            "commits": trial.panel.commits}), at=now)  # fmt: skip

    def reveal(self, number: int, seat: int, vote: int = UPHELD) -> None:
        """Let a seat reveal its vote, once it may."""
        trial = self.now.trials[number]
        assert trial.panel is not None
        now, _ = self._begin(None if trial.panel.commits == SEATS else trial.panel.commit_until)
        trial = self.now.trials[number]
        panel, who = trial.panel, self.now.roster[seat]
        assert panel is not None
        trial.panel = panel.reveal(who, vote, REASONS, self.commitment(trial, who, vote), now=now)
        cause = cause_of(CHAIN_ID, PANEL, trial.number)
        self._mine(("PanelArbitrator", "VoteRevealed", {
            "disputeId": trial.number, "arbitrator": who, "vote": vote, "reasonsHash": REASONS, "salt": SALT,
            "reveals": len(trial.panel.votes), "paid": PAY}), self._credit(who, PAY, cause), at=now)  # fmt: skip

    def conclude(self, number: int) -> None:
        """Count the votes, once it may be done; the panel rules."""
        trial = self.now.trials[number]
        panel = trial.panel
        assert panel is not None
        revealed = len(panel.votes)
        due = 0 if revealed == SEATS else panel.commit_until if revealed == panel.commits else panel.reveal_until
        now, _ = self._begin(due)
        trial = self.now.trials[number]
        assert trial.panel is not None
        absent = trial.panel.absent
        trial.panel = trial.panel.conclude(absent, now=now)
        events = [event for seat in absent for event in self._absence(trial, seat)]
        self._mine(*events, *self._concluded(trial, now, empty=len(absent)), at=now)

    def commitment(self, trial: Trial, who: Address, vote: int) -> bytes:
        return vote_commitment(
            chain_id=CHAIN_ID, panel=PANEL, dispute_id=trial.number, arbitrator=who, vote=vote,
            reasons_hash=REASONS, salt=SALT,
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
        who = {"_arbitrator": PANEL, "_disputeID": trial.number}
        return [
            ("PanelArbitrator", "DisputeCreation", {"_disputeID": trial.number, "_arbitrable": COURT}),
            self._armed(trial),
            ("DisputeCourt", "Dispute", {
                **who, "_metaEvidenceID": case.policy_id, "_evidenceGroupID": case.dispute_id}),
            ("DisputeCourt", "ArbitrationStarted", {
                "disputeId": case.dispute_id, "arbitrator": PANEL, "arbitratorDisputeId": trial.number, "round": 1,
                "fee": case.fee}),
        ]  # fmt: skip

    def _armed(self, trial: Trial) -> Emitted:
        assert trial.panel is not None
        case, policy = trial.dispute.case, trial.dispute.policy
        payer = case.liable if trial.dispute.fee_repaid else case.claimant
        terms = abi_encode(
            ["uint32", "uint32", "address", "address[]"],
            [policy.commit_time, policy.reveal_time, payer, case.parties],
        )
        return ("PanelArbitrator", "PanelArmed", {
            "disputeId": trial.number, "arbitrable": COURT, "drawBlock": trial.panel.draw_block,
            "arms": trial.panel.arms, "roster": len(self.now.roster), "terms": terms})  # fmt: skip

    def _concluded(self, trial: Trial, now: int, *, empty: int) -> list[Emitted]:
        panel, before = trial.panel, trial.dispute
        assert panel is not None
        trial.dispute = before.rule(panel.ruling, now=now)
        number = before.case.dispute_id
        quorum = SEATS - empty >= 2
        rest = empty * PAY
        done: dict[str, Any] = {
            "disputeId": trial.number, "arbitrable": COURT, "ruling": panel.ruling, "refused": panel.votes.count(0),
            "upheld": panel.votes.count(1), "dismissed": panel.votes.count(2), "returned": 0 if quorum else rest,
            "burned": rest if quorum else 0}  # fmt: skip
        events: list[Emitted] = [("PanelArbitrator", "PanelConcluded", done)]
        if rest and not quorum:
            payer = before.case.liable if before.fee_repaid else before.case.claimant
            events.append(self._credit(payer, rest, cause_of(CHAIN_ID, PANEL, trial.number)))
        heard = {"_arbitrator": PANEL, "_disputeID": trial.number, "_ruling": panel.ruling}
        events.append(("DisputeCourt", "Ruling", heard))
        if trial.dispute is before:
            said = {"disputeId": number, "arbitrator": PANEL, "ruling": panel.ruling}
            return [*events, ("DisputeCourt", "LateRuling", said)]
        given = {"disputeId": number, "arbitrator": PANEL, "ruling": panel.ruling, "round": 1, "givenAt": now}
        return [*events, ("DisputeCourt", "RulingGiven", given)]

    def _absence(self, trial: Trial, seat: Address) -> list[Emitted]:
        return [
            ("BondVault", "BondSlashed", {
                "subject": STAKE_SUBJECT, "beneficiary": seat, "cause": cause_of(CHAIN_ID, PANEL, trial.number),
                "amount": 7, "reward": 0, "burned": 7, "active": 10**18 - 7, "unbonding": 0}),
            ("PanelArbitrator", "ArbitratorAbsent", {"disputeId": trial.number, "arbitrator": seat, "slashed": 7}),
        ]  # fmt: skip

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
            ]
        if dispute.state is State.PROVISIONAL:
            may_respond = dispute.is_default and soon < dispute.due and self._bond(dispute.case)[0] >= FEE
            again = [lambda: self.respond(number)] if may_respond else []
            return [lambda: self.finalize(number), *again]
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
        absent = [(seat, who) for seat, who in enumerate(self.now.roster[:SEATS]) if who in panel.absent]
        waiting = [seat for seat, who in absent if who not in panel.commitments]
        sealed = [seat for seat, who in absent if who in panel.commitments]
        reveal_at = soon if panel.commits == SEATS else max(soon, panel.commit_until)
        if waiting and soon < panel.commit_until:
            ways += [lambda: self.commit(number, waiting[0], waiting[0])] * 3
        if sealed and reveal_at < panel.reveal_until:
            ways += [lambda: self.reveal(number, sealed[0], sealed[0])] * 3
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


def _matter(trial: Trial) -> bytes:
    return matter_of(trial.dispute.case.action, trial.dispute.case.fault_class)
