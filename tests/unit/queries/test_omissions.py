"""What was promised and is not there is listed, all of it and nothing else, with a proof that a stranger checks."""

from __future__ import annotations

import json
import random
from dataclasses import replace

import pytest

from ledger.domain.entry import SignedSegment
from ledger.domain.hashing import ZERO32
from ledger.domain.omission import GRACE_SECONDS
from ledger.domain.signed_receipt import SignedReceipt
from ledger.errors import ConflictError, InvalidInputError, NotFoundError
from ledger.indexer.rebuild import rebuild
from ledger.queries.kept_promises import KeptPromises
from ledger.queries.omissions import OmissionCounts, counts, omissions
from ledger.queries.promises import promises
from tests.fakes.asked import sources_of
from tests.fakes.promises import anchored, append, countersignature, fork, promise

HOUR = 3600
KEPT, NEVER, LATER = 1, 2, 3
"""Streams: what is logged in time or replaced, what is never logged, what is logged after its time."""


def listed(sources, agent=None, as_of=None, limit=500):
    out, cursor = [], None
    while True:
        page = omissions(sources, agent=agent, cursor=cursor, limit=limit, as_of=as_of).data
        out += page.items
        cursor = page.next_cursor
        if not page.more:
            return out


def places(found):
    return {(item.agent, item.epoch, item.stream, item.seq, item.kind) for item in found}


class Market:
    """Agents in several logs that give each other receipts: most keep their word, some do not."""

    def __init__(self, world, dice, agents=5, logs=3):
        self.world, self.dice = world, dice
        self.logs = [world.new_log(f"log{number}") for number in range(logs)]
        self.agents = []
        for number in range(agents):
            log = self.logs[number % logs]
            self.agents.append(world.new_agent(dict.fromkeys((KEPT, NEVER, LATER), log), owner=f"owner{number}"))
        self.due = world.chain.time + HOUR
        self.planted = set()
        self.waiting = {}
        self.diary = {agent.number: [] for agent in self.agents}
        self.ahead = {}

    def home(self, agent):
        return self.logs[agent.number % len(self.logs)]

    def place(self, agent, stream):
        """Give the next number of a stream; what is kept is written in the diary first."""
        if stream == KEPT:
            return agent.heads.get(KEPT, (0, ZERO32))[0] + len(self.diary[agent.number])
        number = self.ahead.get((agent.number, stream), 0)
        self.ahead[agent.number, stream] = number + 1
        return number

    def deal(self, kind):
        """One agent acts, another receives its receipt and counter-signs it."""
        giver, taker = self.dice.sample(self.agents, 2)
        stream = {"hidden": NEVER, "late": LATER}.get(kind, KEPT)
        seq = self.place(giver, stream)
        said = {"session": f"{kind} {self.dice.random()}"}
        data = giver.record(seq, stream=stream, **said)
        given = promise(giver, data, seq, to=taker.owner, by=self.due, stream=stream)
        if kind == "kept":
            self.diary[giver.number].append(said)
        elif kind == "contradicted":
            self.diary[giver.number].append({"session": "another"})
        elif kind == "late":
            self.waiting.setdefault(giver.number, []).append(said)
        if kind != "kept":
            self.planted.add((str(giver.ref), 0, stream, seq, kind))
        for _ in range(self.dice.choice((1, 1, 2))):
            self.diary[taker.number].append(countersignature(given, self.dice.choice(("success", "failure"))))

    def slander(self):
        """Receipts that prove nothing: forged, of another chain, not due yet."""
        giver, taker = self.dice.sample(self.agents, 2)
        data = giver.record(77, stream=NEVER)
        terms = {"to": taker.owner, "by": self.due, "stream": NEVER}
        for given in (
            promise(giver, data, 77, **terms, key=taker.key),
            promise(giver, data, 77, **terms, chain=5),
            promise(giver, data, 77, **terms | {"by": self.due + 100 * HOUR}),
            promise(replace(giver, number=10**6), data, 77, **terms),
            promise(giver, data, (1 << 64) - 1, **terms | {"stream": 0}),
            promise(giver, data, 0, **terms | {"stream": KEPT, "by": (1 << 64) - 1}),
        ):
            self.diary[taker.number].append(countersignature(given))

    def flush(self):
        """Log all that is in the diaries, and anchor every log."""
        for agent in self.agents:
            append(self.world, self.home(agent), agent, self.diary[agent.number])
            self.diary[agent.number] = []
        self.anchor()

    def come_late(self):
        for agent in self.agents:
            append(self.world, self.home(agent), agent, self.waiting.get(agent.number, ()), stream=LATER)
        return self.anchor()

    def anchor(self):
        """Anchor each log that has grown since the chain last saw it; return how many."""
        grown = [log for log in self.logs if len(self.world.logs[log].leaves) > anchored(self.world, log)]
        for log in grown:
            self.world.anchor(log)
        return len(grown)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_all_planted_omissions_are_listed_and_nothing_else_also_after_a_fork_and_a_rebuild(
    world, mirror, sources, catch_up, seed
):
    dice = random.Random(seed)  # noqa: S311 - the same market every time
    market = Market(world, dice)
    kinds = ["kept"] * 40 + ["hidden"] * 5 + ["late"] * 5 + ["contradicted"] * 5
    dice.shuffle(kinds)
    for number, kind in enumerate(kinds):
        market.deal(kind)
        if number % 9 == 0:
            market.slander()
            market.flush()
    market.flush()
    early = world.chain.head().number
    catch_up()
    assert places(listed(sources)) == {item for item in market.planted if item[-1] == "contradicted"}
    world.chain.mine(seconds=HOUR + GRACE_SECONDS + 1)
    catch_up()
    as_if_hidden = {(*item[:4], "hidden" if item[-1] == "late" else item[-1]) for item in market.planted}
    assert places(listed(sources)) == as_if_hidden
    before = world.chain.head().number
    anchors = market.come_late()
    world.chain.mine(blocks=2)
    catch_up()
    assert places(listed(sources)) == market.planted  # recall and precision: 15 of 15
    assert len(listed(sources)) == len(market.planted)
    assert places(listed(sources, as_of=before)) == as_if_hidden
    assert places(listed(sources, as_of=early)) == {item for item in market.planted if item[-1] == "contradicted"}
    fork(world, 2 + anchors)
    world.chain.mine(blocks=6)
    catch_up()
    assert places(listed(sources)) == as_if_hidden
    market.anchor()
    catch_up()
    assert places(listed(sources)) == market.planted
    live = listed(sources)
    assert rebuild(world.job(mirror), swap=True).equal
    assert listed(sources) == live
    for agent in market.agents:
        assert places(listed(sources, agent=str(agent.number))) == {
            item for item in market.planted if item[0] == str(agent.ref)
        }


@pytest.fixture
def pair(world):
    """A giver and a taker in a log each."""
    one, two = world.new_log("one"), world.new_log("two")
    giver = world.new_agent({0: ZERO32, 1: one}, owner="giver")
    taker = world.new_agent({1: two}, owner="taker")
    return giver, taker, one, two


def show(world, pair, *receipts):
    _, taker, _, two = pair
    append(world, two, taker, [countersignature(item) for item in receipts])
    world.anchor(two)


def give(world, pair, seq=0, **more):
    giver, taker, *_ = pair
    terms = {"to": taker.owner, "by": world.chain.time + HOUR} | more
    return promise(giver, giver.record(seq, stream=terms.get("stream", 1)), seq, **terms)


def pass_time(world, seconds=HOUR + GRACE_SECONDS + 60):
    world.chain.mine(seconds=seconds)


def test_the_proof_is_a_receipt_that_a_stranger_checks(world, sources, catch_up, pair):
    giver, taker, _, two = pair
    given = give(world, pair)
    show(world, pair, given)
    pass_time(world)
    catch_up()
    (found,) = listed(sources)
    shown = SignedReceipt.unpack(json.dumps(found.receipt))
    assert shown == given
    assert shown.signer() == found.signer == giver.key.address
    assert (found.kind, found.held, found.omission) == ("hidden", None, given.receipt.hash.hex())
    assert found.due == found.anchor_by + GRACE_SECONDS == found.since
    assert (found.shown_by.agent, found.shown_by.outcome) == (str(taker.ref), "success")
    assert found.shown_by.receipt == found.omission
    carried = world.logs[two].packs[0]
    assert bytes.fromhex(found.shown_by.record_id) in [bytes(item) for item in records_of(carried)]


def records_of(packed):
    return SignedSegment.unpack(packed).record_ids()


def test_what_stands_in_the_promised_place_is_named(world, sources, catch_up, pair):
    giver, _, one, _ = pair
    given = give(world, pair, seq=1)
    append(world, one, giver, [{"session": "x"}, {"session": "y"}])
    append(world, one, giver, [{"session": "z"}])
    block = world.anchor(one)
    show(world, pair, given)
    catch_up()
    (found,) = listed(sources)
    assert (found.kind, found.held.home, found.held.witnessed.block) == ("contradicted", one.hex(), block)
    assert found.held.record_id == records_of(world.logs[one].packs[0])[1].hex()


def test_a_record_of_another_place_keeps_no_promise(world, sources, catch_up, pair):
    """A receipt that names the hash of another record of the agent is broken all the same."""
    giver, taker, one, _ = pair
    append(world, one, giver, [{}])
    world.anchor(one)
    show(world, pair, promise(giver, giver.record(0), 5, to=taker.owner, by=world.chain.time))
    pass_time(world)
    catch_up()
    assert [item.kind for item in listed(sources)] == ["hidden"]


def test_a_gap_hides_what_was_promised_in_it_until_it_is_filled(world, sources, catch_up, pair):
    giver, _, one, _ = pair
    given = give(world, pair)
    segments = [giver.segment(1), giver.segment(1)]
    world.logs[one].append(segments[1])
    world.anchor(one)
    show(world, pair, given)
    pass_time(world)
    catch_up()
    assert [item.kind for item in listed(sources)] == ["hidden"]
    world.logs[one].append(segments[0])
    world.anchor(one)
    catch_up()
    assert [item.kind for item in listed(sources)] == ["late"]


@pytest.mark.parametrize(("kept", "kinds"), [(True, []), (False, ["contradicted"])])
def test_promises_of_records_made_on_chain_are_held_against_the_chain(world, sources, catch_up, pair, kept, kinds):
    giver, *_ = pair
    given = give(world, pair, stream=0)
    world.chain.mine(world.recorded(giver, giver.record(0, stream=0, session="s" if kept else "other")))
    show(world, pair, given)
    pass_time(world)
    catch_up()
    found = listed(sources)
    assert [item.kind for item in found] == kinds
    assert [item.held.home for item in found] == ["chain"] * len(kinds)


def test_a_stream_that_was_never_opened_holds_nothing(world, sources, catch_up, pair):
    show(world, pair, give(world, pair, stream=9), give(world, pair, seq=4, stream=0))
    pass_time(world)
    catch_up()
    assert [item.kind for item in listed(sources)] == ["hidden", "hidden"]


def test_nobody_is_accused_while_its_log_cannot_be_read(world, sources, catch_up, pair):
    giver, _, one, _ = pair
    given = give(world, pair)
    append(world, one, giver, [{}])
    world.anchor(one)
    world.logs[one].down = True
    show(world, pair, given)
    pass_time(world)
    catch_up()
    answer = omissions(sources, cursor=None, limit=5, as_of=None)
    assert answer.data.items == []
    assert (answer.completeness.complete, [w.log for w in answer.completeness.waiting_logs]) == (False, [one.hex()])
    view = sources.mirror.view(sources.mirror.books())
    assert counts(sources, view) == OmissionCounts(0, 0, 1, 0, 0, 0)
    world.logs[one].down, world.now = False, world.now + 100
    catch_up()
    assert omissions(sources, cursor=None, limit=5, as_of=None).completeness.complete
    assert counts(sources, sources.mirror.view(sources.mirror.books()), giver.number).kept == 1


def test_a_log_that_withholds_what_came_later_hides_nothing(world, sources, catch_up, pair):
    giver, _, one, _ = pair
    show(world, pair, give(world, pair))
    pass_time(world)
    append(world, one, giver, [{}])
    world.anchor(one)
    world.logs[one].down = True
    catch_up()
    answer = omissions(sources, cursor=None, limit=5, as_of=None)
    assert [item.kind for item in answer.data.items] == ["hidden"]
    assert not answer.completeness.complete
    world.logs[one].down, world.now = False, world.now + 100
    catch_up()
    assert [item.kind for item in listed(sources)] == ["late"]


@pytest.mark.parametrize(("limit", "looked_at"), [(0, 6), (3, 4), (100, 2)])
def test_what_is_kept_for_good_is_not_looked_at_again_and_still_counted(
    world, mirror, catch_up, pair, limit, looked_at
):
    giver, taker, one, _ = pair
    due = world.chain.time + HOUR
    given = [promise(giver, giver.record(n), n, to=taker.owner, by=due) for n in range(6)]
    append(world, one, giver, [{}] * 4)
    world.anchor(one)
    show(world, pair, *given, given[0])
    shown = world.chain.head().number
    world.chain.mine(seconds=2 * HOUR, blocks=12)
    catch_up()
    sources = sources_of(world, mirror, kept_promises=KeptPromises(limit))
    fresh = sources_of(world, mirror)
    for _ in range(3):
        view = mirror.view(mirror.books())
        assert counts(sources, view) == counts(sources, view, 0) == OmissionCounts(4, 0, 0, 2, 0, 0)
        assert listed(sources) == listed(fresh)
    assert len(sources.kept_promises.names(mirror.view(mirror.books()))) == min(limit, 5)
    world.chain.mine(blocks=1)
    catch_up()
    assert len(promises(sources, mirror.view(mirror.books()), None).found.items) == looked_at
    before = mirror.view(mirror.books(), shown - 1)
    assert counts(sources, before) == OmissionCounts(0, 0, 0, 0, 0, 0)
    show(world, pair, promise(giver, giver.record(0), 9, to=taker.owner, by=due))
    rebuild(world.job(mirror), swap=True)
    assert sources.kept_promises.names(mirror.view(mirror.books())) == {}
    catch_up()
    assert counts(sources, mirror.view(mirror.books())) == OmissionCounts(4, 0, 0, 3, 0, 0)


def test_what_an_old_key_signs_after_its_grace_binds_nobody(world, sources, catch_up, pair):
    giver, *_ = pair
    early, late = give(world, pair), give(world, pair, seq=3)
    show(world, pair, early)
    closed = {"agentId": giver.number, "epoch": 0, "cause": ZERO32}
    world.chain.mine(("KeyRing", "EpochClosed", closed))
    pass_time(world, 8 * 24 * HOUR)
    show(world, pair, late)
    catch_up()
    assert [item.omission for item in listed(sources)] == [early.receipt.hash.hex()]


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_pages_of_any_size_give_every_omission_once_in_the_order_of_their_time(world, sources, catch_up, pair, limit):
    soon = world.chain.time + HOUR
    show(world, pair, *[give(world, pair, seq=n, by=soon + 100 * (n % 3)) for n in range(5)])
    pass_time(world, 2 * HOUR)
    catch_up()
    whole = listed(sources)
    assert [item.since for item in whole] == sorted(item.since for item in whole)
    assert len(whole) == 5
    assert listed(sources, limit=limit) == whole


def test_a_reader_at_the_end_finds_what_is_due_later_and_is_told_of_a_fork(world, sources, catch_up, pair):
    show(world, pair, give(world, pair), give(world, pair, seq=1, by=world.chain.time + 2 * HOUR))
    pass_time(world)
    catch_up()
    first = omissions(sources, cursor=None, limit=5, as_of=None).data
    assert [item.seq for item in first.items] == [0]
    pass_time(world)
    catch_up()
    second = omissions(sources, cursor=first.next_cursor, limit=5, as_of=None).data
    assert [item.seq for item in second.items] == [1]
    fork(world, 1)
    world.chain.mine(blocks=3)
    catch_up()
    with pytest.raises(ConflictError) as caught:
        omissions(sources, cursor=second.next_cursor, limit=5, as_of=None)
    assert caught.value.code == "cursor_reorganised"


@pytest.mark.usefixtures("pair")
def test_arguments_are_checked(sources, catch_up):
    catch_up()
    with pytest.raises(NotFoundError):
        omissions(sources, agent="7", cursor=None, limit=5, as_of=None)
    with pytest.raises(InvalidInputError):
        omissions(sources, agent="x", cursor=None, limit=5, as_of=None)
    with pytest.raises(InvalidInputError):
        omissions(sources, cursor=None, limit=0, as_of=None)
    other = omissions(sources, agent="0", cursor=None, limit=5, as_of=None).data
    assert (other.items, other.next_cursor, other.more) == ([], None, False)


def test_what_was_broken_for_good_is_listed_without_a_look_and_pages_are_cut_without_any(world, mirror, catch_up, pair):
    giver, taker, one, _ = pair
    due = world.chain.time + HOUR
    given = [promise(giver, giver.record(n), n, to=taker.owner, by=due) for n in range(3)]
    show(world, pair, *given)
    pass_time(world)
    append(world, one, giver, [{}] * 3)
    world.anchor(one)
    world.chain.mine(blocks=80)
    catch_up()
    sources, fresh = sources_of(world, mirror), sources_of(world, mirror)
    first = listed(sources)
    assert [item.kind for item in first] == ["late"] * 3
    view = mirror.view(mirror.books())
    assert set(sources.kept_promises.broken(view)) == {bytes.fromhex(item.omission) for item in first}
    assert promises(sources, view, None).found is promises(sources, view, None).found
    world.chain.mine(blocks=1)
    catch_up()
    assert listed(sources, limit=2) == listed(fresh) == first
