"""`ombud room`: sealed evidence of a dispute, for its panel. Files are sealed and opened on this machine alone."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from ledger.chain import court, progress
from ledger.chain.node import Chain
from ledger.cli import acting, context, exhibits, keyfile, output, patience, wiring
from ledger.cli.acting import KeyFile, OwnerOf, Password, Signer
from ledger.cli.output import AsJson
from ledger.cli.reading import Output
from ledger.cli.sharing import shared
from ledger.cli.votes import Number
from ledger.client import Client
from ledger.client.room import EvidenceRoom
from ledger.domain import sealed_file
from ledger.domain.evidence_list import evidence_uri
from ledger.domain.hashing import sha256 as sha256_of
from ledger.domain.ids import Address, checksum, parse_hex32
from ledger.domain.panel import Ballot
from ledger.domain.sealed_file import Opened
from ledger.domain.signing import SessionKey
from ledger.errors import ConflictError, NotFoundError, ProofError
from ledger.home import Home

app = typer.Typer(
    help="Sealed evidence, which a panel alone reads: key, add, list, open, grant, revoke.",
    no_args_is_help=True,
    add_completion=False,
)
Sha256 = Annotated[str, typer.Argument(help="SHA-256 of the sealed file, 64 hex digits; see `ombud room list`.")]
Reader = Annotated[str, typer.Argument(help="Account whose grant is taken back.")]
Readers = Annotated[
    list[str] | None, typer.Option("--to", help="Grant it to this account; else to every seat that has none.")
]


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks, and which API."""

    key: KeyFile = None
    agent: OwnerOf = None
    password: Password = ""
    api: Annotated[str | None, typer.Option(help="The API; the one of this machine if not given.")] = None
    pin: Annotated[str | None, typer.Option(help="The key that signs its answers; `ombud access signer`.")] = None

    def wallet(self) -> SessionKey:
        """Read the key of the account that asks."""
        return acting.signer(context.settings(), self.key, self.agent, self.password)

    def signer(self) -> Signer:
        """Return who signs transactions: the same."""
        return Signer(self.key, self.agent, self.password)

    @contextmanager
    def opened(self) -> Iterator[Client]:
        """Open the API and sign in.

        Raises:
            NotIdentifiedError: if the API does not take the account for what it is.
            UnavailableError: if it cannot be reached.
        """
        with Client(self.api or context.settings().api_address, pinned=self.pin) as client:
            client.sign_in(self.wallet())
            yield client


@dataclass(frozen=True, slots=True)
class _Granted:
    """To whom a file was granted just now, and who brought no key to grant it for."""

    to: list[str]
    without_key: list[str]

    def say(self) -> None:
        """Tell people."""
        for account in self.to:
            output.line(f"granted to {account}")
        for account in self.without_key:
            output.line(f"{account} has no reading key yet; grant it later, when it has run `ombud room key`")


@app.command()
@shared
def key(*, visitor: Visitor, as_json: AsJson = False) -> None:
    """Make the key that your account reads sealed evidence with, if there is none, and tell the API."""
    wallet, settings = visitor.wallet(), context.settings()
    file = Home(settings.home).reading_key(wallet.address)
    if not file.exists():
        keyfile.write_secret(file, secrets.token_bytes(sealed_file.KEY_BYTES))
    made = sealed_file.make_reading_key(keyfile.read_secret(file), wallet, settings.chain_id)
    with visitor.opened() as client:
        client.bring_reading_key(made)
    facts = {"account": made.account, "reading_key": made.public, "key_file": str(file)}
    output.tell(facts, as_json=as_json, hint="keep the file: what is granted to you opens with nothing else")


@app.command()
@shared
def add(
    number: Number,
    file: Annotated[Path, typer.Argument(help="The file, at most 16 MiB once it is sealed.")],
    *,
    visitor: Visitor,
    as_json: AsJson = False,
) -> None:
    """Seal a file, bring it, give its hash to the court, and grant it to each seat that has a reading key."""
    home = Home(context.settings().home)
    sealed, secret = sealed_file.seal(exhibits.read_file(file), name=file.name, media_type=exhibits.type_of(file))
    name = sha256_of(sealed).hex()
    keyfile.write_secret(home.sealed_key(name), secret)
    with visitor.opened() as client:
        client.room(number).bring(sealed)
        with visitor.signer().opened() as sender:
            dispute = court.find(sender.chain, number)
            hash_ = bytes.fromhex(name)
            sent = court.submit_evidence(sender, dispute.case, dispute.policy, hash_, evidence_uri(hash_))
            seats = _seats(sender.chain, number)
        patience.until_read(lambda: client.status().as_of.number, sent.block)
        found = _grant(client, number, sealed, secret, seats)
    if as_json:
        facts = {"dispute": number, "sha256": name, "key_file": str(home.sealed_key(name)), "tx": sent.tx.hex()}
        output.as_json({**facts, "block": sent.block, "granted": found.to, "without_key": found.without_key})
        return
    output.line(f"sealed and given to the court: {name} (block {sent.block}, tx {sent.tx.hex()})")
    found.say()
    output.line(f"its key is in {home.sealed_key(name)}; without it nobody can be granted the file", style="dim")


@app.command(name="list")
@shared
def list_sealed(number: Number, *, visitor: Visitor, as_json: AsJson = False) -> None:
    """List the sealed files of a dispute, who gave them, and who can open them."""
    account = visitor.wallet().address
    with visitor.opened() as client:
        view = client.room(number).view()
    if as_json:
        output.as_json(view)
        return
    output.line(f"you are {', '.join(view.part)} here")
    rows = [
        (file.sha256, file.size, file.availability, ", ".join(file.given_by), _whom(file.readers, account))
        for file in view.files
    ]
    output.table(("sha256", "bytes", "availability", "given by", "readers"), rows, empty="no sealed files")


@app.command(name="open")
@shared
def open_sealed(number: Number, sha256: Sha256, *, visitor: Visitor, file: Output = None) -> None:
    """Open a sealed file with your grant, or with its key if it was sealed here; nobody else sees what is in it."""
    wallet = visitor.wallet()
    with visitor.opened() as client:
        found = _opened(client.room(number), _hash(sha256), wallet.address)
    if file is None:
        sys.stdout.buffer.write(found.content)
        return
    _write_private(file, found.content)
    output.note(f"wrote {file} ({len(found.content)} bytes); its sealer calls it {_said(found)}")


@app.command()
@shared
def grant(number: Number, sha256: Sha256, *, to: Readers = None, visitor: Visitor, as_json: AsJson = False) -> None:
    """Grant a file that was sealed here to seats that were drawn or brought their key since, or to others."""
    name = _hash(sha256)
    secret = _secret_of(name)
    with visitor.opened() as client:
        room = client.room(number)
        has = next((file.readers for file in room.view().files if file.sha256 == name), [])
        if to:
            wanted = [checksum(account) for account in to]
        else:
            with wiring.opened_chain(context.settings()) as chain:
                wanted = [seat for seat in _seats(chain, number) if seat not in has]
        found = _grant(client, number, room.sealed(name), secret, wanted)
    if as_json:
        output.as_json({"dispute": number, "sha256": name, "granted": found.to, "without_key": found.without_key})
        return
    found.say()
    if not found.to and not found.without_key:
        output.line("every seat has it already, or none was drawn yet")


@app.command()
@shared
def revoke(number: Number, sha256: Sha256, reader: Reader, *, visitor: Visitor, as_json: AsJson = False) -> None:
    """Take a grant back, of a file that you gave to the court, or your own. What was read stays read."""
    name, account = _hash(sha256), checksum(reader)
    with visitor.opened() as client:
        client.room(number).revoke(name, account)
    output.tell({"dispute": number, "sha256": name, "revoked": account}, as_json=as_json)


def _grant(client: Client, number: int, sealed: bytes, secret: bytes, accounts: Sequence[str]) -> _Granted:
    chain_id, to, without = context.settings().chain_id, [], []
    for account in accounts:
        try:
            reader = client.reading_key(account).check(chain_id=chain_id)
        except NotFoundError:
            without.append(account)
            continue
        if reader.account != account:
            raise ProofError(f"the API gives the key of {reader.account} for {account}", code="bad_reading_key")
        client.room(number).grant(sealed_file.grant(sealed, secret, reader))
        to.append(account)
    return _Granted(to, without)


def _seats(chain: Chain, number: int) -> list[Address]:
    """Return the accounts with a seat in the panel of a dispute that were not recused.

    A node is asked: whoever serves the room could name an accomplice, and would be granted what he keeps.
    """
    hearing = progress.hearing_of(chain, court.find(chain, number))
    return [] if hearing is None else sorted(set(hearing.ballots) - set(hearing.seats(Ballot.RECUSED)))


def _opened(room: EvidenceRoom, name: str, account: str) -> Opened:
    home = Home(context.settings().home)
    own = home.sealed_key(name)
    sealed = room.sealed(name)
    if sha256_of(sealed).hex() != name:
        raise ProofError("the API gives another file than the one asked for", hint="try again", code="sealed")
    if own.exists():
        return sealed_file.unseal(sealed, keyfile.read_secret(own))
    given = room.granted(name)
    return sealed_file.open_granted(sealed, given, keyfile.read_secret(home.reading_key(account)))


def _secret_of(name: str) -> bytes:
    file = Home(context.settings().home).sealed_key(name)
    if not file.exists():
        raise NotFoundError(
            f"the key of {name} is not on this machine", hint="who sealed the file grants it", code="no_sealed_key"
        )
    return keyfile.read_secret(file)


def _hash(text: str) -> str:
    return parse_hex32(text, what="the sealed file").hex()


def _whom(readers: Sequence[str], account: str) -> str:
    return ", ".join("you" if reader == account else reader for reader in readers)


def _said(found: Opened) -> str:
    return output.visible(f"{found.name}, {found.media_type}")  # a sealer's words forge no lines of ours


def _write_private(file: Path, data: bytes) -> None:
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, keyfile.PRIVATE_FILE)
    except FileExistsError as error:
        raise ConflictError(f"{file} exists", hint="give another name", code="file_exists") from error
    with os.fdopen(descriptor, "wb") as target:
        target.write(data)
