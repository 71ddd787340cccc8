/** Why something does not hold: a code that programs read, the same as the Python verifier's, and a reason for people. */
export class Refusal extends Error {
  constructor(code, reason) {
    super(reason);
    this.code = code;
  }
}
