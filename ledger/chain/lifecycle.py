"""How agents stand on chain: suspended by an authority, retired by owners, banned by rulings; and what they claim."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from enum import IntEnum

from ledger.chain.node import Chain
from ledger.chain.sender import Sender, Sent
from ledger.domain.dispute import Case
from ledger.domain.ids import Address


class Life(IntEnum):
    """How an agent stands."""

    ACTIVE = 0
    SUSPENDED = 1
    RETIRED = 2
    BANNED = 3


class ClaimState(IntEnum):
    """Where a version of a claim stands."""

    NONE = 0
    MADE = 1
    REPLACED = 2
    WITHDRAWN = 3
    REFUTED = 4


@dataclass(frozen=True, slots=True)
class ClaimVersion:
    """A version of a claim: the hash of its document, when it was made (Unix seconds), where it stands, by whom."""

    document: bytes
    made_at: int
    state: ClaimState
    owner_epoch: int


def suspend(sender: Sender, agent_id: int, cause: bytes, evidence_hash: bytes) -> int:
    """Suspend an agent, as the authority, once per cause; return when it ends by itself (Unix seconds).

    Raises:
        ChainRevertError: for anyone else, or a cause that was used.
    """
    sent = sender.send("Lifecycle", "suspend", agent_id, cause, evidence_hash)
    until: int = sent.event("AgentSuspended").args["until"]
    return until


def prolong(sender: Sender, agent_id: int, case: Case) -> Sent:
    """Prolong a suspension by a dispute that the authority has opened; anyone may.

    Raises:
        ChainRevertError: if the dispute is no ground for it.
    """
    return sender.send("Lifecycle", "prolong", agent_id, astuple(case))


def release(sender: Sender, agent_id: int, case: Case) -> Sent:
    """End a prolonged suspension whose dispute is over; anyone may.

    Raises:
        ChainRevertError: if it is not over.
    """
    return sender.send("Lifecycle", "release", agent_id, astuple(case))


def lift(sender: Sender, agent_id: int) -> Sent:
    """End a suspension early, as the authority.

    Raises:
        ChainRevertError: for anyone else, or an agent that is not suspended.
    """
    return sender.send("Lifecycle", "lift", agent_id)


def retire(sender: Sender, agent_id: int) -> Sent:
    """Retire an agent for good, as its owner.

    Raises:
        ChainRevertError: for anyone else.
    """
    return sender.send("Lifecycle", "retire", agent_id)


def close_unbonded(sender: Sender, agent_id: int) -> int:
    """Close the running epoch of an agent whose whole bond is leaving; anyone may. Return the epoch.

    Raises:
        ChainRevertError: while some of it stays, or none of it stood for this epoch; or if no epoch runs.
    """
    epoch: int = sender.send("KeyRing", "closeUnbonded", agent_id).event("EpochClosed").args["epoch"]
    return epoch


def ban(sender: Sender, case: Case) -> Sent:
    """Ban an agent by an executed ruling that it deceived; anyone may.

    Raises:
        ChainRevertError: if the ruling bans nobody.
    """
    return sender.send("Lifecycle", "ban", astuple(case))


def queue_authority(sender: Sender, successor: Address) -> int:
    """Queue another authority, by the present one; returns from when it may take its place, in Unix seconds.

    Raises:
        ChainRevertError: if the account is not the authority.
    """
    return int(sender.send("Lifecycle", "queueAuthority", successor).event("AuthorityQueued").args["readyAt"])


def accept_authority(sender: Sender) -> Sent:
    """Take the place of the authority, by the account that was queued.

    Raises:
        ChainRevertError: if it was not, or not for long enough.
    """
    return sender.send("Lifecycle", "acceptAuthority")


def life_of(chain: Chain, agent_id: int, *, at: int | None = None) -> Life:
    """Return how an agent stands now, or stood at a time (Unix seconds)."""
    if at is None:
        return Life(chain.read("Lifecycle", "lifeOf", agent_id))
    return Life(chain.read("Lifecycle", "lifeAt", agent_id, at))


def claim(sender: Sender, agent_id: int, capability: bytes, document: bytes, uri: str = "") -> int:
    """Claim a capability of an agent, as its owner; return the version, counted from 1.

    Raises:
        ChainRevertError: for anyone else, or a claim of nothing.
    """
    sent = sender.send("Claims", "claim", agent_id, capability, document, uri)
    version: int = sent.event("CapabilityClaimed").args["version"]
    return version


def withdraw_claim(sender: Sender, agent_id: int, capability: bytes) -> Sent:
    """Withdraw the newest version of a claim, as the agent's owner.

    Raises:
        ChainRevertError: for anyone else, or when it is not in force.
    """
    return sender.send("Claims", "withdraw", agent_id, capability)


def contest_claim(sender: Sender, capability: bytes, version: int, case: Case) -> Sent:
    """Say that a dispute is about a version of a claim, as its claimant, while it is open.

    Raises:
        ChainRevertError: if it cannot be about that version.
    """
    return sender.send("Claims", "contest", capability, version, astuple(case))


def refute_claim(sender: Sender, case: Case) -> Sent:
    """Refute the version that an upheld dispute is about; anyone may.

    Raises:
        ChainRevertError: if the dispute refutes nothing.
    """
    return sender.send("Claims", "refute", astuple(case))


def is_claimed(chain: Chain, agent_id: int, capability: bytes) -> bool:
    """Say whether an agent claims a capability now; a refuted or withdrawn one it does not."""
    claimed: bool = chain.read("Claims", "isClaimed", agent_id, capability)
    return claimed


def claim_version(chain: Chain, agent_id: int, capability: bytes, version: int) -> ClaimVersion:
    """Return a version of a claim; one that was never made has state `NONE`."""
    document, made_at, state, owner_epoch = chain.read("Claims", "versionOf", agent_id, capability, version)
    return ClaimVersion(document, made_at, ClaimState(state), owner_epoch)
