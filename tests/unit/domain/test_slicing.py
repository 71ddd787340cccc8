"""Slicers read what compilers write as eth_abi and web3 do, and leave everything else to them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from eth_abi.abi import encode as abi_encode
from hypothesis import given
from hypothesis import strategies as st
from web3 import Web3
from web3._utils.events import get_event_data

from ledger.domain import chain_proof, events
from ledger.domain.events import EVENTS, RawLog, decode
from ledger.domain.ids import checksum
from ledger.domain.slicing import make_slicer
from ledger.errors import InvalidInputError
from tests.fakes.blocks import CONTRACTS

ABI = Path(chain_proof.__file__).parents[1] / "chain" / "abi"
NAMES = {address: name for name, address in CONTRACTS.items()}
TYPES = [(contract, topic) for contract, found in EVENTS.items() for topic in found]
PLAIN = {
    "address": st.binary(min_size=20, max_size=20).map(checksum),
    "address[]": st.lists(st.binary(min_size=20, max_size=20).map(checksum), max_size=3),
    "bool": st.booleans(),
    "bytes32": st.binary(min_size=32, max_size=32),
    "bytes": st.binary(max_size=70),
    "string": st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    "bytes32[]": st.lists(st.binary(min_size=32, max_size=32), max_size=3),
}


def value_of(kind: str):
    if kind in PLAIN:
        return PLAIN[kind]
    if kind.startswith("int"):
        most = 1 << int(kind[3:]) - 1
        return st.integers(-most, most - 1)
    return st.integers(0, (1 << int(kind[4:])) - 1)


def topic_of(kind: str, value: object) -> bytes:
    return b"h" * 32 if kind in ("string", "bytes") else abi_encode([kind], [value])


@st.composite
def logs(draw):
    contract, topic = draw(st.sampled_from(TYPES))
    event = EVENTS[contract][topic]
    topics = [topic, *(topic_of(kind, draw(value_of(kind))) for _, kind in event.indexed)]
    data = abi_encode([kind for _, kind in event.plain], [draw(value_of(kind)) for _, kind in event.plain])
    return RawLog(CONTRACTS[contract], tuple(topics), data, 7, bytes(32), bytes(32), 0, 3)


def in_general(log: RawLog) -> dict | type[InvalidInputError]:
    try:
        return events._decode_any(log, NAMES[log.address])
    except InvalidInputError:
        return InvalidInputError


def as_decoded(log: RawLog) -> dict | type[InvalidInputError]:
    try:
        return decode(log, NAMES).args
    except InvalidInputError:
        return InvalidInputError


@given(log=logs())
def test_what_is_laid_out_as_compilers_do_reads_as_eth_abi_reads_it(log):
    event = EVENTS[NAMES[log.address]][log.topics[0]]
    slicer = make_slicer(event.indexed, event.plain)
    assert as_decoded(log) == in_general(log)
    assert slicer is None or slicer(log.topics, log.data) == in_general(log)


@given(log=logs(), data=st.data())
def test_a_spoilt_log_reads_as_eth_abi_reads_it_or_not_at_all(log, data):
    """One byte changed, bytes cut off or added, a topic lost: never another value than the general way gives."""
    raw, topics = bytearray(log.data), list(log.topics)
    for _ in range(data.draw(st.integers(1, 3))):
        match data.draw(st.sampled_from(["change", "cut", "add", "topic"])):
            case "change" if raw:
                raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.sampled_from([0, 1, 2, 32, 64, 255]))
            case "cut":
                raw = raw[: data.draw(st.integers(0, len(raw)))]
            case "add":
                raw += data.draw(st.binary(max_size=64))
            case "topic" if len(topics) > 1:
                topics.pop()
    spoilt = RawLog(log.address, tuple(topics), bytes(raw), 7, bytes(32), bytes(32), 0, 3)
    assert as_decoded(spoilt) == in_general(spoilt)


@pytest.fixture(scope="module")
def web3_events():
    codec = Web3().codec
    found = {}
    for contract in EVENTS:
        for item in json.loads((ABI / f"{contract}.json").read_text())["abi"]:
            if item["type"] == "event":
                found[contract, item["name"]] = item
    return codec, found


@given(log=logs())
def test_what_web3_reads_out_of_a_log_is_what_we_read(web3_events, log):
    codec, found = web3_events
    contract = NAMES[log.address]
    receipt = {
        "address": log.address, "topics": list(log.topics), "data": log.data, "logIndex": 3, "transactionIndex": 0,
        "transactionHash": log.tx_hash, "blockHash": log.block_hash, "blockNumber": 7,
    }  # fmt: skip
    theirs = get_event_data(codec, found[contract, EVENTS[contract][log.topics[0]].name], receipt)["args"]
    ours = decode(log, NAMES).args
    assert {name: list(v) if isinstance(v, (list, tuple)) else v for name, v in theirs.items()} == ours


def test_a_type_that_slicers_do_not_read_has_none():
    assert make_slicer([], [("pairs", "uint256[2]")]) is None
    assert make_slicer([("who", "address[]")], []) is None
