"""One story in a real browser: from the overview to a verified record, without an error, a violation or a request away.

It needs Debian's Chromium (`apt-get install chromium`) and axe-core (`npm install`); without them it is skipped.
"""

from __future__ import annotations

import json

import pytest

from ledger.store.mirror import Mirror
from tests.fakes.browsing import NEEDS, fits_and_is_accessible, tab
from tests.fakes.dashboard import eventful, served, sources_for
from tests.fakes.world import CHAIN_ID, REGISTRY

REST = ("alerts", "forecasters", "logs", "desk", "desk/8", "status", "agents/1", "agents", "disputes/2")

pytestmark = NEEDS


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
