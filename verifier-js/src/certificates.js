/** X.509 certificates (RFC 5280), as far as a time stamp's way to a root that the caller named needs them. */

import { X509Certificate } from "node:crypto";
import { hex, same } from "./bytes.js";
import { context, OID, readDer, SEQUENCE } from "./der.js";
import { Refusal } from "./refusal.js";

const TIME_STAMPING = "1.3.6.1.5.5.7.3.8";
const EXTENDED_KEY_USAGE = "2.5.29.37";
const LONGEST = 8;
const bad = (why) => new Refusal("bad_timestamp", `the time stamp does not hold: ${why}`);

export class Certificate {
  constructor(der) {
    this.der = der;
    const fields = readDer(der).parts[0].parts;
    const [serial, , issuer, validity, subject] = fields[0].tag === context(0) ? fields.slice(1) : fields;
    const extensions = fields.find(({ tag }) => tag === context(3))?.only.parts ?? [];
    Object.assign(this, { issuer: issuer.whole, serial: serial.whole, subject: subject.whole });
    [this.from, this.until] = validity.parts.map(({ time }) => time);
    this.extensions = new Map(extensions.map(({ parts }) => [parts[0].oid, { critical: parts.length === 3 && parts[1].isTrue, value: parts.at(-1).content }]));
    try {
      this.known = new X509Certificate(der);
    } catch (error) {
      throw bad(`a certificate cannot be read: ${error.message}`);
    }
  }

  get key() {
    return this.known.publicKey;
  }

  /** Whether it may sign time stamps: its critical extended key usage says that. */
  get stamps() {
    const usage = this.extensions.get(EXTENDED_KEY_USAGE);
    return Boolean(usage?.critical) && readDer(usage.value).as(SEQUENCE).parts.some((use) => use.tag === OID && use.oid === TIME_STAMPING);
  }

  holdsAt(time) {
    return this.from <= time && time <= this.until;
  }

  /** Whether another signed this one, and may sign certificates. */
  isBy(other) {
    try {
      return same(this.issuer, other.subject) && other.known.ca && this.known.checkIssued(other.known) && this.known.verify(other.key);
    } catch {
      return false; // a key of another kind than the signature's
    }
  }
}

/** Refuses unless a chain of certificates that held at a time leads from one to a root. */
export function checkChain(leaf, others, roots, time) {
  const seen = new Set();
  let reached = [leaf];
  for (let length = 0; length < LONGEST && reached.length; length++) {
    const good = reached.filter((one) => one.holdsAt(time) && !seen.has(hex(one.der)));
    if (good.some((one) => roots.some((root) => root.holdsAt(time) && one.isBy(root)))) return;
    for (const one of good) seen.add(hex(one.der));
    reached = others.filter((other) => good.some((one) => one.isBy(other)));
  }
  throw bad("its authority's certificate leads to none of the roots that you name");
}

/** The certificates of a PEM text. */
export function readPem(text) {
  const no = (why) => new Refusal("bad_certificate", `no certificate in PEM: ${why}`);
  const blocks = [...text.matchAll(/-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g)];
  if (!blocks.length) throw no("give the root certificate of the authority");
  try {
    return blocks.map(([, body]) => new Certificate(Uint8Array.from(Buffer.from(body, "base64"))));
  } catch (error) {
    throw no(error.message);
  }
}
