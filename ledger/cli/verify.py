"""`ombud verify`: check a bundle offline. Imports neither web3 nor Redis nor FastAPI, and opens no connection."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

import msgspec
import typer

from ledger.cli import exported, output, statement
from ledger.cli.case_words import show_case
from ledger.cli.output import AsJson
from ledger.domain.bad_json import BAD_JSON
from ledger.domain.bundle import parse_bundle
from ledger.domain.case.bundle import parse_case_bundle
from ledger.domain.case.ruling import ReasonedRuling, reasoned_ruling
from ledger.domain.case.verify import CaseReport, verify_case
from ledger.domain.checkpoint_bundle import SCHEMA as CHECKPOINT_SCHEMA
from ledger.domain.checkpoint_bundle import CheckpointReport, parse_checkpoint_bundle, verify_checkpoint
from ledger.domain.cosignature import make_policy
from ledger.domain.ids import parse_hex32
from ledger.domain.trust import StampCheck, Trust
from ledger.domain.verify import Report, verify_bundle
from ledger.errors import InvalidInputError, NotFoundError, ProofError, TooLargeError

app = typer.Typer(help="Check a bundle offline.", add_completion=False)
LARGEST_BYTES: Final = 512 * 1024 * 1024
STDIN: Final = "-"
COSE: Final = b"\xd2"
"""First byte of a tagged COSE_Sign1; no JSON begins so."""
CASES: Final = "ombud/case/"
"""What schemas of case bundles begin with."""
DEPLOYMENT_SCHEMA: Final = "ombud/deployment/1"


class _Contract(msgspec.Struct):
    address: str


class _Deployment(msgspec.Struct):
    """What a deployment file says of contracts; `ledger.chain` writes it, but importing that costs web3."""

    schema: str
    chain_id: int
    contracts: dict[str, _Contract]


@app.command()
def verify(
    file: Annotated[
        Path,
        typer.Argument(
            help="The bundle of a record, session, dispute or checkpoint, or a statement in COSE (- for stdin); or the "
            "folder of an export."
        ),
    ],
    *,
    trust_block: Annotated[
        list[str] | None, typer.Option(help="Hash of a block you trust; may be given several times.")
    ] = None,
    deployment: Annotated[Path | None, typer.Option(help="Deployment file of the contracts you trust.")] = None,
    witness: Annotated[
        list[str] | None, typer.Option(help="Verifier key of a witness that must have cosigned; several times.")
    ] = None,
    witnesses_needed: Annotated[
        int | None, typer.Option(help="How many of the named witnesses are enough; all if not given.")
    ] = None,
    log_key: Annotated[
        str | None, typer.Option(help="Verifier key of the log, for a statement in COSE; see GET /v1/status.")
    ] = None,
    tsa_root: Annotated[
        Path | None, typer.Option(help="Root certificates (PEM) of the time-stamp authorities you trust.")
    ] = None,
    export_key: Annotated[
        str | None, typer.Option(help="Thumbprint of the key that must have signed an export's manifest.")
    ] = None,
    ruling: Annotated[
        bool, typer.Option("--ruling", help="Of a dispute: print its ruling, made again from the bundle alone (JSON).")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Recompute every hash, path, signature, receipt and step of a bundle. Exit code 2 if one does not hold."""
    if file.is_dir():
        exported.verify(file, _trust(trust_block or [], deployment), export_key, as_json=as_json)
        return
    data = _read(file)
    if data[:1] == COSE:
        statement.verify(data, log_key, as_json=as_json)
        return
    trust = replace(
        _trust(trust_block or [], deployment),
        witnesses=make_policy(witness or [], witnesses_needed),
        stamps=_stamps(tsa_root) if tsa_root else None,
    )
    report = _verify(data, trust)
    if ruling and report.ok:
        output.as_json(_ruling(report, data))
    elif as_json:
        output.as_json({**_plain(report), "ok": report.ok, "trusted_blocks": sorted(trust.block_hashes)})
    else:
        _show(report, trust)
    if not report.ok:
        raise typer.Exit(ProofError.exit_code)


def _read(file: Path) -> bytes:
    try:
        with sys.stdin.buffer if str(file) == STDIN else file.open("rb") as source:
            data = source.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise NotFoundError(
            f"{file} cannot be read: {error.strerror}",
            hint="export one with `ombud record bundle` or `ombud dispute bundle`",
            code="no_file",
        ) from error
    if len(data) > LARGEST_BYTES:
        raise TooLargeError(f"{file} is over {LARGEST_BYTES} bytes")
    return data


def _trust(blocks: list[str], deployment: Path | None) -> Trust:
    hashes = frozenset(parse_hex32(text, what="--trust-block").hex() for text in blocks)
    if deployment is None:
        return Trust(block_hashes=hashes)
    try:
        content = msgspec.json.decode(_read(deployment), type=_Deployment)
    except BAD_JSON as error:
        raise InvalidInputError(f"deployment file {deployment}: {error}", code="bad_deployment") from error
    if content.schema != DEPLOYMENT_SCHEMA:
        raise InvalidInputError(
            f"deployment file {deployment} has schema {content.schema!r}",
            hint=f"this version reads {DEPLOYMENT_SCHEMA}",
            code="bad_deployment",
        )
    addresses = {name: entry.address for name, entry in content.contracts.items()}
    return Trust(block_hashes=hashes, contracts=addresses, chain_id=content.chain_id)


class _Head(msgspec.Struct):
    """What says of which kind a bundle is."""

    schema: str = ""


def _verify(data: bytes, trust: Trust) -> Report | CaseReport | CheckpointReport:
    try:
        schema = msgspec.json.decode(data, type=_Head).schema
    except BAD_JSON:
        schema = ""  # the parser says what is wrong
    if schema == CHECKPOINT_SCHEMA:
        return verify_checkpoint(parse_checkpoint_bundle(data), trust)
    if schema.startswith(CASES):
        return verify_case(parse_case_bundle(data), trust)
    return verify_bundle(parse_bundle(data), trust)


def _ruling(report: Report | CaseReport | CheckpointReport, data: bytes) -> ReasonedRuling:
    if not isinstance(report, CaseReport):
        raise InvalidInputError("only disputes are ruled on", hint="give a case bundle", code="no_ruling")
    return reasoned_ruling(parse_case_bundle(data))


def _plain(report: Report | CaseReport | CheckpointReport) -> dict[str, object]:
    plain: dict[str, object] = msgspec.to_builtins(report)
    return plain


def _show(report: Report | CaseReport | CheckpointReport, trust: Trust) -> None:
    if report.ok:
        output.line(f"holds: {report.subject}", style="bold green")
    else:
        output.line(f"does not hold: {report.subject}", style="bold red")
        for problem in report.problems:
            output.line(f"  {problem.where}: {problem.reason} [{problem.code}]")
    if isinstance(report, CheckpointReport):
        output.line(f"{report.size} entries")
    else:
        _show_pins(report, trust)
    _show_stamps(report, trust)
    output.line("does not prove:")
    for sentence in report.does_not_prove:
        output.line(f"  {sentence}")


def _stamps(file: Path) -> StampCheck:
    """Return what checks time stamps, under the roots in a file."""
    from ledger.interop.timestamps import check_stamp, read_roots  # noqa: PLC0415 - needs an extra

    roots = read_roots(_read(file))
    return lambda stamp, state: int(check_stamp(stamp, state, roots).timestamp())


def _show_stamps(report: Report | CaseReport | CheckpointReport, trust: Trust) -> None:
    if trust.witnesses is not None and report.ok:
        output.line(f"cosigned by at least {trust.witnesses.needed} of the {len(trust.witnesses.witnesses)} witnesses")
    for stamp in report.stamps:
        when = (
            datetime.fromtimestamp(stamp.at, UTC).strftime("%Y-%m-%d %H:%M:%SZ")
            if stamp.at is not None
            else "not checked: give --tsa-root"
        )
        output.line(f"time stamp, {stamp.where}: {when}")


def _show_pins(report: Report | CaseReport, trust: Trust) -> None:
    if isinstance(report, CaseReport):
        show_case(report)
        output.line(f"{report.facts} events, chain {report.chain_id}")
    else:
        output.line(f"{report.records} records in {report.segments} segments, chain {report.chain_id}")
    compared = "compared with the blocks you trust" if trust.block_hashes else "not compared: give --trust-block"
    output.line(f"rests on these blocks ({compared}):")
    for pin in report.pins:
        output.line(f"  {pin}")
    if not trust.contracts:
        output.line("rests on these contracts (not compared: give --deployment):")
        for name, address in sorted(report.contracts.items()):
            output.line(f"  {name} {address}")
