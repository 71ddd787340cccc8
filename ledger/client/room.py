"""The evidence room of one dispute, as the API opens it to whoever signed in; nothing is sealed or opened here."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import msgspec

from ledger.client.wire import decoded
from ledger.domain.sealed_file import MEDIA_TYPE, Grant
from ledger.queries.sealed import RoomView
from ledger.tiles.evidence import Evidence

Send = Callable[..., bytes]
"""Sends a request in the caller's name: method, path, `body=`, `media_type=`."""


class EvidenceRoom:
    """Sealed files and grants of one dispute.

    Args:
        send: Sends requests.
        dispute: Its number or global id.
    """

    def __init__(self, send: Send, dispute: int | str) -> None:
        self._send = send
        self._path = f"/v1/disputes/{quote(str(dispute), safe=':/')}/room"

    def view(self) -> RoomView:
        """The sealed files that the dispute rests on, and who can open each."""
        return decoded(RoomView, self._send("GET", self._path))

    def bring(self, sealed: bytes) -> Evidence:
        """Bring a sealed file. It is of the room once its hash was given to the court (`ombud dispute evidence`)."""
        return decoded(Evidence, self._send("POST", self._path, body=sealed, media_type=MEDIA_TYPE))

    def sealed(self, sha256: str) -> bytes:
        """A sealed file as it lies there; `sealed_file.open_granted` sees that it is the one that was asked for."""
        return self._send("GET", f"{self._path}/{quote(sha256, safe='')}")

    def granted(self, sha256: str) -> Grant:
        """The caller's own grant of a sealed file."""
        return decoded(Grant, self._send("GET", f"{self._path}/{quote(sha256, safe='')}/grant"))

    def grant(self, given: Grant) -> None:
        """Bring a grant that `sealed_file.grant` made."""
        body = {name: value for name, value in msgspec.to_builtins(given).items() if name != "evidence"}
        self._send("POST", f"{self._path}/{given.evidence}/grants", body=body)

    def revoke(self, sha256: str, reader: str) -> None:
        """Take the grant of a file to a reader back. What was read stays read."""
        self._send("DELETE", f"{self._path}/{quote(sha256, safe='')}/grants/{quote(reader, safe='')}")
