"""Case bundles before both verifiers: the same places, the same reasons, the same summary, whoever looks.

| what is forged | how many kinds | found by |
|---|---|---|
| the bundle: facts, blocks, summary, evidence, record, words | `case_attacks.ATTACKS` | Python, JavaScript |
| the contracts: events that do not follow from the case | `test_case_replay.LIES` | Python, JavaScript |
| any byte | 40 of one file | Python, JavaScript |

What is sound is told alike too: cases that went every way there is, in random histories of a court.
"""

from __future__ import annotations

import json
import random

import msgspec
import pytest

from ledger.domain.case.bundle import CONTRACTS, parse_case_bundle
from ledger.domain.case.verify import verify_case
from ledger.domain.dispute import PROVABLE
from ledger.domain.events import SIGNATURES
from ledger.errors import LedgerError
from tests.fakes.case_attacks import ATTACKS
from tests.fakes.case_facts import case_bundle_of
from tests.fakes.javascript import CLI, verify_all
from tests.unit.domain import test_case_bundle as sample
from tests.unit.domain import test_case_replay as replayed

FLIPS, HISTORIES = 40, 6
Seen = tuple[bool, list[tuple[str, str]]]


def python(data: bytes) -> Seen:
    try:
        report = verify_case(parse_case_bundle(data))
    except LedgerError as error:
        return False, [("bundle", error.code)]
    return report.ok, sorted((problem.where, problem.code) for problem in report.problems)


def javascript(documents: list[bytes]) -> list[Seen]:
    return [seen(report) for report in verify_all([one_line(data) for data in documents])]


def seen(report: dict) -> Seen:
    return report["ok"], sorted((item["where"], item["code"]) for item in report["problems"])


def one_line(data: bytes) -> bytes:
    return json.dumps(json.loads(data)).encode()


def attacked(edit) -> bytes:
    document = json.loads(sample.BYTES)
    edit(document)
    return json.dumps(document).encode()


def test_both_verifiers_know_the_same_events():
    source = (CLI.parent / "events.js").read_text()
    for contract in CONTRACTS:
        for declaration in SIGNATURES[contract]:
            assert f'"{declaration}"' in source, declaration


def test_each_kind_of_tampering_is_refused_by_both_at_the_same_place():
    documents = [attacked(edit) for _, edit, _ in ATTACKS]
    for (kind, _, code), data, theirs in zip(ATTACKS, documents, javascript(documents), strict=True):
        ours = python(data)
        assert not ours[0], kind
        assert code in {found for _, found in ours[1]}, kind
        assert theirs == ours, kind


def test_each_lie_of_the_contracts_is_found_by_both_at_the_same_place():
    documents = {}
    for number, (event, lie, _) in enumerate(replayed.LIES):
        court, agent = replayed.setting({event: lie})
        replayed.heard(court, agent)
        try:
            documents[number, event] = case_bundle_of(court).serialise()
        except LedgerError:
            continue  # not even a bundle comes of it
    assert len(documents) > len(replayed.LIES) // 2
    for (kind, data), theirs in zip(documents.items(), javascript(list(documents.values())), strict=True):
        assert theirs == python(data), kind
        assert not theirs[0], kind


def test_any_flipped_byte_is_seen_by_both_alike():
    dice = random.Random(7)  # noqa: S311 - its dice are not secret
    documents = []
    while len(documents) < FLIPS:
        flipped = bytearray(sample.BYTES)
        flipped[dice.randrange(len(flipped))] ^= 1 << dice.randrange(7)
        try:
            json.loads(bytes(flipped))
        except ValueError:
            continue  # no JSON is no bundle to anyone
        documents.append(bytes(flipped))
    for data, theirs in zip(documents, javascript(documents), strict=True):
        assert theirs == python(data)


def histories() -> list[bytes]:
    """Cases of courts that went any way: answered, defaulted, conceded, withdrawn, appealed, joined, drawn in vain."""
    found = []
    for seed in range(HISTORIES):
        dice = random.Random(seed)  # noqa: S311 - likewise
        court, agent = replayed.setting()
        for seq in range(3):
            court.open(agent, seq=seq)
        for _ in range(2 + 4 * seed):
            court.move(dice.randrange(10**6))
        found += [case_bundle_of(court, number).serialise() for number in court.now.trials]
    return [*found, *proved()]


def proved() -> list[bytes]:
    """Cases that proofs ended, one of each class that statements can show."""
    court, agent = replayed.setting()
    for number, fault in enumerate(PROVABLE, start=1):
        court.open(agent, fault_class=fault, seq=number)
        court.end_by_proof(number)
        court.execute(number)
    return [case_bundle_of(court, number).serialise() for number in court.now.trials]


def test_sound_cases_hold_for_both_and_come_to_the_same():
    documents = [sample.BYTES, *histories()]
    states = set()
    for data, report in zip(documents, verify_all([one_line(data) for data in documents]), strict=True):
        ours = verify_case(parse_case_bundle(data))
        assert (ours.problems, seen(report)) == ((), (True, []))
        assert msgspec.json.decode(msgspec.json.encode(ours.summary)) == report["summary"]
        assert [line.state for line in ours.evidence] == [line["state"] for line in report["evidence"]]
        states.add((ours.summary.state, ours.summary.basis, ours.summary.round))
    assert len(states) > 5


@pytest.mark.parametrize("show", ["record", "receipt"])
def test_what_shows_the_action_is_told_alike(show):
    data = sample.BYTES if show == "record" else sample.on_receipt().serialise()
    (report,) = verify_all([one_line(data)])
    ours = verify_case(parse_case_bundle(data))
    assert report["ok"]
    assert report["action"]["shown_by"] == list(ours.action.shown_by) == [show]
    assert report["action"]["record_id"] == ours.action.record_id


def test_blocks_that_are_trusted_are_compared_by_both():
    pins = verify_case(sample.WHOLE).pins
    words = [word for pin in pins for word in ("--trust-block", pin)]
    whole, less = verify_all([one_line(sample.BYTES)], *words), verify_all([one_line(sample.BYTES)], *words[:2])
    assert (whole[0]["ok"], less[0]["ok"]) == (True, False)
    assert {item["code"] for item in less[0]["problems"]} == {"untrusted_block"}
    (asked,) = verify_all([one_line(sample.BYTES)], "--witness", "w+00000000+AAAA")
    assert [item["code"] for item in asked["problems"]] == ["bad_verifier_key"]
