"""The market's rules, called as agents call them: through an MCP client of the official package."""

from __future__ import annotations

import json

import pytest


def test_a_purchase_runs_from_quote_to_settlement_and_money_moves_once(floor):
    order, manifest = floor.shipped()
    floor("courier", "deliver", record="cc", order_id=order, manifest=manifest, found=True)
    assert floor.balance("seller") == 10_000
    answer = floor("buyer", "check_delivery", order_id=order)
    assert (answer["state"], answer["cause"]) == ("settled", "cc")
    assert (floor.balance("buyer"), floor.balance("seller")) == (9_800, 10_200)
    assert floor("buyer", "check_delivery", order_id=order)["state"] == "settled"
    assert floor.balance("seller") == 10_200


def test_causes_travel_from_the_buyers_record_to_the_seller_and_on_to_the_courier(floor):
    floor.shipped()
    order = floor.paid(key="second")
    assert [(o["order_id"], o["cause"]) for o in floor("seller", "open_orders")] == [(order, "aa")]
    assert [p["cause"] for p in floor("courier", "parcels")] == ["bb"]


def test_a_receipt_travels_from_the_buyer_to_the_seller_as_it_is(floor):
    order = floor.ordered()
    floor("buyer", "pay", order_id=order, receipt='{"a": "paper"}')
    floor.paid(key="second")
    assert [o["receipt"] for o in floor("seller", "open_orders")] == ['{"a": "paper"}', ""]


def test_the_same_key_orders_once(floor):
    quote = floor("buyer", "quote", offer_id=floor.offer(), quantity=3)["quote_id"]
    first, again = (floor("buyer", "order", quote_id=quote, key="k", customer="anna") for _ in range(2))
    assert first == again
    assert [offer["stock"] for offer in floor("buyer", "list_offers")] == [7]


def test_a_quote_is_ordered_on_once(floor, outcome):
    quote = floor("buyer", "quote", offer_id=floor.offer(), quantity=1)["quote_id"]
    floor("buyer", "order", quote_id=quote, key="one", customer="anna")
    ends = outcome(floor, "buyer", "order", quote_id=quote, key="two", customer="anna")
    assert ends == ("refused", "quote_used")


def test_more_than_the_stock_is_refused(floor, outcome):
    assert outcome(floor, "buyer", "quote", offer_id=floor.offer(stock=2), quantity=3) == ("refused", "out_of_stock")


def test_stock_that_went_to_a_rival_after_the_quote_is_refused(floor, outcome):
    offer = floor.offer(stock=2)
    mine, theirs = (floor(role, "quote", offer_id=offer, quantity=2)["quote_id"] for role in ("buyer", "rival"))
    floor("rival", "order", quote_id=theirs, key="k", customer="anna")
    ends = outcome(floor, "buyer", "order", quote_id=mine, key="k", customer="anna")
    assert ends == ("refused", "out_of_stock")


def test_a_quote_expires(floor, outcome):
    quote = floor("buyer", "quote", offer_id=floor.offer(), quantity=1)["quote_id"]
    floor.clock.now += 61
    ends = outcome(floor, "buyer", "order", quote_id=quote, key="k", customer="anna")
    assert ends == ("refused", "quote_expired")


def test_an_order_over_the_spending_limit_is_denied(floor, outcome):
    quote = floor("buyer", "quote", offer_id=floor.offer(price=5_000), quantity=2)["quote_id"]
    assert outcome(floor, "buyer", "order", quote_id=quote, key="k", customer="anna") == ("denied", "over_limit")


def test_insufficient_funds_are_refused_and_the_goods_go_back(floor, outcome):
    floor("buyer", "pay", order_id=floor.ordered(key="a", price=4_000))
    order = floor.ordered(key="b", price=4_000)
    assert outcome(floor, "buyer", "pay", order_id=order) == ("refused", "insufficient_funds")
    assert floor.balance("buyer") == 2_000
    assert [offer["stock"] for offer in floor("buyer", "list_offers")] == [18]


def test_a_seller_that_declines_gives_the_money_back(floor, outcome):
    order = floor.paid()
    floor("seller", "refuse", order_id=order, reason="no hands today")
    assert floor.balance("buyer") == 10_000
    assert outcome(floor, "buyer", "check_delivery", order_id=order) == ("refused", "order_refused")
    assert outcome(floor, "seller", "refuse", order_id=order, reason="again") == ("refused", "too_late")


def test_a_parcel_is_lost_after_three_attempts_and_the_buyer_is_refunded(floor, outcome):
    order, manifest = floor.shipped()
    ends = [outcome(floor, "courier", "deliver", order_id=order, manifest=manifest, found=False) for _ in range(3)]
    assert ends == [("failure", "nobody_there")] * 2 + [("failure", "parcel_lost")]
    assert floor.balance("buyer") == 10_000


def test_a_wrong_manifest_is_not_delivered(floor, outcome):
    order, _ = floor.shipped()
    ends = outcome(floor, "courier", "deliver", order_id=order, manifest="0" * 64, found=True)
    assert ends == ("failure", "manifest_differs")


@pytest.mark.parametrize(
    ("role", "tool", "arguments"),
    [
        ("rival", "pay", {}),
        ("rival", "check_delivery", {}),
        ("rival", "ship", {"courier": "courier"}),
        ("rival", "refuse", {"reason": "mine now"}),
        ("rival", "deliver", {"manifest": "0" * 64, "found": True}),
    ],
)
def test_strangers_to_an_order_are_denied(floor, outcome, role, tool, arguments):
    arguments = {
        name: floor.ids.get(value, value) if isinstance(value, str) else value for name, value in arguments.items()
    }
    assert outcome(floor, role, tool, order_id=floor.paid(), **arguments) == ("denied", "not_a_party")


def test_a_customers_file_is_for_parties_of_a_live_order_only(floor, outcome):
    assert outcome(floor, "courier", "read_customer", customer="anna") == ("denied", "not_a_party")
    order, manifest = floor.shipped()
    assert floor("courier", "read_customer", customer="anna")["street"] == "Canal 4"
    floor("courier", "deliver", order_id=order, manifest=manifest, found=True)
    assert outcome(floor, "courier", "read_customer", customer="anna") == ("denied", "not_a_party")


def test_a_party_can_send_a_customers_file_anywhere_and_the_outbox_keeps_it(floor):
    floor.shipped()
    answer = floor("courier", "send_file", record="dd", customer="anna", recipient="drop@elsewhere.example")
    paper = json.loads((floor.book.root / "outbox" / f"{answer['paper']}.json").read_text())
    assert (paper["recipient"], paper["cause"], paper["street"]) == ("drop@elsewhere.example", "dd", "Canal 4")


def test_a_paper_shown_reaches_its_recipient_alone(floor):
    floor("seller", "show_paper", recipient=floor.ids["buyer"], paper="00ff")
    assert [paper["paper"] for paper in floor("buyer", "read_inbox")] == ["00ff"]
    assert floor("rival", "read_inbox") == []


def test_an_auditor_compares_papers_and_reports_once(floor, outcome):
    order, manifest = floor.shipped()
    floor("courier", "deliver", order_id=order, manifest=manifest, found=True)
    floor("buyer", "check_delivery", order_id=order)
    assert [row["order_id"] for row in floor("auditor", "unaudited", limit=5)] == [order]
    assert floor("auditor", "inspect_order", order_id=order)["agrees"] == 1
    floor("auditor", "report_finding", order_id=order, verdict="sound")
    assert floor("auditor", "unaudited", limit=5) == []
    ends = outcome(floor, "auditor", "report_finding", order_id=order, verdict="sound")
    assert ends == ("refused", "already_reported")


def test_an_auditor_sees_a_manifest_that_was_changed_afterwards(floor):
    order, manifest = floor.shipped()
    floor("courier", "deliver", order_id=order, manifest=manifest, found=True)
    path = floor.book.root / "manifests" / f"{order}.json"
    path.write_text(path.read_text().replace("anna", "otto"))
    assert floor("auditor", "inspect_order", order_id=order)["agrees"] == 0


def test_only_auditors_audit_only_sellers_offer_only_brokers_advise(floor, outcome):
    offer = floor.offer()
    assert outcome(floor, "buyer", "unaudited", limit=1) == ("denied", "not_an_auditor")
    assert outcome(floor, "buyer", "advise", buyer=floor.ids["rival"], offer_id=offer) == ("denied", "not_a_broker")
    terms = {"sku": "lamp", "price": 1, "stock": 1, "warehouse": "near"}
    assert outcome(floor, "buyer", "post_offer", **terms) == ("denied", "not_a_seller")


def test_a_question_reaches_its_broker_once_with_its_cause(floor, outcome):
    floor("buyer", "ask", record="ff", broker=floor.ids["broker"], sku="lamp")
    assert [(q["buyer"], q["sku"], q["cause"]) for q in floor("broker", "questions")] == [
        (floor.ids["buyer"], "lamp", "ff")
    ]
    assert floor("broker", "questions") == []
    assert outcome(floor, "buyer", "ask", broker=floor.ids["seller"], sku="lamp") == ("failure", "no_broker")


def test_advice_waits_for_its_buyer_and_is_taken_once(floor):
    offer = floor.offer()
    floor("broker", "advise", record="ee", buyer=floor.ids["buyer"], offer_id=offer)
    assert [(a["offer_id"], a["cause"]) for a in floor("buyer", "take_advice")] == [(offer, "ee")]
    assert floor("buyer", "take_advice") == []


def test_the_far_warehouse_outlasts_the_agents_patience(floor):
    offer = floor.offer(warehouse="far")
    with pytest.raises(TimeoutError):
        floor("buyer", "quote", offer_id=offer, quantity=1)


def test_a_wrong_token_is_no_member(floor, outcome):
    assert outcome(floor, "buyer", "list_offers", token="guess") == ("denied", "unknown_member")


@pytest.mark.parametrize(
    "arguments",
    [{"offer_id": 0, "quantity": 1}, {"offer_id": 1, "quantity": 0}, {"offer_id": 1}, {"offer_id": "x", "quantity": 1}],
)
def test_arguments_off_their_range_fail_before_any_rule_runs(floor, outcome, arguments):
    assert outcome(floor, "buyer", "quote", **arguments) == ("failure", "bad_call")


def test_unknown_numbers_fail(floor, outcome):
    assert outcome(floor, "buyer", "quote", offer_id=99, quantity=1) == ("failure", "unknown_offer")
    assert outcome(floor, "buyer", "pay", order_id=99) == ("failure", "unknown_order")
    assert outcome(floor, "buyer", "order", quote_id=99, key="k", customer="anna") == ("failure", "unknown_quote")


def test_withdrawn_offers_take_no_new_orders_and_old_ones_stay(floor, outcome):
    offer = floor.offer()
    quote = floor("buyer", "quote", offer_id=offer, quantity=1)["quote_id"]
    order = floor.ordered()
    floor("seller", "withdraw_offers")
    assert floor("buyer", "list_offers") == []
    assert outcome(floor, "buyer", "quote", offer_id=offer, quantity=1) == ("refused", "withdrawn")
    ends = outcome(floor, "buyer", "order", quote_id=quote, key="late", customer="anna")
    assert ends == ("refused", "withdrawn")
    assert [(row["order_id"], row["state"]) for row in floor("seller", "open_orders")] == [(order, "placed")]
