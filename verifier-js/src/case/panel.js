/** A panel as a state machine: phases, guards and counts. Transitions give the next panel. Ballots keep their order. */

import { DISMISSED, hash, min, no, REFUSED, UPHELD, ZERO32 } from "./values.js";

export const PHASES = ["none", "armed", "voting", "concluded", "appealable"];
const [, ARMED, VOTING, CONCLUDED] = PHASES.keys();
export { ARMED, CONCLUDED, VOTING };
export const BALLOTS = ["none", "seated", "committed", "revealed", "absent", "leaked", "recused"];
const [, SEATED, COMMITTED, REVEALED, ABSENT, LEAKED, RECUSED] = BALLOTS.keys();
export { LEAKED };
const [SEATS, MANY, MOST_ARMS, MOST_ATTEMPTS] = [3, 7, 3, 32];
export const DRAW_DELAY = 2;
const RESERVED = 6n;

export function armed(commitTime, revealTime, drawBlock) {
  return {
    commitTime, revealTime, drawBlock, phase: ARMED, arms: 1, commitUntil: 0, revealUntil: 0, ruling: REFUSED, ballots: new Map(),
    commitments: new Map(), votes: [], seats: SEATS, many: false, round: 1, redrawn: false, reviews: false, prior: REFUSED,
  };
}

export const review = (commitTime, revealTime, drawBlock, prior) => ({ ...armed(commitTime, revealTime, drawBlock), seats: MANY, many: true, reviews: true, prior });
export const quorumOf = (panel) => (panel.many ? 4 : 2);

const put = (map, ...pairs) => new Map([...map, ...pairs]);

function expect(panel, phase) {
  if (panel.phase !== phase) throw no(`the panel is ${PHASES[panel.phase]}`);
}

export function drawn(panel, seats, now, block) {
  expect(panel, ARMED);
  if (block <= panel.drawBlock) throw no(`block ${panel.drawBlock} must be over`);
  if (seats.length === panel.seats) {
    const commitUntil = now + panel.commitTime;
    return { ...panel, phase: VOTING, commitUntil, revealUntil: commitUntil + panel.revealTime, ballots: put(panel.ballots, ...seats.map((seat) => [seat, SEATED])) };
  }
  if (panel.arms < MOST_ARMS) return { ...panel, arms: panel.arms + 1, drawBlock: block + DRAW_DELAY };
  return { ...panel, phase: CONCLUDED, ruling: panel.prior };
}

export function recuse(panel, seat, replacement, now) {
  expect(panel, VOTING);
  if (now >= panel.commitUntil - Math.floor(panel.commitTime / 2)) throw no("the time to recuse was over");
  if (panel.ballots.get(seat) !== SEATED) throw no(`${seat} has no seat to lose`);
  const ballots = put(panel.ballots, [seat, RECUSED]);
  if (replacement === null) return { ...panel, ballots, seats: panel.seats - 1 };
  return { ...panel, ballots: put(ballots, [replacement, SEATED]) };
}

export function leak(panel, seat, commitment, now) {
  expect(panel, VOTING);
  if (now >= (panel.commitments.size === panel.seats ? 0 : panel.commitUntil)) throw no("votes may be shown by now");
  if (panel.commitments.get(seat) !== commitment) throw no(`${seat} committed to something else`);
  const commitments = new Map([...panel.commitments].filter(([voter]) => voter !== seat));
  return { ...panel, ballots: put(panel.ballots, [seat, LEAKED]), commitments };
}

export function commit(panel, seat, commitment, now) {
  expect(panel, VOTING);
  if (now >= panel.commitUntil) throw no("the time to commit was over");
  if (panel.ballots.get(seat) !== SEATED) throw no(`${seat} has no seat, or has used it`);
  if (BigInt("0x" + commitment) < RESERVED) throw no("the commitment is empty");
  return { ...panel, ballots: put(panel.ballots, [seat, COMMITTED]), commitments: put(panel.commitments, [seat, commitment]) };
}

export function reveal(panel, seat, vote, reasons, commitment, now) {
  expect(panel, VOTING);
  if (panel.commitments.size < panel.seats && now < panel.commitUntil) throw no("it is too early to reveal");
  if (now >= panel.revealUntil) throw no("the time to reveal was over");
  if (reasons === ZERO32) throw no("the vote has no reasons");
  if (vote > DISMISSED) throw no(`${vote} is no vote`);
  if (panel.ballots.get(seat) !== COMMITTED) throw no(`${seat} has no seat, or has used it`);
  if (panel.commitments.get(seat) !== commitment) throw no(`${seat} committed to something else`);
  return { ...panel, ballots: put(panel.ballots, [seat, REVEALED]), votes: [...panel.votes, vote] };
}

export const count = (panel, vote) => panel.votes.filter((one) => one === vote).length;

/** The vote with the most voices; null when two are level or too few voted. */
function decision(panel) {
  const counts = [REFUSED, UPHELD, DISMISSED].map((vote) => count(panel, vote));
  const most = Math.max(...counts);
  const level = counts.filter((one) => one === most).length > 1;
  return level || panel.votes.length < quorumOf(panel) ? null : counts.indexOf(most);
}

function nextSeats(panel) {
  const again = panel.votes.length < quorumOf(panel) && !panel.redrawn;
  if (panel.many) return again ? MANY : 0;
  return again ? SEATS : MANY;
}

export function conclude(panel, absent, now, block) {
  expect(panel, VOTING);
  const revealed = panel.votes.length;
  const due = revealed === panel.seats ? 0 : revealed === panel.commitments.size ? panel.commitUntil : panel.revealUntil;
  if (now < due) throw no(`it is ${now}, and ${due} must come first`);
  if (absent.length !== panel.seats - revealed) throw no(`${absent.length} of ${panel.seats - revealed} absentees named`);
  const missing = [...panel.ballots].filter(([, ballot]) => [SEATED, COMMITTED, LEAKED].includes(ballot)).map(([seat]) => seat);
  absent.forEach((seat, place) => {
    if (!missing.includes(seat) || absent.indexOf(seat) < place) throw no(`${seat} was not absent, or is named twice`);
  });
  const counted = { ...panel, ballots: put(panel.ballots, ...absent.map((seat) => [seat, ABSENT])) };
  const ruling = decision(panel);
  const seats = ruling === null && absent.length ? nextSeats(panel) : 0;
  if (seats) {
    const few = revealed < quorumOf(panel);
    return {
      ...counted, phase: ARMED, round: panel.round + 1, seats, arms: 1, drawBlock: block + DRAW_DELAY, commitments: new Map(), votes: [],
      redrawn: panel.redrawn || few, many: panel.many || seats === MANY,
    };
  }
  return { ...counted, phase: CONCLUDED, ruling: ruling ?? panel.prior };
}

/** What each of the next seats earns, and what is burned of the pot beyond that. */
export function nextPay(seats, unspent, fined, seatFee) {
  const pay = min((unspent + fined) / BigInt(seats), seatFee);
  return [pay, unspent + fined - pay * BigInt(seats)];
}

/** The places in the roster that a seed names, in order, up to the last seat; each once. */
export function namedNumbers(seed, panelNumber, roster, maySit, wanted) {
  const named = new Set();
  const seats = new Set();
  if (roster < wanted) return [];
  for (let attempt = 0; attempt < MOST_ATTEMPTS * wanted && seats.size < wanted; attempt++) {
    const number = Number(BigInt("0x" + hash(seed, panelNumber, attempt)) % BigInt(roster));
    if (seats.has(number)) continue;
    named.add(number);
    if (maySit(number)) seats.add(number);
  }
  return [...named];
}
