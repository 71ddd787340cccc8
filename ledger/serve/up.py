"""`ombud up`: the whole house on this machine, until Ctrl-C."""

from __future__ import annotations

import signal
import threading
from typing import Annotated

import typer

from ledger.cli import context, log_status, output
from ledger.cli.output import AsJson
from ledger.serve.ports import with_base
from ledger.serve.stack import Stack

app = typer.Typer(help="Start everything on this machine.", add_completion=False)


@app.command()
def up(
    *,
    port_base: Annotated[
        int | None,
        typer.Option(
            min=0, max=65532, help="First of four consecutive ports: node, Valkey, log server, API; 0 picks free ones."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Start a local chain, Valkey, log server, indexer and API; Ctrl-C stops what was started.

    A local chain is new at each start: what the home folder holds of an earlier one is set aside, never deleted.
    With OMBUD_RPC_URL or OMBUD_REDIS_URL set, that node or Redis is used instead of one of our own.
    """
    settings = context.read_settings()
    if port_base is not None:
        settings = with_base(settings, port_base)
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: _stop(stopped))
    stack = Stack(settings, say=output.note)
    try:
        stack.start()
        _announce(stack, as_json=as_json)
        stack.wait(stopped=stopped.is_set)
    except KeyboardInterrupt:
        output.note("stopping")
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        stack.stop()


def _stop(stopped: threading.Event) -> None:
    """Take the first signal as a wish to end, wherever we are: `start` gives up, `wait` returns."""
    if not stopped.is_set():
        stopped.set()
        raise KeyboardInterrupt


def _announce(stack: Stack, *, as_json: bool) -> None:
    urls, world = stack.urls, stack.world
    status = log_status.read_status(stack.settings)
    if as_json:
        output.json_line(
            {
                "urls": {"rpc": urls.rpc, "redis": urls.redis, "log": urls.log, "api": urls.api},
                "log": world.log_id.hex(),
                "log_key": status["verifier_key"],
                "witnesses": status["outside"]["witnesses"],
                "registry": world.deployment.registry,
                "home": str(stack.home.root),
            }
        )
        return
    output.pairs(
        {
            "chain": urls.rpc,
            "mirror": urls.redis,
            "log": urls.log,
            "log key": status["verifier_key"],
            "witnesses": log_status.witnesses(status),
            "time stamps": log_status.stamps(status),
            "API": f"{urls.api}/docs",
            "dashboard": f"{urls.api}/",
            "registry": world.deployment.registry,
            "home": stack.home.root,
        }
    )
    output.line("ready; Ctrl-C stops everything", style="bold green")
