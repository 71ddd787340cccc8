/**
 * What a client that pinned a key demands of an answer: signed by it (RFC 9421, Ed25519), whole (RFC 9530), recently, and
 * for the request that was sent. Headers are read in canonical form alone, as the API writes them.
 */

const LABEL = "ombud";
const ALGORITHM = "ed25519";
const MAX_AGE_S = 300;
const MAX_SKEW_S = 60;
const MAX_HEADER = 4096;
const REQUESTED = ['"@method";req', '"@path";req', '"@query";req'] as const;
const IF_SENT = ["content-type", "etag", "ombud-as-of"];
const DIGEST = "content-digest";
const INPUT = /^ombud=(\(((?:"[@a-z0-9-]+"(?:;req)?)(?: "[@a-z0-9-]+"(?:;req)?)*)\)((?:;(?:created|expires)=[0-9]{1,15}|;(?:keyid|alg|nonce|tag)="[ !#-[\]-~]*")*))$/;
const PARAMETER = /;([a-z]+)=(?:([0-9]{1,15})|"([ !#-[\]-~]*)")/g;
const SIGNATURE = /^ombud=:([A-Za-z0-9+/]+={0,2}):$/;
const SHA_256 = /^sha-256=:([A-Za-z0-9+/]{43}=):$/;
const KEY = /^[A-Za-z0-9_-]{43}$/;

/** An answer that the pinned key did not sign, or not for this request, or not recently. */
export class SealError extends Error {
  override readonly name = "SealError";
  /** Stable name of what is wrong. */
  readonly code = "bad_answer_signature";
}

/** Checks answers against one key. */
export class Seal {
  readonly #public: string;
  readonly #clock: () => number;
  #made: Promise<{ key: CryptoKey; name: string }> | undefined;

  /** @param pinned 43 letters of base64url. @param clock Unix seconds. */
  constructor(pinned: string, clock: () => number) {
    if (!KEY.test(pinned)) throw new TypeError("no key to pin: 43 letters of base64url, see `ombud access signer`");
    this.#public = pinned;
    this.#clock = clock;
  }

  /** See that an answer is what the key signed for a request; its body is read. @throws SealError if it is not. */
  async check(request: Request, answer: Response): Promise<void> {
    const { key, name } = await (this.#made ??= imported(this.#public));
    const body = await answer.arrayBuffer();
    const covered = INPUT.exec(bounded(answer.headers.get("signature-input")));
    const signature = SIGNATURE.exec(bounded(answer.headers.get("signature")));
    if (covered === null || signature === null) throw new SealError(`the answer carries no signature called ${LABEL}`);
    const components = (covered[2] ?? "").split(" ");
    this.#judge(components, parametersOf(covered[3] ?? ""), name);
    const missing = needed(answer.headers, body).filter((component) => !components.includes(component));
    if (missing.length > 0) throw new SealError(`the signature does not cover ${missing.join(", ")}`);
    const base = baseOf(components, covered[1] ?? "", valuesOf(request, answer));
    const bytes = decoded(signature[1] ?? "");
    if (!(await crypto.subtle.verify("Ed25519", key, bytes, base))) throw new SealError("the signature does not hold");
    if (body.byteLength > 0) await checkDigest(bounded(answer.headers.get(DIGEST)), body);
  }

  #judge(components: string[], parameters: Map<string, string>, name: string): void {
    if (new Set(components).size !== components.length) throw new SealError("a component stands twice");
    const alg = parameters.get("alg") ?? ALGORITHM;
    if (parameters.get("keyid") !== name || alg !== ALGORITHM) throw new SealError("another key signed than the one pinned");
    const now = this.#clock();
    const created = Number(parameters.get("created") ?? Number.NaN);
    if (!(now - MAX_AGE_S <= created && created <= now + MAX_SKEW_S)) throw new SealError("the signature is not of now");
    if (now > Number(parameters.get("expires") ?? Number.POSITIVE_INFINITY)) throw new SealError("the signature is over");
  }
}

async function imported(pinned: string): Promise<{ key: CryptoKey; name: string }> {
  const jwk = { crv: "Ed25519", kty: "OKP", x: pinned };
  const key = await crypto.subtle.importKey("jwk", jwk, "Ed25519", false, ["verify"]);
  const name = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(JSON.stringify(jwk))); // RFC 7638
  return { key, name: encoded(name).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "") };
}

function parametersOf(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, name = "", number, quoted] of text.matchAll(PARAMETER)) {
    if (found.has(name)) throw new SealError("a parameter stands twice");
    found.set(name, number ?? quoted ?? "");
  }
  return found;
}

function needed(headers: Headers, body: ArrayBuffer): string[] {
  const sent = IF_SENT.filter((name) => headers.has(name));
  if (body.byteLength > 0) sent.push(DIGEST);
  return ['"@status"', ...REQUESTED, ...sent.map((name) => `"${name}"`)];
}

function valuesOf(request: Request, answer: Response): Map<string, string> {
  const asked = new URL(request.url);
  const values = new Map([...answer.headers].map(([name, value]) => [`"${name}"`, value]));
  values.set('"@status"', String(answer.status));
  values.set('"@method";req', request.method);
  values.set('"@path";req', asked.pathname);
  values.set('"@query";req', asked.search === "" ? "?" : asked.search);
  return values;
}

function baseOf(components: string[], text: string, values: Map<string, string>): Uint8Array<ArrayBuffer> {
  const lines = components.map((component) => {
    const value = values.get(component);
    if (value === undefined) throw new SealError(`the signature covers ${component}, which is not there`);
    return `${component}: ${value}\n`;
  });
  return bytesOf(`${lines.join("")}"@signature-params": ${text}`);
}

async function checkDigest(header: string, body: ArrayBuffer): Promise<void> {
  const stated = SHA_256.exec(header);
  if (stated === null) throw new SealError("no digest of the body that is known here");
  const found = encoded(await crypto.subtle.digest("SHA-256", body));
  if (found !== stated[1]) throw new SealError("the body is not the one whose digest stands beside it");
}

function bounded(header: string | null): string {
  if (header === null) return "";
  if (header.length > MAX_HEADER) throw new SealError(`a header of ${header.length} characters`);
  return header;
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

function decoded(text: string): Uint8Array<ArrayBuffer> {
  let bytes: Uint8Array<ArrayBuffer> | undefined;
  try {
    bytes = bytesOf(atob(text));
  } catch {
    bytes = undefined; // too short for its form
  }
  if (bytes === undefined || encoded(bytes.buffer) !== text) throw new SealError("base64 of another form");
  return bytes;
}

function encoded(bytes: ArrayBuffer): string {
  return btoa(String.fromCharCode(...new Uint8Array(bytes)));
}
