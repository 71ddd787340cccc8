#!/usr/bin/env node
// Compiles and tests in one lasting Node, since starting solc and Hardhat anew costs more than most questions.
// Reads one JSON question a line, `{"compile": <standard JSON>}` or `{"test": [file, ...], "without": "regexp"}`, and
// writes one line of JSON for each: what solc says, or `{"suites": [{"suite", "failed", "seconds"}]}`. Hardhat works on
// the project in the current folder.
import { createInterface } from "node:readline";

const answer = process.stdout.write.bind(process.stdout);
// What Hardhat prints is not for whoever asked.
process.stdout.write = (_chunk, encoding, done) => {
  (typeof encoding === "function" ? encoding : done)?.();
  return true;
};

async function compile(request) {
  const { default: solc } = await import("solc");
  return JSON.parse(solc.compile(JSON.stringify(request)));
}

async function test(testFiles, grepExclude) {
  const { default: hre } = await import("hardhat");
  const { value, error } = await hre.tasks
    .getTask(["test", "solidity"])
    .run({ testFiles, noCompile: true, ...(grepExclude ? { grepExclude } : {}) });
  const suites = (value ?? error).suiteResults.map(({ id, testResults, durationNs }) => ({
    suite: id.source,
    failed: testResults.filter(({ status }) => status === "Failure").map(({ name }) => name),
    seconds: Number(durationNs) / 1e9,
  }));
  return { suites };
}

for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line);
  try {
    const said = question.compile ? await compile(question.compile) : await test(question.test, question.without);
    answer(`${JSON.stringify(said)}\n`);
  } catch (error) {
    answer(`${JSON.stringify({ broken: String(error) })}\n`);
  }
}
process.exit(0);
