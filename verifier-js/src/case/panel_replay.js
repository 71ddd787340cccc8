/** The panel of a case, replayed: each step as the machine allows it, commitments opened, sums exact. */

import { hex, unhex } from "../bytes.js";
import { keccak } from "../keccak.js";
import { Refusal } from "../refusal.js";
import { parties, SERIOUS } from "./dispute.js";
import * as machine from "./panel.js";
import { readTerms } from "./policy.js";
import { compare, DISMISSED, equal, hash, max, min, no, NOBODY, pack, REFUSED, SECOND, sum, UPHELD, ZERO32 } from "./values.js";

const counts = (panel) => ({ refused: machine.count(panel, REFUSED), upheld: machine.count(panel, UPHELD), dismissed: machine.count(panel, DISMISSED) });

export class PanelReplay {
  absent = [];
  parties = [];
  payer = NOBODY;
  seatFee = 0n;
  pay = 0n;
  undecided = false;
  terms = null;
  panel = null;
  votes = new Map();
  models = new Map();
  human = false;
  paid = 0n;
  returned = 0n;
  draws = [];
  armed = null;
  concluded = null;

  constructor(scope, moves, number = 0n, earlier = null) {
    Object.assign(this, { scope, moves, number, earlier, cause: scope.panelCause(number) });
    this.steps = {
      DisputeCreation: (step, _, found) => compare(step, { _arbitrable: scope.court }, found),
      PanelArmed: (...all) => this.arm(...all),
      PanelDrawn: (step, _, found) => this.draw(step, ["first", "second", "third"].map((name) => step.args[name]), found),
      PanelSeated: (step, _, found) => {
        compare(step, { round: this.known(step).round }, found);
        this.draw(step, step.args.seats, found);
      },
      VoteCommitted: (...all) => this.commit(...all),
      VoteRevealed: (...all) => this.reveal(...all),
      ModelVoted: (step) => this.nameModel(step),
      VoteLeaked: (...all) => this.leak(...all),
      SeatRecused: (...all) => this.recuse(...all),
      ArbitratorAbsent: (...all) => this.miss(...all),
      SeatsUnfilled: (...all) => this.unfilled(...all),
      PanelUndecided: (...all) => this.leaveUndecided(...all),
      PanelConcluded: (...all) => this.conclude(...all),
      RulingReviewed: (...all) => this.reviewed(...all),
    };
  }

  get isDone() {
    return this.panel?.phase === machine.CONCLUDED;
  }

  get ruling() {
    return this.isDone ? this.panel.ruling : REFUSED;
  }

  /** Everybody who ever had a seat, in this panel or the one that it reviews. */
  get sat() {
    return new Set([...(this.panel?.ballots.keys() ?? []), ...(this.earlier?.sat ?? [])]);
  }

  known(step) {
    if (!this.panel) throw new Refusal("not_armed", `the panel was not armed before its ${step.name}`);
    return this.panel;
  }

  credit(step, account, amount) {
    this.moves.expect(step, "CreditAdded", { account, cause: this.cause, amount });
  }

  /** Splits what the court paid: the seats, and what was too much goes back. */
  started(step, found) {
    const seats = BigInt(this.known(step).seats);
    const over = sum(this.moves.found("CreditAdded", step, this.cause).map((credit) => credit.args.amount));
    const paid = step.args.fee - over;
    this.seatFee = paid >= 0n ? paid / seats : -((-paid + seats - 1n) / seats);
    this.pay = this.seatFee;
    if (paid - this.seatFee * seats || this.seatFee < 0n) found.add(step.where, "mismatch", `its fee of ${step.args.fee} less ${over} is not ${seats} seats' pay`);
    this.credit(step, this.payer, over);
  }

  arm(step, dispute, found) {
    const terms = readTerms(step.args.terms);
    if (!terms) throw new Refusal("bad_terms", "the terms of the panel cannot be read");
    if (!equal(terms, this.expectedTerms(dispute, terms.at(-1)))) found.add(step.where, "mismatch", "its terms are not those of the policy and the parties");
    if (!this.panel) {
      const [commitTime, revealTime, payer, who] = terms;
      Object.assign(this, { payer, parties: who, human: terms.at(-1), armed: step, terms: step.args.terms });
      const times = [Number(commitTime), Number(revealTime), step.block + machine.DRAW_DELAY];
      this.panel = this.earlier ? machine.review(...times, this.earlier.ruling) : machine.armed(...times);
    } else if (this.undecided) this.undecided = false;
    else this.panel = machine.drawn(this.panel, [], step.time, step.block);
    if (step.args.terms !== this.terms) found.add(step.where, "mismatch", "its terms are not those that the panel began with");
    compare(step, { arbitrable: this.scope.court, drawBlock: this.panel.drawBlock, arms: this.panel.arms }, found);
  }

  /** The first courts asked for no human: whether one did, its terms say. */
  expectedTerms(dispute, human) {
    const { policy, about } = dispute;
    const reviewed = this.earlier && dispute.round === SECOND;
    const payer = reviewed ? dispute.appellant : dispute.feeRepaid ? about.liable : about.claimant;
    const earlier = reviewed ? [this.earlier.number, hex(keccak(unhex(this.earlier.terms)))] : [0n, ZERO32];
    return [policy.commitTime, policy.revealTime, payer, parties(dispute), 0, ...earlier, human && SERIOUS.includes(about.faultClass)];
  }

  draw(step, seats, found) {
    const [panel, before] = [this.known(step), this.sat];
    this.panel = machine.drawn(panel, seats, step.time, step.block);
    if (this.panel.phase !== machine.VOTING) throw no(`${seats.length} seats were drawn of ${panel.seats}`);
    this.draws.push({ step, block: panel.drawBlock, seats, before });
    const unfit = new Set([...this.parties, ...before]);
    if (new Set(seats).size !== seats.length || seats.some((seat) => unfit.has(seat))) found.add(step.where, "bad_seats", "a party has a seat, or someone has two");
    compare(step, { commitUntil: this.panel.commitUntil, revealUntil: this.panel.revealUntil }, found);
  }

  commit(step, _, found) {
    this.panel = machine.commit(this.known(step), step.args.arbitrator, step.args.commitment, step.time);
    compare(step, { commits: this.panel.commitments.size }, found);
  }

  reveal(step, _, found) {
    const { arbitrator, reasonsHash } = step.args;
    const vote = Number(step.args.vote);
    this.panel = machine.reveal(this.known(step), arbitrator, vote, reasonsHash, this.commitment(step), step.time);
    this.votes.set(arbitrator, [vote, reasonsHash]);
    this.paid += this.pay;
    this.credit(step, arbitrator, this.pay);
    compare(step, { reveals: this.panel.votes.length, paid: this.pay }, found);
  }

  nameModel({ args: { arbitrator, model } }) {
    if (!this.votes.has(arbitrator) || this.models.has(arbitrator)) throw no(`${arbitrator} has not just voted, and a model is named`);
    this.models.set(arbitrator, model);
  }

  commitment(step) {
    const { arbitrator, vote, reasonsHash, salt } = step.args;
    return hash(this.scope.chainId, this.scope.panel, this.number, this.known(step).round, arbitrator, vote, reasonsHash, salt);
  }

  leak(step) {
    const { arbitrator, reporter, slashed } = step.args;
    this.panel = machine.leak(this.known(step), arbitrator, this.commitment(step), step.time);
    const reward = slashed / 2n;
    this.slash(step, arbitrator, slashed, reward);
    this.credit(step, reporter, reward);
  }

  recuse(step, _, found) {
    const { arbitrator, replacement, party } = step.args;
    const [panel, taken] = [this.known(step), this.sat];
    this.panel = machine.recuse(panel, arbitrator, replacement === NOBODY ? null : replacement, step.time);
    if (replacement === NOBODY) this.credit(step, this.payer, this.pay);
    else if (this.parties.includes(replacement) || taken.has(replacement)) found.add(step.where, "bad_seats", "who sits instead is a party, or had a seat before");
    if (!this.parties.includes(party)) found.add(step.where, "mismatch", `${party} is no party`);
  }

  miss(step, _, found) {
    const { arbitrator, slashed } = step.args;
    const leaked = this.known(step).ballots.get(arbitrator) === machine.LEAKED;
    this.absent.push({ step, seat: arbitrator, slashed });
    if (leaked && slashed) found.add(step.where, "mismatch", "it paid for its leak, and is fined again");
  }

  slash(step, beneficiary, amount, reward) {
    const subject = hex(pack(this.scope.panel));
    this.moves.expect(step, "BondSlashed", { subject, beneficiary, cause: this.cause, amount, reward, burned: amount - reward });
  }

  /** Takes what absentees pay towards the next seats: them, the pay of their seats, and what they paid. */
  fine(cost) {
    const unspent = BigInt(this.absent.length) * this.pay;
    let fined = 0n;
    for (const { step, seat, slashed } of this.absent) {
      const fee = min(slashed, max(0n, cost - unspent - fined));
      fined += fee;
      this.slash(step, seat, slashed, fee);
      this.credit(step, this.scope.panel, fee);
    }
    const seats = this.absent.map(({ seat }) => seat);
    this.absent = [];
    return { seats, unspent, fined };
  }

  leaveUndecided(step, _, found) {
    const before = this.known(step);
    const { seats, unspent, fined } = this.fine(step.args.nextSeats * this.seatFee);
    this.panel = machine.conclude(before, seats, step.time, step.block);
    if (this.panel.phase !== machine.ARMED) throw no("the seats decided, and it says that they did not");
    this.undecided = true;
    const [pay, burned] = machine.nextPay(this.panel.seats, unspent, fined, this.seatFee);
    this.pay = pay;
    compare(step, { round: before.round, nextSeats: this.panel.seats, pay, burned, ...counts(before) }, found);
  }

  unfilled(step, _, found) {
    const panel = this.known(step);
    if (panel.phase !== machine.ARMED) throw no("seats were drawn, and it says that they were not");
    compare(step, { round: panel.round, seats: panel.seats, ruling: panel.prior }, found);
  }

  conclude(step, _, found) {
    const panel = this.known(step);
    let burned = 0n;
    if (panel.phase === machine.ARMED) {
      this.panel = machine.drawn(panel, [], step.time, step.block);
      if (!this.isDone) throw no("it gave up before its last draw");
      this.returned = BigInt(panel.seats) * this.pay;
    } else {
      const fined = this.fine(0n);
      burned = fined.unspent;
      this.panel = machine.conclude(panel, fined.seats, step.time, step.block);
      if (!this.isDone) throw no("the seats did not decide, and others must");
    }
    this.concluded = step;
    this.credit(step, this.payer, this.returned);
    compare(step, { arbitrable: this.scope.court, ruling: this.panel.ruling, returned: this.returned, burned, ...counts(panel) }, found);
  }

  reviewed(step, _, found) {
    const panel = this.known(step);
    compare(step, { earlierId: this.earlier?.number ?? this.number, earlierRuling: panel.prior, ruling: panel.ruling }, found);
  }
}
