"""`ombud access`: keys to our API, what is read with them, and the key that signs its answers."""

from __future__ import annotations

import time
from typing import Annotated, Final

import typer
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.access.keys import KeyRow, Keys
from ledger.access.private import secret_at
from ledger.access.reads import ReadBook
from ledger.cli import context, output, reading
from ledger.cli.output import AsJson
from ledger.domain.note import public_bytes
from ledger.domain.roles import GIVEN, Role
from ledger.domain.thumbprint import encode_url, thumbprint
from ledger.errors import InvalidInputError
from ledger.home import Home

app = typer.Typer(help="Who may ask our API for what: key, signer, reads.", no_args_is_help=True, add_completion=False)
key = typer.Typer(help="API keys: create, list, revoke.", no_args_is_help=True)
app.add_typer(key, name="key")
_DAY: Final = 86_400
_DAYS: Final = 365
API_KEY: Final = "api"
"""Name of the key that signs answers, under `home/keys`."""


@key.command()
def create(
    label: Annotated[str, typer.Argument(help="Whom it is for.")],
    *,
    role: Annotated[list[str], typer.Option(help=f"What it lets its holder be: {', '.join(GIVEN)}.")],
    days: Annotated[int, typer.Option(min=1, max=3650, help="For how many days.")] = _DAYS,
    rate: Annotated[int | None, typer.Option(min=1, max=1_000_000, help="Requests a second, if not the usual.")] = None,
    as_json: AsJson = False,
) -> None:
    """Make a key. It is shown once: what is kept is a hash of it."""
    roles = [_role(name) for name in role]
    row, secret = _keys().create(roles, label, expires=int(time.time()) + days * _DAY, rate=rate)
    facts = {"id": row.id, "label": row.label, "roles": list(row.roles), "expires": row.expires, "key": secret}
    words = {"roles": ", ".join(row.roles), "expires": _end(row)}
    output.tell(facts, as_json=as_json, words=words, hint="keep it: it is not shown again")


@key.command(name="list")
def list_keys(*, as_json: AsJson = False) -> None:
    """List the keys, without what opens them."""
    rows = _keys().all()
    if as_json:
        output.as_json([_facts(row) for row in rows])
        return
    now = time.time()
    output.table(
        ("id", "label", "roles", "created", "expires", "state"),
        [
            (
                row.id,
                row.label,
                ", ".join(row.roles),
                reading.moment(row.created),
                _end(row),
                _state(row, now),
            )
            for row in rows
        ],
        empty="no keys",
    )


@key.command()
def revoke(key_id: Annotated[str, typer.Argument(help="Id of the key.")], *, as_json: AsJson = False) -> None:
    """End a key, at once and in every process."""
    row = _keys().revoke(key_id)
    output.tell(_facts(row), as_json=as_json, words={"roles": ", ".join(row.roles)})


@app.command()
def signer(*, as_json: AsJson = False) -> None:
    """Show the public key that signs our answers, for clients to pin."""
    secret = secret_at(Home(context.settings().home).key_file(API_KEY))
    public = public_bytes(Ed25519PrivateKey.from_private_bytes(secret))
    output.tell({"pin": encode_url(public), "keyid": thumbprint(public), "algorithm": "ed25519"}, as_json=as_json)


@app.command()
def reads(*, as_json: AsJson = False) -> None:
    """List what authorities read. For the desk alone: the chain has counts, not contents."""
    book = ReadBook(context.settings().access_folder, time.time)
    rows = [read for read, _ in book.since(0)]
    if as_json:
        output.as_json(rows)
        return
    output.table(
        ("when", "who", "ground", "asked"),
        [(reading.moment(read.at), read.who, read.ground, read.target) for read in rows],
        empty="no authority has read anything",
    )


def _keys() -> Keys:
    return Keys(context.settings().access_folder, time.time)


def _role(name: str) -> Role:
    try:
        return Role(name)
    except ValueError as error:
        raise InvalidInputError(
            f"{name!r} is no role", hint=f"a key carries {' or '.join(GIVEN)}", code="bad_role"
        ) from error


def _facts(row: KeyRow) -> dict[str, object]:
    kept = {"id": row.id, "label": row.label, "roles": list(row.roles), "created": row.created}
    return {**kept, "expires": row.expires, "revoked": row.revoked, "rate": row.rate, "state": _state(row, time.time())}


def _end(row: KeyRow) -> str:
    return "never" if row.expires is None else reading.moment(row.expires)


def _state(row: KeyRow, now: float) -> str:
    if row.revoked is not None:
        return "revoked"
    return "valid" if row.valid(now) else "over"
