"""What a client that pinned a key demands of an answer, and how it finds out."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from ledger.domain import http_signature
from ledger.domain.thumbprint import thumbprint
from ledger.errors import InvalidInputError, ProofError

LABEL: Final = "ombud"
MAX_AGE_S: Final = 300
"""How old a signature may be: an older answer may be a replayed one."""
MAX_SKEW_S: Final = 60
_KEY_BYTES: Final = 32
_DIGEST: Final = '"content-digest"'
_OF_REQUESTS: Final = ('"@method";req', '"@path";req', '"@query";req')
_ALWAYS: Final = ('"@status"', *_OF_REQUESTS)
_IF_SENT: Final = ("content-type", "etag", "ombud-as-of")


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer: `target` is path and query as they were sent, `headers` have lower-case names."""

    method: str
    target: str
    status: int
    headers: Mapping[str, str]
    body: bytes


class Seal:
    """Checks answers against one key.

    Args:
        key: The pinned key, 32 bytes.
        clock: Unix seconds.
        max_age_s: How old a signature may be.
    """

    def __init__(self, key: bytes, clock: Callable[[], float], max_age_s: float = MAX_AGE_S) -> None:
        self._key = key
        self._name = thumbprint(key)
        self._clock = clock
        self._max_age_s = max_age_s

    def check(self, exchange: Exchange) -> None:
        """See that an answer is signed by the pinned key, whole, recently, and for this request.

        Raises:
            ProofError: if anything of that is not so.
        """
        try:
            self._check(exchange)
        except InvalidInputError as error:
            raise ProofError(f"the answer is not signed as it should be: {error.message}", code=_CODE) from error

    def _check(self, exchange: Exchange) -> None:
        headers = exchange.headers
        if "signature-input" not in headers or "signature" not in headers:
            raise _unsigned("it carries no signature")
        covered = http_signature.parse_inputs(headers["signature-input"]).get(LABEL)
        signature = http_signature.parse_signatures(headers["signature"]).get(LABEL)
        if covered is None or signature is None:
            raise _unsigned(f"it carries no signature called {LABEL}")
        if covered.keyid != self._name or covered.alg not in (None, http_signature.ALGORITHM):
            raise _unsigned("another key signed it than the one pinned")
        now = self._clock()
        if covered.created is None or not now - self._max_age_s <= covered.created <= now + MAX_SKEW_S:
            raise _unsigned(f"it was not signed within the last {self._max_age_s:.0f} s")
        if covered.expires is not None and now > covered.expires:
            raise _unsigned("its signature is over")
        needed = {*_ALWAYS, *(f'"{name}"' for name in _IF_SENT if name in headers)}
        needed |= {_DIGEST} if exchange.body else set()
        missing = sorted(needed - set(covered.components))
        if missing:
            raise _unsigned(f"its signature does not cover {', '.join(missing)}")
        base = http_signature.signature_base(covered.components, covered.text, _values(exchange))
        http_signature.verify(self._key, base, signature)
        if exchange.body:
            http_signature.check_content_digest(headers["content-digest"], exchange.body)


def parse_key(text: str) -> bytes:
    """Read a key to pin: 43 letters of base64url, as `ombud access signer` prints it.

    Raises:
        InvalidInputError: if it has another form.
    """
    try:
        key = base64.b64decode(text + "=", altchars=b"-_", validate=True)
    except ValueError as error:
        raise _no_key(text) from error
    if len(key) != _KEY_BYTES:
        raise _no_key(text)
    return key


def _values(exchange: Exchange) -> dict[str, str]:
    path, _, query = exchange.target.partition("?")
    own = {f'"{name}"': value for name, value in exchange.headers.items()}
    asked = dict(zip(_OF_REQUESTS, (exchange.method, path, f"?{query}"), strict=True))
    return {**own, '"@status"': str(exchange.status), **asked}


_CODE: Final = "bad_answer_signature"


def _unsigned(why: str) -> ProofError:
    return ProofError(
        f"the answer is not from whom it should be: {why}",
        hint="ask the operator whether the key changed, and look who stands in between",
        code=_CODE,
    )


def _no_key(text: str) -> InvalidInputError:
    return InvalidInputError(
        f"{text[:60]!r} is no key: 43 letters of base64url", hint="copy it from `ombud access signer`", code="bad_key"
    )
