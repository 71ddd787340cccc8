/** Seals and opens votes in the browser: the server must not know a vote before it is revealed.
 *
 * Ballots are kept in localStorage under their commitment, in the form of `ombud dispute commit`, with the reasons.
 */

import { concat, hex, unhex, utf8, word } from "/static/vendor/verifier/bytes.js";
import { keccak } from "/static/vendor/verifier/keccak.js";
import { sha256 } from "/static/vendor/verifier/sha256.js";

const VOTES = { refuse: 0, uphold: 1, dismiss: 2 };
const SALT_BYTES = 32;
const KEPT = "ombud/ballot/";
const place = document.querySelector("#ballot");
if (place) begin();

function begin() {
  const { act } = place.dataset;
  place.hidden = false;
  const button = place.querySelector(act === "commit" ? "#seal" : "#open");
  button.addEventListener("click", async () => {
    try {
      tell(act === "commit" ? seal() : await open());
    } catch (error) {
      tell(error.message);
    }
  });
  if (act === "reveal") document.addEventListener("mined", publish);
}

function seal() {
  const reasons = place.querySelector("#reasons").value;
  if (!reasons.trim()) throw new Error("A vote needs reasons.");
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  const ballot = {
    schema: "ombud/ballot/1",
    dispute: Number(place.dataset.dispute),
    panel: Number(place.dataset.number),
    arbitrator: seat(),
    vote: place.querySelector("#vote").value,
    reasons: hex(sha256(utf8(reasons))),
    media_type: "text/plain",
    salt: hex(salt),
  };
  const bound = commitment(ballot);
  localStorage.setItem(KEPT + hex(bound), JSON.stringify({ ballot, reasons }));
  const keep = place.querySelector("#keep");
  keep.href = URL.createObjectURL(new Blob([JSON.stringify(ballot, null, 2), "\n"], { type: "application/json" }));
  keep.download = `${hex(bound)}.json`;
  keep.hidden = false;
  put(concat(word(place.dataset.number), bound));
  return `Sealed as ${hex(bound)}, and kept in this browser. Download the ballot, then send.`;
}

async function open() {
  const [chosen] = place.querySelector("#kept").files;
  const committed = place.querySelector("#seat").selectedOptions[0]?.dataset.commitment;
  const ballot = chosen ? JSON.parse(await chosen.text()) : found(committed);
  if (!ballot) throw new Error("This browser has kept no ballot of this seat: choose its file.");
  if (ballot.schema !== "ombud/ballot/1" || !(ballot.vote in VOTES)) throw new Error("This is no ballot.");
  if (String(ballot.panel) !== place.dataset.number) throw new Error("This ballot is of another panel.");
  if (ballot.arbitrator.toLowerCase() !== seat().toLowerCase()) throw new Error(`This ballot is of ${ballot.arbitrator}.`);
  if (hex(commitment(ballot)) !== committed) throw new Error("This is not the ballot that was committed: the chain would refuse it.");
  put(concat(word(place.dataset.number), word(VOTES[ballot.vote]), unhex(ballot.reasons), unhex(ballot.salt)));
  place.dataset.commitment = committed;
  return `The ballot says: ${ballot.vote}. Sending it shows that to everybody.`;
}

/** However often a vote was sealed here, the chain says which of the ballots was committed. */
function found(committed) {
  const one = localStorage.getItem(KEPT + committed);
  return one && JSON.parse(one).ballot;
}

/** The reasons are for everybody once the vote is. */
async function publish() {
  const one = localStorage.getItem(KEPT + place.dataset.commitment);
  if (!one) return tell("Revealed. Put the file of your reasons into the evidence store yourself.");
  const { reasons } = JSON.parse(one);
  const answer = await fetch("/v1/evidence", { method: "POST", body: utf8(reasons), headers: { "content-type": "text/plain" } });
  return tell(answer.ok ? "Revealed, and the reasons are in the evidence store." : `Revealed; the store refused the reasons (${answer.status}).`);
}

function commitment(ballot) {
  const { chain, panel, number, round } = place.dataset;
  const parts = [word(chain), word(panel), word(number), word(round), word(ballot.arbitrator), word(VOTES[ballot.vote])];
  return keccak(concat(...parts, unhex(ballot.reasons), unhex(ballot.salt)));
}

function put(tail) {
  const target = document.querySelector(".act");
  target.dataset.data = place.dataset.selector + hex(tail);
  const { chain, to, data, value, call } = target.dataset;
  const made = { chainId: Number(chain), to, value, data, meaning: call };
  document.querySelector("pre.made").textContent = JSON.stringify(made, null, 2);
}

const seat = () => place.querySelector("#seat").value.trim();
const tell = (text) => {
  place.querySelector("#ballot-says").textContent = text;
};
