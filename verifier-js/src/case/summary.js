/** What a replayed case comes to, in the words of a bundle. */

import { BASES, EXECUTED, FAULTS, FINAL, PROVISIONAL, STATES } from "./dispute.js";
import { BALLOTS, quorumOf } from "./panel.js";
import { NOBODY, RULINGS, SECOND, sum } from "./values.js";

const QUORUM = 2;

function effects({ payout, dispute }) {
  if (!payout) return null;
  const { about, policy, punishes } = dispute;
  return {
    slashed: `${payout.slashed}`,
    to_claimant: `${payout.toClaimant}`,
    to_injured: `${payout.toInjured}`,
    to_liable: `${payout.toLiable}`,
    burned: `${payout.burned}`,
    standing: punishes ? policy.weights[about.faultClass] : 0,
  };
}

function votes({ panel }) {
  return [...(panel.panel?.ballots ?? [])].map(([arbitrator, ballot]) => {
    const [vote, reasons] = panel.votes.get(arbitrator) ?? [null, null];
    return { arbitrator, ballot: BALLOTS[ballot], vote: vote === null ? null : RULINGS[vote], reasons_hash: reasons, model: panel.models.get(arbitrator) ?? null };
  });
}

export function summaryOf(replay) {
  const { dispute } = replay;
  const { about } = dispute;
  const { panel } = replay.panel;
  const appealed = dispute.round === SECOND;
  const ruled = [PROVISIONAL, FINAL, EXECUTED].includes(dispute.state);
  return {
    claimant: about.claimant,
    liable: about.liable,
    injured: about.injured === NOBODY ? null : about.injured,
    fault_class: FAULTS[about.faultClass],
    evidence_hash: about.evidenceHash,
    policy_id: about.policyId,
    policy_hash: about.policyHash,
    deposit: `${about.deposit}`,
    fee: `${about.fee}`,
    opened_at: about.openedAt,
    state: STATES[dispute.state],
    ruling: ruled ? RULINGS[dispute.ruling] : null,
    basis: dispute.basis ? BASES[dispute.basis] : null,
    ruled_at: replay.ruled?.time ?? null,
    final_at: replay.final?.time ?? null,
    executed_at: replay.executed?.time ?? null,
    quorum: panel ? quorumOf(panel) : QUORUM,
    votes: votes(replay),
    panel_paid: `${sum(replay.panels.map((one) => one.paid))}`,
    panel_returned: `${sum(replay.panels.map((one) => one.returned))}`,
    effects: effects(replay),
    round: dispute.round,
    earlier_ruling: appealed ? RULINGS[dispute.appealedRuling] : null,
    appellant: appealed ? dispute.appellant : null,
    joined: dispute.joins.map(({ claimant, deposit, evidenceHash }) => ({ claimant, deposit: `${deposit}`, evidence_hash: evidenceHash })),
  };
}
