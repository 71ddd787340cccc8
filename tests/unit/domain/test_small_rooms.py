"""Commitments, checkpoints, segments on the wire, standing, digest, coverage, ids and layout."""

from __future__ import annotations

import base64
from decimal import Decimal, getcontext

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain import commitment, completeness, note, record, sealing, tiles_layout
from ledger.domain import digest as digests
from ledger.domain import reputation as rep
from ledger.domain.entry import SignedSegment, frame, unframe
from ledger.domain.hashing import keccak
from ledger.domain.ids import AgentRef, checksum, log_id, parse_hex32
from ledger.domain.signing import SessionKey
from ledger.errors import InvalidInputError, ProofError, RecordError, TooLargeError

KEY = SessionKey(keccak(b"session"))
OPERATOR = SessionKey(keccak(b"operator"))
ED25519 = Ed25519PrivateKey.from_private_bytes(keccak(b"ed25519"))
AGENT = AgentRef(31337, checksum(keccak(b"registry")[12:]), 7)
LOG = log_id(31337, AGENT.registry, "localhost/ombud")
SALT = keccak(b"salt")


# commitments


@given(st.sets(st.sampled_from(commitment.TREE_FIELDS)), st.sampled_from(commitment.TREE_FIELDS))
def test_one_field_is_disclosed_and_the_others_stay_proved(names, shown):
    openings = {name: (keccak(name.encode()), name.encode()) for name in names | {shown}}
    root = commitment.fields_root(openings)
    path = commitment.disclosure_path(openings, shown)
    commitment.verify_disclosure(shown, *openings[shown], path, root)
    with pytest.raises(ProofError):
        commitment.verify_disclosure(shown, openings[shown][0], b"another value", path, root)
    other = next(name for name in commitment.TREE_FIELDS if name != shown)
    with pytest.raises(ProofError):
        commitment.verify_disclosure(other, *openings[shown], path, root)


def test_the_same_value_under_another_name_or_salt_is_another_leaf():
    leaves = {
        commitment.field_leaf("in", SALT, b"x"),
        commitment.field_leaf("out", SALT, b"x"),
        commitment.field_leaf("in", keccak(SALT), b"x"),
        commitment.field_leaf("in", SALT, b"y"),
    }
    assert len(leaves) == 4


@pytest.mark.parametrize("call", [("mood", SALT, b""), ("in", b"short", b"")])
def test_unknown_fields_and_short_salts_are_refused(call):
    with pytest.raises(InvalidInputError):
        commitment.field_leaf(*call)


def test_direct_fields_do_not_hide_in_the_tree():
    with pytest.raises(InvalidInputError, match="field tree"):
        commitment.fields_root({"in": (SALT, b"")})
    with pytest.raises(ProofError):
        commitment.verify_disclosure("in", SALT, b"", [], SALT)


# checkpoints


def _checkpoint():
    return note.sign_checkpoint(note.LogState("localhost/ombud", 5, keccak(b"root")), ED25519, OPERATOR, 31337, LOG)


def test_a_checkpoint_round_trips_and_both_signatures_hold():
    text = _checkpoint().serialise()
    parsed = note.parse_checkpoint(text)
    assert parsed.serialise() == text
    parsed.verify_ed25519(note.public_bytes(ED25519))
    parsed.verify_operator(OPERATOR.address, 31337, LOG)


def test_the_note_key_has_the_c2sp_form():
    name, key_id, blob = note.verifier_key("localhost/ombud", note.public_bytes(ED25519)).split("+", 2)
    assert name == "localhost/ombud"
    assert base64.b64decode(blob) == b"\x01" + note.public_bytes(ED25519)
    signature = _checkpoint().signatures[0][1]
    assert signature[:4].hex() == key_id


def test_a_checkpoint_by_other_keys_or_of_another_log_is_refused():
    parsed = note.parse_checkpoint(_checkpoint().serialise())
    with pytest.raises(ProofError):
        parsed.verify_ed25519(note.public_bytes(Ed25519PrivateKey.from_private_bytes(SALT)))
    with pytest.raises(ProofError):
        parsed.verify_operator(KEY.address, 31337, LOG)
    with pytest.raises(ProofError):
        parsed.verify_operator(OPERATOR.address, 1, LOG)


def test_a_forged_checkpoint_is_refused():
    forged = _checkpoint().serialise().replace("\n5\n", "\n6\n")
    with pytest.raises(ProofError, match="Ed25519"):
        note.parse_checkpoint(forged).verify_ed25519(note.public_bytes(ED25519))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "localhost/ombud\n5\n\n",
        "a\n05\n" + base64.b64encode(SALT).decode() + "\n\n— a AAAA\n",
        "a\n5\n!!\n\n— a AAAA\n",
        "a\n5\nAAAA\n\n— a AAAA\n",
        "a\n5\n" + base64.b64encode(SALT).decode() + "\n\n- a AAAA\n",
        "a\n5\n" + base64.b64encode(SALT).decode() + "\n\n— a AAA\n",
        "a\n5\n" + base64.b64encode(SALT).decode() + "\nextra\n\n— a AAAA\n",
        "a b\n5\n" + base64.b64encode(SALT).decode() + "\n\n— a AAAA\n",
    ],
)
def test_notes_of_another_form_are_refused(text):
    with pytest.raises(InvalidInputError):
        note.parse_checkpoint(text)


def test_an_origin_with_spaces_cannot_be_signed():
    with pytest.raises(InvalidInputError, match="origin"):
        note.sign_checkpoint(note.LogState("my log", 0, SALT), ED25519, OPERATOR, 1, LOG)


# segments


def make_record(seq, **fields):
    base = {
        "agent": str(AGENT),
        "epoch": 0,
        "kind": "operational",
        "op": "execute_tool",
        "phase": "intent",
        "seq": seq,
        "session": "s",
        "stream": 1,
        "ts": 0,
        "v": 1,
    }
    return record.encode(record.Record(**{**base, **fields}))


def make_segment(records, first=0):
    header = sealing.make_header(AGENT, 0, 1, first, records, bytes(32), 0)
    return sealing.sign(header, records, KEY)


def test_a_segment_round_trips_and_its_records_hold():
    segment = make_segment([make_record(seq) for seq in range(5)])
    again = SignedSegment.unpack(segment.pack())
    assert again == segment
    assert [item.seq for item in sealing.check_records(again)] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    "records",
    [
        [make_record(0), make_record(2)],
        [make_record(0), make_record(1, epoch=1)],
        [make_record(0), make_record(1, agent=str(AgentRef(1, AGENT.registry, 7)))],
    ],
)
def test_a_record_out_of_its_place_is_named(records):
    with pytest.raises(RecordError, match="record 1"):
        sealing.check_records(make_segment(records))


def test_a_malformed_record_in_a_segment_is_named():
    with pytest.raises(RecordError, match="record 1 of the segment"):
        sealing.check_records(make_segment([make_record(0), b"{}"]))


def test_swapped_records_are_not_those_signed():
    segment = make_segment([make_record(0), make_record(1)])
    with pytest.raises(ProofError, match="recordsRoot"):
        sealing.check_records(SignedSegment(segment.entry, segment.records[::-1]))


@given(st.lists(st.binary(max_size=50), max_size=8))
def test_frames_round_trip(items):
    assert list(unframe(frame(items))) == items


def test_torn_frames_and_wrong_counts_are_refused():
    packed = make_segment([make_record(0), make_record(1)]).pack()
    with pytest.raises(InvalidInputError, match="past the end"):
        SignedSegment.unpack(packed[:-1])
    one = frame([make_record(1)])
    with pytest.raises(InvalidInputError, match="counts 2"):
        SignedSegment.unpack(packed[: -len(one)])
    with pytest.raises(TooLargeError):
        SignedSegment.unpack(bytes(8 * 1024 * 1024 + 1))


# standing

getcontext().prec = 80


@pytest.mark.parametrize(("half_life", "factors"), [(13, rep.POSITIVE_FACTORS), (26, rep.NEGATIVE_FACTORS)])
def test_the_table_is_the_floor_of_the_real_factors(half_life, factors):
    assert factors == tuple(int(Decimal(2) ** (Decimal(64) - Decimal(2**j) / half_life)) for j in range(12))


@given(st.integers(0, rep.MAX_EVIDENCE), st.integers(0, 5000), st.integers(0, 5000))
def test_decay_only_shrinks_and_negatives_never_faster(value, one, other):
    early, late = sorted((one, other))
    positive = rep.decay(value, late, rep.POSITIVE_FACTORS, round_up=False)
    negative = rep.decay(value, late, rep.NEGATIVE_FACTORS, round_up=True)
    assert positive <= negative <= value
    assert rep.decay(value, min(late, 4095), rep.POSITIVE_FACTORS, round_up=False) == positive
    assert early <= late


@given(st.integers(0, 1 << 60), st.integers(1, 40))
def test_poking_within_a_period_changes_nothing(negative, pokes):
    standing = rep.Standing(0, negative, 1, 100)
    poked = standing
    for _ in range(pokes):
        poked = poked.at(100)
    assert poked == standing


def test_half_lives_are_what_they_say():
    assert rep.decay(10**6, 13, rep.POSITIVE_FACTORS, round_up=False) in range(499_990, 500_001)
    assert rep.decay(10**6, 26, rep.NEGATIVE_FACTORS, round_up=True) in range(500_000, 500_010)


def test_evidence_saturates_and_an_unknown_agent_scores_a_third():
    full = rep.Standing().add(1, rep.MAX_EVIDENCE, 0).add(1, rep.MAX_EVIDENCE, 5)
    assert (full.positive, full.negative, full.count) == (rep.MAX_EVIDENCE, 5, 2)
    assert rep.Standing().score_ppm == 333_333


def test_one_grave_fault_outweighs_several_good_acts():
    good = rep.Standing().add(0, 5 * rep.UNIT, 0)
    assert good.add(0, 0, 10 * rep.UNIT).score_ppm < good.score_ppm // 2


# digest, coverage, ids, layout


@given(st.dictionaries(st.binary(min_size=1, max_size=9), st.binary(max_size=9), max_size=6))
def test_the_digest_ignores_order_and_sees_every_change(members):
    def one(items):
        return digests.mirror_digest([digests.key_digest(b"k", b"hash", (digests.member(*item) for item in items))])

    items = list(members.items())
    assert one(items) == one(items[::-1])
    assert one([*items, (b"new" * 4, b"")]) != one(items)
    for position, (field, value) in enumerate(items):
        changed = [*items[:position], (field, value + b"!"), *items[position + 1 :]]
        assert one(changed) != one(items)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 8)), max_size=8))
def test_coverage_counts_what_is_there_and_names_the_gaps(runs):
    runs = [(begin, begin + length) for begin, length in runs]
    present = {seq for begin, end in runs for seq in range(begin, end)}
    found = completeness.coverage(runs)
    assert found.rows == len(present)
    missing = {seq for begin, end in found.gaps for seq in range(begin, end)}
    if present:
        assert (found.first, found.end) == (min(present), max(present) + 1)
        assert missing == set(range(found.first, found.end)) - present
        assert found.gapless == (present == set(range(found.end)))


def test_agent_names_round_trip_and_become_abi_keys():
    assert AgentRef.parse(str(AGENT)) == AGENT
    packed = (31337).to_bytes(32, "big") + bytes(12) + bytes.fromhex(AGENT.registry[2:]) + (7).to_bytes(32, "big")
    assert AGENT.key == keccak(packed)


@pytest.mark.parametrize("text", ["7", "eip155:1:0x12/3", "eip155:1:" + AGENT.registry + "/" + "9" * 78])
def test_other_names_are_no_agents(text):
    with pytest.raises(InvalidInputError, match="global agent id"):
        AgentRef.parse(text)


def test_addresses_are_written_as_in_eip_55():
    # the examples of EIP-55 itself
    for address in ("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359"):
        assert checksum(address.lower()) == address
    with pytest.raises(InvalidInputError, match="20 bytes"):
        checksum("0x12")


def test_hex_of_another_length_is_named():
    assert parse_hex32("0x" + "ab" * 32, what="record") == b"\xab" * 32
    with pytest.raises(InvalidInputError, match="record"):
        parse_hex32("ab", what="record")


def test_objects_are_named_as_c2sp_says():
    assert tiles_layout.tile_path(0, 1234067) == "tile/0/x001/x234/067"
    assert tiles_layout.tile_path(1, 0, 3) == "tile/1/000.p/3"
    assert tiles_layout.entries_path(5, 255) == "tile/entries/005.p/255"
    assert tiles_layout.pack_path(12) == "packs/00000000000000000012"
    for bad in (lambda: tiles_layout.tile_path(0, -1), lambda: tiles_layout.tile_path(0, 0, 257)):
        with pytest.raises(InvalidInputError):
            bad()
