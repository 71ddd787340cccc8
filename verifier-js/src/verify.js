/** Checks a bundle or a statement offline, whichever kind it is. Reports `ok` only if every step holds. */

import { verifyBundle } from "./bundle.js";
import { verifyCase } from "./case.js";
import { verifyCheckpoint } from "./checkpoint.js";
import { parseOnce } from "./names.js";
import { Refusal } from "./refusal.js";
import { COSE, verifyStatement } from "./statement.js";

const KINDS = { "ombud/bundle/1": verifyBundle, "ombud/case/1": verifyCase, "ombud/checkpoint/1": verifyCheckpoint };

/**
 * @param {string | Uint8Array} file What the file of a bundle, or of a statement in COSE, holds.
 * @param {{blocks?: string[], contracts?: Record<string, string>, chainId?: number, witnesses?: {keys: string[], needed?: number},
 *   stamps?: (stamp: Uint8Array, text: string) => number, logKey?: string}} trust
 *   What its pins are compared with, which witnesses must have cosigned its checkpoints, what checks time stamps (see
 *   `stampsUnder`), and the verifier key of the log that signed a statement.
 * @returns {Promise<{ok: boolean, problems: {where: string, code: string, reason: string}[]}>}
 */
export async function verify(file, trust = {}) {
  try {
    if (typeof file !== "string" && file[0] === COSE) return { ok: true, ...(await verifyStatement(file, trust)) };
    const document = parse(file);
    const kind = Object.hasOwn(KINDS, document?.schema ?? "") ? KINDS[document.schema] : null;
    if (!kind) throw new Refusal("bad_bundle", `bundle has schema '${document?.schema}'; this version reads ${Object.keys(KINDS).join(", ")}`);
    const report = await kind(document, trust);
    return { ok: report.problems.length === 0, ...report };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ok: false, subject: "", problems: [{ where: "bundle", code: error.code, reason: error.message }] };
  }
}

function parse(file) {
  try {
    return parseOnce(typeof file === "string" ? file : new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(file));
  } catch (error) {
    throw new Refusal("bad_bundle", `this is no bundle: ${error.message}`);
  }
}
