"""What principals do on chain: grant a mandate to an agent, and revoke it."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.chain.node import Chain
from ledger.chain.sender import Sender, Sent
from ledger.domain.authority import Mandate
from ledger.domain.dispute import NOBODY
from ledger.domain.events import TOPICS, decode
from ledger.domain.ids import Address
from ledger.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class Granted:
    """What the chain knows of a mandate; times are Unix seconds, `revoked_at` is 0 while it is not revoked."""

    principal: Address
    granted_at: int
    revoked_at: int


def mandate_id(chain: Chain, mandate: Mandate) -> bytes:
    """Return the name of a mandate on this chain: what its principal signs, and what receipts name."""
    return mandate.id(chain.chain_id(), chain.deployment.addresses["Mandates"])


def grant(sender: Sender, mandate: Mandate, signature: bytes = b"") -> bytes:
    """Make a mandate known, and return its name.

    Args:
        sender: The principal; or anyone, with the principal's signature.
        mandate: The delegation.
        signature: Of the mandate's name, by its principal; needed from others only.

    Raises:
        ChainRevertError: if it allows nothing, is known already, names no agent, or is not the principal's.
    """
    sent = sender.send("Mandates", "grant", mandate.as_tuple(), signature)
    name: bytes = sent.event("MandateGranted").args["mandateId"]
    return name


def revoke(sender: Sender, name: bytes) -> Sent:
    """Revoke a mandate, as its principal.

    Raises:
        ChainRevertError: for anyone else, or a mandate that is unknown or revoked.
    """
    return sender.send("Mandates", "revoke", name)


def find(chain: Chain, name: bytes) -> Mandate:
    """Return a mandate by its name, as it was granted.

    Raises:
        NotFoundError: if it never was.
    """
    topics = ["0x" + TOPICS["Mandates"]["MandateGranted"].hex(), "0x" + name.hex()]
    for log in chain.logs_of(chain.deployment.addresses["Mandates"], topics):
        event = decode(log, chain.names())
        if event is not None:
            told = event.args
            return Mandate(told["principal"], told["agentId"], told["cap"], told["expiry"], told["tools"], told["salt"])
    raise NotFoundError(f"mandate {name.hex()} was never granted", hint="copy its name whole", code="no_such_mandate")


def status(chain: Chain, name: bytes) -> Granted | None:
    """Return what the chain knows of a mandate; None if it was never granted."""
    principal, granted_at, revoked_at = chain.read("Mandates", "statusOf", name)
    return None if principal == NOBODY else Granted(principal, granted_at, revoked_at)
