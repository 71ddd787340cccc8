"""A browser in which nothing may go wrong: no error, no violation of the policy, no request away, nothing too wide."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.conftest import ROOT

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
DESK, PHONE = {"width": 1100, "height": 800}, {"width": 375, "height": 800}
LOOKS = (("light", DESK, None), ("dark", PHONE, ["color-contrast", "scrollable-region-focusable"]))
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
NEEDS = [
    pytest.mark.integration,
    pytest.mark.skipif(CHROMIUM is None, reason="NO BROWSER: apt-get install chromium, to look at the pages"),
    pytest.mark.skipif(not AXE.is_file(), reason="NO axe-core: run ./scripts/setup"),
]


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
    """See in both themes, on a desk and on a phone, that nothing is too wide and axe finds nothing serious.

    One page load serves both: theme and window change under it, and of the rules only those are asked again that a
    theme or a width can break. As it was found, the page is left.
    """
    before = page.viewport_size
    for scheme, size, rules in LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} is too wide: {size}"
        assert _serious(page, rules) == [], (page.url, scheme)
        keep(page, f"{name}-{scheme}-{size['width']}")
    page.emulate_media(color_scheme=None)
    page.set_viewport_size(before)


def _serious(page, rules: list[str] | None) -> list[tuple[str, list[str]]]:
    """Return what axe finds, asked for some of its rules, or all."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    asked = {"resultTypes": ["violations"]} | ({"runOnly": rules} if rules else {})
    found = page.evaluate("asked => axe.run(document, asked)", asked)["violations"]
    return [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found if one["impact"] in SERIOUS]


@cache
def _axe() -> str:
    return AXE.read_text()


def keep(page, name: str) -> None:
    """Keep a picture where CI collects them, if it says where."""
    folder = os.environ.get("OMBUD_SCREENSHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
