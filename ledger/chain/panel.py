"""What arbitrators do, and what anyone does to move a panel on: register, draw, commit, reveal, conclude.

Anyone also shows what a seat must not keep to itself: dealings with a party, or a vote that it let out.

    terms = terms_of(case, policy, fee_repaid=False)       # what draw and conclude must be shown
    seats = draw(sender, number, terms)                    # None: armed again, or given up
    commit(sender, number, vote, reasons_hash, salt)       # keep vote, reasons and salt: they are revealed later

`number` is the panel's own number of a dispute (`court.panel_number`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from eth_abi.abi import encode as abi_encode

from ledger.chain.node import Chain
from ledger.chain.sender import Sender, Sent
from ledger.domain.authority import accreditation_digest, vote_commitment
from ledger.domain.dispute import SERIOUS, Case, Dispute
from ledger.domain.events import TOPICS, decode
from ledger.domain.hashing import ZERO32, keccak
from ledger.domain.ids import Address
from ledger.domain.panel import SEATS, Ballot, Phase
from ledger.domain.panel_terms import HUMAN
from ledger.domain.policy import Policy
from ledger.domain.signing import SessionKey

HUMAN_JUDGE: Final = ZERO32  # where a model would be named
_PANEL: Final = "PanelArbitrator"
_TERMS: Final = ("uint32", "uint32", "address", "address[]")
_REVIEW_TERMS: Final = (*_TERMS, "uint32", "uint256", "bytes32")
_SEATS: Final = ("first", "second", "third")
_MARKS: Final = {
    1: Ballot.SEATED,
    2: Ballot.REVEALED,
    3: Ballot.ABSENT,
    4: Ballot.LEAKED,
    5: Ballot.RECUSED,
}


@dataclass(frozen=True, slots=True)
class Roster:
    """What an arbitrator needs to know to register: who accredits, the least stake and a seat's pay in wei."""

    accreditor: Address
    min_stake: int
    seat_fee: int


@dataclass(frozen=True, slots=True)
class Hearing:
    """A panel as the chain has it now. `draw_block` counts while armed, the two times (Unix s) once drawn.

    `round` is the present draw, of `wanted` seats; `ballots` tells of the seats of all draws.
    """

    number: int
    phase: Phase
    commits: int
    reveals: int
    draw_block: int
    commit_until: int
    reveal_until: int
    ballots: Mapping[Address, Ballot]
    round: int = 1
    wanted: int = SEATS

    @property
    def absent(self) -> list[Address]:
        """Seats that have not revealed."""
        return [*self.seats(Ballot.SEATED), *self.seats(Ballot.COMMITTED), *self.seats(Ballot.LEAKED)]

    def seats(self, ballot: Ballot) -> tuple[Address, ...]:
        """Return the seats that have come as far as this."""
        return tuple(seat for seat, kept in self.ballots.items() if kept is ballot)

    @property
    def conclude_from(self) -> int:
        """Unix seconds from which anyone may let it rule; 0 for at once."""
        if self.reveals == self.wanted:
            return 0
        return self.commit_until if self.reveals == self.commits else self.reveal_until


def roster(chain: Chain) -> Roster:
    """Return what registering takes."""
    return Roster(*(chain.read(_PANEL, name) for name in ("accreditor", "minStake", "seatFee")))


def missing_stake(chain: Chain, account: Address) -> int:
    """Return what the stake of an account lacks of the least one, in wei."""
    held: int = chain.read("BondVault", "bondOf", chain.read(_PANEL, "stakeSubject"), account)[0]
    return max(0, roster(chain).min_stake - held)


def accredit(
    chain: Chain, key: SessionKey, arbitrator: Address, document: bytes, valid_until: int, model: bytes = HUMAN_JUDGE
) -> bytes:
    """Sign an accreditation, as the accreditor.

    Args:
        chain: The chain, with its deployment.
        key: The accreditor's.
        arbitrator: Who may be drawn.
        document: SHA-256 of the document that says who the arbitrator is.
        valid_until: Unix seconds until which it may be drawn.
        model: `authority.model_hash` of the model that judges; zeros attest that a human does.
    """
    digest = accreditation_digest(
        chain_id=chain.chain_id(),
        panel=chain.deployment.addresses[_PANEL],
        arbitrator=arbitrator,
        document=document,
        valid_until=valid_until,
        model=model,
    )
    return key.sign(digest)


def register(
    sender: Sender, document: bytes, valid_until: int, accreditation: bytes, stake: int, model: bytes = HUMAN_JUDGE
) -> Sent:
    """Join the roster, or renew an accreditation; `stake` in wei is added to the sender's.

    Raises:
        ChainRevertError: if the accreditation is not the accreditor's, the account was listed as of another kind, or
            the stake is too small.
    """
    return sender.send(_PANEL, "register", document, model, valid_until, accreditation, value=stake)


def retire(sender: Sender) -> Sent:
    """Leave the roster; seats already drawn stay.

    Raises:
        ChainRevertError: for an account that is not listed.
    """
    return sender.send(_PANEL, "retire")


def terms_of(case: Case, policy: Policy, *, fee_repaid: bool, joined: Sequence[Address] = ()) -> bytes:
    """Return the terms that the court gave the panel: times, who gets unspent pay back, and who may not sit.

    Args:
        case: The case.
        policy: The policy that it froze.
        fee_repaid: Whether the bond has repaid the fee to the claimant, as after a late response.
        joined: Claimants that joined, in order.
    """
    payer = case.liable if fee_repaid else case.claimant
    return abi_encode(_TERMS, (_time_to_commit(case, policy), policy.reveal_time, payer, [*case.parties, *joined]))


def terms_for(dispute: Dispute, earlier: int = 0) -> bytes:
    """Return the terms that the court gave the panel in the present round of a dispute.

    Args:
        dispute: As the chain has it.
        earlier: The panel's number of the first round, in the second.
    """
    case, policy = dispute.case, dispute.policy
    joined = [join.claimant for join in dispute.joins]
    first = terms_of(case, policy, fee_repaid=dispute.fee_repaid, joined=joined)
    if not earlier:
        return first
    times = (_time_to_commit(case, policy), policy.reveal_time)
    return abi_encode(_REVIEW_TERMS, (*times, dispute.appellant, dispute.parties, 0, earlier, keccak(first)))


def _time_to_commit(case: Case, policy: Policy) -> int:
    """Return the time as terms have it: what is serious asks for a human beside it."""
    return policy.commit_time | (HUMAN if case.fault_class in SERIOUS else 0)


def draw(sender: Sender, number: int, terms: bytes) -> list[Address] | None:
    """Draw the seats, once the block that decides is over; None when too few may sit: armed again, or given up.

    Raises:
        ChainRevertError: out of phase, too early, or with other terms.
    """
    return seats_of(send_draw(sender, number, terms))


def send_draw(sender: Sender, number: int, terms: bytes) -> Sent:
    """Send what `draw` sends; `seats_of` reads what came of it."""
    return sender.send(_PANEL, "draw", number, sender.chain.deployment.addresses["DisputeCourt"], terms)


def seats_of(sent: Sent) -> list[Address] | None:
    """Return the seats that a transaction drew, None if it drew none."""
    for event in sent.events:
        if event.name == "PanelDrawn":
            return [event.args[seat] for seat in _SEATS]
        if event.name == "PanelSeated":
            return list(event.args["seats"])
    return None


def commitment(
    chain: Chain, number: int, arbitrator: Address, vote: int, reasons_hash: bytes, salt: bytes, round_: int = 1
) -> bytes:
    """Return what binds an arbitrator to a vote before it is shown; `round_` is the draw that it sits by."""
    return vote_commitment(
        chain_id=chain.chain_id(),
        panel=chain.deployment.addresses[_PANEL],
        dispute_id=number,
        arbitrator=arbitrator,
        vote=vote,
        reasons_hash=reasons_hash,
        salt=salt,
        round_=round_,
    )


def commit(sender: Sender, number: int, vote: int, reasons_hash: bytes, salt: bytes) -> Sent:
    """Commit to a vote, as a seat, once. Keep vote, hash and salt before: without them nothing can be revealed.

    Raises:
        ChainRevertError: without a seat, out of phase, or too late.
    """
    round_, *_ = sender.chain.read(_PANEL, "drawOf", number)
    bound = commitment(sender.chain, number, sender.address, vote, reasons_hash, salt, round_)
    return sender.send(_PANEL, "commit", number, bound)


def recuse(sender: Sender, number: int, terms: bytes, seats: Sequence[Address], proof: bytes) -> Address | None:
    """Take a seat from whoever dealt with a party, before it commits; returns who sits instead, None for nobody.

    Args:
        sender: Anyone.
        number: The panel's number of the dispute.
        terms: As `terms_for` makes them.
        seats: All seats of the present draw.
        proof: As `court.show_receipt` makes it, with the counterparty opened.

    Raises:
        ChainRevertError: when the receipt shows no such dealings, or comes too late.
    """
    court = sender.chain.deployment.addresses["DisputeCourt"]
    sent = sender.send(_PANEL, "recuse", number, court, terms, list(seats), proof)
    replacement: Address = sent.event("SeatRecused").args["replacement"]
    return None if int(replacement, 16) == 0 else replacement


def report_leak(sender: Sender, number: int, arbitrator: Address, vote: int, reasons_hash: bytes, salt: bytes) -> Sent:
    """Show a vote that was let out too soon: it does not count, and half of what it costs is the sender's.

    Raises:
        ChainRevertError: if it was not committed so, or votes may be revealed already.
    """
    return sender.send(_PANEL, "reportLeak", number, arbitrator, vote, reasons_hash, salt)


def reveal(sender: Sender, number: int, vote: int, reasons_hash: bytes, salt: bytes) -> Sent:
    """Reveal a vote as it was committed, once all have or their time is over; paid at once.

    Raises:
        ChainRevertError: if it was not committed so, or out of time.
    """
    return sender.send(_PANEL, "reveal", number, vote, reasons_hash, salt)


def conclude(sender: Sender, number: int, terms: bytes, absent: Sequence[Address]) -> int | None:
    """Let a panel count; returns the ruling, None when nothing was decided and others are to be drawn.

    Args:
        sender: Anyone.
        number: The panel's number of the dispute.
        terms: As `terms_of` makes them.
        absent: Exactly the seats that did not reveal; they lose stake.

    Raises:
        ChainRevertError: out of phase, too early, or with other terms or absentees.
    """
    return ruling_of(send_conclude(sender, number, terms, absent))


def ruling_of(sent: Sent) -> int | None:
    """Return what a panel ruled in a transaction, None if it did not."""
    rulings: list[int] = [event.args["ruling"] for event in sent.events if event.name == "PanelConcluded"]
    return rulings[0] if rulings else None


def send_conclude(sender: Sender, number: int, terms: bytes, absent: Sequence[Address]) -> Sent:
    """Send what `conclude` sends."""
    court = sender.chain.deployment.addresses["DisputeCourt"]
    return sender.send(_PANEL, "conclude", number, court, terms, list(absent))


def hearing(chain: Chain, number: int) -> Hearing:
    """Return a panel as the chain has it now."""
    phase, commits, reveals, draw_block, commit_until, reveal_until = chain.read(_PANEL, "panelOf", number)
    round_, wanted, *_ = chain.read(_PANEL, "drawOf", number)
    ballots = {seat: _ballot(chain.read(_PANEL, "ballotOf", number, seat)) for seat in _seated(chain, number)}
    return Hearing(
        number, Phase(phase), commits, reveals, draw_block, commit_until, reveal_until, ballots, round_, wanted
    )


def _seated(chain: Chain, number: int) -> list[Address]:
    """Return everyone who ever had a seat, in order of events."""
    found: list[Address] = []
    for name in ("PanelDrawn", "PanelSeated", "SeatRecused"):
        topics = ["0x" + TOPICS[_PANEL][name].hex(), f"0x{number:064x}"]
        for log in chain.logs_of(chain.deployment.addresses[_PANEL], topics):
            event = decode(log, chain.names())
            if event is None:
                continue
            if name == "PanelDrawn":
                found += [event.args[seat] for seat in _SEATS]
            elif name == "PanelSeated":
                found += event.args["seats"]
            elif int(event.args["replacement"], 16):
                found.append(event.args["replacement"])
    return found


def _ballot(kept: bytes) -> Ballot:
    return _MARKS.get(int.from_bytes(kept, "big"), Ballot.COMMITTED)
