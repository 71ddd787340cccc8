#!/usr/bin/env node
/**
 * `node verifier-js/src/cli.js BUNDLE.json [--trust-block HASH]... [--json]`; exit code 2 if the bundle does not hold.
 * `--lines` reads many bundles from standard input, one JSON text a line, and prints one report a line.
 * `--records` does so with record texts, and prints the id of each, or the code of its refusal.
 */

import { readFileSync } from "node:fs";
import { hex, utf8 } from "./bytes.js";
import { readRecord, recordId } from "./record.js";
import { verify } from "./verify.js";

const given = process.argv.slice(2);
const lines = () => readFileSync(0, "utf8").split("\n").filter(Boolean);

if (given[0] === "--lines") {
  for (const line of lines()) console.log(JSON.stringify(await verify(line)));
} else if (given[0] === "--records") {
  for (const line of lines()) {
    const text = JSON.parse(line);
    try {
      readRecord(text);
      console.log(hex(recordId(utf8(text))));
    } catch (error) {
      console.log(error.code ?? String(error));
    }
  }
} else {
  const blocks = given.flatMap((word, at) => (given[at - 1] === "--trust-block" ? [word.replace(/^0x/, "")] : []));
  const [file] = given.filter((word, at) => !word.startsWith("--") && given[at - 1] !== "--trust-block");
  const report = await verify(readFileSync(file === "-" ? 0 : file), { blocks });
  if (given.includes("--json")) console.log(JSON.stringify(report));
  else {
    console.log(`${report.ok ? "holds" : "does not hold"}: ${report.subject}`);
    for (const { where, code, reason } of report.problems) console.log(`  ${where}: ${reason} [${code}]`);
    for (const pin of report.pins ?? []) console.log(`rests on block ${pin}`);
    for (const sentence of report.does_not_prove ?? []) console.log(`does not prove: ${sentence}`);
  }
  process.exitCode = report.ok ? 0 : 2;
}
