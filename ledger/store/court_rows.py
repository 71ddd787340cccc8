"""The rows of disputes, panels, arbitrators, mandates and policies. As all rows (see `rows`): `time` and `tx` first.

One row an event, with everything that the event says. Numbers that contracts of others choose, and amounts, are
decimal text, because they may outgrow 64 bits.
"""

from __future__ import annotations

from typing import Final, TypeAlias

from ledger.store.rows import Codec, Row, Tagged


class Opened(Tagged, frozen=True, tag="opened"):
    """A dispute was opened before `court`; its values are the case. Deposit, fee, slice and locked in wei."""

    time: int
    tx: bytes
    court: str
    agent_id: int
    claimant: str
    subject: bytes
    liable: str
    injured: str
    action: bytes
    fault_class: int
    ref_kind: int
    evidence: bytes
    policy_id: int
    policy_hash: bytes
    deposit: str
    fee: str
    slice: str
    locked: str
    opened_at: int
    opened_block: int


class Notified(Tagged, frozen=True, tag="notified"):
    """The liable account was told until when to respond: Unix seconds, and block."""

    time: int
    tx: bytes
    liable: str
    respond_by: int
    respond_by_block: int


class Responded(Tagged, frozen=True, tag="responded"):
    """The liable account responded; `late` after a default. An arbitrator is waited for until `arbitrate_by`."""

    time: int
    tx: bytes
    respondent: str
    evidence: bytes
    late: bool
    arbitrate_by: int


class EvidenceAdded(Tagged, frozen=True, tag="evidence"):
    """Someone added evidence."""

    time: int
    tx: bytes
    party: str
    evidence: bytes


class EvidenceShown(Tagged, frozen=True, tag="uri"):
    """Where the evidence of the event before this one is said to be (ERC-1497)."""

    time: int
    tx: bytes
    party: str
    uri: str


class ArbitrationStarted(Tagged, frozen=True, tag="started"):
    """An arbitrator took the dispute on, under its own `number`, for `fee` wei."""

    time: int
    tx: bytes
    arbitrator: str
    number: str
    round: int
    fee: str


class ArbitrationPending(Tagged, frozen=True, tag="pending"):
    """The arbitrator would not take the dispute on."""

    time: int
    tx: bytes
    arbitrator: str
    round: int


class Defaulted(Tagged, frozen=True, tag="default"):
    """Nobody had responded; a response still counts until `until` (Unix seconds)."""

    time: int
    tx: bytes
    caller: str
    until: int


class Ruled(Tagged, frozen=True, tag="ruled"):
    """The arbitrator ruled."""

    time: int
    tx: bytes
    arbitrator: str
    ruling: int
    round: int


class LateRuled(Tagged, frozen=True, tag="late"):
    """The arbitrator ruled when nobody waited for it any more."""

    time: int
    tx: bytes
    arbitrator: str
    ruling: str


class Finalized(Tagged, frozen=True, tag="final"):
    """The ruling became final, and what later disputes about its matter will find."""

    time: int
    tx: bytes
    ruling: int
    basis: int
    punishes: bool
    matter: bytes
    reopenings: int
    open_until: int


class Executed(Tagged, frozen=True, tag="executed"):
    """The ruling was executed; all amounts in wei."""

    time: int
    tx: bytes
    ruling: int
    slashed: str
    to_claimant: str
    to_injured: str
    to_liable: str
    burned: str


class Joined(Tagged, frozen=True, tag="joined"):
    """Another claimant joined."""

    time: int
    tx: bytes
    claimant: str
    evidence: bytes
    deposit: str


class Withdrawn(Tagged, frozen=True, tag="withdrawn"):
    """The claimant gave up."""

    time: int
    tx: bytes
    claimant: str


class Conceded(Tagged, frozen=True, tag="conceded"):
    """The liable account conceded; provisional until `until` (Unix seconds)."""

    time: int
    tx: bytes
    liable: str
    until: int


class Appealed(Tagged, frozen=True, tag="appealed"):
    """The ruling was appealed; an arbitrator is waited for until `arbitrate_by`."""

    time: int
    tx: bytes
    appellant: str
    evidence: bytes
    round: int
    arbitrate_by: int


class Proved(Tagged, frozen=True, tag="proved"):
    """A proof of the same fault, kept under its fault key, ended the dispute."""

    time: int
    tx: bytes
    fault_key: bytes
    caller: str


class JoinSettled(Tagged, frozen=True, tag="settled"):
    """What became of the deposit of a claimant that joined; all amounts in wei."""

    time: int
    tx: bytes
    claimant: str
    to_claimant: str
    to_liable: str
    burned: str


CaseRow: TypeAlias = (
    Opened
    | Notified
    | Responded
    | EvidenceAdded
    | EvidenceShown
    | ArbitrationStarted
    | ArbitrationPending
    | Defaulted
    | Ruled
    | LateRuled
    | Finalized
    | Executed
    | Joined
    | Withdrawn
    | Conceded
    | Appealed
    | Proved
    | JoinSettled
)


class MatterRow(Row, frozen=True):
    """One final ruling on a matter: whose, which, and what the matter was after it.

    The proof that punished it is kept among them, under the number of no dispute.
    """

    time: int
    tx: bytes
    dispute_id: int
    ruling: int
    basis: int
    reopenings: int
    open_until: int

    @property
    def is_proof(self) -> bool:
        """Whether it tells of a proof, not of a ruling."""
        return self.dispute_id == 0


class Armed(Tagged, frozen=True, tag="armed"):
    """A panel waits for its block; `terms` is what drawing must be shown."""

    time: int
    tx: bytes
    arbitrable: str
    draw_block: int
    arms: int
    roster: int
    terms: bytes


class Drawn(Tagged, frozen=True, tag="drawn"):
    """The seats were drawn; times in Unix seconds."""

    time: int
    tx: bytes
    seats: tuple[str, str, str]
    commit_until: int
    reveal_until: int


class Committed(Tagged, frozen=True, tag="committed"):
    """A seat committed to a vote; `commits` so far."""

    time: int
    tx: bytes
    arbitrator: str
    commitment: bytes
    commits: int


class Revealed(Tagged, frozen=True, tag="revealed"):
    """A seat revealed its vote and was paid; `reveals` so far."""

    time: int
    tx: bytes
    arbitrator: str
    vote: int
    reasons: bytes
    salt: bytes
    reveals: int
    paid: str


class ModelVoted(Tagged, frozen=True, tag="model"):
    """The vote just revealed was a model's; `model` is the hash of its id."""

    time: int
    tx: bytes
    arbitrator: str
    model: bytes


class Absent(Tagged, frozen=True, tag="absent"):
    """A seat was not used, which cost its holder stake."""

    time: int
    tx: bytes
    arbitrator: str
    slashed: str


class Concluded(Tagged, frozen=True, tag="concluded"):
    """A panel was done: its ruling, the votes, and what became of the pay of empty seats."""

    time: int
    tx: bytes
    arbitrable: str
    ruling: int
    refused: int
    upheld: int
    dismissed: int
    returned: str
    burned: str


class Seated(Tagged, frozen=True, tag="seated"):
    """Seven seats were drawn, or any later ones of a dispute; `round` counts its draws. Times in Unix seconds."""

    time: int
    tx: bytes
    round: int
    seats: tuple[str, ...]
    commit_until: int
    reveal_until: int


class Undecided(Tagged, frozen=True, tag="undecided"):
    """Seats voted without deciding, so `next_seats` others are drawn, each for `pay` wei."""

    time: int
    tx: bytes
    round: int
    refused: int
    upheld: int
    dismissed: int
    next_seats: int
    pay: str
    burned: str


class Recused(Tagged, frozen=True, tag="recused"):
    """A receipt between a seat and a party was shown; `replacement` sits instead, the zero account for nobody."""

    time: int
    tx: bytes
    arbitrator: str
    party: str
    replacement: str
    action: bytes


class Leaked(Tagged, frozen=True, tag="leaked"):
    """A vote was shown too early: it does not count, and cost stake, half of it for who showed it."""

    time: int
    tx: bytes
    arbitrator: str
    reporter: str
    vote: int
    reasons: bytes
    salt: bytes
    slashed: str


class Unfilled(Tagged, frozen=True, tag="unfilled"):
    """Too few could sit; `ruling` is what the panel says for want of them."""

    time: int
    tx: bytes
    round: int
    seats: int
    ruling: int


class Reviewed(Tagged, frozen=True, tag="reviewed"):
    """Panel `review` reviewed what panel `earlier` had ruled; a row of both panels. They may be one."""

    time: int
    tx: bytes
    review: int
    earlier: int
    earlier_ruling: int
    ruling: int


PanelRow: TypeAlias = (
    Armed
    | Drawn
    | Committed
    | Revealed
    | Absent
    | Concluded
    | Seated
    | Undecided
    | Recused
    | Leaked
    | Unfilled
    | Reviewed
    | ModelVoted
)


class Listed(Tagged, frozen=True, tag="listed"):
    """An arbitrator was listed, anew or again; `document` says who it is; drawn until `valid_until` (Unix s).

    `model` is the hash of the id of the model that judges, zeros for an attested human.
    """

    time: int
    tx: bytes
    number: int
    document: bytes
    valid_until: int
    stake: str
    model: bytes


class Retired(Tagged, frozen=True, tag="retired"):
    """An arbitrator asked not to be drawn any more."""

    time: int
    tx: bytes
    number: int


class ConflictDeclared(Tagged, frozen=True, tag="conflict"):
    """An arbitrator said that it may not judge someone, or may again."""

    time: int
    tx: bytes
    party: str
    conflicted: bool


class Sat(Tagged, frozen=True, tag="sat"):
    """What an arbitrator did on a panel: `drawn`, `committed`, `revealed` with a vote, `absent`, or `leaked` one.

    A seat lost to a receipt was `recused`.
    """

    time: int
    tx: bytes
    panel: int
    did: str
    vote: int | None = None


class Clustered(Tagged, frozen=True, tag="cluster"):
    """An account was shown to belong to a cluster; nobody sits beside, or judges, its own."""

    time: int
    tx: bytes
    cluster: bytes


ArbitratorRow: TypeAlias = Listed | Retired | ConflictDeclared | Sat | Clustered


class Granted(Tagged, frozen=True, tag="granted"):
    """A principal let an agent act: at most `cap` in all, before `expiry` (Unix s), with the tools of a list's hash."""

    time: int
    tx: bytes
    agent_id: int
    principal: str
    cap: str
    expiry: int
    tools: bytes
    salt: bytes


class Revoked(Tagged, frozen=True, tag="revoked"):
    """The principal revoked a mandate."""

    time: int
    tx: bytes
    principal: str


class Delegable(Tagged, frozen=True, tag="delegable"):
    """The principal let a mandate be passed on, up to so many hops."""

    time: int
    tx: bytes
    hops: int


class Delegated(Tagged, frozen=True, tag="delegated"):
    """Part of a mandate was passed on to an agent; `by` said so for the parent's agent. Units as of a grant."""

    time: int
    tx: bytes
    parent: bytes
    agent_id: int
    cap: str
    expiry: int
    tools: bytes
    context: bytes
    hops: int
    salt: bytes
    by: str


class PassedOn(Tagged, frozen=True, tag="passed"):
    """The parent's row of a delegation: to which node, how much, and what its agent may still spend itself."""

    time: int
    tx: bytes
    child: bytes
    cap: str
    left: str


MandateRow: TypeAlias = Granted | Revoked | Delegable | Delegated | PassedOn


class Queued(Tagged, frozen=True, tag="queued"):
    """A policy came to be; `policy` is its encoded structure. It may be chosen from `ready_at` (Unix s)."""

    time: int
    tx: bytes
    hash: bytes
    proposer: str
    ready_at: int
    policy: bytes


class Announced(Tagged, frozen=True, tag="announced"):
    """Someone said where the text of a policy is (ERC-1497). Anyone may."""

    time: int
    tx: bytes
    uri: str


PolicyRow: TypeAlias = Queued | Announced


class AdoptedRow(Row, frozen=True):
    """The owner of a bond chose a policy."""

    time: int
    tx: bytes
    beneficiary: str
    policy_id: int


CASE: Final[Codec[CaseRow]] = Codec(CaseRow)
MATTER: Final[Codec[MatterRow]] = Codec(MatterRow)
PANEL: Final[Codec[PanelRow]] = Codec(PanelRow)
ARBITRATOR: Final[Codec[ArbitratorRow]] = Codec(ArbitratorRow)
MANDATE: Final[Codec[MandateRow]] = Codec(MandateRow)
POLICY: Final[Codec[PolicyRow]] = Codec(PolicyRow)
ADOPTED: Final[Codec[AdoptedRow]] = Codec(AdoptedRow)

EVENT_OF: Final[dict[type[CaseRow | PanelRow], str]] = {
    Opened: "DisputeOpened",
    Notified: "RespondentNotified",
    Responded: "DisputeResponded",
    EvidenceAdded: "EvidenceAdded",
    EvidenceShown: "Evidence",
    ArbitrationStarted: "ArbitrationStarted",
    ArbitrationPending: "ArbitrationPending",
    Defaulted: "DefaultEntered",
    Ruled: "RulingGiven",
    LateRuled: "LateRuling",
    Finalized: "DisputeFinalized",
    Executed: "DisputeExecuted",
    Joined: "ClaimJoined",
    Withdrawn: "ClaimWithdrawn",
    Conceded: "DisputeConceded",
    Appealed: "DisputeAppealed",
    Armed: "PanelArmed",
    Drawn: "PanelDrawn",
    Committed: "VoteCommitted",
    Revealed: "VoteRevealed",
    Absent: "ArbitratorAbsent",
    Concluded: "PanelConcluded",
    Proved: "DisputeEndedByProof",
    JoinSettled: "JoinSettled",
    Seated: "PanelSeated",
    Undecided: "PanelUndecided",
    Recused: "SeatRecused",
    Leaked: "VoteLeaked",
    Unfilled: "SeatsUnfilled",
    Reviewed: "RulingReviewed",
    ModelVoted: "ModelVoted",
}
"""The event that each row of a case and of a panel tells."""
