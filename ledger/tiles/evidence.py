"""The evidence store: files under the SHA-256 of their content, each with a record of what is known about it.

    file/<2 digits>/<sha256>            the bytes
    kept/<2 digits>/<sha256>/<class>    one claim to keep them, and since when; the longest counts
    entry/<2 digits>/<sha256>           size, media type, first seen, submitter; written last
    hold/<2 digits>/<sha256>/<case>     a case that forbids their removal
    withheld/<2 digits>/<sha256>        they are kept, and not shown any more

A file is never changed: other bytes are another file. Claims and holds are objects of their own, only added to, so
that two writers lose neither. Nothing read is trusted: bytes that do not hash to their name are refused. Media type
and submitter are what the submitter said; nothing here proves them.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO, Final, Literal

import msgspec

from ledger.errors import (
    ConflictError,
    InvalidInputError,
    NotAuthorisedError,
    NotFoundError,
    ProofError,
    TooLargeError,
    UnavailableError,
)
from ledger.tiles import retention
from ledger.tiles.evidence_forms import check_case, check_media_type, check_text, parse_name
from ledger.tiles.store import FolderStore, ObjectStore, make_folder

MAX_FILE_BYTES: Final = 16 * 1024 * 1024
"""A screenshot, a transcript or a bundle fits; a dump is split, or named by its hash and kept elsewhere."""
UNKNOWN_TYPE: Final = "application/octet-stream"
CHANGED: Final = "evidence_changed"
ENTRY_SCHEMA: Final = "ombud/evidence/1"
_CHUNK: Final = 1 << 20
_SHARDS: Final = tuple(f"{number:02x}" for number in range(256))

State = Literal["present", "missing", "withheld"]


@dataclass(frozen=True, slots=True)
class Availability:
    """Whether the bytes can be had: `present`, `missing` (not where they should be), or `withheld` since (Unix s)."""

    state: State
    since: int | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known about one file; times are Unix seconds.

    `retention` is the class that keeps it longest, `keep_until` how long at least; `holds` names the cases that
    forbid its removal until they are lifted.
    """

    sha256: str
    size: int
    media_type: str
    first_seen: int
    submitter: str
    retention: str
    keep_until: int
    holds: tuple[str, ...]
    availability: Availability


class _Entry(msgspec.Struct, frozen=True, kw_only=True):
    schema: str = ENTRY_SCHEMA
    sha256: str
    size: int
    media_type: str
    first_seen: int
    submitter: str


class _Mark(msgspec.Struct, frozen=True, kw_only=True):
    since: int
    reason: str = ""


class EvidenceStore:
    """Evidence files over any object store.

    Args:
        store: Where they lie.
        clock: Unix seconds.
    """

    def __init__(self, store: ObjectStore, *, clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._clock = clock
        self._lock = threading.Lock()

    def put(
        self,
        content: BinaryIO | bytes,
        *,
        media_type: str = UNKNOWN_TYPE,
        retention_class: str = retention.ORDINARY,
        submitter: str,
    ) -> tuple[Evidence, bool]:
        """Keep a file. The same bytes again change nothing, but may be kept longer.

        Args:
            content: At most 16 MiB.
            media_type: What the submitter says it is.
            retention_class: One of `retention.CLASSES`.
            submitter: Who brings it, as they say.

        Returns:
            What is known about it, and whether it is new.

        Raises:
            InvalidInputError: if it is empty, or a word about it has another form.
            TooLargeError: if it is over the limit.
            UnavailableError: if the disk refuses; submitting it again finishes what was begun.
        """
        kind, by = check_media_type(media_type), check_text(submitter, "submitter")
        claim = retention.check_class(retention_class)
        data = content if isinstance(content, bytes) else _read(content)
        check_size(len(data))
        if not data:
            raise InvalidInputError("the file is empty", hint="evidence has content", code="empty_evidence")
        name = hashlib.sha256(data).hexdigest()
        entry = _Entry(sha256=name, size=len(data), media_type=kind, first_seen=self._now(), submitter=by)
        try:
            with self._lock:
                new = self._keep(entry, data, claim)
        except OSError as error:
            raise UnavailableError(
                f"the evidence store cannot be written: {error.strerror}",
                hint="free or repair the disk",
                code="evidence_refused",
            ) from error
        return self.meta(name), new

    def meta(self, sha256: str) -> Evidence:
        """Return what is known about a file.

        Raises:
            NotFoundError: if it was never submitted.
            ProofError: if its entry is damaged.
        """
        name = parse_name(sha256)
        entry = self._entry(name)
        claims = [
            (kind, self._marked("kept", name, kind).since)
            for kind in self._names("kept", name)
            if kind in retention.CLASSES
        ]
        longest, until = retention.keep_until(claims or [(retention.ORDINARY, entry.first_seen)])
        return Evidence(
            sha256=name,
            size=entry.size,
            media_type=entry.media_type,
            first_seen=entry.first_seen,
            submitter=entry.submitter,
            retention=longest,
            keep_until=until,
            holds=tuple(self._names("hold", name)),
            availability=self._availability(name),
        )

    def get(self, sha256: str) -> bytes:
        """Return a file's bytes, having hashed them.

        Raises:
            NotFoundError: if it was never submitted, or its bytes are missing.
            NotAuthorisedError: if it is withheld.
            ProofError: naming the hash, if its bytes are not the ones submitted.
        """
        known = self.meta(sha256)
        if known.availability.state == "withheld":
            raise NotAuthorisedError(
                f"evidence {known.sha256} is withheld since {known.availability.since}: {known.availability.reason}",
                hint="its hash and what is known about it stay",
                code="evidence_withheld",
            )
        try:
            data = self._store.get(_path("file", known.sha256))
        except NotFoundError as error:
            raise NotFoundError(
                f"the bytes of evidence {known.sha256} are missing",
                hint="whoever holds them may submit them again",
                code="evidence_missing",
            ) from error
        found = hashlib.sha256(data).hexdigest()
        if found != known.sha256:
            raise _damaged(f"evidence {known.sha256} was changed: its bytes hash to {found}")
        return data

    def page(self, after: str = "", limit: int = 50) -> tuple[list[Evidence], bool]:
        """Return up to `limit` files in the order of their hashes, from after a hash on, and whether there are more."""
        start = parse_name(after) if after else ""
        names: list[str] = []
        for shard in _SHARDS[int(start[:2] or "0", 16) :]:
            paths = self._store.list(f"entry/{shard}/", f"entry/{shard}/{start}" if start[:2] == shard else "")
            names += (path.rpartition("/")[2] for path in paths)
            if len(names) > limit:
                break
        return [self.meta(name) for name in names[:limit]], len(names) > limit

    def hold(self, sha256: str, case: str, reason: str = "") -> None:
        """Forbid removal for the sake of a case; any number of cases may.

        Raises:
            NotFoundError: if it was never submitted.
        """
        self._mark(_path("hold", self.meta(sha256).sha256, check_case(case)), reason)

    def lift(self, sha256: str, case: str) -> None:
        """End a case's hold; one that is not there is no error."""
        self._store.delete(_path("hold", parse_name(sha256), check_case(case)))

    def withhold(self, sha256: str, reason: str) -> None:
        """Show the bytes to nobody any more; they are kept, and the first date stays.

        Raises:
            NotFoundError: if it was never submitted.
        """
        path = _path("withheld", self.meta(sha256).sha256)
        if not self._has(path):
            self._mark(path, check_text(reason, "reason"))

    def release(self, sha256: str) -> None:
        """Show the bytes again."""
        self._store.delete(_path("withheld", parse_name(sha256)))

    def remove(self, sha256: str) -> None:
        """Remove a file's bytes; what is known about it stays, and says that they are missing.

        Raises:
            NotFoundError: if it was never submitted.
            ConflictError: if a case holds it, or it must be kept still.
        """
        with self._lock:
            known = self.meta(sha256)
            if known.holds:
                raise ConflictError(
                    f"evidence {known.sha256} is held by {', '.join(known.holds)}",
                    hint="a hold ends when its case does",
                    code="evidence_held",
                )
            if self._now() < known.keep_until:
                raise ConflictError(
                    f"evidence {known.sha256} is kept until {known.keep_until} ({known.retention})",
                    hint=retention.CLASSES[known.retention].rule,
                    code="evidence_retained",
                )
            self._store.delete(_path("file", known.sha256))

    # -- inside -----------------------------------------------------------------------------------------------

    def _keep(self, entry: _Entry, data: bytes, claim: str) -> bool:
        name = entry.sha256
        if not self._holds_whole(name):
            self._store.put(_path("file", name), data)
        if not self._is_claimed(name, claim):
            self._mark(_path("kept", name, claim), "")
        new = not self._knows(name)
        if new:
            self._store.put(_path("entry", name), msgspec.json.encode(entry))
        return new

    def _now(self) -> int:
        return int(self._clock())

    def _has(self, path: str) -> bool:
        return path in self._store.list(path)

    def _holds_whole(self, name: str) -> bool:
        try:
            return hashlib.sha256(self._store.get(_path("file", name))).hexdigest() == name
        except NotFoundError:
            return False

    def _is_claimed(self, name: str, claim: str) -> bool:
        try:
            self._marked("kept", name, claim)
        except (NotFoundError, ProofError):  # a damaged claim begins anew
            return False
        return True

    def _knows(self, name: str) -> bool:
        try:
            self._entry(name)
        except (NotFoundError, ProofError):  # a damaged entry is written anew
            return False
        return True

    def _entry(self, name: str) -> _Entry:
        try:
            entry = msgspec.json.decode(self._store.get(_path("entry", name)), type=_Entry)
        except NotFoundError as error:
            raise NotFoundError(
                f"there is no evidence {name}",
                hint="see `ombud evidence list`, or GET /v1/evidence",
                code="no_such_evidence",
            ) from error
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise _damaged(f"the entry of evidence {name} is damaged: {error}") from error
        if (entry.sha256, entry.schema) != (name, ENTRY_SCHEMA):
            raise _damaged(f"the entry of evidence {name} is that of another file")
        return entry

    def _mark(self, path: str, reason: str) -> None:
        self._store.put(path, msgspec.json.encode(_Mark(since=self._now(), reason=reason)))

    def _marked(self, *parts: str) -> _Mark:
        path = _path(*parts)
        try:
            return msgspec.json.decode(self._store.get(path), type=_Mark)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise _damaged(f"object {path} of the evidence store is damaged") from error

    def _names(self, kind: str, name: str) -> list[str]:
        return [path.rpartition("/")[2] for path in self._store.list(_path(kind, name) + "/")]

    def _availability(self, name: str) -> Availability:
        if self._has(_path("withheld", name)):
            mark = self._marked("withheld", name)
            return Availability("withheld", mark.since, mark.reason)
        return Availability("present" if self._has(_path("file", name)) else "missing")


class _PrivateFolder(FolderStore):
    """A folder that only its owner may enter: evidence may be personal."""

    def put(self, path: str, data: bytes) -> None:
        """Write an object, in a folder of mode 0700."""
        make_folder(self._root, 0o700)
        super().put(path, data)


def open_evidence(folder: Path) -> EvidenceStore:
    """Return the evidence store in a folder; it is made when the first file is put."""
    return EvidenceStore(_PrivateFolder(folder))


def check_size(size: int) -> None:
    """See that a file of this many bytes is taken.

    Raises:
        TooLargeError: if not.
    """
    if size > MAX_FILE_BYTES:
        raise TooLargeError(
            f"the file is over the limit of {MAX_FILE_BYTES} bytes", hint="split it", limit=str(MAX_FILE_BYTES)
        )


def _path(kind: str, name: str, *more: str) -> str:
    return "/".join((kind, name[:2], name, *more))


def _read(stream: BinaryIO) -> bytes:
    data = bytearray()
    while chunk := stream.read(_CHUNK):
        check_size(len(data) + len(chunk))
        data += chunk
    return bytes(data)


def _damaged(message: str) -> ProofError:
    """Make the error for what the store does not hold as it was put: not the fault of whoever asks."""
    error = ProofError(message, hint="restore it from a copy; submitting the file again repairs it", code=CHANGED)
    error.http_status = HTTPStatus.INTERNAL_SERVER_ERROR
    return error
