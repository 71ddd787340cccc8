"""Filing from a record: what it costs, what it says, and that nothing typed is lost when it cannot be filed."""

from __future__ import annotations

import html
import json
import re

import pytest
from eth_abi.abi import decode as abi_decode

from ledger.chain.abi import artefact, canonical_type
from ledger.domain.dispute import FaultClass
from ledger.web.acts import ACTS
from ledger.web.filing import FAULTS
from tests.fakes.dashboard import HOSTILE
from tests.fakes.priced import DEPOSIT, FEE, GAS, LIABLE

HASH = "ab" * 32
OPEN = "/disputes/2/act"


@pytest.fixture(scope="module")
def record(pages):
    """A record of an agent that answers for what it does."""
    named = re.findall(r'href="/records/([0-9a-f]{64})', pages.get("/agents/0").text)
    return next(one for one in named if pages.get(f"/records/{one}").status_code == 200)


def facts(asking, path: str, **typed):
    return json.loads(asking.get(path, params={"as": "json", **typed}).text)[0]["data"]


def test_a_record_leads_to_the_page_on_which_it_is_disputed(pages, record):
    assert f'href="/records/{record}/dispute"' in pages.get(f"/records/{record}").text


def test_every_class_of_faults_is_offered_as_the_contract_counts_them():
    assert [FaultClass[one.name.upper()] for one in FAULTS] == list(FaultClass)


@pytest.mark.parametrize("fault", [one.name for one in FAULTS])
def test_the_transaction_opens_what_was_chosen_with_deposit_and_fee(asking, record, fault):
    made = facts(asking, f"/records/{record}/dispute", fault=fault, evidence=HASH)["transaction"]
    (opens,) = [item for item in artefact("DisputeCourt").abi if item.get("name") == "open"]
    kinds = [canonical_type(item) for item in opens["inputs"]]
    (agent, class_, evidence), proof, _, uri = abi_decode(kinds, bytes.fromhex(made["data"][10:]))
    assert (agent, FaultClass(class_).name.lower(), evidence.hex()) == (0, fault, HASH)
    assert proof == b"proof of " + bytes.fromhex(record)
    assert uri.endswith(HASH)
    assert made["value"] == str(DEPOSIT + FEE)


def test_costs_and_times_are_told_before_there_is_evidence(asking, record):
    page = asking.get(f"/records/{record}/dispute", params={"fault": "harm"}).text
    for words in (
        "What may come of it",
        "half is burned",
        "20 % of",
        LIABLE,
        "a person must",
    ):
        assert words in page
    assert "It lacks evidence" in page
    assert "Send with the wallet" not in page


def test_nothing_typed_is_lost_while_the_node_is_down(asking, node, record):
    node.down = True
    for path, typed in (
        (f"/records/{record}/dispute", {"fault": "harm", "evidence": HOSTILE}),
        (f"{OPEN}/join", {"evidence": HASH}),
    ):
        page = asking.get(path, params=typed)
        assert page.status_code == 200
        assert "This cannot be prepared now" in page.text
        assert "node cannot be reached" in html.unescape(page.text)
        value = page.text.split('name="evidence"')[1].split('value="')[1].split('"')[0]
        assert html.unescape(value) == typed["evidence"]
        assert "<script>alert" not in page.text
    assert 'value="harm" required checked' in asking.get(f"/records/{record}/dispute", params={"fault": "harm"}).text


def test_what_is_too_old_says_so(asking, node, record):
    node.witnessed = 1
    page = asking.get(f"/records/{record}/dispute", params={"fault": "harm", "evidence": HASH}).text
    assert "This can no longer be disputed" in page
    assert "Send with the wallet" not in page


def test_a_record_that_nobody_knows_is_no_page(asking):
    assert asking.get(f"/records/{'9c' * 32}/dispute").status_code == 404


def test_gas_is_estimated_for_who_alone_may_or_who_is_named(asking, node):
    alone = facts(asking, f"{OPEN}/concede")
    assert alone["estimate"]["gas"] == GAS
    assert [alone["estimate"]["account"]] == alone["turn"]["accounts"]
    assert facts(asking, f"{OPEN}/evidence", evidence=HASH)["estimate"] is None
    assert facts(asking, f"{OPEN}/evidence", evidence=HASH, by=LIABLE)["estimate"]["account"] == LIABLE
    assert f'"gas": {GAS}' in html.unescape(asking.get(f"{OPEN}/concede").text)
    assert "is not 20 bytes" in facts(asking, f"{OPEN}/evidence", evidence=HASH, by=HOSTILE)["estimate"]["why_not"]
    node.down = True
    down = facts(asking, f"{OPEN}/concede")
    assert down["transaction"]["data"] == alone["transaction"]["data"]
    assert down["estimate"]["why_not"].startswith("the node cannot be reached: it answered last on 20")


def test_what_is_joined_pays_the_deposit(asking):
    made = facts(asking, f"{OPEN}/join", evidence=HASH)["transaction"]
    assert int(made["value"]) > 0
    assert made["call"] == "DisputeCourt.join"


def test_only_what_a_node_must_price_needs_one(pages):
    for act in ACTS:
        found = facts(pages, f"{OPEN}/{act.name}", evidence=HASH)
        assert ("no node to ask" in found["trouble"]) == (act.name == "join")
