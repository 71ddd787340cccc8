"""API keys: shown once, kept as hashes.

    ombud_<id, 12 hex digits>_<secret, 43 letters of base64url>

A secret is 32 random bytes, so a fast hash keeps it; what the file holds is HMAC-SHA256 under a pepper that lies in
another file, over a salt of the key's own and the secret. Who takes the file alone can test no guess.

    access/keys.json   one row a key; written whole, read anew when it has changed, so that a revocation holds at once
    access/pepper.key  32 bytes in hex
"""

from __future__ import annotations

import base64
import hmac
import re
import secrets
import threading
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Final

import msgspec

from ledger.access.private import locked, replace_private, secret_at
from ledger.domain.roles import GIVEN, Caller, Role
from ledger.errors import InvalidInputError, NotFoundError, NotIdentifiedError, SetupError

SCHEMA: Final = "ombud/access-keys/1"
MAX_LABEL: Final = 80
_SECRET_BYTES: Final = 32
_ID_BYTES: Final = 6
_SALT_BYTES: Final = 16
_FORM: Final = re.compile(r"ombud_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")
_NOBODY: Final = bytes(_SECRET_BYTES)


class KeyRow(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of a key: never the key. Times are Unix seconds; `rate` is requests a second, None for the usual."""

    id: str
    label: str
    roles: tuple[Role, ...]
    salt: str
    hash: str
    created: int
    expires: int | None = None
    revoked: int | None = None
    rate: int | None = None

    def valid(self, now: float) -> bool:
        """Whether it is neither revoked nor over."""
        return self.revoked is None and (self.expires is None or now < self.expires)


class _File(msgspec.Struct, frozen=True, kw_only=True):
    schema: str = SCHEMA
    keys: tuple[KeyRow, ...] = ()


class Keys:
    """The keys of one machine; safe to share between threads and processes.

    Args:
        folder: Where they are kept; made when the first key is.
        clock: Unix seconds.
    """

    def __init__(self, folder: Path, clock: Callable[[], float]) -> None:
        self._file = folder / "keys.json"
        self._pepper_file = folder / "pepper.key"
        self._clock = clock
        self._turn = threading.Lock()
        self._seen: tuple[int, int, int] | None = None
        self._rows: dict[str, KeyRow] = {}
        self._pepper = b""

    def create(
        self, roles: Collection[Role], label: str, *, expires: int | None = None, rate: int | None = None
    ) -> tuple[KeyRow, str]:
        """Make a key.

        Args:
            roles: What it lets its holder be; authority or operator.
            label: Whom it is for, as the operator says.
            expires: When it ends, Unix seconds.
            rate: Requests a second; None for the usual.

        Returns:
            What is kept, and the key itself, which nobody can read again.

        Raises:
            InvalidInputError: if a role cannot be given, or the label is none.
        """
        wrong = sorted(role for role in roles if role not in GIVEN)
        if wrong or not roles:
            raise InvalidInputError(
                f"a key carries {' or '.join(GIVEN)}, not {', '.join(wrong) or 'nothing'}",
                hint="parties and arbitrators sign in with their wallets",
                code="bad_role",
            )
        if not label.strip() or len(label) > MAX_LABEL or not label.isprintable():
            raise InvalidInputError(
                f"the label has {len(label)} characters, not 1 to {MAX_LABEL} plain ones", code="bad_label"
            )
        secret, salt = secrets.token_bytes(_SECRET_BYTES), secrets.token_bytes(_SALT_BYTES)
        pepper = secret_at(self._pepper_file)
        row = KeyRow(
            id=secrets.token_hex(_ID_BYTES),
            label=label,
            roles=tuple(sorted(set(roles))),
            salt=salt.hex(),
            hash=_hash(pepper, salt, secret).hex(),
            created=int(self._clock()),
            expires=expires,
            rate=rate,
        )
        with locked(self._file):
            self._write([*self._read(), row])
        return row, f"ombud_{row.id}_{base64.urlsafe_b64encode(secret).rstrip(b'=').decode()}"

    def all(self) -> list[KeyRow]:
        """Return what is kept of every key, oldest first."""
        return self._read()

    def revoke(self, key_id: str) -> KeyRow:
        """End a key; one that was revoked keeps its first date.

        Raises:
            NotFoundError: if there is none of this id.
        """
        with locked(self._file):
            rows = {row.id: row for row in self._read()}
            row = rows.get(key_id)
            if row is None:
                raise NotFoundError(
                    f"there is no key {key_id!r}", hint="see `ombud access key list`", code="no_such_key"
                )
            if row.revoked is None:
                row = rows[key_id] = msgspec.structs.replace(row, revoked=int(self._clock()))
                self._write(list(rows.values()))
        return row

    def caller(self, key: str) -> Caller:
        """Return who holds a key.

        Raises:
            NotIdentifiedError: if it is not a valid key of ours; which part is wrong is not said.
        """
        match = _FORM.fullmatch(key)
        row = self._known().get(match[1]) if match is not None else None
        secret = base64.urlsafe_b64decode(match[2] + "=") if match is not None else _NOBODY
        salt, wanted = (bytes.fromhex(row.salt), bytes.fromhex(row.hash)) if row else (_NOBODY, _NOBODY)
        same = hmac.compare_digest(_hash(self._pepper, salt, secret), wanted)
        if row is None or not same or not row.valid(self._clock()):
            raise NotIdentifiedError(
                "this key is unknown, over or revoked", hint="ask the operator for another", code="bad_key"
            )
        return Caller(f"key:{row.id}", frozenset({Role.PUBLIC, *row.roles}), rate=row.rate)

    # -- inside -----------------------------------------------------------------------------------------------

    def _known(self) -> dict[str, KeyRow]:
        """Return the rows, read again only if the file is another one."""
        try:
            found = self._file.stat()
        except FileNotFoundError:
            return {}
        seen = (found.st_ino, found.st_mtime_ns, found.st_size)
        with self._turn:
            if seen != self._seen:
                self._rows, self._seen = {row.id: row for row in self._read()}, seen
                self._pepper = secret_at(self._pepper_file)
            return self._rows

    def _read(self) -> list[KeyRow]:
        try:
            found = msgspec.json.decode(self._file.read_bytes(), type=_File)
        except FileNotFoundError:
            return []
        except msgspec.DecodeError as error:
            raise SetupError(f"{self._file} is damaged: {error}", hint="restore it from a copy") from error
        if found.schema != SCHEMA:
            raise SetupError(f"{self._file} has schema {found.schema!r}, not {SCHEMA!r}", code="bad_key_file")
        return list(found.keys)

    def _write(self, rows: list[KeyRow]) -> None:
        replace_private(self._file, msgspec.json.format(msgspec.json.encode(_File(keys=tuple(rows)))))


def _hash(pepper: bytes, salt: bytes, secret: bytes) -> bytes:
    return hmac.digest(pepper, b"ombud/access-key/1" + salt + secret, "sha256")
