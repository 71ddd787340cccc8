"""The demonstration from its first line to its last: stack, population, day, checks, and the end of all of it."""

from __future__ import annotations

import json
import shutil
import signal
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import httpx
from rich.console import Console

from demo.alerts import Alerts
from demo.api import Api
from demo.cast import personas
from demo.checks import Checks
from demo.court.hold import NoCaseError, hold_court
from demo.court.trial import Trial
from demo.day import Day
from demo.enrol import Enrolled, enrol
from demo.foresight import Foresight, ForesightError
from demo.interrupts import Interrupts
from demo.market_house import MarketDownError
from demo.ombud import Ombud
from demo.report import Report
from demo.sealing import seal
from demo.settings import Wishes
from demo.settling import Settling
from demo.story import Story
from demo.waiting import NeverCameError
from ledger.chain.node import Chain
from ledger.cli.context import read_settings
from ledger.errors import LedgerError
from ledger.serve.stack import Stack, environment
from ledger.serve.world import accreditor_key

TARGET_RECORDS: Final = 2400
"""Records after which buyers start nothing new: over what is promised, so that no dice can fall short of it."""
ANCHOR_SECONDS: Final = 2.0
_FREE: Final = 0


@dataclass(slots=True)
class Demonstration:
    """One run.

    Args:
        wishes: What the caller wants.
        story: Where it is told.
        interrupts: Whether somebody wants it to end.
    """

    wishes: Wishes
    story: Story
    interrupts: Interrupts
    report: Report = field(default_factory=Report)
    """Filled as the run goes on."""

    def run(self) -> None:
        """Run it; everything it started has ended when this returns.

        Raises:
            LedgerError: if a part of the stack fails.
            MarketDownError: if the market does.
            NeverCameError: if something that was waited for never came.
            NoCaseError: if there is nothing to dispute.
            ForesightError: if the forecaster fails.
            httpx.HTTPError: if the API refuses or cannot be reached.
        """
        begin, report = time.monotonic(), self.report
        settings = read_settings(
            node_port=_FREE, redis_port=_FREE, log_port=_FREE, api_port=_FREE, anchor_seconds=ANCHOR_SECONDS
        )
        home = Path(tempfile.mkdtemp(prefix="ombud-demo-"))
        stack = Stack(settings.model_copy(update={"home": home}), say=self._say)
        try:
            with self.interrupts.held():
                stack.start()
            with Chain(stack.urls.rpc, stack.world.deployment) as chain:
                day, trial = self._live_and_check(stack, chain, report)
            report.seconds = round(time.monotonic() - begin, 1)
            self.story.summary(report)
            if not self.wishes.check:
                self.story.links(_links(stack, day, trial))
                self._stay(stack)
        finally:
            self.interrupts.ignore()
            stack.stop()
            if self.wishes.keep:
                self.story.say(f"this run's folder stays: {home}")
            else:
                shutil.rmtree(home, ignore_errors=True)

    def _say(self, text: str) -> None:
        """Tell what the stack does; between its parts is a good place for an interrupt."""
        self.interrupts.check()
        self.story.say(text)

    def _live_and_check(self, stack: Stack, chain: Chain, report: Report) -> tuple[Day, Trial]:
        ombud = Ombud(environment(stack.settings))
        foresight = Foresight(ombud, self.story.say)
        with self.story.chapter("making the forecaster ready"):
            foresight.prepare()
        cast = personas(self.wishes.agents)
        with self.story.chapter(f"registering {len(cast)} agents, each with an owner, a session key and a bond"):
            enrolled = enrol(chain, cast, stack.world.log_id, lambda _: None)
        day = Day(
            enrolled=enrolled,
            chain=chain,
            log=stack.world.log_id,
            log_url=stack.urls.log,
            stack=stack,
            home=stack.home.root,
            target=TARGET_RECORDS,
            seed=self.wishes.seed,
            story=self.story,
            interrupts=self.interrupts,
            forecaster=foresight,
        )
        day.live()
        report.population_seconds = round(day.seconds, 1)
        report.failures += day.failures
        with Api(stack.urls.api) as api:
            settling = Settling(chain, api, stack.world.log_id, stack.urls.log, enrolled[0].ref)
            self.story.say("waiting until everything is anchored and mirrored")
            settling.anchored()
            said = stack.home.root / "forecasts.json"
            day.foretell(foresight.state(said))
            sealed = seal(ombud, said, foresight.file, stack.home.root)
            self.story.say(sealed.told())
            alerts = Alerts(api, {person.ref.agent_id: person for person in enrolled})
            self._show_alert(alerts, day.cheat("leaker"))
            trial = hold_court(day, api, accreditor_key(stack.settings), settling)
            Checks(day, trial, chain, settling, api, alerts, sealed, ombud, report, self.story).all()
        return day, trial

    def _show_alert(self, alerts: Alerts, accused: Enrolled) -> None:
        """Show what is said of the agent that will be disputed, before anyone does."""
        alert = alerts.scene(accused)
        if alert is None:
            self.story.say(f"no alert fires for {accused.persona.name}")
        else:
            self.story.show(alert)

    def _stay(self, stack: Stack) -> None:
        ended = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: ended.set())
        self.story.say("everything stays up; Ctrl-C ends it")
        stack.wait(stopped=ended.is_set)


def _links(stack: Stack, day: Day, trial: Trial) -> dict[str, str]:
    """Return where to look further, by what is there."""
    api, forker = stack.urls.api, day.cheat("forker")
    links = {
        "API": f"{api}/docs",
        f"{forker.persona.name}'s records": f"{api}/v1/agents/{forker.ref.agent_id}/records",
        "checkpoint of the log": f"{stack.urls.log}/checkpoint",
        "the dispute": f"{api}/v1/disputes/{trial.case.dispute_id}",
    }
    if day.forker.conviction:
        links["verdict"] = f"{api}/v1/verdicts/{day.forker.conviction.penalty.fault_key}"
    if day.leaker.leaks:
        links["record of the first leak"] = f"{api}/v1/records/{day.leaker.leaks[0].record}"
    links["page of the dispute"] = f"{api}/disputes/{trial.case.dispute_id}"
    links["dashboard, where all of it can be followed"] = f"{api}/"
    return links


def main(wishes: Wishes) -> int:
    """Run the demonstration; returns its exit code."""
    console = Console(stderr=True)
    interrupts = Interrupts()
    interrupts.listen()
    demonstration = Demonstration(wishes, Story(console), interrupts)
    report = demonstration.report
    try:
        demonstration.run()
    except (LedgerError, NeverCameError, MarketDownError, NoCaseError, ForesightError, httpx.HTTPError) as error:
        report.failures.append(str(error))
    except KeyboardInterrupt:
        console.print("interrupted; everything was stopped")
        return 130
    if wishes.json:
        sys.stdout.write(json.dumps(report.to_json()) + "\n")
    if report.ok:
        return 0
    console.print("the demonstration fell short:", style="bold red")
    for sentence in report.shortfalls():
        console.print(f"  {sentence}", style="red", markup=False, soft_wrap=True)
    return 1
