"""Feedback goes out whole and comes in weightless."""

from __future__ import annotations

import json

import pytest

from ledger.domain.feedback_file import FeedbackLine, pack_line, parse_line
from ledger.domain.hashing import keccak
from ledger.domain.ids import AgentRef, checksum
from ledger.errors import NotFoundError
from ledger.queries.feedback_exchange import export_lines, import_lines, imported
from ledger.queries.feedback_summary import feedback_summary
from ledger.queries.ratings import all_ratings
from tests.fakes.opinions import FakeOpinions
from tests.fakes.world import account

ELSEWHERE = AgentRef(1, checksum(b"r" * 20), 42)
SYBILS = 736  # of 1,000: the share measured on Ethereum (see features.md, K2)


@pytest.fixture
def opinions(world):
    found = FakeOpinions(world)
    found.declare()
    return found


@pytest.fixture
def agent(world, opinions):
    return world.new_agent({})


def fixture():
    """1,000 feedbacks of another registry: most of them by accounts that never did anything else, all of them 100."""
    honest = [account(f"honest {number}") for number in range(40)]
    counts = dict.fromkeys(honest, 0)
    lines = []
    for number in range(1000):
        if number < SYBILS:
            lines.append(FeedbackLine(ELSEWHERE, account(f"sybil {number}"), 1, 100, 0, tag1="starred"))
        else:
            client = honest[number % 40]
            counts[client] += 1
            lines.append(FeedbackLine(ELSEWHERE, client, counts[client], 20 + 7 * number % 60, 0, tag1="starred"))
    return sorted(lines, key=lambda line: keccak(line.client.encode()))


def test_a_thousand_feedbacks_from_elsewhere_are_kept_and_weigh_nothing(sources, opinions, agent, mirror, catch_up):
    opinions.backed(agent, "client")
    catch_up()
    digest = mirror.digest()[0]
    packed = [pack_line(line, {"state": "backed"}) for line in fixture()]
    brought = import_lines(sources, packed)
    assert (brought.lines, brought.kept, brought.new, brought.refused) == (1000, 1000, 1000, 0)
    assert brought.clients == SYBILS + 40
    assert import_lines(sources, packed).new == 0
    found = imported(sources, str(ELSEWHERE), limit=500)
    assert (found.agents, found.total, len(found.items)) == ([str(ELSEWHERE)], 1000, 500)
    assert {(item.state, item.weighs) for item in found.items} == {("unverified", False)}
    assert imported(sources, None, limit=5).items == []
    assert mirror.digest()[0] == digest
    assert len(all_ratings(sources, as_of=None).data) == 1
    assert feedback_summary(sources, "0", as_of=None).data.counts.given == 1


def test_what_goes_out_says_what_the_registry_was_called_with(sources, opinions, agent, catch_up):
    opinions.backed(agent, "client")
    opinions.give(agent, "client", -5, valueDecimals=2, tag1="speed", tag2="week", endpoint="e", feedbackURI="u")
    opinions.take_back(agent, "client", 2)
    opinions.give(agent, "owner")
    catch_up()
    lines = export_lines(sources, "0", as_of=None).data
    assert lines == export_lines(sources, None, as_of=None).data
    first, second, third = map(parse_line, lines)
    assert (first.client, first.index, first.value, first.revoked) == (account("client"), 1, 80, False)
    assert second.arguments == (0, -5, 2, "speed", "week", "e", "u", bytes(32))
    assert second.revoked
    told = [json.loads(line)["ombud"] for line in lines]
    assert [item["state"] for item in told] == ["backed", "revoked", "own_side"]
    assert told[2]["ownSide"] == "owner"
    with pytest.raises(NotFoundError):
        export_lines(sources, "7", as_of=None)
    assert third.client == account("owner")


def test_lines_of_this_chain_are_held_against_it(sources, opinions, agent, catch_up):
    opinions.backed(agent, "client")
    opinions.give(agent, "other")
    catch_up()
    lines = export_lines(sources, None, as_of=None).data
    forged = json.loads(lines[0]) | {"value": 99}
    unheard = json.loads(lines[0]) | {"feedbackIndex": 9}
    endless = json.loads(lines[0]) | {"agentId": 1 << 80}
    more = [json.dumps(line).encode() for line in (forged, unheard, endless)]
    brought = import_lines(sources, [*lines, b"\n", *more, b"no line"])
    assert (brought.lines, brought.kept, brought.refused) == (6, 0, 4)
    assert brought.here == {"backed": 1, "unverified": 1, "own_side": 0, "revoked": 0}
    assert [why.partition(":")[0] for why in brought.why] == ["line 7", "line 4", "line 5", "line 6"]
    assert "says otherwise" in brought.why[1]
    assert "no feedback 9" in brought.why[2]
