/** Whose key signed: recovery on secp256k1 (SEC 1 §4.1.6), with canonical signatures only (EIP-2). Nothing secret here. */

import { concat, hex, toBig, unhex } from "./bytes.js";
import { keccak } from "./keccak.js";
import { Refusal } from "./refusal.js";

const P = 2n ** 256n - 2n ** 32n - 977n;
const N = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const G = [
  0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798n,
  0x483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8n,
];

const mod = (value, by) => ((value % by) + by) % by;

function power(base, exponent) {
  let out = 1n;
  for (let b = mod(base, P), e = exponent; e; e >>= 1n, b = (b * b) % P) if (e & 1n) out = (out * b) % P;
  return out;
}

function inverse(value, by) {
  let [a, b, x, y] = [mod(value, by), by, 1n, 0n];
  while (a > 1n) {
    const q = b / a;
    [a, b, x, y] = [b - q * a, a, y - q * x, x];
  }
  return mod(x, by);
}

/** Points are Jacobian [x, y, z]; z = 0 is the point at infinity. */
function double([x, y, z]) {
  if (!y || !z) return [0n, 1n, 0n];
  const yy = (y * y) % P;
  const s = (4n * x * yy) % P;
  const m = (3n * x * x) % P;
  const nx = mod(m * m - 2n * s, P);
  return [nx, mod(m * (s - nx) - 8n * yy * yy, P), (2n * y * z) % P];
}

function add(p, q) {
  if (!p[2]) return q;
  if (!q[2]) return p;
  const zz1 = (p[2] * p[2]) % P;
  const zz2 = (q[2] * q[2]) % P;
  const u1 = (p[0] * zz2) % P;
  const s1 = (p[1] * zz2 * q[2]) % P;
  const h = mod(q[0] * zz1 - u1, P);
  const r = mod(q[1] * zz1 * p[2] - s1, P);
  if (!h) return r ? [0n, 1n, 0n] : double(p);
  const hh = (h * h) % P;
  const v = (u1 * hh) % P;
  const x = mod(r * r - hh * h - 2n * v, P);
  return [x, mod(r * (v - x) - s1 * hh * h, P), (h * p[2] * q[2]) % P];
}

/** a·P + b·Q, bit by bit for both at once. */
function combine(a, p, b, q) {
  const both = add(p, q);
  let out = [0n, 1n, 0n];
  for (let bit = 255n; bit >= 0n; bit--) {
    out = double(out);
    const [one, two] = [(a >> bit) & 1n, (b >> bit) & 1n];
    if (one && two) out = add(out, both);
    else if (one) out = add(out, p);
    else if (two) out = add(out, q);
  }
  return out;
}

const bad = (reason) => new Refusal("bad_signature", reason);

/** The address (EIP-55) whose key signed a 32-byte digest; refuses what contracts refuse. */
export function recover(digest, signature) {
  if (signature.length !== 65) throw bad(`signature has ${signature.length} bytes, not 65`);
  const v = signature[64] - 27;
  if (v !== 0 && v !== 1) throw bad(`signature has v = ${signature[64]}, not 27 or 28`);
  const r = toBig(signature.subarray(0, 32));
  const s = toBig(signature.subarray(32, 64));
  if (s > N >> 1n) throw bad("signature has a high s");
  if (!r || !s || r >= N) throw bad("signature recovers to no key");
  let y = power(r ** 3n + 7n, (P + 1n) >> 2n);
  if ((y * y - r ** 3n - 7n) % P) throw bad("signature recovers to no key");
  if (Number(y & 1n) !== v) y = P - y;
  const back = inverse(r, N);
  const [x, py, z] = combine(mod(-toBig(digest) * back, N), [...G, 1n], (s * back) % N, [r, y, 1n]);
  if (!z) throw bad("signature recovers to no key");
  const unit = inverse(z, P);
  const affine = [(x * unit * unit) % P, (py * unit * unit * unit) % P];
  return checksum(keccak(concat(...affine.map((one) => unhex(one.toString(16).padStart(64, "0"))))).subarray(12));
}

/** An address as EIP-55 writes it. */
export function checksum(address) {
  if (address.length !== 20) throw new Refusal("bad_address", `an address has ${address.length} bytes, not 20`);
  const digits = hex(address);
  const caps = hex(keccak(new TextEncoder().encode(digits)));
  return "0x" + [...digits].map((digit, at) => (parseInt(caps[at], 16) > 7 ? digit.toUpperCase() : digit)).join("");
}
