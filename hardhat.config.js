// Build, tests and the local node. The compiler and its settings are in solidity.json, which
// scripts/build_contracts.py reads too.
import { globSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { overrideTask } from "hardhat/config";

// Neither asks about telemetry nor sends any.
process.env.HARDHAT_DISABLE_TELEMETRY ??= "true";

const require = createRequire(import.meta.url);
const { version, settings } = JSON.parse(readFileSync(new URL("./solidity.json", import.meta.url), "utf8"));

const contracts = { version, path: require.resolve("solc/soljson.js"), settings };

// Contracts are tested as they ship: tests deploy their artefacts. What only acts on them is compiled without the
// optimizer, and without the contracts that it knows, in a tenth of the time. The tests of libraries, named here, carry
// their code in themselves, so they are compiled as the contracts are.
const CARRIERS = /\/(MerkleLog|Signatures|Vectors)\.t\.sol$/;
const actors = { ...contracts, settings: { ...settings, viaIR: false, optimizer: { enabled: false } } };
const actorFiles = globSync("tests/contracts/**/*.sol", { cwd: import.meta.dirname }).filter((f) => !CARRIERS.test(f));

// What a local node wants to know of contracts that are not compiled, as if all of them were abstract.
const noCode = { object: "", opcodes: "", sourceMap: "", linkReferences: {}, immutableReferences: {} };
const asAbstract = ({ abi, evm }) => ({ abi, evm: { ...evm, bytecode: noCode, deployedBytecode: noCode } });
const mapValues = (object, change) => Object.fromEntries(Object.entries(object).map(([key, v]) => [key, change(v)]));

async function compileOnlyActors(context, compiler, input, config, next) {
  if (input.settings.viaIR) return next(context, compiler, input, config);
  const { "": trees, "*": code } = input.settings.outputSelection["*"];
  const ask = (outputSelection) =>
    next(context, compiler, { ...input, settings: { ...input.settings, outputSelection } }, config);
  const tests = Object.keys(input.sources).filter((name) => name.startsWith("project/tests/"));
  const known = await ask({ "*": { "": trees, "*": ["abi", "evm.methodIdentifiers"] } });
  const compiled = await ask(Object.fromEntries(tests.map((name) => [name, { "*": code }])));
  const others = mapValues(known.contracts ?? {}, (file) => mapValues(file, asAbstract));
  return { ...compiled, sources: known.sources, contracts: { ...others, ...compiled.contracts } };
}

// Files are compiled together only when they share one settings object.
async function shareSettings(config, resolve, next) {
  const resolved = await next(config, resolve);
  for (const { overrides } of Object.values(resolved.solidity.profiles)) {
    const [shared] = Object.values(overrides);
    for (const file of Object.keys(overrides)) overrides[file] = shared;
  }
  return resolved;
}

const quickTests = {
  id: "ombud-quick-tests",
  hookHandlers: {
    config: async () => ({ default: async () => ({ resolveUserConfig: shareSettings }) }),
    solidity: async () => ({ default: async () => ({ invokeSolc: compileOnlyActors }) }),
  },
};

// How many times the usual number of runs of fuzzed tests and invariants: OMBUD_FUZZ=10 for a long campaign.
const times = Number(process.env.OMBUD_FUZZ ?? 1);
if (!Number.isInteger(times) || times < 1) throw new Error(`OMBUD_FUZZ is a whole number from 1 on, not ${process.env.OMBUD_FUZZ}`);

const localChain = {
  type: "edr-simulated",
  chainId: 31337,
  hardfork: "prague",
  blockGasLimit: 60_000_000,
  // Else every block is a second later than the one before, and a busy chain runs ahead of the clock.
  allowBlocksWithSameTimestamp: true,
  mining: { auto: true, interval: 0 },
};

export default {
  plugins: [quickTests],
  tasks: [overrideTask(["test", "solidity"]).setAction(() => import("./scripts/useful_calls.js")).build()],
  solidity: { compilers: [contracts], overrides: Object.fromEntries(actorFiles.map((file) => [file, actors])) },
  paths: {
    sources: "./contracts",
    tests: { solidity: "./tests/contracts" },
    artifacts: "./build/hardhat/artifacts",
    cache: "./build/hardhat/cache",
  },
  networks: { default: localChain, node: localChain },
  test: {
    solidity: {
      fsPermissions: { readDirectory: ["./tests/vectors"] },
      fuzz: { runs: 256 * times, seed: "0x6f6d627564", failurePersistDir: "./build/hardhat/fuzz" },
      invariant: { runs: 160 * times, depth: 64, failOnRevert: false, failurePersistDir: "./build/hardhat/invariant" },
    },
  },
};
