"""HTTP message signatures (RFC 9421) with Ed25519, and content digests (RFC 9530): written strictly, read strictly.

What is signed is a list of components, a line each, and last the parameters:

    "@status": 200
    "content-digest": sha-256=:...:
    "@path";req: /v1/agents/0
    "@signature-params": ("@status" "content-digest" "@path";req);created=1618884473;keyid="..."

Of the headers that carry it only the canonical form is read (RFC 8941 §4.1, one blank between components, none
elsewhere): so the parameters are signed as they were sent, and no two texts mean the same.
"""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256, sha512
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ledger.domain.one_base64 import one_base64
from ledger.errors import InvalidInputError, ProofError

REQUEST: Final = ";req"
"""Follows the name of a component that is taken from the request that is answered (RFC 9421 §2.4)."""
ALGORITHM: Final = "ed25519"
MAX_HEADER: Final = 4096
_DIGESTS: Final = {"sha-256": sha256, "sha-512": sha512}
_STRING: Final = r'"[\x20\x21\x23-\x5b\x5d-\x7e]*"'  # a quoted string without escapes
_NAME: Final = r'"[@a-z0-9-]+"(?:;req)?'
_PARAMETER: Final = rf";(?:created|expires)=[0-9]{{1,15}}|;(?:keyid|alg|nonce|tag)={_STRING}"
_INPUT: Final = re.compile(rf"([a-z][a-z0-9_.*-]*)=(\(((?:{_NAME})(?: {_NAME})*)?\)((?:{_PARAMETER})*))")
_PARAMETERS: Final = re.compile(rf';([a-z]+)=(?:([0-9]{{1,15}})|"({_STRING[1:-1]})")')
_BYTES: Final = re.compile(r"([a-z][a-z0-9_.*-]*)=:([A-Za-z0-9+/]+={0,2}):")


@dataclass(frozen=True, slots=True)
class SignatureInput:
    """What one signature covers: `components` as they are written, such as `"@path";req`, and its parameters.

    `created` and `expires` are Unix seconds; `text` is what stands for all of it in what is signed.
    """

    components: tuple[str, ...]
    text: str
    created: int | None = None
    expires: int | None = None
    keyid: str | None = None
    alg: str | None = None


def write_input(components: Sequence[str], *, created: int, keyid: str) -> str:
    """Return the parameters of a signature, as they are signed and sent.

    Args:
        components: As they are written, quotes included.
        created: Unix seconds.
        keyid: Name of the key.
    """
    return f'({" ".join(components)});created={created};keyid="{keyid}"'


def parse_inputs(header: str) -> dict[str, SignatureInput]:
    """Read `Signature-Input`; returns what each label covers.

    Raises:
        InvalidInputError: if it is not in canonical form, or a label, component or parameter stands twice.
    """
    found: dict[str, SignatureInput] = {}
    for match in _members(header, _INPUT, "Signature-Input"):
        label, text, inner, tail = match.groups()
        components = tuple((inner or "").split(" ")) if inner else ()
        given = [(name, number or quoted) for name, number, quoted in _PARAMETERS.findall(tail)]
        parameters = dict(given)
        if label in found or len(set(components)) != len(components) or len(parameters) != len(given):
            raise _malformed("Signature-Input", "something stands twice")
        found[label] = SignatureInput(
            components,
            text,
            created=int(parameters["created"]) if "created" in parameters else None,
            expires=int(parameters["expires"]) if "expires" in parameters else None,
            keyid=parameters.get("keyid"),
            alg=parameters.get("alg"),
        )
    return found


def parse_signatures(header: str) -> dict[str, bytes]:
    """Read `Signature`; returns the bytes under each label.

    Raises:
        InvalidInputError: if it is not in canonical form.
    """
    found: dict[str, bytes] = {}
    for match in _members(header, _BYTES, "Signature"):
        if match[1] in found:
            raise _malformed("Signature", "a label stands twice")
        found[match[1]] = _decoded(match[2], "Signature")
    return found


def signature_base(components: Sequence[str], text: str, values: Mapping[str, str]) -> bytes:
    """Return what is signed (RFC 9421 §2.5).

    Args:
        components: As they are written.
        text: The parameters, as `write_input` writes them.
        values: Value of each component, by how it is written.

    Raises:
        ProofError: if a component has no value here, or one of several lines.
    """
    lines = []
    for component in components:
        value = values.get(component)
        if value is None or "\n" in value or "\r" in value:
            raise ProofError(f"the signature covers {component}, which is not there", code="bad_http_signature")
        lines.append(f"{component}: {value}\n")
    return "".join([*lines, f'"@signature-params": {text}']).encode("latin-1")


def sign(key: Ed25519PrivateKey, base: bytes) -> str:
    """Sign a base; returns it as it stands between colons."""
    return base64.b64encode(key.sign(base)).decode()


def verify(public: bytes, base: bytes, signature: bytes) -> None:
    """Check a signature.

    Args:
        public: The key, 32 bytes.
        base: What is signed.
        signature: Its bytes.

    Raises:
        ProofError: if it does not hold.
    """
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, base)
    except (InvalidSignature, ValueError) as error:
        raise ProofError("the signature of the message does not hold", code="bad_http_signature") from error


def content_digest(body: bytes) -> str:
    """Return the value of `Content-Digest` for a body (RFC 9530)."""
    return f"sha-256=:{base64.b64encode(sha256(body).digest()).decode()}:"


def check_content_digest(header: str, body: bytes) -> None:
    """See that a body has the digests that a header names; one that we know must be among them.

    Raises:
        InvalidInputError: if the header is not in canonical form.
        ProofError: if the body is another, or no digest is known.
    """
    known = 0
    for match in _members(header, _BYTES, "Content-Digest"):
        make = _DIGESTS.get(match[1])
        if make is None:
            continue
        known += 1
        if not hmac.compare_digest(make(body).digest(), _decoded(match[2], "Content-Digest")):
            raise ProofError("the body is not the one whose digest stands beside it", code="bad_content_digest")
    if not known:
        raise ProofError("no digest of the body that is known here", code="bad_content_digest")


def _members(header: str, form: re.Pattern[str], name: str) -> list[re.Match[str]]:
    if len(header) > MAX_HEADER:
        raise _malformed(name, f"{len(header)} characters")
    found: list[re.Match[str]] = []
    at = 0
    while True:
        match = form.match(header, at)
        if match is None:
            raise _malformed(name, header[at : at + 80])
        found.append(match)
        if match.end() == len(header):
            return found
        if not header.startswith(", ", match.end()):
            raise _malformed(name, header[match.end() : match.end() + 80])
        at = match.end() + 2


def _decoded(text: str, name: str) -> bytes:
    try:
        return one_base64(text)
    except ValueError as error:
        raise _malformed(name, "no base64, or another spelling of it") from error


def _malformed(name: str, what: str) -> InvalidInputError:
    return InvalidInputError(f"the header {name} is not in canonical form: {what}", code="bad_http_signature")
