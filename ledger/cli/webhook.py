"""`ombud webhook`: who is told of disputes, deadlines, verdicts and alerts, and how far each was told."""

from __future__ import annotations

import random
import time
from typing import Annotated

import httpx
import typer

from ledger import telemetry
from ledger.cli import context, output, wiring
from ledger.cli.output import AsJson
from ledger.errors import LedgerError, UnavailableError
from ledger.push import targets
from ledger.push.delivery import Delivery, Post
from ledger.push.run import run as serve
from ledger.push.subscriptions import Subscriptions
from ledger.queries.feed import BEGINNING, feed, parse_topics
from ledger.settings import Settings

app = typer.Typer(help="Signed webhooks: add, list, remove, test, run.", no_args_is_help=True, add_completion=False)
Name = Annotated[str, typer.Argument(help="The subscription; see `ombud webhook list`.")]


def _kept(settings: Settings) -> Subscriptions:
    return Subscriptions(settings.home / "webhooks")


def _what_comes_next(settings: Settings, topics: tuple[str, ...]) -> str | None:
    """Return the place behind all that happened until now; None if the mirror cannot tell it now."""
    try:
        with wiring.opened_sources(settings) as sources:
            return feed(sources, topics=",".join(topics), limit=1).data.next_cursor
    except LedgerError as error:
        output.note(f"what happens before the mirror answers again will not be sent: {error.message}")
        return None


def _private(settings: Settings) -> bool:
    return settings.profile == "local"


@app.command()
def add(
    url: Annotated[str, typer.Argument(help="Where to send; public and HTTPS outside the local profile.")],
    *,
    topics: Annotated[
        str | None,
        typer.Option(help="dispute, verdict, challenge, lifecycle, deadline, alert, with commas between; all."),
    ] = None,
    name: Annotated[str | None, typer.Option(help="What to call it; a-z, 0-9 and -.")] = None,
    from_start: Annotated[
        bool, typer.Option("--from-start", help="Send everything from the first block on, not only what comes next.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Subscribe an address. Its secret is written to a file, for the receiver, and never shown."""
    settings = context.settings()
    targets.check(url, private=_private(settings))
    kept, wanted = _kept(settings), parse_topics(topics)
    begin = BEGINNING if from_start else _what_comes_next(settings, wanted)
    made = kept.add(url, wanted, now=int(time.time()), name=name, cursor=begin)
    secret = str(kept.secret_file(made.id))
    if as_json:
        output.as_json({"id": made.id, "url": made.url, "topics": made.topics, "secret_file": secret})
        return
    output.line(f"subscribed: {made.id}")
    output.line(f"its secret is in {secret}; give it to the receiver, who checks `webhook-signature` with it")


@app.command(name="list")
def list_subscriptions(*, as_json: AsJson = False) -> None:
    """List subscriptions and how far each was served."""
    kept = _kept(context.settings())
    found = [(subscription, kept.state(subscription.id)) for subscription in kept.all()]
    if as_json:
        output.as_json(
            {
                "items": [
                    {
                        "id": subscription.id,
                        "url": subscription.url,
                        "topics": subscription.topics,
                        "taken": state.number,
                        "pending": state.pending is not None,
                        "attempts": state.attempts,
                        "failing_since": state.failing_since,
                        "reason": state.reason,
                        "gone": state.gone,
                    }
                    for subscription, state in found
                ]
            }
        )
        return
    rows = [
        (one.id, one.url, ",".join(one.topics), state.number, "gone" if state.gone else state.attempts, state.reason)
        for one, state in found
    ]
    output.table(("id", "address", "topics", "taken", "failed", "why"), rows, empty="nobody subscribed")


@app.command()
def remove(name: Name, *, as_json: AsJson = False) -> None:
    """Forget a subscription, its secret and its place."""
    _kept(context.settings()).remove(name)
    output.told({"removed": name}, f"removed: {name}", as_json=as_json)


@app.command(name="test")
def send_test(name: Name, *, as_json: AsJson = False) -> None:
    """Send a signed message that is no fact, without number, and say what the receiver answers."""
    settings = context.settings()
    kept = _kept(settings)
    subscription = kept.get(name)
    with wiring.opened_sources(settings) as sources, targets.make_client() as client:
        delivery = Delivery(
            sources, kept, subscription, _post(client, settings), clock=time.time, dice=random.SystemRandom()
        )
        status = delivery.test()
    if status not in range(200, 300):
        raise UnavailableError(f"the receiver answers {status}", hint="see its log", code="webhook_refused")
    output.told({"id": name, "status": status}, f"taken: {status}", as_json=as_json)


@app.command()
def run() -> None:
    """Send what is subscribed, until Ctrl-C."""
    telemetry.configure()
    stop = wiring.stop_on_signals()
    settings = context.settings()
    with wiring.opened_sources(settings) as sources, targets.make_client() as client:
        serve(sources, _kept(settings), _post(client, settings), stop)


def _post(client: httpx.Client, settings: Settings) -> Post:
    return lambda url, body, headers: targets.send(client, url, body, headers, private=_private(settings))
