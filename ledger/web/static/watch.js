/** A list of pages that a reader watches, kept in this browser alone: agents, cases, searches; the address holds the state. */

const KEY = "ombud/watched";
const MOST = 200;
const read = () => {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? found.filter((one) => typeof one?.href === "string" && one.href.startsWith("/") && !one.href.startsWith("//")) : [];
  } catch {
    return []; // another program's, or storage is forbidden: the list is empty then
  }
};
const write = (items) => localStorage.setItem(KEY, JSON.stringify(items.slice(-MOST)));
const here = location.pathname + location.search;

const keep = document.querySelector("#watch");
if (keep) {
  const button = keep.querySelector("button");
  const show = () => {
    const watched = read().some((one) => one.href === here);
    button.textContent = watched ? "Stop watching this page" : "Watch this page";
    button.setAttribute("aria-pressed", String(watched));
  };
  keep.hidden = false;
  show();
  button.addEventListener("click", () => {
    const rest = read().filter((one) => one.href !== here);
    const watched = button.getAttribute("aria-pressed") === "true";
    write(watched ? rest : [...rest, { href: here, says: document.title.replace(/ · Ombud$/, "") }]);
    show();
  });
}

const list = document.querySelector("#watched");
if (list) {
  list.hidden = false;
  draw();
}

function draw() {
  const items = read();
  const lines = items.map((one) => {
    const line = document.createElement("li");
    const link = Object.assign(document.createElement("a"), { href: one.href, textContent: String(one.says ?? one.href).slice(0, 200) });
    const drop = Object.assign(document.createElement("button"), { type: "button", textContent: "Remove" });
    drop.setAttribute("aria-label", `Remove ${link.textContent}`);
    drop.addEventListener("click", () => {
      write(read().filter((other) => other.href !== one.href));
      draw();
    });
    line.append(link, " ", drop);
    return line;
  });
  list.querySelector("ul").replaceChildren(...lines);
  list.querySelector(".none").hidden = items.length > 0;
}
