"""One story in a real browser: from the overview to a verified record, without an error, a violation or a request away.

It needs Debian's Chromium (`apt-get install chromium`) and axe-core (`npm install`); without them it is skipped.
"""

from __future__ import annotations

import json
import time

import pytest

from ledger.domain.incident import Opened
from ledger.domain.roles import Caller, Role
from ledger.errors import NotIdentifiedError
from ledger.store.mirror import Mirror
from ledger.tiles.incidents import IncidentBook
from tests.fakes.browsing import NEEDS, fits_and_is_accessible, keep, tab
from tests.fakes.dashboard import HOSTILE, eventful, served, sources_for
from tests.fakes.world import CHAIN_ID, REGISTRY

KEY = "the one key"
REST = (
    "alerts", "chains", "omissions", "agents/0/permissions", "forecasters", "logs", "desk", "desk/8", "desk/14",
    "status", "agents/1", "agents", "disputes/1", "disputes/2", "receipts/dispute", "arbitrators/register",
)  # fmt: skip

pytestmark = NEEDS


def aware(prior: str) -> Opened:
    """Make an incident of an hour ago, of which somebody hostile wrote the summary."""
    at = int(time.time()) - 3600
    return Opened(
        at=at, prior=prior, kind="serious", jurisdiction="eu", aware_at=at, states=("DE",), agents=(0,), disputes=(1,),
        summary=HOSTILE,
    )  # fmt: skip


class Inspector:
    """An authority with the one key that is known, and what was written down of its reads."""

    def __init__(self) -> None:
        self.reads: list[tuple[object, ...]] = []

    def identify(self, header):
        if header != f"Bearer {KEY}":
            raise NotIdentifiedError("nobody has this key")
        return Caller("inspector", frozenset({Role.AUTHORITY}))

    def write(self, *read):
        self.reads.append(read)


@pytest.fixture(scope="module")
def inspector():
    return Inspector()


@pytest.fixture(scope="module")
def address(valkey_server, inspector, tmp_path_factory):
    import redis  # noqa: PLC0415 as in the other fixtures

    from ledger.api.app import create_app  # noqa: PLC0415
    from ledger.api.exports import make_router  # noqa: PLC0415
    from ledger.api.gate import Access  # noqa: PLC0415
    from ledger.serve.faces import Faces  # noqa: PLC0415
    from ledger.web.app import create_pages  # noqa: PLC0415

    with redis.Redis.from_url(valkey_server) as client:
        client.flushall()
    mirror = Mirror.open(valkey_server, CHAIN_ID, REGISTRY)
    sources = sources_for(eventful(), mirror)
    book = IncidentBook(tmp_path_factory.mktemp("incidents"))
    book.add("leak", aware)
    router = make_router(sources, book, bytes(32))
    app = create_app(sources, access=Access(identify=inspector, reads=inspector), more=[router])
    with served(Faces(app, create_pages(sources))) as found:
        yield found
    mirror.close()


def test_a_story_from_the_overview_to_a_verified_record(browser, address):
    with tab(browser, address) as page:
        page.goto("/")
        fits_and_is_accessible(page, "overview")
        page.get_by_role("searchbox").fill("agent 0")
        page.get_by_role("button", name="Search").click()
        page.wait_for_url("**/agents/0")
        fits_and_is_accessible(page, "agent")
        page.get_by_role("region", name="Actions").get_by_role("rowheader").get_by_role("link").first.click()
        page.wait_for_url("**/records/*")
        page.wait_for_selector("#drawing")
        page.get_by_role("button", name="Verify here").click()
        page.get_by_text("It holds: every step").wait_for()
        fits_and_is_accessible(page, "record")
        for name in REST:
            page.goto(f"/{name}")
            fits_and_is_accessible(page, name.replace("/", "-"))


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


def test_a_case_file_is_printed_whole(browser, address):
    with tab(browser, address, viewport={"width": 794, "height": 1100}) as page:
        page.goto("/disputes/1")
        page.emulate_media(media="print")
        assert not page.get_by_role("navigation", name="Pages").is_visible()
        assert not page.get_by_role("button", name="Watch this page").is_visible()
        assert page.get_by_text(f"From {address.removeprefix('http://')}/disputes/1?as_of=").is_visible()
        whole = "el => getComputedStyle(el, '::after').content.replaceAll('\"', '') === el.dataset.full"
        assert page.locator("main .hash[data-full]").evaluate_all(f"all => all.every({whole})")
        assert page.locator("main .scroll").evaluate_all("all => all.every(el => el.scrollWidth <= el.clientWidth)")
        keep(page, "case-on-paper")
        paper = page.pdf(format="A4", prefer_css_page_size=True)
    assert paper.startswith(b"%PDF")
    assert 3 <= paper.count(b"/Type /Page\n") <= 8


def test_an_authority_sees_its_clocks_and_each_read_is_written_down(browser, address, inspector):
    with tab(browser, address) as page:
        page.goto("/desk")
        page.get_by_role("listitem").filter(has_text="Serious-incident clock").get_by_role("button").click()
        page.wait_for_url("**/desk/incidents")
        page.get_by_label("Your key").fill(KEY)
        page.get_by_label("Legal ground").fill("case 7 C 12/26")
        page.get_by_role("button", name="Show the clocks").click()
        page.get_by_role("heading", name="leak").wait_for()
        shown = page.inner_text("#clocks")
        assert HOSTILE.replace("\u202e", "\\u202e") in shown
        assert page.get_by_role("link", name="1, executed").get_attribute("href") == "/disputes/1"
        assert KEY not in page.url
        fits_and_is_accessible(page, "incidents")
    ((caller, route, *_, ground),) = inspector.reads
    assert (caller.name, route, ground) == ("inspector", "/v1/incidents", "case 7 C 12/26")
