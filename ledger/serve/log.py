"""`ombud log run`: our log server as a process of its own."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import Annotated

import typer

from ledger import telemetry
from ledger.chain.directory import ChainDirectory
from ledger.chain.logs import ChainAnchor
from ledger.chain.questions import ChainQuestions
from ledger.chain.sender import Sender
from ledger.cli import context, log_status, output, wiring
from ledger.cli.enrol import home_log
from ledger.cli.output import AsJson
from ledger.home import Home
from ledger.interop.posting import HttpPost
from ledger.interop.timestamps import TimestampAuthority
from ledger.logserver import closing, runner
from ledger.logserver.attestor import Outside
from ledger.logserver.limits import Limits
from ledger.logserver.witnesses import parse_witnesses
from ledger.serve.leaving import leave
from ledger.serve.registering import register
from ledger.serve.world import checkpoint_key, operator_key
from ledger.settings import Settings
from ledger.tiles.published import published_bucket

app = typer.Typer(help="The log server.", no_args_is_help=True, add_completion=False)


@app.callback()
def log() -> None:
    """The log server."""


@app.command()
def run(
    *,
    agent_limit: Annotated[
        int | None, typer.Option(min=0, help="Bytes a second that are taken of one agent; OMBUD_LOG_AGENT_LIMIT.")
    ] = None,
    size_limit: Annotated[
        int | None, typer.Option(min=0, help="Bytes that the journal may have; OMBUD_LOG_SIZE_LIMIT.")
    ] = None,
    bucket: Annotated[
        str | None, typer.Option(help="S3 bucket to publish in; OMBUD_LOG_BUCKET, and more by OMBUD_LOG_BUCKET_...")
    ] = None,
) -> None:
    """Accept, keep, publish and anchor segments, and answer challenges of the log, until Ctrl-C."""
    telemetry.configure()
    given = {"log_agent_limit": agent_limit, "log_size_limit": size_limit, "log_bucket": bucket}
    settings = context.settings().model_copy(update={name: value for name, value in given.items() if value is not None})
    with wiring.opened_chain(settings) as chain, HttpPost() as post:
        chain.chain_id()
        directory, identity, operator = ChainDirectory(chain), home_log(settings, chain), operator_key(settings)
        sender = Sender(chain, operator)
        runner.run(
            Home(settings.home).log,
            runner.LogConfig(
                chain_id=chain.chain_id(),
                log=identity,
                origin=settings.log_origin,
                anchor_window=settings.anchor_window,
                anchor_entries=settings.anchor_entries,
                anchor_seconds=settings.anchor_seconds,
                anchor_fee_limit=settings.anchor_fee_limit,
                answer_seconds=settings.answer_seconds,
                workers=settings.log_workers,
                limits=Limits(settings.log_agent_limit, settings.log_size_limit),
            ),
            runner.LogKeys(operator, checkpoint_key(settings)),
            directory=directory,
            clock=directory.now,
            anchor=ChainAnchor(sender, identity),
            questions=ChainQuestions(sender, identity),
            outside=_outside(settings, post),
            store=published_bucket(settings),
            host=settings.log_host,
            port=settings.log_port,
        )


def _outside(settings: Settings, post: HttpPost) -> Outside:
    authority = TimestampAuthority(settings.timestamp_url, post) if settings.timestamp_url else None
    return Outside(parse_witnesses(settings.witnesses, post), authority)


app.command()(register)


@app.command()
def status(*, as_json: AsJson = False) -> None:
    """Say how far the log is, whom it asks about its checkpoints, and under which key its words are checked."""
    found = log_status.read_status(context.settings())
    if as_json:
        output.as_json(found)
    else:
        output.pairs(log_status.told(found))


@app.command()
def close(
    successor: Annotated[str, typer.Option(help="Origin or URL of the log that goes on; empty if none does.")] = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Take nothing new from now on; what was acknowledged is still anchored. The server need not be restarted."""
    closing.close_log(Home(context.settings().home).log, closing.Notice(at=int(time.time()), successor=successor))
    words = "the log closes; keep its server running, then `ombud log leave` asks for the bond"
    output.told({"closing": True, "successor": successor}, words, as_json=as_json)


@app.command()
def reopen(*, as_json: AsJson = False) -> None:
    """Take segments again."""
    closing.reopen_log(Home(context.settings().home).log)
    output.told({"closing": False}, "the log takes segments again", as_json=as_json)


@app.command(name="leave")
def leave_log(*, as_json: AsJson = False) -> None:
    """Take the next step of the operator's exit: ask for the bond once nothing is owed, take it when it is free."""
    settings = context.settings()
    with wiring.opened_chain(settings) as chain:
        chain.chain_id()
        sender, now = Sender(chain, operator_key(settings)), ChainDirectory(chain).now()
        notice = closing.read_notice(Home(settings.home).log)
        left = leave(sender, home_log(settings, chain), notice, log_status.read_status(settings), now=now)
    words = {
        "asked": "asked for the bond; keep the log served until it is free, for it still answers for it",
        "waiting": "the bond is not free yet",
        "taken": "took the bond",
        "done": "nothing is left to take",
    }
    output.tell(asdict(left), as_json=as_json, words={"step": words[left.step]})
