/** Checks a bundle in the browser, with the verifier as it is: no part of it is ours alone to change. */

import { verify } from "/static/vendor/verifier/verify.js";

for (const place of document.querySelectorAll(".verifier")) {
  place.hidden = false;
  const report = place.querySelector(".report");
  place.querySelector("button").addEventListener("click", async () => {
    report.replaceChildren(line("Fetching and checking…"));
    try {
      const answer = await fetch(place.dataset.bundle);
      if (!answer.ok) throw new Error(`the bundle could not be had (${answer.status})`);
      const found = await verify(await answer.text());
      const verdict = found.ok ? "✓ It holds: every step from the record to the block was checked here." : "✕ It does not hold.";
      report.replaceChildren(line(verdict, found.ok ? "state good" : "state bad"), ...found.problems.map((one) => line(`${one.where}: ${one.reason}`)));
    } catch (error) {
      report.replaceChildren(line(`It could not be checked: ${error.message}. Download the bundle and check it offline.`));
    }
  });
}

function line(text, kind = "") {
  const made = document.createElement("p");
  made.textContent = text;
  made.className = kind;
  return made;
}
