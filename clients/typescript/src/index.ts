/** A typed client of the Ombud API: every route of its OpenAPI document, problems as errors, lists as iterators. */

export { Ombud, type ListPath, type Item, type Options } from "./client.ts";
export { ProblemError, type Problem } from "./problem.ts";
export { SealError } from "./seal.ts";
export type { components, operations, paths } from "./schema.ts";
