"""A witness cosigns one history of a log, and keeps whatever contradicts it."""

from __future__ import annotations

import itertools

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi.testclient import TestClient

from ledger.domain import tree
from ledger.domain.cosignature import cosigned_at
from ledger.domain.hashing import keccak
from ledger.domain.ids import log_id
from ledger.domain.note import LogState, parse_signature_lines, public_bytes, sign_checkpoint
from ledger.domain.signing import SessionKey
from ledger.domain.verifier_key import ED25519_TYPE, VerifierKey
from ledger.domain.witnessing import SIZE_TYPE, AddCheckpoint
from ledger.errors import SetupError
from ledger.witness.app import create_app
from ledger.witness.memory import WitnessMemory
from ledger.witness.service import Witness

ORIGIN = "test/log"
LOG_KEY, OTHER = (Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32) for number in (3, 4))
OPERATOR = SessionKey(bytes([2]) * 32)
LOG = log_id(31337, "0x" + "11" * 20, ORIGIN)
LEAVES = [keccak(bytes([number])) for number in range(40)]
FORKED = [*LEAVES[:5], keccak(b"fork"), *LEAVES[6:]]


@pytest.fixture
def memory(tmp_path):
    opened = WitnessMemory(tmp_path / "witness")
    yield opened
    opened.close()


@pytest.fixture
def witness(memory):
    key = VerifierKey(ORIGIN, ED25519_TYPE, public_bytes(LOG_KEY))
    return Witness("test/witness", OTHER, [key], memory, clock=itertools.count(100).__next__)


@pytest.fixture
def client(witness):
    with TestClient(create_app(witness)) as opened:
        yield opened


def note(size: int, leaves=LEAVES, *, key=LOG_KEY, origin=ORIGIN):
    return sign_checkpoint(LogState(origin, size, tree.root(leaves[:size])), key, OPERATOR, 31337, LOG)


def request(old: int, size: int, leaves=LEAVES, **how) -> bytes:
    proof = [tree.root(leaves[begin:end]) for begin, end in tree.consistency_ranges(old, size)] if old <= size else []
    return AddCheckpoint(old, tuple(proof), note(size, leaves, **how)).serialise()


def ask(client, *args, **how):
    return client.post("/add-checkpoint", content=request(*args, **how))


def test_one_history_is_cosigned_as_it_grows(client, witness):
    old = 0
    for size in (3, 3, 8, 40):
        answer = ask(client, old, size)
        assert answer.status_code == 200, answer.text
        found = note(size).with_lines(parse_signature_lines(answer.text))
        assert cosigned_at(found, witness.key) >= 100
        old = size
    assert client.get("/v1/status").json()["logs"][ORIGIN]["size"] == 40


def test_another_old_size_is_answered_by_the_one_that_is_known(client):
    ask(client, 0, 8)
    for old in (0, 3):
        answer = ask(client, old, 20)
        assert (answer.status_code, answer.text) == (409, "8\n")
        assert answer.headers["content-type"].startswith(SIZE_TYPE)


def test_a_shrunken_tree_is_refused(client):
    ask(client, 0, 20)
    assert (ask(client, 8, 8).status_code, ask(client, 8, 8).text) == (409, "20\n")
    assert ask(client, 20, 8).status_code == 400


def test_two_roots_of_one_size_are_refused_and_kept(client, witness):
    ask(client, 0, 8)
    answer = ask(client, 8, 8, FORKED)
    assert answer.status_code == 409
    assert "signed two roots of size 8" in answer.text
    (place,) = client.get("/v1/status").json()["logs"][ORIGIN]["contradictions"]
    kept = witness._memory._store.get(place).decode()
    assert kept.count(f"{ORIGIN}\n8\n") == 2


def test_a_fork_that_grew_is_refused_kept_and_explained(client, witness):
    ask(client, 0, 8)
    answer = ask(client, 8, 20, FORKED)
    assert answer.status_code == 422
    assert "does not extend" in answer.text
    assert "evidence" in answer.text
    status = client.get("/v1/status").json()["logs"][ORIGIN]
    assert (status["size"], status["contradictions"], len(status["unproved"])) == (8, [], 1)
    assert witness._memory._store.get(status["unproved"][0]).decode().count(f"{ORIGIN}\n20\n") == 1
    assert ask(client, 8, 20).status_code == 200
    assert client.get("/v1/status").json()["logs"][ORIGIN]["unproved"] == status["unproved"]


def test_a_false_proof_of_an_honest_checkpoint_accuses_nobody_and_fills_no_disk(client, monkeypatch):
    monkeypatch.setattr("ledger.witness.memory.KEPT_A_LOG", 3)
    ask(client, 0, 8)
    for number in range(12):
        junk = note(20 + number % 6).with_lines([("junk", bytes([number]) * 40)])
        sent = AddCheckpoint(8, (bytes([number]) * 32,), junk).serialise()
        assert client.post("/add-checkpoint", content=sent).status_code == 422
    status = client.get("/v1/status").json()["logs"][ORIGIN]
    assert (status["contradictions"], len(status["unproved"])) == ([], 3)
    assert ask(client, 8, 20).status_code == 200
    assert len(client.get("/v1/status").json()["logs"][ORIGIN]["unproved"]) == 2  # proved now


def test_logs_and_keys_that_are_not_known_are_refused(client):
    assert ask(client, 0, 8, origin="other/log").status_code == 404
    assert ask(client, 0, 8, key=OTHER).status_code == 403
    assert client.post("/add-checkpoint", content=b"nonsense").status_code == 400
    assert client.post("/add-checkpoint", content=b"x" * 100_000).status_code == 413


def test_what_was_cosigned_outlives_the_witness(tmp_path):
    first = WitnessMemory(tmp_path)
    first.keep(note(8))
    with pytest.raises(SetupError, match="another witness"):
        WitnessMemory(tmp_path)
    first.close()
    again = WitnessMemory(tmp_path)
    assert again.latest(ORIGIN).state.size == 8
    again.close()
