"""The disputed action: whether the record or the receipt in a case bundle is it, and who answers for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ledger.domain import record as records
from ledger.domain.bundle import Bundle
from ledger.domain.case.bundle import CaseBundle
from ledger.domain.case.facts import Step
from ledger.domain.case.parts import BundledReceipt
from ledger.domain.case.scope import Scope
from ledger.domain.dispute import NOBODY, action_of
from ledger.domain.hashing import ZERO32
from ledger.domain.signed_receipt import counterparty_of
from ledger.domain.trust import Problem, Stamped, Trust
from ledger.domain.verify import GRACE_SECONDS, verify_bundle
from ledger.errors import LedgerError, ProofError

RECORD, RECEIPT, ON_CHAIN = "record", "receipt", "on chain"


@dataclass(frozen=True, slots=True)
class DisputedAction:
    """An action by its place in the agent's stream; `shown_by` says what shows it: record, receipt, on chain."""

    epoch: int
    stream: int
    seq: int
    record_id: str
    shown_by: tuple[str, ...]


@dataclass(slots=True)
class Finding:
    """What a check found: problems, time stamps, and the facts (by number) that it rests on."""

    problems: list[Problem] = field(default_factory=list)
    stamps: list[Stamped] = field(default_factory=list)
    used: set[int] = field(default_factory=set)


class ActionCheck:
    """Checks what a bundle shows of the disputed action.

    Args:
        bundle: The case bundle.
        scope: The case.
        steps: Proved events beside those of the case: keys, epochs, records made on chain.
        trust: What to compare the record's bundle with.
    """

    def __init__(self, bundle: CaseBundle, scope: Scope, steps: Sequence[Step], trust: Trust) -> None:
        self._bundle = bundle
        self._scope = scope
        self._trust = trust
        self._steps = [step for step in steps if step.args.get("agentId") == scope.case.agent_id]
        self._places: list[tuple[int, int, int, bytes]] = []
        self._ways: list[str] = []
        self.finding = Finding()

    def run(self) -> DisputedAction | None:
        """Check it; None if the bundle does not show it."""
        problems = self.finding.problems
        if self._bundle.record is not None:
            problems += self._attempt("record", self._check_record(self._bundle.record))
        elif self._trust.witnesses is not None:
            problems.append(Problem("record", "no_checkpoint", "no record is here, so no checkpoint and no witness"))
        if self._bundle.receipt is not None:
            problems += self._attempt("receipt", self._check_receipt(self._bundle.receipt))
        for step in self._steps:
            if step.name == "ActionRecorded":
                self.finding.used.add(step.number)
                args = step.args
                problems += self._attempt(
                    step.where, self._place(ON_CHAIN, args["epoch"], args["stream"], args["seq"], args["contentHash"])
                )
        if not self._places:
            return None
        problems += self._check_liable(self._places[0][0])
        epoch, stream, seq, record_id = self._places[0]
        return DisputedAction(epoch, stream, seq, record_id.hex(), tuple(self._ways))

    def _attempt(self, where: str, check: Iterator[Problem]) -> list[Problem]:
        found: list[Problem] = []
        try:
            found.extend(check)
        except LedgerError as error:
            found.append(Problem(where, error.code, error.message))
        return found

    def _place(self, way: str, epoch: int, stream: int, seq: int, record_id: bytes) -> Iterator[Problem]:
        case = self._scope.case
        if action_of(case.subject, epoch, stream, seq, record_id) != case.action:
            raise ProofError("it is not the action that the dispute is about", code="other_action")
        self._places.append((epoch, stream, seq, record_id))
        self._ways.append(way)
        yield from ()

    def _check_record(self, record: Bundle) -> Iterator[Problem]:
        report = verify_bundle(record, self._trust)
        self.finding.stamps += [Stamped(f"record: {stamp.where}", stamp.at) for stamp in report.stamps]
        for problem in report.problems:
            yield Problem(f"record: {problem.where}", problem.code, problem.reason)
        here = self._bundle.deployment
        if record.deployment.chain_id != here.chain_id or any(
            here.contracts.get(name, address) != address for name, address in record.deployment.contracts.items()
        ):
            raise ProofError("its bundle is from other contracts than the case", code="other_contract")
        if record.as_of != self._bundle.as_of:
            raise ProofError("its bundle is as of another block than the case", code="other_block")
        found = [item for segment in record.segments for item in segment.records]
        if record.subject.kind != "record" or len(found) != 1:
            raise ProofError("its bundle is not about one record", code="bad_subject")
        data = found[0].text.encode()
        content = records.decode(data)
        yield from self._place(RECORD, content.epoch, content.stream, content.seq, records.record_id(data))

    def _check_receipt(self, shown: BundledReceipt) -> Iterator[Problem]:
        signed = shown.signed()
        receipt, case = signed.receipt, self._scope.case
        if receipt.agent != case.subject:
            raise ProofError("it is another agent's", code="other_agent")
        signer, opened = signed.signer(), case.opened_at
        known = self._of("KeyRegistered", receipt.epoch, signer)
        if not known:
            raise ProofError(f"it is signed by {signer}, no proved key of epoch {receipt.epoch}", code="unknown_signer")
        for end in (*self._of("KeyRevoked", receipt.epoch, signer), *self._of("EpochClosed", receipt.epoch, None)):
            if opened > end.time + GRACE_SECONDS:
                raise ProofError(f"its key or epoch ended at {end.time}, and the grace was over", code="key_ended")
        salt = bytes.fromhex(shown.salt) if shown.salt is not None else ZERO32
        if case.injured == NOBODY:
            if shown.salt is not None:
                raise ProofError("it opens a counterparty whom the claim did not name", code="other_counterparty")
        elif counterparty_of(case.injured, salt) != receipt.counterparty:
            raise ProofError(f"it was not given to {case.injured}", code="other_counterparty")
        yield from self._place(RECEIPT, receipt.epoch, receipt.stream, receipt.seq, receipt.record_hash)

    def _check_liable(self, epoch: int) -> Iterator[Problem]:
        opened = self._of("EpochOpened", epoch, None)
        if not opened:
            yield Problem("facts", "epoch_not_proved", f"no fact says who answers for epoch {epoch} of the agent")
        for step in opened:
            if step.args["owner"] != self._scope.case.liable:
                yield Problem(step.where, "other_liable", f"{step.args['owner']} answers for that epoch")

    def _of(self, name: str, epoch: int, key: str | None) -> list[Step]:
        """Return facts about an epoch, and about a key of it if one is named."""
        found = [
            step
            for step in self._steps
            if (step.name, step.args.get("epoch")) == (name, epoch) and key in (None, step.args.get("key"))
        ]
        self.finding.used |= {step.number for step in found}
        return found
