/** Checks a bundle offline, whichever kind it is. Reports `ok` only if every step holds. */

import { verifyBundle } from "./bundle.js";
import { verifyCase } from "./case.js";
import { verifyCheckpoint } from "./checkpoint.js";
import { Refusal } from "./refusal.js";

const KINDS = { "ombud/bundle/1": verifyBundle, "ombud/case/1": verifyCase, "ombud/checkpoint/1": verifyCheckpoint };

/**
 * @param {string | Uint8Array} file What the bundle's file holds.
 * @param {{blocks?: string[], contracts?: Record<string, string>, chainId?: number, witnesses?: {keys: string[], needed?: number}}} trust
 *   What its pins are compared with, and which witnesses must have cosigned its checkpoints.
 * @returns {Promise<{ok: boolean, problems: {where: string, code: string, reason: string}[]}>}
 */
export async function verify(file, trust = {}) {
  try {
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
    return JSON.parse(typeof file === "string" ? file : new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(file));
  } catch (error) {
    throw new Refusal("bad_bundle", `this is no bundle: ${error.message}`);
  }
}
