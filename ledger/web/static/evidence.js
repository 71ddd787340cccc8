/** Puts a file into the evidence store, and its hash, counted here too, into the form. */

import { hex } from "/static/vendor/verifier/bytes.js";
import { sha256 } from "/static/vendor/verifier/sha256.js";

const says = document.querySelector("#upload-says");
const file = document.querySelector("#file");
document.querySelector("#upload").hidden = false;

document.querySelector("#send-file").addEventListener("click", async () => {
  const [chosen] = file.files;
  if (!chosen) {
    says.textContent = "Choose a file first.";
    return;
  }
  try {
    const bytes = new Uint8Array(await chosen.arrayBuffer());
    const type = chosen.type || "application/octet-stream";
    const answer = await fetch("/v1/evidence", { method: "POST", body: bytes, headers: { "content-type": type } });
    const kept = await answer.json();
    if (!answer.ok) throw new Error(kept.detail ?? `refused with ${answer.status}`);
    const digest = hex(sha256(bytes));
    if (kept.sha256 !== digest) throw new Error("the store answered with another hash");
    document.querySelector("#evidence").value = digest;
    says.textContent = `It is in the store: ${kept.size} bytes.`;
  } catch (error) {
    says.textContent = `It could not be kept: ${error.message}`;
  }
});
