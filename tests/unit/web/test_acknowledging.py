"""Acknowledging alerts: who may, what every reader sees, how long it holds, and that no other site can do it."""

from __future__ import annotations

import html
import re

import pytest
from starlette.testclient import TestClient

from ledger.access.sessions import Sessions
from ledger.domain import sign_in
from ledger.domain.signing import SessionKey
from ledger.errors import InvalidInputError
from ledger.store.callers import CallerStore
from ledger.tiles.alert_book import Acknowledgement, AlertBook
from ledger.web.apart import Apart
from ledger.web.app import create_pages
from ledger.web.door import Door
from ledger.web.watch import Watch
from tests.fakes.dashboard import HOSTILE
from tests.fakes.world import CHAIN_ID

KEY, OTHER = SessionKey(b"\x05" * 32), SessionKey(b"\x06" * 32)
NOW = 1_800_000_000
HERE = "https://ombud.example"
OURS = {"origin": HERE, "sec-fetch-site": "same-origin"}
FORM = "/alerts/acknowledge"


@pytest.fixture
def book(tmp_path):
    return AlertBook(tmp_path / "home" / "alerts.jsonl")


def browser_of(sources, mirror, watch: Watch):
    desk = Sessions(Apart(CallerStore(mirror.connection, mirror.space)), uri=HERE, chain_id=CHAIN_ID, clock=watch.clock)
    door = Door(desk, address=HERE, clock=watch.clock)
    return TestClient(create_pages(sources, door=door, watch=watch), base_url=HERE, follow_redirects=False)


@pytest.fixture
def browser(sources, mirror, book):
    with browser_of(sources, mirror, Watch(book, lambda: NOW, frozenset({KEY.address}))) as found:
        yield found


def signed_in(browser, key=KEY) -> None:
    message = browser.post("/session/challenge", json={"account": key.address}, headers=OURS).json()["message"]
    signature = "0x" + key.sign(sign_in.personal_digest(message)).hex()
    told = {"message": message, "signature": signature}
    assert browser.post("/session/begin", json=told, headers=OURS).status_code == 204


def form(browser, agent: int = 0) -> dict[str, str]:
    """Return what the form about an agent sends along."""
    page = browser.get("/alerts").text
    card = page.split(f'id="agent-{agent}"')[1].split("</li>")[0:40]
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', "".join(card))[:3])


def test_an_alert_is_acknowledged_and_every_reader_sees_by_whom_since_when_and_why(browser, book):
    signed_in(browser)
    answer = browser.post(FORM, data=form(browser) | {"note": HOSTILE}, headers=OURS)
    assert (answer.status_code, answer.headers["location"]) == (303, "/alerts#agent-0")
    browser.cookies.clear()
    for path in ("/alerts", "/alerts?state=acknowledged", "/alerts?state=acknowledged&agent=0"):
        page = browser.get(path).text
        assert "2027-01-15 08:00:00 UTC" in page
        assert f"/accounts/{KEY.address}" in page
        assert "<script>alert" not in page
        assert html.escape(HOSTILE.replace("\u202e", "\\u202e"), quote=True)[:30].replace("&quot;", "&#34;") in page
        assert FORM not in page
    assert "acknowledged</span>" in browser.get("/").text
    assert "Nobody has taken" in browser.get("/alerts?state=acknowledged&agent=2").text
    assert [one.note for one in book.newest().values()] == [HOSTILE]


def test_an_acknowledgement_ends_with_the_state_that_it_was_for(browser, book):
    book.add(Acknowledgement(agent=0, since=999_999, account=KEY.address, at=NOW))
    assert "Looked into" not in browser.get("/alerts").text
    assert "Nobody has taken" in browser.get("/alerts?state=acknowledged").text


@pytest.mark.parametrize(
    ("changed", "headers", "status"),
    [
        ({}, {}, 403),
        ({}, {"origin": "https://elsewhere.example", "sec-fetch-site": "cross-site"}, 403),
        ({"form_key": "00" * 32}, OURS, 403),
        ({"agent": "99"}, OURS, 404),
        ({"since": "1"}, OURS, 409),
        ({"agent": HOSTILE}, OURS, 400),
        ({"since": ""}, OURS, 400),
        ({"note": "x" * 501}, OURS, 400),
        ({"note": "x" * 9_000}, OURS, 413),
    ],
)
def test_what_is_no_form_of_ours_or_names_no_alert_writes_nothing(browser, book, changed, headers, status):
    signed_in(browser)
    answer = browser.post(FORM, data=form(browser) | changed, headers=headers)
    assert answer.status_code == status
    assert "<h1>" in answer.text
    assert "<script>alert" not in answer.text
    assert book.newest() == {}


def test_who_keeps_no_watch_or_is_signed_in_no_more_is_told_so(browser, book):
    signed_in(browser, OTHER)
    assert FORM not in browser.get("/alerts").text
    signed_in(browser)
    told = form(browser)
    browser.cookies.clear()
    gone = browser.post(FORM, data=told, headers=OURS)
    assert gone.status_code == 401
    assert 'href="/session"' in gone.text
    signed_in(browser, OTHER)
    key = re.search(r'name="form_key" value="(\w+)"', browser.get("/session").text)[1]
    assert browser.post(FORM, data=told | {"form_key": key}, headers=OURS).status_code == 403
    assert book.newest() == {}


def test_where_nobody_is_named_whoever_signed_in_may(sources, mirror, book):
    with browser_of(sources, mirror, Watch(book, lambda: NOW)) as browser:
        signed_in(browser, OTHER)
        assert browser.post(FORM, data=form(browser), headers=OURS).status_code == 303
    assert [one.account for one in book.newest().values()] == [OTHER.address]


def test_a_dashboard_without_a_watch_takes_nothing(pages):
    assert pages.post(FORM, data={"agent": "0"}).status_code in (404, 405)
    assert FORM not in pages.get("/alerts").text


def test_the_book_survives_a_torn_line_and_tells_another_process(tmp_path):
    file = tmp_path / "alerts.jsonl"
    ours, theirs = AlertBook(file), AlertBook(file)
    assert ours.newest() == {}
    first, second = (Acknowledgement(agent=7, since=3, account=KEY.address, at=NOW + at) for at in (0, 1))
    ours.add(first)
    with file.open("ab") as torn:
        torn.write(b'{"agent": 7, "sin')
    assert theirs.newest() == {(7, 3): first}
    theirs.add(second)
    assert ours.newest() == {(7, 3): second}
    with pytest.raises(InvalidInputError, match="too long"):
        ours.add(Acknowledgement(agent=7, since=3, account=KEY.address, at=NOW, note="x" * 501))
