"""The case from the claim to the money. Every step is a transaction of the one whose turn it is; all is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from demo.api import Api
from demo.court import discovery, voting
from demo.court.bench import Bench
from demo.court.exhibits import TEXT, Paper, file_evidence
from demo.court.rules import WORDS
from demo.court.showing import places
from demo.court.voting import Ballot
from demo.delegation import Principal
from demo.enrol import Enrolled
from demo.measures import CONDUCT, bond_of, score_of
from demo.saboteur import Killable
from demo.scenes import Scene
from demo.scenes.court import Answer, Appeal, Claim, Draw, Money, Ruling, Vote, Votes
from ledger.chain import court, panel
from ledger.chain.dev import DevNode
from ledger.chain.node import Chain
from ledger.chain.sender import Sender
from ledger.domain.dispute import Basis, Case, FaultClass, Payout
from ledger.domain.ids import Address
from ledger.domain.panel import DRAW_DELAY, MANY
from ledger.domain.policy import Policy

RULINGS: Final = ("refused", "upheld", "dismissed")
MOST_ARMS: Final = 3
"""How often a panel names a block that draws."""
BASES: Final = {Basis.MERITS: "the panel's votes", Basis.TIMEOUT: "no ruling in time", Basis.DEFAULT: "no answer"}


@dataclass(frozen=True, slots=True)
class Sides:
    """Who stands where: the customer and what it found, the accused agent and its owner's spool, and an auditor."""

    claimant: Principal
    trace: discovery.Trace
    accused: Enrolled
    spool: Path
    auditor: str


@dataclass(slots=True)
class Trial:
    """One case.

    Args:
        chain: The local chain.
        api: Records, evidence and case files.
        bench: Who may be drawn.
        sides: Who stands where.
        stack: Whose indexer dies in the middle.
        settle: Waits until the mirror stands at the chain's head.
        tell: Told each scene.
        say: Told the rest, a line at a time.
    """

    chain: Chain
    api: Api
    bench: Bench
    sides: Sides
    stack: Killable
    settle: Callable[[], None]
    tell: Callable[[Scene], None]
    say: Callable[[str], None]
    case: Case = field(init=False)
    policy: Policy = field(init=False)
    panels: list[Sequence[Address]] = field(default_factory=list)
    """Who sat, round by round."""
    first_ruling: int = 0
    """What the first panel ruled."""
    appeal_paid: int = 0
    """What the appellant paid for the second panel, wei."""
    payout: Payout | None = None
    money: Money | None = None
    """Who paid and got what, once everybody has claimed."""
    outage: tuple[int, int] | None = None
    """Blocks at which the indexer was killed and started again."""
    gas: list[int] = field(default_factory=list)
    """Gas of each transaction of the case."""

    def run(self) -> None:
        """Hold it.

        Raises:
            LedgerError: whatever the chain refuses, or evidence that is not what it seems.
            NeverCameError: if the mirror does not follow.
            httpx.HTTPError: if the API refuses.
        """
        self._claim()
        self.settle()
        killed = self.chain.head().number
        self.stack.kill_indexer()
        number = self._answer()
        self._draw(number, panel.terms_of(self.case, self.policy, fee_repaid=False))
        self.stack.restart_indexer()
        self.outage = killed, self.chain.head().number
        self.say(
            f"in the middle of the case the indexer was killed (SIGKILL) at block {killed} "
            f"and started again at block {self.outage[1]}"
        )
        self.settle()
        self._vote(number)
        second = self._appeal(number)
        terms = panel.terms_for(court.find(self.chain, self.case.dispute_id), earlier=number)
        self._draw(second, terms)
        self._vote(second)
        self._rule(second, terms)

    @property
    def _liable(self) -> Sender:
        return Sender(self.chain, self.sides.accused.owner)

    @property
    def _claimant(self) -> Sender:
        return Sender(self.chain, self.sides.claimant.account)

    def _claim(self) -> None:
        sides, customer = self.sides, self.sides.claimant.customer
        name = f"{customer.name} ({customer.id})"
        record = discovery.record_of(self.api, sides.trace.record)
        opening = discovery.opened(sides.spool, record)
        filed = file_evidence(self.api, discovery.claim_papers(sides.trace, record, opening), discovery.CLAIM, name)
        opened = court.open_dispute(
            self._claimant,
            agent_id=sides.accused.ref.agent_id,
            fault_class=FaultClass.HARM,
            evidence_hash=filed.hash,
            proof=court.show_in_log(self.chain, sides.accused.ref.agent_id, *places(record)),
            uri=filed.uri,
        )
        self.case, self.policy = opened.case, opened.policy
        self.gas.append(opened.gas_used)
        self.tell(
            Claim(
                number=self.case.dispute_id,
                claimant=name,
                accused=sides.accused.persona.name,
                liable=self.case.liable,
                record=sides.trace.record,
                anchor=record["proof"]["anchor"]["seen"]["block"],
                fault_class=self.case.fault_class.name.lower(),
                papers=filed.names,
                auditor=sides.auditor,
                evidence=filed.hash.hex(),
                deposit=self.case.deposit,
                fee=self.case.fee,
                locked=self.case.locked,
                tx="0x" + opened.tx.hex(),
                block=opened.block,
            )
        )

    def _answer(self) -> int:
        sides = self.sides
        record = discovery.record_of(self.api, sides.trace.record)
        papers = discovery.answer_papers(self.api, sides.spool, record)
        filed = file_evidence(self.api, papers, discovery.ANSWER, f"the owner of {sides.accused.persona.name}")
        answered = court.respond(self._liable, self.case, self.policy, filed.hash, filed.uri)
        if answered.panel_number is None:
            raise RuntimeError("the panel did not take the dispute on")
        self.gas.append(answered.gas_used)
        self.tell(
            Answer(
                number=self.case.dispute_id,
                liable=self.case.liable,
                accused=sides.accused.persona.name,
                statement=discovery.ANSWER,
                papers=filed.names,
                evidence=filed.hash.hex(),
                block=answered.block,
            )
        )
        return answered.panel_number

    def _draw(self, number: int, terms: bytes) -> None:
        for _ in range(MOST_ARMS):
            draw_block = panel.hearing(self.chain, number).draw_block
            DevNode(self.chain).mine(DRAW_DELAY + 1)
            sent = panel.send_draw(self._claimant, number, terms)
            self.gas.append(sent.gas_used)
            if seats := panel.seats_of(sent):
                break
        else:
            raise RuntimeError("the panel found nobody who may judge")
        judged = [self.bench.by_account(seat) for panel_ in self.panels for seat in panel_]
        self.panels.append(seats)
        drawn = [self.bench.by_account(seat) for seat in seats]
        self.tell(
            Draw(
                number=self.case.dispute_id,
                roster=[one.name for one in self.bench.arbitrators],
                seats=[(one.name, one.rule.says) for one in drawn],
                conflicted=self.bench.conflicted.name,
                accused=self.sides.accused.persona.name,
                draw_block=draw_block,
                block=sent.block,
                earlier=[one.name for one in judged],
            )
        )

    def _vote(self, number: int) -> None:
        drawn = [self.bench.by_account(seat) for seat in self.panels[-1]]
        ballots = [voting.decide(self.chain, self.api, self.case.dispute_id, one) for one in drawn]
        self.gas += [voting.commit(self.chain, number, ballot).gas_used for ballot in ballots]
        self.gas += [voting.reveal(self.chain, self.api, number, ballot).gas_used for ballot in ballots]
        self.tell(Votes(self.case.dispute_id, [_said(ballot) for ballot in ballots]))

    def _appeal(self, number: int) -> int:
        """Count the first panel's votes, and let the owner appeal; returns the second panel's number."""
        terms = panel.terms_of(self.case, self.policy, fee_repaid=False)
        counted = panel.send_conclude(self._claimant, number, terms, [])
        votes = counted.event("PanelConcluded").args
        self.first_ruling = votes["ruling"]
        name = f"the owner of {self.sides.accused.persona.name}"
        grounds = Paper("grounds.txt", TEXT, discovery.GROUNDS.encode())
        filed = file_evidence(self.api, [grounds], discovery.GROUNDS, name)
        self.appeal_paid = court.appeal_cost(self.chain)
        asked = court.appeal(self._liable, self.case, self.policy, filed.hash, filed.uri, value=self.appeal_paid)
        if asked.panel_number is None:
            raise RuntimeError("the panel did not take the appeal on")
        self.gas += [counted.gas_used, asked.gas_used]
        self.tell(
            Appeal(
                number=self.case.dispute_id,
                ruling=RULINGS[self.first_ruling],
                upheld=votes["upheld"],
                dismissed=votes["dismissed"],
                refused=votes["refused"],
                appellant=f"T{name[1:]}",
                account=self.case.liable,
                grounds=discovery.GROUNDS,
                cost=self.appeal_paid,
                seats=MANY,
                appeal_seconds=self.policy.appeal_time,
                block=asked.block,
            )
        )
        return asked.panel_number

    def _rule(self, number: int, terms: bytes) -> None:
        accused = self.sides.accused
        bond, score = bond_of(self.chain, accused), score_of(self.chain, accused, CONDUCT)
        sent = panel.send_conclude(self._claimant, number, terms, [])
        votes = sent.event("PanelConcluded").args
        final = court.finalize(self._claimant, self.case, self.policy)
        done = court.execute(self._claimant, self.case, self.policy)
        self.gas += [sent.gas_used, final.gas_used, done.gas_used]
        self.payout = done.payout
        self.tell(
            Ruling(
                number=self.case.dispute_id,
                accused=accused.persona.name,
                ruling=RULINGS[done.ruling],
                upheld=votes["upheld"],
                dismissed=votes["dismissed"],
                refused=votes["refused"],
                basis=BASES.get(final.basis, final.basis.name.lower()),
                before=RULINGS[self.first_ruling],
                slashed=done.payout.slashed,
                bond_before=bond,
                bond_after=bond_of(self.chain, accused),
                score_before=score,
                score_after=score_of(self.chain, accused, CONDUCT),
                block=done.block,
            )
        )


def _said(ballot: Ballot) -> Vote:
    one, opinion = ballot.arbitrator, ballot.opinion
    return Vote(one.name, one.rule.name, WORDS[opinion.vote], opinion.reasons, ballot.reasons_hash.hex())
