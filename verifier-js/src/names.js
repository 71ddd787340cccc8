/**
 * JSON in which no object names a member twice, since readers disagree about which of the two they show, and in which
 * every number is written as the integer that it is.
 */

/** Throws SyntaxError, as JSON.parse does, also where a name stands twice or a number has a fraction or an exponent. */
export function parseOnce(text) {
  const found = JSON.parse(text);
  if (namesIn(text) !== membersOf(found)) throw new SyntaxError("an object names a member twice");
  return found;
}

/** How many members a text writes: one for each colon outside of strings. Letters there are of numbers, or of words. */
function namesIn(text) {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (letter === ":") count++;
    else if (letter === "." || letter === "E" || (letter === "e" && /\d/.test(text[at - 1]))) throw new SyntaxError("a number is no integer");
    else if (letter === '"') while (text[++at] !== '"') if (text[at] === "\\") at++;
  }
  return count;
}

function membersOf(value) {
  let count = 0;
  const waiting = [value];
  while (waiting.length) {
    const next = waiting.pop();
    if (next === null || typeof next !== "object") continue;
    const inner = Object.values(next);
    if (!Array.isArray(next)) count += inner.length;
    for (const one of inner) waiting.push(one);
  }
  return count;
}
