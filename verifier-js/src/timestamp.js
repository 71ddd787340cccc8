/** Time stamps (RFC 3161) of checkpoints: an authority's signed word (CMS, RFC 5652) that origin, size and root were there. */

import { createHash, verify } from "node:crypto";
import { same, utf8 } from "./bytes.js";
import { Certificate, checkChain, readPem } from "./certificates.js";
import { context, INTEGER, OCTETS, readDer, SEQUENCE, SET } from "./der.js";
import { Refusal } from "./refusal.js";

const SIGNED_DATA = "1.2.840.113549.1.7.2";
const STAMP = "1.2.840.113549.1.9.16.1.4";
const [CONTENT_TYPE, MESSAGE_DIGEST] = ["1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4"];
const [SIGNER_SHA1, SIGNER] = ["1.2.840.113549.1.9.16.2.12", "1.2.840.113549.1.9.16.2.47"];
const HASHES = { "2.16.840.1.101.3.4.2.1": "sha256", "2.16.840.1.101.3.4.2.2": "sha384", "2.16.840.1.101.3.4.2.3": "sha512" };
const SIGNATURES = {
  "1.2.840.113549.1.1.1": null, // RSA, with the hash that is named beside it
  "1.2.840.113549.1.1.11": "sha256", "1.2.840.113549.1.1.12": "sha384", "1.2.840.113549.1.1.13": "sha512",
  "1.2.840.10045.4.3.2": "sha256", "1.2.840.10045.4.3.3": "sha384", "1.2.840.10045.4.3.4": "sha512",
};
const bad = (why) => new Refusal("bad_timestamp", `the time stamp does not hold: ${why}`);
const hash = (name, data) => new Uint8Array(createHash(name).update(data).digest());
const named = (names, element, what) => {
  const name = element.as(SEQUENCE).parts[0].oid;
  if (!Object.hasOwn(names, name)) throw bad(`its ${what} ${name} is none that is read here`);
  return names[name];
};

/** Reads the roots that time stamps are checked under. */
export const readRoots = readPem;

/** Unix seconds at which an authority under one of the roots saw the text of a note; anything else is refused. */
export function checkStamp(data, text, roots) {
  try {
    return check(data, text, roots);
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) throw bad("a part of it is missing, or of another form");
    throw error;
  }
}

function check(data, text, roots) {
  const { info, content, signer, certificates } = readResponse(data);
  const [, , imprint, , time] = info.parts;
  const [algorithm, digest] = imprint.as(SEQUENCE).parts;
  if (!same(digest.as(OCTETS).content, hash(named(HASHES, algorithm, "hash"), utf8(text)))) throw bad("it is of something else");
  const leaf = checkSigner(signer, content, certificates);
  if (!leaf.stamps) throw bad("its certificate is not one for time stamps");
  checkChain(leaf, certificates, roots, time.time);
  return Math.floor(time.time / 1000);
}

/** The parts of a response: PKIStatusInfo, then a ContentInfo with SignedData around the TSTInfo. */
function readResponse(data) {
  const [status, token] = readDer(data).as(SEQUENCE).parts;
  const granted = status.as(SEQUENCE).parts[0].as(INTEGER).content;
  if (granted.length !== 1 || granted[0] !== 0 || !token) throw bad("the authority did not grant it");
  const [kind, body] = token.as(SEQUENCE).parts;
  if (kind.oid !== SIGNED_DATA) throw bad("it is no signed data");
  const [, , enclosed, ...rest] = body.as(context(0)).only.as(SEQUENCE).parts;
  const [type, wrapped] = enclosed.as(SEQUENCE).parts;
  if (type.oid !== STAMP) throw bad("what is signed is no time stamp");
  const content = wrapped.as(context(0)).only.as(OCTETS).content;
  const signers = rest.at(-1).as(SET).parts;
  if (signers.length !== 1) throw bad(`it has ${signers.length} signers, not one`);
  const certificates = (rest.find(({ tag }) => tag === context(0))?.parts ?? []).map(({ whole }) => new Certificate(whole));
  return { info: readDer(content).as(SEQUENCE), content, signer: signers[0].as(SEQUENCE).parts, certificates };
}

/** The certificate that signed, once the signature holds over attributes that name content and certificate. */
function checkSigner([, who, digestAlgorithm, attributes, signatureAlgorithm, signature], content, certificates) {
  const [issuer, serial] = who.as(SEQUENCE).parts;
  const leaf = certificates.find((one) => same(one.issuer, issuer.whole) && same(one.serial, serial.whole));
  if (!leaf) throw bad("it does not carry the certificate of its signer");
  const digest = named(HASHES, digestAlgorithm, "hash");
  const said = new Map(attributes.as(context(0)).parts.map(({ parts: [name, values] }) => [name.oid, values.as(SET).only]));
  if (said.size !== attributes.parts.length) throw bad("an attribute is there twice");
  if (said.get(CONTENT_TYPE)?.oid !== STAMP) throw bad("its attributes name other content");
  if (!same(said.get(MESSAGE_DIGEST).as(OCTETS).content, hash(digest, content))) throw bad("its attributes name other content");
  if (!namesCertificate(said, leaf)) throw bad("its attributes name another certificate");
  const signed = Uint8Array.from(attributes.whole);
  signed[0] = SET; // RFC 5652, section 5.4: signed with the tag of a set, sent with that of the context
  let holds = false;
  try {
    holds = verify(named(SIGNATURES, signatureAlgorithm, "signature") ?? digest, signed, leaf.key, signature.as(OCTETS).content);
  } catch (error) {
    if (error instanceof Refusal) throw error; // else the key is of another kind than the signature
  }
  if (!holds) throw bad("its signature does not hold");
  return leaf;
}

/** Whether the attributes name the certificate that signed, by hash (RFC 5816, or SHA-1 as in RFC 2634). */
function namesCertificate(said, leaf) {
  const first = (said.get(SIGNER) ?? said.get(SIGNER_SHA1)).as(SEQUENCE).parts[0].as(SEQUENCE).parts[0].as(SEQUENCE).parts;
  if (!said.has(SIGNER)) return same(first[0].as(OCTETS).content, hash("sha1", leaf.der));
  const own = first[0].tag === SEQUENCE;
  return same(first[own ? 1 : 0].as(OCTETS).content, hash(own ? named(HASHES, first[0], "hash") : "sha256", leaf.der));
}
