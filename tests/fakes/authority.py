"""A time-stamp authority on loopback: OpenSSL's own `openssl ts` answers, behind a small HTTP server."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Final

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

STAMPING: Final = x509.ExtendedKeyUsageOID.TIME_STAMPING
CONFIG: Final = """
[tsa]
default_tsa = one
[one]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = {digest}
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1
"""
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True, slots=True)
class Kind:
    """What an authority is: its keys, its hash, what its certificate is for and when, who stands in between."""

    curve: ec.EllipticCurve | None = field(default_factory=ec.SECP256R1)
    digest: str = "sha256"
    usage: x509.ObjectIdentifier | None = STAMPING
    critical: bool = True
    begins: int = 2020
    ends: int = 2049
    between: bool = False
    may_sign: bool = True

    @property
    def plain(self) -> bool:
        """Whether OpenSSL's authority takes such a certificate, and needs no other beside it.

        It leaves two certificates in the order in which it read them, which is not DER, and is not read by all.
        """
        return self.usage == STAMPING and self.critical and not self.between

    def key(self) -> Key:
        """Return a new key; RSA if there is no curve."""
        return ec.generate_private_key(self.curve) if self.curve else rsa.generate_private_key(65537, 2048)


@dataclass(frozen=True, slots=True)
class _Named:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: Key


def openssl(*words: str) -> bytes:
    """Run OpenSSL; returns what it printed."""
    return subprocess.run(["openssl", *words], capture_output=True, check=True, timeout=30).stdout


def make_authority(folder: Path, kind: Kind | None = None) -> Path:
    """Make root, certificates and keys of an authority; returns the root's file. Skips where OpenSSL is absent."""
    if shutil.which("openssl") is None:
        pytest.skip("OpenSSL is absent: there is no authority to ask for time stamps")
    kind = kind or Kind()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "ts.cnf").write_text(CONFIG.format(folder=folder, digest=kind.digest))
    (folder / "serial").write_text("01\n")
    root = _certify("root", kind, None, signs=True)
    above = _certify("between", kind, root, signs=kind.may_sign) if kind.between else root
    own = _certify("tsa", kind, above, signs=False)
    _write(folder / "root.pem", root.certificate)
    _write(folder / "chain.pem", above.certificate)
    _write(folder / "tsa.pem", own.certificate)
    secret = own.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "tsa.key").write_bytes(secret)
    return folder / "root.pem"


def _certify(name: str, kind: Kind, above: _Named | None, *, signs: bool) -> _Named:
    key = kind.key()
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    own = name == "tsa"
    begins, ends = (kind.begins, kind.ends) if own else (2020, 2049)
    draft = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(above.certificate.subject if above else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(begins, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(ends, 1, 1, tzinfo=UTC))
        .add_extension(x509.BasicConstraints(ca=signs, path_length=None), critical=True)
        .add_extension(_usage(signs=signs), critical=True)
    )
    if own and kind.usage is not None:
        draft = draft.add_extension(x509.ExtendedKeyUsage([kind.usage]), critical=kind.critical)
    return _Named(draft.sign(above.key if above else key, hashes.SHA256()), key)


def _usage(*, signs: bool) -> x509.KeyUsage:
    never = dict.fromkeys(
        ["content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "encipher_only"], False
    )
    return x509.KeyUsage(digital_signature=not signs, key_cert_sign=signs, crl_sign=False, decipher_only=False, **never)


def _write(path: Path, certificate: x509.Certificate) -> None:
    path.write_bytes(certificate.public_bytes(Encoding.PEM))


def reply(folder: Path, query: bytes) -> bytes:
    """Answer one request as the authority."""
    asked, answer = folder / "asked.tsq", folder / "answer.tsr"
    asked.write_bytes(query)
    config = str(folder / "ts.cnf")
    openssl("ts", "-reply", "-config", config, "-section", "one", "-queryfile", str(asked), "-out", str(answer))
    return answer.read_bytes()


def stamp(folder: Path, text: str, kind: Kind) -> bytes:
    """Say as an authority of that kind that a text was there, even where no honest one of that kind could."""
    data, query = folder / "data", folder / "query"
    data.write_text(text)
    openssl("ts", "-query", "-data", str(data), f"-{kind.digest}", "-cert", "-out", str(query))
    if kind.plain:
        return reply(folder, query.read_bytes())
    twin = folder / "twin"
    make_authority(twin)
    answer, token, info, own = (folder / name for name in ("honest.tsr", "honest.der", "info", "own.der"))
    answer.write_bytes(reply(twin, query.read_bytes()))
    openssl("ts", "-reply", "-in", str(answer), "-token_out", "-out", str(token))
    openssl("cms", "-verify", "-noverify", "-inform", "DER", "-in", str(token), "-out", str(info))
    signer = ["-signer", str(folder / "tsa.pem"), "-inkey", str(folder / "tsa.key"), "-md", kind.digest]
    signer += ["-certfile", str(folder / "chain.pem")] if kind.between else []
    form = ["-cades", "-binary", "-nodetach", "-econtent_type", "1.2.840.113549.1.9.16.1.4", "-outform", "DER"]
    openssl("cms", "-sign", *form, *signer, "-in", str(info), "-out", str(own))
    body = bytes.fromhex("3003020100") + own.read_bytes()  # PKIStatusInfo: granted
    return b"\x30\x82" + len(body).to_bytes(2, "big") + body


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve an authority on a free port of loopback; gives its URL."""

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = reply(folder, self.rfile.read(int(self.headers["content-length"])))
            self.send_response(200)
            self.send_header("content-type", "application/timestamp-reply")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    server = HTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
