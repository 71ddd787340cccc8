/** The client: typed requests, refusals as errors, lists as iterators, answers of one pinned key alone if wanted. */

import createFetch, { type Client as Fetching, type Middleware } from "openapi-fetch";

import { problemOf } from "./problem.ts";
import type { paths } from "./schema.ts";
import { Seal } from "./seal.ts";

/** How an API is asked. */
export interface Options {
  /** The key that signs answers, 43 letters as `ombud access signer` prints it: then no other answer is taken. */
  pinned?: string;
  /** API key, or the token of a session. */
  key?: string;
  /** On which legal ground an authority reads; kept with each of its reads. */
  ground?: string;
  /** Milliseconds until a request is given up; 30 s if not given. */
  timeout?: number;
  /** Another `fetch` than the platform's. */
  fetch?: (request: Request) => Promise<Response>;
  /** Unix seconds, for the age of signatures; the platform's clock if not given. */
  clock?: () => number;
}

type Listing<T> = {
  get: { responses: { 200: { content: { "application/json": { data: { items: T[]; next_cursor: string | null } } } } } };
};

/** Paths that answer with a list in pages. */
export type ListPath = { [P in keyof paths]: paths[P] extends Listing<infer _> ? P : never }[keyof paths];

/** What stands in the list of a path. */
export type Item<P extends ListPath> = paths[P] extends Listing<infer T> ? T : never;

type Parameters<P extends ListPath> = paths[P] extends { get: { parameters: infer A } } ? A : never;
type PathOf<P extends ListPath> = Parameters<P> extends { path: infer N } ? { path: N } : { path?: never };
type QueryOf<P extends ListPath> = Parameters<P> extends { query?: infer Q } ? { query?: Omit<NonNullable<Q>, "cursor"> } : object;

interface Paged {
  data: { items: unknown[]; next_cursor: string | null; more: boolean };
}

const TIMEOUT_MS = 30_000;

/**
 * Asks one API.
 *
 *     const ombud = new Ombud("http://127.0.0.1:8740");
 *     const { data } = await ombud.ask.GET("/v1/agents/{agent}", { params: { path: { agent: "0" } } });
 *     for await (const record of ombud.every("/v1/agents/{agent}/records", { path: { agent: "0" } })) ...
 *
 * Whatever is refused throws a `ProblemError`; with a pinned key, whatever it did not sign a `SealError`.
 */
export class Ombud {
  /** Every route of the document, typed: `ask.GET(path, { params })`. */
  readonly ask: Fetching<paths>;

  constructor(url: string, options: Options = {}) {
    const headers: Record<string, string> = {};
    if (options.key !== undefined) headers["authorization"] = `Bearer ${options.key}`;
    if (options.ground !== undefined) headers["ombud-ground"] = options.ground;
    const send = options.fetch ?? ((request: Request) => globalThis.fetch(request));
    const timeout = options.timeout ?? TIMEOUT_MS;
    this.ask = createFetch<paths>({
      baseUrl: url.replace(/\/+$/, ""),
      headers,
      fetch: (request) => send(new Request(request, { redirect: "error", signal: AbortSignal.timeout(timeout) })),
    });
    const clock = options.clock ?? (() => Date.now() / 1000);
    this.ask.use(checking(options.pinned === undefined ? undefined : new Seal(options.pinned, clock)));
  }

  /**
   * All items of a list, one request a page.
   *
   * Pages continue where the last one ended, also when more has come meanwhile; without `as_of` later pages may be about a later block.
   */
  async *every<P extends ListPath>(path: P, params: PathOf<P> & QueryOf<P>): AsyncGenerator<Item<P>, void, undefined> {
    const get = this.ask.GET as unknown as (
      path: string,
      init: { params: { path?: unknown; query: Record<string, unknown> } },
    ) => Promise<{ data?: Paged }>;
    const { path: names, query } = params as { path?: unknown; query?: Record<string, unknown> };
    let cursor: string | null = null;
    do {
      const asked: Record<string, unknown> = cursor === null ? { ...query } : { ...query, cursor };
      const answer: Paged = (await get(path, { params: { path: names, query: asked } })).data as Paged;
      yield* answer.data.items as Item<P>[];
      cursor = answer.data.more ? answer.data.next_cursor : null;
    } while (cursor !== null);
  }
}

function checking(seal: Seal | undefined): Middleware {
  return {
    async onResponse({ request, response }) {
      // Who stands before the API may say that it is down; that proves nothing and is taken for no answer.
      const down = response.status >= 500 && !response.headers.has("signature");
      if (seal !== undefined && !down) await seal.check(request, response.clone());
      if (!response.ok) throw await problemOf(response);
    },
  };
}
