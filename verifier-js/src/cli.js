#!/usr/bin/env node
/**
 * `node verifier-js/src/cli.js FILE [--trust-block HASH]... [--witness KEY]... [--witnesses-needed N] [--tsa-root PEM] [--log-key KEY] [--json]`
 * checks a bundle, or a statement in COSE; exit code 2 if it does not hold.
 * `--lines` reads many bundles from standard input, one JSON text a line, and prints one report a line.
 * `--statements` does so with statements in COSE, in hex. `--records` does so with record texts, and prints the id of
 * each, or the code of its refusal.
 */

import { readFileSync } from "node:fs";
import { hex, unhex, utf8 } from "./bytes.js";
import { readRecord, recordId } from "./record.js";
import { stampsUnder } from "./stamps.js";
import { verify } from "./verify.js";

const given = process.argv.slice(2);
const all = (name) => given.flatMap((word, at) => (given[at - 1] === name ? [word] : []));
const blocks = all("--trust-block").map((word) => word.replace(/^0x/, ""));
const keys = all("--witness");
const [needed] = all("--witnesses-needed").map(Number);
const [logKey] = all("--log-key");
const [root] = all("--tsa-root");
const trust = { blocks, logKey, ...(keys.length ? { witnesses: { keys, needed } } : {}), ...(root ? { stamps: await stampsUnder(readFileSync(root, "latin1")) } : {}) };
const lines = () => readFileSync(0, "utf8").split("\n").filter(Boolean);

if (given[0] === "--lines") {
  for (const line of lines()) console.log(JSON.stringify(await verify(line, trust)));
} else if (given[0] === "--statements") {
  for (const line of lines()) console.log(JSON.stringify(await verify(unhex(line), trust)));
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
  const valued = ["--trust-block", "--witness", "--witnesses-needed", "--tsa-root", "--log-key"];
  const [file] = given.filter((word, at) => !word.startsWith("--") && !valued.includes(given[at - 1]));
  const report = await verify(readFileSync(file === "-" ? 0 : file), trust);
  if (given.includes("--json")) console.log(JSON.stringify(report));
  else {
    console.log(`${report.ok ? "holds" : "does not hold"}: ${report.subject}`);
    for (const { where, code, reason } of report.problems) console.log(`  ${where}: ${reason} [${code}]`);
    for (const pin of report.pins ?? []) console.log(`rests on block ${pin}`);
    for (const { where, at } of (report.stamps ?? []).filter(({ at }) => at !== null)) console.log(`time stamp, ${where}: ${new Date(at * 1000).toISOString()}`);
    for (const part of report.unchecked ?? []) console.log(`not checked here: ${part}`);
    for (const sentence of report.does_not_prove ?? []) console.log(`does not prove: ${sentence}`);
  }
  process.exitCode = report.ok ? 0 : 2;
}
