/** keccak-256 as Ethereum uses it (the padding of the Keccak submission, not of FIPS 202). */

const RATE = 136;
const LANES = 25;

/** Round constants by the degree-8 register of the specification, section 1.2: low and high halves. */
const ROUNDS = (() => {
  let register = 1;
  const bit = () => {
    const out = register & 1;
    register = register & 0x80 ? ((register << 1) ^ 0x171) & 0xff : register << 1;
    return out;
  };
  return Array.from({ length: 24 }, () => {
    const halves = [0, 0];
    for (let j = 0; j < 7; j++) {
      const at = (1 << j) - 1;
      if (bit()) halves[at >> 5] |= 1 << (at & 31);
    }
    return halves;
  });
})();

/** For each step of rho and pi: which lane comes next, and by how much it turns. */
const STEPS = (() => {
  const out = [];
  let [x, y] = [1, 0];
  for (let t = 0; t < 24; t++) {
    [x, y] = [y, (2 * x + 3 * y) % 5];
    out.push([2 * (x + 5 * y), (((t + 1) * (t + 2)) / 2) % 64]);
  }
  return out;
})();

const low = (lo, hi, n) => (n < 32 ? (lo << n) | (n ? hi >>> (32 - n) : 0) : (hi << (n - 32)) | (n > 32 ? lo >>> (64 - n) : 0));

const c = new Int32Array(10);
const row = new Int32Array(10);

/** Lanes of 64 bits are pairs of 32, low half first: numbers are many times faster than BigInt. */
function permute(s) {
  for (let round = 0; round < ROUNDS.length; round++) {
    for (let x = 0; x < 10; x++) c[x] = s[x] ^ s[x + 10] ^ s[x + 20] ^ s[x + 30] ^ s[x + 40];
    for (let x = 0; x < 10; x += 2) {
      const before = (x + 8) % 10;
      const after = (x + 2) % 10;
      const dl = c[before] ^ low(c[after], c[after + 1], 1);
      const dh = c[before + 1] ^ low(c[after + 1], c[after], 1);
      for (let y = x; y < 50; y += 10) {
        s[y] ^= dl;
        s[y + 1] ^= dh;
      }
    }
    let l = s[2];
    let h = s[3];
    for (let step = 0; step < STEPS.length; step++) {
      const at = STEPS[step][0];
      const by = STEPS[step][1];
      const nl = s[at];
      const nh = s[at + 1];
      s[at] = low(l, h, by);
      s[at + 1] = low(h, l, by);
      l = nl;
      h = nh;
    }
    for (let y = 0; y < 50; y += 10) {
      for (let x = 0; x < 10; x++) row[x] = s[y + x];
      for (let x = 0; x < 10; x++) s[y + x] = row[x] ^ (~row[(x + 2) % 10] & row[(x + 4) % 10]);
    }
    s[0] ^= ROUNDS[round][0];
    s[1] ^= ROUNDS[round][1];
  }
}

export function keccak(data) {
  const padded = new Uint8Array((Math.floor(data.length / RATE) + 1) * RATE);
  padded.set(data);
  padded[data.length] ^= 0x01;
  padded[padded.length - 1] ^= 0x80;
  const view = new DataView(padded.buffer);
  const state = new Int32Array(2 * LANES);
  for (let block = 0; block < padded.length; block += RATE) {
    for (let half = 0; half < RATE / 4; half++) state[half] ^= view.getInt32(block + 4 * half, true);
    permute(state);
  }
  const out = new DataView(new ArrayBuffer(32));
  for (let half = 0; half < 8; half++) out.setInt32(4 * half, state[half], true);
  return new Uint8Array(out.buffer);
}
