"""The rows of disputes, and of the matters that they are about.

One row an event, with everything that the event says, `time` and `tx` first as in all rows (see `rows`). Numbers that
contracts of others choose, and amounts, are decimal text, because they may outgrow 64 bits.
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


CASE: Final[Codec[CaseRow]] = Codec(CaseRow)
MATTER: Final[Codec[MatterRow]] = Codec(MatterRow)
