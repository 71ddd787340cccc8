/** The disputed action: whether the record or the receipt in a case bundle is it, and who answers for it. */

import { hex, unhex, utf8, word } from "../bytes.js";
import { GRACE_SECONDS, verifyBundle } from "../bundle.js";
import { readRecord, recordId } from "../record.js";
import { Refusal } from "../refusal.js";
import { recover } from "../secp256k1.js";
import { receiptDigest } from "../statements.js";
import { actionOf } from "./dispute.js";
import { hash, NOBODY, pack, ZERO32 } from "./values.js";

const FIELDS = [
  ["agent", "bytes32"], ["epoch", 32], ["stream", 32], ["seq", 64], ["recordHash", "bytes32"], ["counterparty", "bytes32"], ["chain", "wide"], ["log", "bytes32"],
  ["anchorBy", 64], ["amount", "wide"], ["tool", "bytes32"], ["mandate", "bytes32"], ["runningTotal", "wide"],
];
const VALUE = { bytes32: '"([0-9a-f]{64})"', wide: '"(0|[1-9][0-9]{0,77})"' };
const DOCUMENT = new RegExp(`^\\{"schema":"ombud/receipt/1",${FIELDS.map(([name, kind]) => `"${name}":${VALUE[kind] ?? "(0|[1-9][0-9]*)"}`).join(",")},"signature":"([0-9a-f]{130})"\\}$`);
const MAX_RECEIPT = 4096;

/** A receipt in the one form in which it is handed on (`ombud/receipt/1`). */
function readReceipt(text) {
  const values = text.length <= MAX_RECEIPT ? DOCUMENT.exec(text) : null;
  const bad = new Refusal("bad_receipt", "this is no receipt in the form in which receipts are handed on");
  if (!values) throw bad;
  const found = {};
  for (const [at, [name, kind]] of FIELDS.entries()) {
    found[name] = kind === "bytes32" ? values[at + 1] : BigInt(values[at + 1]);
    if (kind !== "bytes32" && found[name] >> BigInt(kind === "wide" ? 256 : kind)) throw bad;
  }
  const words = FIELDS.map(([name, kind]) => (kind === "bytes32" ? unhex(found[name]) : word(found[name])));
  return { ...found, signer: () => recover(receiptDigest(words), unhex(values.at(-1))) };
}

const counterpartyOf = (address, salt) => (salt === ZERO32 ? hex(pack(address)) : hash(address, salt));

export class ActionCheck {
  places = [];
  ways = [];
  stamps = [];

  constructor(bundle, scope, steps, trust, used, found) {
    Object.assign(this, { bundle, scope, trust, used, found });
    this.steps = steps.filter((step) => step.args.agentId === scope.case.agentId);
  }

  /** What the bundle shows of the disputed action; null if nothing. */
  async run() {
    const { record, receipt } = this.bundle;
    if (record !== null) await this.found.see("record", () => this.checkRecord(record));
    else if (this.trust.witnesses) this.found.add("record", "no_checkpoint", "no record is here, so no checkpoint and no witness");
    if (receipt !== null) this.found.sees("receipt", () => this.checkReceipt(receipt));
    for (const step of this.steps.filter((one) => one.name === "ActionRecorded")) {
      this.used.add(step.number);
      const { epoch, stream, seq, contentHash } = step.args;
      this.found.sees(step.where, () => this.place("on chain", epoch, stream, seq, contentHash));
    }
    if (!this.places.length) return null;
    const [[epoch, stream, seq, id]] = this.places;
    this.checkLiable(epoch);
    return { epoch: Number(epoch), stream: Number(stream), seq: `${seq}`, record_id: id, shown_by: this.ways };
  }

  place(way, epoch, stream, seq, id) {
    const { subject, action } = this.scope.case;
    if (actionOf(subject, epoch, stream, seq, id) !== action) throw new Refusal("other_action", "it is not the action that the dispute is about");
    this.places.push([BigInt(epoch), stream, seq, id]);
    this.ways.push(way);
  }

  async checkRecord(record) {
    const { problems, stamps } = await verifyBundle(record, this.trust);
    this.stamps = stamps.map(({ where, at }) => ({ where: `record: ${where}`, at }));
    for (const { where, code, reason } of problems) this.found.add(`record: ${where}`, code, reason);
    const here = this.bundle.deployment;
    const elsewhere = Object.entries(record.deployment.contracts).some(([name, address]) => (here.contracts[name] ?? address) !== address);
    if (record.deployment.chain_id !== here.chain_id || elsewhere) throw new Refusal("other_contract", "its bundle is from other contracts than the case");
    const asOf = ({ number, hash: of, header }) => [number, of, header].join();
    if (asOf(record.as_of) !== asOf(this.bundle.as_of)) throw new Refusal("other_block", "its bundle is as of another block than the case");
    const all = record.segments.flatMap((segment) => segment.records);
    if (record.subject.kind !== "record" || all.length !== 1) throw new Refusal("bad_subject", "its bundle is not about one record");
    const content = readRecord(all[0].text);
    this.place("record", content.epoch, content.stream, content.seq, hex(recordId(utf8(all[0].text))));
  }

  checkReceipt(shown) {
    const receipt = readReceipt(shown.document);
    const { subject, openedAt, injured } = this.scope.case;
    if (receipt.agent !== subject) throw new Refusal("other_agent", "it is another agent's");
    const signer = receipt.signer();
    if (!this.about("KeyRegistered", receipt.epoch, signer).length) throw new Refusal("unknown_signer", `it is signed by ${signer}, no proved key of epoch ${receipt.epoch}`);
    for (const end of [...this.about("KeyRevoked", receipt.epoch, signer), ...this.about("EpochClosed", receipt.epoch, null)]) {
      if (openedAt > end.time + GRACE_SECONDS) throw new Refusal("key_ended", `its key or epoch ended at ${end.time}, and the grace was over`);
    }
    if (injured === NOBODY) {
      if (shown.salt !== null) throw new Refusal("other_counterparty", "it opens a counterparty whom the claim did not name");
    } else if (counterpartyOf(injured, shown.salt ?? ZERO32) !== receipt.counterparty) throw new Refusal("other_counterparty", `it was not given to ${injured}`);
    this.place("receipt", receipt.epoch, receipt.stream, receipt.seq, receipt.recordHash);
  }

  checkLiable(epoch) {
    const opened = this.about("EpochOpened", epoch, null);
    if (!opened.length) this.found.add("facts", "epoch_not_proved", `no fact says who answers for epoch ${epoch} of the agent`);
    for (const step of opened) if (step.args.owner !== this.scope.case.liable) this.found.add(step.where, "other_liable", `${step.args.owner} answers for that epoch`);
  }

  /** Facts about an epoch, and about a key of it if one is named; what is found is used. */
  about(name, epoch, key) {
    const found = this.steps.filter((step) => step.name === name && step.args.epoch === epoch && (key === null || step.args.key === key));
    for (const step of found) this.used.add(step.number);
    return found;
  }
}
