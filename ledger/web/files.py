"""Our own static files and those of others beside them, read once, each under an address that names its bytes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from ledger.web import sending

FOLDER: Final = Path(__file__).parent / "static"
_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_TAG_DIGITS: Final = 16
_MODULES: Final = "vendor/verifier/"
_NOT_FOUND: Final = 404
_NOT_MODIFIED: Final = 304


@dataclass(frozen=True, slots=True)
class File:
    """One file: its bytes, their type and their tag."""

    data: bytes
    media_type: str
    tag: str


class Files:
    """All files of a folder that browsers may have.

    Args:
        folder: Where they lie.
    """

    def __init__(self, folder: Path = FOLDER) -> None:
        self._files = {str(path.relative_to(folder)): _read(path) for path in sorted(folder.rglob("*")) if _fits(path)}

    def addresses(self) -> dict[str, str]:
        """Return the address of each file; one that changes gets another, so it can be kept for long."""
        return {name: f"/static/{name}?{file.tag}" for name, file in self._files.items()}

    def answer(self, request: Request) -> Response:
        """Send a file.

        Modules import each other by plain names, so they are asked for again each time; the rest is kept for a year.
        """
        name = str(request.path_params["name"])
        file = self._files.get(name)
        if file is None:
            return Response("no such file\n", _NOT_FOUND, media_type="text/plain", headers=sending.HEADERS)
        kept = request.url.query == file.tag and not name.startswith(_MODULES)
        headers = {**sending.HEADERS, "etag": f'"{file.tag}"'}
        headers["cache-control"] = "public, max-age=31536000, immutable" if kept else "no-cache"
        if sending.is_named(request, headers["etag"]):
            return Response(status_code=_NOT_MODIFIED, headers=headers)
        return Response(file.data, headers=headers, media_type=file.media_type)


def _fits(path: Path) -> bool:
    return path.is_file() and path.suffix in _TYPES


def _read(path: Path) -> File:
    data = path.read_bytes()
    return File(data, _TYPES[path.suffix], hashlib.sha256(data).hexdigest()[:_TAG_DIGITS])
