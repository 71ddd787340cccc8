"""Witnesses' signatures: read as C2SP writes them, counted as asked, and never counted twice."""

from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.cosignature import cosign, cosigned_at, make_policy, witness_key
from ledger.domain.hashing import keccak, sha256
from ledger.domain.ids import log_id
from ledger.domain.note import LogState, parse_checkpoint, public_bytes, sign_checkpoint, verifier_key
from ledger.domain.signing import SessionKey
from ledger.domain.verifier_key import COSIGNATURE_TYPE, parse_verifier_key
from ledger.domain.witnessing import MAX_PROOF, AddCheckpoint, parse_add_checkpoint
from ledger.errors import InvalidInputError, ProofError

LOG_KEY = Ed25519PrivateKey.from_private_bytes(bytes([3]) * 32)
KEYS = [Ed25519PrivateKey.from_private_bytes(keccak(bytes([number]))) for number in range(3)]
NAMES = [f"witness.example/w{number}" for number in range(3)]
WITNESSES = [witness_key(name, public_bytes(key)) for name, key in zip(NAMES, KEYS, strict=True)]
STATE = LogState("example.com/log", 9, keccak(b"root"))
NOTE = sign_checkpoint(STATE, LOG_KEY, SessionKey(bytes([2]) * 32), 31337, log_id(31337, "0x" + "11" * 20, "x"))


def signed(*numbers: int):
    return NOTE.with_lines([cosign(STATE, NAMES[number], KEYS[number], 1_679_315_147) for number in numbers])


def policy(count: int, needed: int | None = None):
    return make_policy([str(witness) for witness in WITNESSES[:count]], needed)


def test_a_cosignature_is_the_bytes_that_the_specification_names():
    name, blob = cosign(STATE, NAMES[0], KEYS[0], 1_679_315_147)
    public = public_bytes(KEYS[0])
    assert blob[:4] == sha256(name.encode() + b"\n\x04" + public)[:4]
    assert int.from_bytes(blob[4:12], "big") == 1_679_315_147
    message = b"cosignature/v1\ntime 1679315147\n" + STATE.text.encode()
    KEYS[0].public_key().verify(blob[12:], message)


def test_the_log_s_own_signatures_still_hold_beside_cosignatures():
    note = parse_checkpoint(signed(0, 1).serialise())
    note.verify_ed25519(public_bytes(LOG_KEY))
    assert [cosigned_at(note, witness) for witness in WITNESSES] == [1_679_315_147, 1_679_315_147, None]


@pytest.mark.parametrize(("signers", "needed", "holds"), [((0, 1), 2, True), ((0,), 2, False), ((), 1, False)])
def test_a_policy_counts_the_witnesses_it_names(signers, needed, holds):
    if holds:
        policy(3, needed).check(signed(*signers))
    else:
        with pytest.raises(ProofError) as found:
            policy(3, needed).check(signed(*signers))
        assert found.value.code == "too_few_witnesses"


def test_a_note_that_is_not_there_has_no_witness():
    with pytest.raises(ProofError, match="0 of the 1"):
        policy(1).check(None)


def test_strangers_and_the_same_witness_twice_count_for_nothing():
    twice = NOTE.with_lines([cosign(STATE, NAMES[0], KEYS[0], at) for at in (1, 2)] + [cosign(STATE, "x", KEYS[2], 1)])
    with pytest.raises(ProofError, match="1 of the 2"):
        policy(3, 2).check(twice)


@given(st.integers(0, 71), st.integers(0, 7))
def test_no_flipped_bit_of_a_cosignature_goes_unnoticed(at, bit):
    name, blob = cosign(STATE, NAMES[0], KEYS[0], 7)
    flipped = bytearray(blob)
    flipped[4 + at] ^= 1 << bit
    with pytest.raises(ProofError) as found:
        policy(1).check(NOTE.with_lines([(name, bytes(flipped))]))
    assert "does not hold" in found.value.message


def test_a_verifier_key_is_read_as_it_is_written():
    assert parse_verifier_key(str(WITNESSES[0]), kind=COSIGNATURE_TYPE) == WITNESSES[0]
    log = parse_verifier_key(verifier_key(STATE.origin, public_bytes(LOG_KEY)))
    assert (log.name, log.public) == (STATE.origin, public_bytes(LOG_KEY))


@pytest.mark.parametrize(
    "text",
    ["", "name", "name+00000000+AAAA", "+00000000+" + "A" * 44, "na me+00000000+AAAA", str(WITNESSES[0]), "n+0+ü"],
)
def test_another_form_of_a_log_s_key_is_refused_with_the_form_that_is_meant(text):
    with pytest.raises(InvalidInputError) as found:
        parse_verifier_key(text)
    assert (found.value.code, bool(found.value.hint)) == ("bad_verifier_key", True)


def test_a_key_under_another_id_is_refused():
    name, _, rest = str(WITNESSES[0]).split("+", 2)
    with pytest.raises(InvalidInputError, match="have the id"):
        parse_verifier_key(f"{name}+00000000+{rest}", kind=COSIGNATURE_TYPE)


@pytest.mark.parametrize(
    ("keys", "needed", "code"),
    [([], 1, "no_witness"), ([0, 0], None, "twice"), ([0], 2, "bad_policy"), ([0], 0, "bad_policy")],
)
def test_a_policy_that_cannot_be_met_is_refused(keys, needed, code):
    with pytest.raises(InvalidInputError) as found:
        make_policy([str(WITNESSES[number]) for number in keys], needed)
    assert found.value.code == code


def test_no_policy_is_no_policy():
    assert make_policy([]) is None


def test_a_request_is_read_as_it_is_written():
    request = AddCheckpoint(4, (keccak(b"a"), keccak(b"b")), NOTE)
    assert parse_add_checkpoint(request.serialise()) == request
    first = AddCheckpoint(0, (), NOTE)
    assert first.serialise().startswith(b"old 0\n\nexample.com/log\n9\n")
    assert parse_add_checkpoint(first.serialise()) == first


HASH = base64.b64encode(bytes(32)).decode()


@pytest.mark.parametrize(
    "head",
    ["old 01", "old -1", "new 1", "old 1\nno base64", "old 1\nAAAA", "old 1\n" + "\n".join([HASH] * (MAX_PROOF + 1))],
)
def test_another_form_of_request_is_refused(head):
    with pytest.raises(InvalidInputError):
        parse_add_checkpoint(f"{head}\n\n{NOTE.serialise()}".encode())


@pytest.mark.parametrize("body", [b"", b"old 0\n", b"\xff\n\n", b"old 0\n\nx\n", b"old 0\n" * 20_000])
def test_what_is_no_request_is_refused(body):
    with pytest.raises(InvalidInputError):
        parse_add_checkpoint(body)


def test_a_root_that_is_no_ascii_is_no_checkpoint():
    text = NOTE.serialise()
    with pytest.raises(InvalidInputError, match="not base64"):
        parse_checkpoint(text.replace(text.split("\n")[2], "ü"))
