"""Challenges: who was asked to show what, by when, and whether it did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from ledger.domain.ids import checksum, parse_hex32
from ledger.errors import InvalidInputError, NotFoundError
from ledger.queries import finding
from ledger.queries.answers import Answer, Completeness, Page, Seen, counted
from ledger.queries.asking import ask, block_at
from ledger.queries.fault_kinds import EVIDENCE, name_of
from ledger.queries.paging import Asked, turn
from ledger.queries.sources import Sources
from ledger.store import fault_rows as rows
from ledger.store import keys
from ledger.store.fault_view import FaultView
from ledger.store.rows import Placed
from ledger.store.view import View, lost

State: TypeAlias = Literal["open", "unanswered", "late", "answered"]
STATES: Final[tuple[State, ...]] = ("open", "unanswered", "late", "answered")
BASIS: Final = (
    "events of the challenge books; they carry no counter, so this rests on the node's logs, screened by each "
    "block's bloom filter near the head"
)
_ADDRESS_BYTES: Final = 20


@dataclass(frozen=True, slots=True)
class ChallengeView:
    """One challenge.

    `kind` is the fault that silence proves, or `evidence`, whose custodian loses the point. `subject` is the agent key,
    log or evidence that is asked; `agent_id` is set for an agent, `custodian` for evidence; `about` what is asked for.
    `state`: open until `answer_by` (Unix seconds), unanswered after it, late if it was shown to have come too late, or
    answered. `seconds_left` is as of the answer's block; `returned` says that the challenger has its deposit back.
    """

    challenge: str
    contract: str
    kind: str
    subject: str
    agent_id: int | None
    custodian: str | None
    about: str
    challenger: str
    state: State
    answer_by: int
    seconds_left: int
    answerer: str | None
    returned: bool
    opened: Seen
    answered: Seen | None


def challenges(
    sources: Sources,
    *,
    subject: str | None = None,
    state: str | None = None,
    cursor: str | None,
    limit: int,
    as_of: int | None,
) -> Answer[Page[ChallengeView]]:
    """List challenges, oldest first.

    Args:
        sources: What to read.
        subject: Only those to this agent key, log or evidence, 64 hex digits.
        state: Only those in this state; a page may be short then, and still have more behind it.
        cursor: Where to go on.
        limit: Most challenges that are looked at for a page.
        as_of: As of which block.

    Raises:
        ConflictError: if a fork took back what the cursor has seen.
        InvalidInputError: if an argument has another form.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    name = None if subject is None else parse_hex32(subject, what="subject")
    if state is not None and state not in STATES:
        raise InvalidInputError(
            f"a challenge is never {state[:40]!r}", hint=f"ask for {', '.join(STATES)}", code="bad_challenge_state"
        )
    asked = Asked.parse(f"challenges/{'' if name is None else name.hex()}/{state or ''}", cursor, limit, as_of)
    key = keys.CHALLENGES if name is None else keys.challenged(name)

    def question(view: View) -> tuple[Page[ChallengeView], Completeness]:
        turned = turn(view, key, asked)
        found = read(sources, view, turned.names)
        return turned.page([item for item in found if state in (None, item.state)]), counted(BASIS)

    return ask(sources, question, as_of)


def challenge(sources: Sources, name: str, *, as_of: int | None) -> Answer[ChallengeView]:
    """Return one challenge.

    Raises:
        InvalidInputError: if the name or as_of have another form.
        NotFoundError: if nothing was asked under that name.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    wanted = parse_hex32(name, what="challenge")

    def question(view: View) -> tuple[ChallengeView, Completeness]:
        if FaultView(view).challenges([wanted]) == [[]]:
            raise NotFoundError(
                f"there is no challenge {wanted.hex()} as of block {view.block}",
                hint="see GET /v1/challenges",
                code="no_such_challenge",
            )
        return read(sources, view, [wanted])[0], counted(BASIS)

    return ask(sources, question, as_of)


def waiting(sources: Sources, view: View, limit: int) -> tuple[list[ChallengeView], bool]:
    """Return the challenges that can still be answered, the most urgent first, and whether there are more."""
    found = read(sources, view, FaultView(view).open_challenges())
    in_time = (item for item in found if item.seconds_left >= 0)  # what was shown late can still be mended
    running = sorted(in_time, key=lambda item: (item.answer_by, item.challenge))
    return running[:limit], len(running) > limit


def read(sources: Sources, view: View, names: Sequence[bytes]) -> list[ChallengeView]:
    """Read several challenges.

    Raises:
        StaleMirrorError: if the mirror has lost one.
    """
    histories = FaultView(view).challenges(names)
    view.load_blocks([placed.block for history in histories for placed in history])
    now = block_at(sources, view).time
    return [_challenge(view, name, history, now) for name, history in zip(names, histories, strict=True)]


def _challenge(view: View, name: bytes, history: list[Placed[rows.ChallengeRow]], now: int) -> ChallengeView:
    row = history[0].row if history else None
    if not isinstance(row, rows.ChallengeOpened):
        raise lost(f"challenge {name.hex()}")
    shown = [(placed, placed.row) for placed in history if isinstance(placed.row, rows.ChallengeAnswered)]
    answered, answer = shown[-1] if shown else (None, None)
    about_evidence = row.kind == EVIDENCE
    return ChallengeView(
        challenge=name.hex(),
        contract=row.contract,
        kind=name_of(row.kind),
        subject=row.subject.hex(),
        agent_id=None if about_evidence else view.agent_number(row.subject),
        custodian=checksum(row.about[-_ADDRESS_BYTES:]) if about_evidence else None,
        about=row.about.hex(),
        challenger=row.challenger,
        state=_state(answer, row, now),
        answer_by=row.answer_by,
        seconds_left=row.answer_by - now,
        answerer=None if answer is None else answer.answerer,
        returned=any(isinstance(placed.row, rows.ChallengeClosed) for placed in history),
        opened=finding.seen_at(view, history[0]),
        answered=None if answered is None else finding.seen_at(view, answered),
    )


def _state(answer: rows.ChallengeAnswered | None, row: rows.ChallengeOpened, now: int) -> State:
    if answer is not None:
        return "answered" if answer.in_time else "late"
    return "open" if now <= row.answer_by else "unanswered"
