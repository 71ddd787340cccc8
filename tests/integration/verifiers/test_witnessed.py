"""Cosigned and stamped checkpoints, in bundles and alone: both verifiers count witnesses; Python checks stamps."""

from __future__ import annotations

import json

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from typer.testing import CliRunner

from ledger.cli.verify import app
from ledger.domain import checkpoint_bundle
from ledger.domain.bundle import parse_bundle
from ledger.domain.cosignature import cosign, make_policy, witness_key
from ledger.domain.hashing import keccak
from ledger.domain.note import LogState, parse_checkpoint, public_bytes
from ledger.domain.trust import Stamped, Trust
from ledger.domain.verify import verify_bundle
from ledger.errors import InvalidInputError
from ledger.interop.posting import HttpPost
from ledger.interop.timestamps import TimestampAuthority
from tests.fakes import authority
from tests.fakes.javascript import verify_all
from tests.integration.verifiers import test_tampering as tampering
from tests.unit.domain import test_bundle as sample

KEYS = [Ed25519PrivateKey.from_private_bytes(keccak(b"w" + bytes([number]))) for number in range(3)]
WITNESSES = [str(witness_key(f"w{number}", public_bytes(key))) for number, key in enumerate(KEYS)]
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


def test_the_second_verifier_says_that_it_did_not_look_at_stamps(stamped):
    paths, _, _ = stamped
    for report in verify_all([json.dumps(json.loads(path.read_text())).encode() for path in paths]):
        assert report["ok"]
        assert "the time stamp" in report["unchecked"][0]


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


def test_a_case_has_no_checkpoint_to_be_witnessed(tmp_path):
    path = tmp_path / "case.json"
    path.write_text('{"schema": "ombud/case/1"}')
    found = RUN.invoke(app, [str(path), "--witness", WITNESSES[0]]).exception
    assert getattr(found, "code", "") == "no_checkpoint"
