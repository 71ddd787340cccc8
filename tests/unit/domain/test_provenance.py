"""The causal graph comes out whole, in order, and never with a cycle."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.provenance import order, prov_json
from ledger.domain.record import Record
from ledger.errors import ConflictError

AGENT = "eip155:31337:0x574650Cd99D3830FE6D274c7a7843CDc00E17938/7"


def name(number: int) -> str:
    return f"{number:064x}"


def record(number: int, parents=(), **more) -> Record:
    return Record(
        agent=AGENT, epoch=0, kind="operational", op="chat", parents=tuple(map(name, parents)) or None, phase="intent",
        seq=number, session="s", stream=1, ts=1_800_000_000_123, v=1, **more,
    )  # fmt: skip


def test_records_become_activities_of_their_agent_informed_by_their_causes():
    made = prov_json(
        [
            (name(2), record(2, [1, 9], principal="alice", in_="aa" * 32, ctx="bb" * 32)),
            (name(1), record(1, out="cc" * 32)),
        ]
    )
    found = json.loads(made)
    assert set(found["activity"]) == {f"record:{name(n)}" for n in (1, 2, 9)}
    assert found["activity"][f"record:{name(2)}"]["prov:startTime"] == "2027-01-15T08:00:00.123+00:00"
    assert [item["prov:informant"] for item in found["wasInformedBy"].values()] == [f"record:{name(n)}" for n in (1, 9)]
    assert set(found["entity"]) == {f"value:{text * 32}" for text in ("aa", "bb", "cc")}
    assert {item["prov:role"] for item in found["used"].values()} == {"in", "ctx"}
    assert [item["prov:responsible"] for item in found["actedOnBehalfOf"].values()] == ["ombud:principal/alice"]
    assert set(found["agent"]) == {f"ombud:{AGENT}", "ombud:principal/alice"}


@given(st.lists(st.lists(st.integers(0, 40), max_size=5), max_size=40))
def test_every_node_comes_after_its_causes(drawn):
    parents = {name(at): [name(cause) for cause in causes if cause < at] for at, causes in enumerate(drawn)}
    place = {found: at for at, found in enumerate(order(parents))}
    assert set(place) == set(parents)
    assert all(place[cause] < place[found] for found, causes in parents.items() for cause in causes)


@pytest.mark.parametrize("length", [1, 2, 50])
def test_a_cycle_is_refused_by_name(length):
    parents = {name(at): [name((at + 1) % length)] for at in range(length)} | {name(99): []}
    with pytest.raises(ConflictError, match=name(0)) as refused:
        order(parents)
    assert refused.value.code == "causal_cycle"
