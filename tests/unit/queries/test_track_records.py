"""How arbitrators' rulings fared: overturned by a larger panel, agreed with by their own."""

from __future__ import annotations

import pytest

from ledger.domain.hashing import ZERO32, keccak
from ledger.queries import track_records as module
from ledger.queries.arbitrators import arbitrators
from ledger.queries.track_records import Rate, rate
from tests.fakes.court import ARBITRATORS, COURT, FakeCourt
from tests.fakes.world import account

ADA, BEN, CYD, DAN = ARBITRATORS


class Panels:
    """Panels that vote and are reviewed, by the events alone."""

    def __init__(self, world) -> None:
        self.world = world

    def votes(self, number, votes, ruling, *, round_=1, decided=True):
        """Reveal votes and conclude, or leave it undecided."""
        counts = {"refused": 0, "upheld": 0, "dismissed": 0}
        events = []
        for who, vote in votes.items():
            counts[("refused", "upheld", "dismissed")[vote]] += 1
            told = {"disputeId": number, "arbitrator": who, "vote": vote, "reasonsHash": keccak(b"r"), "salt": ZERO32}
            events.append(("PanelArbitrator", "VoteRevealed", told | {"reveals": 1, "paid": 1}))
        if decided:
            last = {"disputeId": number, "arbitrable": COURT, "ruling": ruling, "returned": 0, "burned": 0, **counts}
            events.append(("PanelArbitrator", "PanelConcluded", last))
        else:
            last = {"disputeId": number, "round": round_, "nextSeats": 7, "pay": 1, "burned": 0, **counts}
            events.append(("PanelArbitrator", "PanelUndecided", last))
        self.world.chain.mine(*events, together=True)

    def reviewed(self, review, earlier, before, after):
        args = {"disputeId": review, "earlierId": earlier, "earlierRuling": before, "ruling": after}
        self.world.chain.mine(("PanelArbitrator", "RulingReviewed", args))


@pytest.fixture
def panels(world):
    FakeCourt(world).found()
    return Panels(world)


def records(sources, as_of=None):
    items = arbitrators(sources, cursor=None, limit=9, as_of=as_of).data.items
    return {item.arbitrator: item.record for item in items}


def test_a_ruling_is_held_against_those_who_voted_for_it(world, sources, panels, catch_up):
    panels.votes(1, {ADA: 1, BEN: 1, CYD: 2}, 1)
    panels.votes(2, {ADA: 2, BEN: 1, CYD: 2}, 2)
    before = world.chain.head().number
    panels.reviewed(3, 1, 1, 2)
    panels.reviewed(4, 2, 2, 2)
    catch_up()
    found = records(sources)
    assert [(found[who].overturned.count, found[who].overturned.of) for who in ARBITRATORS] == [
        (1, 2),
        (1, 1),
        (0, 1),
        (0, 0),
    ]
    assert [(found[who].agreed.count, found[who].agreed.of) for who in ARBITRATORS] == [(2, 2), (1, 2), (1, 2), (0, 0)]
    assert records(sources, before)[ADA].overturned.of == 0


def test_votes_that_decided_nothing_are_held_against_nobody(sources, panels, catch_up):
    panels.votes(1, {ADA: 1, BEN: 2}, 0, decided=False)
    panels.votes(1, {CYD: 1, DAN: 1}, 1)
    panels.reviewed(2, 1, 1, 0)
    catch_up()
    found = records(sources)
    assert found[ADA].overturned.of == found[BEN].overturned.of == 0
    assert found[CYD].overturned == found[DAN].overturned == rate(1, 1)


def test_a_panel_that_reviews_itself_is_judged_by_what_it_ruled_first(sources, panels, catch_up):
    panels.votes(1, {ADA: 1, BEN: 1}, 1)
    panels.votes(1, {CYD: 2, DAN: 2}, 2)
    panels.reviewed(1, 1, 1, 2)
    catch_up()
    found = records(sources)
    assert [found[who].overturned.count for who in ARBITRATORS] == [1, 1, 0, 0]


def test_agreement_is_measured_on_the_last_votes(sources, panels, catch_up, monkeypatch):
    monkeypatch.setattr(module, "MOST_VOTES", 1)
    panels.votes(1, {ADA: 1, BEN: 1}, 1)
    panels.votes(2, {ADA: 2, BEN: 1}, 1)
    catch_up()
    assert records(sources)[ADA].agreed == rate(0, 1)


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),  # Newcombe (1998), table I, method 3
    [(81, 263, 255_300, 366_200), (15, 148, 62_400, 160_500), (0, 20, 0, 161_100), (1, 29, 6_100, 171_800)],
)
def test_intervals_are_those_of_the_literature(count, of, low, high):
    found = rate(count, of)
    assert abs(found.low_ppm - low) <= 50
    assert abs(found.high_ppm - high) <= 50


def test_nothing_has_no_rate():
    assert rate(0, 0) == Rate(0, 0, None, None, None)


def test_clusters_leaks_and_recusals_are_told(world, sources, panels, catch_up):
    seat = {"disputeId": 1, "arbitrator": ADA}
    world.chain.mine(
        ("PanelArbitrator", "PanelSeated", {
            "disputeId": 1, "round": 2, "seats": [ADA, BEN, CYD], "commitUntil": 1, "revealUntil": 2}),
        ("PanelArbitrator", "SeatRecused", seat | {
            "party": account("shop"), "replacement": DAN, "action": keccak(b"a")}),
        ("PanelArbitrator", "VoteLeaked", {
            "disputeId": 1, "arbitrator": BEN, "reporter": account("shop"), "vote": 1, "reasonsHash": keccak(b"r"),
            "salt": ZERO32, "slashed": 5}),
        ("PanelArbitrator", "ClusterShown", {"account": CYD, "cluster": keccak(b"c")}),
        ("PanelArbitrator", "ClusterShown", {"account": account("shop"), "cluster": keccak(b"c")}),
    )  # fmt: skip
    catch_up()
    found = {item.arbitrator: item for item in arbitrators(sources, cursor=None, limit=9, as_of=None).data.items}
    assert list(found) == ARBITRATORS
    assert (found[ADA].seats.recused, found[ADA].seats.voting, found[DAN].seats.drawn) == (1, 0, 1)
    assert (found[BEN].seats.leaked, found[BEN].seats.voting) == (1, 1)
    assert (found[CYD].cluster, found[ADA].cluster) == (keccak(b"c").hex(), None)
