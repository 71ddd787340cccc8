"""Planted personal data is found before it is logged, by class, in prose and in actions."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from ledger.domain.leaks import find, mask
from tests.fakes import leaks

EACH = 200


@pytest.fixture(scope="module")
def caught():
    rng = random.Random(11)  # noqa: S311 - the same set every time
    found = Counter()
    for kind in leaks.PLANT:
        for _ in range(EACH):
            item = leaks.planted(kind, rng)
            found[kind] += any(leak.kind == kind for leak in find(item.payload))
    return found


@pytest.mark.parametrize("kind", leaks.PLANT)
def test_nine_of_ten_of_each_class_are_caught(caught, kind):
    assert caught[kind] / EACH >= 0.9


def test_nineteen_of_twenty_of_all_are_caught(caught):
    assert caught.total() / (EACH * len(leaks.PLANT)) >= 0.95


def test_clean_traces_are_mostly_left_alone():
    rng = random.Random(12)  # noqa: S311 - likewise
    wrong = [item for item in (leaks.clean(rng) for _ in range(1000)) if list(find(item))]
    assert len(wrong) <= 10, wrong[:5]


def test_what_is_found_says_where_and_only_that_is_masked():
    payload = {"steps": [{"click": "#a"}, {"type": {"selector": "#mail", "value": "to ada@example.org now"}}]}
    (found,) = find(payload)
    assert (found.kind, found.where, found.begin, found.end) == ("email", "$.steps[1].type.value", 3, 18)
    assert mask("to ada@example.org now") == "to [email] now"
    assert mask("nothing here") == "nothing here"


@pytest.mark.parametrize(
    ("payload", "kind"),
    [
        ({"action": "type", "selector": "#password", "value": "hunter2"}, "secret"),
        ({"password": "hunter2"}, "secret"),
        ({"label": "Date of birth", "value": "3 May"}, "date_of_birth"),
        (b'{"ssn": "123"}', "national_id"),
        (b"\xff ada@example.org", "email"),
    ],
)
def test_a_field_that_names_its_class_is_found_whatever_it_holds(payload, kind):
    assert [leak.kind for leak in find(payload)] == [kind]


@pytest.mark.parametrize("text", ["4111 1111 1111 1112", "DE00 1234 5678 9012 3456 78", "10.0.0.1", "192.168.1.20"])
def test_a_wrong_checksum_or_a_private_address_is_no_leak(text):
    assert not [leak for leak in find(text) if leak.kind in ("payment_card", "iban", "ip_address")]


def test_depth_is_bounded():
    nested: object = "ada@example.org"
    for _ in range(100):
        nested = [nested]
    assert not list(find(nested))
