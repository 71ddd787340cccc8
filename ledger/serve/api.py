"""`ombud api run`: the API as a process of its own."""

from __future__ import annotations

from typing import Any

import typer
import uvicorn

from ledger import telemetry
from ledger.api.app import create_app
from ledger.cli import context, wiring

app = typer.Typer(help="The API.", no_args_is_help=True, add_completion=False)
GRACE_S = 5
"""How long running requests may take to end after Ctrl-C, in seconds."""


@app.callback()
def api() -> None:
    """The API."""


@app.command()
def run() -> None:
    """Answer questions over HTTP, until Ctrl-C. Documentation is at /docs."""
    telemetry.configure()
    settings = context.settings()
    with wiring.opened_sources(settings) as sources:
        uvicorn.run(
            create_app(sources, evidence=sources.evidence),
            host=settings.api_host,
            port=settings.api_port,
            **server_options(),
        )


def server_options() -> dict[str, Any]:
    """Return how uvicorn serves: its fast parts where they are, quietly."""
    return {
        "log_config": None,
        "access_log": False,
        "timeout_graceful_shutdown": GRACE_S,
        "loop": "uvloop",
        "http": "httptools",
    }
