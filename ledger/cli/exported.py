"""Checking the folder of an export offline, for `ombud verify`: neither web3 nor Redis is imported."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import typer

from ledger.cli import output
from ledger.domain.export.verify import DOES_NOT_PROVE, ExportReport, verify_export
from ledger.domain.trust import Trust
from ledger.errors import NotFoundError, ProofError


def reader(folder: Path) -> Callable[[str], bytes]:
    """Return what reads files of a folder; a manifest names none outside of it."""

    def read(name: str) -> bytes:
        try:
            return (folder / name).read_bytes()
        except OSError as error:
            raise NotFoundError(
                f"{name} is missing from the export", hint="fetch the export again", code="no_file"
            ) from error

    return read


def verify(folder: Path, trust: Trust, keyid: str | None, *, as_json: bool) -> None:
    """Check an export and say what was found. Exit code 2 if something does not hold."""
    names = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()]
    report = verify_export(reader(folder), names, trust, keyid=keyid)
    if as_json:
        plain: dict[str, object] = msgspec.to_builtins(report)
        output.as_json({**plain, "ok": report.ok, "does_not_prove": DOES_NOT_PROVE})
    else:
        _show(report, pinned=keyid is not None)
    if not report.ok:
        raise typer.Exit(ProofError.exit_code)


def _show(report: ExportReport, *, pinned: bool) -> None:
    word, style = ("holds", "bold green") if report.ok else ("does not hold", "bold red")
    output.line(f"{word}: {report.subject}", style=style)
    for problem in report.problems:
        output.line(f"  {problem.where}: {problem.reason} [{problem.code}]")
    proved = f"{report.records} records and {report.disputes} disputes proved"
    output.line(f"{proved}, {report.listed} lines listed, in {report.files} files")
    manifest = report.manifest
    if manifest is not None:
        output.line(f"finality {manifest.finality}, complete: {str(manifest.complete).lower()}")
        for line in manifest.left_out:
            output.line(f"  left out: {line}")
    output.line(f"signed by {report.keyid or 'nobody'}{'' if pinned else ' (not compared: give --export-key)'}")
    output.line("does not prove:")
    for sentence in DOES_NOT_PROVE:
        output.line(f"  {sentence}")
