"""Checking an export offline: its signature, each file against its hash, each bundle against the chain's words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

import msgspec

from ledger.domain.bundle import parse_bundle
from ledger.domain.case.bundle import parse_case_bundle
from ledger.domain.case.verify import verify_case
from ledger.domain.export.manifest import MANIFEST, SIGNATURE, ExportedFile, Manifest, check_signature, parse
from ledger.domain.trust import Trust
from ledger.domain.verify import verify_bundle
from ledger.errors import LedgerError, NotFoundError

RECORDS: Final = "records"
CASE: Final = "case"
LIST: Final = "list"
DATA: Final = "data"
PAGE: Final = "page"
TOOL: Final = "tool"
"""Kinds of files: bundle of records, case bundle, list with a line an item, other JSON; a page for people and programs,
of which no more is checked than that they are the files that were signed."""
DOES_NOT_PROVE: Final = (
    "that the named blocks are on the canonical chain: compare their hashes with a node you trust",
    "that whoever signed is who you think: compare the key with the one that answers at the API",
    "what stands only in a list: the signature says that the mirror said so",
    "that nothing happened unrecorded",
    "that the page shows what is in the files, or that the verifier beside them is ours: take one that you trust",
)


@dataclass(frozen=True, slots=True)
class ExportProblem:
    """What does not hold, and in which file."""

    where: str
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was found; `records`, `disputes` and `listed` are how many of each hold."""

    subject: str
    keyid: str
    manifest: Manifest | None
    files: int
    records: int
    disputes: int
    listed: int
    problems: tuple[ExportProblem, ...]

    @property
    def ok(self) -> bool:
        """Whether all of it holds."""
        return not self.problems


def verify_export(
    read: Callable[[str], bytes], names: Iterable[str], trust: Trust, *, keyid: str | None = None
) -> ExportReport:
    """Check an export.

    Args:
        read: Returns the bytes of a file of the folder; raises `NotFoundError` if there is none.
        names: The files in the folder.
        trust: Which blocks and contracts are trusted.
        keyid: Whose signature is wanted; anybody's if not given.

    Raises:
        InvalidInputError: if manifest or signature have another form.
        NotFoundError: if one of them is missing.
    """
    data = read(MANIFEST)
    problems: list[ExportProblem] = []
    signer = ""
    try:
        signer = check_signature(data, read(SIGNATURE)).keyid
    except LedgerError as error:
        problems.append(_problem(SIGNATURE, error))
    if keyid is not None and signer and signer != keyid:
        problems.append(ExportProblem(SIGNATURE, "other_key", f"signed by {signer}, not by {keyid}"))
    manifest = parse(data)
    wanted = {file.name for file in manifest.files} | {MANIFEST, SIGNATURE}
    problems += [ExportProblem(name, "unknown_file", "is not in the manifest") for name in sorted({*names} - wanted)]
    counted = dict.fromkeys((RECORDS, CASE, LIST, DATA), 0)
    for file in manifest.files:
        found = list(_check(file, manifest, read, trust))
        problems += found
        counted[file.kind] = counted.get(file.kind, 0) + (0 if found else file.items)
    for kind, told in (("records", RECORDS), ("disputes", CASE)):
        if not problems and manifest.counts.get(kind) != counted[told]:
            problems.append(ExportProblem(MANIFEST, "bad_count", f"{kind}: {counted[told]} are in the files"))
    return ExportReport(
        subject=f"export of chain {manifest.chain_id} as of block {manifest.as_of.number}",
        keyid=signer,
        manifest=manifest,
        files=len(manifest.files),
        records=counted[RECORDS],
        disputes=counted[CASE],
        listed=counted[LIST],
        problems=tuple(problems),
    )


def _check(
    file: ExportedFile, manifest: Manifest, read: Callable[[str], bytes], trust: Trust
) -> Iterator[ExportProblem]:
    try:
        data = read(file.name)
    except NotFoundError as error:
        yield _problem(file.name, error)
        return
    if len(data) != file.size or sha256(data).hexdigest() != file.sha256:
        yield ExportProblem(file.name, "changed_file", "its bytes do not hash to what the manifest says")
        return
    try:
        yield from _OF_KINDS[file.kind](file, manifest, data, trust)
    except KeyError:
        yield ExportProblem(file.name, "bad_kind", f"kind {file.kind[:40]!r} is unknown")
    except (LedgerError, msgspec.DecodeError) as error:
        yield _problem(file.name, error)


def _records(file: ExportedFile, manifest: Manifest, data: bytes, trust: Trust) -> Iterator[ExportProblem]:
    bundle = parse_bundle(data)
    report = verify_bundle(bundle, trust)
    yield from (ExportProblem(f"{file.name}: {one.where}", one.code, one.reason) for one in report.problems)
    yield from _of_one_world(file, manifest, report.chain_id, report.contracts)
    if report.records != file.items:
        yield ExportProblem(file.name, "bad_count", f"{report.records} records, not {file.items}")
    if (bundle.as_of.number, bundle.as_of.hash) != (manifest.as_of.number, manifest.as_of.hash):
        yield ExportProblem(file.name, "other_block", f"is as of block {bundle.as_of.number} {bundle.as_of.hash}")


def _case(file: ExportedFile, manifest: Manifest, data: bytes, trust: Trust) -> Iterator[ExportProblem]:
    report = verify_case(parse_case_bundle(data), trust)
    yield from (ExportProblem(f"{file.name}: {one.where}", one.code, one.reason) for one in report.problems)
    yield from _of_one_world(file, manifest, report.chain_id, report.contracts)


def _of_one_world(
    file: ExportedFile, manifest: Manifest, chain_id: int, contracts: Mapping[str, str]
) -> Iterator[ExportProblem]:
    other = [name for name, address in contracts.items() if manifest.contracts.get(name, address) != address]
    if chain_id != manifest.chain_id or other:
        yield ExportProblem(file.name, "other_world", "is of another chain, or of other contracts")


def _list(file: ExportedFile, _manifest: Manifest, data: bytes, _trust: Trust) -> Iterator[ExportProblem]:
    lines = data.split(b"\n")
    if lines.pop() or len(lines) != file.items:
        yield ExportProblem(file.name, "bad_count", f"{len(lines)} lines, not {file.items}")
    for line in lines:
        msgspec.json.decode(line)


def _data(_file: ExportedFile, _manifest: Manifest, data: bytes, _trust: Trust) -> Iterator[ExportProblem]:
    msgspec.json.decode(data)
    yield from ()


def _as_signed(_file: ExportedFile, _manifest: Manifest, _data: bytes, _trust: Trust) -> Iterator[ExportProblem]:
    yield from ()


_OF_KINDS: Final = {
    RECORDS: _records,
    CASE: _case,
    LIST: _list,
    DATA: _data,
    PAGE: _as_signed,
    TOOL: _as_signed,
}


def _problem(where: str, error: Exception) -> ExportProblem:
    if isinstance(error, LedgerError):
        return ExportProblem(where, error.code, error.message)
    return ExportProblem(where, "bad_json", str(error))
