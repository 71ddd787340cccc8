"""A bundle verifies offline, and no change to it goes unnoticed or unnamed."""

from __future__ import annotations

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.domain import note, sealing, tree
from ledger.domain.bundle import (
    BlockRef,
    BundledAnchor,
    BundledFact,
    Subject,
    bundle_segment,
    make_bundle,
    parse_bundle,
)
from ledger.domain.chain_proof import header_rlp_of
from ledger.domain.commitment import fields_root
from ledger.domain.hashing import keccak
from ledger.domain.ids import AgentRef, log_id
from ledger.domain.record import Record, encode, record_id
from ledger.domain.signing import SessionKey
from ledger.domain.verify import GRACE_SECONDS, Trust, verify_bundle
from ledger.errors import InvalidInputError, TooLargeError
from tests.fakes.blocks import CONTRACTS, block_of, prove

KEY, OPERATOR, STRANGER = (SessionKey(keccak(name)) for name in (b"session", b"operator", b"stranger"))
ED25519 = Ed25519PrivateKey.from_private_bytes(keccak(b"note"))
AGENT = AgentRef(31337, CONTRACTS["AgentRegistry"], 7)
ORIGIN = "localhost/ombud"
LOG = log_id(31337, CONTRACTS["ActionLog"], ORIGIN)
ANCHORED_AT = 2_000_000


def make_record(seq, session="s-1", fields=None):
    return encode(
        Record(
            fields=fields_root(fields).hex() if fields else None,
            agent=str(AGENT), epoch=0, kind="operational", op="execute_tool", phase="intent", seq=seq,
            session=session, stream=1, tool="pay", ts=5, v=1,
        )
    )  # fmt: skip


def build(*, key=KEY, ends=(), note_root=None, anchored_root=None, subject=None, sessions=("s-1",) * 6, fields=None):
    """A session of six records in two segments, third and fifth entry of a log of nine."""
    first = [make_record(seq, sessions[seq], None if seq else fields) for seq in range(4)]
    second = [make_record(seq, sessions[seq]) for seq in range(4, 6)]
    one = sealing.sign(sealing.make_header(AGENT, 0, 1, 0, first, bytes(32), 1), first, key)
    two = sealing.sign(sealing.make_header(AGENT, 0, 1, 4, second, one.entry.segment.header, 2), second, key)
    leaves = [keccak(bytes([number])) for number in range(9)]
    leaves[2], leaves[4] = one.entry.leaf, two.entry.leaf
    levels = tree.levels(leaves)
    root = tree.root(leaves)
    state = note.LogState(ORIGIN, 9, note_root or root)
    agent = {"agentId": 7, "epoch": 0}
    facts = [
        (100, 1000, "KeyRing", "KeyRegistered", {**agent, "key": KEY.address}),
        (
            101,
            1001,
            "ActionLog",
            "LogRegistered",
            {
                "logId": LOG,
                "operator": OPERATOR.address,
                "origin": ORIGIN,
                "checkpointKey": note.public_bytes(ED25519),
                "url": "",
            },
        ),
        (
            102, ANCHORED_AT,
            "ActionLog",
            "Anchored",
            {"logId": LOG, "index": 3, "size": 9, "root": anchored_root or root},
        ),
        *ends,
    ]  # fmt: skip
    segments = [
        bundle_segment(
            log=LOG, leaf_index=index, segment=segment, log_path=tree.inclusion_path(levels, index),
            positions=range(len(segment.records)),
        )
        for index, segment in ((2, one), (4, two))
    ]  # fmt: skip
    return make_bundle(
        subject=subject or Subject(kind="session", agent=str(AGENT), id="s-1"),
        as_of=BlockRef.of(102, header_rlp_of(block_of(102, ANCHORED_AT, [])[0])),
        chain_id=31337,
        contracts=CONTRACTS,
        segments=segments,
        anchors=[
            BundledAnchor(
                log=LOG.hex(), index=3, size=9, root=root.hex(),
                note=note.sign_checkpoint(state, ED25519, OPERATOR, 31337, LOG).serialise(),
            )
        ],
        facts=[BundledFact.of(fact[3], prove(*fact)) for fact in facts],
    )  # fmt: skip


def codes(bundle, trust=None):
    return {problem.code for problem in verify_bundle(bundle, trust).problems}


def edited(bundle, edit):
    document = msgspec.json.decode(bundle.serialise())
    edit(document)
    return parse_bundle(msgspec.json.encode(document))


def test_a_whole_bundle_verifies_and_says_what_it_rests_on():
    report = verify_bundle(parse_bundle(build().serialise()))
    assert report.problems == ()
    assert (report.records, report.segments, len(report.pins)) == (6, 2, 3)
    assert any("canonical chain" in line for line in report.does_not_prove)


def test_one_changed_byte_of_a_record_names_that_record():
    report = verify_bundle(
        edited(
            build(), lambda d: d["segments"][1]["records"][0].update(text=make_record(4).decode().replace("pay", "pbz"))
        )
    )
    assert [problem.code for problem in report.problems] == ["root_mismatch"]
    assert "seq 4" in report.problems[0].where
    assert str(AGENT) in report.problems[0].where


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_no_flipped_byte_goes_unnoticed(data):
    raw = BYTES
    position = data.draw(st.integers(0, len(raw) - 1))
    flipped = raw[:position] + bytes([raw[position] ^ (1 << data.draw(st.integers(0, 6)))]) + raw[position + 1 :]
    try:
        bundle = parse_bundle(flipped)
    except InvalidInputError:
        return
    # blanks may change kind without changing a byte of content
    assert bundle == parse_bundle(raw) or not verify_bundle(bundle).ok


BYTES = build().serialise()


def test_a_checkpoint_spelled_otherwise_is_refused():
    """Two bits of a root's last letter say nothing; a note is text, and whoever changes it is found out."""
    spelled = BYTES.decode().partition("=\\n\\n")[0][-1]
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    same = letters[letters.index(spelled) ^ 1]
    changed = BYTES.replace(f"{spelled}=\\n\\n".encode(), f"{same}=\\n\\n".encode())
    assert changed != BYTES
    assert "bad_checkpoint" in codes(parse_bundle(changed))


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (lambda d: d["segments"][0]["records"].reverse(), None),
        (lambda d: d["segments"][0]["records"][1].update(position=0), "duplicate_record"),
        (lambda d: d["segments"][0]["records"][1].update(path=[]), "bad_inclusion_path"),
        (lambda d: d["segments"][0].update(leaf_index=3), "root_mismatch"),
        (lambda d: d["segments"][0].update(log_path=[]), "bad_inclusion_path"),
        (lambda d: d["segments"][0].update(entry="00"), "bad_entry"),
        (lambda d: d["segments"].clear(), "empty_bundle"),
        (lambda d: d["anchors"].clear(), "anchor_not_proved"),
        (lambda d: d["anchors"][0].update(size=10), "anchor_mismatch"),
        (lambda d: d["anchors"][0].update(index=4), "anchor_not_proved"),
        (lambda d: d["anchors"][0].update(note=d["anchors"][0]["note"].replace("\n9", "\n8")), "checkpoint_mismatch"),
        (lambda d: d["facts"].pop(0), "agent_not_proved"),
        (lambda d: d["facts"].pop(1), "log_not_proved"),
        (lambda d: d["facts"].pop(2), "anchor_not_proved"),
        (lambda d: d["facts"][0].update(log_in_receipt=0), "other_event"),
        (lambda d: d["facts"][0].update(log_in_receipt=9), "bad_receipt_proof"),
        (lambda d: d["facts"][0].update(tx_index=0), "bad_receipt_proof"),
        (lambda d: d["facts"][0].update(block_number=99), "bad_header"),
        (lambda d: d["facts"][0].update(block_hash="11" * 32), "bad_header"),
        (lambda d: d["facts"][0].update(receipt_proof=[]), "bad_receipt_proof"),
        (lambda d: d["facts"][0].update(event="KeyRevoked"), "other_event"),
        (lambda d: d["deployment"]["contracts"].pop("KeyRing"), "missing_contract"),
        (lambda d: d["deployment"]["contracts"].update(KeyRing=CONTRACTS["Standing"]), "other_event"),
        (lambda d: d["deployment"].update(chain_id=1), "agent_not_proved"),
        (lambda d: d["subject"].update(id="s-2"), "other_session"),
        (lambda d: d["subject"].update(agent=str(AgentRef(31337, AGENT.registry, 8))), "other_agent"),
        (lambda d: d["subject"].update(agent="me"), "bad_agent"),
        (lambda d: d["subject"].update(agent=str(AGENT).replace("0x", "0X").lower()), "bad_agent"),
        (lambda d: d["as_of"].update(number=103), "bad_header"),
        (lambda d: d["as_of"].update(hash="11" * 32), "bad_header"),
        (lambda d: d["as_of"].update(header="c0", hash=keccak(b"\xc0").hex()), "bad_header"),
        (lambda d: d["proves"].append("that the agent is honest"), "other_words"),
        (lambda d: d["does_not_prove"].clear(), "other_words"),
        (lambda d: d["deployment"]["contracts"].update(Standing=CONTRACTS["Standing"]), "idle_contract"),
        (lambda d: d["deployment"]["contracts"].update(KeyRing=CONTRACTS["KeyRing"].lower()), "bad_checksum"),
        (lambda d: d["subject"].update(kind="rumour"), "bad_subject"),
    ],
)  # fmt: skip
def test_each_kind_of_tampering_has_its_own_reason(edit, code):
    found = codes(edited(build(), edit))
    assert code in found if code else not found


def test_a_header_signed_by_a_stranger_is_refused():
    assert codes(build(key=STRANGER)) == {"unknown_signer"}


def test_a_root_the_chain_does_not_know_is_refused():
    assert "anchor_mismatch" in codes(build(anchored_root=keccak(b"other")))


def test_a_checkpoint_of_another_root_is_refused():
    assert "checkpoint_mismatch" in codes(build(note_root=keccak(b"other")))


def test_a_record_of_another_session_does_not_ride_along():
    report = verify_bundle(build(sessions=("s-1", "s-1", "s-9", "s-1", "s-1", "s-1")))
    assert [(problem.code, "seq 2" in problem.where) for problem in report.problems] == [("other_session", True)]


def test_a_bundle_about_one_record_holds_that_record_only():
    subject = Subject(kind="record", agent=str(AGENT), id=record_id(make_record(2)).hex())
    assert codes(build(subject=subject)) == {"other_record"}
    alone = edited(
        build(subject=subject),
        lambda d: (d["segments"].pop(1), d["segments"][0].update(records=[d["segments"][0]["records"][2]])),
    )
    assert codes(alone) == set()


@pytest.mark.parametrize(
    ("name", "args"), [("KeyRevoked", {"key": KEY.address}), ("EpochClosed", {"cause": bytes(32)})]
)
@pytest.mark.parametrize(("late", "code"), [(0, set()), (1, {"key_ended"})])
def test_statements_first_witnessed_after_an_end_and_its_grace_are_void(name, args, late, code):
    end = (99, ANCHORED_AT - GRACE_SECONDS - late, "KeyRing", name, {"agentId": 7, "epoch": 0, **args})
    assert codes(build(ends=[end])) == code


def test_trust_is_compared_when_given():
    bundle = build()
    pins = frozenset(verify_bundle(bundle).pins)
    assert codes(bundle, Trust(block_hashes=pins, contracts=CONTRACTS, chain_id=31337)) == set()
    assert codes(bundle, Trust(block_hashes=frozenset({"00" * 32}))) == {"untrusted_block"}
    assert codes(bundle, Trust(contracts={"KeyRing": CONTRACTS["Standing"]})) == {"other_contract"}
    assert codes(bundle, Trust(chain_id=5)) == {"other_chain"}


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff", BYTES.replace(b"ombud/bundle/1", b"ombud/bundle/2"), BYTES[:-3]])
def test_what_is_no_bundle_is_refused_with_a_place(data):
    with pytest.raises(InvalidInputError, match="bundle"):
        parse_bundle(data)


def test_unknown_fields_do_not_ride_along():
    with pytest.raises(InvalidInputError, match="extra"):
        edited(build(), lambda d: d["segments"][0].update(extra=1))


def test_a_bundle_over_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr("ledger.domain.bundle.MAX_BUNDLE_BYTES", 10)
    with pytest.raises(TooLargeError):
        parse_bundle(BYTES)
