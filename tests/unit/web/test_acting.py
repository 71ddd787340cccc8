"""Pages on which somebody acts: the transaction is what the SDK would send, and what cannot be done says why."""

from __future__ import annotations

import html
import json

import pytest
from eth_utils.abi import function_abi_to_4byte_selector

from ledger.chain.abi import artefact
from ledger.domain.evidence_list import evidence_uri
from ledger.web.acts import ACTS
from ledger.web.calls import prepare, selector
from tests.fakes.blocks import CONTRACTS
from tests.fakes.dashboard import HOSTILE
from tests.fakes.world import CHAIN_ID

HASH = "ab" * 32
OPEN, EXECUTED = "/disputes/2/act", "/disputes/1/act"


def binding(contract: str):
    from web3 import Web3  # noqa: PLC0415 as the SDK encodes

    return Web3().eth.contract(abi=artefact(contract).abi)


def prepared(pages, path: str):
    return json.loads(pages.get(path, params={"as": "json"} | ({"evidence": HASH} if "respond" in path else {})).text)[
        0
    ]["data"]


@pytest.mark.parametrize("act", ["concede", "withdraw", "respond"])
def test_a_transaction_says_what_the_sdk_would_send(pages, act):
    made = prepared(pages, f"{OPEN}/{act}")["transaction"]
    function, decoded = binding("DisputeCourt").decode_function_input(made["data"])
    names = {"withdraw": "withdrawClaim"}
    assert function.fn_name == names.get(act, act)
    assert decoded["case_"]["disputeId"] == 2
    assert (made["to"], made["chain_id"], made["value"]) == (CONTRACTS["DisputeCourt"], CHAIN_ID, "0")
    again = binding("DisputeCourt").encode_abi(function.fn_name, args=list(decoded.values()))
    assert again == made["data"]
    if act == "respond":
        assert decoded["evidenceHash"].hex().removeprefix("0x") == HASH
        assert decoded["uri"] == evidence_uri(bytes.fromhex(HASH))


def test_every_act_names_one_function_of_a_contract_of_ours():
    for act in ACTS:
        found = binding(act.contract).get_function_by_name(act.function)
        assert selector(act.contract, act.function) == function_abi_to_4byte_selector(found.abi)


def test_only_who_may_is_named(pages):
    assert len(prepared(pages, f"{OPEN}/concede")["turn"]["accounts"]) == 1
    assert prepared(pages, f"{OPEN}/concede")["turn"] != prepared(pages, f"{OPEN}/withdraw")["turn"]


@pytest.mark.parametrize("act", [act.name for act in ACTS])
def test_what_is_over_says_so_and_offers_nothing_to_send(pages, act):
    page = pages.get(f"{EXECUTED}/{act}", params={"evidence": HASH})
    assert page.status_code == 200
    assert "This cannot be done now" in page.text
    assert "Send with the wallet" not in page.text
    assert prepared(pages, f"{EXECUTED}/{act}")["transaction"] is None


def test_nothing_typed_is_lost_and_none_of_it_runs(pages):
    for path in (f"{EXECUTED}/respond", f"{OPEN}/respond"):
        page = pages.get(path, params={"evidence": HOSTILE})
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        value = page.text.split('name="evidence"')[1].split('value="')[1].split('">')[0]
        assert html.unescape(value) == HOSTILE
    assert "is not 64 hex digits" in page.text
    assert "Send with the wallet" not in page.text


def test_a_default_that_is_not_due_waits(pages):
    assert prepared(pages, f"{OPEN}/default_judgment")["turn"]["why_not"] == "its time has not come yet"


def test_an_act_that_does_not_exist_is_no_page(pages):
    assert pages.get(f"{OPEN}/bribe").status_code == 404
    assert pages.get("/disputes/99/act/concede").status_code == 404


def test_a_page_takes_nothing_but_reading(pages):
    assert pages.post(f"{OPEN}/concede").status_code == 405
    assert pages.post("/credit").status_code == 405


def test_a_case_leads_to_what_can_be_done_in_it(pages):
    page = pages.get("/disputes/2").text
    for act in ("respond", "concede", "withdraw", "evidence", "default_judgment"):
        assert f'href="{OPEN}/{act}"' in page
    assert "/act/" not in pages.get("/disputes/1").text


def test_credit_is_claimed_by_a_call_without_arguments(pages):
    made = prepare(CHAIN_ID, CONTRACTS["BondVault"], "BondVault", "claim")
    assert made.data == binding("BondVault").encode_abi("claim", args=[])
    assert made.data in pages.get("/credit").text


def test_an_account_finds_what_waits_for_it_and_a_stranger_nothing(pages):
    (liable,) = prepared(pages, f"{OPEN}/concede")["turn"]["accounts"]
    page = pages.get(f"/accounts/{liable}/turns").text
    assert f'href="{OPEN}/respond"' in page
    assert "No running dispute waits" in pages.get(f"/accounts/{CONTRACTS['BondVault']}/turns").text
    assert pages.get("/accounts/0x12/turns").status_code == 400
