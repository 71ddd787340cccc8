"""Payloads under keys of their own, so that one of them can be forgotten: who destroys its key has erased it.

payload-keys.bin   64 bytes a commitment: root || key; an erased key is all zeros
openings.log       in place of a plain opening: root || 0xff || 12-byte nonce || AES-256-GCM(u8 field || salt || value),
                   with the root as associated data
holds.json         records that must not be erased, each with its reason

The record keeps its commitment, so everything that was proved stays proved; without salt and value nobody can open it.
Copies of the key file (backups, snapshots of a file system) must be destroyed as well: that is for whoever makes them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final, Literal

import msgspec

from ledger.domain.commitment import SALT_BYTES
from ledger.errors import ConflictError, InvalidInputError, NotFoundError
from ledger.sdk.frame_log import FileOpener
from ledger.sdk.payload import FIELD_NAMES, Opening
from ledger.tiles import frames
from ledger.tiles.append_file import OsAppendFile
from ledger.tiles.store import FolderStore

Payloads = Literal["plain", "sealed", "none"]
SEALED: Final = 0xFF
_HASH: Final = 32
_NONCE: Final = 12
_SLOT: Final = 2 * _HASH
_KEYS: Final = "payload-keys.bin"
_HOLDS: Final = "holds.json"


class Vault:
    """The keys of one spool's payloads. Whoever writes holds the spool's lock.

    Args:
        folder: The spool's folder.
        open_file: Opens the file of keys.
    """

    def __init__(self, folder: Path, open_file: FileOpener = OsAppendFile) -> None:
        self._path = folder / _KEYS
        self._open_file = open_file
        self._store = FolderStore(folder)

    def seal(self, openings: Sequence[Opening]) -> list[bytes]:
        """Return openings as they are kept; openings of one root share a key, which is on its way to disk first."""
        keys: dict[bytes, bytes] = {}
        for opening in openings:
            keys.setdefault(opening.root, os.urandom(_HASH))
        file = self._open_file(self._path)
        try:
            torn = file.size() % _SLOT
            if torn:
                file.truncate(file.size() - torn)
            file.append(b"".join(root + key for root, key in keys.items()))
        finally:
            file.close()
        return [_seal(opening, keys[opening.root]) for opening in openings]

    def erase(self, roots: set[bytes]) -> int:
        """Destroy the keys of commitments; returns how many there were. Each is overwritten where it lies."""
        if not self._path.exists():
            return 0
        data = self._path.read_bytes()
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CLOEXEC)
        destroyed = 0
        try:
            for at in range(0, len(data) - _SLOT + 1, _SLOT):
                if data[at : at + _HASH] in roots and any(data[at + _HASH : at + _SLOT]):
                    os.pwrite(descriptor, bytes(_HASH), at + _HASH)
                    destroyed += 1
            os.fdatasync(descriptor)
        finally:
            os.close(descriptor)
        return destroyed

    def sync(self) -> None:
        """Force the keys to stable storage."""
        if self._path.exists():
            file = self._open_file(self._path)
            file.sync()
            file.close()

    def read(self, file: frames.Readable) -> Iterator[Opening]:
        """Yield the openings of an `openings.log`, plain and sealed; those whose key was destroyed are gone."""
        keys = self._keys()
        for frame in frames.scan(file):
            data = frame.payload
            if len(data) > _HASH and data[_HASH] == SEALED:
                key = keys.get(data[:_HASH])
                if key is not None:
                    yield _unseal(data, key)
            else:
                yield Opening.unpack(data)

    def hold(self, record_id: str, reason: str) -> None:
        """Forbid the erasure of a record's payloads, durably."""
        self._store.put(_HOLDS, msgspec.json.encode({**self.holds(), record_id: reason}))

    def release(self, record_id: str) -> None:
        """Lift a hold."""
        self._store.put(
            _HOLDS, msgspec.json.encode({name: why for name, why in self.holds().items() if name != record_id})
        )

    def holds(self) -> dict[str, str]:
        """Return what must not be erased, and why."""
        try:
            data = self._store.get(_HOLDS)
        except NotFoundError:
            return {}
        return msgspec.json.decode(data, type=dict[str, str])

    def check_free(self, record_id: str, disputed: Callable[[str], str | None]) -> None:
        """Refuse to erase what is held, or what a dispute is about.

        Args:
            record_id: The record.
            disputed: Says which dispute names a record, None if none does.

        Raises:
            ConflictError: naming the reason.
        """
        reason = self.holds().get(record_id) or disputed(record_id)
        if reason is not None:
            raise ConflictError(
                f"record {record_id} must be kept: {reason}", hint="erase it when that has ended", code="held"
            )

    def _keys(self) -> dict[bytes, bytes]:
        data = self._path.read_bytes() if self._path.exists() else b""
        slots = (data[at : at + _SLOT] for at in range(0, len(data) - _SLOT + 1, _SLOT))
        return {slot[:_HASH]: slot[_HASH:] for slot in slots if any(slot[_HASH:])}


def _seal(opening: Opening, key: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - paid by who seals

    nonce, plain = os.urandom(_NONCE), opening.pack()[_HASH:]
    return opening.root + bytes([SEALED]) + nonce + AESGCM(key).encrypt(nonce, plain, opening.root)


def _unseal(data: bytes, key: bytes) -> Opening:
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - likewise
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - likewise

    root, nonce, sealed = data[:_HASH], data[_HASH + 1 : _HASH + 1 + _NONCE], data[_HASH + 1 + _NONCE :]
    try:
        plain = AESGCM(key).decrypt(nonce, sealed, root)
        return Opening(root, FIELD_NAMES[plain[0]], plain[1 : 1 + SALT_BYTES], plain[1 + SALT_BYTES :])
    except (InvalidTag, KeyError, IndexError) as error:
        raise InvalidInputError(f"the payload of {root.hex()} cannot be read", code="bad_opening") from error
