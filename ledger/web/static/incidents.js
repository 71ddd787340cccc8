/** Shows the clocks of serious incidents to whoever has a key: the API is asked with it, and nothing keeps it. */

const TICK_MS = 30_000;
const UNITS = [[86_400, "day"], [3_600, "hour"], [60, "minute"]];
const WORDS = { open: "… open", reported_in_part: "… reported in part", reported: "✓ reported", overdue: "✕ overdue", closed: "✓ closed" };
const KINDS = { open: "wait", reported_in_part: "wait", reported: "good", overdue: "bad", closed: "good" };
const ask = document.querySelector("#ask");
const says = document.querySelector("#ask-says");
const place = document.querySelector("#clocks");
ask.hidden = false;

ask.addEventListener("submit", async (event) => {
  event.preventDefault();
  says.textContent = "Asking…";
  try {
    const headers = { authorization: `Bearer ${ask.querySelector("#key").value.trim()}` };
    const ground = ask.querySelector("#ground").value.trim();
    if (ground) headers["ombud-ground"] = ground;
    const answer = await fetch("/v1/incidents", { headers });
    const told = await answer.json();
    if (!answer.ok) throw new Error(`${told.detail ?? `refused with ${answer.status}`}${told.hint ? ` (${told.hint})` : ""}`);
    show(told);
    says.textContent = "";
  } catch (error) {
    says.textContent = `It could not be shown: ${error.message}`;
  }
});

function show(told) {
  const { items } = told.data;
  place.hidden = false;
  place.querySelector("#clocks-of").textContent = `As of block ${told.as_of.number}, ${utc(told.as_of.time)}. Disputes as the chain has them then.`;
  place.querySelector("ul").replaceChildren(...items.map(card));
  place.querySelector(".none").hidden = items.length > 0;
}

function card(item) {
  const made = element("li", "", "card");
  const title = element("h3", `${seen(item.incident)}: ${item.kind.replaceAll("_", " ")} `);
  title.append(element("span", WORDS[item.state] ?? item.state, `state ${KINDS[item.state] ?? ""}`));
  const clock = element("p", "", "clock");
  const tick = () => {
    clock.textContent = over(item) ? "" : `${left(item.due - Date.now() / 1000)}, until ${utc(item.due)}`;
  };
  tick();
  setInterval(tick, TICK_MS);
  made.append(title, clock, element("p", seen(item.summary), "said"));
  made.append(element("p", `Aware since ${utc(item.aware_at)}, ${item.jurisdiction}; due by ${item.rule}.`, "dim"));
  made.append(linked("Disputes: ", item.disputes.map((one) => [`/disputes/${one.dispute_id}`, `${one.dispute_id}${one.state ? `, ${one.state}` : ""}`])));
  made.append(linked("Agents: ", item.agents.map((one) => [`/agents/${one}`, String(one)])));
  for (const one of item.reports) made.append(element("p", `Version ${one.version}${one.complete ? ", complete" : ""} to ${seen(one.to)}, ${utc(one.at)}: ${one.sha256}`, "dim long"));
  return made;
}

const over = (item) => item.state === "reported" || item.state === "closed";

function left(seconds) {
  let rest = Math.abs(Math.trunc(seconds));
  const words = [];
  for (const [size, name] of UNITS) {
    const count = Math.trunc(rest / size);
    rest %= size;
    if (count) words.push(`${count} ${name}${count === 1 ? "" : "s"}`);
  }
  return `${words.slice(0, 2).join(" ") || "under a minute"} ${seconds < 0 ? "over" : "left"}`;
}

function linked(word, links) {
  const made = element("p", links.length ? word : "", "dim");
  links.forEach(([href, text], at) => made.append(at ? ", " : "", Object.assign(document.createElement("a"), { href, textContent: text })));
  return made;
}

function element(tag, textContent, className = "") {
  return Object.assign(document.createElement(tag), { textContent, className });
}

/** What people wrote keeps its direction: signs that would not be seen are written out, as the server does. */
function seen(text) {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (sign) => `\\u${sign.codePointAt(0).toString(16).padStart(4, "0")}`);
}

const utc = (seconds) => `${new Date(seconds * 1000).toISOString().slice(0, 16).replace("T", " ")} UTC`;
