"""What arbitrators do, and what anyone does to move a panel on: register, draw, commit, reveal, conclude.

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
from ledger.domain.dispute import Case
from ledger.domain.events import TOPICS, decode
from ledger.domain.ids import Address
from ledger.domain.panel import SEATS, Ballot, Phase
from ledger.domain.policy import Policy
from ledger.domain.signing import SessionKey

_PANEL: Final = "PanelArbitrator"
_TERMS: Final = ("uint32", "uint32", "address", "address[]")
_SEATS: Final = ("first", "second", "third")
_MARKS: Final = {1: Ballot.SEATED, 2: Ballot.REVEALED, 3: Ballot.ABSENT}


@dataclass(frozen=True, slots=True)
class Roster:
    """What an arbitrator needs to know to register: who accredits, the least stake and a seat's pay in wei."""

    accreditor: Address
    min_stake: int
    seat_fee: int


@dataclass(frozen=True, slots=True)
class Hearing:
    """A panel as the chain has it now. `draw_block` counts while armed, the two times (Unix s) once drawn."""

    number: int
    phase: Phase
    commits: int
    reveals: int
    draw_block: int
    commit_until: int
    reveal_until: int
    ballots: Mapping[Address, Ballot]

    @property
    def absent(self) -> list[Address]:
        """Seats that have not revealed."""
        return [*self.seats(Ballot.SEATED), *self.seats(Ballot.COMMITTED)]

    def seats(self, ballot: Ballot) -> tuple[Address, ...]:
        """Return the seats that have come as far as this."""
        return tuple(seat for seat, kept in self.ballots.items() if kept is ballot)

    @property
    def conclude_from(self) -> int:
        """Unix seconds from which anyone may let it rule; 0 for at once."""
        if self.reveals == SEATS:
            return 0
        return self.commit_until if self.reveals == self.commits else self.reveal_until


def roster(chain: Chain) -> Roster:
    """Return what registering takes."""
    return Roster(*(chain.read(_PANEL, name) for name in ("accreditor", "minStake", "seatFee")))


def accredit(chain: Chain, key: SessionKey, arbitrator: Address, document: bytes, valid_until: int) -> bytes:
    """Sign an accreditation, as the accreditor.

    Args:
        chain: The chain, with its deployment.
        key: The accreditor's.
        arbitrator: Who may be drawn.
        document: SHA-256 of the document that says who the arbitrator is.
        valid_until: Unix seconds until which it may be drawn.
    """
    digest = accreditation_digest(
        chain_id=chain.chain_id(),
        panel=chain.deployment.addresses[_PANEL],
        arbitrator=arbitrator,
        document=document,
        valid_until=valid_until,
    )
    return key.sign(digest)


def register(sender: Sender, document: bytes, valid_until: int, accreditation: bytes, stake: int) -> Sent:
    """Join the roster, or renew an accreditation; `stake` in wei is added to the sender's.

    Raises:
        ChainRevertError: if the accreditation is not the accreditor's, or the stake is too small.
    """
    return sender.send(_PANEL, "register", document, valid_until, accreditation, value=stake)


def retire(sender: Sender) -> Sent:
    """Leave the roster; seats already drawn stay.

    Raises:
        ChainRevertError: for an account that is not listed.
    """
    return sender.send(_PANEL, "retire")


def terms_of(case: Case, policy: Policy, *, fee_repaid: bool) -> bytes:
    """Return the terms that the court gave the panel: times, who gets unspent pay back, and who may not sit.

    Args:
        case: The case.
        policy: The policy that it froze.
        fee_repaid: Whether the bond has repaid the fee to the claimant, as after a late response.
    """
    payer = case.liable if fee_repaid else case.claimant
    return abi_encode(_TERMS, (policy.commit_time, policy.reveal_time, payer, case.parties))


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
    return None


def commitment(chain: Chain, number: int, arbitrator: Address, vote: int, reasons_hash: bytes, salt: bytes) -> bytes:
    """Return what binds an arbitrator to a vote before it is shown."""
    return vote_commitment(
        chain_id=chain.chain_id(),
        panel=chain.deployment.addresses[_PANEL],
        dispute_id=number,
        arbitrator=arbitrator,
        vote=vote,
        reasons_hash=reasons_hash,
        salt=salt,
    )


def commit(sender: Sender, number: int, vote: int, reasons_hash: bytes, salt: bytes) -> Sent:
    """Commit to a vote, as a seat, once. Keep vote, hash and salt before: without them nothing can be revealed.

    Raises:
        ChainRevertError: without a seat, out of phase, or too late.
    """
    bound = commitment(sender.chain, number, sender.address, vote, reasons_hash, salt)
    return sender.send(_PANEL, "commit", number, bound)


def reveal(sender: Sender, number: int, vote: int, reasons_hash: bytes, salt: bytes) -> Sent:
    """Reveal a vote as it was committed, once all have or their time is over; paid at once.

    Raises:
        ChainRevertError: if it was not committed so, or out of time.
    """
    return sender.send(_PANEL, "reveal", number, vote, reasons_hash, salt)


def conclude(sender: Sender, number: int, terms: bytes, absent: Sequence[Address]) -> int:
    """Let a panel rule; returns the ruling.

    Args:
        sender: Anyone.
        number: The panel's number of the dispute.
        terms: As `terms_of` makes them.
        absent: Exactly the seats that did not reveal; they lose stake.

    Raises:
        ChainRevertError: out of phase, too early, or with other terms or absentees.
    """
    ruling: int = send_conclude(sender, number, terms, absent).event("PanelConcluded").args["ruling"]
    return ruling


def send_conclude(sender: Sender, number: int, terms: bytes, absent: Sequence[Address]) -> Sent:
    """Send what `conclude` sends."""
    court = sender.chain.deployment.addresses["DisputeCourt"]
    return sender.send(_PANEL, "conclude", number, court, terms, list(absent))


def hearing(chain: Chain, number: int) -> Hearing:
    """Return a panel as the chain has it now."""
    phase, commits, reveals, draw_block, commit_until, reveal_until = chain.read(_PANEL, "panelOf", number)
    topics = ["0x" + TOPICS[_PANEL]["PanelDrawn"].hex(), f"0x{number:064x}"]
    logs = chain.logs_of(chain.deployment.addresses[_PANEL], topics)
    drawn = [event.args for log in logs if (event := decode(log, chain.names())) is not None]
    seats = [args[seat] for args in drawn for seat in _SEATS]
    ballots = {seat: _ballot(chain.read(_PANEL, "ballotOf", number, seat)) for seat in seats}
    return Hearing(number, Phase(phase), commits, reveals, draw_block, commit_until, reveal_until, ballots)


def _ballot(kept: bytes) -> Ballot:
    return _MARKS.get(int.from_bytes(kept, "big"), Ballot.COMMITTED)
