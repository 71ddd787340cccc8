"""Pages over a world in memory: what they say, that every link leads somewhere, and that no stranger's word runs."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from ledger.web.sending import POLICY

JSON = "application/json"
VOID = {"meta", "link", "input", "br", "img", "line", "rect", "path", "circle"}


class Page(HTMLParser):
    """Tags, attributes and links of a page; unbalanced markup is noted."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.ids: list[str] = []
        self.attributes: set[str] = set()
        self.scripts: list[dict[str, str | None]] = []
        self.odd: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        self.attributes |= set(named)
        if tag == "a":
            self.links.add(named["href"])
        if tag == "script":
            self.scripts.append(named)
        if "id" in named:
            self.ids.append(named["id"])
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, _tag, attrs):
        self.attributes |= set(dict(attrs))

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self._open or self._open[-1] != tag:
            self.odd.append(f"</{tag}> inside {self._open[-3:]}")
        else:
            self._open.pop()


@pytest.fixture(scope="module")
def paths(walked):
    return list(walked)


@pytest.fixture(scope="module")
def walked(pages):
    """Every page that can be reached by links, with its answer."""
    waiting, found = (
        [
            "/",
            "/search?q=0",
            "/agents/0?as_of=20",
            "/desk/8",
            "/desk/4",
            "/desk/13?agent=0",
            "/desk/7",
            "/desk/12?agent=0",
            "/desk/15",
        ],
        {},
    )
    while waiting:
        path = waiting.pop().partition("#")[0]
        if path in found or path.startswith(("/v1/", "/docs")) or not path:
            continue
        found[path] = pages.get(path)
        if found[path].status_code == 200:
            waiting += Page(found[path].text).links
        if found[path].status_code == 303:
            waiting.append(found[path].headers["location"])
    return found


def test_every_link_of_every_page_leads_to_a_page(walked):
    answers = {path: answer.status_code for path, answer in walked.items()}
    assert len(answers) > 30
    promised = "".join(answer.text for path, answer in walked.items() if path.startswith("/omissions/"))
    unknown = {path for path, status in answers.items() if status not in (200, 303)}
    assert all(path.startswith("/records/9c9c") or path.removeprefix("/records/") in promised for path in unknown)
    assert len(unknown) < 6


def test_pages_are_balanced_and_name_each_place_once(walked):
    for path, answer in walked.items():
        if answer.status_code == 200:
            page = Page(answer.text)
            assert page.odd == [], path
            assert len(page.ids) == len(set(page.ids)), path


def test_no_page_holds_a_script_a_style_or_a_handler_of_its_own(walked):
    for path, answer in walked.items():
        assert answer.headers["content-security-policy"] == POLICY
        if answer.headers.get("content-type") == JSON:
            continue
        page = Page(answer.text)
        assert not {name for name in page.attributes if name.startswith("on") or name == "style"}, path
        assert "hx-on" not in answer.text
        assert all(script.get("src", "").startswith("/static/") for script in page.scripts), path
        assert not [link for link in page.links if not link.startswith(("/", "#"))], path


def test_what_strangers_wrote_is_shown_and_never_run(walked):
    page = walked["/agents/1"].text
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "\\u202e" in page
    assert "\u202e" not in page


def test_every_page_of_facts_says_block_finality_completeness_and_what_it_proves(walked):
    for path, answer in walked.items():
        if (
            answer.status_code != 200
            or answer.headers["content-type"] == JSON
            or re.match(r"/(search|status|desk$|credit|receipts|arbitrators)", path)
        ):
            continue
        for words in ("As of block", "provisional", "complete", "It does not prove", "The same facts as JSON"):
            assert words in answer.text, (path, words)
