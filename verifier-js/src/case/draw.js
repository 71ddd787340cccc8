/** The draw of a panel, recomputed from the hash of its block, as far as facts tell who the arbitrators were. */

import { namedNumbers } from "./panel.js";
import { isBefore } from "./steps.js";
import { ZERO32 } from "./values.js";

const UNKNOWN = "no fact says why";

/** Names what does not hold, adds the facts that it rests on to `used`; gives who was passed over, and why. */
export function checkDraw(block, panel, draw, steps, used, found) {
  const { step, seats, before } = draw;
  const roster = Number(panel.armed?.args.roster ?? 0n);
  const earlier = steps.filter((one) => isBefore(one, step));
  const listings = new Map(earlier.filter((one) => one.name === "ArbitratorListed").map((one) => [Number(one.args.number), one]));
  const who = (number) => listings.get(number)?.args.arbitrator;
  const named = namedNumbers(block.hash, panel.number, roster, (number) => seats.includes(who(number)), seats.length);
  for (const number of named) if (listings.has(number)) used.add(listings.get(number).number);
  const unknown = named.filter((number) => !listings.has(number));
  for (const number of unknown) found.add("facts", "incomplete_roster", `no fact names arbitrator number ${number}`);
  if (unknown.length) return [];
  const inOrder = named.map(who).filter((one) => seats.includes(one));
  if (inOrder.join() !== seats.join()) found.add(step.where, "other_draw", `the hash of block ${block.number} names ${inOrder.join(", ")}`);
  for (const number of named) {
    const listing = listings.get(number);
    if (seats.includes(who(number)) && listing.args.validUntil <= BigInt(step.time)) found.add(listing.where, "not_accredited", "it had a seat after its time");
  }
  const isHuman = (number) => listings.get(number).args.model === ZERO32;
  if (panel.human && !named.some((number) => seats.includes(who(number)) && isHuman(number))) found.add(step.where, "no_human", "it is serious, and no attested human has a seat");
  const passed = [];
  for (const number of named) {
    const arbitrator = who(number);
    if (before.has(arbitrator)) passed.push({ arbitrator, reason: "it had a seat before" });
    else if (!seats.includes(arbitrator)) {
      let [reason, restsOn] = reasonOf(listings.get(number), step, panel.parties, earlier);
      if (reason === UNKNOWN && panel.human && !isHuman(number)) reason = "the last seat waited for a human";
      for (const one of restsOn) used.add(one.number);
      passed.push({ arbitrator, reason });
    }
  }
  return passed;
}

function reasonOf(listing, drawn, parties, steps) {
  const { arbitrator, validUntil } = listing.args;
  if (parties.includes(arbitrator)) return ["a party", []];
  if (validUntil <= BigInt(drawn.time)) return ["its accreditation was over", []];
  const about = steps.filter((step) => step.args.arbitrator === arbitrator);
  const conflicts = new Map(about.filter((step) => step.name === "ConflictDeclared").map((step) => [step.args.party, step]));
  const declared = [...conflicts].filter(([party, step]) => parties.includes(party) && step.args.conflicted).map(([, step]) => step);
  if (declared.length) return [`it declared a conflict with ${declared[0].args.party}`, declared];
  const retired = about.filter((step) => step.name === "ArbitratorRetired" && isBefore(listing, step));
  return retired.length ? ["it had retired", retired] : [UNKNOWN, []];
}
