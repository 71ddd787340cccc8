"""Answers over the whole history: made once for all who ask, again once the mirror was written, never when stale."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from ledger.errors import NotFoundError, StaleMirrorError
from ledger.queries import systemic
from ledger.store.mirror import Mirror
from ledger.web.kept import MOST, Kept
from tests.fakes.asked import index, sources_of
from tests.fakes.world import CHAIN_ID, REGISTRY, World


@pytest.fixture
def world():
    return World()


@pytest.fixture
def sources(world, redis_url):
    mirror = Mirror.open(redis_url, CHAIN_ID, REGISTRY)
    world.new_agent({})
    index(world, mirror)
    yield sources_of(world, mirror)
    mirror.close()


class Asking:
    """Makes an answer, and counts how often."""

    def __init__(self, sources) -> None:
        self.sources, self.made = sources, 0

    def __call__(self):
        self.made += 1
        return systemic.systemic(self.sources, as_of=None)


def test_an_answer_is_made_once_and_again_when_the_mirror_was_written(world, sources):
    kept, asking = Kept(), Asking(sources)
    first = kept.answer(sources, "15", None, asking)
    assert kept.answer(sources, "15", None, asking) is first
    assert kept.answer(sources, "another", None, asking) == first
    assert asking.made == 2
    world.new_agent({})
    index(world, sources.mirror)
    later = kept.answer(sources, "15", None, asking)
    assert (asking.made, later.as_of.number > first.as_of.number) == (3, True)
    assert later == systemic.systemic(sources, as_of=None)


def test_what_is_kept_is_not_given_out_once_nobody_vouches_for_it(sources):
    kept, asking = Kept(), Asking(sources)
    kept.answer(sources, "15", None, asking)
    silent = replace(sources, clock=lambda: sources.clock() + 10 * sources.max_silence_s)
    with pytest.raises(StaleMirrorError):
        kept.answer(silent, "15", None, asking)
    assert asking.made == 1


def test_a_refusal_is_no_answer_and_is_asked_for_again(sources):
    kept, asking = Kept(), Asking(sources)

    def refuse():
        raise NotFoundError("not yet")

    with pytest.raises(NotFoundError):
        kept.answer(sources, "15", None, refuse)
    kept.answer(sources, "15", None, asking)
    assert asking.made == 1


def test_who_asks_at_once_waits_for_the_one_answer(sources):
    kept, asking, found = Kept(), Asking(sources), []
    threads = [
        threading.Thread(target=lambda: found.append(kept.answer(sources, "15", None, asking)), daemon=True)
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert (len(found), asking.made) == (8, 1)


def test_the_oldest_questions_are_forgotten(sources):
    kept, asking = Kept(), Asking(sources)
    for name in range(MOST + 1):
        kept.answer(sources, name, None, asking)
    kept.answer(sources, 0, None, asking)
    assert asking.made == MOST + 2
