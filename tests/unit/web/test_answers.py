"""How pages are found, sent and refused."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from ledger.api.app import create_app
from ledger.errors import UnavailableError
from ledger.serve.faces import Faces
from ledger.web.app import create_pages
from ledger.web.sending import POLICY

HTML = {"accept": "text/html"}


@pytest.fixture(scope="module")
def both(sources):
    with TestClient(Faces(create_app(sources), create_pages(sources)), follow_redirects=False) as found:
        yield found


def some_record(both):
    return both.get("/v1/agents/0/records").json()["data"]["items"][0]["record_id"]


@pytest.mark.parametrize(
    ("typed", "leads_to"),
    [
        ("agent 0", "/agents/0"),
        ("Agent #2", "/agents/2"),
        ("dispute 1", "/disputes/1"),
        ("case 2", "/disputes/2"),
        ("block 7", "/?as_of=7"),
    ],
)
def test_search_recognises_numbers_with_a_word(pages, typed, leads_to):
    assert pages.get("/search", params={"q": typed}).headers["location"] == leads_to


def test_search_recognises_global_ids_and_addresses_and_hashes(both, world):
    record, owner = some_record(both), world.agents[0].owner
    log, tx = next(iter(world.logs)), world.chain.chain[1].found[0].tx_hash
    fault = both.get("/v1/verdicts").json()["data"]["items"][0]["fault_key"]
    court = both.get("/v1/disputes/1").json()["data"]["dispute"]
    wanted = {
        str(world.agents[2].ref): "/agents/2",
        court: "/disputes/1",
        owner: f"/accounts/{owner}",
        f"0x{record}": f"/records/{record}",
        record.upper(): f"/records/{record}",
        log.hex(): f"/logs/{log.hex()}",
        fault: f"/verdicts/{fault}",
        tx.hex(): f"/transactions/{tx.hex()}",
    }
    found = {typed: both.get("/search", params={"q": typed}).headers.get("location") for typed in wanted}
    assert found == wanted


def test_search_offers_all_that_a_bare_number_may_mean(pages):
    found = pages.get("/search?q=1").text
    for href in ("/agents/1", "/disputes/1", "?leaf=1"):
        assert href in found


@pytest.mark.parametrize("typed", ["<b>", "ff" * 32, "0x" + "0" * 40 + "z", "99999", "agent://nobody", "did:web:x"])
def test_search_says_so_when_there_is_nothing(pages, typed):
    found = pages.get("/search", params={"q": typed})
    assert found.status_code == 404
    assert "Nothing is called" in found.text
    assert "<b>&lt;" not in found.text


def test_a_page_is_sent_once_until_it_changes(pages):
    first = pages.get("/agents/0")
    again = pages.get("/agents/0", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert pages.get("/agents/1", headers={"if-none-match": first.headers["etag"]}).status_code == 200


def test_files_are_kept_for_long_under_the_address_that_names_their_bytes(pages):
    sheet = next(line for line in pages.get("/").text.splitlines() if "ombud.css" in line).split('"')[3]
    assert "immutable" in pages.get(sheet).headers["cache-control"]
    assert pages.get("/static/ombud.css").headers["cache-control"] == "no-cache"
    assert pages.get("/static/../app.py").status_code == 404
    assert pages.get("/static/%2e%2e/app.py").status_code == 404


def test_each_face_answers_its_own_paths(both):
    assert both.get("/", headers=HTML).headers["content-security-policy"] == POLICY
    assert both.get("/v1/status").headers["content-type"] == "application/json"
    assert both.get("/v1/nothing", headers=HTML).headers["content-type"] == "application/problem+json"
    assert both.get("/openapi.json").json()["openapi"]
    assert both.get("/nothing").headers["content-type"] == "application/problem+json"
    assert "There is no page" in both.get("/nothing", headers=HTML).text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/agents/99", 404),
        ("/agents/x'%22%3Cscript%3E", 400),
        ("/disputes/0", 404),
        ("/disputes/99", 404),
        ("/records/zz", 400),
        ("/records/" + "00" * 32, 404),
        ("/logs/" + "00" * 32, 404),
        ("/verdicts/" + "00" * 32, 404),
        ("/transactions/" + "00" * 32, 404),
        ("/accounts/0x12", 400),
        ("/agents?cursor=%3Cscript%3E", 400),
        ("/agents/0?as_of=999999", 400),
        ("/agents/0?as_of=%E0%A5%A7", 400),
        ("/disputes?state=%3Cb%3E", 400),
        ("/desk/16", 404),
        ("/search?q=" + "x" * 600, 400),
    ],
)
def test_what_cannot_be_answered_is_refused_in_a_sentence_with_a_way_on(pages, path, status):
    found = pages.get(path)
    assert found.status_code == status
    assert "How the mirror is" in found.text
    assert 'href="/"' in found.text
    assert "Traceback" not in found.text
    assert "<script>" not in found.text
    assert found.headers["content-security-policy"] == POLICY


def test_a_silent_indexer_is_told_and_the_past_is_still_answered(sources, world):
    late = replace(sources, clock=lambda: world.now + 3600)
    with TestClient(create_pages(late)) as pages:
        found = pages.get("/agents/0")
        assert found.status_code == 503
        assert "The indexer has not looked at the chain for 3600 s" in found.text
        block = world.chain.head().number
        assert f'href="/agents/0?as_of={block}"' in found.text
        assert pages.get(f"/agents/0?as_of={block}").status_code == 200
        assert "has not looked at the chain" in pages.get("/status").text


def test_a_mirror_that_is_gone_is_told_on_every_page(sources):
    class Gone:
        def __getattr__(self, name):
            raise UnavailableError("the mirror cannot be reached", hint="start Redis", code="mirror_unavailable")

    with TestClient(create_pages(replace(sources, mirror=Gone()))) as pages:
        for path in ("/", "/agents", "/agents/0", "/disputes/1", "/status", "/search?q=1"):
            found = pages.get(path)
            assert (found.status_code, "The mirror cannot be reached" in found.text) == (503, True), path


def test_a_mirror_that_went_down_is_told_with_when_it_answered_last(sources):
    class Failing:
        down = False

        def __getattr__(self, name):
            if self.down:
                raise UnavailableError("the mirror cannot be reached", hint="start Redis", code="mirror_unavailable")
            return getattr(sources.mirror, name)

    mirror = Failing()
    with TestClient(create_pages(replace(sources, mirror=mirror))) as pages:
        mirror.down = True
        assert "it has not answered since this dashboard began on 20" in pages.get("/agents/0").text
        mirror.down = False
        assert pages.get("/agents/0").status_code == 200
        mirror.down = True
        assert "it answered last on 20" in pages.get("/agents/0").text


def test_a_defect_shows_nothing_of_its_inside(sources):
    broken = replace(sources, clock=lambda: 1 / 0)
    with TestClient(create_pages(broken), raise_server_exceptions=False) as pages:
        found = pages.get("/")
    assert found.status_code == 500
    assert "defect in Ombud" in found.text
    assert "ZeroDivision" not in found.text


def test_pages_are_read_only(pages):
    assert pages.post("/agents/0").status_code == 405


def test_the_facts_of_a_page_are_the_answers_of_the_api(both):
    assert both.get("/agents/0?as=json").json()[0] == both.get("/v1/agents/0").json()
    assert both.get("/disputes/1?as=json").json()[0]["data"] == both.get("/v1/disputes/1").json()["data"]


def test_the_clocks_of_incidents_are_asked_for_with_a_key_that_no_page_holds(pages):
    assert pages.get("/desk/6").headers["location"] == "/desk/incidents"
    page = pages.get("/desk/incidents").text
    assert 'type="password"' in page
    assert "name=" not in page.split('id="ask"')[1].split("</form>")[0]  # what is typed never stands in an address


def test_a_broken_promise_is_listed_and_leads_to_its_receipt_and_the_dispute(pages):
    listed = pages.get("/omissions", params={"agent": "0"}).text
    (name,) = re.findall(r'href="/omissions/([0-9a-f]{64})"', listed)
    page = pages.get(f"/omissions/{name}").text
    assert "another record stands in its place" in page.lower()
    assert "ombud/receipt/1" in page
    assert 'href="/receipts/dispute?receipt=' in page
    assert "was kept, or is not due yet" in pages.get("/omissions", params={"agent": "1"}).text
    assert pages.get(f"/omissions/{'00' * 32}").status_code == 404


def test_what_permitted_each_act_is_a_page_that_can_be_narrowed(pages):
    page = pages.get("/agents/0/permissions").text
    acts = set(re.findall(r'href="/records/([0-9a-f]{64})#permission"', page))
    assert len(acts) > 5
    kinds = [
        set(re.findall(r'href="/records/([0-9a-f]{64})#permission"', told))
        for state in ("within", "outside", "unstated", "unknown")
        for told in [pages.get("/agents/0/permissions", params={"state": state}).text]
    ]
    assert set().union(*kinds) == acts
    assert sum(map(len, kinds)) == len(acts)
    assert pages.get("/agents/0/permissions", params={"state": "<script>"}).status_code == 400


def test_a_chain_of_several_agents_names_all_of_them_and_the_way(pages):
    page = pages.get("/chains").text
    for words in ('href="/agents/0"', 'href="/agents/2"', "led to it", "/graph", "made-up companies"):
        assert words in page
    assert "No chain is named" in pages.get("/chains", params={"agent": "1"}).text
