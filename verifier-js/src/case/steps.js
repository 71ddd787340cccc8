/** The facts of a case, proved and put in their places. */

import { hex, unhex } from "../bytes.js";
import { decodeEvent } from "../events.js";
import { checkHeader, proveReceipt } from "../facts.js";
import { Refusal } from "../refusal.js";

const shown = (value) => (value instanceof Uint8Array ? hex(value) : Array.isArray(value) ? value.map(shown) : value);
const plain = (event) => event && { ...event, args: Object.fromEntries(Object.entries(event.args).map(([name, value]) => [name, shown(value)])) };
const before = (a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2];

export const isBefore = (one, two) => before([one.block, one.tx, one.log], [two.block, two.tx, two.log]) < 0;
export const placeOf = (item) => `${item.block}/${item.tx}`;

/** Facts as steps, and every event of ours in their receipts (null for a log of someone else). */
export function prove(facts, names, found) {
  const steps = [];
  const receipts = new Map();
  let [last, proof, known] = [[-1, -1, -1], "", null];
  for (const [number, item] of facts.entries()) {
    const where = `fact ${number} (${item.event} in block ${item.block_number})`;
    const place = [item.block_number, item.tx_index, item.log_in_receipt];
    found.sees(where, () => {
      if (before(place, last) === 0) throw new Refusal("duplicate_fact", "it is here twice");
      if (before(place, last) < 0) throw new Refusal("out_of_order", "it comes before the fact that is listed before it");
      last = place;
      const asked = JSON.stringify([item.block_number, item.block_hash, item.header, item.tx_index, item.receipt_proof]);
      if (asked !== proof) {
        const { logs, time } = proveReceipt(item);
        known = { events: logs.map((log) => plain(decodeEvent(log, names))), time };
        proof = asked;
      }
      const event = known.events[item.log_in_receipt];
      if (event?.name !== item.event) throw new Refusal("other_event", `the proved log is no ${item.event} of the named contracts`);
      const [block, tx, log] = place;
      receipts.set(`${block}/${tx}`, known.events);
      steps.push({ number, ...event, block, tx, log, time: known.time, where: `fact ${number} (${event.name} in block ${block})` });
    });
  }
  return { steps, receipts };
}

/** Proved blocks can be of one chain: one hash a number, time never runs back, none after `asOf`. */
export function checkBlocks(blocks, asOf, found) {
  const seen = new Map();
  for (const { where, number, hash, header } of blocks) {
    if (number > asOf.number) found.add(where, "after_as_of", `block ${number} is after block ${asOf.number}, which all this is as of`);
    if (!seen.has(number)) seen.set(number, { hash, header });
    if (seen.get(number).hash !== hash) found.add(where, "forked_facts", `block ${number} has another hash here than elsewhere in the bundle`);
  }
  let last = { number: 0, time: 0 };
  for (const [number, { hash, header }] of [...seen].sort((a, b) => a[0] - b[0])) {
    let time;
    try {
      ({ time } = checkHeader(unhex(header), number, unhex(hash)));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      continue; // its own check says so
    }
    if (time < last.time) found.add(`block ${number}`, "time_runs_back", `it is at ${time}, block ${last.number} at ${last.time}`);
    last = { number, time };
  }
}
