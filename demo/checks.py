"""What the ledger can prove afterwards: counted in the mirror, asked of the API, judged by the command's exit code.

Nothing here looks at what the agents believe to have done, except to compare it with what is on record.
"""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from demo.alerts import Alerts
from demo.api import Api
from demo.court.judging import CaseChecks
from demo.court.trial import Trial
from demo.day import Day
from demo.disclosure import disclosed_input
from demo.measures import INTEGRITY, score_of
from demo.ombud import Ombud, Said
from demo.report import Report
from demo.sealing import Sealed, block_of
from demo.settling import Settling
from demo.story import Story
from demo.tampering import tamper
from ledger.chain import forecast_book
from ledger.chain.node import Chain


@dataclass(slots=True)
class Checks:
    """Fills a report with figures.

    Args:
        day: The day that was lived.
        trial: The case that was held.
        chain: The chain.
        settling: Knows when the mirror has everything.
        api: The ledger's API.
        alerts: What the forecaster said.
        sealed: What it committed to on chain.
        ombud: The command, led to the running stack.
        report: What is filled.
        story: Told what is found.
    """

    day: Day
    trial: Trial
    chain: Chain
    settling: Settling
    api: Api
    alerts: Alerts
    sealed: Sealed
    ombud: Ombud
    report: Report
    story: Story
    _sessions: Counter[tuple[str, str]] = field(default_factory=Counter)

    def all(self) -> None:
        """Check everything, one thing after the other."""
        for title, check in (
            ("waiting until the mirror has everything", self.settling.mirrored),
            ("counting what the mirror holds", self.count),
            ("reading verdict and standing", self.read_verdict),
            ("opening the leak's commitment", self.open_leak),
            ("asking who was warned of before", self.look_back),
            ("comparing what mirror, command and chain say of the dispute, verifying its bundle", self.judge_case),
            ("verifying a session's bundle and a tampered one, rebuilding the mirror", self.run_commands),
        ):
            self.story.say(title)
            check()

    def count(self) -> None:
        """Count agents, records, outcomes and anchors in the mirror."""
        outcomes: Counter[str] = Counter()
        for enrolled in self.day.enrolled:
            agent = str(enrolled.ref)
            records = [item["content"] for item in self.api.items(f"/v1/agents/{agent}/records", proofs="false")]
            self.report.agents += bool(records)
            self.report.records += len(records)
            outcomes.update(content["outcome"] for content in records if content["phase"] == "outcome")
            self._sessions.update((agent, content["session"]) for content in records)
        self.report.records_by_outcome = dict(outcomes)
        self.report.anchors = sum(
            1 for _ in self.api.items(f"/v1/logs/{self.settling.log.hex()}/anchors", inside="anchors")
        )
        if self.report.records != self.day.world.records:
            self.report.failures.append(
                f"{self.day.world.records} records were written, {self.report.records} are in the mirror"
            )

    def read_verdict(self) -> None:
        """Find the conviction in the mirror, and the standing it moved on chain."""
        verdicts = list(self.api.items("/v1/verdicts"))
        self.report.objective_rulings = len(verdicts)
        self._find_breaches(verdicts)
        case = self.day.forker.conviction
        if case is None:
            return
        penalty = case.penalty
        if penalty.fault_key not in {verdict["fault_key"] for verdict in verdicts}:
            self.report.failures.append(f"fault {penalty.fault_key} is not among the mirror's verdicts")
        self.report.slashed_wei = penalty.slashed
        score = score_of(self.chain, self.day.cheat("forker"), INTEGRITY)
        self.report.standing_changed = score != penalty.score_before

    def _find_breaches(self, verdicts: list[dict[str, Any]]) -> None:
        """Find every breach that was proved on chain in the mirror."""
        found = {verdict["fault_key"] for verdict in verdicts if verdict["kind"] == "mandate_breach"}
        self.report.mandate_rulings = len(found)
        for breach in self.day.creditor.breaches:
            if breach.penalty.fault_key not in found:
                self.report.failures.append(f"fault {breach.penalty.fault_key} is not among the mirror's verdicts")

    def open_leak(self) -> None:
        """Take the leaker's record out of the mirror, and open its commitment with what the leaker kept."""
        if not self.day.leaker.leaks:
            return
        leak = self.day.leaker.leaks[0]
        content = self.api.get(f"/v1/records/{leak.record}")["data"]["record"]["content"]
        arguments = disclosed_input(self.day.spool(self.day.cheat("leaker")), content["in"]) or {}
        self.report.leak_on_record = (content["tool"], arguments.get("recipient")) == ("send_file", leak.recipient)

    def look_back(self) -> None:
        """Find whom an alert had fired for before they were disputed or convicted."""
        leaker, opened = self.day.cheat("leaker"), self.trial.case.opened_block
        ends = [(leaker, opened)]
        if self.day.forker.conviction:
            ends.append((self.day.cheat("forker"), self.day.forker.conviction.penalty.block))
        ends += [(self.day.cheat("spender"), breach.penalty.block) for breach in self.day.creditor.breaches[:1]]
        warned = [agent for agent, block in ends if self.alerts.before(agent, block)]
        self.report.alerted = [agent.persona.name for agent in warned]
        self.report.alert_precedes_dispute = leaker in warned
        committed = block_of(self.sealed, self.api, forecast_book.book(self.chain), leaker.ref.agent_id)
        self.report.forecast_committed_before_dispute = committed is not None and committed < opened

    def judge_case(self) -> None:
        """Read the dispute back from everywhere; see `CaseChecks`."""
        CaseChecks(self.trial, self.api, self.ombud, self.day.home, self.report, self.story).all()

    def run_commands(self) -> None:
        """Let the command judge a session's bundle, the same with one byte changed, and the mirror itself."""
        (agent, session), _ = max(self._sessions.items(), key=lambda item: item[1])
        data = self.api.file(f"/v1/sessions/{agent}/{session}/bundle")
        good, bad, tampered = self._file("bundle.json"), self._file("bundle-tampered.json"), tamper(data)
        good.write_bytes(data)
        bad.write_bytes(tampered.data)
        commands = (
            ("verify", str(good)),
            ("verify", str(bad)),
            ("index", "digest", "--json"),
            ("index", "rebuild", "--check", "--json"),
        )
        with ThreadPoolExecutor(len(commands)) as pool:
            accepted, refused, live, fresh = pool.map(lambda arguments: self.ombud(*arguments), commands)
        self._judge_bundles(accepted, refused, tampered.seq)
        self._judge_mirror(live, fresh)

    def _judge_bundles(self, accepted: Said, refused: Said, seq: int) -> None:
        self.report.bundle_verified = accepted.exit_code == 0
        if accepted.exit_code:
            self.report.failures.append(f"ombud verify said {accepted.exit_code}: {accepted.err or accepted.out}"[:600])
        named = f"record seq {seq} " in refused.out + refused.err
        self.report.tampered_bundle_rejected = refused.exit_code != 0 and named

    def _judge_mirror(self, live: Said, fresh: Said) -> None:
        equal = bool(live.json().get("digest")) and live.json()["digest"] == fresh.json().get("digest")
        self.report.mirror_digest_equals_rebuild = equal
        if not equal:
            self.report.failures.append(f"digest: {live.out}{live.err}, rebuild: {fresh.out}{fresh.err}"[:600])
        killed, restarted = self.day.saboteur.killed_at, self.day.saboteur.restarted_at
        by_day = killed is not None and restarted is not None and 0 < killed < restarted
        outage = by_day and self.trial.outage is not None and self.trial.outage[0] < self.trial.outage[1]
        self.report.indexer_killed_and_recovered = outage and equal and self.settling.is_mirrored()

    def _file(self, name: str) -> Path:
        return self.day.home / name
