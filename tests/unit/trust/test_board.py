"""A stranger recomputes scores and the root from the mirror's ratings."""

from __future__ import annotations

import pytest

from ledger.domain import tree
from ledger.domain.credibility import Credibility
from ledger.domain.ids import checksum
from ledger.errors import InvalidInputError
from ledger.queries.dimensions import Scale
from ledger.queries.ratings import Rating as Row
from ledger.trust.board import board, scaled
from ledger.trust.configuration import DEFENCES
from ledger.trust.ratings import Ruling
from ledger.trust.terms import Terms
from tests.unit.trust.worlds import LONG_AGO, NOW

STARS = Scale("aa" * 32, "starred", "", 1, less_is_better=False, least="0", most="100")
DIMENSION = "aa" * 32


def account(number):
    return checksum(number.to_bytes(20, "big"))


def row(rater, ratee, value=1000, **more):
    plain = {
        "index": 1,
        "decimals": 1,
        "scale": STARS,
        "dimension": DIMENSION,
        "tag": "starred",
        "context": "",
        "action": "bb" * 32,
    }
    rest = {
        "named": True,
        "state": "backed",
        "own_side": None,
        "owner_epoch": 0,
        "block": 1,
        "log_index": 0,
        "time": LONG_AGO,
    }
    return Row(**{"rater": account(rater), "ratee": ratee, "value": value, **plain, **rest, **more})


OWNERS = {7: account(107), 8: account(107), 9: account(109)}
ROWS = [row(1, 7), row(2, 7), row(1, 9, 0), row(2, 9, 0)]
TERMS = Terms.of([account(2), account(1), account(2)], "0x" + DIMENSION.upper(), "", DEFENCES.version)


def computed(rows, owners=OWNERS, **more):
    return board(rows, owners, TERMS, **{"as_of": NOW, **more})


def test_the_root_is_of_the_leaves_that_the_contract_checks():
    found = computed(ROWS)
    assert [line.account for line in found.lines] == sorted(line.account for line in found.lines)
    assert found.root == tree.root([Credibility(line.account, line.credibility).leaf for line in found.lines]).hex()
    assert found == computed(ROWS)


def test_an_agent_registered_anew_by_its_owner_starts_where_the_old_one_stood():
    old = computed(ROWS)
    assert old.of(account(107)).score > old.of(account(109)).score
    washed = computed([*ROWS, row(109, 10)], owners={**OWNERS, 10: account(109)})
    assert washed.of(account(109)).score == old.of(account(109)).score
    assert old.of(account(7)) is None


@pytest.mark.parametrize(
    "weightless",
    [
        {"state": "unverified"},
        {"state": "own_side"},
        {"state": "revoked"},
        {"context": "other"},
        {"dimension": "cc" * 32},
        {"scale": None},
    ],
)
def test_what_is_not_backed_or_of_something_else_changes_nothing(weightless):
    assert computed([*ROWS, row(1, 9, **weightless)]) == computed(ROWS)


def test_rulings_count_against_the_owner():
    plain, ruled = computed(ROWS), computed(ROWS, rulings=[Ruling(8, NOW)])
    assert ruled.of(account(107)).score < plain.of(account(107)).score


def test_who_accuses_an_agent_of_what_an_audit_found_in_order_is_not_heard():
    cleared = computed(ROWS, in_order={"bb" * 32})
    assert cleared.of(account(107)) == computed(ROWS).of(account(107))  # praise is
    assert cleared.of(account(109)) is None
    assert computed(ROWS, in_order={"cc" * 32}) == computed(ROWS)


def test_only_admitted_raters_and_anchors_are_heard():
    rows = [*ROWS, row(3, 9)]
    assert computed(rows, admitted=set()) == computed(ROWS)
    assert computed(rows, admitted={account(3)}) == computed(rows)


def test_a_planted_coalition_is_returned_with_its_members_and_evidence():
    owners = {**OWNERS, **{20 + n: account(200 + n) for n in range(4)}}
    among = [row(200 + a, 20 + b) for a in range(4) for b in range(4) if a != b]
    found = computed([*ROWS, *among], owners=owners)
    (ring,) = found.coalitions
    assert ring.members == tuple(sorted(account(200 + n) for n in range(4)))
    assert (ring.mutual, ring.pairs, ring.outside) == (6, 6, 0)
    assert found.reciprocity == 12 * 1_000_000 // 14  # though none of it was first
    assert 333_333 <= found.concentration < 500_000  # two anchors, and whom they praise
    assert computed(ROWS).coalitions == ()


def test_a_board_without_anchors_is_refused():
    with pytest.raises(InvalidInputError):
        board(ROWS, OWNERS, Terms.of([], DIMENSION, "", DEFENCES.version), as_of=NOW)


def test_thin_evidence_is_no_score():
    assert computed([row(3, 9)]).of(account(109)).score is None


def test_values_are_read_on_their_declared_scale():
    fewer = Scale("dd" * 32, "latency", "ms", 0, less_is_better=True, least="0", most="500")
    assert [scaled(value, STARS) for value in (0, 500, 1000)] == [-1000, 0, 1000]
    assert [scaled(value, fewer) for value in (0, 500)] == [1000, -1000]
    with pytest.raises(InvalidInputError):
        scaled(501, fewer)
