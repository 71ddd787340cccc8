/** A case, replayed: every event of the court as a transition, in chain order; what it moved compared with what had to. */

import { Refusal } from "../refusal.js";
import * as machine from "./dispute.js";
import { Moves } from "./moves.js";
import { PanelReplay } from "./panel_replay.js";
import { placeOf } from "./steps.js";
import { compare, hash, no, REFUSED, SECOND, sum, UPHELD, ZERO32 } from "./values.js";

const CONDUCT = 1;
const PERIOD_SECONDS = 7 * 24 * 3600;

/** What the matter was before a final ruling, as the event tells it. */
function matterBefore({ args }) {
  const [reopenings, openUntil, basis] = [Number(args.reopenings), Number(args.openUntil), Number(args.basis)];
  if (basis === machine.WITHDRAWAL) return machine.matter({ reopenings, openUntil });
  if (basis === machine.CONCESSION) return machine.matter({ reopenings, openUntil, conceded: !args.punishes });
  if (Number(args.ruling) === UPHELD) return machine.matter({ upheld: !args.punishes, reopenings });
  if (!openUntil) return machine.matter({ upheld: true, reopenings });
  return machine.matter({ reopenings: reopenings === machine.MOST_REOPENINGS ? reopenings : Math.max(reopenings - 1, 0) });
}

export class CaseReplay {
  payout = null;
  ruled = null;
  final = null;
  executed = null;
  panels = [];
  responded = null;
  withdrawn = null;
  proved = null;
  settled = [];

  constructor(scope, policy, steps) {
    Object.assign(this, { scope, steps, moves: new Moves(steps), dispute: machine.opened(scope.case, policy) });
    this.bond = { subject: scope.case.subject, beneficiary: scope.case.liable };
  }

  get panel() {
    return this.panels.at(-1) ?? new PanelReplay(this.scope, this.moves);
  }

  /** Replays all steps; a transition that is not allowed ends it, since nothing after it can be judged. */
  run(found) {
    for (const step of this.steps) {
      try {
        this.replay(step, found);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        found.add(step.where, error.code, error.message);
        return;
      }
    }
    this.moves.check(found);
  }

  replay(step, found) {
    if (step.contract === "PanelArbitrator") {
      const handler = this.panelOf(step).steps[step.name];
      if (handler) return handler(step, this.dispute, found);
    } else if (step.contract === "DisputeCourt") {
      if (Object.hasOwn(HANDLERS, step.name)) return HANDLERS[step.name].call(this, step, found);
    } else return undefined;
    throw new Refusal("unknown_step", `this version cannot replay ${step.name}`);
  }

  panelOf(step) {
    const number = step.args.disputeId ?? step.args._disputeID;
    const known = this.panels.find((panel) => panel.number === number);
    if (known) return known;
    if (this.panels.length === this.dispute.round) throw no(`panel ${number} was asked for beside another`);
    const made = new PanelReplay(this.scope, this.moves, number ?? 0n, this.panels.at(-1) ?? null);
    this.panels.push(made);
    return made;
  }

  /** The bond before a slash in the step's transaction; 0 if nothing was taken. */
  bonded(step) {
    const [slash] = this.moves.found("BondSlashed", step, this.scope.cause);
    return slash ? slash.args.amount + slash.args.active + slash.args.unbonding : 0n;
  }

  expectSlash(step, amount, burned) {
    this.moves.expect(step, "BondSlashed", { ...this.bond, cause: this.scope.cause, amount, reward: amount - burned, burned });
  }

  credit(step, account, amount) {
    this.moves.expect(step, "CreditAdded", { account, cause: this.scope.cause, amount });
  }

  expectConclusion(step) {
    const { concluded } = this.panel;
    if (!concluded || placeOf(concluded) !== placeOf(step)) throw new Refusal("not_concluded", "the panel did not conclude in this transaction");
  }
}

const besides = (one, step) => one !== null && placeOf(one) === placeOf(step);

const HANDLERS = {
  DisputeOpened(step, found) {
    const { about, policy } = this.dispute;
    if (about.deposit < policy.deposit || about.locked > about.slice + about.fee) found.add(step.where, "mismatch", "its deposit is under the least, or its lock over slice and fee");
    this.moves.expect(step, "BondLocked", { ...this.bond, court: this.scope.court, amount: about.locked });
    compare(step, { openedAt: step.time, openedBlock: step.block }, found);
  },

  RespondentNotified(step, found) {
    const { about, policy } = this.dispute;
    const due = { respondBy: about.openedAt + policy.responseTime, respondByBlock: about.openedBlock + policy.responseBlocks };
    compare(step, { liable: about.liable, agentId: about.agentId, ...due }, found);
  },

  DisputeResponded(step, found) {
    const { about, policy } = this.dispute;
    const late = machine.isDefault(this.dispute);
    this.dispute = machine.respond(this.dispute, step.args.respondent, step.args.evidenceHash, step.time, this.bonded(step));
    this.responded = step;
    if (late) {
      this.expectSlash(step, about.fee, 0n);
      this.credit(step, about.claimant, about.fee);
    }
    compare(step, { late, arbitrateBy: step.time + policy.arbitrationTime }, found);
  },

  EvidenceAdded(step) {
    machine.addEvidence(this.dispute, step.args.evidenceHash);
  },

  Evidence(step, found) {
    compare(step, { _arbitrator: this.dispute.policy.arbitrator }, found);
  },

  ArbitrationPending(step, found) {
    if (!this.dispute.pending) throw no("the arbitrator was asked already");
    compare(step, { arbitrator: this.dispute.policy.arbitrator, round: this.dispute.round }, found);
  },

  ArbitrationStarted(step, found) {
    if (this.dispute.round === SECOND) {
      for (const credit of this.moves.found("CreditAdded", step, this.scope.cause)) this.credit(step, this.dispute.appellant, credit.args.amount);
    } else {
      this.dispute = machine.asked(this.dispute);
      const [fee, escrowed] = [step.args.fee, this.dispute.about.fee];
      if (fee < escrowed || (besides(this.responded, step) && fee !== escrowed)) found.add(step.where, "mismatch", `its fee is ${fee}, and ${escrowed} was escrowed`);
    }
    compare(step, { arbitratorDisputeId: this.panel.number }, found);
    compare(step, { arbitrator: this.dispute.policy.arbitrator, round: this.dispute.round }, found);
    this.panel.started(step, found);
  },

  Dispute(step, found) {
    compare(step, { _arbitrator: this.dispute.policy.arbitrator, _disputeID: this.panel.number, _metaEvidenceID: this.dispute.about.policyId }, found);
  },

  DefaultEntered(step, found) {
    this.dispute = machine.defaultJudgment(this.dispute, step.time, step.block);
    compare(step, { provisionalUntil: step.time + this.dispute.policy.appealTime }, found);
  },

  ClaimJoined(step) {
    this.dispute = machine.join(this.dispute, step.args.claimant, step.args.evidenceHash, step.args.deposit);
  },

  JoinSettled(step, found) {
    const { claimant, toClaimant, toLiable, burned } = step.args;
    const told = [claimant, toClaimant, toLiable, burned].join();
    if (this.dispute.state !== machine.EXECUTED) throw no("it is settled before the ruling is executed");
    const due = machine.joinPayouts(this.dispute).map((one) => [one.claimant, one.toClaimant, one.toLiable, one.burned].join());
    if (!due.includes(told) || this.settled.includes(told)) found.add(step.where, "mismatch", "the deposit of who joined is not paid as the ruling says");
    this.settled.push(told);
  },

  ClaimWithdrawn(step) {
    machine.withdraw(this.dispute, step.args.claimant, machine.matter(), step.time);
    this.withdrawn = step;
  },

  DisputeAppealed(step, found) {
    this.dispute = machine.appeal(this.dispute, step.args.appellant, step.args.evidenceHash, step.time);
    compare(step, { round: SECOND, arbitrateBy: step.time + this.dispute.policy.arbitrationTime }, found);
  },

  DisputeEndedByProof(step) {
    machine.endByProof(this.dispute, machine.matter(), step.time);
    this.proved = step;
  },

  DisputeConceded(step, found) {
    this.dispute = machine.concede(this.dispute, step.args.liable, step.time);
    compare(step, { provisionalUntil: step.time + this.dispute.policy.appealTime }, found);
  },

  Ruling(step, found) {
    this.expectConclusion(step);
    compare(step, { _ruling: this.panel.ruling }, found);
  },

  RulingGiven(step, found) {
    this.expectConclusion(step);
    if (this.dispute.state !== machine.ARBITRATION) throw no(`it was given in state ${machine.STATES[this.dispute.state]}`);
    this.dispute = machine.rule(this.dispute, this.panel.ruling, step.time);
    this.ruled = step;
    const told = { arbitrator: this.dispute.policy.arbitrator, ruling: machine.inRange(this.panel.ruling), round: this.dispute.round };
    compare(step, { ...told, givenAt: step.time }, found);
  },

  LateRuling(step, found) {
    this.expectConclusion(step);
    if (this.dispute.state === machine.ARBITRATION) throw no("it is called late, and was in time");
    compare(step, { arbitrator: this.dispute.policy.arbitrator, ruling: this.panel.ruling }, found);
  },

  DisputeFinalized(step, found) {
    const before = matterBefore(step);
    let after;
    if (besides(this.proved, step)) [this.dispute, after] = machine.endByProof(this.dispute, before, step.time);
    else if (this.dispute.state === machine.ARBITRATION) {
      [this.dispute, after] = machine.arbitratorTimeout(this.dispute, before, step.time, this.panel.isDone ? this.panel.ruling : null);
    } else if (besides(this.withdrawn, step)) [this.dispute, after] = machine.withdraw(this.dispute, this.dispute.about.claimant, before, step.time);
    else [this.dispute, after] = machine.finalize(this.dispute, before, step.time);
    this.final = step;
    const { ruling, basis, punishes, about } = this.dispute;
    const matter = hash(about.action, about.faultClass);
    compare(step, { ruling, basis, punishes, matter, reopenings: after.reopenings, openUntil: after.openUntil }, found);
  },

  DisputeExecuted(step, found) {
    const [dispute, payout] = machine.execute(this.dispute, step.time, this.bonded(step));
    Object.assign(this, { dispute, payout, executed: step });
    const { about, policy, ruling } = dispute;
    this.moves.expect(step, "BondUnlocked", { ...this.bond, court: this.scope.court, amount: about.locked });
    this.expectSlash(step, payout.slashed, ruling === UPHELD ? payout.burned : 0n);
    this.credit(step, about.claimant, payout.toClaimant);
    this.credit(step, about.injured, payout.toInjured);
    this.credit(step, about.liable, payout.toLiable);
    const joined = machine.joinPayouts(dispute);
    for (const paid of joined) this.credit(step, paid.claimant, paid.toClaimant);
    this.credit(step, about.liable, sum(joined.map((paid) => paid.toLiable)));
    if (dispute.punishes) {
      this.moves.expect(step, "StandingChanged", {
        agentId: about.agentId, context: ZERO32, dimension: CONDUCT, cause: this.scope.cause, addedPositive: REFUSED,
        addedNegative: policy.weights[about.faultClass], period: Math.floor(step.time / PERIOD_SECONDS),
      });
    }
    compare(step, { agentId: about.agentId, ruling, ...payout }, found);
  },
};
