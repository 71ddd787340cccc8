/** Time stamps in a report: checked if the caller trusts an authority, named as unchecked if not. */

import { unhex } from "./bytes.js";

/** Where a stamp stands and when it says its note was there: Unix seconds, or null if nobody names a root. */
export function readStamp(stamp, text, where, { stamps }) {
  return { where, at: stamps ? stamps(unhex(stamp), text) : null };
}

/** What a report leaves unchecked. */
export const unchecked = (stamps) => stamps.filter(({ at }) => at === null).map(({ where }) => `the time stamp of ${where}: name a root with --tsa-root`);

/** Checks stamps under root certificates in PEM. It needs Node's own X.509; nothing else here needs Node. */
export async function stampsUnder(pem) {
  const { checkStamp, readRoots } = await import("./timestamp.js");
  const roots = readRoots(pem);
  return (stamp, text) => checkStamp(stamp, text, roots);
}
