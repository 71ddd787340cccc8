"""Answers signed by whoever runs the API: RFC 9421 over request, status, body and the block answered for.

Covered are the request's method, path and query, the status, and whichever of digest and type of the body, entity tag
and `Ombud-As-Of` the answer has: so an answer proves which question it answers, as of which block, and that nothing of
it was changed since. Answers that come in parts (streams, exports) are not signed here.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import APIRouter
from fastapi.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ledger.domain import http_signature
from ledger.domain.note import public_bytes
from ledger.domain.thumbprint import jwk, thumbprint

DIRECTORY: Final = "/.well-known/http-message-signatures-directory"
"""Where the public key stands, as a key set (RFC 7517)."""
DIRECTORY_TYPE: Final = "application/http-message-signatures-directory+json"
LABEL: Final = "ombud"
AS_OF: Final = b"ombud-as-of"
SIGNED_HEADERS: Final = ("Signature", "Signature-Input", "Content-Digest", "Ombud-As-Of")
"""What pages of other origins must see to check an answer."""
_DIGEST: Final = b"content-digest"
_OF_ANSWERS: Final = frozenset({_DIGEST, b"content-type", b"etag", AS_OF})
_HEAD: Final = re.compile(
    rb'\{"schema_version":\d+,"chain_id":\d+,"contract":"0x[0-9a-fA-F]{40}",'
    rb'"as_of":\{"number":(\d+),"hash":"([0-9a-f]{64})"'
)
"""How every envelope of `queries.answers` begins."""


class Signer:
    """The key that signs answers.

    Args:
        secret: Ed25519, 32 bytes.
        clock: Unix seconds.
    """

    def __init__(self, secret: bytes, clock: Callable[[], float] = time.time) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(secret)
        self._clock = clock
        self.public = public_bytes(self._key)
        self.keyid = thumbprint(self.public)

    def headers(self, values: dict[str, str]) -> tuple[str, str]:
        """Return `Signature-Input` and `Signature` over all of these components."""
        components = list(values)
        text = http_signature.write_input(components, created=int(self._clock()), keyid=self.keyid)
        signature = http_signature.sign(self._key, http_signature.signature_base(components, text, values))
        return f"{LABEL}={text}", f"{LABEL}=:{signature}:"

    def key_set(self) -> dict[str, Any]:
        """Return the public key as a key set."""
        return {"keys": [{**jwk(self.public), "kid": self.keyid, "use": "sig", "alg": "EdDSA"}]}


class Signing:
    """Signs whole answers.

    Args:
        app: What answers.
        signer: Who signs.
    """

    def __init__(self, app: ASGIApp, signer: Signer) -> None:
        self._app = app
        self._signer = signer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        held: Message | None = None

        async def sent(message: Message) -> None:
            nonlocal held
            if message["type"] == "http.response.start":
                held = message
                return
            if held is not None:
                start, held = held, None
                if not message.get("more_body", False):
                    self._sign(scope, start, message.get("body", b""))
                await send(start)
            await send(message)

        await self._app(scope, receive, sent)

    def _sign(self, scope: Scope, start: Message, body: bytes) -> None:
        added: list[tuple[bytes, bytes]] = []
        if body:
            added.append((_DIGEST, http_signature.content_digest(body).encode()))
            block = _HEAD.match(body)
            if block is not None:
                added.append((AS_OF, block[1] + b" " + block[2]))
        values = {'"@status"': str(start["status"]), **_asked(scope)}
        for name, value in (*start["headers"], *added):
            if name in _OF_ANSWERS:
                values[f'"{name.decode()}"'] = value.decode("latin-1")
        described, signature = self._signer.headers(values)
        signed = [(b"signature-input", described.encode()), (b"signature", signature.encode())]
        start["headers"] = [*start["headers"], *added, *signed]


def _asked(scope: Scope) -> dict[str, str]:
    """Return method, path and query of a request as it was sent."""
    path = scope.get("raw_path") or scope["path"].encode()
    return {
        '"@method";req': scope["method"],
        '"@path";req': path.partition(b"?")[0].decode("latin-1"),
        '"@query";req': "?" + scope["query_string"].decode("latin-1"),
    }


def make_router(signer: Signer) -> APIRouter:
    """Return the route of the public key."""
    router = APIRouter(include_in_schema=False)

    @router.get(DIRECTORY)
    def key_set() -> JSONResponse:
        return JSONResponse(signer.key_set(), media_type=DIRECTORY_TYPE)

    return router
