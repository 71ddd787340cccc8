#!/usr/bin/env node
// Looks to py-solc-x like a native solc: `--version`, and `--standard-json` from standard input to standard output,
// answered by npm solc.
import { readFileSync } from "node:fs";
import solc from "solc";

if (process.argv.includes("--version")) {
  process.stdout.write(`solc, the solidity compiler\nVersion: ${solc.version()}\n`);
} else if (process.argv.includes("--standard-json")) {
  process.stdout.write(solc.compile(readFileSync(0, "utf8")));
} else {
  process.stderr.write("solc_shim: only --version and --standard-json are known\n");
  process.exitCode = 2;
}
