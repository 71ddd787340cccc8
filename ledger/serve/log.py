"""`ombud log run`: our log server as a process of its own."""

from __future__ import annotations

from typing import Annotated

import typer

from ledger import telemetry
from ledger.chain.directory import ChainDirectory
from ledger.chain.logs import ChainAnchor
from ledger.chain.questions import ChainQuestions
from ledger.chain.sender import Sender
from ledger.cli import context, wiring
from ledger.cli.enrol import home_log
from ledger.home import Home
from ledger.interop.posting import HttpPost
from ledger.interop.timestamps import TimestampAuthority
from ledger.logserver import runner
from ledger.logserver.attestor import Outside
from ledger.logserver.limits import Limits
from ledger.logserver.witnesses import parse_witnesses
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
