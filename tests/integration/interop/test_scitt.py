"""Receipts and statements as independent verifiers see them: scitt-cose, and the Action Capsule profile's own.

Both come from PyPI and share no code with ours: COSE, trees and capsules are theirs.
"""

from __future__ import annotations

import json

import agent_action_capsule
import cbor2
import pytest
import scitt_cose
from agent_action_capsule.parse import parse_capsule
from agent_action_capsule.transparent import verify_transparent
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import example, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from ledger.cli.verify import app
from ledger.domain import tree
from ledger.domain.entry import SignedSegment
from ledger.domain.hashing import ZERO32, keccak
from ledger.domain.note import public_bytes, verifier_key
from ledger.domain.record import Record, encode, record_id
from ledger.domain.sealing import make_header, sign
from ledger.errors import InvalidInputError, LedgerError, ProofError, TooLargeError
from ledger.interop import cose
from ledger.interop.capsule import read_capsule
from ledger.interop.receipts import PLACE, check_receipt, make_receipt
from ledger.interop.statements import Place, check_statement, make_statement
from tests.unit.logserver import scene

KEY = scene.ED25519
PUBLIC = public_bytes(KEY)
VKEY = verifier_key(scene.ORIGIN, PUBLIC)
PEM = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
STRANGER = Ed25519PrivateKey.from_private_bytes(bytes([5]) * 32)
LEAVES, AT = 9, 1_800_000_000
RUN = CliRunner()


def said(seq: int, **words) -> bytes:
    base = {"kind": "operational", "op": "execute_tool", "phase": "outcome", "outcome": "success", "session": "s"}
    place = {"agent": str(scene.AGENT), "epoch": 0, "stream": 1, "seq": seq, "ts": AT * 1000, "v": 1}
    return encode(Record(**{**base, **place, **words}))


RECORDS = [
    said(0, phase="intent", outcome=None, tool="pay"),
    said(1, parents=(keccak(b"cause").hex(),), principal="Zoë & Söhne \u2028\x01", tool="päy"),
    said(2, outcome="failure"),
    said(3, outcome="timeout"),
    said(4, outcome="denied", op="approval"),
    said(5, outcome="escalated", op="override"),
    said(6, outcome="refused"),
]
SEGMENT: SignedSegment = sign(make_header(scene.AGENT, 0, 1, 0, RECORDS, ZERO32, 1), RECORDS, scene.KEY)
ENTRY = SEGMENT.entry.pack()


def tree_of(size: int, index: int) -> list[bytes]:
    leaves = [keccak(bytes([number])) for number in range(size)]
    leaves[index] = SEGMENT.entry.leaf
    return tree.inclusion_path(tree.levels(leaves), index)


def statement(position: int = 0, *, size: int = LEAVES, index: int = 4, key=KEY, origin=scene.ORIGIN) -> bytes:
    place = Place(index, size, tree_of(size, index), position)
    return make_statement(key, origin, scene.LOG, SEGMENT, place, at=AT)


def receipt(size: int = LEAVES, index: int = 4, key=KEY) -> bytes:
    return make_receipt(key, scene.ORIGIN, ENTRY, index=index, size=size, path=tree_of(size, index), at=AT)


@pytest.fixture
def theirs(tmp_path):
    """The Action Capsule profile's verifier, as its command line calls it."""
    (tmp_path / "log.pem").write_bytes(PEM)

    def verify(data: bytes, entry: bytes = ENTRY):
        (tmp_path / "statement").write_bytes(data)
        return verify_transparent(
            statement_path=str(tmp_path / "statement"),
            issuer_key_path=str(tmp_path / "log.pem"),
            log_key_path=str(tmp_path / "log.pem"),
            leaf_entry_hex=entry.hex(),
        )

    return verify


@pytest.mark.parametrize(("size", "index"), [(1, 0), (2, 1), (9, 4), (9, 8), (200, 133)])
def test_an_independent_verifier_accepts_our_receipt(size, index):
    data = receipt(size, index)
    found = scitt_cose.verify_receipt(data, leaf_entry_hex=ENTRY.hex(), log_public_key_pem=PEM)
    assert found.ok, found.errors
    assert (found.tree_size, found.leaf_index, found.issuer, found.iat) == (size, index, scene.ORIGIN, AT)
    assert found.subject == f"sha256:{SEGMENT.entry.leaf.hex()}"
    ours = check_receipt(data, ENTRY, PUBLIC)
    assert (ours.size, ours.index, ours.root.hex()) == (size, index, found.root)


@pytest.mark.parametrize("position", range(len(RECORDS)))
def test_the_action_capsule_verifier_accepts_each_kind_of_record(position, theirs):
    data = statement(position)
    found = theirs(data)
    assert found.ok, (found.substrate_errors, found.payload)
    assert (found.attestation_tier, found.signature_verified, found.receipt_verified) == ("anchored", True, True)
    assert [item.code for item in found.payload.findings if item.severity == "error"] == []
    payload = cose.read_sign1(data).payload
    assert json.loads(payload)["capsule_id"] == found.payload.capsule_id
    parse_capsule(json.loads(payload))
    ours = check_statement(data, PUBLIC)
    assert (ours.record, ours.record_id) == (RECORDS[position], record_id(RECORDS[position]).hex())
    assert (ours.agent, ours.signer) == (str(scene.AGENT), scene.KEY.address)


def test_what_only_the_agent_claims_is_never_confirmed(theirs):
    modes = [theirs(statement(position)).payload.assurance["effect_mode"] for position in range(len(RECORDS))]
    assert modes == ["not_applicable", *["dispatched_unconfirmed"] * 3, *["not_applicable"] * 3]


def test_the_labels_are_those_of_the_registries():
    outer = cbor2.loads(receipt())
    assert outer.tag == 18
    signed, unprotected, payload, _ = outer.value
    protected = cbor2.loads(signed)
    assert (protected[1], protected[395], payload) == (-8, 1, None)
    assert protected[4] == cose.thumbprint(PUBLIC)
    assert set(protected[15]) == {1, 2, 6, PLACE}
    assert list(protected[15][PLACE]) == [4, LEAVES]
    size, index, path = cbor2.loads(unprotected[396][-1][0])
    assert (size, index, list(path)) == (LEAVES, 4, tree_of(LEAVES, 4))
    assert list(cbor2.loads(statement()).value[1][394]) == [receipt()]


def forged(data: bytes, edit) -> bytes:
    """A message with another unprotected header; signatures are left as they are."""
    message = cbor2.loads(data)
    parts = list(message.value)
    parts[1] = edit(dict(parts[1].items()))
    return cbor2.dumps(cbor2.CBORTag(18, parts), canonical=True)


def moved(proof: list) -> bytes:
    return forged(receipt(), lambda _: {396: {-1: [cbor2.dumps(proof, canonical=True)]}})


PATH = tree_of(LEAVES, 4)
RECEIPTS = {
    "another_leaf": moved([LEAVES, 3, PATH]),
    "another_size": moved([LEAVES - 1, 4, PATH]),
    "short_path": moved([LEAVES, 4, PATH[:-1]]),
    "long_path": moved([LEAVES, 4, [*PATH, bytes(32)]]),
    "another_path": moved([LEAVES, 4, PATH[::-1]]),
    "a_node_too_short": moved([LEAVES, 4, [PATH[0][:31], *PATH[1:]]]),
    "no_size": moved(["9", 4, PATH]),
    "empty_tree": moved([0, 0, []]),
    "no_proof": forged(receipt(), lambda _: {}),
    "strangers_key": receipt(key=STRANGER),
}


@pytest.mark.parametrize("kind", RECEIPTS)
def test_both_refuse_each_kind_of_forged_receipt(kind):
    with pytest.raises(ProofError):
        check_receipt(RECEIPTS[kind], ENTRY, PUBLIC)
    theirs = scitt_cose.verify_receipt(RECEIPTS[kind], leaf_entry_hex=ENTRY.hex(), log_public_key_pem=PEM)
    assert not theirs.ok


def test_both_refuse_the_receipt_of_another_entry():
    other = scene.segment(0).entry.pack()
    with pytest.raises(ProofError):
        check_receipt(receipt(), other, PUBLIC)
    assert not scitt_cose.verify_receipt(receipt(), leaf_entry_hex=other.hex(), log_public_key_pem=PEM).ok


def resigned(edit) -> bytes:
    """A statement whose capsule was changed by the log itself, which holds the key."""
    capsule = json.loads(cose.read_sign1(statement()).payload)
    edit(capsule)
    body = {name: value for name, value in capsule.items() if name != "capsule_id"}
    capsule["capsule_id"] = agent_action_capsule.compute_capsule_id(body)
    payload = json.dumps(capsule, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    claims = {1: scene.ORIGIN, 2: str(scene.AGENT), 6: AT}
    return cose.sign1(KEY, {3: "application/json", 15: claims}, {394: [receipt()]}, payload)


LIES = {
    "another_record": lambda c: c["ombud"].update(record=RECORDS[1].decode()),
    "another_place": lambda c: c["ombud"].update(position=1),
    "another_leaf": lambda c: c["ombud"].update(leaf=5),
    "another_entry": lambda c: c["ombud"].update(entry=scene.segment(0).entry.pack().hex()),
    "cut_path": lambda c: c["ombud"].update(path=[]),
    "other_operator": lambda c: c.update(operator="someone"),
    "confirmed": lambda c: c.update(effect={"status": "confirmed", "response_digest": "00" * 32}),
    "more": lambda c: c.update(more="words"),
    "no_record": lambda c: c.pop("ombud"),
    "place_of_another_kind": lambda c: c["ombud"].update(position=True),
}


@pytest.mark.parametrize("kind", LIES)
def test_a_log_that_lies_about_a_record_is_refused_by_us(kind):
    with pytest.raises(InvalidInputError):
        check_statement(resigned(LIES[kind]), PUBLIC)


def test_a_statement_that_was_resigned_as_it_was_still_holds():
    assert check_statement(resigned(lambda _: None), PUBLIC).record == RECORDS[0]


def test_statement_and_receipt_must_belong_together(theirs):
    apart = forged(statement(), lambda _: {394: [receipt(size=5)]})
    assert check_statement(apart, PUBLIC).receipt.size == 5
    for receipts in ([], [b"x"], [receipt(), receipt()], "none", [receipt(key=STRANGER)]):
        lost = forged(statement(), lambda _, found=receipts: {394: found})
        with pytest.raises(InvalidInputError):
            check_statement(lost, PUBLIC)
    assert not theirs(forged(statement(), lambda _: {})).ok
    with pytest.raises(ProofError):
        check_statement(statement(key=STRANGER), PUBLIC)


def test_the_log_signs_the_place_though_one_path_leads_to_one_root_from_several():
    for size in (11, 13):
        assert tree.root_of_path(SEGMENT.entry.leaf, 4, size, PATH) == tree.root_of_path(
            SEGMENT.entry.leaf, 4, LEAVES, PATH
        )
        with pytest.raises(ProofError, match="something else"):
            check_receipt(moved([size, 4, PATH]), ENTRY, PUBLIC)


WHOLE = statement(1)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(WHOLE) - 1), st.integers(0, 7))
@example(WHOLE.index(b"\x83\x09\x04\x84\x58\x20") + 1, 1)
def test_no_flipped_bit_of_a_statement_goes_unnoticed(at, bit):
    flipped = bytearray(WHOLE)
    flipped[at] ^= 1 << bit
    with pytest.raises(LedgerError):
        check_statement(bytes(flipped), PUBLIC)


@pytest.mark.parametrize("data", [b"", b"\xd2", b"\xd2\x80", b"{}", WHOLE + b"\x00", b"\xd2\x84\x40\xa0\xf6\x01"])
def test_what_is_no_statement_is_refused_in_plain_words(data):
    with pytest.raises(InvalidInputError, match="no COSE message"):
        check_statement(data, PUBLIC)


def test_a_message_over_the_limit_is_not_read():
    with pytest.raises(TooLargeError):
        cose.read_sign1(bytes(cose.MAX_BYTES + 1))


def test_a_record_beyond_all_calendars_has_no_capsule():
    late = said(0, ts=(1 << 53) - 1)
    segment = sign(make_header(scene.AGENT, 0, 1, 0, [late], ZERO32, 1), [late], scene.KEY)
    with pytest.raises(InvalidInputError, match="year 9999"):
        make_statement(KEY, scene.ORIGIN, scene.LOG, segment, Place(0, 1, [], 0), at=AT)
    with pytest.raises(InvalidInputError, match="none at 1"):
        make_statement(KEY, scene.ORIGIN, scene.LOG, segment, Place(0, 1, [], 1), at=AT)


@pytest.mark.parametrize("data", [b"[]", b"nonsense", b'{"ombud":{}}', b'{"ombud":{"record":1}}'])
def test_what_is_no_capsule_is_refused(data):
    with pytest.raises(InvalidInputError):
        read_capsule(data)


def test_the_command_checks_a_statement_under_the_log_s_key(tmp_path):
    file = tmp_path / "record.scitt"
    file.write_bytes(WHOLE)
    held = RUN.invoke(app, [str(file), "--log-key", VKEY])
    assert (held.exit_code, "holds: record" in held.output, "does not prove" in held.output) == (0, True, True)
    report = json.loads(RUN.invoke(app, [str(file), "--log-key", VKEY, "--json"]).output)
    assert (report["ok"], report["receipt"]["leaf"]) == (True, 4)
    for key in (verifier_key(scene.ORIGIN, public_bytes(STRANGER)), verifier_key("other/log", PUBLIC)):
        assert RUN.invoke(app, [str(file), "--log-key", key]).exit_code == 2
        assert json.loads(RUN.invoke(app, [str(file), "--log-key", key, "--json"]).output)["ok"] is False
    assert getattr(RUN.invoke(app, [str(file)]).exception, "code", "") == "no_log_key"
