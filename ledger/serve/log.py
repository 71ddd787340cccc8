"""`ombud log run`: our log server as a process of its own."""

from __future__ import annotations

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
from ledger.logserver.witnesses import parse_witnesses
from ledger.serve.world import checkpoint_key, operator_key
from ledger.settings import Settings

app = typer.Typer(help="The log server.", no_args_is_help=True, add_completion=False)


@app.callback()
def log() -> None:
    """The log server."""


@app.command()
def run() -> None:
    """Accept, keep, publish and anchor segments, and answer challenges of the log, until Ctrl-C."""
    telemetry.configure()
    settings = context.settings()
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
                answer_seconds=settings.answer_seconds,
                workers=settings.log_workers,
            ),
            runner.LogKeys(operator, checkpoint_key(settings)),
            directory=directory,
            clock=directory.now,
            anchor=ChainAnchor(sender, identity),
            questions=ChainQuestions(sender, identity),
            outside=_outside(settings, post),
            host=settings.log_host,
            port=settings.log_port,
        )


def _outside(settings: Settings, post: HttpPost) -> Outside:
    authority = TimestampAuthority(settings.timestamp_url, post) if settings.timestamp_url else None
    return Outside(parse_witnesses(settings.witnesses, post), authority)
