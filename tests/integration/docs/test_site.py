"""The documentation builds strictly, from pages and from the code, and fetches nothing from anywhere."""

from __future__ import annotations

import json
import re

import pytest

from ledger.errors import LedgerError
from ledger.settings import Settings
from scripts import documentation
from scripts.reference.commands import commands

pytestmark = pytest.mark.integration
FETCHED = re.compile(r"""<(?:script|link|img|iframe|source)\b[^>]*?\b(?:src|href)="?(https?://[^"\s>]*)""")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("docs")
    pages = documentation.gather(folder / "gathered")
    documentation.build(folder / "gathered", folder / "site")
    return pages, folder / "site"


def test_every_page_is_on_the_site_and_fetches_nothing(site):
    pages, built = site
    shown = {file.relative_to(built).as_posix() for file in built.rglob("*.html")}
    assert {place.replace("README.md", "index.md").removesuffix(".md") + ".html" for place in pages} <= shown
    for name in shown:
        assert FETCHED.findall((built / name).read_text()) == [], name


def test_search_knows_every_command_route_and_setting(site):
    pages, built = site
    index = json.loads((built / "search" / "search_index.json").read_text())
    places = {entry["location"].partition("#")[0] for entry in index["docs"]}
    assert {f"reference/cli/{name}.html" for name in commands()} <= places
    settings = pages["reference/settings.md"]
    assert all(f"`OMBUD_{name.upper()}`" in settings for name in Settings.model_fields)
    assert "GET `/v1/agents/{agent}/check`" in pages["reference/api/standing.md"]
    assert "FaultProver" in pages["reference/contracts/index.md"]


def test_every_exit_code_is_explained(site):
    page = site[0]["reference/exit-codes.md"]

    def tree(kind):
        return [kind, *(found for below in kind.__subclasses__() for found in tree(below))]

    ours = [kind for kind in tree(LedgerError) if kind.__module__ == LedgerError.__module__]
    rows = {int(line.split("|")[1]): line for line in page.splitlines() if re.match(r"\| \d+ \|", line)}
    assert len(ours) > 10
    assert all(f"`{kind.__name__}`" in rows[kind.exit_code] for kind in ours)


def test_a_link_that_leads_nowhere_fails_the_build(tmp_path):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "index.md").write_text("# A page\n\n[gone](gone.md)\n")
    (tmp_path / "mkdocs.yml").write_text("site_name: A site\ntheme: {name: material, font: false}\ndocs_dir: pages\n")
    with pytest.raises(SystemExit, match=r"gone\.md"):
        documentation.build(tmp_path, tmp_path / "site")


def test_links_follow_a_page_and_become_words_where_there_is_no_page():
    places = {"docs/keys.md": "keys.md", "ARCHITECTURE.md": "architecture.md"}
    text = (
        "[a](../ARCHITECTURE.md#floors) [b](../../ledger/settings.py) [c](https://example.org)\n```\n[d](../x.md)\n```"
    )
    moved = documentation.moved(text, "docs/keys.md", "tutorials/keys.md", places)
    assert moved == "[a](../architecture.md#floors) b [c](https://example.org)\n```\n[d](../x.md)\n```"


def test_a_page_without_a_place_in_the_navigation_is_refused():
    with pytest.raises(SystemExit, match=r"lost\.md"):
        documentation.navigation({"index.md": "# Home", "lost.md": "# Lost"})
