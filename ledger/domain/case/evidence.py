"""The evidence of a case: which files its events name, and whether those in a bundle are they.

A party names one file. That may be a list of several (`ombud/evidence-list/1`), whose files then belong to the case
too. Lists are strangers' work: one that cannot be read is a file like any other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from ledger.domain.case.facts import Step
from ledger.domain.case.parts import MAX_EVIDENCE_BYTES, UNKNOWN_TYPE, BundledEvidence, Presence, base64_length
from ledger.domain.evidence_list import ListedFile, parse_evidence_list
from ledger.domain.trust import Problem
from ledger.errors import InvalidInputError, LedgerError


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file that the case names: who named it, as what, and, in a list, under which name and type."""

    sha256: bytes
    by: str
    purpose: str
    name: str = ""
    media_type: str = UNKNOWN_TYPE


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """What a bundle holds of one file. `purpose` is claim, response, evidence or reasons; `size` in bytes."""

    sha256: str
    state: str
    by: str
    purpose: str
    name: str
    media_type: str
    size: int | None


def named_files(steps: Sequence[Step]) -> list[NamedFile]:
    """Return the files that events name, in order, each once."""
    found: dict[bytes, NamedFile] = {}
    for step in steps:
        args = step.args
        named = {
            "DisputeOpened": ("claimant", "claim", "evidenceHash"),
            "DisputeResponded": ("respondent", "response", "evidenceHash"),
            "EvidenceAdded": ("party", "evidence", "evidenceHash"),
            "VoteRevealed": ("arbitrator", "reasons", "reasonsHash"),
        }.get(step.name)
        if named is not None:
            by, purpose, digest = named
            found.setdefault(args[digest], NamedFile(args[digest], args[by], purpose))
    return list(found.values())


def with_lists(files: Sequence[NamedFile], read: Callable[[bytes], bytes | None]) -> list[NamedFile]:
    """Put the files of each list after it; a file that two name stays with the first, and gets a list's name for it.

    Args:
        files: What the case names.
        read: Returns the bytes of a file, None if they cannot be had.
    """
    found: dict[bytes, NamedFile] = {}
    for file in files:
        found.setdefault(file.sha256, file)
        for item in _listed(read(file.sha256)):
            digest = bytes.fromhex(item.sha256)
            known = found.get(digest, NamedFile(digest, file.by, file.purpose))
            if not known.name:
                found[digest] = replace(known, name=item.name, media_type=item.media_type)
    return list(found.values())


def collect(files: Sequence[NamedFile], fetch: Callable[[bytes], bytes | Presence]) -> list[BundledEvidence]:
    """Write down what the case names, lists resolved; what exceeds the limit of all files together is only named.

    Args:
        files: What the case names.
        fetch: Returns the bytes of a file, or why they cannot be had.
    """
    found = {file.sha256: fetch(file.sha256) for file in files}

    def read(digest: bytes) -> bytes | None:
        data = found.get(digest)
        return data if isinstance(data, bytes) else None

    bundled, left = [], base64_length(MAX_EVIDENCE_BYTES)
    for file in with_lists(files, read):
        data = found[file.sha256] if file.sha256 in found else fetch(file.sha256)
        if isinstance(data, str):
            bundled.append(BundledEvidence.absent(file.sha256, data, file.media_type))
        elif base64_length(len(data)) > left:
            bundled.append(BundledEvidence.absent(file.sha256, "too_large", file.media_type))
        else:
            bundled.append(BundledEvidence.of(data, file.media_type))
            left -= base64_length(len(data))
    return bundled


def check_evidence(
    bundled: Sequence[BundledEvidence], steps: Sequence[Step]
) -> tuple[list[Problem], list[EvidenceLine]]:
    """Check that a bundle holds or names exactly the files of the case, in order, and that each hashes to its name."""
    problems: list[Problem] = []
    contents: dict[bytes, bytes | None] = {}
    for item in bundled:
        digest = bytes.fromhex(item.sha256)
        if digest in contents:
            problems.append(Problem(f"evidence {item.sha256}", "duplicate_evidence", "it is here twice"))
        try:
            contents[digest] = item.data()
        except LedgerError as error:
            contents[digest] = None
            problems.append(Problem(f"evidence {item.sha256}", error.code, error.message))
    files = with_lists(named_files(steps), contents.get)
    held = {item.sha256: item for item in bundled}
    problems += _compare([file.sha256.hex() for file in files], list(held))
    lines = []
    for file in files:
        kept = held.get(file.sha256.hex())
        if kept is not None and kept.media_type != file.media_type:
            reason = f"its media type is {kept.media_type}, and nobody named another than {file.media_type}"
            problems.append(Problem(f"evidence {kept.sha256}", "other_media_type", reason))
        data = contents.get(file.sha256)
        lines.append(
            EvidenceLine(
                sha256=file.sha256.hex(),
                state=kept.state if kept is not None else "missing",
                by=file.by,
                purpose=file.purpose,
                name=file.name,
                media_type=file.media_type,
                size=None if data is None else len(data),
            )
        )
    return problems, lines


def _compare(named: Sequence[str], held: Sequence[str]) -> Iterator[Problem]:
    for digest in named:
        if digest not in held:
            yield Problem(f"evidence {digest}", "missing_evidence", "the case names it, and the bundle does not")
    for digest in held:
        if digest not in named:
            yield Problem(f"evidence {digest}", "idle_evidence", "nothing in the case names it")
    if set(named) == set(held) and list(named) != list(held):
        yield Problem("evidence", "out_of_order", "the files are not in the order in which the case names them")


def _listed(data: bytes | None) -> Sequence[ListedFile]:
    try:
        return parse_evidence_list(data).files if data is not None else ()
    except InvalidInputError:
        return ()
