/** Puts a file, or what was written, into the evidence store, and its hash, counted here too, into the form. */

import { hex, utf8 } from "/static/vendor/verifier/bytes.js";
import { sha256 } from "/static/vendor/verifier/sha256.js";

const says = document.querySelector("#upload-says");
const file = document.querySelector("#file");
const words = document.querySelector("#words");
const target = document.querySelector("#evidence");
document.querySelector("#upload").hidden = false;

document.querySelector("#send-file").addEventListener("click", async () => {
  const [chosen] = file.files;
  if (!chosen && !words.value.trim()) {
    says.textContent = "Choose a file first, or write something.";
    return;
  }
  try {
    const bytes = chosen ? new Uint8Array(await chosen.arrayBuffer()) : utf8(words.value);
    const type = chosen ? chosen.type || "application/octet-stream" : "text/plain";
    const answer = await fetch("/v1/evidence", { method: "POST", body: bytes, headers: { "content-type": type } });
    const kept = await answer.json();
    if (!answer.ok) throw new Error(kept.detail ?? `refused with ${answer.status}`);
    const digest = hex(sha256(bytes));
    if (kept.sha256 !== digest) throw new Error("the store answered with another hash");
    target.value = digest;
    target.dispatchEvent(new Event("input"));
    says.textContent = `It is in the store: ${kept.size} bytes. Prepare the transaction now.`;
  } catch (error) {
    says.textContent = `It could not be kept: ${error.message}`;
  }
});
