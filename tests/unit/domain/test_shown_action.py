"""What an opening showed is read from its transaction, and is the action if it has the action's name."""

from __future__ import annotations

import pytest
from eth_abi.abi import encode as abi_encode

from ledger.chain.abi import artefact, canonical_type
from ledger.domain.dispute import NOBODY, RefKind, action_of
from ledger.domain.hashing import ZERO32, keccak
from ledger.domain.ids import checksum
from ledger.domain.policy import default_policy
from ledger.domain.shown_action import OPEN, WAYS, ShownAction, read_opening, read_proof, selector
from ledger.domain.statements import Receipt
from ledger.errors import InvalidInputError

PANEL, SHOP = checksum(bytes(19) + b"\x01"), checksum(bytes(19) + b"\x02")
AGENT, RECORD, LOG = keccak(b"agent"), keccak(b"record"), keccak(b"log")
SEGMENT = ((AGENT, 1, 2, 10, 4, ZERO32, ZERO32, 5), b"sig", RECORD, 3, [keccak(b"path")])
RECEIPT = Receipt(AGENT, 1, 2, 13, RECORD, bytes(12) + bytes.fromhex(SHOP[2:]), 31337, LOG, 9, 5, RECORD, ZERO32, 7)
FIELDS = tuple(getattr(RECEIPT, name) for name in Receipt.__slots__)
PROOFS = {
    RefKind.RECORD: (1, 2, 13, ZERO32, RECORD, 5, [(ZERO32, 6)]),
    RefKind.LOGGED: (SEGMENT, (LOG, 4, 9, ZERO32, 100, 7, [ZERO32])),
    RefKind.RECEIPT: (FIELDS, b"sig", SHOP, ZERO32),
    RefKind.ACKNOWLEDGED: (SEGMENT, (LOG, 99, b"promise")),
}


def call(contract, function, *arguments):
    """Encode a call by the compiled interface."""
    (item,) = [part for part in artefact(contract).abi if part.get("name") == function]
    kinds = [canonical_type(part) for part in item["inputs"]]
    return selector(f"{function}({','.join(kinds)})") + abi_encode(kinds, arguments)


def proof(kind):
    name = WAYS[kind].partition("(")[0]
    arguments = PROOFS[kind] if kind in (RefKind.LOGGED, RefKind.ACKNOWLEDGED) else (PROOFS[kind],)
    return call("ActionWitness", name, 7, *arguments)


def opening(shown):
    policy = default_policy(PANEL, 50).as_tuple()
    return call("DisputeCourt", "open", (7, 2, keccak(b"evidence")), shown, policy, "ombud:sha256:00")


@pytest.mark.parametrize("kind", list(RefKind))
def test_every_way_of_showing_an_action_is_read(kind):
    found = read_opening(opening(proof(kind)))
    assert (found.kind, found.agent_id, found.epoch, found.stream, found.seq) == (kind, 7, 1, 2, 13)
    assert found.record_id == RECORD
    assert found.is_action(AGENT, action_of(AGENT, 1, 2, 13, RECORD))
    assert not found.is_action(keccak(b"other"), action_of(AGENT, 1, 2, 13, RECORD))


def test_what_each_way_tells_besides():
    assert read_proof(proof(RefKind.RECORD)) == ShownAction(RefKind.RECORD, 7, 1, 2, 13, RECORD)
    logged = read_proof(proof(RefKind.LOGGED))
    assert (logged.log, logged.anchor, logged.signature) == (LOG, 4, b"sig")
    acknowledged = read_proof(proof(RefKind.ACKNOWLEDGED))
    assert (acknowledged.log, acknowledged.anchor, acknowledged.receipt) == (LOG, None, None)
    receipt = read_proof(proof(RefKind.RECEIPT))
    assert (receipt.receipt, receipt.injured, receipt.signature, receipt.log) == (RECEIPT, SHOP, b"sig", LOG)
    assert logged.injured == NOBODY


def test_selectors_are_those_of_the_contracts():
    def declared(contract, function):
        (item,) = [part for part in artefact(contract).abi if part.get("name") == function]
        return f"{function}({','.join(canonical_type(part) for part in item['inputs'])})"

    assert declared("DisputeCourt", "open") == OPEN
    assert {declared("ActionWitness", text.partition("(")[0]) for text in WAYS.values()} == set(WAYS.values())


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "other_call"),
        (bytes(200), "other_call"),
        (opening(proof(RefKind.RECEIPT))[:100], "bad_call"),
        (opening(b""), "unknown_proof"),
        (opening(bytes(64)), "unknown_proof"),
        (opening(proof(RefKind.LOGGED)[:50]), "bad_call"),
    ],
)
def test_anything_else_is_refused(data, code):
    with pytest.raises(InvalidInputError) as caught:
        read_opening(data)
    assert caught.value.code == code
