/** Asks a live API in every way that the client has, and prints what came as JSON; tests/integration/clients judges it. */

import { type Item, Ombud, ProblemError, SealError } from "../src/index.ts";

declare const process: { argv: string[] };

const [url = "", pinned = "", stranger = ""] = process.argv.slice(2);

/** What a promise came to: its value, or name and code of its error. */
async function outcome(asked: Promise<unknown>): Promise<unknown> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ProblemError) return [error.name, error.status, error.code, error.hint !== ""];
    if (error instanceof SealError) return [error.name, error.code];
    return [error instanceof Error ? error.name : "?"];
  }
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** Send another request than was asked for, or change what comes back: what stands in between may do both. */
const between = (change: (answer: Response, body: string) => Response, path?: string) => async (request: Request) => {
  const answer = await fetch(path === undefined ? request : new Request(new URL(path, request.url), request));
  return change(answer, await answer.text());
};
const same = (answer: Response, body: string) => new Response(body, answer);
const changed = (answer: Response, body: string) => new Response(body.replace('"agent_id":0', '"agent_id":1'), answer);
const bare = (answer: Response, body: string) => new Response(body, { status: answer.status });
const down = () => new Response("down", { status: 502 });

async function story(): Promise<Record<string, unknown>> {
  const ombud = new Ombud(url, { pinned });
  const agent = await ombud.ask.GET("/v1/agents/{agent}", { params: { path: { agent: "0" } } });
  const number: number | undefined = agent.data?.data.agent_id;
  const block: number | undefined = agent.data?.as_of.number;

  let requests = 0;
  const counting = new Ombud(url, { pinned, fetch: (request) => (requests++, fetch(request)) });
  const agents: Item<"/v1/agents">[] = await all(counting.every("/v1/agents", { query: { limit: 1 } }));
  const path = { agent: String(agent.data?.data.agent ?? "") };
  const records = await all(ombud.every("/v1/agents/{agent}/records", { path, query: { limit: 2 } }));
  const session = await all(ombud.every("/v1/sessions/{agent}/{session}", { path: { agent: "0", session: "a/b c" } }));

  const read = (asked: Ombud) => outcome(asked.ask.GET("/v1/agents/{agent}", { params: { path: { agent: "0" } } }).then(() => "taken"));
  return {
    agent: [number, block !== undefined && block > 0],
    agents: agents.map((one) => one.agent_id),
    requests,
    records: records.map((one) => one.seq),
    session: session.length,
    unknown: await outcome(ombud.ask.GET("/v1/agents/{agent}", { params: { path: { agent: "99" } } })),
    refused: await outcome(ombud.ask.GET("/v1/agents", { params: { query: { limit: 0 } } })),
    guarded: await outcome(ombud.ask.GET("/v1/metrics")),
    unpinned: await read(new Ombud(`${url}/`)),
    stranger: await read(new Ombud(url, { pinned: stranger })),
    late: await read(new Ombud(url, { pinned, clock: () => Date.now() / 1000 + 400 })),
    same: await read(new Ombud(url, { pinned, fetch: between(same) })),
    changed: await read(new Ombud(url, { pinned, fetch: between(changed) })),
    unsigned: await read(new Ombud(url, { pinned, fetch: between(bare) })),
    otherwise: await read(new Ombud(url, { pinned, fetch: between(same, "/v1/agents/1") })),
    down: await read(new Ombud(url, { pinned, fetch: async () => down() })),
    nobody: await read(new Ombud("http://127.0.0.1:9", { timeout: 5000 })),
    badKey: await outcome((async () => new Ombud(url, { pinned: "short" }))()),
  };
}

console.log(JSON.stringify(await story()));
