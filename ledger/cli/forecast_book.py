"""`ombud forecast-book`: forecasts committed to on chain before the outcome, revealed and scored after."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Annotated, Final

import msgspec
import typer

from ledger.chain import court
from ledger.chain import forecast_book as chain_book
from ledger.cli import context, given, output, reading, wiring
from ledger.cli.acting import Signer
from ledger.cli.output import AsJson
from ledger.cli.patience import until_read
from ledger.cli.reading import Turn, moment, reads
from ledger.cli.sharing import shared
from ledger.cli.votes import Number
from ledger.domain.forecast_book import LEAST_HORIZON, MOST_HORIZON, PPM
from ledger.domain.forecast_file import ForecastFile
from ledger.domain.hashing import sha256
from ledger.domain.ids import Address
from ledger.errors import ConflictError, InvalidInputError, NotFoundError
from ledger.queries import forecast_book
from ledger.queries.answers import Answer, Page
from ledger.queries.forecast_book import RoundCase, RoundView
from ledger.queries.sources import Sources

app = typer.Typer(
    help="Forecasts on chain: commit, reveal, outcome, score, list, show.", no_args_is_help=True, add_completion=False
)
DAY: Final = 24 * 3600
Forecaster = Annotated[str, typer.Argument(help="Account of the forecaster.")]
Epoch = Annotated[int, typer.Argument(min=0, help="Epoch of the commitment.")]
_SALT: Final = 32
_SAY_EVERY: Final = 20  # revelations


@app.command()
@shared
def commit(
    forecasts: Annotated[
        Path, typer.Argument(help="JSON list of probabilities in parts per million: agent 0, 1, and so on to the last.")
    ],
    *,
    out: Annotated[
        Path, typer.Option("--output", "-o", help="Where forecasts and salts are kept until they are revealed.")
    ],
    model: Annotated[Path, typer.Option(help="File that made the forecasts; the chain keeps its SHA-256.")],
    days: Annotated[
        int, typer.Option(min=LEAST_HORIZON // DAY, max=MOST_HORIZON // DAY, help="Horizon, in days from now.")
    ] = 30,
    signer: Signer,
    as_json: AsJson = False,
) -> None:
    """Commit to a forecast for every agent, once a week; keep the file, unrevealed forecasts score worst."""
    said = _said(forecasts)
    hash_ = sha256(_bytes(model))
    if out.exists():
        raise ConflictError(
            f"{out} is there already", hint="it may hold forecasts to reveal: give another name", code="file_exists"
        )
    with signer.opened() as sender:
        epoch = chain_book.epoch_now(sender.chain)
        kept = ForecastFile(sender.address, epoch, tuple((ppm, secrets.token_bytes(_SALT)) for ppm in said))
        reading.write_whole(out, kept.pack())  # before it is sent: what is committed to and lost scores worst
        root = kept.root(chain_book.book(sender.chain))
        found = chain_book.commit(sender, root, len(said), days * DAY, hash_)
    if found != epoch:
        raise ConflictError(
            f"the week turned while it was sent: it stands in epoch {found}, and its leaves are of {epoch}",
            hint="they cannot be revealed; commit again in this epoch's place next week",
            code="epoch_turned",
        )
    facts = {
        "forecaster": sender.address,
        "epoch": epoch,
        "root": root.hex(),
        "population": len(said),
        "file": str(out),
    }
    output.tell(facts, as_json=as_json, hint=f"next: after {days} days, `ombud forecast-book reveal {out}`")


@app.command()
@shared
def reveal(
    file: Annotated[Path, typer.Argument(help="The file that `commit` wrote.")],
    *,
    about: Annotated[
        list[int], typer.Option("--about", min=0, help="Only this agent, once an agent; all if none.")
    ] = [],  # noqa: B006 Typer copies it
    signer: Signer,
    as_json: AsJson = False,
) -> None:
    """Reveal forecasts once their horizon is over; what is revealed already is passed over."""
    kept = ForecastFile.unpack(_bytes(file))
    with signer.opened() as sender:
        agents = about or list(range(len(kept.said)))
        done = _revealed(kept.forecaster, kept.epoch, sender.chain.head().number)
        left = [agent for agent in agents if agent not in done]
        for place, (agent, path) in enumerate(zip(left, kept.paths(chain_book.book(sender.chain), left), strict=True)):
            ppm, salt = kept.said[agent]
            chain_book.reveal(sender, kept.forecaster, kept.epoch, agent, ppm, salt, path)
            if (place + 1) % _SAY_EVERY == 0:
                output.note(f"{place + 1} of {len(left)} revealed")
        score, final = chain_book.score(sender.chain, kept.forecaster, kept.epoch)
    facts = {"epoch": kept.epoch, "revealed": len(left), "before": len(agents) - len(left), "brier": score.brier}
    output.tell(facts | {"skill": score.skill, "final": final}, as_json=as_json)


@app.command()
@shared
def outcome(forecaster: Forecaster, epoch: Epoch, number: Number, *, signer: Signer, as_json: AsJson = False) -> None:
    """Show that a dispute of the horizon was upheld; anyone may, and one an agent counts."""
    who = given.account(forecaster, "FORECASTER")
    with signer.opened() as sender:
        sent = chain_book.show_outcome(sender, who, epoch, court.find(sender.chain, number).case)
    told = sent.event("OutcomeShown").args
    facts = {
        "forecaster": who,
        "epoch": epoch,
        "dispute": number,
        "agent_id": told["agentId"],
        "upheld": told["upheld"],
    }
    output.tell(facts | {"tx": sent.tx.hex(), "block": sent.block}, as_json=as_json)


@app.command()
def score(forecaster: Forecaster, epoch: Epoch, *, as_json: AsJson = False) -> None:
    """Show how a round did, as the chain counts it now, in parts per million."""
    who = given.account(forecaster, "FORECASTER")
    with wiring.opened_chain(context.settings()) as chain:
        found, final = chain_book.score(chain, who, epoch)
    facts = {"brier": found.brier, "reference": found.reference, "skill": found.skill, "final": final}
    skill = "unknown: nothing was upheld, or everything" if found.skill is None else found.skill
    output.tell(facts, as_json=as_json, words={"skill": skill, "final": "final" if final else "not final yet"})


def _show_rounds(answer: Answer[Page[RoundView]]) -> None:
    rows = [
        (
            item.forecaster,
            item.epoch,
            item.state,
            f"{item.revealed} of {item.population}",
            item.upheld,
            item.brier,
            "unknown" if item.skill is None else item.skill,
            moment(item.until),
        )
        for item in answer.data.items
    ]
    columns = ("forecaster", "epoch", "state", "revealed", "upheld", "Brier (ppm)", "skill (ppm)", "horizon ends")
    output.table(columns, rows, empty="nobody committed to forecasts yet")


@app.command(name="list")
@reads(_show_rounds)
def list_rounds(
    sources: Sources,
    *,
    forecaster: Annotated[str | None, typer.Option(help="Only those of this account.")] = None,
    turn: Turn,
) -> Answer[Page[RoundView]]:
    """List commitments, oldest first, with how they did so far."""
    return forecast_book.rounds(sources, forecaster=forecaster, cursor=turn.cursor, limit=turn.limit, as_of=turn.as_of)


def _show_round(answer: Answer[RoundCase]) -> None:
    found = answer.data.round
    output.pairs(
        {
            "committed": moment(found.committed.time),
            "horizon ends": f"{moment(found.until)} ({found.state})",
            "revealed": f"{found.revealed} of {found.population}",
            "upheld": found.upheld,
            "Brier (ppm)": f"{found.brier}, of whoever says the base rate {found.reference}",
            "skill (ppm)": "unknown" if found.skill is None else found.skill,
            "final": "yes" if found.final else "no",
        }
    )
    rows = [(item.step, item.agent_id, item.ppm, item.dispute_id, moment(item.seen.time)) for item in answer.data.items]
    output.table(("step", "agent", "said (ppm)", "dispute", "at"), rows, empty="nothing was revealed yet")


@app.command()
@reads(_show_round)
def show(sources: Sources, forecaster: Forecaster, epoch: Epoch, *, turn: Turn) -> Answer[RoundCase]:
    """Show one round: what was revealed of it, and which disputes were upheld."""
    return forecast_book.book_round(sources, forecaster, epoch, cursor=turn.cursor, limit=turn.limit, as_of=turn.as_of)


def _revealed(forecaster: Address, epoch: int, head: int) -> set[int]:
    """Return whose forecasts were revealed up to a block."""
    found: set[int] = set()
    cursor: str | None = None
    more = True
    with wiring.opened_sources(context.settings()) as sources:
        until_read(lambda: sources.mirror.books().cursor.number, head)
        while more:
            page = forecast_book.book_round(sources, forecaster, epoch, cursor=cursor, limit=500, as_of=None).data
            found |= {item.agent_id for item in page.items if item.step == "revealed"}
            cursor, more = page.next_cursor, page.more
    return found


def _said(file: Path) -> list[int]:
    try:
        said = msgspec.json.decode(_bytes(file), type=list[int])
    except msgspec.MsgspecError as error:
        raise _bad(file, str(error)) from error
    if not said or not all(0 <= ppm <= PPM for ppm in said):
        raise _bad(file, "it is empty, or holds what is no probability")
    return said


def _bad(file: Path, why: str) -> InvalidInputError:
    return InvalidInputError(
        f"{file} holds no forecasts: {why}", hint=f"write a JSON list of numbers from 0 to {PPM}", code="bad_forecasts"
    )


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise NotFoundError(
            f"{file} cannot be read: {error.strerror}", hint="give the path of a file", code="no_file"
        ) from error
