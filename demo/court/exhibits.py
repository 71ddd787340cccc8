"""Evidence as it goes to the store and comes back: through the API, named by its hash, checked by whoever reads it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from demo.api import Api
from ledger.domain.evidence_list import (
    MEDIA_TYPE,
    ListedFile,
    evidence_hash,
    evidence_uri,
    make_evidence_list,
    parse_evidence_list,
)
from ledger.errors import ProofError

JSON: Final = "application/json"
TEXT: Final = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Paper:
    """One file to be filed: its name, its type, its bytes."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Filed:
    """Evidence of one party in the store: what the court is given, and what it holds."""

    hash: bytes
    uri: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """Evidence of one party as a reader has it: the party's statement, and the files by name."""

    statement: str
    files: Mapping[str, bytes]


def file_evidence(api: Api, papers: Sequence[Paper], statement: str, submitter: str) -> Filed:
    """Give files and the list that names them to the store.

    Args:
        api: The API in front of the store.
        papers: The files.
        statement: What they show, in the party's words.
        submitter: Who brings them.

    Raises:
        httpx.HTTPStatusError: if the store refuses one.
    """
    listed = [
        ListedFile(
            media_type=paper.media_type, name=paper.name, sha256=_give(api, paper, submitter), size=len(paper.data)
        )
        for paper in papers
    ]
    data = make_evidence_list(listed, statement)
    _give(api, Paper("list.json", MEDIA_TYPE, data), submitter)
    return Filed(evidence_hash(data), evidence_uri(evidence_hash(data)), tuple(paper.name for paper in papers))


def file_text(api: Api, text: str, submitter: str) -> bytes:
    """Give one text to the store; returns its SHA-256."""
    return bytes.fromhex(_give(api, Paper("text", TEXT, text.encode()), submitter))


def read_evidence(api: Api, hash_: str) -> Read:
    """Fetch evidence by the hash that the court was given, and every file that it names.

    Args:
        api: The API in front of a store; it is not trusted.
        hash_: 64 hex digits.

    Raises:
        ProofError: if bytes are not the ones that were named.
        InvalidInputError: if it is no list.
        httpx.HTTPStatusError: if a file cannot be had.
    """
    listed = parse_evidence_list(_fetch(api, hash_))
    return Read(listed.statement, {file.name: _fetch(api, file.sha256) for file in listed.files})


def _give(api: Api, paper: Paper, submitter: str) -> str:
    return str(api.post("/v1/evidence", paper.data, paper.media_type, {"X-Ombud-Submitter": submitter})["sha256"])


def _fetch(api: Api, hash_: str) -> bytes:
    data = api.file(f"/v1/evidence/{hash_}")
    if hashlib.sha256(data).hexdigest() != hash_:
        raise ProofError(f"the store gave other bytes for {hash_}", hint="ask another store", code="evidence_changed")
    return data
