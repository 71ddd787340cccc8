"""A time-stamp authority on loopback: OpenSSL's own `openssl ts` answers, behind a small HTTP server."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

CONFIG = """
[tsa]
default_tsa = one
[one]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
[req]
distinguished_name = dn
[dn]
[ca]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[stamping]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
"""


def openssl(*words: str) -> bytes:
    """Run OpenSSL; returns what it printed."""
    return subprocess.run(["openssl", *words], capture_output=True, check=True, timeout=30).stdout


def make_authority(folder: Path) -> Path:
    """Make root, certificate and keys of an authority; returns the root's file. Skips where OpenSSL is absent."""
    if shutil.which("openssl") is None:
        pytest.skip("OpenSSL is absent: there is no authority to ask for time stamps")
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "ts.cnf"
    config.write_text(CONFIG.format(folder=folder))
    (folder / "serial").write_text("01\n")
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-config", str(config)]
    root = [str(folder / name) for name in ("root.key", "root.pem")]
    openssl("req", "-x509", *key, "-subj", "/CN=root", "-extensions", "ca", "-keyout", root[0], "-out", root[1])
    mine = [str(folder / name) for name in ("tsa.key", "tsa.pem")]
    signed = ["-CA", root[1], "-CAkey", root[0], "-extensions", "stamping", "-keyout", mine[0], "-out", mine[1]]
    openssl("req", "-x509", *key, "-subj", "/CN=tsa", *signed)
    return folder / "root.pem"


def reply(folder: Path, query: bytes) -> bytes:
    """Answer one request as the authority."""
    asked, answer = folder / "asked.tsq", folder / "answer.tsr"
    asked.write_bytes(query)
    config = str(folder / "ts.cnf")
    openssl("ts", "-reply", "-config", config, "-section", "one", "-queryfile", str(asked), "-out", str(answer))
    return answer.read_bytes()


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
