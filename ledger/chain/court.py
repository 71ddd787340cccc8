"""What claimants, respondents and everyone else do at the court: open a dispute, answer it, move it on.

    opened = open_dispute(sender, agent_id=7, fault_class=FaultClass.DECEPTION, evidence_hash=..., proof=..., uri=...)
    dispute = find(chain, opened.case.dispute_id)         # as the chain has it now: a `ledger.domain.dispute.Dispute`
    execute(sender, dispute.case, dispute.policy)

The court keeps hashes of cases and policies; these functions read both from its events and bring them along.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ledger.chain.node import Chain
from ledger.chain.sender import BASE_FEE_HEADROOM, Sender, Sent
from ledger.chain.witness import (
    DirectRecord,
    LogPlace,
    SegmentPlace,
    Witnessed,
    direct_record,
    show_acknowledged,
    show_in_log,
    show_logged,
    show_receipt,
    show_record,
    witnessed,
)
from ledger.domain.dispute import NOBODY, Basis, Case, Dispute, FaultClass, Join, Payout, State, least_deposit
from ledger.domain.events import TOPICS, Event, decode
from ledger.domain.panel import MANY
from ledger.domain.policy import Policy
from ledger.errors import NotFoundError

__all__ = [
    "DirectRecord",
    "Executed",
    "Finalised",
    "LogPlace",
    "Opened",
    "Quote",
    "Responded",
    "SegmentPlace",
    "Witnessed",
    "appeal",
    "appeal_cost",
    "arbitrator_timeout",
    "concede",
    "default_judgment",
    "direct_record",
    "end_by_proof",
    "execute",
    "finalize",
    "find",
    "join",
    "join_cost",
    "missing_fee",
    "open_dispute",
    "panel_number",
    "panel_numbers",
    "policy_of",
    "quote",
    "respond",
    "show_acknowledged",
    "show_in_log",
    "show_logged",
    "show_receipt",
    "show_record",
    "start_arbitration",
    "submit_evidence",
    "withdraw_claim",
    "witnessed",
]

_COURT: Final = "DisputeCourt"


@dataclass(frozen=True, slots=True)
class Quote:
    """What opening a dispute about an action takes: the policy in force, and deposit and fee in wei.

    `reopenings` is how often the matter ended without being upheld; each has doubled the deposit.
    """

    shown: Witnessed
    policy_id: int
    policy: Policy
    reopenings: int
    deposit: int
    fee: int


@dataclass(frozen=True, slots=True)
class Opened:
    """A dispute that was opened: its case, and the policy that it froze."""

    case: Case
    policy: Policy
    tx: bytes
    block: int
    gas_used: int


@dataclass(frozen=True, slots=True)
class Responded:
    """An arbitration that was asked for; `panel_number` is None when the arbitrator would not take it on yet."""

    panel_number: int | None
    tx: bytes
    block: int
    gas_used: int


@dataclass(frozen=True, slots=True)
class Finalised:
    """A ruling that became final; `punishes` when it takes the slice and lowers the standing."""

    ruling: int
    basis: Basis
    punishes: bool
    tx: bytes
    block: int
    gas_used: int


@dataclass(frozen=True, slots=True)
class Executed:
    """A ruling that was executed, and what it moved, in wei."""

    ruling: int
    payout: Payout
    tx: bytes
    block: int
    gas_used: int


def quote(chain: Chain, *, fault_class: FaultClass, proof: bytes) -> Quote:
    """Say what opening a dispute would take now.

    Args:
        chain: The chain, with its deployment.
        fault_class: What is claimed.
        proof: What shows the action, as `show_logged` and its neighbours make it.

    Raises:
        ChainRevertError: if the proof shows nothing.
    """
    shown = witnessed(chain, proof)
    policy_id, _ = chain.read("Policies", "inForce", shown.agent, shown.liable, shown.witness)
    policy = policy_of(chain, policy_id)
    _, reopenings, *_ = chain.read(_COURT, "matterOf", shown.action, int(fault_class))
    fee: int = chain.read("PanelArbitrator", "arbitrationCost", b"")  # the same, whatever the terms
    # What exceeds the least deposit is deposited too, so only a base fee that decides may make it larger.
    deposit = least_deposit(policy, reopenings, BASE_FEE_HEADROOM * _next_base_fee(chain))
    return Quote(shown, policy_id, policy, reopenings, deposit, fee)


def open_dispute(
    sender: Sender,
    *,
    agent_id: int,
    fault_class: FaultClass,
    evidence_hash: bytes,
    proof: bytes,
    uri: str,
    value: int | None = None,
) -> Opened:
    """Open a dispute about an action, with deposit and fee.

    Args:
        sender: The claimant.
        agent_id: Whose action it is.
        fault_class: What is claimed.
        evidence_hash: SHA-256 of the evidence file, or of the list of several.
        proof: What shows the action, as `show_logged` and its neighbours make it.
        uri: Where the evidence is.
        value: Wei to send; the least deposit and the fee, if not given.

    Raises:
        ChainRevertError: if the proof shows nothing, or the court refuses.
        SetupError: if the account cannot pay.
    """
    asked = quote(sender.chain, fault_class=fault_class, proof=proof)
    sent = sender.send(
        _COURT,
        "open",
        (agent_id, int(fault_class), evidence_hash),
        proof,
        asked.policy.as_tuple(),
        uri,
        value=asked.deposit + asked.fee if value is None else value,
    )
    case = Case.of_opening(sent.event("DisputeOpened").args)
    return Opened(case, asked.policy, sent.tx, sent.block, sent.gas_used)


def respond(sender: Sender, case: Case, policy: Policy, evidence_hash: bytes, uri: str) -> Responded:
    """Answer a claim, as the liable account; a late answer has its fee taken from the bond.

    Raises:
        ChainRevertError: for anyone else, out of phase, or too late.
    """
    return _asked(sender.send(_COURT, "respond", case.as_tuple(), policy.as_tuple(), evidence_hash, uri))


def withdraw_claim(sender: Sender, case: Case, policy: Policy) -> Finalised:
    """Give a claim up, as the claimant, before a response: the deposit goes to the liable account, the fee back.

    Raises:
        ChainRevertError: for anyone else, or out of phase.
    """
    return _final(sender.send(_COURT, "withdrawClaim", case.as_tuple(), policy.as_tuple()))


def concede(sender: Sender, case: Case, policy: Policy) -> Sent:
    """Let a claim prevail, as the liable account, before a response: a quarter less of the slice is taken.

    Raises:
        ChainRevertError: for anyone else, or out of phase.
    """
    return sender.send(_COURT, "concede", case.as_tuple(), policy.as_tuple())


def join(
    sender: Sender, case: Case, policy: Policy, evidence_hash: bytes, uri: str, *, value: int | None = None
) -> Sent:
    """Join a claim with evidence of one's own, until it is answered; `value` is deposited, the least if not given.

    The deposit is at risk like the first claimant's; there is no part in the reward.

    Raises:
        ChainRevertError: for the agent's side, out of phase, twice, or on evidence that was judged before.
    """
    deposit = join_cost(sender.chain, case, policy) if value is None else value
    return sender.send(_COURT, "join", case.as_tuple(), policy.as_tuple(), evidence_hash, uri, value=deposit)


def join_cost(chain: Chain, case: Case, policy: Policy) -> int:
    """Return the least deposit of whoever joins a claim now, in wei."""
    _, reopenings, *_ = chain.read(_COURT, "matterOf", case.action, int(case.fault_class))
    return least_deposit(policy, reopenings, BASE_FEE_HEADROOM * _next_base_fee(chain))


def missing_fee(chain: Chain, case: Case) -> int:
    """Return what the fee of a case lacks for the arbitrator to take it on now, in wei; 0 if nothing."""
    cost: int = chain.read("PanelArbitrator", "arbitrationCost", b"")
    return max(0, cost - case.fee)


def appeal_cost(chain: Chain) -> int:
    """Return what a second round before the panel costs its appellant, in wei."""
    fee: int = chain.read("PanelArbitrator", "seatFee")
    return MANY * fee


def appeal(
    sender: Sender, case: Case, policy: Policy, evidence_hash: bytes, uri: str, *, value: int | None = None
) -> Responded:
    """Appeal a ruling, once: the loser alone in the first half of the time for it, then anyone.

    Args:
        sender: The appellant, who alone pays.
        case: The case.
        policy: The policy that it froze.
        evidence_hash: What the appeal stands on.
        uri: Where that is.
        value: Wei to send; the cost before the panel, if not given. What is too much is credited.

    Raises:
        ChainRevertError: for anyone else, out of phase, too late, or of what cannot be appealed.
    """
    number = panel_number(sender.chain, case.dispute_id) or 0
    arguments = (case.as_tuple(), policy.as_tuple(), number, evidence_hash, uri)
    return _asked(
        sender.send(_COURT, "appeal", *arguments, value=appeal_cost(sender.chain) if value is None else value)
    )


def end_by_proof(sender: Sender, case: Case, policy: Policy) -> Finalised:
    """Uphold a claim whose matter a proof has punished. Anyone may.

    Raises:
        ChainRevertError: once it is final, or when nothing was proved.
    """
    return _final(sender.send(_COURT, "endByProof", case.as_tuple(), policy.as_tuple()))


def start_arbitration(sender: Sender, case: Case, policy: Policy, *, value: int = 0) -> Responded:
    """Ask the arbitrator again, when it would not take the dispute on; `value` tops its fee up, in wei.

    Raises:
        ChainRevertError: if it was asked already, or still refuses.
    """
    return _asked(sender.send(_COURT, "startArbitration", case.as_tuple(), policy.as_tuple(), value=value))


def submit_evidence(sender: Sender, case: Case, policy: Policy, evidence_hash: bytes, uri: str) -> Sent:
    """Add evidence; anyone may, until there is a ruling.

    Raises:
        ChainRevertError: out of phase, or without a hash.
    """
    return sender.send(_COURT, "submitEvidence", case.as_tuple(), policy.as_tuple(), evidence_hash, uri)


def default_judgment(sender: Sender, case: Case, policy: Policy) -> Sent:
    """Let the claim prevail, since nobody responded in time and blocks.

    Raises:
        ChainRevertError: out of phase, or too early.
    """
    return sender.send(_COURT, "defaultJudgment", case.as_tuple(), policy.as_tuple())


def arbitrator_timeout(sender: Sender, case: Case, policy: Policy, panel_number: int = 0) -> Finalised:
    """Stop waiting for the arbitrator; `panel_number` is its own number of the dispute, any if it has none.

    Raises:
        ChainRevertError: out of phase, too early, or with another number.
    """
    return _final(sender.send(_COURT, "arbitratorTimeout", case.as_tuple(), policy.as_tuple(), panel_number))


def finalize(sender: Sender, case: Case, policy: Policy) -> Finalised:
    """Make a provisional ruling final.

    Raises:
        ChainRevertError: out of phase, or too early.
    """
    return _final(sender.send(_COURT, "finalize", case.as_tuple(), policy.as_tuple()))


def execute(sender: Sender, case: Case, policy: Policy) -> Executed:
    """Execute a final ruling: pay, slash, lower the standing; once.

    Raises:
        ChainRevertError: out of phase.
    """
    sent = sender.send(_COURT, "execute", case.as_tuple(), policy.as_tuple())
    args = sent.event("DisputeExecuted").args
    slashed, burned = args["slashed"], args["burned"]
    to_claimant, to_injured, to_liable = args["toClaimant"], args["toInjured"], args["toLiable"]
    escrow = to_claimant + to_injured + to_liable + burned - slashed
    payout = Payout(escrow, slashed, to_claimant, to_injured, to_liable, burned)
    return Executed(args["ruling"], payout, sent.tx, sent.block, sent.gas_used)


def find(chain: Chain, dispute_id: int) -> Dispute:
    """Return a dispute as the chain has it now.

    Raises:
        NotFoundError: if no dispute has this number.
    """
    events = _events(chain, "DisputeOpened", dispute_id)
    if not events:
        count: int = chain.read(_COURT, "count")
        raise NotFoundError(
            f"there is no dispute {dispute_id}",
            hint=f"disputes are numbered 1 to {count}" if count else "no dispute was opened on this chain yet",
            code="no_such_dispute",
        )
    case = Case.of_opening(events[0].args)
    docket = chain.read(_COURT, "docketOf", dispute_id)
    _, state, ruling, basis, round_, pending, fee_spent, fee_repaid, punishes, since = docket
    joined = [event.args for event in _events(chain, "ClaimJoined", dispute_id)]
    appeals = [event.args["appellant"] for event in _events(chain, "DisputeAppealed", dispute_id)]
    _, appealed_ruling = chain.read(_COURT, "appealedRulingOf", dispute_id)
    return Dispute(
        case=case,
        policy=policy_of(chain, case.policy_id),
        state=State(state),
        ruling=ruling,
        basis=Basis(basis),
        since=since,
        round=round_,
        pending=pending,
        fee_spent=fee_spent,
        fee_repaid=fee_repaid,
        punishes=punishes,
        joins=tuple(Join(args["claimant"], args["deposit"], args["evidenceHash"]) for args in joined),
        appealed_ruling=appealed_ruling,
        appellant=appeals[-1] if appeals else NOBODY,
    )


def panel_numbers(chain: Chain, dispute_id: int) -> list[int]:
    """Return the arbitrator's own numbers of a dispute, one a round, oldest first."""
    return [event.args["arbitratorDisputeId"] for event in _events(chain, "ArbitrationStarted", dispute_id)]


def panel_number(chain: Chain, dispute_id: int) -> int | None:
    """Return the arbitrator's own number of a dispute, of its last round; None if it never took it on."""
    numbers = panel_numbers(chain, dispute_id)
    return numbers[-1] if numbers else None


def policy_of(chain: Chain, policy_id: int) -> Policy:
    """Return a policy by its number.

    Raises:
        ChainRevertError: if there is none.
    """
    return Policy.of_tuple(chain.read("Policies", "policyOf", policy_id))


def _events(chain: Chain, name: str, dispute_id: int) -> list[Event]:
    topics = ["0x" + TOPICS[_COURT][name].hex(), f"0x{dispute_id:064x}"]
    logs = chain.logs_of(chain.deployment.addresses[_COURT], topics)
    return [event for log in logs if (event := decode(log, chain.names())) is not None]


def _next_base_fee(chain: Chain) -> int:
    history = chain.rpc.call("eth_feeHistory", ("0x1", "latest", []))
    return int(history["baseFeePerGas"][-1], 16)


def _asked(sent: Sent) -> Responded:
    numbers = [event.args["arbitratorDisputeId"] for event in sent.events if event.name == "ArbitrationStarted"]
    return Responded(numbers[0] if numbers else None, sent.tx, sent.block, sent.gas_used)


def _final(sent: Sent) -> Finalised:
    args = sent.event("DisputeFinalized").args
    return Finalised(args["ruling"], Basis(args["basis"]), args["punishes"], sent.tx, sent.block, sent.gas_used)
