"""`ombud witness` as a process of its own, asked by a log over loopback as any C2SP log would ask it."""

from __future__ import annotations

import subprocess
import sys
import time

import httpx
import pytest

from ledger.domain.cosignature import make_policy
from ledger.domain.note import public_bytes, verifier_key
from ledger.interop.posting import HttpPost
from ledger.logserver.attestor import Outside
from ledger.logserver.witnesses import parse_witnesses
from ledger.loopback import free_port
from ledger.tiles.reader import LogReader
from tests.fakes.anchor import FakeAnchor
from tests.unit.logserver import scene

pytestmark = pytest.mark.integration
NAME = "witness.test/w1"


def ombud(home, *words: str) -> list[str]:
    return [sys.executable, "-m", "ledger.serve", "--home", str(home), *words]


def answers(url: str, process: subprocess.Popen) -> dict:
    until = time.monotonic() + 30
    while True:
        try:
            return httpx.get(f"{url}/v1/status", timeout=2, trust_env=False).json()
        except httpx.TransportError:
            assert process.poll() is None, process.stderr.read().decode()
            assert time.monotonic() < until
            time.sleep(0.05)


def test_a_log_is_witnessed_by_another_process(tmp_path):
    home, port = tmp_path / "home", free_port()
    printed = subprocess.run(
        ombud(home, "witness", "key", "--name", NAME), capture_output=True, text=True, timeout=60, check=True
    )
    key, url = printed.stdout.strip(), f"http://127.0.0.1:{port}"
    log = verifier_key(scene.ORIGIN, public_bytes(scene.ED25519))
    process = subprocess.Popen(
        ombud(home, "witness", "run", "--log", log, "--name", NAME, "--port", str(port)), stderr=subprocess.PIPE
    )
    try:
        assert answers(url, process)["verifier_key"] == key
        anchor = FakeAnchor()
        with HttpPost() as post:
            outside = Outside(parse_witnesses(f"{url}#{key}", post))
            service = scene.service(tmp_path / "log", anchor=anchor, outside=outside)
            service.start()
            service.submit([item.pack() for item in scene.chain(5)])
            assert anchor.wait_for(5)
            service.stop()
        assert service.attestor.errors == {}
        make_policy([key]).check(LogReader(service.store).note(5))
        assert answers(url, process)["logs"][scene.ORIGIN]["size"] == 5
    finally:
        process.terminate()
        process.wait(20)
        process.stderr.close()
