"""Who authorised an action, and when that is more than one."""

from __future__ import annotations

import pytest

from ledger.domain.principals import Cause, Principal, account_of, conflicting
from tests.fakes.world import account

ALICE, BOB = account("alice"), account("bob")
BY_MANDATE = Principal(ALICE, "mandate", "ab" * 32)


def cause(name, *, same_agent=True):
    return Cause(same_agent, (Principal(name, "cause", "cd" * 32),))


@pytest.mark.parametrize("form", ["{}", "eip155:1:{}", "did:pkh:eip155:31337:{}", " {} "])
def test_an_account_is_known_in_each_of_its_forms(form):
    assert account_of(form.format(ALICE)) == account_of(form.format(ALICE.lower())) == ALICE


@pytest.mark.parametrize("text", ["alice", "user:7", ALICE[:-1], f"mailto:{ALICE}", ""])
def test_other_texts_are_no_account(text):
    assert account_of(text) is None


def test_a_mandate_from_another_account_than_is_stated_conflicts_and_both_are_named():
    stated = Principal(f"eip155:1:{BOB}", "stated")
    assert conflicting([stated, BY_MANDATE], []) == (stated, BY_MANDATE)
    assert conflicting([Principal(f"eip155:1:{ALICE.lower()}", "stated"), BY_MANDATE], []) == ()


def test_a_text_and_an_account_may_be_one():
    assert conflicting([Principal("alice", "stated"), BY_MANDATE], []) == ()


def test_an_agent_acts_on_under_the_authority_of_what_it_did_before():
    assert conflicting([BY_MANDATE], [cause(BOB)]) == (BY_MANDATE, *cause(BOB).principals)
    assert conflicting([BY_MANDATE], [cause(ALICE), cause(ALICE)]) == ()


def test_who_only_deals_with_an_action_may_serve_another():
    assert conflicting([BY_MANDATE], [cause(BOB, same_agent=False)]) == ()


def test_an_action_that_names_nobody_has_its_principals_from_its_causes():
    two = [cause("alice", same_agent=False), cause("bob", same_agent=False)]
    assert [item.name for item in conflicting([], two)] == ["alice", "bob"]
    assert conflicting([], two[:1]) == ()
