/** Case bundles, schema `ombud/case/1`: each event proved, the case replayed from the opening to what its ruling moved. */

import { hex, unhex } from "./bytes.js";
import { Findings, SHAPE as BUNDLE } from "./bundle.js";
import { ActionCheck } from "./case/action.js";
import { checkDraw } from "./case/draw.js";
import { checkEvidence } from "./case/evidence.js";
import { readPolicy } from "./case/policy.js";
import { CaseReplay } from "./case/replay.js";
import { placesIn, scopeOf } from "./case/scope.js";
import { checkBlocks, placeOf, prove } from "./case/steps.js";
import { summaryOf } from "./case/summary.js";
import { checkHeader } from "./facts.js";
import { canonical } from "./record.js";
import { Refusal } from "./refusal.js";
import { checksum } from "./secp256k1.js";
import { ADDRESS, checkShape, COUNT, HEX, HEX32, list, maybe, optional, TEXT } from "./shape.js";
import { unchecked } from "./stamps.js";
import { agentKey } from "./statements.js";

const ALWAYS = ["AgentRegistry", "PanelArbitrator"];
const MAX_EVIDENCE = Math.ceil((64 * 1024 * 1024) / 3) * 4;
export const PROVES = [
  "each step of the dispute is an event of the named contracts, in the named block and at its place in it",
  "each step was allowed when it was made, under the policy that the case froze",
  "each vote is the one committed to, and the votes give the panel's ruling",
  "what was locked, slashed, credited, burned and written to the standing is exactly what the ruling moves",
  "each evidence file is byte for byte the one that was named on chain, or in a list that was",
  "a record or receipt that is here is the disputed action, signed by a key of the agent for which the liable account answers",
  "where the block of the draw is here: the seats are those that its hash names, in order",
];
export const DOES_NOT_PROVE = [
  "that the named blocks are on the canonical chain: compare their hashes with a node you trust",
  "that the contracts at the named addresses are Ombud's: compare them with a deployment file you trust",
  "that nothing came after the last block here, or that no evidence was added, no vote committed without being revealed, and no ruling given too late, besides what is here",
  "what the disputed action was, where neither its record nor its receipt is here",
  "that what a record, a receipt or an evidence file says is true, or that the panel judged well",
  "how earlier disputes about the same action ended, and how large the bond was at the opening: the court says so",
  "why an arbitrator whom the draw named was passed over, unless a fact here says why",
  "why an evidence file is not here: whoever made the bundle says so",
  "that a key was not revoked, or an epoch closed, after the block the bundle was made as of",
];
const WEI = (value) => typeof value === "string" && /^(?:0|[1-9][0-9]{0,77})$/.test(value);
const PRESENCE = (value) => ["present", "withheld", "missing", "too_large"].includes(value);
const BLOCK = { number: COUNT, hash: HEX32, header: HEX };
const SHAPE = {
  schema: TEXT,
  subject: BUNDLE.subject,
  as_of: BLOCK,
  deployment: BUNDLE.deployment,
  summary: {
    claimant: ADDRESS, liable: ADDRESS, injured: maybe(ADDRESS), fault_class: TEXT, evidence_hash: HEX32, policy_id: COUNT, policy_hash: HEX32, deposit: WEI, fee: WEI,
    opened_at: COUNT, state: TEXT, ruling: maybe(TEXT), basis: maybe(TEXT), ruled_at: maybe(COUNT), final_at: maybe(COUNT), executed_at: maybe(COUNT), quorum: COUNT,
    votes: list({ arbitrator: ADDRESS, ballot: TEXT, vote: maybe(TEXT), reasons_hash: maybe(HEX32), model: optional(maybe(HEX32)) }),
    panel_paid: WEI, panel_returned: WEI,
    effects: maybe({ slashed: WEI, to_claimant: WEI, to_injured: WEI, to_liable: WEI, burned: WEI, standing: COUNT }),
    round: optional(COUNT), earlier_ruling: optional(maybe(TEXT)), appellant: optional(maybe(ADDRESS)),
    joined: optional(list({ claimant: ADDRESS, deposit: WEI, evidence_hash: HEX32 })),
  },
  facts: BUNDLE.facts,
  draw_block: maybe(BLOCK),
  record: maybe(BUNDLE),
  receipt: maybe({ document: TEXT, salt: maybe(HEX32) }),
  evidence: list({ sha256: HEX32, state: PRESENCE, media_type: TEXT, content: maybe(TEXT) }),
  more_draws: optional(list(BLOCK)),
  proves: optional(list(TEXT)),
  does_not_prove: optional(list(TEXT)),
};
const UNSAID = { round: 1, earlier_ruling: null, appellant: null, joined: [] };

const addressOf = (text) => checksum(unhex(text.slice(2).toLowerCase()));
const factPlace = (fact, number) => `fact ${number} (${fact.event} in block ${fact.block_number})`;

/** Recomputes a case; the report holds only if `problems` is empty. */
export async function verifyCase(bundle, trust = {}) {
  checkShape(bundle, SHAPE);
  if (bundle.record && bundle.record.schema !== "ombud/bundle/1") throw new Refusal("bad_bundle", `the record in it has schema '${bundle.record.schema}'`);
  if (bundle.evidence.reduce((sum, item) => sum + (item.content?.length ?? 0), 0) > MAX_EVIDENCE) throw new Refusal("too_large", "case bundle has over 64 MiB of evidence");
  const found = new Findings();
  const draws = [bundle.draw_block, ...(bundle.more_draws ?? [])].filter(Boolean);
  const blocks = blocksOf(bundle, draws);
  checkDeployment(bundle.deployment, trust, found);
  checkFrame(bundle, blocks, trust, found);
  const contracts = Object.fromEntries(Object.entries(bundle.deployment.contracts).map(([name, address]) => [name, addressOf(address)]));
  const names = Object.fromEntries(Object.entries(contracts).map(([name, address]) => [address, name]));
  const ground = new Findings();
  const proved = prove(bundle.facts, names, ground);
  checkGround(bundle, draws, ground);
  if (!ground.problems.length) checkBlocks(blocks, bundle.as_of, ground);
  found.problems.push(...ground.problems);
  const told = { summary: null, action: null, evidence: [], passed_over: [], stamps: [] };
  if (!ground.problems.length) await found.see("facts", () => checkCase(bundle, proved, contracts, draws, trust, told, found));
  return {
    subject: `${bundle.subject.kind} ${bundle.subject.id} about ${bundle.subject.agent}`,
    ...told,
    facts: bundle.facts.length,
    problems: found.problems,
    pins: [...new Set(blocks.slice(1).map((block) => block.hash))].sort(),
    contracts: bundle.deployment.contracts,
    chain_id: bundle.deployment.chain_id,
    does_not_prove: DOES_NOT_PROVE,
    unchecked: unchecked(told.stamps),
  };
}

function blocksOf(bundle, draws) {
  const factBlock = (where, fact) => ({ where, number: fact.block_number, hash: fact.block_hash, header: fact.header });
  return [
    { where: "as_of", ...bundle.as_of },
    ...draws.map((block) => ({ where: "draw_block", ...block })),
    ...bundle.facts.map((fact, number) => factBlock(factPlace(fact, number), fact)),
    ...(bundle.record?.facts ?? []).map((fact, number) => ({ ...factBlock(`record: fact ${number} (${fact.event})`, fact), ofRecord: true })),
  ];
}

function checkDeployment(deployment, trust, found) {
  for (const [name, address] of Object.entries(deployment.contracts)) if (addressOf(address) !== address) found.add("deployment", "bad_checksum", `${name} at ${address} has another EIP-55 checksum`);
  if (trust.chainId !== undefined && trust.chainId !== deployment.chain_id) found.add("deployment", "other_chain", `the bundle is from chain ${deployment.chain_id}`);
  for (const [name, address] of Object.entries(trust.contracts ?? {})) {
    const claimed = deployment.contracts[name];
    if (claimed && claimed.toLowerCase() !== address.toLowerCase()) found.add("deployment", "other_contract", `${name} is ${claimed} in the bundle`);
  }
}

function checkFrame(bundle, blocks, trust, found) {
  const said = [bundle.proves ?? PROVES, bundle.does_not_prove ?? DOES_NOT_PROVE];
  if (JSON.stringify(said) !== JSON.stringify([PROVES, DOES_NOT_PROVE])) found.add("bundle", "other_words", "what the bundle says it proves is not what such a bundle proves");
  if (!trust.blocks?.length) return;
  for (const { where, number, hash, ofRecord } of blocks.slice(1)) if (!ofRecord && !trust.blocks.includes(hash)) found.add(where, "untrusted_block", `you did not name block ${number}, ${hash}`);
}

function checkGround(bundle, draws, found) {
  for (const name of ALWAYS) if (!Object.hasOwn(bundle.deployment.contracts, name)) found.add("deployment", "missing_contract", `the bundle does not name its ${name}`);
  const check = (block, where) => found.sees(where, () => checkHeader(unhex(block.header), block.number, unhex(block.hash)));
  check(bundle.as_of, "as_of");
  for (const block of draws) check(block, "draw_block");
}

function numberOf(text) {
  if (!/^(?:0|[1-9][0-9]{0,77})$/.test(text)) throw new Refusal("bad_subject", `the subject's id '${text.slice(0, 80)}' is not a dispute's number`);
  return BigInt(text);
}

async function checkCase(bundle, { steps, receipts }, contracts, draws, trust, told, found) {
  const scope = scopeOf(steps, numberOf(bundle.subject.id), bundle.deployment.chain_id, contracts);
  const places = new Map([...receipts].map(([place, events]) => [place, placesIn(scope, events)]));
  const own = steps.filter((step) => places.get(placeOf(step)).has(step.log));
  const queued = steps.filter((step) => step.name === "PolicyQueued" && step.args.policyId === BigInt(scope.case.policyId));
  if (queued.length !== 1) throw new Refusal("policy_not_proved", `${queued.length} facts tell policy ${scope.case.policyId}`);
  const policy = readPolicy(queued[0].args.policy);
  if (policy.arbitrator !== scope.panel) throw new Refusal("other_arbitrator", `its arbitrator is ${policy.arbitrator}, not the panel`);
  const replay = new CaseReplay(scope, policy, own);
  const others = steps.filter((step) => !own.includes(step) && step !== queued[0]);
  const here = new Set(own.map((step) => `${placeOf(step)}/${step.log}`));
  for (const [place, logs] of places) {
    const [block, tx] = place.split("/");
    for (const log of logs) {
      const event = receipts.get(place)[log];
      if (event && !here.has(`${place}/${log}`)) found.add(`transaction ${tx} of block ${block}`, "missing_fact", `its ${event.name} belongs to the case, and is no fact here`);
    }
  }
  replay.run(found);
  checkSubject(bundle, scope, contracts, steps, found);
  const used = new Set();
  const action = new ActionCheck(bundle, scope, others, trust, used, found);
  told.action = await action.run();
  told.stamps = action.stamps;
  told.passed_over = checkDraws(draws, replay, others, used, found);
  told.evidence = checkEvidence(bundle.evidence, own, found);
  for (const step of others) if (!used.has(step.number)) found.add(step.where, "idle_fact", "it has no part in this case");
  told.summary = summaryOf(replay);
  const claimed = { ...UNSAID, ...bundle.summary, votes: bundle.summary.votes.map((vote) => ({ model: null, ...vote })) };
  for (const [name, value] of Object.entries(told.summary)) {
    if (canonical(claimed[name]) !== canonical(value)) found.add(`summary: ${name}`, "other_summary", `it says ${canonical(claimed[name])}, the facts say ${canonical(value)}`);
  }
}

function checkSubject(bundle, scope, contracts, steps, found) {
  const { kind, agent } = bundle.subject;
  const ref = `eip155:${scope.chainId}:${contracts.AgentRegistry}/${scope.case.agentId}`;
  if (kind !== "dispute") found.add("subject", "bad_subject", `kind '${kind}' is not dispute`);
  if (agent !== ref || hex(agentKey(ref)) !== scope.case.subject) found.add("subject", "other_agent", `the dispute is about agent ${ref}`);
  const from = new Set([...ALWAYS, ...steps.map((step) => step.contract)]);
  for (const name of Object.keys(contracts)) if (!from.has(name)) found.add("deployment", "idle_contract", `the bundle names ${name}, from which none of its facts comes`);
}

function checkDraws(blocks, replay, others, used, found) {
  const draws = new Map(replay.panels.flatMap((panel) => panel.draws.map((draw) => [draw.block, { panel, draw }])));
  const passed = [];
  for (const block of blocks) {
    const known = draws.get(block.number);
    if (!draws.size) found.add("draw_block", "idle_block", "no seats were drawn");
    else if (!known) found.add("draw_block", "other_block", `block ${[...draws.keys()].join(" and block ")} drew the seats`);
    else {
      draws.delete(block.number);
      passed.push(...checkDraw(block, known.panel, known.draw, others, used, found));
    }
  }
  return passed;
}
