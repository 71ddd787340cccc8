"""Signing in by cookie: what it takes, what it gives away, and that no other site can do it for anybody."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from ledger.access.sessions import SESSION_S, Sessions
from ledger.domain import sign_in
from ledger.domain.signing import SessionKey
from ledger.errors import NotIdentifiedError
from ledger.store.callers import CallerStore
from ledger.web.apart import Apart
from ledger.web.app import create_pages
from ledger.web.cookie import Cookie, form_key, is_form_key
from ledger.web.door import Door
from tests.fakes.world import CHAIN_ID

KEY = SessionKey(b"\x05" * 32)
NOW = 1_800_000_000
HERE = "https://ombud.example"
OURS = {"origin": HERE, "sec-fetch-site": "same-origin"}


class Clock:
    """Seconds that a test sets."""

    now = float(NOW)

    def __call__(self):
        return self.now


@pytest.fixture
def browser(sources, mirror):
    """A browser in front of pages with a door, over TLS."""
    store = CallerStore(mirror.connection, mirror.space)
    desk = Sessions(Apart(store), uri=HERE, chain_id=CHAIN_ID, clock=Clock())
    pages = create_pages(sources, door=Door(desk, address=HERE, clock=Clock()))
    with TestClient(pages, base_url=HERE, follow_redirects=False) as found:
        yield found


def challenged(browser, headers=OURS):
    return browser.post("/session/challenge", json={"account": KEY.address}, headers=headers)


def signed(browser, key=KEY):
    message = challenged(browser).json()["message"]
    return {"message": message, "signature": "0x" + key.sign(sign_in.personal_digest(message)).hex()}


def signed_in(browser):
    answer = browser.post("/session/begin", json=signed(browser), headers=OURS)
    assert answer.status_code == 204
    return answer


def test_the_cookie_is_out_of_reach_of_scripts_sites_and_plain_connections(browser):
    cookie = signed_in(browser).headers["set-cookie"]
    assert cookie.startswith("__Host-ombud=")
    parts = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert parts == {"httponly", "secure", "samesite=strict", "path=/", f"max-age={SESSION_S}"}


def test_without_tls_the_cookie_has_another_name_and_is_no_less_closed():
    cookie = Cookie("http://127.0.0.1:8740")
    assert (cookie.name, cookie.secure) == ("ombud", False)


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("http://127.0.0.1:8740", "http://127.0.0.1:8740"),
        ("https://Ombud.example/", "https://ombud.example"),
        ("https://ombud.example:443/api", "https://ombud.example"),
        ("http://ombud.example:80", "http://ombud.example"),
        ("https://ombud.example:80", "https://ombud.example:80"),
    ],
)
def test_the_address_is_compared_as_browsers_tell_it(address, origin):
    assert Cookie(address).origin == origin


def test_who_signed_in_finds_what_is_theirs_and_nobody_keeps_it(browser):
    assert "Sign in</a>" in browser.get("/").text
    signed_in(browser)
    page = browser.get("/")
    assert f'title="{KEY.address}"' in page.text
    assert page.headers["cache-control"] == "private, no-store"
    assert page.headers["vary"] == "cookie"
    assert browser.get("/mine").headers["location"] == f"/accounts/{KEY.address}/turns"
    assert "What waits for you" in browser.get(f"/accounts/{KEY.address}/turns").text


def test_the_cookie_opens_nothing_at_the_api_and_a_token_of_the_api_no_page(browser, mirror):
    programs = Sessions(CallerStore(mirror.connection, mirror.space), uri=HERE, chain_id=CHAIN_ID, clock=Clock())
    cookie = signed_in(browser).cookies["__Host-ombud"]
    with pytest.raises(NotIdentifiedError, match="over"):
        programs.caller(cookie)
    token = programs.open(**signed(browser)).token
    assert programs.caller(token).account == KEY.address
    browser.cookies.clear()
    browser.cookies.set("__Host-ombud", token)
    assert "Sign out" not in browser.get("/session").text


def test_signing_out_ends_the_session_for_whoever_has_the_cookie(browser):
    token = signed_in(browser).cookies["__Host-ombud"]
    key = re.search(r'name="form_key" value="([0-9a-f]{64})"', browser.get("/session").text)[1]
    assert browser.post("/session/end", data={"form_key": "0" * 64}, headers=OURS).status_code == 403
    out = browser.post("/session/end", data={"form_key": key}, headers=OURS)
    assert (out.status_code, out.headers["location"]) == (303, "/session")
    browser.cookies.set("__Host-ombud", token)
    assert "Sign out" not in browser.get("/session").text


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "https://evil.example"},
        {"origin": "https://evil.example", "sec-fetch-site": "cross-site"},
        {"origin": HERE, "sec-fetch-site": "cross-site"},
        {"origin": "null", "sec-fetch-site": "same-origin"},
        {"origin": "http://ombud.example"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
    ],
)
def test_no_other_site_signs_anybody_in_or_out(browser, headers):
    typed = signed(browser)
    assert challenged(browser, headers).status_code == 403
    assert browser.post("/session/begin", json=typed, headers=headers).status_code == 403
    assert not browser.cookies
    assert browser.post("/session/end", data={"form_key": ""}, headers=headers).status_code == 403


def test_a_signature_is_of_the_account_for_this_host_and_good_once(browser):
    other = SessionKey(b"\x06" * 32)
    assert browser.post("/session/begin", json=signed(browser, other), headers=OURS).status_code == 401
    typed = signed(browser)
    elsewhere = typed["message"].replace("ombud.example", "evil.example")
    forged = {"message": elsewhere, "signature": "0x" + KEY.sign(sign_in.personal_digest(elsewhere)).hex()}
    assert browser.post("/session/begin", json=forged, headers=OURS).status_code == 401
    assert browser.post("/session/begin", json=typed, headers=OURS).status_code == 204
    assert browser.post("/session/begin", json=typed, headers=OURS).status_code == 401


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"message": 1}', b"{" * 2000, b"x" * 5000])
def test_what_is_no_request_to_sign_in_is_refused(browser, body):
    for what in ("challenge", "begin"):
        assert browser.post(f"/session/{what}", content=body, headers=OURS).status_code in (400, 413)


def test_a_new_session_ends_the_one_before(browser):
    first = signed_in(browser).cookies["__Host-ombud"]
    second = signed_in(browser).cookies["__Host-ombud"]
    assert first != second
    browser.cookies.clear()
    browser.cookies.set("__Host-ombud", first)
    assert "Sign out" not in browser.get("/session").text


def test_a_cookie_that_nobody_gave_is_as_none(browser):
    browser.cookies.set("__Host-ombud", "guessed")
    assert browser.get("/").status_code == 200
    assert browser.get("/mine").headers["location"] == "/session"
    assert "Sign in with the wallet" in browser.get("/session").text


def test_under_another_name_the_page_says_where_to_sign_in(browser):
    page = browser.get("/session", headers={"host": "127.0.0.1:8740"}).text
    assert f'href="{HERE}/session"' in page
    assert "session.js" not in page
    assert "Sign in with the wallet" not in page


def test_without_a_door_nobody_signs_in_and_all_is_read(pages):
    assert "Nobody can sign in here" in pages.get("/session").text
    assert "Sign in</a>" not in pages.get("/").text
    assert pages.post("/session/begin", headers=OURS).status_code == 404


def test_the_key_of_a_form_is_the_sessions_alone():
    assert is_form_key("one", form_key("one"))
    assert not is_form_key("one", form_key("other"))
    assert not is_form_key("one", "")


class Few:
    """Lets two requests of a network through."""

    left = 2

    def spend(self, _caller):
        return None if self.left else 3.0

    def fetch(self, _caller):
        self.left -= 1
        return 0.0


class Counting(Sessions):
    """Counts the challenges that it gave."""

    given = 0

    def challenge(self, account):
        self.given += 1
        return super().challenge(account)


def test_who_knocks_too_often_waits_and_is_given_no_challenge(mirror, sources):
    desk = Counting(Apart(CallerStore(mirror.connection, mirror.space)), uri=HERE, chain_id=CHAIN_ID, clock=Clock())
    pages = create_pages(sources, door=Door(desk, address=HERE, clock=Clock(), allowance=Few()))
    with TestClient(pages, base_url=HERE, follow_redirects=False) as browser:
        assert [challenged(browser).status_code for _ in range(3)] == [200, 200, 429]
        refused = challenged(browser)
    assert (refused.json()["code"], refused.headers["retry-after"]) == ("limited", "4")
    assert desk.given == 2
