"""The witness's HTTP face: C2SP tlog-witness, and what it has seen of each log."""

from __future__ import annotations

from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import PlainTextResponse, Response

from ledger.domain.note import signature_lines
from ledger.domain.witnessing import MAX_REQUEST_BYTES, SIZE_TYPE, parse_add_checkpoint
from ledger.errors import LedgerError, ProofError, TooLargeError
from ledger.witness.service import Witness

_UNPROCESSABLE: Final = 422
_OTHER_SIZE: Final = "other_size"
_BAD_PROOF: Final = ("inconsistent", "shrinking_log")


def create_app(witness: Witness) -> FastAPI:
    """Return the application of one witness."""
    app = FastAPI(title="Ombud witness", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_exception_handler(LedgerError, _refusal)

    @app.post("/add-checkpoint")
    async def add_checkpoint(request: Request) -> Response:
        """Cosign a checkpoint that extends what was seen before."""
        line = await run_in_threadpool(witness.add, parse_add_checkpoint(await _read(request)))
        return PlainTextResponse(signature_lines([line]))

    @app.get("/v1/status")
    def status() -> dict[str, Any]:
        """Say whose signatures these are, and what was cosigned last of each log."""
        return {"name": witness.name, "verifier_key": str(witness.key), "logs": witness.seen()}

    return app


async def _read(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_REQUEST_BYTES:
            raise TooLargeError(f"the body is over {MAX_REQUEST_BYTES} bytes", hint="see c2sp.org/tlog-witness")
    return bytes(body)


def _refusal(_request: Request, error: Exception) -> Response:
    """Answer as the protocol says: the size alone where that helps, else the reason in plain words."""
    if not isinstance(error, LedgerError):
        raise error
    if error.code == _OTHER_SIZE:
        return Response(f"{error.details['size']}\n", error.http_status, media_type=SIZE_TYPE)
    status = _UNPROCESSABLE if isinstance(error, ProofError) and error.code in _BAD_PROOF else error.http_status
    text = f"{error.message} [{error.code}]\n{error.hint}\n"
    return PlainTextResponse(text, status)
