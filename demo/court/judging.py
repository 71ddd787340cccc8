"""What can be proved of the case afterwards: read back from the mirror, and from the exit codes of the command."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from demo.api import Api
from demo.court.trial import Trial
from demo.ombud import Ombud, Said
from demo.report import Report
from demo.scenes.bundle import CaseBundle
from demo.story import Story
from demo.tampering import tamper_case

BY_THE_PANEL: Final = ("executed", "merits")
AFTER_AN_APPEAL: Final = 2  # round


@dataclass(frozen=True, slots=True)
class CaseChecks:
    """Fills a report with what is known of a case.

    Args:
        trial: The case that was held.
        api: The ledger's API.
        ombud: The command, led to the running stack.
        folder: Where files may be put.
        report: What is filled.
        story: Told of the bundle.
    """

    trial: Trial
    api: Api
    ombud: Ombud
    folder: Path
    report: Report
    story: Story

    def all(self) -> None:
        """Check everything about the case."""
        number = self.trial.case.dispute_id
        disputes = list(self.api.items("/v1/disputes"))
        self.report.panel_rulings = sum((item["state"], item["basis"]) == BY_THE_PANEL for item in disputes)
        answer = self.api.get(f"/v1/disputes/{number}")
        self.report.appeals = int(answer["data"]["round"] == AFTER_AN_APPEAL)
        self._compare_with_the_chain(answer)
        data = self.api.file(f"/v1/disputes/{number}/bundle")
        good, bad = self.folder / "case.json", self.folder / "case-tampered.json"
        good.write_bytes(data)
        tampered = tamper_case(data)
        bad.write_bytes(tampered.data)
        block = str(answer["as_of"]["number"])
        commands = (
            ("verify", str(good)),
            ("verify", str(bad)),
            ("dispute", "show", str(number), "--json", "--as-of", block),
        )
        with ThreadPoolExecutor(len(commands)) as pool:
            accepted, refused, shown = pool.map(lambda arguments: self.ombud(*arguments), commands)
        self._judge_bundle(accepted, refused)
        self._compare_with_the_command(answer, shown)
        self.story.show(CaseBundle(number, len(data), accepted.exit_code, tampered.what, refused.exit_code))

    def _compare_with_the_chain(self, answer: dict[str, Any]) -> None:
        """Hold the mirror's case file against the chain's own figures."""
        found, paid = answer["data"], self.trial.payout
        told = found["effects"]["payout"] or {}
        here = {name: str(getattr(paid, name)) for name in told} if paid else {}
        if not told or told != here:
            self.report.failures.append(f"the mirror's payout {told} is not the chain's {here}")
        if self.trial.money is None or not self.trial.money.balances:
            self.report.failures.append("what went into the case is not what came out")
        if not answer["completeness"]["complete"]:
            self.report.failures.append(f"chain and model differ: {answer['completeness']['basis']}")
        drawn = {seat["arbitrator"] for panel in [*found["earlier_panels"], found["panel"]] for seat in panel["seats"]}
        seats = {seat for panel in self.trial.panels for seat in panel}
        if drawn != seats or self.trial.bench.conflicted.account.address in drawn:
            self.report.failures.append(f"the mirror's seats {sorted(drawn)} are not those that were drawn")

    def _judge_bundle(self, accepted: Said, refused: Said) -> None:
        self.report.case_bundle_verified = accepted.exit_code == 0 and refused.exit_code != 0
        if accepted.exit_code:
            self.report.failures.append(f"ombud verify said {accepted.exit_code}: {accepted.err or accepted.out}"[:600])
        if not refused.exit_code:
            self.report.failures.append("ombud verify accepted a case that was tampered with")

    def _compare_with_the_command(self, answer: dict[str, Any], shown: Said) -> None:
        """Hold what the command shows against what the API answers, as of the same block."""
        if shown.json().get("data") != answer["data"]:
            self.report.failures.append(f"`ombud dispute show` tells another story: {json.dumps(shown.json())}"[:600])
