// Tells how many of the calls that stateful invariants made did something, by handler and step, and refuses campaigns
// that prove little: too few calls in all, or a step that is nearly always refused.
import { writeFileSync } from "node:fs";

const LEAST_CALLS = 100_000; // of a whole run
const LEAST_USEFUL = 0.2; // of the calls of any step

// Adds up what every invariant of a suite counted: its calls, and those that were refused, by step.
function tally(suiteResults) {
  const steps = {};
  for (const { testResults } of suiteResults) {
    for (const { kind } of testResults) {
      for (const [name, { calls, reverts }] of Object.entries(kind.metrics ?? {})) {
        const step = (steps[name.split(":").at(-1)] ??= { calls: 0, refused: 0 });
        step.calls += Number(calls);
        step.refused += Number(reverts);
      }
    }
  }
  return steps;
}

const useful = ({ calls, refused }) => (calls === 0 ? 1 : (calls - refused) / calls);
const percent = (share) => `${(100 * share).toFixed(1)} %`;

// What is wrong with a campaign; nothing when it is sound.
function faultsOf(steps, whole) {
  const calls = Object.values(steps).reduce((sum, step) => sum + step.calls, 0);
  const idle = Object.entries(steps).filter(([, step]) => useful(step) < LEAST_USEFUL);
  const found = idle.map(([name, step]) => `${name} is of use in ${percent(useful(step))} of its calls`);
  if (whole && calls < LEAST_CALLS) found.push(`${calls} calls, ${LEAST_CALLS} are the least`);
  return found;
}

function show(steps) {
  const all = { calls: 0, refused: 0 };
  console.log("  Stateful invariants: calls, and the share that was of use");
  for (const [name, step] of Object.entries(steps).sort()) {
    console.log(`    ${name.padEnd(44)} ${String(step.calls).padStart(8)} ${percent(useful(step)).padStart(9)}`);
    all.calls += step.calls;
    all.refused += step.refused;
  }
  console.log(`    ${"all".padEnd(44)} ${String(all.calls).padStart(8)} ${percent(useful(all)).padStart(9)}\n`);
  return all;
}

// Runs the tests of contracts, then judges their campaigns. `build/hardhat/invariants.json` keeps the figures.
export default async function test(options, hre, runSuper) {
  const result = await runSuper(options);
  const steps = tally(result.value?.suiteResults ?? result.error?.suiteResults ?? []);
  if (Object.keys(steps).length === 0) return result;
  const all = show(steps);
  writeFileSync("build/hardhat/invariants.json", `${JSON.stringify({ all, steps }, null, 2)}\n`);
  const whole = (options.testFiles ?? []).length === 0 && options.grep === undefined;
  const faults = faultsOf(steps, whole);
  for (const fault of faults) console.error(`  ${fault}`);
  return faults.length === 0 ? result : { success: false, error: { ...(result.value ?? result.error), faults } };
}
