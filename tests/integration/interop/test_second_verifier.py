"""Statements in COSE before the second verifier: it holds what ours holds, and refuses the rest by the same code."""

from __future__ import annotations

import json
import random
import subprocess
from datetime import UTC, datetime

import pytest

from ledger.chain.node_process import find_node
from ledger.cli.verify import app
from ledger.domain.note import public_bytes, verifier_key
from ledger.errors import LedgerError
from ledger.interop import cose
from ledger.interop.statements import check_statement
from tests.fakes.javascript import CLI, verify_statements
from tests.fakes.tamper_table import PAGE, STATEMENTS, rows, shown
from tests.integration.interop import test_scitt as scitt

KEY = ("--log-key", scitt.VKEY)
WHOLE = scitt.WHOLE


def with_receipt(receipt: object) -> bytes:
    return scitt.forged(scitt.statement(), lambda _: {394: receipt})


def signed_by_log(protected: dict[int, object]) -> bytes:
    """A statement whose signed header says something else, by the log's own hand."""
    payload = cose.read_sign1(scitt.statement()).payload
    return cose.sign1(scitt.KEY, protected, {394: [scitt.receipt()]}, payload)


CLAIMS = {1: scitt.scene.ORIGIN, 2: str(scitt.scene.AGENT), 6: scitt.AT}
CASES = {
    **{f"record {position}": scitt.statement(position) for position in range(len(scitt.RECORDS))},
    "resigned": scitt.resigned(lambda _: None),
    **{f"lie: {kind}": scitt.resigned(lie) for kind, lie in scitt.LIES.items()},
    **{f"receipt: {kind}": with_receipt([receipt]) for kind, receipt in scitt.RECEIPTS.items()},
    "receipt of a smaller tree": with_receipt([scitt.receipt(size=5)]),
    "no receipt": with_receipt([]),
    "two receipts": with_receipt([scitt.receipt(), scitt.receipt()]),
    "receipt of text": with_receipt("none"),
    "stranger's key": scitt.statement(key=scitt.STRANGER),
    "other leaf": scitt.statement(index=3),
    "other origin": scitt.statement(origin="other/log"),
    "claims of another agent": signed_by_log({3: "application/json", 15: {**CLAIMS, 2: "eip155:1:0x00/1"}}),
    "claims of another time": signed_by_log({3: "application/json", 15: {**CLAIMS, 6: scitt.AT + 1}}),
    "more claims": signed_by_log({3: "application/json", 15: {**CLAIMS, 7: "more"}}),
    "no claims": signed_by_log({3: "application/json"}),
    "other content": signed_by_log({3: "text/plain", 15: CLAIMS}),
    "detached": cose.sign1(scitt.KEY, {}, {394: [scitt.receipt()]}, b"x", detached=True),
    "bytes after it": WHOLE + b"\0",
    "cut off": WHOLE[:-1],
    "empty list": b"\xd2\x80",
    "headers of other kinds": b"\xd2\x84\x40\xa0\xf6\x01",
    "open length": b"\xd2\x9f" + WHOLE[2:] + b"\xff",
    "number not in its shortest form": WHOLE.replace(b"\xd2\x84\x58", b"\xd2\x84\x59\x00", 1),
}


def python(data: bytes) -> list[str]:
    try:
        found = check_statement(data, scitt.PUBLIC)
    except LedgerError as error:
        return [error.code]
    return [] if found.receipt.origin == scitt.scene.ORIGIN else ["other_log"]


def refused() -> dict[str, str]:
    """What is said of each kind that does not hold."""
    return {kind.removeprefix("lie: "): codes[0] for kind, data in CASES.items() if (codes := python(data))}


def flipped(times: int) -> list[bytes]:
    rng, out = random.Random(9), []  # noqa: S311 - places to spoil
    for _ in range(times):
        data = bytearray(WHOLE)
        data[rng.randrange(1, len(data))] ^= 1 << rng.randrange(8)  # the first byte says that it is COSE at all
        out.append(bytes(data))
    return out


def test_both_verifiers_hold_and_refuse_the_same_statements_by_the_same_code():
    reports = verify_statements(list(CASES.values()), *KEY)
    found = {kind: [item["code"] for item in report["problems"]] for kind, report in zip(CASES, reports, strict=True)}
    assert found == {kind: python(data) for kind, data in CASES.items()}
    held = {kind for kind, codes in found.items() if not codes}
    assert held == {
        "resigned",
        "receipt of a smaller tree",
        "other leaf",
        *(k for k in CASES if k.startswith("record ")),
    }


def test_the_page_holds_the_table_that_is_tested():
    table = rows("what Python and JavaScript say", refused())
    assert shown(PAGE.read_text(), STATEMENTS) == table, "run python -m tests.fakes.tamper_table"


def test_what_a_statement_proves_is_told_alike():
    for position, report in enumerate(verify_statements([scitt.statement(n) for n in range(3)], *KEY)):
        ours = check_statement(scitt.statement(position), scitt.PUBLIC)
        assert (report["ok"], report["record"], report["agent"], report["signer"]) == (
            True,
            ours.record_id,
            ours.agent,
            ours.signer,
        )
        receipt = ours.receipt
        whole = {"origin": receipt.origin, "leaf": receipt.index, "size": receipt.size, "at": receipt.at}
        assert report["receipt"] == {**whole, "root": receipt.root.hex()}


def test_no_flipped_bit_goes_unnoticed_by_either():
    spoilt = flipped(150)
    for data, report in zip(spoilt, verify_statements(spoilt, *KEY), strict=True):
        assert not report["ok"]
        assert python(data)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((), "no_log_key"),
        (("--log-key", "no key"), "bad_verifier_key"),
        (("--log-key", verifier_key("other/log", scitt.PUBLIC)), "other_log"),
        (("--log-key", verifier_key(scitt.scene.ORIGIN, public_bytes(scitt.STRANGER))), "bad_cose"),
    ],
)
def test_a_statement_is_held_against_the_key_that_is_named(words, code):
    (report,) = verify_statements([WHOLE], *words)
    assert [item["code"] for item in report["problems"]] == [code]


def test_both_commands_read_the_file_that_was_exported(tmp_path):
    file = tmp_path / "record.scitt"
    file.write_bytes(WHOLE)
    done = subprocess.run(
        [find_node(), str(CLI), str(file), *KEY, "--json"], capture_output=True, check=True, timeout=60
    )
    ours = json.loads(scitt.RUN.invoke(app, [str(file), *KEY, "--json"]).output)
    theirs = json.loads(done.stdout)
    assert {name: theirs[name] for name in ours} == ours


def test_times_are_told_to_the_millisecond_up_to_the_end_of_calendars():
    last = int(datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC).timestamp()) * 1000
    for ts in (0, 1, 1_700_000_000_001, last - 1, last + 999):
        record = scitt.said(0, ts=ts)
        segment = scitt.sign(
            scitt.make_header(scitt.scene.AGENT, 0, 1, 0, [record], scitt.ZERO32, 1), [record], scitt.scene.KEY
        )
        data = scitt.make_statement(
            scitt.KEY, scitt.scene.ORIGIN, scitt.scene.LOG, segment, scitt.Place(0, 1, [], 0), at=scitt.AT
        )
        (report,) = verify_statements([data], *KEY)
        assert (python(data), report["ok"]) == ([], True), ts
        moment = json.loads(cose.read_sign1(data).payload)["timestamp"]
        assert moment.endswith(f".{ts % 1000:03d}+00:00"), ts
