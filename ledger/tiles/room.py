"""The evidence room: reading keys of accounts, and grants of sealed files; the files are evidence like any other.

    reading-key/<account, lower case>     the newest that the account signed and brought
    grant/<sha256>/<account>              one file's key, wrapped for one account

Nothing here opens a file without a reader's secret key, and nothing is trusted when it is read: signatures and
wrappings are checked by those who use them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, TypeVar

import msgspec

from ledger.domain.ids import checksum, parse_hex32
from ledger.domain.sealed_file import Grant, ReadingKey
from ledger.errors import ConflictError, NotFoundError, TooLargeError
from ledger.tiles.store import FolderStore, ObjectStore, make_folder

MAX_GRANTS: Final = 64
"""Readers of one file: seven seats twice, parties and their counsel fit."""
T = TypeVar("T")


class Room:
    """Reading keys and grants over any object store.

    Args:
        store: Where they lie.
    """

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    def keep_key(self, key: ReadingKey) -> None:
        """Keep the reading key of an account, in the place of an earlier one; the caller has checked it."""
        self._store.put(f"reading-key/{key.account.lower()}", msgspec.json.encode(key))

    def key(self, account: str) -> ReadingKey:
        """Return the reading key of an account.

        Raises:
            NotFoundError: if it brought none.
        """
        path = f"reading-key/{checksum(account).lower()}"
        return self._get(path, ReadingKey, f"{account} has brought no reading key", "no_reading_key")

    def keep_grant(self, grant: Grant) -> None:
        """Keep a grant; the caller has checked its form. One that stands for the same reader and key is left.

        Raises:
            ConflictError: if the reader has another grant of the file for this reading key.
            TooLargeError: if the file has as many readers as may be.
        """
        folder = f"grant/{grant.evidence}"
        path = f"{folder}/{grant.reader.lower()}"
        known = self._store.list(folder + "/")
        if path in known:
            before = self.grant(grant.evidence, grant.reader)
            if before.public == grant.public:
                raise ConflictError(
                    f"{grant.reader} has a grant of {grant.evidence} already",
                    hint="a reader with a new reading key can be granted anew",
                    code="granted_before",
                )
        elif len(known) >= MAX_GRANTS:
            raise TooLargeError(f"the file has {MAX_GRANTS} readers", hint="seal it again for others")
        self._store.put(path, msgspec.json.encode(grant))

    def grant(self, evidence: str, account: str) -> Grant:
        """Return the grant of a file to an account.

        Raises:
            NotFoundError: if there is none.
        """
        path = f"grant/{parse_hex32(evidence, what='evidence').hex()}/{checksum(account).lower()}"
        return self._get(path, Grant, f"{evidence} is not granted to {account}", "not_granted")

    def drop_grant(self, evidence: str, account: str) -> None:
        """Take back the grant of a file to an account. What it has read by then, it keeps.

        Raises:
            NotFoundError: if there is none.
        """
        found = self.grant(evidence, account)
        self._store.delete(f"grant/{found.evidence}/{found.reader.lower()}")

    def readers(self, evidence: str) -> list[str]:
        """Return the accounts that a file is granted to, in the order of their letters."""
        prefix = f"grant/{parse_hex32(evidence, what='evidence').hex()}/"
        return [checksum(path.rpartition("/")[2]) for path in self._store.list(prefix)]

    def _get(self, path: str, kind: type[T], missing: str, code: str) -> T:
        try:
            data = self._store.get(path)
        except NotFoundError as error:
            raise NotFoundError(missing, hint="see docs/operators.md", code=code) from error
        return msgspec.json.decode(data, type=kind)


def open_room(folder: Path) -> Room:
    """Return the evidence room in a folder that only its owner enters."""
    make_folder(folder, 0o700)
    return Room(FolderStore(folder))
