"""The tamper catalogue: what a liar can do, and who notices. Both verifiers name the same place and the same reason.

What contracts say of each kind is in test_tampering_on_chain; docs/verification.md has the table.
"""

from __future__ import annotations

import json
import re

import msgspec
import pytest

from ledger.domain import checkpoint_bundle, note, tree
from ledger.domain.bundle import parse_bundle
from ledger.domain.disclosure import disclose, open_field
from ledger.domain.hashing import keccak
from ledger.domain.ids import AgentRef
from ledger.domain.record import record_id
from ledger.domain.verify import GRACE_SECONDS, verify_bundle
from ledger.errors import LedgerError
from tests.fakes.blocks import CONTRACTS
from tests.fakes.javascript import verify_all
from tests.unit.domain import test_bundle as sample

N = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
LEAVES = [keccak(bytes([number])) for number in range(9)]
LOG = checkpoint_bundle.LogRef(
    chain_id=31337,
    id=sample.LOG.hex(),
    origin=sample.ORIGIN,
    operator=sample.OPERATOR.address,
    ed25519=note.public_bytes(sample.ED25519).hex(),
)


def document(bundle) -> dict:
    return json.loads(bundle.serialise())


def records(bundle: dict) -> list:
    return bundle["segments"][0]["records"]


def sealed(size: int, root: bytes, *, operator=sample.OPERATOR, origin=sample.ORIGIN) -> str:
    return note.sign_checkpoint(
        note.LogState(origin, size, root), sample.ED25519, operator, 31337, sample.LOG
    ).serialise()


def steps(old: int, new: int, **changes) -> dict:
    proof = [tree.root(LEAVES[begin:end]) for begin, end in tree.consistency_ranges(old, new)]
    found = {
        "note": sealed(new, tree.root(LEAVES[:new])),
        "earlier": sealed(old, tree.root(LEAVES[:old])),
        "proof": proof,
    }
    return document(checkpoint_bundle.make_checkpoint_bundle(LOG, **{**found, **changes}))


def malleated(bundle: dict) -> dict:
    """The same signature with high s and the other v: recovers to the same key where this is not refused."""
    entry = bytes.fromhex(bundle["segments"][0]["entry"])
    r, s, v = entry[137:169], int.from_bytes(entry[169:201], "big"), entry[201]
    bundle["segments"][0]["entry"] = (entry[:137] + r + (N - s).to_bytes(32, "big") + bytes([55 - v])).hex()
    return bundle


def cross_domain(bundle: dict) -> dict:
    """A signature by the right key, over the header's hash without Ombud's domain."""
    entry = bytes.fromhex(bundle["segments"][0]["entry"])
    header = sample.sealing.Entry.unpack(entry).segment.header
    bundle["segments"][0]["entry"] = (entry[:137] + sample.KEY.sign(header)).hex()
    return bundle


def edited(change, **how) -> dict:
    found = document(sample.build(**how))
    change(found)
    return found


def ended(name: str, args: dict) -> dict:
    end = (99, sample.ANCHORED_AT - GRACE_SECONDS - 1, "KeyRing", name, {"agentId": 7, "epoch": 0, **args})
    return document(sample.build(ends=[end]))


OPENINGS = {name: (keccak(name.encode()), f"the {name}".encode()) for name in ("amount", "note")}
CATALOGUE = {
    "mutate": (
        edited(lambda d: records(d)[1].update(text=records(d)[1]["text"].replace("pay", "pax"))),
        "root_mismatch",
    ),
    "mutate_path": (edited(lambda d: records(d)[1]["path"].reverse()), "root_mismatch"),
    "drop": (edited(lambda d: d["segments"][0].update(records=[])) | {"segments": []}, "empty_bundle"),
    "insert": (edited(lambda d: records(d).append({**records(d)[1], "position": 9})), "bad_index"),
    "reorder": (
        edited(lambda d: records(d)[0].update(position=1) or records(d)[1].update(position=0)),
        "root_mismatch",
    ),
    "truncate": (edited(lambda d: records(d)[2].update(path=records(d)[2]["path"][:-1])), "bad_inclusion_path"),
    "cut_off": (edited(lambda d: d["segments"][0].update(entry=d["segments"][0]["entry"][:-2])), "bad_entry"),
    "twice": (edited(lambda d: records(d).append(records(d)[0])), "duplicate_record"),
    "move_leaf": (edited(lambda d: d["segments"][0].update(leaf_index=3)), "root_mismatch"),
    "replay_as_another_agent": (
        edited(lambda d: d["subject"].update(agent=str(AgentRef(31337, sample.AGENT.registry, 8)))),
        "other_agent",
    ),
    "replay_in_another_session": (edited(lambda d: d["subject"].update(id="s-2")), "other_session"),
    "replay_on_another_chain": (edited(lambda d: d["deployment"].update(chain_id=1)), "agent_not_proved"),
    "wrong_key": (document(sample.build(key=sample.STRANGER)), "unknown_signer"),
    "revoked_key": (ended("KeyRevoked", {"key": sample.KEY.address}), "key_ended"),
    "expired_key": (ended("EpochClosed", {"cause": bytes(32)}), "key_ended"),
    "cross_domain_signature": (cross_domain(document(sample.build())), "unknown_signer"),
    "malleated_signature": (malleated(document(sample.build())), "bad_signature"),
    "forged_anchor": (document(sample.build(anchored_root=keccak(b"other"))), "anchor_mismatch"),
    "anchor_left_out": (edited(lambda d: d["facts"].pop(2)), "anchor_not_proved"),
    "forged_receipt_proof": (
        edited(lambda d: d["facts"][2].update(receipt_proof=d["facts"][1]["receipt_proof"])),
        "bad_receipt_proof",
    ),
    "forged_block": (edited(lambda d: d["facts"][2].update(block_hash="11" * 32)), "bad_header"),
    "foreign_contract": (
        edited(lambda d: d["deployment"]["contracts"].update(KeyRing=CONTRACTS["Standing"])),
        "other_event",
    ),
    "checkpoint_of_another_root": (document(sample.build(note_root=keccak(b"other"))), "checkpoint_mismatch"),
    "checkpoint_by_another_operator": (
        steps(4, 9, note=sealed(9, tree.root(LEAVES), operator=sample.STRANGER)),
        "bad_checkpoint",
    ),
    "checkpoint_of_another_log": (
        steps(4, 9, note=sealed(9, tree.root(LEAVES), origin="other/log")),
        "checkpoint_mismatch",
    ),
    "forged_checkpoint": (steps(4, 9, note=sealed(9, tree.root(LEAVES)).replace("\n9\n", "\n8\n")), "bad_checkpoint"),
    "fork": (steps(9, 9, note=sealed(9, keccak(b"fork"))), "fork"),
    "shrunken_tree": (steps(4, 9, note=sealed(3, tree.root(LEAVES[:3]))), "shrinking_log"),
    "rewritten_tree": (steps(4, 9, earlier=sealed(4, keccak(b"was"))), "inconsistent"),
    "proof_too_short": (steps(4, 9, proof=[]), "inconsistent"),
    "other_words": (edited(lambda d: d["proves"].append("that the agent is honest")), "other_words"),
    "unknown_field": (edited(lambda d: d["segments"][0].update(extra=1)), "bad_bundle"),
}


def python(document: dict) -> tuple[bool, list[tuple[str, str]]]:
    data = json.dumps(document).encode()
    try:
        if document["schema"] == checkpoint_bundle.SCHEMA:
            report = checkpoint_bundle.verify_checkpoint(checkpoint_bundle.parse_checkpoint_bundle(data))
        else:
            report = verify_bundle(parse_bundle(data))
    except LedgerError as error:
        return False, [("bundle", error.code)]
    return report.ok, sorted((problem.where, problem.code) for problem in report.problems)


def javascript(documents: list[dict]) -> list[tuple[bool, list[tuple[str, str]]]]:
    reports = verify_all([json.dumps(one).encode() for one in documents])
    return [(one["ok"], sorted((item["where"], item["code"]) for item in one["problems"])) for one in reports]


@pytest.fixture(scope="module")
def seen_by_javascript():
    return dict(zip(CATALOGUE, javascript([made for made, _ in CATALOGUE.values()]), strict=True))


@pytest.mark.parametrize("kind", CATALOGUE)
def test_both_verifiers_refuse_each_kind_of_tampering_at_the_same_place_for_the_same_reason(kind, seen_by_javascript):
    made, code = CATALOGUE[kind]
    ok, problems = python(made)
    assert not ok
    assert code in {found for _, found in problems}
    assert seen_by_javascript[kind] == (ok, problems)


def shown(**changes) -> dict:
    """A bundle whose first record commits to fields, one of them shown."""
    bundle = sample.build(fields=OPENINGS)
    first = record_id(bundle.segments[0].records[0].text.encode())
    item = msgspec.structs.replace(open_field(first, "note", OPENINGS), **changes)
    return document(disclose(bundle, [item]))


DISCLOSURES = {
    "sound": (shown(), None),
    "another_value": (shown(value=b"more".hex()), "bad_disclosure"),
    "another_salt": (shown(salt="00" * 32), "bad_disclosure"),
    "another_field": (shown(field="subject"), "bad_disclosure"),
    "no_field_of_the_tree": (shown(field="mood"), "bad_disclosure"),
    "a_field_of_the_record_itself": (shown(field="in"), "bad_disclosure"),
    "another_record": (shown(record="11" * 32), "idle_disclosure"),
}


def test_one_field_is_shown_and_proved_and_no_other_value_is():
    found = javascript([made for made, _ in DISCLOSURES.values()])
    for (made, code), seen in zip(DISCLOSURES.values(), found, strict=True):
        ok, problems = python(made)
        assert {name for _, name in problems} == ({code} if code else set())
        assert seen == (ok, problems)
    text = json.dumps(DISCLOSURES["sound"][0])
    assert b"the note".hex() in text
    assert b"the amount".hex() not in text


def test_what_is_sound_holds_for_both():
    sound = [document(sample.build()), steps(4, 9), steps(9, 9), steps(0, 9), steps(4, 9, earlier=None, proof=[])]
    assert javascript(sound) == [(True, [])] * 5
    assert [python(one) for one in sound] == [(True, [])] * 5


@pytest.mark.parametrize("name", ["position", "text", "schema", "index"])
def test_a_name_that_stands_twice_is_refused_by_both(name):
    """Both read the last one; whoever shows the first one to a person would show something that nobody checked."""
    text = json.dumps(document(sample.build()))
    member = re.search(rf'"{name}": ("(?:[^"\\]|\\.)*"|\d+)', text)
    twice = text.replace(member[0], f"{member[0]}, {member[0]}", 1).encode()
    with pytest.raises(LedgerError, match="twice"):
        parse_bundle(twice)
    (said,) = verify_all([twice])
    assert [item["code"] for item in said["problems"]] == ["bad_bundle"]


@pytest.mark.parametrize("form", ["1.0", "1e0", "1E0"])
def test_a_number_that_is_not_written_as_an_integer_is_refused_by_both(form):
    spelled = json.dumps(document(sample.build())).replace('"position": 1', f'"position": {form}', 1).encode()
    with pytest.raises(LedgerError, match="no bundle"):
        parse_bundle(spelled)
    (said,) = verify_all([spelled])
    assert [item["code"] for item in said["problems"]] == ["bad_bundle"]
