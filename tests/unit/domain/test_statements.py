"""Our EIP-712 hashes against eth-account's, signatures against its recovery, and the widths of fields."""

from __future__ import annotations

import dataclasses

import pytest
from eth_account import Account
from eth_account.messages import encode_typed_data
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.domain.entry import ENTRY_BYTES, Entry, leaf_hash
from ledger.domain.hashing import keccak, sha256
from ledger.domain.signing import SessionKey, recover
from ledger.domain.statements import Ack, Checkpoint, Receipt, Segment, digest, key_binding_digest
from ledger.errors import InvalidInputError, ProofError

KEY = SessionKey(keccak(b"a session key"))
WORD = st.binary(min_size=32, max_size=32)
U32 = st.integers(0, (1 << 32) - 1)
U64 = st.integers(0, (1 << 64) - 1)
U256 = st.integers(0, (1 << 256) - 1)
SEGMENTS = st.builds(
    Segment,
    agent=WORD,
    epoch=U32,
    stream=U32,
    first_seq=st.integers(0, (1 << 63)),
    count=st.integers(1, (1 << 32) - 1),
    prev_header=WORD,
    records_root=WORD,
    ts=U64,
)
TYPES = {
    Segment: (
        "Segment",
        "bytes32 agent,uint32 epoch,uint32 stream,uint64 firstSeq,uint32 count,bytes32 prevHeader,"
        "bytes32 recordsRoot,uint64 ts",
    ),
    Ack: ("Ack", "uint256 chain,bytes32 log,bytes32 header,uint64 anchorBy"),
    Checkpoint: ("Checkpoint", "uint256 chain,bytes32 log,uint64 size,bytes32 root"),
    Receipt: (
        "Receipt",
        "bytes32 agent,uint32 epoch,uint32 stream,uint64 seq,bytes32 recordHash,bytes32 counterparty,uint256 chain,"
        "bytes32 log,uint64 anchorBy,uint256 amount,bytes32 tool,bytes32 mandate,uint256 runningTotal",
    ),
}


def reference(statement):
    """The same statement through eth-account's general EIP-712 encoder."""
    name, members = TYPES[type(statement)]
    pairs = [member.split() for member in members.split(",")]
    values = [getattr(statement, field.name) for field in dataclasses.fields(statement)]
    return encode_typed_data(
        full_message={
            "types": {
                "EIP712Domain": [{"name": "name", "type": "string"}, {"name": "version", "type": "string"}],
                name: [{"name": label, "type": kind} for kind, label in pairs],
            },
            "primaryType": name,
            "domain": {"name": "Ombud", "version": "1"},
            "message": {label: value for (_, label), value in zip(pairs, values, strict=True)},
        }
    )


@settings(max_examples=30)
@given(
    st.one_of(
        SEGMENTS,
        st.builds(Ack, chain=U256, log=WORD, header=WORD, anchor_by=U64),
        st.builds(Checkpoint, chain=U256, log=WORD, size=U64, root=WORD),
        st.builds(
            Receipt,
            agent=WORD,
            epoch=U32,
            stream=U32,
            seq=U64,
            record_hash=WORD,
            counterparty=WORD,
            chain=U256,
            log=WORD,
            anchor_by=U64,
            amount=U256,
            tool=WORD,
            mandate=WORD,
            running_total=U256,
        ),
    )
)
def test_struct_hashes_are_those_of_eip_712(statement):
    message = reference(statement)
    ours = statement.header if isinstance(statement, Segment) else statement.hash
    assert ours == message.body
    assert Account.recover_message(message, signature=KEY.sign(digest(ours))) == KEY.address


def test_key_bindings_are_bound_to_chain_and_contract():
    contract = "0x574650Cd99D3830FE6D274c7a7843CDc00E17938"
    message = encode_typed_data(
        domain_data={"name": "Ombud", "version": "1", "chainId": 31337, "verifyingContract": contract},
        message_types={
            "KeyBinding": [
                {"name": "agentId", "type": "uint256"},
                {"name": "epoch", "type": "uint32"},
                {"name": "key", "type": "address"},
            ]
        },
        message_data={"agentId": 7, "epoch": 2, "key": KEY.address},
    )
    ours = key_binding_digest(chain_id=31337, key_ring=contract, agent_id=7, epoch=2, key=KEY.address)
    assert Account.recover_message(message, signature=KEY.sign(ours)) == KEY.address


@given(SEGMENTS)
def test_entries_round_trip_and_name_their_signer(segment):
    entry = Entry(segment, KEY.sign(digest(segment.header)))
    packed = entry.pack()
    assert len(packed) == ENTRY_BYTES
    assert Entry.unpack(packed) == entry
    assert entry.signer() == KEY.address
    assert entry.leaf == leaf_hash(packed) == sha256(b"\x00" + packed)


@pytest.mark.parametrize("spoil", [lambda d: d[:-1], lambda d: d + b"\0", lambda d: b"x" + d[1:]])
def test_bytes_of_another_length_or_tag_are_no_entry(spoil):
    segment = Segment(bytes(32), 0, 1, 0, 1, bytes(32), bytes(32), 0)
    with pytest.raises(InvalidInputError, match="202 bytes"):
        Entry.unpack(spoil(Entry(segment, bytes(65)).pack()))


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"agent": b"short"}, "agent"),
        ({"epoch": 1 << 32}, "epoch"),
        ({"count": 0}, "count"),
        ({"first_seq": (1 << 64) - 1, "count": 2}, "firstSeq"),
        ({"ts": -1}, "ts"),
    ],
)
def test_a_segment_out_of_range_is_refused_by_field(change, named):
    good = {
        "agent": bytes(32),
        "epoch": 0,
        "stream": 1,
        "first_seq": 0,
        "count": 1,
        "prev_header": bytes(32),
        "records_root": bytes(32),
        "ts": 0,
    }
    with pytest.raises(InvalidInputError, match=named):
        Segment(**{**good, **change})


def test_ack_checkpoint_and_receipt_check_their_widths():
    with pytest.raises(InvalidInputError, match="anchorBy"):
        Ack(1, bytes(32), bytes(32), 1 << 64)
    with pytest.raises(InvalidInputError, match="size"):
        Checkpoint(1, bytes(32), 1 << 64, bytes(32))
    with pytest.raises(InvalidInputError, match="amount"):
        Receipt(*[bytes(32), 0, 0, 0, bytes(32), bytes(32), 0, bytes(32), 0, 1 << 256, bytes(32), bytes(32), 0])


N = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141


def _high_s(signature):
    s = N - int.from_bytes(signature[32:64], "big")
    return signature[:32] + s.to_bytes(32, "big") + bytes([55 - signature[64]])


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (_high_s, "high s"),
        (lambda s: s[:-1], "64 bytes"),
        (lambda s: s[:-1] + bytes([0]), "v = 0"),
        (lambda s: s[:-1] + bytes([29]), "v = 29"),
        (lambda s: bytes(64) + s[-1:], "no key"),
        (lambda s: b"\xff" * 32 + s[32:], "no key"),
    ],
)
def test_only_canonical_signatures_count(spoil, why):
    with pytest.raises(ProofError, match=why):
        recover(digest(bytes(32)), spoil(KEY.sign(digest(bytes(32)))))


def test_signing_is_deterministic_and_hides_the_secret():
    assert KEY.sign(bytes(32)) == KEY.sign(bytes(32))
    assert KEY.secret.hex() not in repr(KEY)
    assert SessionKey(KEY.secret).address == KEY.address


@pytest.mark.parametrize("secret", [bytes(32), bytes(31), b"\xff" * 32])
def test_a_number_off_the_curve_is_no_key(secret):
    with pytest.raises(InvalidInputError, match="private key"):
        SessionKey(secret)
