/** Signs in with the wallet that the browser has (EIP-1193, EIP-4361): it signs a text, and sends nothing. */

import { hex, utf8 } from "/static/vendor/verifier/bytes.js";

const REFUSED = 4001; // EIP-1193: the user said no
const place = document.querySelector("#sign-in");
const says = document.querySelector("#sign-in-says");
const button = place.querySelector("button");

if (window.ethereum) {
  place.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await signIn();
      location.reload();
    } catch (error) {
      says.textContent = error.code === REFUSED ? "The wallet was told not to." : `Not signed in: ${error.message}`;
      button.disabled = false;
    }
  });
} else {
  says.textContent = "This browser has no wallet: every page can be read without signing in.";
}

async function signIn() {
  says.textContent = "Asking the wallet…";
  const [account] = await window.ethereum.request({ method: "eth_requestAccounts", params: [] });
  if (!account) throw new Error("the wallet gave no account");
  const { message } = await post("challenge", { account });
  says.textContent = "Waiting for your signature…";
  const params = [`0x${hex(utf8(message))}`, account];
  const signature = await window.ethereum.request({ method: "personal_sign", params });
  await post("begin", { message, signature });
}

async function post(what, body) {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`/session/${what}`, { method: "POST", headers, body: JSON.stringify(body) });
  if (answer.status === 204) return null;
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.detail ?? `refused with ${answer.status}`);
  return told;
}
