"""Cosigned and stamped checkpoints, in bundles and alone: both verifiers count witnesses and check stamps."""

from __future__ import annotations

import functools
import json

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from typer.testing import CliRunner

from ledger.cli.verify import app
from ledger.domain import checkpoint_bundle
from ledger.domain.bundle import parse_bundle
from ledger.domain.case.bundle import parse_case_bundle
from ledger.domain.case.verify import verify_case
from ledger.domain.cosignature import cosign, make_policy, witness_key
from ledger.domain.hashing import keccak
from ledger.domain.note import LogState, parse_checkpoint, public_bytes, sign_checkpoint
from ledger.domain.signing import SessionKey
from ledger.domain.trust import Stamped, Trust
from ledger.domain.verify import verify_bundle
from ledger.errors import InvalidInputError
from ledger.interop.posting import HttpPost
from ledger.interop.timestamps import TimestampAuthority, check_stamp, read_roots
from tests.fakes import authority
from tests.fakes.case_facts import case_bundle_of, record_bundle_of
from tests.fakes.javascript import verify_all
from tests.integration.verifiers import test_tampering as tampering
from tests.unit.domain import test_bundle as sample
from tests.unit.domain import test_case_bundle as case

KEYS = [Ed25519PrivateKey.from_private_bytes(keccak(b"w" + bytes([number]))) for number in range(3)]
WITNESSES = [str(witness_key(f"w{number}", public_bytes(key))) for number, key in enumerate(KEYS)]
LOG_KEY = Ed25519PrivateKey.from_private_bytes(keccak(b"noted"))
OPERATOR = SessionKey(keccak(b"operator of noted"))
RUN = CliRunner()


def cosigned(note: str, *numbers: int, forged: bool = False) -> str:
    found = parse_checkpoint(note)
    state = LogState("other", 1, bytes(32)) if forged else found.state
    return found.with_lines([cosign(state, f"w{number}", KEYS[number], 9) for number in numbers]).serialise()


def witnessed(*numbers: int, **how) -> list[dict]:
    """A bundle and a checkpoint file that so many witnesses cosigned."""
    bundle = tampering.document(sample.build())
    bundle["anchors"][0]["note"] = cosigned(bundle["anchors"][0]["note"], *numbers, **how)
    alone = tampering.steps(4, 9)
    alone["note"] = cosigned(alone["note"], *numbers, **how)
    return [bundle, alone]


def python(document: dict, trust: Trust) -> list[str]:
    data = json.dumps(document).encode()
    if document["schema"] == checkpoint_bundle.SCHEMA:
        report = checkpoint_bundle.verify_checkpoint(checkpoint_bundle.parse_checkpoint_bundle(data), trust)
    else:
        report = verify_bundle(parse_bundle(data), trust)
    return sorted(problem.code for problem in report.problems)


@pytest.mark.parametrize(("needed", "holds"), [(2, {"two", "all"}), (3, {"all"}), (1, {"one", "two", "all"})])
def test_both_verifiers_count_the_witnesses_that_were_asked_for(needed, holds):
    documents = {
        "none": witnessed(),
        "one": witnessed(2),
        "two": witnessed(0, 2),
        "all": witnessed(0, 1, 2),
        "forged": witnessed(0, 1, 2, forged=True),
    }
    bare = tampering.document(sample.build())
    bare["anchors"][0]["note"] = None
    documents["no note"] = [bare]
    trust = Trust(witnesses=make_policy(WITNESSES, needed))
    flat = [one for pair in documents.values() for one in pair]
    words = [word for key in WITNESSES for word in ("--witness", key)] + ["--witnesses-needed", str(needed)]
    seen = iter(verify_all([json.dumps(one).encode() for one in flat], *words))
    for name, pair in documents.items():
        for document in pair:
            found = python(document, trust)
            assert ("too_few_witnesses" in found) == (name not in holds), name
            assert sorted(item["code"] for item in next(seen)["problems"]) == found


def test_whoever_asks_for_no_witness_needs_none():
    documents = witnessed(0)
    assert [python(one, Trust()) for one in documents] == [[], []]
    assert all(report["ok"] for report in verify_all([json.dumps(one).encode() for one in documents]))


@pytest.fixture(scope="module")
def stamped(tmp_path_factory):
    """A bundle and a checkpoint file with the stamp of a local authority; its root and a stranger's."""
    folder = tmp_path_factory.mktemp("stamped")
    root, other = authority.make_authority(folder / "own"), authority.make_authority(folder / "other")
    bundle, alone = witnessed()
    with authority.served(folder / "own") as url, HttpPost() as post:
        asked = TimestampAuthority(url, post)
        bundle["anchors"][0]["stamp"] = asked.stamp(parse_checkpoint(bundle["anchors"][0]["note"]).state).hex()
        alone["stamp"] = asked.stamp(parse_checkpoint(alone["note"]).state).hex()
    paths = []
    for name, document in (("bundle", bundle), ("alone", alone)):
        path = folder / f"{name}.json"
        path.write_text(json.dumps(document))
        paths.append(path)
    return paths, root, other


def test_a_stamp_is_carried_and_checked_offline(stamped):
    paths, root, other = stamped
    for path in paths:
        found = RUN.invoke(app, [str(path), "--tsa-root", str(root)])
        assert found.exit_code == 0, found.output
        assert "time stamp, " in found.output
        assert "Z" in found.output.split("time stamp, ")[1].splitlines()[0]
        unknown = RUN.invoke(app, [str(path)])
        assert (unknown.exit_code, "not checked: give --tsa-root" in unknown.output) == (0, True)
        refused = RUN.invoke(app, [str(path), "--tsa-root", str(other)])
        assert (refused.exit_code, "bad_timestamp" in refused.output) == (2, True)


def test_a_stamp_of_another_checkpoint_is_refused(stamped, tmp_path):
    (bundle, alone), root, _ = stamped
    document = json.loads(alone.read_text())
    document["stamp"] = "00" + document["stamp"][2:]
    moved = json.loads(bundle.read_text())
    moved["anchors"][0]["stamp"] = json.loads(alone.read_text())["stamp"]
    for name, forged in (("one", document), ("two", moved)):
        path = tmp_path / name
        path.write_text(json.dumps(forged))
        found = RUN.invoke(app, [str(path), "--tsa-root", str(root), "--json"])
        assert [problem["code"] for problem in json.loads(found.output)["problems"]][:1] == ["bad_timestamp"]


def lines(*documents: dict) -> list[bytes]:
    return [json.dumps(document).encode() for document in documents]


def test_the_second_verifier_says_when_nobody_named_a_root(stamped):
    paths, _, _ = stamped
    for report in verify_all(lines(*(json.loads(path.read_text()) for path in paths))):
        assert report["ok"]
        assert "the time stamp of " in report["unchecked"][0]
        assert [stamp["at"] for stamp in report["stamps"]] == [None]


def test_both_verifiers_read_the_same_time_from_a_stamp(stamped):
    paths, root, other = stamped
    documents = lines(*(json.loads(path.read_text()) for path in paths))
    for path, report in zip(paths, verify_all(documents, "--tsa-root", str(root)), strict=True):
        ours = json.loads(RUN.invoke(app, [str(path), "--tsa-root", str(root), "--json"]).output)
        assert (report["ok"], report["stamps"], report["unchecked"]) == (True, ours["stamps"], [])
    for report in verify_all(documents, "--tsa-root", str(other)):
        assert [problem["code"] for problem in report["problems"]][:1] == ["bad_timestamp"]


def test_reports_name_where_a_stamp_stands(stamped):
    (bundle, _), _, _ = stamped
    report = verify_bundle(parse_bundle(bundle.read_bytes()), Trust(stamps=lambda _stamp, _state: 5))
    assert report.stamps == (Stamped(f"anchor 3 of log {sample.LOG.hex()}", 5),)
    assert msgspec.to_builtins(report)["stamps"][0]["at"] == 5


def test_the_command_counts_witnesses(tmp_path):
    path = tmp_path / "bundle.json"
    path.write_text(json.dumps(witnessed(0, 1)[0]))
    keys = [word for key in WITNESSES for word in ("--witness", key)]
    held = RUN.invoke(app, [str(path), *keys, "--witnesses-needed", "2"])
    assert (held.exit_code, "cosigned by at least 2 of the 3 witnesses" in held.output) == (0, True)
    assert RUN.invoke(app, [str(path), *keys]).exit_code == 2
    assert isinstance(RUN.invoke(app, [str(path), "--witnesses-needed", "2"]).exception, InvalidInputError)


@functools.cache
def heard() -> bytes:
    """A case whose record lies under a checkpoint that the log signed."""
    court, agent, _ = case.setting()
    log = court.world.new_log("noted/log", OPERATOR.address, public_bytes(LOG_KEY))
    segment = agent.segment(3)
    record = record_bundle_of(court.world, agent, log, segment, 1)
    court.open(agent, seq=1, record=segment.record_ids()[1])
    court.respond(1)
    (anchor,) = record.anchors
    state = LogState("noted/log", anchor.size, bytes.fromhex(anchor.root))
    note = sign_checkpoint(state, LOG_KEY, OPERATOR, record.deployment.chain_id, log).serialise()
    noted = msgspec.structs.replace(record, anchors=(msgspec.structs.replace(anchor, note=note),))
    return case_bundle_of(court, beside=case.of(agent, "EpochOpened"), record=noted).serialise()


def case_file(*numbers: int, stamp: str | None = None) -> dict:
    """That case, its checkpoint cosigned by so many witnesses."""
    document = json.loads(heard())
    anchor = document["record"]["anchors"][0]
    anchor["note"] = cosigned(anchor["note"], *numbers)
    if stamp is not None:
        anchor["stamp"] = stamp
    return document


def of_case(document: dict, trust: Trust) -> tuple[list[str], list[int | None]]:
    report = verify_case(parse_case_bundle(json.dumps(document).encode()), trust)
    return sorted(problem.code for problem in report.problems), [stamp.at for stamp in report.stamps]


def test_witnesses_of_the_record_in_a_case_are_counted_by_both():
    bare = json.loads(case.on_receipt().serialise())
    documents = [case_file(), case_file(1), case_file(0, 2), bare]
    trust = Trust(witnesses=make_policy(WITNESSES, 2))
    words = [word for key in WITNESSES for word in ("--witness", key)] + ["--witnesses-needed", "2"]
    found = [of_case(document, trust)[0] for document in documents]
    assert found == [["too_few_witnesses"], ["too_few_witnesses"], [], ["no_checkpoint"]]
    reports = verify_all(lines(*documents), *words)
    assert [sorted(item["code"] for item in report["problems"]) for report in reports] == found


def test_the_stamp_of_the_record_in_a_case_is_checked_by_both(tmp_path):
    root = authority.make_authority(tmp_path)
    note = parse_checkpoint(case_file()["record"]["anchors"][0]["note"])
    own, other = (authority.stamp(tmp_path, text, authority.Kind()).hex() for text in (note.state.text, "other"))
    roots = read_roots(root.read_bytes())
    trust = Trust(stamps=lambda data, state: int(check_stamp(data, state, roots).timestamp()))
    documents = [case_file(stamp=own), case_file(stamp=other), case_file()]
    found = [of_case(document, trust) for document in documents]
    assert [codes for codes, _ in found] == [[], ["bad_timestamp"], []]
    reports = verify_all(lines(*documents), "--tsa-root", str(root))
    told = [[sorted({i["code"] for i in one["problems"]}), [at["at"] for at in one["stamps"]]] for one in reports]
    assert told == [list(one) for one in found]
    path = tmp_path / "case.json"
    path.write_text(json.dumps(documents[0]))
    assert "time stamp, record: anchor" in RUN.invoke(app, [str(path), "--tsa-root", str(root)]).output
