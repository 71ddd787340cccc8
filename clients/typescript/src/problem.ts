/** Refusals of the API (RFC 9457), thrown as errors. */

import type { components } from "./schema.ts";

/** A problem document: `code` is stable, `hint` says how to go on. */
export type Problem = components["schemas"]["Problem"];

/** An answer that is none: what the API says is wrong, and what to do about it. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  /** HTTP status. */
  readonly status: number;
  /** Stable name of what is wrong, such as `no_such_agent`; `refused` if whoever answered says no more. */
  readonly code: string;
  /** What to do about it; may be empty. */
  readonly hint: string;
  /** In how many seconds to ask again, if the API says so (429 and 503). */
  readonly retryAfter: number | undefined;

  constructor(status: number, problem: Partial<Problem>, retryAfter?: number) {
    super(problem.detail ?? `the API says ${status}`);
    this.status = status;
    this.code = problem.code ?? "refused";
    this.hint = problem.hint ?? "";
    this.retryAfter = retryAfter;
  }
}

/** Read a refusal; whoever stands in between may have written it, so that nothing of its form is taken for granted. */
export async function problemOf(answer: Response): Promise<ProblemError> {
  const seconds = Number(answer.headers.get("retry-after") ?? Number.NaN);
  const retryAfter = Number.isFinite(seconds) ? seconds : undefined;
  let said: unknown;
  try {
    said = await answer.json();
  } catch {
    said = undefined;
  }
  return new ProblemError(answer.status, isObject(said) ? texts(said) : {}, retryAfter);
}

function isObject(said: unknown): said is Record<string, unknown> {
  return typeof said === "object" && said !== null;
}

function texts(said: Record<string, unknown>): Partial<Problem> {
  const found: Partial<Problem> = {};
  for (const name of ["detail", "code", "hint"] as const) {
    const value = said[name];
    if (typeof value === "string") found[name] = value;
  }
  return found;
}
