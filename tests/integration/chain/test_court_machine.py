"""Random people at a deployed court, step by step beside `ledger.domain.dispute`.

Every step is first asked of the model, with the time and the number of the block that it will be mined in. What the
model refuses, the contract must refuse by the same name; what it allows must leave both in the same state. All sums
are compared after every step. At the end whatever still runs is moved on as soon as it may be, and must be executed
within the longest time of its policy.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import Phase as Phase_
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from ledger.chain import agents, fault_proofs, mandates
from ledger.chain import panel as bench
from ledger.chain.agents import StreamGrant
from ledger.chain.deploy import MIN_STAKE, SEAT_FEE, deploy
from ledger.chain.dev import DevNode
from ledger.chain.node import Chain
from ledger.chain.node_process import HardhatNode
from ledger.chain.sender import Sender
from ledger.domain.authority import Mandate, accreditation_digest, vote_commitment
from ledger.domain.dispute import (
    CONDUCT,
    NOBODY,
    SERIOUS,
    UPHELD,
    Basis,
    Case,
    Dispute,
    FaultClass,
    Matter,
    State,
    action_of,
    cause_of,
    least_deposit,
    matter_of,
    stakes_of,
)
from ledger.domain.hashing import ZERO32, keccak
from ledger.domain.panel import (
    ABSENCE_DIVISOR,
    LEAK_DIVISOR,
    MANY,
    SEATS,
    Ballot,
    Panel,
    Phase,
    draw_seats,
    next_pay,
)
from ledger.domain.policy import Policy
from ledger.domain.reputation import PERIOD_SECONDS, Standing
from ledger.domain.signing import SessionKey
from ledger.domain.statements import Receipt, digest
from ledger.errors import ChainRevertError, LedgerError

pytestmark = pytest.mark.integration
ROOT = Path(__file__).resolve().parents[3]
ETHER = 10**18
BOND = 10 * ETHER
FEE = SEATS * SEAT_FEE
MODELS = 3  # of which all but the first are models, again and again
MODEL = keccak(b"a model")
ROSTER = 22  # three times seats, once as many again, seven, and seven to review
REASONS, SALT, ANSWER = keccak(b"reasons"), keccak(b"salt"), keccak(b"answer")
FIRE = "0x000000000000000000000000000000000000dEaD"
CREDIT_OF = keccak(b"creditOf(address)")[:4]
STREAM = 1
WHICH = st.integers(0, 999)
EXAMPLES, STEPS = 12, 30  # about half a minute
SEAT_MARKS = {1: Ballot.SEATED, 2: Ballot.REVEALED, 3: Ballot.ABSENT, 4: Ballot.LEAKED, 5: Ballot.RECUSED}
FINE, LEAK = MIN_STAKE // ABSENCE_DIVISOR, MIN_STAKE // LEAK_DIVISOR
GROUNDS = keccak(b"grounds")
CAP, TOOLS = 100, keccak(keccak(b"pay"))  # of the mandate that proofs are about
PROOF_BPS, PROOF_WEIGHT, SLASH_UNIT = 2_500, 5_000, 5 * 10**9  # what a proof of a breach costs


def word(value):
    return value.to_bytes(32, "big")


@pytest.fixture(scope="module")
def court(tmp_path_factory):
    """A chain of its own, whose clock may run ahead, with a roster of arbitrators who own more than one stake."""
    node = HardhatNode(0, ROOT, tmp_path_factory.mktemp("court") / "node.log")
    node.start()
    bare = Chain(node.url)
    dev = DevNode(bare)
    deployer = SessionKey(secrets.token_bytes(32))
    dev.fund(deployer.address, 100 * ETHER)
    chain = Chain(node.url, deploy(bare, deployer))
    panel = chain.deployment.addresses["PanelArbitrator"]
    until = chain.head().timestamp + 10**9

    def account():
        key = SessionKey(secrets.token_bytes(32))
        dev.fund(key.address, 10**6 * ETHER)
        return Sender(chain, key)

    arbitrators = [account() for _ in range(ROSTER)]
    for place, arbitrator in enumerate(arbitrators):
        model = MODEL if place % MODELS else ZERO32
        signed = deployer.sign(
            accreditation_digest(
                chain_id=31337,
                panel=panel,
                arbitrator=arbitrator.address,
                document=REASONS,
                model=model,
                valid_until=until,
            )
        )
        arbitrator.send("PanelArbitrator", "register", REASONS, model, until, signed, value=20 * MIN_STAKE)
    yield SimpleNamespace(
        chain=chain,
        dev=dev,
        panel=panel,
        arbitrators={arbitrator.address: arbitrator for arbitrator in arbitrators},
        humans={arbitrator.address for arbitrator in arbitrators[::MODELS]},
        account=account,
        policies={n: Policy.of_tuple(chain.read("Policies", "policyOf", n)) for n in (1, 2)},
    )
    chain.close()
    bare.close()
    node.stop()


@dataclass
class Trial:
    """A dispute of the model with what the test must remember beside it."""

    dispute: Dispute
    panel: Panel | None = None
    number: int = 0
    idle: int = 0
    votes: dict = field(default_factory=dict)
    terms: bytes = b""
    payer: str = NOBODY
    pay: int = SEAT_FEE
    seats: list = field(default_factory=list)  # of the present draw
    excused: bool = False  # the liable account's agent has excused a seat
    earlier: tuple = ()  # numbers and panels of rounds before

    def ask(self, number, block):
        """Note that the panel was asked, in the round that the dispute is in."""
        dispute = self.dispute
        policy, first = dispute.policy, self.number
        if dispute.round == 1:
            self.terms = bench.terms_for(dispute)
            self.payer = dispute.case.liable if dispute.fee_repaid else dispute.case.claimant
            self.panel = Panel(number, policy.commit_time, policy.reveal_time, block + 2)
        else:
            self.terms, self.payer = bench.terms_for(dispute, first), dispute.appellant
            self.earlier = ((first, self.panel),)
            self.panel = Panel.review(
                number, policy.commit_time, policy.reveal_time, block + 2, dispute.appealed_ruling
            )
        self.number, self.votes, self.seats, self.pay, self.excused = number, {}, [], SEAT_FEE, False

    @property
    def unspent(self):
        """Pay that the panel still holds for this dispute."""
        if self.panel is None or self.panel.phase is Phase.CONCLUDED:
            return 0
        return (self.panel.seats - len(self.panel.votes)) * self.pay


class CourtMachine(RuleBasedStateMachine):
    court: SimpleNamespace

    @initialize(first=st.tuples(*[st.sampled_from(FaultClass)] * 3))
    def begin(self, first):
        c = self.court
        self.chain, self.dev = c.chain, c.dev
        self.owner, self.stranger = c.account(), c.account()
        self.claimants, self.injured = [c.account(), c.account()], c.account()
        self.key = SessionKey(secrets.token_bytes(32))
        self.ref = agents.register_agent(self.owner)
        agents.open_epoch(self.owner, self.ref, [self.key], [StreamGrant(STREAM, ZERO32)])
        agents.bond(self.owner, self.ref, BOND)
        self.bonded, self.policy_id = BOND, 1
        self.mandate = mandates.grant(
            self.stranger,
            Mandate(self.stranger.address, self.ref.agent_id, CAP, 10**12, TOOLS, secrets.token_bytes(32)),
        )
        self.slashed_for: dict[bytes, int] = defaultdict(int)  # by rulings
        self.known: list[Trial] = []
        self.matters: dict[bytes, Matter] = defaultdict(Matter)
        self.dismissed: set[tuple[bytes, bytes]] = set()
        self.standing = Standing()
        self.seqs = {action_of(self.ref.key, 0, STREAM, seq, keccak(b"record")): seq for seq in range(3)}
        self.people = [self.owner, self.stranger, *self.claimants, self.injured, *c.arbitrators.values()]
        self.credits = self.all_credits()
        self.burned = self.fire()
        self.court_at = c.chain.deployment.addresses["DisputeCourt"]
        self.other_escrow = self.balance_of(self.court_at)
        self.other_pay = self.balance_of(c.panel)
        self.next_time = 0
        for number in range(3):
            self.open(number % 2, first[number], number, 0, named=bool(number), extra=0)

    # What is asked of the chain

    def all_credits(self):
        vault = self.chain.deployment.addresses["BondVault"]
        asked = [
            ("eth_call", ({"to": vault, "data": "0x" + (CREDIT_OF + bytes(12)).hex() + who.address[2:]}, "latest"))
            for who in self.people
        ]
        answers = self.chain.rpc.batch(asked)
        return {who.address: int(answer, 16) for who, answer in zip(self.people, answers, strict=True)}

    def fire(self):
        """All that was burned: what the vault holds and owes to nobody, too."""
        vault = self.chain.deployment.addresses["BondVault"]
        return self.balance_of(FIRE) + self.balance_of(vault) - self.chain.read("BondVault", "owed")

    def balance_of(self, address):
        return int(self.chain.rpc.call("eth_getBalance", (address, "latest")), 16)

    def base_fee(self):
        return int(self.chain.rpc.call("eth_feeHistory", ("0x1", "latest", []))["baseFeePerGas"][-1], 16)

    def ask(self, calls):
        """Ask several views in one request; returns the words that each answers."""
        addresses = self.chain.deployment.addresses
        data = [(addresses[contract], self.chain.views.encode(contract, name, args)) for contract, name, *args in calls]
        asked = [("eth_call", ({"to": to, "data": each}, "latest")) for to, each in data]
        answers = [bytes.fromhex(answer[2:]) for answer in self.chain.rpc.batch(asked)]
        return [[int.from_bytes(a[at : at + 32], "big") for at in range(0, len(a), 32)] for a in answers]

    def tick(self):
        """Fix time and number of the next block."""
        head = self.chain.head()
        now = max(head.timestamp + 1, self.next_time)
        self.dev.set_time(now)
        return now, head.number + 1

    def both(self, model, sender, contract, function, *args, value=0):
        """Ask the model, then the contract; both do it or both refuse it, by the same name."""
        now, block = self.tick()
        try:
            answer = model(now, block)
        except LedgerError as error:
            with pytest.raises(ChainRevertError) as caught:
                sender.send(contract, function, *args, value=value)
            assert caught.value.details["name"] == error.details["name"]  # noqa: PT017 both refuse, and by one name
            return None
        sent = sender.send(contract, function, *args, value=value)
        assert (self.chain.head().timestamp, sent.block) == (now, block)
        return answer, sent

    def moved(self, trial, dispute):
        """Take the next state of a dispute, and note for how long nobody moved the last one."""
        before = trial.dispute
        if before.state is not dispute.state:
            trial.idle += max(0, dispute.since - before.due)
        trial.dispute = dispute

    # Steps

    @rule(
        who=st.integers(0, 1),
        fault_class=st.sampled_from(FaultClass),
        seq=st.integers(0, 2),
        evidence=st.integers(0, 1),
        named=st.booleans(),
        extra=st.sampled_from([-1, 0, 0, 0, 12_345]),
    )
    def open(self, who, fault_class, seq, evidence, *, named, extra):
        claimant = self.claimants[who]
        evidence_hash = keccak(b"evidence" + bytes([evidence]))
        injured = self.injured.address if named else NOBODY
        proof = self.receipt_for(self.injured.address, seq, opened=named)
        action = action_of(self.ref.key, 0, STREAM, seq, keccak(b"record"))
        key = matter_of(action, fault_class)
        matter, policy = self.matters[key], self.court.policies[self.policy_id]
        locked = sum(t.dispute.case.locked for t in self.known if t.dispute.state is not State.EXECUTED)
        least = least_deposit(policy, matter.reopenings, self.base_fee())
        value = least + FEE + extra

        def model(now, block):
            if matter.upheld:
                raise LedgerError("upheld", name="DisputeCourt_AlreadyUpheld")
            if (key, evidence_hash) in self.dismissed:
                raise LedgerError("dismissed", name="DisputeCourt_AlreadyDismissed")
            stakes = stakes_of(
                policy,
                fault_class,
                value=value,
                least=least,
                fee=FEE,
                bonded=self.bonded,
                locked=min(locked, self.bonded),
            )
            return Case(
                dispute_id=self.chain.read("DisputeCourt", "count") + 1,
                agent_id=self.ref.agent_id,
                subject=self.ref.key,
                liable=self.owner.address,
                claimant=claimant.address,
                injured=injured,
                action=action,
                fault_class=fault_class,
                evidence_hash=evidence_hash,
                policy_id=self.policy_id,
                policy_hash=policy.hash,
                deposit=stakes.deposit,
                fee=stakes.fee,
                slice=stakes.slice,
                locked=stakes.locked,
                opened_at=now,
                opened_block=block,
            )

        claim = (self.ref.agent_id, int(fault_class), evidence_hash)
        done = self.both(
            model, claimant, "DisputeCourt", "open", claim, proof, policy.as_tuple(), "ipfs://e", value=value
        )
        if done is None:
            return
        case, sent = done
        assert Case.of_opening(sent.event("DisputeOpened").args) == case
        trial = Trial(Dispute.opened(case, policy))
        self.known.append(trial)

    def receipt_for(self, counterparty, seq, *, opened=True):
        """Show a receipt of the agent for somebody."""
        receipt = self.receipt(counterparty, seq)
        fields = tuple(getattr(receipt, name) for name in receipt.__slots__)
        shown = (fields, self.key.sign(digest(receipt.hash)), counterparty if opened else NOBODY, ZERO32)
        return bytes.fromhex(self.chain.views.encode("ActionWitness", "onReceipt", [self.ref.agent_id, shown])[2:])

    def receipt(self, counterparty, seq, *, amount=5, mandate=ZERO32):
        """Return what the agent promises somebody."""
        return Receipt(
            agent=self.ref.key,
            epoch=0,
            stream=STREAM,
            seq=seq,
            record_hash=keccak(b"record"),
            counterparty=bytes(12) + bytes.fromhex(counterparty[2:]),
            chain=31337,
            log=ZERO32,
            anchor_by=1,
            amount=amount,
            tool=keccak(b"pay"),
            mandate=mandate,
            running_total=5,
        )

    def fee_of(self, dispute):
        """What of a slash was the arbitrator's fee."""
        return dispute.case.fee if dispute.fee_spent and not dispute.fee_repaid else 0

    def pick(self, which, wanted=lambda _: True):
        """Choose a dispute: four times in five one for which a step makes sense, if there is any."""
        if isinstance(which, Trial):
            return which
        fitting = [trial for trial in self.known if wanted(trial)] if which % 5 else []
        among = fitting or self.known
        return among[which // 5 % len(among)] if among else None

    def shown(self, trial):
        return trial.dispute.case.as_tuple(), trial.dispute.policy.as_tuple()

    @rule(which=WHICH, liable=st.sampled_from([True] * 5 + [False]), evidence=st.sampled_from([ANSWER] * 5 + [ZERO32]))
    def respond(self, which, liable, evidence):
        trial = self.pick(which, lambda t: t.dispute.state is State.OPEN or t.dispute.is_default)
        if trial is None:
            return
        sender = self.owner if liable else self.stranger
        late, fee = trial.dispute.is_default, trial.dispute.case.fee
        done = self.both(
            lambda now, _: trial.dispute.respond(sender.address, evidence, now=now, bonded=self.bonded),
            sender,
            "DisputeCourt",
            "respond",
            *self.shown(trial),
            evidence,
            "ipfs://a",
        )
        if done is None:
            return
        answer, sent = done
        self.moved(trial, answer.asked())
        if late:
            self.bonded -= fee
            self.credits[trial.dispute.case.claimant] += fee
        trial.ask(sent.event("ArbitrationStarted").args["arbitratorDisputeId"], sent.block)

    @rule(
        which=WHICH,
        who=st.integers(0, 5),
        evidence=st.sampled_from([0, 1, 2, 3, None]),
        extra=st.sampled_from([-1, 0, 7]),
    )
    def join(self, which, who, evidence, extra):
        trial = self.pick(which, lambda t: t.dispute.state is State.OPEN)
        if trial is None:
            return
        arbitrator = next(iter(self.court.arbitrators.values()))
        sender = [*self.claimants, self.injured, self.stranger, self.owner, arbitrator][who]
        evidence_hash = ZERO32 if evidence is None else keccak(b"evidence" + bytes([evidence]))
        case = trial.dispute.case
        key = matter_of(case.action, case.fault_class)
        matter = self.matters[key]
        least = least_deposit(trial.dispute.policy, matter.reopenings, self.base_fee())
        done = self.both(
            lambda *_: trial.dispute.join(
                sender.address,
                evidence_hash,
                deposit=least + extra,
                least=least,
                matter=matter,
                barred=(key, evidence_hash) in self.dismissed,
            ),
            sender,
            "DisputeCourt",
            "join",
            *self.shown(trial),
            evidence_hash,
            "ipfs://j",
            value=least + extra,
        )
        if done is not None:
            trial.dispute = done[0]

    @rule(which=WHICH, who=st.integers(0, 3), evidence=st.sampled_from([GROUNDS] * 5 + [ZERO32]))
    def appeal(self, which, who, evidence):
        trial = self.pick(which, lambda t: t.dispute.state is State.PROVISIONAL and t.dispute.basis is Basis.MERITS)
        if trial is None:
            return
        sender = [*self.claimants, self.owner, self.stranger][who]
        over = 5
        done = self.both(
            lambda now, _: trial.dispute.appeal(sender.address, evidence, now=now),
            sender,
            "DisputeCourt",
            "appeal",
            *self.shown(trial),
            trial.number,
            evidence,
            "ipfs://g",
            value=MANY * SEAT_FEE + over,
        )
        if done is None:
            return
        answer, sent = done
        self.moved(trial, answer)
        self.credits[sender.address] += over
        trial.ask(sent.event("ArbitrationStarted").args["arbitratorDisputeId"], sent.block)

    @rule(seq=st.integers(0, 2))
    def prove(self, seq):
        """Show that the agent went beyond its mandate: punished at once, for what no ruling took."""
        action = action_of(self.ref.key, 0, STREAM, seq, keccak(b"record"))
        key = matter_of(action, FaultClass.BREACH)
        matter, ruled = self.matters[key], self.slashed_for[key]
        receipt = self.receipt(self.injured.address, seq, amount=CAP + 1, mandate=self.mandate)
        proof = fault_proofs.mandate_breach(self.chain, self.ref.agent_id, receipt, self.key.sign(digest(receipt.hash)))

        def model(_now, _block):
            if matter.proved:
                raise LedgerError("proved", name="FaultProver_AlreadyProved")
            if matter.punished and not ruled:
                raise LedgerError("judged", name="FaultProver_AlreadyJudged")
            whole = max(0, self.bonded * PROOF_BPS // 10_000 - ruled)
            return whole - whole % SLASH_UNIT

        checker = self.chain.deployment.addresses[proof.checker]
        done = self.both(model, self.stranger, "FaultProver", "prove", checker, proof.call, ZERO32)
        if done is None:
            return
        slashed, sent = done
        told = sent.event("FaultProved").args
        assert told["slashed"] == slashed
        assert self.chain.read("FaultProver", "punishedBy", key) == told["faultKey"]
        self.bonded -= slashed
        self.burned += slashed - slashed // 5
        if not matter.punished:
            period = self.chain.block(sent.block).timestamp // PERIOD_SECONDS
            self.standing = self.standing.add(period, 0, PROOF_WEIGHT)
        self.matters[key] = replace(matter, proved=True)

    @rule(which=WHICH)
    def end_by_proof(self, which):
        trial = self.pick(which, lambda t: t.dispute.case.fault_class is FaultClass.BREACH)
        if trial is not None:
            self.become_final(trial, lambda matter, now: trial.dispute.end_by_proof(matter, now=now), "endByProof")

    @rule(which=WHICH, who=st.integers(0, 2))
    def withdraw(self, which, who):
        trial = self.pick(which, lambda t: t.dispute.state is State.OPEN)
        if trial is None:
            return
        sender = [*self.claimants, self.owner][who]
        self.become_final(
            trial,
            lambda matter, now: trial.dispute.withdraw(sender.address, matter, now=now),
            "withdrawClaim",
            sender=sender,
        )

    @rule(which=WHICH, liable=st.sampled_from([True, True, False]))
    def concede(self, which, liable):
        trial = self.pick(which, lambda t: t.dispute.state is State.OPEN)
        if trial is None:
            return
        sender = self.owner if liable else self.stranger
        done = self.both(
            lambda now, _: trial.dispute.concede(sender.address, now=now),
            sender,
            "DisputeCourt",
            "concede",
            *self.shown(trial),
        )
        if done is not None:
            self.moved(trial, done[0])

    @rule(which=WHICH)
    def default_judgment(self, which):
        trial = self.pick(which, lambda t: t.dispute.state is State.OPEN)
        if trial is None:
            return
        done = self.both(
            lambda now, block: trial.dispute.default_judgment(now=now, block=block),
            self.stranger,
            "DisputeCourt",
            "defaultJudgment",
            *self.shown(trial),
        )
        if done is not None:
            self.moved(trial, done[0])

    @rule(which=WHICH, evidence=st.sampled_from([ANSWER, ZERO32]))
    def submit_evidence(self, which, evidence):
        trial = self.pick(which, lambda t: t.dispute.state is State.OPEN)
        if trial is not None:
            self.both(
                lambda *_: trial.dispute.add_evidence(evidence),
                self.stranger,
                "DisputeCourt",
                "submitEvidence",
                *self.shown(trial),
                evidence,
                "ipfs://m",
            )

    def may_sit(self, trial):
        subject = bytes(12) + bytes.fromhex(self.court.panel[2:])
        bonds = self.ask([("BondVault", "bondOf", subject, who) for who in self.court.arbitrators])
        stakes = {who: bond[0] for who, bond in zip(self.court.arbitrators, bonds, strict=True)}
        out = {*trial.dispute.parties, *trial.panel.ballots}
        for _, panel in trial.earlier:
            out |= set(panel.ballots)
        return lambda who: stakes[who] >= MIN_STAKE and who not in out

    @rule(which=WHICH, patient=st.booleans())
    def draw(self, which, patient):
        trial = self.pick(which, lambda t: t.panel and t.panel.phase is Phase.ARMED)
        if trial is None or trial.panel is None:
            return
        if patient:
            self.dev.mine(3)
        seats = []
        head = self.chain.head().number
        if head >= trial.panel.draw_block:
            seed = self.chain.block(trial.panel.draw_block).hash
            roster = list(self.court.arbitrators)
            may_sit, is_human = self.may_sit(trial), self.is_human(trial)
            seats = draw_seats(seed, trial.number, roster, may_sit, trial.panel.seats, is_human=is_human)
        done = self.both(
            lambda now, block: trial.panel.drawn(seats, now=now, block=block),
            self.stranger,
            "PanelArbitrator",
            "draw",
            trial.number,
            self.court_at,
            trial.terms,
        )
        if done is not None:
            trial.panel, sent = done
            assert bench.seats_of(sent) == seats
            trial.seats, trial.votes = seats, {}

    def is_human(self, trial):
        """Who is an attested human, where one must sit."""
        return self.court.humans.__contains__ if trial.dispute.case.fault_class in SERIOUS else None

    def voter(self, trial, seat):
        return self.court.arbitrators[trial.seats[seat]] if seat < len(trial.seats) else self.stranger

    def commitment(self, trial, voter, vote, salt=SALT):
        return vote_commitment(
            chain_id=31337,
            panel=self.court.panel,
            dispute_id=trial.number,
            arbitrator=voter.address,
            vote=vote,
            reasons_hash=REASONS,
            salt=salt,
            round_=trial.panel.round,
        )

    def commit_one(self, trial, seat, vote, *, empty=False):
        voter = self.voter(trial, seat)
        commitment = ZERO32 if empty else self.commitment(trial, voter, vote)
        done = self.both(
            lambda now, _: trial.panel.commit(voter.address, commitment, now=now),
            voter,
            "PanelArbitrator",
            "commit",
            trial.number,
            commitment,
        )
        if done is not None:
            trial.panel = done[0]
            trial.votes[voter.address] = vote

    def reveal_one(self, trial, seat, vote=None, *, reasons=REASONS, salt=SALT):
        voter = self.voter(trial, seat)
        vote = trial.votes.get(voter.address, 1) if vote is None else vote
        done = self.both(
            lambda now, _: trial.panel.reveal(
                voter.address, vote, reasons, self.commitment(trial, voter, vote, salt), now=now
            ),
            voter,
            "PanelArbitrator",
            "reveal",
            trial.number,
            vote,
            reasons,
            salt,
        )
        if done is not None:
            trial.panel = done[0]
            self.credits[voter.address] += trial.pay

    @rule(which=WHICH, seat=st.integers(0, 7), vote=st.integers(0, 2), empty=st.sampled_from([False] * 4 + [True]))
    def commit(self, which, seat, vote, empty):
        trial = self.pick(which, lambda t: t.panel and t.panel.phase is Phase.VOTING)
        if trial is not None and trial.panel is not None:
            self.commit_one(trial, seat, vote, empty=empty)

    @rule(
        which=WHICH,
        seat=st.integers(0, 7),
        vote=st.sampled_from([None, None, None, 0, 3]),
        reasons=st.sampled_from([REASONS, REASONS, ZERO32]),
        salt=st.sampled_from([SALT, SALT, ZERO32]),
    )
    def reveal(self, which, seat, vote, reasons, salt):
        trial = self.pick(which, lambda t: t.panel and t.panel.commits)
        if trial is not None and trial.panel is not None:
            self.reveal_one(trial, seat, vote, reasons=reasons, salt=salt)

    @rule(which=WHICH, votes=st.tuples(*[st.integers(0, 2)] * 7), coming=st.sampled_from([7, 7, 7, 4, 2, 1]))
    def hear(self, which, votes, coming):
        """Bring a case through its panel, as far as the seats come."""
        trial = self.pick(which, lambda t: t.panel and t.panel.phase is not Phase.CONCLUDED)
        if trial is None or trial.panel is None or trial.panel.phase is Phase.CONCLUDED:
            return
        self.draw(trial, patient=True)
        if trial.panel.phase is not Phase.VOTING:
            return
        coming = min(coming, len(trial.seats))
        for seat in range(coming):
            self.commit_one(trial, seat, votes[seat])
        if trial.panel.commits < trial.panel.seats:
            self.next_time = trial.panel.commit_until
        for seat in range(coming):
            self.reveal_one(trial, seat)
        self.conclude(trial, exact=True)

    @rule(which=WHICH, votes=st.tuples(*[st.integers(1, 2)] * 7), second=st.sampled_from([7, 7, 3]))
    def hear_twice(self, which, votes, second):
        """Bring a case to a ruling, appeal it for whoever lost, and hear the review."""
        trial = self.pick(which, lambda t: t.dispute.state is State.OPEN)
        if trial is None or trial.dispute.state is not State.OPEN:
            return
        self.respond(trial, liable=True, evidence=ANSWER)
        self.hear(trial, votes, 3)
        if trial.dispute.state is State.PROVISIONAL:
            first = trial.dispute.case.claimant == self.claimants[0].address
            self.appeal(trial, 2 if trial.dispute.ruling == UPHELD else 0 if first else 1, GROUNDS)
            self.hear(trial, votes[::-1], second)

    @rule(which=WHICH, seat=st.integers(0, 6), right=st.sampled_from([True, True, False]))
    def report_leak(self, which, seat, right):
        trial = self.pick(which, lambda t: t.panel and t.panel.phase is Phase.VOTING and t.panel.commits)
        if trial is None or trial.panel is None:
            return
        voter = self.voter(trial, seat)
        vote, salt = trial.votes.get(voter.address, 1), SALT if right else REASONS
        done = self.both(
            lambda now, _: trial.panel.leak(voter.address, self.commitment(trial, voter, vote, salt), now=now),
            self.stranger,
            "PanelArbitrator",
            "reportLeak",
            trial.number,
            voter.address,
            vote,
            REASONS,
            salt,
        )
        if done is not None:
            trial.panel = done[0]
            self.credits[self.stranger.address] += LEAK // 2
            self.burned += LEAK // 2

    @rule(which=WHICH, seat=st.integers(0, 6))
    def recuse(self, which, seat):
        """The accused agent signs a receipt for a seat, which excuses one of them."""
        trial = self.pick(which, lambda t: t.panel and t.panel.phase is Phase.VOTING)
        if trial is None or trial.panel is None or not trial.seats:
            return
        lost = trial.seats[seat % len(trial.seats)]
        others = [each for each in trial.seats if each != lost]
        seed = self.chain.block(trial.panel.draw_block).hash
        roster, wanted = list(self.court.arbitrators), len(trial.seats)
        may_sit, is_human = self.may_sit(trial), self.is_human(trial)
        drawn = draw_seats(seed, trial.number, roster, may_sit, wanted, kept=others, is_human=is_human)
        found = drawn[-1] if len(drawn) == wanted else None

        def model(now, _):
            last = is_human is not None and not any(map(is_human, others))
            panel = trial.panel.recuse(lost, found, now=now, last_human=last and not trial.excused)
            if trial.excused:
                raise LedgerError("excused", name="PanelArbitrator_NoDealings")
            return panel

        done = self.both(
            model,
            self.stranger,
            "PanelArbitrator",
            "recuse",
            trial.number,
            self.court_at,
            trial.terms,
            trial.seats,
            self.receipt_for(lost, 9),
        )
        if done is None:
            return
        trial.panel, trial.excused = done[0], True
        trial.seats = [*others, found] if found else others
        if found is None:
            self.credits[trial.payer] += trial.pay

    @rule(which=WHICH, exact=st.sampled_from([True, True, False]))
    def conclude(self, which, exact):
        trial = self.pick(which, lambda t: t.panel and t.panel.phase is Phase.VOTING)
        if trial is None or trial.panel is None:
            return
        absent = trial.panel.absent if exact else trial.panel.absent[1:]
        leaked = sum(trial.panel.ballots[seat] is Ballot.LEAKED for seat in absent)
        done = self.both(
            lambda now, block: trial.panel.conclude(absent, now=now, block=block),
            self.stranger,
            "PanelArbitrator",
            "conclude",
            trial.number,
            self.court_at,
            trial.terms,
            absent,
        )
        if done is None:
            return
        panel, sent = done
        unspent, fines = len(absent) * trial.pay, (len(absent) - leaked) * FINE
        trial.panel = panel
        if panel.phase is Phase.ARMED:
            fined = min(fines, max(0, panel.seats * SEAT_FEE - unspent))
            trial.pay, rest = next_pay(panel.seats, unspent=unspent, fined=fined, seat_fee=SEAT_FEE)
            self.burned += fines - fined + rest
            trial.seats, trial.votes = [], {}
            return
        self.burned += fines + unspent
        now = self.chain.block(sent.block).timestamp
        self.moved(trial, trial.dispute.rule(panel.ruling, now=now))

    @rule(which=WHICH, number=st.integers(0, 9), ruling=st.integers(0, 4))
    def rule_as_anybody(self, which, number, ruling):
        if self.pick(which) is None:
            return
        with pytest.raises(ChainRevertError, match="NotArbitrator"):
            self.stranger.send("DisputeCourt", "rule", number, ruling)

    @rule(which=WHICH)
    def arbitrator_timeout(self, which):
        trial = self.pick(which, lambda t: t.dispute.state is State.ARBITRATION)
        if trial is None:
            return
        self.become_final(
            trial,
            lambda matter, now: trial.dispute.arbitrator_timeout(matter, now=now),
            "arbitratorTimeout",
            trial.number,
        )

    @rule(which=WHICH)
    def finalize(self, which):
        trial = self.pick(which, lambda t: t.dispute.state is State.PROVISIONAL)
        if trial is not None:
            self.become_final(trial, lambda matter, now: trial.dispute.finalize(matter, now=now), "finalize")

    def become_final(self, trial, model, function, *more, sender=None):
        case = trial.dispute.case
        key = matter_of(case.action, case.fault_class)
        done = self.both(
            lambda now, _: model(self.matters[key], now),
            sender or self.stranger,
            "DisputeCourt",
            function,
            *self.shown(trial),
            *more,
        )
        if done is None:
            return
        (dispute, self.matters[key]), _ = done
        self.moved(trial, dispute)
        if dispute.ruling not in (0, UPHELD) and dispute.basis is not Basis.WITHDRAWAL:
            self.dismissed.add((key, case.evidence_hash))
            self.dismissed |= {(key, join.evidence_hash) for join in dispute.joins}
        known = self.chain.read("DisputeCourt", "matterOf", case.action, int(case.fault_class))
        assert Matter(*known, proved=self.matters[key].proved) == self.matters[key]

    @rule(which=WHICH)
    def execute(self, which):
        trial = self.pick(which, lambda t: t.dispute.state is State.FINAL)
        if trial is None:
            return
        done = self.both(
            lambda now, _: trial.dispute.execute(now=now, bonded=self.bonded),
            self.stranger,
            "DisputeCourt",
            "execute",
            *self.shown(trial),
        )
        if done is None:
            return
        (dispute, payout), sent = done
        self.moved(trial, dispute)
        told = sent.event("DisputeExecuted").args
        assert (told["slashed"], told["burned"]) == (payout.slashed, payout.burned)
        assert (told["toClaimant"], told["toInjured"], told["toLiable"]) == (
            payout.to_claimant,
            payout.to_injured,
            payout.to_liable,
        )
        self.bonded -= payout.slashed
        self.burned += payout.burned
        case = dispute.case
        for account, amount in (
            (case.claimant, payout.to_claimant),
            (self.injured.address, payout.to_injured),
            (case.liable, payout.to_liable),
        ):
            self.credits[account] += amount
        for paid in trial.dispute.join_payouts():
            self.credits[paid.claimant] += paid.to_claimant
            self.credits[case.liable] += paid.to_liable
            self.burned += paid.burned
        key = matter_of(case.action, case.fault_class)
        if dispute.punishes:
            self.slashed_for[key] = payout.slashed - (payout.slashed and self.fee_of(dispute))
        assert self.chain.read("DisputeCourt", "slashedFor", key) == self.slashed_for[key]
        if dispute.punishes:
            period = dispute.since // PERIOD_SECONDS
            self.standing = self.standing.add(period, 0, dispute.policy.weights[case.fault_class])
            assert sent.event("StandingChanged").args["cause"] == cause_of(31337, self.court_at, case.dispute_id)

    @rule(amount=st.integers(1, 10**19))
    def deposit(self, amount):
        agents.bond(self.owner, self.ref, amount)
        self.bonded += amount

    @rule(share=st.integers(1, 4))
    def unbond(self, share):
        active = self.chain.read("BondVault", "bondOf", self.ref.key, self.owner.address)[0]
        if active // share:
            self.owner.send("BondVault", "requestUnbond", self.ref.key, active // share)

    @rule(policy_id=st.integers(1, 2))
    def adopt(self, policy_id):
        self.tick()  # else gas is estimated for the second of the last choice, which costs less to change
        self.owner.send("Policies", "adopt", self.ref.key, policy_id)
        self.policy_id = policy_id

    @rule(who=st.integers(0, 3))
    def claim(self, who):
        account = self.people[who]
        if self.credits[account.address]:
            account.send("BondVault", "claim")
            self.credits[account.address] = 0

    @rule(blocks=st.integers(1, 20))
    def mine(self, blocks):
        self.dev.mine(blocks)

    @rule(which=WHICH, shift=st.sampled_from([-1, 0, 0, 60]))
    def wait(self, which, shift):
        """Bring the next block to the second before, at, or after the moment that a dispute waits for."""
        trial = self.pick(which)
        if trial is not None and trial.dispute.due:
            self.next_time = trial.dispute.due + shift

    # What must hold after every step

    @invariant()
    def court_and_model_agree(self):
        if not hasattr(self, "known"):
            return
        dockets = self.ask([("DisputeCourt", "docketOf", t.dispute.case.dispute_id) for t in self.known])
        for trial, found in zip(self.known, dockets, strict=True):
            d = trial.dispute
            assert found[0].to_bytes(32, "big")[:24] == d.case.tag
            assert tuple(found[1:]) == (
                d.state,
                d.ruling,
                d.basis,
                d.round,
                d.pending,
                d.fee_spent,
                d.fee_repaid,
                d.punishes,
                d.since,
            )
        self.panels_agree()

    def panels_agree(self):
        heard = [(number, panel) for t in self.known for number, panel in (*t.earlier, (t.number, t.panel)) if panel]
        at = "PanelArbitrator"
        held = self.ask([(at, "panelOf", number) for number, _ in heard])
        drawn = self.ask([(at, "drawOf", number) for number, _ in heard])
        seats = [(number, panel, seat) for number, panel in heard for seat in panel.ballots]
        ballots = self.ask([(at, "ballotOf", number, seat) for number, _, seat in seats])
        for (_, panel), found, draw in zip(heard, held, drawn, strict=True):
            assert found == [
                panel.phase,
                panel.commits,
                len(panel.votes),
                panel.draw_block,
                panel.commit_until,
                panel.reveal_until,
            ]
            assert draw[:6] == [panel.round, panel.seats, panel.arms, panel.prior, panel.reviews, panel.redrawn]
        for (_, panel, seat), (kept,) in zip(seats, ballots, strict=True):
            mark = SEAT_MARKS.get(kept, Ballot.COMMITTED)
            assert mark is panel.ballots[seat]
            assert mark is not Ballot.COMMITTED or kept == int.from_bytes(panel.commitments[seat], "big")

    @invariant()
    def sums_hold(self):
        if not hasattr(self, "known"):
            return
        addresses = self.chain.deployment.addresses
        assert self.balance_of(addresses["BondVault"]) >= self.chain.read("BondVault", "owed")
        assert self.balance_of(self.court_at) - self.other_escrow == sum(t.dispute.escrow for t in self.known)
        assert self.balance_of(self.court.panel) - self.other_pay == sum(t.unspent for t in self.known)
        active, unbonding, locked, _ = self.chain.read("BondVault", "bondOf", self.ref.key, self.owner.address)
        assert active + unbonding == self.bonded
        assert locked <= self.bonded
        own = self.chain.read("BondVault", "lockOf", self.ref.key, self.owner.address, self.court_at)
        assert own == sum(t.dispute.case.locked for t in self.known if t.dispute.state is not State.EXECUTED)
        assert self.all_credits() == self.credits
        assert self.fire() == self.burned
        head = self.chain.head()
        stored = self.chain.read("Standing", "standingOf", self.ref.agent_id, ZERO32, CONDUCT)
        expected = self.standing.at(head.timestamp // PERIOD_SECONDS)
        assert stored[:3] == [expected.positive, expected.negative, expected.count]

    def teardown(self):
        """Move on whatever still runs, each as soon as it may be; every dispute ends in time."""
        for _ in range(5 * len(getattr(self, "known", ()))):
            running = [t for t in self.known if t.dispute.state is not State.EXECUTED]
            if not running:
                break
            trial = min(running, key=lambda t: t.dispute.due)
            self.next_time = trial.dispute.due
            self.poke(trial)
            self.court_and_model_agree()
            self.sums_hold()
        for trial in getattr(self, "known", ()):
            dispute = trial.dispute
            assert dispute.state is State.EXECUTED
            assert dispute.since - dispute.case.opened_at - trial.idle <= dispute.policy.longest

    def poke(self, trial):
        if trial.dispute.state is State.OPEN:
            self.dev.mine(max(0, trial.dispute.case.opened_block + 20 - self.chain.head().number))
            self.default_judgment(trial)
        elif trial.dispute.state is State.ARBITRATION:
            self.arbitrator_timeout(trial)
        elif trial.dispute.state is State.PROVISIONAL:
            self.finalize(trial)
        else:
            self.execute(trial)


def test_court_and_model_never_part(court):
    machine = type("DeployedCourt", (CourtMachine,), {"court": court})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES,
            phases=[Phase_.generate],
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
