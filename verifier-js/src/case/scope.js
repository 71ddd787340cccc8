/** Which events belong to a case: a receipt is proved as a whole, so a case can be asked for all of its own in each. */

import { Refusal } from "../refusal.js";
import { hash, UPHELD } from "./values.js";

const [COURT, PANEL] = ["DisputeCourt", "PanelArbitrator"];
const FIELDS = ["disputeId", "agentId", "subject", "liable", "claimant", "injured", "action", "evidenceHash", "policyHash", "deposit", "fee", "slice", "locked"];

/** Everything about a dispute that never changes, from the values of its opening. */
function caseOf(args) {
  if (args.faultClass > 3n) throw new Refusal("not_opened", "the opening names no fault class");
  const found = Object.fromEntries(FIELDS.map((name) => [name, args[name]]));
  for (const name of ["faultClass", "policyId", "openedAt", "openedBlock"]) found[name] = Number(args[name]);
  return found;
}

/** A case and who tells of it; `panelNumbers` are the panel's own numbers of it. */
export function scopeOf(steps, disputeId, chainId, contracts) {
  const own = steps.filter((step) => step.contract === COURT && step.args.disputeId === disputeId);
  const opened = own.filter((step) => step.name === "DisputeOpened");
  if (opened.length !== 1) throw new Refusal("not_opened", `${opened.length} facts say that dispute ${disputeId} was opened`);
  const [court, panel] = [contracts[COURT], contracts[PANEL]];
  if (!court || !panel) throw new Refusal("missing_contract", `the bundle does not name its ${COURT} and ${PANEL}`);
  const panelNumbers = [...new Set(own.filter((step) => step.name === "ArbitrationStarted").map((step) => step.args.arbitratorDisputeId))];
  const scope = { chainId, court, panel, case: caseOf(opened[0].args), panelNumbers };
  scope.cause = hash(chainId, court, disputeId);
  scope.panelCause = (number) => hash(chainId, panel, number);
  scope.causes = new Set([scope.cause, ...panelNumbers.map(scope.panelCause)]);
  return scope;
}

function namesIt(scope, { contract, name, args }) {
  if (contract === COURT) {
    if (name === "Ruling") return args._arbitrator === scope.panel && scope.panelNumbers.includes(args._disputeID);
    return (args.disputeId ?? args._evidenceGroupID) === scope.case.disputeId;
  }
  if (contract === PANEL) return scope.panelNumbers.includes(args.disputeId ?? args._disputeID);
  return (contract === "BondVault" || contract === "Standing") && scope.causes.has(args.cause);
}

/** Where the lock of the case is taken or lifted: it names no cause, but has its place beside the court's event. */
function lockBeside(scope, events, at) {
  const event = events[at];
  if (event.name !== "DisputeOpened" && event.name !== "DisputeExecuted") return -1;
  if (event.name === "DisputeExecuted" && event.args.ruling !== BigInt(UPHELD)) return at + 1;
  let place = at;
  while (place && events[place - 1]?.args.cause === scope.cause) place--;
  return place - 1;
}

function isLock(scope, event) {
  if (event?.name !== "BondLocked" && event?.name !== "BondUnlocked") return false;
  const { subject, beneficiary, court } = event.args;
  return subject === scope.case.subject && beneficiary === scope.case.liable && court === scope.court;
}

/** Which events of a receipt belong to the case. */
export function placesIn(scope, events) {
  const own = events.flatMap((event, at) => (event && namesIt(scope, event) ? [at] : []));
  const locks = scope.case.locked ? own.map((at) => lockBeside(scope, events, at)) : [];
  return new Set([...own, ...locks.filter((at) => at >= 0 && isLock(scope, events[at]))]);
}
