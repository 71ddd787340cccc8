"""Feedback, validation and mandates that are passed on, driven through the `ombud` command alone."""

from __future__ import annotations

import httpx
import pytest

from ledger.domain.hashing import keccak
from ledger.errors import ChainRevertError, InvalidInputError
from tests.integration.cli.test_dispute_commands import address, house, key, ok, receipt, until

pytestmark = pytest.mark.integration
__all__ = ["house"]
LATER = "2100-01-01"


def indexed(house, *command):
    """Ask until the mirror has caught up with the chain."""
    head = house.chain.head().number
    status = f"{house.stack.urls.api}/v1/status"
    until(lambda: httpx.get(status, trust_env=False).json()["as_of"]["number"] >= head)
    return ok(house.ombud(*command, "--json"))


def test_feedback_weighs_when_it_is_given_with_a_receipt(house):
    ombud, client = house.ombud, key(house, "rater")
    by = ("--key", client, "--json")
    dimension = ok(ombud("feedback", "declare", "starred", "0", "100.0", "--unit", "points", *by))["dimension"]
    plain = ok(ombud("feedback", "give", house.number, "12", "--tag", "starred", *by))
    assert (plain["number"], plain["weighs"]) == (1, False)
    account = address(house, client)
    shown = receipt(house, seq=5 * 10**6, counterparty=bytes(12) + bytes.fromhex(account[2:]))
    stands = ("--dimension", dimension, "--receipt", shown)
    backed = ok(ombud("feedback", "give", house.number, "87.5", "--tag", "starred", *stands, *by))
    assert (backed["number"], backed["weighs"]) == (2, True)
    items = indexed(house, "feedback", "list", house.number)["data"]["items"]
    assert [(item["value"], item["state"]) for item in items] == [("12", "unverified"), ("87.5", "backed")]
    assert items[1]["link"]["action"] == backed["action"]
    assert "87.50000 points" in ombud("feedback", "summary", house.number).out
    ok(ombud("feedback", "revoke", house.number, "2", *by))
    assert indexed(house, "feedback", "summary", house.number)["data"]["dimensions"] == []
    own = ombud("feedback", "give", house.number, "100", "--agent", "leaker")
    assert isinstance(own.error, ChainRevertError)
    unclear = ombud("feedback", "give", house.number, "1", "--dimension", dimension, "--key", client)
    assert isinstance(unclear.error, InvalidInputError)


def test_a_validator_is_asked_and_answers(house):
    ombud, validator = house.ombud, key(house, "validator")
    who = address(house, validator)
    asked = ok(ombud("validation", "request", house.number, who, "--uri", "ipfs://w", "--agent", "leaker", "--json"))
    assert asked["request"] == keccak(b"ipfs://w").hex()
    ok(ombud("validation", "answer", asked["request"], "80", "--tag", "final", "--key", validator, "--json"))
    (item,) = indexed(house, "validation", "list", "--validator", who)["data"]["items"]
    assert (item["state"], item["answers"][0]["response"]) == ("answered", 80)


def test_a_mandate_is_passed_on_and_its_budget_is_conserved(house):
    ombud, principal = house.ombud, key(house, "delegator")
    tools = ("--tool", "pay", "--tool", "read")
    limits = ("--cap", "100", "--until", LATER)
    name = ok(ombud("mandate", "grant", house.number, *limits, *tools, "--key", principal, "--json"))["mandate"]
    ok(ombud("mandate", "allow", name, "1", "--key", principal, "--json"))
    held = ("--held", "pay", "--held", "read", "--tool", "pay", "--for", "task 5")
    some = ("--cap", "60", "--until", LATER)
    child = ok(ombud("mandate", "delegate", name, house.number, *some, *held, "--agent", "leaker", "--json"))["mandate"]
    more = ombud("mandate", "delegate", name, house.number, *some, *held, "--agent", "leaker")
    assert isinstance(more.error, ChainRevertError)
    tree = indexed(house, "mandate", "tree", name)["data"]
    assert [(node["depth"], node["mandate"]["left"]) for node in tree["nodes"]] == [(0, "40"), (1, "60")]
    assert "100 of 100 may still be spent" in ombud("mandate", "tree", name).out
    ok(ombud("mandate", "revoke", child, "--agent", "leaker", "--json"))
    assert indexed(house, "mandate", "show", child)["data"]["ended_by"] == "revoked"
