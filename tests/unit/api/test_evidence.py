"""Evidence over HTTP: taken as it is, given back as a download, refused with a problem that says why."""

from __future__ import annotations

import hashlib
from types import SimpleNamespace

import pytest
from fastapi.testclient import TestClient

from ledger.api.app import create_app
from ledger.tiles import evidence
from ledger.tiles.evidence import open_evidence
from tests.fakes.lent import Lent

DATA = b"<script>alert(1)</script>"
NAME = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def store(tmp_path):
    return open_evidence(tmp_path / "evidence")


@pytest.fixture(scope="module")
def lent_app():
    lent = Lent()
    return lent, create_app(SimpleNamespace(), evidence=lent)


@pytest.fixture
def client(store, lent_app):
    lent, app = lent_app
    lent.lender = store
    with TestClient(app, raise_server_exceptions=False) as found:
        yield found


def test_a_file_is_submitted_once_and_the_same_bytes_again_change_nothing(client):
    first = client.post("/v1/evidence", content=DATA, headers={"content-type": "text/plain", "x-ombud-submitter": "me"})
    assert first.status_code == 201, first.text
    assert first.headers["location"] == f"/v1/evidence/{NAME}"
    again = client.post("/v1/evidence", content=DATA, headers={"content-type": "image/png"})
    assert (again.status_code, again.json()) == (200, first.json())
    meta = client.get(f"/v1/evidence/{NAME}/meta").json()
    assert meta == first.json()
    assert (meta["size"], meta["media_type"], meta["submitter"]) == (len(DATA), "text/plain", "me")
    assert meta["availability"] == {"state": "present", "since": None, "reason": None}


def test_the_retention_class_is_taken_from_its_header(client):
    kept = client.post("/v1/evidence", content=DATA, headers={"x-ombud-retention": "export-manifest"})
    assert kept.json()["retention"] == "export-manifest"
    refused = client.post("/v1/evidence", content=DATA, headers={"x-ombud-retention": "for ever"})
    assert (refused.status_code, refused.json()["code"]) == (400, "bad_retention")


@pytest.mark.parametrize(
    ("said", "sent"),
    [
        ("text/plain; charset=utf-8", "text/plain; charset=utf-8"),
        ("application/json", "application/json"),
        ("text/html", "application/octet-stream"),
        ("TEXT/HTML; charset=utf-7", "application/octet-stream"),
        ("image/svg+xml", "application/octet-stream"),
        ("application/javascript", "application/octet-stream"),
        ("application/xhtml+xml", "application/octet-stream"),
    ],
)
def test_files_come_back_as_downloads_that_no_browser_runs(client, said, sent):
    assert client.post("/v1/evidence", content=DATA, headers={"content-type": said}).status_code == 201
    answer = client.get(f"/v1/evidence/0x{NAME}")
    assert answer.content == DATA
    assert answer.headers["content-type"] == sent
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert client.get(f"/v1/evidence/{NAME}/meta").json()["media_type"] == said.replace("TEXT/HTML", "text/html")


@pytest.mark.parametrize("declared", [True, False])
def test_a_body_over_the_limit_is_413_and_nothing_is_kept(client, store, monkeypatch, declared):
    monkeypatch.setattr(evidence, "MAX_FILE_BYTES", 10)
    body = DATA if declared else iter([DATA[:8], DATA[8:]])
    answer = client.post("/v1/evidence", content=body)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert answer.headers["content-type"] == "application/problem+json"
    assert store.page() == ([], False)


@pytest.mark.parametrize(
    ("headers", "body", "status", "code"),
    [
        ({"content-type": "no type"}, DATA, 400, "bad_media_type"),
        ({"content-type": "multipart/form-data; boundary=x"}, DATA, 400, "bad_media_type"),
        ({"x-ombud-submitter": "a\tb"}, DATA, 400, "bad_submitter"),
        ({}, b"", 400, "empty_evidence"),
        ({"sec-fetch-site": "cross-site"}, DATA, 403, "foreign_page"),
    ],
)
def test_what_is_refused_is_a_problem_with_a_remedy(client, headers, body, status, code):
    answer = client.post("/v1/evidence", content=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["hint"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/v1/evidence/{NAME}", 404),
        (f"/v1/evidence/{NAME}/meta", 404),
        ("/v1/evidence/..%2f..%2fetc%2fpasswd", 404),
        ("/v1/evidence/%2e%2e", 400),
        ("/v1/evidence/..%5c..%5cetc", 400),
        (f"/v1/evidence/{NAME[:63]}", 400),
        (f"/v1/evidence/{NAME}%0a", 400),
        ("/v1/evidence?cursor=../..", 400),
        ("/v1/evidence?limit=0", 400),
    ],
)
def test_no_path_leaves_the_store(client, path, status):
    answer = client.get(path)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def test_lists_are_paged_and_say_what_can_be_had(client, store, tmp_path):
    names = sorted(client.post("/v1/evidence", content=str(n)).json()["sha256"] for n in range(5))
    (tmp_path / "evidence" / "file" / names[1][:2] / names[1]).unlink()
    store.withhold(names[2], "personal data")
    first = client.get("/v1/evidence?limit=3").json()
    second = client.get("/v1/evidence", params={"limit": 3, "cursor": first["next_cursor"]}).json()
    assert [item["sha256"] for item in first["items"] + second["items"]] == names
    assert (first["more"], second["more"]) == (True, False)
    assert [item["availability"]["state"] for item in first["items"]] == ["present", "missing", "withheld"]
    withheld = client.get(f"/v1/evidence/{names[2]}")
    assert (withheld.status_code, withheld.json()["code"]) == (403, "evidence_withheld")
    assert client.get(f"/v1/evidence/{names[1]}").json()["code"] == "evidence_missing"
    assert client.get("/v1/evidence", params={"cursor": names[-1]}).json() == {
        "items": [],
        "next_cursor": names[-1],
        "more": False,
    }


def test_changed_bytes_are_never_sent(client, tmp_path):
    client.post("/v1/evidence", content=DATA)
    (tmp_path / "evidence" / "file" / NAME[:2] / NAME).write_bytes(DATA + b"!")
    answer = client.get(f"/v1/evidence/{NAME}")
    assert (answer.status_code, answer.json()["code"]) == (500, "evidence_changed")
    assert NAME in answer.json()["detail"]


def test_evidence_is_neither_replaced_nor_removed_over_http(client):
    client.post("/v1/evidence", content=DATA)
    for method in ("PUT", "DELETE", "PATCH"):
        assert client.request(method, f"/v1/evidence/{NAME}").status_code == 405
    assert client.get(f"/v1/evidence/{NAME}").content == DATA


def test_the_description_names_body_and_headers(client):
    paths = client.get("/openapi.json").json()["paths"]
    operation = paths["/v1/evidence"]["post"]
    assert operation["requestBody"]["content"]["*/*"]["schema"]["format"] == "binary"
    assert {item["name"] for item in operation["parameters"]} == {"X-Ombud-Retention", "X-Ombud-Submitter"}
    assert {"200", "201", "400", "403", "413"} <= set(operation["responses"])


def test_without_a_store_there_are_no_routes():
    with TestClient(create_app(SimpleNamespace()), raise_server_exceptions=False) as client:
        assert client.get("/v1/evidence").status_code == 404
