/** A dispute as a state machine: what the court allows, when, and what it moves. Transitions give the next dispute. */

import { Refusal } from "../refusal.js";
import { DISMISSED, hash, min, no, NOBODY, REFUSED, SECOND, sum, UPHELD, ZERO32 } from "./values.js";

export const STATES = ["none", "open", "arbitration", "provisional", "final", "executed"];
export const BASES = ["none", "merits", "default", "concession", "timeout", "proof", "withdrawal"];
export const FAULTS = ["negligence", "breach", "harm", "deception"];
const [, OPEN, ARBITRATION, PROVISIONAL, FINAL, EXECUTED] = STATES.keys();
const [NONE, MERITS, DEFAULT, CONCESSION, TIMEOUT, PROOF, WITHDRAWAL] = BASES.keys();
export { ARBITRATION, CONCESSION, EXECUTED, FINAL, PROVISIONAL, WITHDRAWAL };
/** Classes that statements can show by themselves: breach and deception. */
export const SERIOUS = [2, 3];
const PROVABLE = [1, 3];
const BPS = 10_000n;
export const MOST_REOPENINGS = 32;
const REOPENING_SECONDS = 7 * 24 * 3600;
const MOST_JOINS = 8;

export const actionOf = (agent, epoch, stream, seq, record) => hash(agent, epoch, stream, seq, record);
export const inRange = (ruling) => (Number(ruling) === UPHELD || Number(ruling) === DISMISSED ? Number(ruling) : REFUSED);

/** What is known of an action and fault class after disputes about it. */
export const matter = (known = {}) => ({ upheld: false, reopenings: 0, openUntil: 0, conceded: false, ...known });

function after(known, ruling, now, basis) {
  if (basis === CONCESSION) return { ...known, conceded: true };
  if (ruling === UPHELD) return { ...known, upheld: true, openUntil: 0 };
  if (known.upheld || basis === WITHDRAWAL) return known;
  return { ...known, reopenings: Math.min(known.reopenings + 1, MOST_REOPENINGS), openUntil: now + REOPENING_SECONDS };
}

export function opened(about, policy) {
  if (policy.hash !== about.policyHash) throw new Refusal("wrong_policy", "the policy is not the one that the case froze");
  return {
    about, policy, state: OPEN, ruling: REFUSED, basis: NONE, since: about.openedAt, round: 1, pending: false, feeSpent: false, feeRepaid: false,
    punishes: false, joins: [], appealedRuling: REFUSED, appellant: NOBODY,
  };
}

function expect(dispute, state) {
  if (dispute.state !== state) throw no(`dispute ${dispute.about.disputeId} is in state ${STATES[dispute.state]}`);
}

function expectTime(now, due) {
  if (now < due) throw no(`it is ${now}, and ${due} must come first`);
}

function expectEvidence(evidence) {
  if (evidence === ZERO32) throw no("the evidence has no hash");
}

export const claimants = ({ about, joins }) => [about.claimant, ...joins.map((join) => join.claimant)];
export const isDefault = ({ state, basis }) => state === PROVISIONAL && basis === DEFAULT;

/** Who may not judge. */
export function parties({ about, joins, appellant }) {
  const known = [about.claimant, about.liable, about.injured].filter((one) => one !== NOBODY).concat(joins.map((join) => join.claimant));
  return appellant === NOBODY || known.includes(appellant) ? known : [...known, appellant];
}

export function respond(dispute, caller, evidence, now, bonded) {
  if (caller !== dispute.about.liable) throw no(`${caller} is not liable`);
  expectEvidence(evidence);
  const late = isDefault(dispute);
  if (late) {
    if (now >= dispute.since + dispute.policy.appealTime) throw no("the time to respond was over");
    if (bonded < dispute.about.fee) throw no(`the bond of ${bonded} cannot pay the fee`);
  } else expect(dispute, OPEN);
  return { ...dispute, state: ARBITRATION, ruling: REFUSED, basis: NONE, since: now, pending: true, feeRepaid: dispute.feeRepaid || late };
}

export function join(dispute, caller, evidence, deposit) {
  expect(dispute, OPEN);
  expectEvidence(evidence);
  if (caller === dispute.about.liable) throw no(`${caller} is of the agent's side`);
  if (deposit < dispute.policy.deposit) throw no(`${deposit} is no deposit`);
  if (dispute.joins.length === MOST_JOINS) throw no(`${MOST_JOINS} have joined`);
  if (claimants(dispute).includes(caller)) throw no(`${caller} is a claimant`);
  return { ...dispute, joins: [...dispute.joins, { claimant: caller, deposit, evidenceHash: evidence }] };
}

function ended(dispute, known, now) {
  const punishes = dispute.ruling === UPHELD && !(known.upheld || known.conceded) && dispute.basis !== PROOF;
  return [{ ...dispute, state: FINAL, since: now, punishes }, after(known, dispute.ruling, now, dispute.basis)];
}

export function withdraw(dispute, caller, known, now) {
  if (caller !== dispute.about.claimant) throw no(`${caller} is not the claimant`);
  expect(dispute, OPEN);
  return ended({ ...dispute, ruling: DISMISSED, basis: WITHDRAWAL }, known, now);
}

export function concede(dispute, caller, now) {
  if (caller !== dispute.about.liable) throw no(`${caller} is not liable`);
  expect(dispute, OPEN);
  return { ...dispute, state: PROVISIONAL, ruling: UPHELD, basis: CONCESSION, since: now };
}

export function asked(dispute) {
  expect(dispute, ARBITRATION);
  if (!dispute.pending) throw no("the arbitrator was asked already");
  return { ...dispute, pending: false, feeSpent: true };
}

export function addEvidence(dispute, evidence) {
  if (dispute.state !== OPEN && dispute.state !== ARBITRATION) throw no(`it is in state ${STATES[dispute.state]}`);
  expectEvidence(evidence);
}

export function defaultJudgment(dispute, now, block) {
  expect(dispute, OPEN);
  expectTime(now, dispute.about.openedAt + dispute.policy.responseTime);
  const due = dispute.about.openedBlock + dispute.policy.responseBlocks;
  if (block < due) throw no(`block ${block} is before block ${due}`);
  return { ...dispute, state: PROVISIONAL, ruling: UPHELD, basis: DEFAULT, since: now };
}

export function rule(dispute, ruling, now) {
  if (dispute.state !== ARBITRATION || dispute.pending) return dispute;
  return { ...dispute, state: PROVISIONAL, ruling: inRange(ruling), basis: MERITS, since: now };
}

export function appeal(dispute, caller, evidence, now) {
  expect(dispute, PROVISIONAL);
  if (dispute.round === SECOND || dispute.basis !== MERITS) throw no("it cannot be appealed");
  expectEvidence(evidence);
  const { since, policy, ruling, about } = dispute;
  if (now >= since + policy.appealTime) throw no("the time to appeal was over");
  const lost = (ruling !== DISMISSED && caller === about.liable) || (ruling !== UPHELD && claimants(dispute).includes(caller));
  if (now < since + Math.floor(policy.appealTime / 2) && !lost) throw no(`${caller} did not lose`);
  return { ...dispute, state: ARBITRATION, ruling: REFUSED, basis: NONE, since: now, round: SECOND, appealedRuling: ruling, appellant: caller };
}

export function endByProof(dispute, known, now) {
  if (dispute.state === FINAL || dispute.state === EXECUTED) throw no(`it is in state ${STATES[dispute.state]}`);
  if (!PROVABLE.includes(dispute.about.faultClass)) throw no("no proof decides this class");
  return ended({ ...dispute, ruling: UPHELD, basis: PROOF }, known, now);
}

/** `told` is what the arbitrator says by now, null if nothing. */
export function arbitratorTimeout(dispute, known, now, told) {
  expect(dispute, ARBITRATION);
  expectTime(now, dispute.since + dispute.policy.arbitrationTime);
  const ruling = dispute.pending || told === null ? dispute.appealedRuling : inRange(told);
  return ended({ ...dispute, ruling, basis: TIMEOUT }, known, now);
}

export function finalize(dispute, known, now) {
  expect(dispute, PROVISIONAL);
  expectTime(now, dispute.since + (dispute.round === SECOND ? 0 : dispute.policy.appealTime));
  return ended(dispute, known, now);
}

export function execute(dispute, now, bonded) {
  expect(dispute, FINAL);
  return [{ ...dispute, state: EXECUTED, since: now }, payout(dispute, bonded)];
}

function payout(dispute, bonded) {
  const { about, ruling, basis, feeSpent, feeRepaid } = dispute;
  let toClaimant = feeSpent || feeRepaid ? 0n : about.fee;
  let toLiable = !feeSpent && feeRepaid ? about.fee : 0n;
  if (ruling !== UPHELD) {
    let burned = 0n;
    if (ruling === DISMISSED) {
      const kept = basis === WITHDRAWAL ? about.deposit : about.deposit / 2n;
      burned = about.deposit - kept;
      toLiable += kept;
    } else toClaimant += about.deposit;
    return { slashed: 0n, toClaimant, toInjured: 0n, toLiable, burned };
  }
  const fee = min(bonded, feeSpent && !feeRepaid ? about.fee : 0n);
  let part = dispute.punishes ? about.slice : 0n;
  if (basis === CONCESSION) part = (part * 7_500n) / BPS;
  const taken = min(bonded - fee, part);
  const share = (taken * 2_000n) / BPS;
  const toInjured = about.injured === NOBODY ? 0n : (taken * 3_000n) / BPS;
  return { slashed: fee + taken, toClaimant: toClaimant + about.deposit + fee + share, toInjured, toLiable, burned: taken - share - toInjured };
}

/** What becomes of the deposits of who joined: lost with a dismissal, else back. */
export function joinPayouts({ joins, ruling, basis }) {
  const lost = ruling === DISMISSED && basis !== WITHDRAWAL;
  return joins.map(({ claimant, deposit }) => ({
    claimant,
    toClaimant: lost ? 0n : deposit,
    toLiable: lost ? deposit / 2n : 0n,
    burned: lost ? deposit - deposit / 2n : 0n,
  }));
}

export const joinedToLiable = (dispute) => sum(joinPayouts(dispute).map((paid) => paid.toLiable));
