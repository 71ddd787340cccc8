/** The form of documents: every field named, no other field there, none missing but the optional ones. */

import { Refusal } from "./refusal.js";

export const list = (of) => ({ of });
export const optional = (shape) => ({ optional: shape });
export const maybe = (shape) => ({ maybe: shape });
export const HEX = (value) => typeof value === "string" && /^(?:[0-9a-f]{2})*$/.test(value);
export const HEX32 = (value) => typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
export const ADDRESS = (value) => typeof value === "string" && /^0x[0-9a-fA-F]{40}$/.test(value);
export const COUNT = (value) => Number.isSafeInteger(value) && value >= 0;
export const TEXT = (value) => typeof value === "string" && value.isWellFormed();

/** Refuses a value of another form, saying where. */
export function checkShape(value, shape, where = "$") {
  const bad = (what) => new Refusal("bad_bundle", `this is no bundle: ${what} at ${where}`);
  if (typeof shape === "function") {
    if (!shape(value)) throw bad("a value of another form");
  } else if (shape.maybe) {
    if (value !== null) checkShape(value, shape.maybe, where);
  } else if (shape.of) {
    if (!Array.isArray(value)) throw bad("no list");
    value.forEach((item, at) => checkShape(item, shape.of, `${where}[${at}]`));
  } else {
    if (value === null || typeof value !== "object" || Array.isArray(value)) throw bad("no object");
    if (shape.any) {
      for (const name of Object.keys(value)) checkShape(value[name], shape.any, `${where}.${name}`);
      return;
    }
    for (const name of Object.keys(value)) if (!Object.hasOwn(shape, name)) throw bad(`an unknown field '${name}'`);
    for (const name of Object.keys(shape)) {
      const there = Object.hasOwn(value, name);
      if (!there && !shape[name].optional) throw bad(`no field '${name}'`);
      if (there) checkShape(value[name], shape[name].optional ?? shape[name], `${where}.${name}`);
    }
  }
}
