"""`ombud api run`: the API as processes of its own."""

from __future__ import annotations

import atexit
from contextlib import ExitStack
from dataclasses import dataclass

import typer
from starlette.types import ASGIApp

from ledger import telemetry
from ledger.api.app import create_app
from ledger.api.gate import Gate
from ledger.chain.deployment import Deployment
from ledger.chain.node import Chain
from ledger.cli import context, wiring
from ledger.serve.access import access_of, door_of, signer_of, watch_of
from ledger.serve.exporting import exports_of
from ledger.serve.faces import Faces
from ledger.serve.workers import Served
from ledger.settings import Settings
from ledger.web.app import create_pages
from ledger.web.node import PATIENCE_S, ChainNode

app = typer.Typer(help="The API.", no_args_is_help=True, add_completion=False)


@app.callback()
def api() -> None:
    """The API."""


@app.command()
def run() -> None:
    """Answer questions over HTTP, until Ctrl-C. Documentation is at /docs."""
    settings = context.settings()
    with wiring.opened_sources(settings):
        pass  # what is wrong with them is said here once, and not by each worker
    Served(Api(settings), settings.api_host, settings.api_port, settings.api_workers).run()


@dataclass(frozen=True, slots=True)
class Api:
    """Makes the application of one process, whose sources close when it ends."""

    settings: Settings

    def __call__(self) -> ASGIApp:
        """Make it."""
        telemetry.configure()
        opened = ExitStack()
        sources = opened.enter_context(wiring.opened_sources(self.settings))
        atexit.register(opened.close)
        access = access_of(self.settings, sources)
        api = create_app(
            sources,
            evidence=sources.evidence,
            access=access,
            signer=signer_of(self.settings),
            more=[exports_of(self.settings, sources)],
        )
        deployment = Deployment.load(self.settings.deployment_file)
        chain = opened.enter_context(Chain(self.settings.rpc_url, deployment, timeout_s=PATIENCE_S, retries=0))
        door, watch = door_of(self.settings, sources), watch_of(self.settings)
        pages = create_pages(sources, node=ChainNode(chain), door=door, watch=watch)
        return Faces(api, Gate(pages, access))
