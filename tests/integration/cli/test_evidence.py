"""Command line and API share one evidence store: that of the home folder."""

from __future__ import annotations

import hashlib

import httpx
import pytest

pytestmark = pytest.mark.integration


def test_what_is_submitted_by_one_face_is_shown_by_the_other(ombud, stack, tmp_path):
    file = tmp_path / "bill.txt"
    file.write_bytes(b"a bill of 5 cents")
    name = hashlib.sha256(file.read_bytes()).hexdigest()
    url = f"{stack.urls.api}/v1/evidence"
    with httpx.Client(trust_env=False) as client:
        sent = client.post(url, content=file.read_bytes(), headers={"content-type": "text/plain"})
        assert sent.status_code == 201, sent.text
        assert ombud("evidence", "show", name, "--json").json() == sent.json()
        assert ombud("evidence", "add", file, "--json").json()["new"] is False

        file.write_bytes(bytes(16 * 1024 * 1024))
        largest = ombud("evidence", "add", file, "--json").json()["sha256"]
        assert client.get(f"{url}/{largest}").content == file.read_bytes()
        assert client.post(url, content=file.read_bytes() + b"!").status_code == 413
        listed = {item["sha256"] for item in client.get(url).json()["items"]}
    assert {name, largest} <= listed == {item["sha256"] for item in ombud("evidence", "list", "--json").json()["items"]}
