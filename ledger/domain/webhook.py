"""How messages to subscribers are signed: HMAC-SHA256 over name, time and body, as Standard Webhooks has it.

webhook-id           names the message: subscription and number; the same when it is sent again
webhook-timestamp    Unix seconds of this attempt
webhook-signature    "v1," and the base64 of HMAC(secret, id "." timestamp "." body); several with spaces between
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping
from typing import Final

from ledger.errors import ProofError

ID: Final = "webhook-id"
TIMESTAMP: Final = "webhook-timestamp"
SIGNATURE: Final = "webhook-signature"
TOLERANCE_S: Final = 300
"""How old or how far ahead an attempt may be for a receiver, in seconds."""
_VERSION: Final = "v1"


def headers(secret: bytes, name: str, body: bytes, *, now: int) -> dict[str, str]:
    """Return the headers of one attempt.

    Args:
        secret: Shared with the receiver, 32 bytes.
        name: Of the message.
        body: As it is sent.
        now: Unix seconds.
    """
    return {ID: name, TIMESTAMP: str(now), SIGNATURE: _signature(secret, name, str(now), body)}


def check(secret: bytes, received: Mapping[str, str], body: bytes, *, now: int) -> str:
    """Return the name of a message that was received, having checked who sent it.

    Args:
        secret: Shared with the sender.
        received: Headers, with names in lower case.
        body: As it came.
        now: Unix seconds.

    Raises:
        ProofError: if the signature does not hold, or the attempt is of another time.
    """
    name, time = received.get(ID, ""), received.get(TIMESTAMP, "")
    if not (time.isascii() and time.isdigit()) or abs(now - int(time[:12])) > TOLERANCE_S:
        raise ProofError(
            "the message was not sent just now", hint="see that both clocks are right", code="stale_webhook"
        )
    wanted = _signature(secret, name, time, body)
    if not any(hmac.compare_digest(shown, wanted) for shown in received.get(SIGNATURE, "").split(" ")):
        raise ProofError("the message is not signed with this secret", hint="refuse it", code="bad_webhook")
    return name


def _signature(secret: bytes, name: str, time: str, body: bytes) -> str:
    digest = hmac.digest(secret, f"{name}.{time}.".encode() + body, "sha256")
    return f"{_VERSION},{base64.b64encode(digest).decode()}"
