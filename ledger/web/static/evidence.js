/** Puts files, or what was written, into the evidence store, and the hash by which they go, counted here too, into the form.
 *
 * Several files, or a file with words, go by a list of them, as `ombud dispute` makes it (ledger/domain/evidence_list.py).
 */

import { hex, utf8 } from "/static/vendor/verifier/bytes.js";
import { sha256 } from "/static/vendor/verifier/sha256.js";

const LIST = "application/vnd.ombud.evidence-list+json";
const UNKNOWN = "application/octet-stream";
const MOST_FILES = 64;
const MOST_SIGNS = 8000;
const says = document.querySelector("#upload-says");
const chosen = document.querySelector("#file");
const words = document.querySelector("#words");
const target = document.querySelector("#evidence");
document.querySelector("#upload").hidden = false;

document.querySelector("#send-file").addEventListener("click", async () => {
  try {
    says.textContent = "Sending…";
    const kept = await keep([...chosen.files], words.value.trim());
    target.value = kept.sha256;
    target.dispatchEvent(new Event("input"));
    says.textContent = `It is in the store: ${kept.size} bytes${kept.listed ? `, a list of ${kept.listed} file${kept.listed === 1 ? "" : "s"}` : ""}. Prepare the transaction now.`;
  } catch (error) {
    says.textContent = `It could not be kept: ${error.message}`;
  }
});

async function keep(files, statement) {
  if (!files.length && !statement) throw new Error("choose a file first, or write something");
  if (!files.length) return put(utf8(statement), "text/plain");
  if (files.length > MOST_FILES) throw new Error(`at most ${MOST_FILES} files`);
  const listed = [];
  for (const file of files) {
    const kept = await put(new Uint8Array(await file.arrayBuffer()), file.type || UNKNOWN);
    listed.push({ media_type: file.type || UNKNOWN, name: file.name, sha256: kept.sha256, size: kept.size });
  }
  if (files.length === 1 && !statement) return listed[0];
  if (statement.length > MOST_SIGNS) throw new Error(`what is written beside files has at most ${MOST_SIGNS} signs; put more into a file`);
  const list = JSON.stringify({ files: listed, schema: "ombud/evidence-list/1", statement });
  return { ...(await put(utf8(list), LIST)), listed: listed.length };
}

async function put(bytes, type) {
  const answer = await fetch("/v1/evidence", { method: "POST", body: bytes, headers: { "content-type": type } });
  const kept = await answer.json();
  if (!answer.ok) throw new Error(kept.detail ?? `refused with ${answer.status}`);
  if (kept.sha256 !== hex(sha256(bytes))) throw new Error("the store answered with another hash");
  return { sha256: kept.sha256, size: kept.size };
}
