"""One browser for the stories of a file."""

from __future__ import annotations

import pytest

from tests.fakes.browsing import CHROMIUM, FLAGS, PATIENCE_MS


@pytest.fixture(scope="module")  # no wider: its loop runs in this thread, and other tests have loops of their own
def browser():
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS, timeout=3 * PATIENCE_MS)
        yield found
        found.close()
