"""A person who only reads the scenes of a case can say who did what, how it was proved, who ruled, what it cost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from demo.court.bench import BENCH, CONFLICTED
from demo.court.rules import LETTER
from demo.scenes.bundle import CaseBundle
from demo.scenes.court import Answer, Appeal, Claim, Draw, Money, Ruling, Share, Vote, Votes

ETHER = 10**18
RULING = Ruling(
    number=1,
    accused="Otis",
    ruling="upheld",
    upheld=2,
    dismissed=1,
    refused=0,
    basis="the panel's votes",
    before="upheld",
    slashed=2 * ETHER,
    bond_before=10 * ETHER,
    bond_after=8 * ETHER,
    score_before=1 / 3,
    score_after=1 / 7,
    block=154,
)
MONEY = Money(
    number=1,
    shares=[
        Share("Elsa", 8 * 10**16, 48 * 10**16, "deposit and fee back"),
        Share("owner of Otis", 203 * 10**16, 0, "taken from its bond"),
        Share("Boris", 0, 3 * 10**16, "for the vote"),
    ],
    burned=160 * 10**16,
    transactions=16,
    gas_used=1_305_440,
)


def says(scene, *words):
    text = scene.told()
    return [word for word in words if word not in text] == []


def test_the_claim_says_who_claims_what_on_which_grounds_and_at_which_risk():
    claim = Claim(
        number=1,
        claimant="Elsa Marketson (customer-1)",
        accused="Otis",
        liable="0x6c7e619fefa9CF1234",
        record="ab" * 32,
        anchor=121,
        fault_class="harm",
        papers=["mail.json", "record.json"],
        auditor="Tilda",
        evidence="cd" * 32,
        deposit=5 * 10**16,
        fee=3 * 10**16,
        locked=203 * 10**16,
        tx="0x" + "ef" * 32,
        block=140,
    )
    assert says(claim, "Elsa Marketson (customer-1)", "harm by Otis", "Tilda, an auditor", "mail.json, record.json")
    assert says(claim, "block 121", "0.05 ETH", "0.03 ETH", "2.03 ETH", "abababababababab")
    assert claim.title == "dispute 1: the claim"


@pytest.mark.parametrize(("papers", "words"), [(["read.json"], "filed read.json"), ([], "filed no file")])
def test_the_answer_quotes_the_owner(papers, words):
    answer = Answer(1, "0x6c7e619fefa9CF1234", "Otis", "We ask for dismissal.", papers, "cd" * 32, 141)
    assert says(answer, "owner of Otis", '"We ask for dismissal."', "block 141", words)


def test_the_draw_says_who_was_drawn_by_what_and_who_could_not_be():
    draw = Draw(
        1, ["Amina", "Boris", "Dolores"], [("Amina", "a rule"), ("Boris", "another")], "Dolores", "Otis", 143, 145
    )
    assert says(draw, "Dolores has business with Otis's owner", "cannot be drawn", "block 143", "Amina", '"another"')


def test_the_votes_are_given_with_their_reasons():
    votes = Votes(1, [Vote("Boris", "harm", "upholds the claim", "The mail arrived.", "12" * 32)])
    assert says(votes, "Boris upholds the claim (harm). The mail arrived. (reasons 1212121212121212…)")


def test_a_ruling_says_what_it_took():
    assert says(
        RULING, "2 to uphold, 1 to dismiss", "upheld, as the first panel said", "2.00 ETH", "10.00 ETH to 8.00 ETH"
    )
    assert says(RULING, "33.3%", "14.3%", "block 154")
    assert (RULING.title, RULING.colour) == ("dispute 1: upheld", "red")


def test_the_second_draw_says_who_cannot_judge_again():
    draw = Draw(1, ["Amina"], [("Kemi", "a rule")] * 7, "Dolores", "Otis", 163, 165, earlier=["Amina", "Boris"])
    assert says(draw, "7 others", "Amina, Boris have judged and cannot be drawn again", "nor can Dolores", "block 163")
    assert draw.title == "dispute 1: who judges the appeal"


def test_the_appeal_says_what_was_ruled_who_asks_again_and_who_pays():
    appeal = Appeal(
        number=1,
        ruling="upheld",
        upheld=2,
        dismissed=1,
        refused=0,
        appellant="The owner of Otis",
        account="0x6c7e619fefa9CF1234",
        grounds="We ask seven others.",
        cost=7 * 10**16,
        seats=7,
        appeal_seconds=36 * 3600,
        block=160,
    )
    assert says(appeal, "2 to uphold, 1 to dismiss", "For 36 hours that moves neither money nor standing")
    assert says(appeal, "The owner of Otis", '"We ask seven others."', "0.07 ETH for 7 seats", "who won pays nothing")


def test_a_ruling_that_overturns_says_so():
    assert says(replace(RULING, before="dismissed"), "upheld, not dismissed, as before")


def test_a_dismissal_says_that_nothing_was_taken():
    dismissed = replace(RULING, ruling="dismissed", upheld=0, dismissed=3)
    assert says(dismissed, "the claim is dismissed", "nothing was taken")
    assert dismissed.colour == "green"


def test_what_went_in_came_out_and_each_share_is_shown():
    assert MONEY.balances
    assert not replace(MONEY, burned=0).balances
    assert says(MONEY, "Elsa", "0.08 ETH", "0.48 ETH", "owner of Otis", "2.03 ETH", "1.60 ETH", "16 transactions")
    assert says(MONEY, "1,305,440 gas")


@pytest.mark.parametrize(("accepted", "refused", "colour"), [(0, 2, "green"), (2, 2, "red"), (0, 0, "red")])
def test_the_bundle_says_how_both_files_were_judged(accepted, refused, colour):
    scene = CaseBundle(1, 160_000, accepted, "one digit", refused)
    assert scene.colour == colour
    assert says(scene, "156 KiB", "one digit", f"(exit code {accepted})", f"(exit code {refused})")


def test_three_and_seven_others_may_be_drawn_without_the_one_in_conflict():
    free = [rule for name, rule in BENCH if name != CONFLICTED]
    assert len(BENCH) > len(free) > 3 + 7
    assert free.count(LETTER) == 1
