"""Foreign files, plain or gzip, read line by line and never past a stated size."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ledger.errors import InvalidInputError, NotFoundError, TooLargeError

_GZIP_MAGIC: Final = b"\x1f\x8b"
_CHUNK: Final = 1 << 20


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, as hex."""
    state = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            state.update(chunk)
    return state.hexdigest()


def lines(path: Path, limit: int) -> Iterator[tuple[int, bytes]]:
    """Yield (number from 1, line) of a file; gzip is recognised by its first bytes.

    Args:
        path: The file.
        limit: Most bytes of a line, unpacked.

    Raises:
        InvalidInputError: if it breaks off, or is no gzip after all.
        NotFoundError: if there is no such file.
        TooLargeError: naming the line, if it is over the limit.
    """
    if not path.is_file():
        raise NotFoundError(
            f"there is no file {path}", hint="give the path of a .json, .jsonl or .jsonl.gz file", code="no_file"
        )
    with path.open("rb") as raw:
        packed = raw.read(len(_GZIP_MAGIC)) == _GZIP_MAGIC
        raw.seek(0)
        number = 0
        try:
            with gzip.open(raw) if packed else raw as file:
                while line := file.readline(limit + 1):
                    number += 1
                    if len(line) > limit:
                        raise TooLargeError(f"line {number} of {path} is over {limit} bytes", hint="split the file")
                    yield number, line
        except (OSError, EOFError, zlib.error) as error:
            raise InvalidInputError(
                f"{path} breaks off after line {number}: {error}", hint="fetch the file again", code="bad_gzip"
            ) from error
