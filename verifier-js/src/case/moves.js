/** What a case moves: bonds, credits and standing, as its steps must move them and as the contracts say they did. */

import { placeOf } from "./steps.js";

const COMPARED = {
  BondLocked: ["subject", "beneficiary", "court", "amount"],
  BondUnlocked: ["subject", "beneficiary", "court", "amount"],
  BondSlashed: ["subject", "beneficiary", "cause", "amount", "reward", "burned"],
  CreditAdded: ["account", "cause", "amount"],
  StandingChanged: ["agentId", "context", "dimension", "cause", "addedPositive", "addedNegative", "period"],
};

const told = (name, values) => `${name} with ${COMPARED[name].map((key) => `${key} ${values[key]}`).join(", ")}`;

export class Moves {
  constructor(steps) {
    this.steps = steps.filter((step) => Object.hasOwn(COMPARED, step.name));
    this.expected = new Map();
  }

  /** The events of a name and cause in the transaction of a step. */
  found(name, at, cause) {
    return this.steps.filter((step) => step.name === name && placeOf(step) === placeOf(at) && step.args.cause === cause);
  }

  /** Something must move in the transaction of a step; nothing moves by an amount of 0. */
  expect(at, name, values) {
    if (values.amount === 0n) return;
    const key = placeOf(at);
    if (!this.expected.has(key)) this.expected.set(key, { block: at.block, tx: at.tx, moves: new Map() });
    const { moves } = this.expected.get(key);
    const move = told(name, values);
    moves.set(move, (moves.get(move) ?? 0) + 1);
  }

  /** Names what moved without a reason, and what should have moved and did not. */
  check(found) {
    const left = new Map([...this.expected].map(([key, item]) => [key, { ...item, moves: new Map(item.moves) }]));
    for (const step of this.steps) {
      const moves = left.get(placeOf(step))?.moves ?? new Map();
      const move = told(step.name, step.args);
      if (!moves.get(move)) found.add(step.where, "unexpected_move", `it does not follow from the case: ${move}`);
      moves.set(move, (moves.get(move) ?? 0) - 1);
    }
    for (const { block, tx, moves } of left.values()) {
      for (const [move, count] of moves) for (let n = 0; n < count; n++) found.add(`transaction ${tx} of block ${block}`, "missing_move", `no ${move} is there`);
    }
  }
}
