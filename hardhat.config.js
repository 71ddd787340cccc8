// Build, tests and the local node. The compiler and its settings are in solidity.json, which
// scripts/build_contracts.py reads too.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

// Neither asks about telemetry nor sends any.
process.env.HARDHAT_DISABLE_TELEMETRY ??= "true";

const require = createRequire(import.meta.url);
const { version, settings } = JSON.parse(readFileSync(new URL("./solidity.json", import.meta.url), "utf8"));

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
  solidity: { version, path: require.resolve("solc/soljson.js"), settings },
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
      fuzz: { runs: 256, seed: "0x6f6d627564", failurePersistDir: "./build/hardhat/fuzz" },
      invariant: { runs: 64, depth: 64, failOnRevert: false, failurePersistDir: "./build/hardhat/invariant" },
    },
  },
};
