"""What pages are shown: receipts, ballots that were let out, accreditations; the calls that follow, what is wrong."""

from __future__ import annotations

import html
import json
import re
from dataclasses import asdict

import pytest

from ledger.domain.dispute import UPHELD
from ledger.domain.hashing import keccak
from ledger.domain.ids import checksum
from ledger.domain.panel import Ballot
from ledger.domain.signed_receipt import counterparty_of
from ledger.domain.statements import Receipt
from tests.fakes.asked import index, sources_of
from tests.fakes.blocks import CONTRACTS
from tests.fakes.court import PANEL, REASONS, SALT
from tests.fakes.dashboard import HOSTILE, voting
from tests.fakes.histories import promise
from tests.fakes.priced import DEPOSIT, FEE, GAS, STAKE
from tests.fakes.world import CHAIN_ID

BUYER = checksum("0x" + "b1" * 20)
HASH = "ab" * 32
RECEIPT = Receipt(
    agent=keccak(b"agent"), epoch=0, stream=1, seq=2, record_hash=keccak(b"record"),
    counterparty=counterparty_of(BUYER), chain=CHAIN_ID, log=keccak(b"log"), anchor_by=1_800_000_000, amount=5,
    tool=keccak(b"pay"), mandate=bytes(32), running_total=5,
)  # fmt: skip
SIGNED = promise(RECEIPT).pack().decode()


@pytest.fixture(scope="module")
def court():
    return voting()


@pytest.fixture(scope="module")
def sources(court, mirror):
    index(court.world, mirror)
    return sources_of(court.world, mirror)


def decoded(contract: str, page: str):
    """Return what the transaction of a page calls, and with what."""
    from web3 import Web3  # noqa: PLC0415 as the SDK encodes

    from ledger.chain.abi import artefact  # noqa: PLC0415

    made = json.loads(html.unescape(re.search(r"<pre[^>]*>(.*?)</pre>", page, re.DOTALL)[1]))
    function, arguments = Web3().eth.contract(abi=artefact(contract).abi).decode_function_input(made["data"])
    return made, function.fn_name, arguments


def leaked(court, seat: str, **changed) -> str:
    said = {
        "schema": "ombud/ballot/1", "dispute": 2, "panel": court.now.trials[2].number, "arbitrator": seat,
        "vote": "uphold", "reasons": REASONS.hex(), "media_type": "text/plain", "salt": SALT.hex(),
    }  # fmt: skip
    return json.dumps(said | changed)


def seat_that(court, did: Ballot, number: int = 2) -> str:
    return next(seat for seat, kept in court.now.trials[number].panel.ballots.items() if kept is did)


def accreditation(**changed) -> str:
    said = {
        "schema": "ombud/accreditation/1", "chain_id": CHAIN_ID, "panel": PANEL, "arbitrator": BUYER, "document": HASH,
        "model": "0" * 64, "valid_until": 1_900_000_000, "signature": "cd" * 65,
    }  # fmt: skip
    return json.dumps(said | changed)


def test_a_receipt_opens_a_dispute_without_any_record(asking):
    page = asking.get("/receipts/dispute", params={"receipt": SIGNED, "fault": "breach", "evidence": HASH}).text
    made, name, told = decoded("DisputeCourt", page)
    assert (name, made["to"], made["value"]) == ("open", CONTRACTS["DisputeCourt"], str(DEPOSIT + FEE))
    assert told["proof"] == b"proof of receipt " + RECEIPT.record_hash
    assert "What may come of it" in page


def test_the_page_for_receipts_is_led_to_and_begins_empty(asking):
    assert 'href="/receipts/dispute"' in asking.get("/disputes").text
    page = asking.get("/receipts/dispute")
    assert page.status_code == 200
    assert "Unsigned transaction" not in page.text


def test_a_receipt_between_a_seat_and_a_party_takes_the_seat(asking, court):
    page = asking.get("/disputes/2/act/recuse", params={"receipt": SIGNED, "counterparty": BUYER}).text
    made, name, told = decoded("PanelArbitrator", page)
    assert (name, made["to"]) == ("recuse", CONTRACTS["PanelArbitrator"])
    assert set(told["seats"]) == set(court.now.trials[2].panel.ballots)
    assert told["proof"].endswith(BUYER.encode())


def test_a_ballot_that_was_let_out_is_reported_as_its_seat_committed_to_it(asking, court):
    seat = seat_that(court, Ballot.COMMITTED)
    page = asking.get("/disputes/2/act/report_leak", params={"ballot": leaked(court, seat)}).text
    made, name, told = decoded("PanelArbitrator", page)
    assert (name, made["to"]) == ("reportLeak", CONTRACTS["PanelArbitrator"])
    assert (told["arbitrator"], told["vote"]) == (seat, UPHELD)
    assert (bytes(told["reasonsHash"]), bytes(told["salt"])) == (REASONS, SALT)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"vote": "dismiss"}, "no seat has committed to this ballot"),
        ({"panel": 99}, "this ballot is of panel 99"),
        ({"arbitrator": HOSTILE}, "is not 20 bytes"),
        ({"panel": -1}, "this ballot is of panel -1"),
        ({"schema": HOSTILE}, "this is no ballot"),
    ],
)
def test_a_ballot_that_nobody_committed_to_is_kept_and_prepares_nothing(asking, court, changed, says):
    typed = leaked(court, seat_that(court, Ballot.COMMITTED), **changed)
    page = asking.get("/disputes/2/act/report_leak", params={"ballot": typed})
    assert page.status_code == 200
    assert says in html.unescape(page.text).lower()
    assert "<script>alert" not in page.text
    assert html.escape(typed, quote=True).replace("&quot;", "&#34;").replace("&#x27;", "&#39;") in page.text
    assert "Unsigned transaction" not in page.text


def test_dealings_and_leaks_are_shown_only_while_they_count(asking):
    for act, says in (("recuse", "every seat has committed"), ("report_leak", "votes may be revealed now")):
        assert says in asking.get(f"/disputes/3/act/{act}").text.lower()
        assert "no panel is voting" in asking.get(f"/disputes/1/act/{act}").text.lower()
        assert f'href="/disputes/2/act/{act}"' in asking.get("/disputes/2").text


def test_an_accreditation_registers_with_the_stake_that_lacks(asking):
    page = asking.get("/arbitrators/register", params={"accreditation": accreditation()}).text
    made, name, told = decoded("PanelArbitrator", page)
    assert (name, made["to"], made["value"], made["from"], made["gas"]) == ("register", PANEL, str(STAKE), BUYER, GAS)
    assert (told["validUntil"], bytes(told["document"]).hex()) == (1_900_000_000, HASH)
    assert f'data-accounts="{BUYER}"' in page
    _, name, told = decoded("PanelArbitrator", asking.get("/arbitrators/retire").text)
    assert (name, told) == ("retire", {})


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"chain_id": 1}, "on chain 1"),
        ({"panel": BUYER}, "is for panel"),
        ({"panel": HOSTILE}, "is not 20 bytes"),
        ({"arbitrator": "nobody"}, "is not 20 bytes"),
        ({"signature": ""}, "this is no accreditation"),
    ],
)
def test_an_accreditation_for_elsewhere_is_told_and_kept(asking, changed, says):
    page = asking.get("/arbitrators/register", params={"accreditation": accreditation(**changed)})
    assert page.status_code == 200
    assert says in html.unescape(page.text).lower()
    assert "<script>alert" not in page.text
    assert "Unsigned transaction" not in page.text


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("/receipts/dispute", {"receipt": SIGNED, "fault": "harm", "evidence": HASH}),
        ("/disputes/2/act/recuse", {"receipt": SIGNED}),
        ("/arbitrators/register", {"accreditation": accreditation()}),
    ],
)
def test_what_was_typed_stays_when_the_node_is_down_or_it_is_nonsense(asking, node, path, typed):
    node.down = True
    page = asking.get(path, params=typed)
    assert page.status_code == 200
    assert "cannot be prepared now" in page.text
    assert "the node cannot be reached: it has not answered since this dashboard began on 20" in page.text.lower()
    for name, value in typed.items():
        assert name == "fault" or html.escape(value, quote=True).replace("&quot;", "&#34;") in page.text
    node.down = False
    spoilt = typed | {name: HOSTILE for name in typed if name in ("receipt", "accreditation")} | {"salt": HOSTILE}
    page = asking.get(path, params=spoilt)
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert "Unsigned transaction" not in page.text


def test_a_receipt_says_all_of_its_fields():
    assert set(asdict(RECEIPT)) <= {re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower() for name in json.loads(SIGNED)}
