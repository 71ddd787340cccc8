"""`ombud arbitrator`, the acting commands: accredit, register, retire."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from ledger.chain import panel
from ledger.cli import context, exhibits, given, keyfile, output, reading, wiring
from ledger.cli.acting import Signer, provide
from ledger.cli.arbitrator import app
from ledger.cli.output import AsJson
from ledger.cli.reading import Output
from ledger.cli.sharing import shared
from ledger.domain.accreditation import Accreditation, parse_accreditation
from ledger.domain.authority import model_hash
from ledger.domain.hashing import ZERO32, sha256
from ledger.domain.signing import SessionKey
from ledger.errors import InvalidInputError, NotAuthorisedError, NotFoundError
from ledger.home import Home
from ledger.queries.wording import ether


@app.command()
def accredit(
    address: Annotated[str, typer.Argument(help="The arbitrator's account.")],
    *,
    document: Annotated[Path, typer.Option(help="Document that says who the arbitrator is; only its hash is used.")],
    until: Annotated[str, typer.Option(help="Until when it may be drawn, such as 2027-01-31.")],
    model: Annotated[
        str | None, typer.Option(help="Id of the model that judges, such as vendor/name@7; a human, if not given.")
    ] = None,
    key: Annotated[
        Path | None, typer.Option("--key", help="The accreditor's key file; on a local chain the home's, if not given.")
    ] = None,
    file: Output = None,
    as_json: AsJson = False,
) -> None:
    """Sign that an account may judge, as the accreditor; nothing is sent. The arbitrator registers with it.

    It says whether a human or a model judges: what is serious is only judged where a human has a seat.
    """
    settings = context.settings()
    who, end = given.account(address, "ADDRESS"), given.moment(until, "--until")
    secret = keyfile.read_secret(key or Home(settings.home).key_file(keyfile.ACCREDITOR))
    signer, hash_ = SessionKey(secret), sha256(exhibits.read_file(document))
    judge = ZERO32 if model is None else model_hash(model)
    with wiring.opened_chain(settings) as chain:
        accreditor = panel.roster(chain).accreditor
        if signer.address != accreditor:
            raise NotAuthorisedError(
                f"{signer.address} is not the accreditor of this panel",
                hint=f"sign with the key of {accreditor}",
                code="not_accreditor",
            )
        if end <= chain.head().timestamp:
            raise InvalidInputError(
                f"--until {until} is over on this chain", hint="give a later moment", code="past_moment"
            )
        signature = panel.accredit(chain, signer, who, hash_, end, judge)
        signed = Accreditation(
            chain_id=chain.chain_id(),
            panel=chain.deployment.addresses["PanelArbitrator"],
            arbitrator=who,
            document=hash_.hex(),
            model=judge.hex(),
            valid_until=end,
            signature=signature.hex(),
        )
    if file is not None:
        reading.write_whole(file, msgspec.json.format(msgspec.json.encode(signed), indent=2) + b"\n")
    if as_json:
        output.as_json(signed)
        return
    output.pairs(msgspec.to_builtins(signed) | {"valid_until": reading.moment(end)})
    way = (
        "-o FILE writes what it registers with"
        if file is None
        else f"next: `ombud arbitrator register --accreditation {file}`"
    )
    output.line(way, style="dim")


@app.command()
@shared
def register(
    *,
    accreditation: Annotated[Path, typer.Option(help="What `ombud arbitrator accredit -o FILE` wrote.")],
    stake: Annotated[str | None, typer.Option(help="Stake to add, in ether; what is missing, if not given.")] = None,
    signer: Signer,
    as_json: AsJson = False,
) -> None:
    """Join the roster of arbitrators with a stake, or renew an accreditation."""
    signed = _read(accreditation)
    with signer.opened() as sender:
        if sender.address != signed.arbitrator:
            raise NotAuthorisedError(
                f"the accreditation is for {signed.arbitrator}, and {sender.address} signs",
                hint="register with the accredited account's key",
                code="wrong_arbitrator",
            )
        added = panel.missing_stake(sender.chain, sender.address) if stake is None else given.wei(stake, "--stake")
        provide(sender, added)
        sent = panel.register(
            sender,
            bytes.fromhex(signed.document),
            signed.valid_until,
            bytes.fromhex(signed.signature),
            added,
            bytes.fromhex(signed.model),
        )
    listed = sent.event("ArbitratorListed").args
    facts = {
        "arbitrator": sender.address,
        "number": listed["number"],
        "stake": str(listed["stake"]),
        "valid_until": listed["validUntil"],
        "tx": sent.tx.hex(),
        "block": sent.block,
    }
    if as_json:
        output.as_json(facts)
        return
    output.pairs(facts | {"stake": ether(listed["stake"]), "valid_until": reading.moment(listed["validUntil"])})
    output.line("disputes whose arbitration begins from now on may draw you", style="dim")


@app.command()
@shared
def retire(*, signer: Signer, as_json: AsJson = False) -> None:
    """Leave the roster; seats that were drawn already stay."""
    with signer.opened() as sender:
        sent = panel.retire(sender)
    facts = {"arbitrator": sender.address, "tx": sent.tx.hex(), "block": sent.block}
    if as_json:
        output.as_json(facts)
    else:
        output.pairs(facts)


def _read(file: Path) -> Accreditation:
    try:
        return parse_accreditation(file.read_bytes())
    except FileNotFoundError as error:
        raise NotFoundError(
            f"there is no file {file}", hint="`ombud arbitrator accredit -o FILE` writes it", code="no_file"
        ) from error
    except InvalidInputError as error:
        raise InvalidInputError(f"{file}: {error.message}", hint=error.hint, code=error.code) from error
