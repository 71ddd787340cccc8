"""One story in a real browser: from the overview to a verified record, without an error, a violation or a request away.

It needs Debian's Chromium (`apt-get install chromium`) and axe-core (`npm install`); without them it is skipped.
"""

from __future__ import annotations

import json
import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from ledger.store.mirror import Mirror
from tests.conftest import ROOT
from tests.fakes.dashboard import eventful, served, sources_for
from tests.fakes.world import CHAIN_ID, REGISTRY

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PATIENCE_MS = 20_000
SERIOUS = ("serious", "critical")
REST = ("alerts", "forecasters", "logs", "desk", "desk/8", "status", "agents/1", "agents", "disputes/2")
RULES = "axe.run(document, {resultTypes: ['violations']})"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(CHROMIUM is None, reason="NO BROWSER: apt-get install chromium, to look at the pages"),
    pytest.mark.skipif(not AXE.is_file(), reason="NO axe-core: run ./scripts/setup"),
]


@pytest.fixture(scope="module")
def address(valkey_server):
    import redis  # noqa: PLC0415 as in the other fixtures

    from ledger.api.app import create_app  # noqa: PLC0415
    from ledger.serve.faces import Faces  # noqa: PLC0415
    from ledger.web.app import create_pages  # noqa: PLC0415

    with redis.Redis.from_url(valkey_server) as client:
        client.flushall()
    mirror = Mirror.open(valkey_server, CHAIN_ID, REGISTRY)
    sources = sources_for(eventful(), mirror)
    with served(Faces(create_app(sources), create_pages(sources))) as found:
        yield found
    mirror.close()


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS, timeout=3 * PATIENCE_MS)
        yield found
        found.close()


@contextmanager
def tab(browser, address, **options):
    """Open a tab; when it closes, nothing may have gone wrong in it."""
    wrong: list[str] = []
    context = browser.new_context(base_url=address, **options)
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.on("console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda asked: None if urlsplit(asked.url).hostname == "127.0.0.1" else wrong.append(asked.url))
    page.on("dialog", lambda dialog: wrong.append(dialog.message))
    yield page
    context.close()
    assert wrong == []


def fits_and_is_accessible(page, name: str) -> None:
    """See that nothing is wider than the window, and that axe finds nothing serious."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} is too wide"
    page.evaluate(AXE.read_text())
    found = page.evaluate(RULES)["violations"]
    told = [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found if one["impact"] in SERIOUS]
    assert told == [], page.url
    keep(page, name)


def keep(page, name: str) -> None:
    """Keep a picture where CI collects them, if it says where."""
    folder = os.environ.get("OMBUD_SCREENSHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.mark.parametrize(("scheme", "width"), [("light", 1100), ("dark", 375)])
def test_a_story_from_the_overview_to_a_verified_record(browser, address, scheme, width):
    with tab(browser, address, color_scheme=scheme, viewport={"width": width, "height": 800}) as page:

        def look(name: str) -> None:
            fits_and_is_accessible(page, f"{name}-{scheme}-{width}")

        page.goto("/")
        look("overview")
        page.get_by_role("searchbox").fill("agent 0")
        page.get_by_role("button", name="Search").click()
        page.wait_for_url("**/agents/0")
        look("agent")
        page.get_by_role("link", name="#1", exact=True).click()
        page.wait_for_url("**/disputes/1")
        assert "upheld" in page.inner_text("main")
        look("case")
        page.goto("/agents/0")
        page.get_by_role("region", name="Actions").get_by_role("link").nth(0).click()
        page.wait_for_url("**/records/*")
        page.wait_for_selector("#drawing")
        page.get_by_role("button", name="Verify here").click()
        page.get_by_text("It holds: every step").wait_for()
        look("record")
        for name in REST if scheme == "dark" else ():
            page.goto(f"/{name}")
            look(name.replace("/", "-"))


def test_pages_are_whole_without_javascript(browser, address):
    with tab(browser, address, java_script_enabled=False) as page:
        page.goto("/")
        page.get_by_role("region", name="Disputes, the newest first").get_by_role("link", name="#1").click()
        for words in ("What to do next", "Panel and votes", "Timeline", "It does not prove"):
            assert words in page.inner_text("main")
        page.goto("/agents/0")
        assert page.locator("svg .line").count() == 1


def test_a_log_is_drawn_over_time_and_a_hash_can_be_copied(browser, address):
    with tab(browser, address, permissions=["clipboard-read", "clipboard-write"]) as page:
        page.goto("/logs")
        page.get_by_role("region", name="Logs").get_by_role("link").first.click()
        page.wait_for_selector(".plot canvas")
        root = page.locator("td code.hash").first
        root.click()
        page.wait_for_selector("code.copied")
        assert page.evaluate("navigator.clipboard.readText()") == root.get_attribute("data-full")


def test_pages_keep_to_their_budget(browser, address):
    sizes: list[int] = []
    with tab(browser, address) as page:
        page.on("response", lambda answer: sizes.append(int(answer.headers.get("content-length", "0"))))
        page.goto("/")
        page.wait_for_load_state("networkidle")
    assert 10_000 < sum(sizes) < 150_000, json.dumps(sizes)
