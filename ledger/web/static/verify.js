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
      report.replaceChildren(
        line(verdict, found.ok ? "state good" : "state bad"),
        ...found.problems.map((one) => line(`${one.where}: ${one.reason}`)),
        list("It rests on these blocks; compare them with a node that you trust:", found.pins ?? []),
        list("It does not prove", found.does_not_prove ?? []),
      );
    } catch (error) {
      report.replaceChildren(line(`It could not be checked: ${error.message}. Download the bundle and check it offline.`));
    }
  });
}

function list(title, items) {
  const made = document.createElement("div");
  if (items.length === 0) return made;
  const points = document.createElement("ul");
  for (const item of items) points.append(Object.assign(document.createElement("li"), { textContent: item }));
  made.append(line(title), points);
  return made;
}

function line(text, kind = "") {
  const made = document.createElement("p");
  made.textContent = text;
  made.className = kind;
  return made;
}
