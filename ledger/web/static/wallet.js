/** Sends prepared transactions with the wallet that the browser has (EIP-1193). The server never sees a key. */

const PATIENCE = 120;
const PAUSE_MS = 1000;
const QUICK_MS = 250;
const REFUSED = 4001; // EIP-1193: the user said no

for (const place of document.querySelectorAll(".act")) {
  const says = place.querySelector(".says");
  const button = place.querySelector("button");
  if (!window.ethereum) {
    says.textContent = "This browser has no wallet: sign the transaction below elsewhere.";
    continue;
  }
  button.parentElement.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await send(place, says);
    } catch (error) {
      says.textContent = error.code === REFUSED ? "The wallet was told not to." : `It was not sent: ${error.message}`;
      if (error.asks) says.append(" ", link(error.asks, "Ask what stands against it"));
      button.disabled = false;
    }
  });
}

async function send(place, says) {
  const { chain, to, data, value, accounts } = place.dataset;
  if (!data) throw new Error("the ballot comes first");
  says.textContent = "Asking the wallet…";
  const may = accounts ? accounts.toLowerCase().split(" ") : [];
  const known = await ask("eth_requestAccounts");
  const from = known.find((one) => may.includes(one.toLowerCase())) ?? known[0];
  if (!from) throw new Error("the wallet gave no account");
  if (may.length && !may.includes(from.toLowerCase())) throw new Error(`${from} may not do this, only ${accounts}`);
  const seat = document.querySelector("#seat");
  if (seat && seat.value.toLowerCase() !== from.toLowerCase()) throw new Error(`the ballot is of ${seat.value}, not of ${from}`);
  const id = BigInt(await ask("eth_chainId"));
  if (id !== BigInt(chain)) throw new Error(`the wallet is on chain ${id}, and this is for chain ${chain}: choose that in the wallet, or sign elsewhere`);
  const call = { from, to, data, value: `0x${BigInt(value).toString(16)}` };
  const gas = await estimated(call);
  says.textContent = `Gas estimated: ${BigInt(gas)}. Waiting for your signature…`;
  const tx = await ask("eth_sendTransaction", call);
  says.textContent = `Sent as ${tx}; waiting until it is mined…`;
  const receipt = await mined(tx);
  if (!receipt) throw new Error(`${tx} was not mined within ${PATIENCE} s; look for it before you send again`);
  if (BigInt(receipt.status) !== 1n) throw new Error(`${tx} was mined, and the contract refused it`);
  place.dispatchEvent(new CustomEvent("mined", { bubbles: true }));
  await followed(place, says, receipt, tx);
}

/** What the chain refuses now, perhaps because a time has passed meanwhile, this page explains once it is asked again. */
async function estimated(call) {
  try {
    return await ask("eth_estimateGas", call);
  } catch (error) {
    const again = new URL(location.href);
    again.searchParams.set("by", call.from);
    error.asks = again.pathname + again.search;
    throw error;
  }
}

/** The dashboard reads the chain a moment later: links are there once it has come to the block. */
async function followed(place, says, receipt, tx) {
  const block = BigInt(receipt.blockNumber);
  says.textContent = `Done, in block ${block}. This dashboard has not read it yet…`;
  const read = await reached(block);
  const next = [link(`/transactions/${tx}`, "what it did")];
  const after = nextPage(place, receipt);
  if (after) next.push(" · ", link(after, "how it is now"));
  says.replaceChildren(`Done, in block ${block}: `, ...next, read ? "" : " (the dashboard is behind: give it a moment)");
}

/** Where it goes on: a page that is known, or that of the dispute which the transaction opened. */
function nextPage(place, receipt) {
  const { after, topic, to } = place.dataset;
  if (!topic) return after;
  const found = (receipt.logs ?? []).find((one) => one.address.toLowerCase() === to.toLowerCase() && one.topics[0] === topic);
  return found ? after + BigInt(found.topics[1]) : "";
}

function link(href, textContent) {
  return Object.assign(document.createElement("a"), { href, textContent });
}

async function reached(block) {
  for (let tries = 0; tries < PATIENCE; tries++) {
    const answer = await fetch("/v1/status");
    const status = answer.ok ? await answer.json() : {};
    if (BigInt(status.as_of?.number ?? 0) >= block) return true;
    await pause(QUICK_MS);
  }
  return false;
}

async function mined(tx) {
  for (let tries = 0; tries < PATIENCE; tries++) {
    const receipt = await ask("eth_getTransactionReceipt", tx);
    if (receipt) return receipt;
    await pause(tries ? PAUSE_MS : QUICK_MS);
  }
  return null;
}

const pause = (ms) => new Promise((go) => setTimeout(go, ms));

function ask(method, ...params) {
  return window.ethereum.request({ method, params });
}
