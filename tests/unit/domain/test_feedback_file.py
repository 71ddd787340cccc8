"""A line of feedback says everything that a registry is called with, and nothing that no registry could hold."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.feedback_file import MAX_LINE_BYTES, MAX_VALUE, FeedbackLine, pack_line, parse_line
from ledger.domain.ids import AgentRef, checksum
from ledger.errors import InvalidInputError

REGISTRY = checksum(b"r" * 20)
CLIENT = checksum(b"c" * 20)
PLAIN = {
    "agentRegistry": f"eip155:1:{REGISTRY}",
    "agentId": 7,
    "clientAddress": f"eip155:1:{CLIENT}",
    "feedbackIndex": 1,
    "value": 80,
    "valueDecimals": 0,
}
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(
    st.builds(
        FeedbackLine,
        agent=st.builds(AgentRef, st.integers(0, 10**9), st.just(REGISTRY), st.integers(0, (1 << 256) - 1)),
        client=st.binary(min_size=20, max_size=20).map(checksum),
        index=st.integers(1, (1 << 64) - 1),
        value=st.integers(-MAX_VALUE, MAX_VALUE),
        decimals=st.integers(0, 18),
        tag1=TEXTS,
        tag2=TEXTS,
        endpoint=TEXTS,
        uri=TEXTS,
        hash=st.binary(min_size=32, max_size=32),
        revoked=st.booleans(),
        created_at=st.none() | st.integers(0, 1 << 34),
    )
)
def test_a_line_reads_back_whole(line):
    packed = pack_line(line, {"state": "backed"})
    assert b"\n" not in packed
    assert parse_line(packed) == line


def test_a_plain_feedback_file_is_a_line_too():
    line = parse_line(json.dumps(PLAIN | {"createdAt": "2026-01-01T00:00:00Z", "mcp": {}}).encode())
    assert (line.agent.agent_id, line.client, line.created_at, line.revoked) == (7, CLIENT, 1_767_225_600, False)
    assert line.arguments == (7, 80, 0, "", "", "", "", bytes(32))
    assert parse_line(json.dumps(PLAIN | {"clientAddress": CLIENT.lower()}).encode()).client == CLIENT


@pytest.mark.parametrize(
    ("spoilt", "why"),
    [
        ({"agentRegistry": f"eip155:1:{REGISTRY}\n"}, "agentRegistry"),
        ({"agentRegistry": 5}, "agentRegistry"),
        ({"clientAddress": "alice"}, "clientAddress"),
        ({"clientAddress": f"{CLIENT}\n"}, "clientAddress"),
        ({"agentId": -1}, "agentId"),
        ({"agentId": "7"}, "agentId"),
        ({"feedbackIndex": 0}, "feedbackIndex"),
        ({"feedbackIndex": True}, "feedbackIndex"),
        ({"value": MAX_VALUE + 1}, "value"),
        ({"value": 4.5}, "value"),
        ({"valueDecimals": 19}, "valueDecimals"),
        ({"tag1": None}, "tag1"),
        ({"feedbackHash": "0x00"}, "feedbackHash"),
        ({"createdAt": "yesterday"}, "createdAt"),
        ({"createdAt": 5}, "createdAt"),
    ],
)
def test_what_no_registry_could_hold_is_refused(spoilt, why):
    with pytest.raises(InvalidInputError, match=why):
        parse_line(json.dumps(PLAIN | spoilt).encode())


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b"\xff", b"[" * 30_000, b" " * (MAX_LINE_BYTES + 1)])
def test_what_is_no_object_is_refused(data):
    with pytest.raises(InvalidInputError, match="no feedback"):
        parse_line(data)
