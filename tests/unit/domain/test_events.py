"""Declared events are the compiled ones, and only well-formed logs of ours decode."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from eth_abi.abi import encode as abi_encode
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain import chain_proof
from ledger.domain.chain_proof import block_time, verify_fact
from ledger.domain.events import EVENTS, SIGNATURES, EventType, RawLog, decode
from ledger.domain.ids import checksum
from ledger.errors import InvalidInputError, ProofError
from tests.fakes.blocks import CONTRACTS, block_of, log_json, prove

ABI = Path(chain_proof.__file__).parents[1] / "chain" / "abi"
NAMES = {address: name for name, address in CONTRACTS.items()}


@pytest.mark.parametrize("contract", SIGNATURES)
def test_events_are_declared_as_compiled(contract):
    compiled = {}
    for item in json.loads((ABI / f"{contract}.json").read_text())["abi"]:
        if item["type"] == "event":
            parameters = [f"{p['type']}{' indexed' if p['indexed'] else ''} {p['name']}" for p in item["inputs"]]
            compiled[item["name"]] = f"{item['name']}({','.join(parameters)})"
    declared = {event.name: text for event, text in zip(EVENTS[contract].values(), SIGNATURES[contract], strict=True)}
    standard = {"MetadataUpdate", "BatchMetadataUpdate", "EIP712DomainChanged"}
    if contract == "AgentRegistry":
        compiled = {name: text for name, text in compiled.items() if name not in standard}
    assert declared == compiled


def test_a_proved_log_decodes_to_its_event():
    fact = prove(7, 1234, "KeyRing", "KeyRegistered", {"agentId": 3, "epoch": 1, "key": CONTRACTS["Standing"]})
    event = decode(verify_fact(fact), NAMES)
    assert (event.contract, event.name) == ("KeyRing", "KeyRegistered")
    assert event.args == {"agentId": 3, "epoch": 1, "key": CONTRACTS["Standing"]}
    assert (event.log.block_number, event.log.tx_index, block_time(fact)) == (7, 1, 1234)


def test_arrays_strings_and_hashed_strings_decode():
    fact = prove(
        1,
        1,
        "ActionLog",
        "ActionRecorded",
        {
            "agentId": 1, "header": b"h" * 32, "task": b"t" * 32, "epoch": 0, "stream": 0, "seq": 9, "kind": 1,
            "contentHash": b"c" * 32, "prevHeader": bytes(32), "parents": [b"p" * 32],
        },
    )  # fmt: skip
    assert decode(verify_fact(fact), NAMES).args["parents"] == [b"p" * 32]


def test_a_text_that_is_no_utf8_shows_its_bytes_and_stops_nobody():
    evidence = {"_arbitrator": CONTRACTS["KeyRing"], "_evidenceGroupID": 3, "_party": CONTRACTS["Standing"]}
    log = verify_fact(prove(1, 1, "DisputeCourt", "Evidence", evidence | {"_evidence": "ipfs://####"}))
    hostile = msgspec.structs.replace(log, data=log.data.replace(b"####", b"\xff\xfe\x00\xc3"))
    assert decode(hostile, NAMES).args["_evidence"] == "ipfs://\\xff\\xfe\x00\\xc3"


def test_a_text_of_more_bytes_than_there_are_numbers_is_no_event():
    log = verify_fact(prove(1, 1, "ActionLog", "LogUrlSet", {"logId": b"l" * 32, "url": ""}))
    endless = msgspec.structs.replace(log, data=log.data[:32] + b"\xff" * 32)
    with pytest.raises(InvalidInputError, match="no LogUrlSet"):
        decode(endless, NAMES)


def test_logs_of_others_and_topics_of_others_are_no_events_of_ours():
    log = verify_fact(prove(1, 1, "BondVault", "CreditClaimed", {"account": CONTRACTS["KeyRing"], "amount": 5}))
    assert decode(log, {}) is None
    assert decode(msgspec.structs.replace(log, topics=(b"x" * 32,)), NAMES) is None
    assert decode(msgspec.structs.replace(log, topics=()), NAMES) is None


@pytest.mark.parametrize("spoil", [{"data": b""}, {"topics_cut": 1}])
def test_our_topic_with_another_layout_is_an_error(spoil):
    log = verify_fact(prove(1, 1, "BondVault", "CreditClaimed", {"account": CONTRACTS["KeyRing"], "amount": 5}))
    bad = (
        msgspec.structs.replace(log, data=b"")
        if "data" in spoil
        else msgspec.structs.replace(log, topics=log.topics[:1])
    )
    with pytest.raises(InvalidInputError, match="CreditClaimed"):
        decode(bad, NAMES)


def test_a_declaration_of_another_form_is_refused():
    with pytest.raises(InvalidInputError, match="declares no event"):
        EventType.parse("Anchored")


def test_a_node_whose_receipts_or_header_do_not_add_up_is_refused():
    log = log_json("BondVault", "CreditClaimed", {"account": CONTRACTS["KeyRing"], "amount": 5})
    block, receipts = block_of(5, 9, [[log]])
    with pytest.raises(ProofError, match="receipts root"):
        chain_proof.build_fact(block, [*receipts, receipts[0]], 0, 0)
    with pytest.raises(ProofError, match="no log 3"):
        chain_proof.build_fact(block, receipts, 0, 3)
    with pytest.raises(ProofError, match="unknown to this version"):
        chain_proof.build_fact({**block, "gasUsed": "0x1"}, receipts, 0, 0)


_RANDOM = {
    "address": st.binary(min_size=20, max_size=20).map(checksum),
    "address[]": st.lists(st.binary(min_size=20, max_size=20).map(checksum), max_size=3),
    "bool": st.booleans(),
    "bytes32": st.binary(min_size=32, max_size=32),
    "bytes": st.binary(max_size=70),
    "string": st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    "bytes32[]": st.lists(st.binary(min_size=32, max_size=32), max_size=3),
}


def _random(kind):
    if kind.startswith("int"):
        most = 1 << int(kind[3:]) - 1
        return st.integers(-most, most - 1)
    return _RANDOM[kind] if kind in _RANDOM else st.integers(0, (1 << int(kind[4:])) - 1)


@pytest.mark.parametrize("contract", [contract for contract, events in EVENTS.items() if events])
@given(data=st.data())
def test_what_eth_abi_encodes_is_what_we_read(contract, data):
    event = data.draw(st.sampled_from(list(EVENTS[contract].values())))
    indexed = [(name, kind) for name, kind in event.indexed if kind != "string"]
    args = {name: data.draw(_random(kind)) for name, kind in (*indexed, *event.plain)}
    hashed = {name: b"h" * 32 for name, kind in event.indexed if kind == "string"}
    topics = [hashed.get(name) or abi_encode([kind], [args[name]]) for name, kind in event.indexed]
    log = RawLog(
        CONTRACTS[contract],
        (event.topic, *topics),
        abi_encode([kind for _, kind in event.plain], [args[name] for name, _ in event.plain]),
        1,
        bytes(32),
        bytes(32),
        0,
        0,
    )
    assert decode(log, NAMES).args == args | hashed
    if event.plain:
        with pytest.raises(InvalidInputError, match=event.name):
            decode(msgspec.structs.replace(log, data=log.data[:-32]), NAMES)


def test_a_value_wider_than_its_type_is_another_layout():
    log = verify_fact(prove(1, 1, "KeyRing", "KeyRevoked", {"agentId": 1, "epoch": 1, "key": CONTRACTS["Standing"]}))
    wide = b"\1" + bytes(31)
    for topics in ((log.topics[0], log.topics[1], wide, log.topics[3]), (*log.topics[:3], wide)):
        with pytest.raises(InvalidInputError, match="holds"):
            decode(msgspec.structs.replace(log, topics=topics), NAMES)
