"""RFC 3161: a time-stamp authority says that a checkpoint was there at a time. Extra `timestamps`.

What is stamped are the bytes that the log's Ed25519 key signs too: origin, size and root. The whole response is kept,
with the authority's certificates in it; whoever checks it names the root certificate that he trusts.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from cryptography.x509 import Certificate, load_pem_x509_certificates

from ledger.domain.note import LogState
from ledger.errors import InvalidInputError, ProofError, SetupError, UnavailableError
from ledger.interop.posting import Post

QUERY: Final = "application/timestamp-query"
REPLY: Final = "application/timestamp-reply"
_OK: Final = 200
MAX_STAMP_BYTES: Final = 32 * 1024


class TimestampAuthority:
    """Asks one authority.

    Args:
        url: Where it takes requests over HTTP (RFC 3161 §3.4).
        post: Sends them.

    Raises:
        SetupError: if the extra is not installed.
    """

    def __init__(self, url: str, post: Post) -> None:
        _package()
        self._url = url
        self._post = post

    def stamp(self, state: LogState) -> bytes:
        """Return the authority's response on a log state (DER), checked to be the one asked for.

        Its signature is for whoever trusts a root to check.

        Raises:
            UnavailableError: if it gives none.
        """
        client = _package()
        message = state.text.encode()
        asked = (
            client.TimestampRequestBuilder().data(message).hash_algorithm(client.HashAlgorithm.SHA256).nonce().build()
        )
        reply = self._post(self._url, asked.as_bytes(), QUERY)
        if reply.status != _OK:
            raise _unavailable(self._url, f"answered {reply.status}: {reply.said}")
        try:
            response = client.decode_timestamp_response(reply.body)
            info = response.tst_info
            same = info.message_imprint.message == asked.message_imprint.message and info.nonce == asked.nonce
        except ValueError as error:
            raise _unavailable(self._url, f"gave no time stamp: {error}") from error
        if not same or len(reply.body) > MAX_STAMP_BYTES:
            raise _unavailable(self._url, "stamped something else than was asked")
        return reply.body


def check_stamp(stamp: bytes, state: LogState, roots: Sequence[Certificate]) -> datetime:
    """Check a time stamp offline; returns the time that it says, in UTC.

    Args:
        stamp: The authority's response (DER).
        state: What it is about.
        roots: Certificates that the caller trusts. With none, the authority's own word is all there is: refused.

    Raises:
        ProofError: if the stamp is about something else, or leads to none of the roots.
        SetupError: if the extra is not installed.
    """
    client = _package()
    builder = client.VerifierBuilder(roots=list(roots))
    try:
        response = client.decode_timestamp_response(stamp)
        builder.build().verify_message(response, state.text.encode())
    except (ValueError, client.VerificationError) as error:
        raise ProofError(
            f"the time stamp does not hold: {error}",
            hint="name the root certificate of its authority with --tsa-root",
            code="bad_timestamp",
        ) from error
    at: datetime = response.tst_info.gen_time
    return at


def read_roots(pem: bytes) -> list[Certificate]:
    """Read certificates in PEM.

    Raises:
        InvalidInputError: if there is none.
    """
    try:
        return load_pem_x509_certificates(pem)
    except ValueError as error:
        raise InvalidInputError(
            f"no certificate in PEM: {error}", hint="give the root certificate of the authority", code="bad_certificate"
        ) from error


def _unavailable(url: str, why: str) -> UnavailableError:
    return UnavailableError(f"the time-stamp authority at {url} {why}", hint="see that it is one", code="no_timestamp")


def _package() -> Any:
    try:
        import rfc3161_client  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        raise SetupError(
            "time stamps need the package rfc3161-client, which is not installed",
            hint="pip install 'ombud[timestamps]'",
            code="missing_package",
        ) from error
    return rfc3161_client
