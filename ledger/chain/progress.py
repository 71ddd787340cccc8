"""Moving a dispute on: whatever is due and anyone may do, until it is somebody's turn or the time has not come.

    moved = advance(sender, dispute_id)
    moved.steps             # what was done, in order
    moved.wait              # whose turn it is, and until when; None when the dispute is over

Every step is tried and the contract asked whether its time has come: it alone knows the clock of the next block.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from ledger.chain import court, panel
from ledger.chain.node import Chain
from ledger.chain.panel import Hearing
from ledger.chain.sender import Sender, Sent
from ledger.domain.dispute import SECOND, Dispute, State
from ledger.domain.ids import Address
from ledger.domain.panel import Ballot, Phase
from ledger.errors import ChainRevertError

MOST_STEPS: Final = 24  # more than any dispute has
_NOT_YET: Final = ("DisputeCourt_TooEarly", "DisputeCourt_TooFewBlocks", "PanelArbitrator_TooEarly")
_Done: TypeAlias = Sent | court.Finalised | court.Executed | court.Responded
_MOVED: Final = ("DisputeCourt_WrongState", "DisputeCourt_NotPending", "PanelArbitrator_WrongPhase")


@dataclass(frozen=True, slots=True)
class Step:
    """One step that was taken, by its name, and where. `seats` are those that a draw found."""

    name: str
    tx: bytes
    block: int
    seats: tuple[Address, ...] = ()


@dataclass(frozen=True, slots=True)
class Wait:
    """What a dispute waits for: whose turn it is (anyone's if empty), until when (Unix s), and for which block."""

    what: str
    who: tuple[Address, ...]
    until: int
    block: int = 0


@dataclass(frozen=True, slots=True)
class Advanced:
    """How far a dispute is now, and how it came there."""

    dispute: Dispute
    steps: tuple[Step, ...]
    wait: Wait | None


def advance(sender: Sender, dispute_id: int, *, mine: Callable[[int], None] | None = None) -> Advanced:
    """Take every step that is due.

    Args:
        sender: Anyone.
        dispute_id: The court's number.
        mine: Lets this many blocks pass, on a local chain where none come by themselves.

    Raises:
        NotFoundError: if there is no such dispute.
        ChainRevertError: for what time alone will not change.
    """
    steps: list[Step] = []
    for _ in range(MOST_STEPS):
        dispute = court.find(sender.chain, dispute_id)
        try:
            step = _Mover(sender, dispute, mine).step()
        except ChainRevertError as error:
            if error.details["name"] in _MOVED:
                continue  # somebody was quicker: look again
            raise
        if step is None:
            break
        steps.append(step)
        if step.name == "draw" and not step.seats:
            break  # too few may sit, and there are not many draws
    dispute = court.find(sender.chain, dispute_id)
    return Advanced(dispute, tuple(steps), waits_for(sender.chain, dispute))


def waits_for(chain: Chain, dispute: Dispute) -> Wait | None:
    """Say whose turn it is; None when the dispute is over."""
    if dispute.state is State.ARBITRATION:
        return _waits_for_panel(chain, dispute)
    if dispute.state is State.OPEN:
        block = dispute.case.opened_block + dispute.policy.response_blocks
        return Wait("a response", (dispute.case.liable,), dispute.due, block)
    if dispute.is_default:
        return Wait("a late response", (dispute.case.liable,), dispute.due)
    if dispute.state is State.PROVISIONAL:
        return Wait("the ruling to become final", (), dispute.due)
    return Wait("its execution", (), dispute.due) if dispute.state is State.FINAL else None


def _waits_for_panel(chain: Chain, dispute: Dispute) -> Wait:
    hearing = hearing_of(chain, dispute)
    if hearing is None or hearing.phase is Phase.CONCLUDED:
        return Wait("the arbitrator", (), dispute.due)
    if hearing.phase is Phase.ARMED:
        return Wait("the draw of a panel", (), dispute.due, hearing.draw_block + 1)
    if hearing.commits < hearing.wanted and chain.head().timestamp < hearing.commit_until:
        return Wait("votes", hearing.seats(Ballot.SEATED), hearing.commit_until)
    return Wait("votes to be revealed", hearing.seats(Ballot.COMMITTED), hearing.reveal_until)


def hearing_of(chain: Chain, dispute: Dispute) -> Hearing | None:
    """Return the panel that a dispute is before; None if it is before none of ours."""
    number = None if dispute.pending else court.panel_number(chain, dispute.case.dispute_id)
    return None if number is None else panel.hearing(chain, number)


class _Mover:
    """Takes one step of one dispute."""

    def __init__(self, sender: Sender, dispute: Dispute, mine: Callable[[int], None] | None) -> None:
        self._sender = sender
        self._dispute = dispute
        self._shown = (dispute.case, dispute.policy)
        self._mine = mine

    def step(self) -> Step | None:
        """Take the step that is due, None if there is none."""
        moves: dict[State, tuple[str, Callable[[], _Done]]] = {
            State.OPEN: ("default", lambda: court.default_judgment(self._sender, *self._shown)),
            State.PROVISIONAL: ("finalize", lambda: court.finalize(self._sender, *self._shown)),
            State.FINAL: ("execute", lambda: court.execute(self._sender, *self._shown)),
        }
        if self._dispute.state is State.ARBITRATION:
            return self._hear()
        move = moves.get(self._dispute.state)
        return None if move is None else self._try(*move)

    def _hear(self) -> Step | None:
        hearing = hearing_of(self._sender.chain, self._dispute)
        number = 0 if hearing is None else hearing.number
        step = None if hearing is None else self._move_panel(hearing)
        step = step or self._try("timeout", lambda: court.arbitrator_timeout(self._sender, *self._shown, number))
        return self._try("ask", self._ask_again) if step is None and hearing is None else step

    def _move_panel(self, hearing: Hearing) -> Step | None:
        sender, number = self._sender, hearing.number
        earlier = 0
        if self._dispute.round == SECOND:
            earlier = court.panel_numbers(sender.chain, self._dispute.case.dispute_id)[0]
        terms = panel.terms_for(self._dispute, earlier)
        if hearing.phase is Phase.ARMED:
            return self._try("draw", lambda: panel.send_draw(sender, number, terms))
        if hearing.phase is Phase.VOTING:
            return self._try("conclude", lambda: panel.send_conclude(sender, number, terms, hearing.absent))
        return None

    def _ask_again(self) -> court.Responded:
        missing = court.missing_fee(self._sender.chain, self._dispute.case)
        return court.start_arbitration(self._sender, *self._shown, value=missing)

    def _try(self, name: str, send: Callable[[], _Done], *, patient: bool = True) -> Step | None:
        try:
            sent = send()
        except ChainRevertError as error:
            if error.details["name"] not in _NOT_YET:
                raise
            blocks = _missing_blocks(name, error)
            if not blocks or self._mine is None or not patient:
                return None
            self._mine(blocks)
            return self._try(name, send, patient=False)
        seats = panel.seats_of(sent) if isinstance(sent, Sent) else None
        return Step(name, sent.tx, sent.block, tuple(seats or ()))


def _missing_blocks(name: str, error: ChainRevertError) -> int:
    """Count the blocks for which a step must wait; 0 if it waits for time."""
    values: Any = error.details["values"]
    if error.details["name"] == "DisputeCourt_TooFewBlocks":
        return int(values["due"] - values["blockNumber"])
    return int(values["due"] - values["time"]) if name == "draw" else 0
