"""Signing in with a wallet: the message of EIP-4361, written and read in one form only.

    <domain> wants you to sign in with your Ethereum account:
    <address>

    <statement>

    URI: <uri>
    Version: 1
    Chain ID: <chain>
    Nonce: <nonce>
    Issued At: <time>
    Expiration Time: <time>

A wallet shows this text, so whoever signs sees for whom. It is signed as a personal message (EIP-191). We write every
message ourselves and take back only what we could have written: no field may be missing, moved or added.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from ledger.domain.hashing import keccak
from ledger.domain.ids import Address, checksum
from ledger.domain.signing import recover
from ledger.errors import InvalidInputError, NotIdentifiedError

STATEMENT: Final = "Read what the cases of this account let it read."
MAX_MESSAGE: Final = 1024
CLOCK_SKEW_S: Final = 60
"""How far the clock of another of our processes may be ahead, in seconds."""
_TIME: Final = "%Y-%m-%dT%H:%M:%SZ"
_DOMAIN: Final = r"(?:[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?|\[[0-9a-f:]{2,45}\])(?::[0-9]{1,5})?"
_URI: Final = r"https?://[\x21-\x7e]{1,300}"
_AT: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"
_FORM: Final = re.compile(
    rf"({_DOMAIN}) wants you to sign in with your Ethereum account:\n"
    r"(0x[0-9a-fA-F]{40})\n\n"
    rf"{re.escape(STATEMENT)}\n\n"
    rf"URI: ({_URI})\nVersion: 1\nChain ID: ([1-9][0-9]{{0,15}})\nNonce: ([A-Za-z0-9]{{8,64}})\n"
    rf"Issued At: ({_AT})\nExpiration Time: ({_AT})"
)


@dataclass(frozen=True, slots=True)
class SignIn:
    """What a wallet signs: for which domain and URI, on which chain, once (`nonce`), from when until when (Unix s)."""

    domain: str
    address: Address
    uri: str
    chain_id: int
    nonce: str
    issued: int
    expires: int

    def message(self) -> str:
        """Return the text that is signed."""
        return (
            f"{self.domain} wants you to sign in with your Ethereum account:\n{self.address}\n\n{STATEMENT}\n\n"
            f"URI: {self.uri}\nVersion: 1\nChain ID: {self.chain_id}\nNonce: {self.nonce}\n"
            f"Issued At: {_written(self.issued)}\nExpiration Time: {_written(self.expires)}"
        )


def parse(message: str) -> SignIn:
    """Read a message.

    Raises:
        InvalidInputError: if it is not one that we write.
    """
    match = _FORM.fullmatch(message) if len(message) <= MAX_MESSAGE else None
    if match is None:
        raise _malformed("it has another form")
    domain, address, uri, chain, nonce, issued, expires = match.groups()
    if checksum(bytes.fromhex(address[2:])) != address:
        raise _malformed("its address has no checksum (EIP-55)")
    try:
        return SignIn(domain, Address(address), uri, int(chain), nonce, _read(issued), _read(expires))
    except ValueError as error:
        raise _malformed("a time is none") from error


def personal_digest(message: str) -> bytes:
    """Return the digest of a personal message (EIP-191, version 0x45)."""
    data = message.encode()
    return keccak(b"\x19Ethereum Signed Message:\n" + str(len(data)).encode() + data)


def check(message: str, signature: bytes, *, domain: str, uri: str, chain_id: int, now: float) -> SignIn:
    """Return what a wallet signed, if it is for us and now. Whether its nonce is fresh is for the caller to find out.

    Args:
        message: The text.
        signature: 65 bytes.
        domain: Ours.
        uri: Ours.
        chain_id: Ours.
        now: Unix seconds.

    Raises:
        InvalidInputError: if it is not a message that we write.
        NotIdentifiedError: if it is for somebody else, over, not begun, or signed by another key.
        ProofError: if the signature has another form.
    """
    found = parse(message)
    for name, said, wanted in (
        ("domain", found.domain, domain),
        ("URI", found.uri, uri),
        ("chain", found.chain_id, chain_id),
    ):
        if said != wanted:
            raise _refused(f"it is for {name} {str(said)[:80]!r}, not for {wanted!r}")
    if now >= found.expires:
        raise _refused("its time is over")
    if found.issued > now + CLOCK_SKEW_S:
        raise _refused("its time has not begun")
    if recover(personal_digest(message), signature) != found.address:
        raise _refused("another key signed it")
    return found


def _written(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime(_TIME)


def _read(text: str) -> int:
    return int(datetime.strptime(text, _TIME).replace(tzinfo=UTC).timestamp())


def _malformed(why: str) -> InvalidInputError:
    return InvalidInputError(
        f"this is no message to sign in with: {why}",
        hint="sign what POST /v1/access/challenge returns",
        code="bad_sign_in",
    )


def _refused(why: str) -> NotIdentifiedError:
    return NotIdentifiedError(
        f"the message does not sign in here: {why}", hint="ask for another", code="sign_in_refused"
    )
