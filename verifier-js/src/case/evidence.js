/** The evidence of a case: which files its events name, and whether those in a bundle are they. */

import { hex } from "../bytes.js";
import { canonical } from "../record.js";
import { Refusal } from "../refusal.js";
import { sha256 } from "../sha256.js";

export const UNKNOWN_TYPE = "application/octet-stream";
const LIST = "ombud/evidence-list/1";
const [MAX_LIST, MAX_FILES, MAX_STATEMENT, MAX_TEXT] = [64 * 1024, 64, 8_000, 255];
const NAMED = {
  DisputeOpened: ["claimant", "claim", "evidenceHash"],
  DisputeResponded: ["respondent", "response", "evidenceHash"],
  EvidenceAdded: ["party", "evidence", "evidenceHash"],
  VoteRevealed: ["arbitrator", "reasons", "reasonsHash"],
};

const keys = (value, ...names) => value !== null && typeof value === "object" && Object.keys(value).sort().join() === names.join();
const text = (value, least, most) => typeof value === "string" && value.isWellFormed() && [...value].length >= least && [...value].length <= most;
const listed = (file) =>
  keys(file, "media_type", "name", "sha256", "size") && text(file.media_type, 1, MAX_TEXT) && text(file.name, 1, MAX_TEXT) &&
  /^[0-9a-f]{64}$/.test(file.sha256) && Number.isSafeInteger(file.size) && file.size >= 1;

/** The files of a list in its one canonical form; none for any other file. */
function filesOf(data) {
  if (!data || data.length > MAX_LIST) return [];
  try {
    const source = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
    const found = JSON.parse(source);
    const whole = keys(found, "files", "schema", "statement") && found.schema === LIST && text(found.statement, 0, MAX_STATEMENT);
    const { files } = found ?? {};
    if (!whole || !Array.isArray(files) || !files.length || files.length > MAX_FILES || !files.every(listed)) return [];
    return canonical(found) === source && new Set(files.map((file) => file.sha256)).size === files.length ? files : [];
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return [];
    throw error;
  }
}

function namedFiles(steps) {
  const found = new Map();
  for (const { name, args } of steps) {
    if (!Object.hasOwn(NAMED, name)) continue;
    const [by, purpose, digest] = NAMED[name];
    if (!found.has(args[digest])) found.set(args[digest], { by: args[by], purpose, name: "", mediaType: UNKNOWN_TYPE });
  }
  return found;
}

/** The files of each list after it; a file that two name stays with the first, and gets a list's name for it. */
function withLists(files, read) {
  const found = new Map();
  for (const [digest, file] of files) {
    if (!found.has(digest)) found.set(digest, file);
    for (const item of filesOf(read(digest))) {
      const known = found.get(item.sha256) ?? { ...file, name: "", mediaType: UNKNOWN_TYPE };
      if (!known.name) found.set(item.sha256, { ...known, name: item.name, mediaType: item.media_type });
    }
  }
  return found;
}

function bytesOf(item) {
  const bad = (reason) => new Refusal("bad_evidence", reason);
  if ((item.content !== null) !== (item.state === "present")) throw bad(`it says ${item.state}, and its content does not agree`);
  if (item.content === null) return null;
  let data;
  try {
    data = Uint8Array.from(atob(item.content), (char) => char.charCodeAt(0));
  } catch {
    throw bad("its content is not base64");
  }
  let again = "";
  for (let at = 0; at < data.length; at += 0x3000) again += btoa(String.fromCharCode(...data.subarray(at, at + 0x3000)));
  if (again !== item.content) throw bad("its content is not base64 in its one form");
  if (hex(sha256(data)) !== item.sha256) throw new Refusal("evidence_changed", `its bytes hash to ${hex(sha256(data))}`);
  return data;
}

/** A bundle holds or names exactly the files of the case, in order, and each hashes to its name. */
export function checkEvidence(bundled, steps, found) {
  const contents = new Map();
  for (const item of bundled) {
    const where = `evidence ${item.sha256}`;
    if (contents.has(item.sha256)) found.add(where, "duplicate_evidence", "it is here twice");
    contents.set(item.sha256, null);
    found.sees(where, () => contents.set(item.sha256, bytesOf(item)));
  }
  const files = withLists(namedFiles(steps), (digest) => contents.get(digest));
  const held = new Map(bundled.map((item) => [item.sha256, item]));
  const [named, here] = [[...files.keys()], [...held.keys()]];
  for (const digest of named) if (!held.has(digest)) found.add(`evidence ${digest}`, "missing_evidence", "the case names it, and the bundle does not");
  for (const digest of here) if (!files.has(digest)) found.add(`evidence ${digest}`, "idle_evidence", "nothing in the case names it");
  if ([...named].sort().join() === [...here].sort().join() && named.join() !== here.join()) {
    found.add("evidence", "out_of_order", "the files are not in the order in which the case names them");
  }
  return named.map((digest) => {
    const [file, kept] = [files.get(digest), held.get(digest)];
    if (kept && kept.media_type !== file.mediaType) found.add(`evidence ${digest}`, "other_media_type", `its media type is ${kept.media_type}, and nobody named another than ${file.mediaType}`);
    return { sha256: digest, state: kept?.state ?? "missing", by: file.by, purpose: file.purpose, name: file.name, media_type: file.mediaType, size: contents.get(digest)?.length ?? null };
  });
}
