/** Sends prepared transactions with the wallet that the browser has (EIP-1193). The server never sees a key. */

const PATIENCE = 120;
const PAUSE_MS = 1000;
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
      button.disabled = false;
    }
  });
}

async function send(place, says) {
  const { chain, to, data, value, accounts } = place.dataset;
  if (!data) throw new Error("the ballot comes first");
  says.textContent = "Asking the wallet…";
  const [from] = await ask("eth_requestAccounts");
  if (!from) throw new Error("the wallet gave no account");
  const may = accounts ? accounts.toLowerCase().split(" ") : [];
  if (may.length && !may.includes(from.toLowerCase())) throw new Error(`${from} may not do this, only ${accounts}`);
  const seat = document.querySelector("#seat");
  if (seat && seat.value.toLowerCase() !== from.toLowerCase()) throw new Error(`the ballot is of ${seat.value}, not of ${from}`);
  const id = BigInt(await ask("eth_chainId"));
  if (id !== BigInt(chain)) throw new Error(`the wallet is on chain ${id}, and this is for chain ${chain}`);
  const call = { from, to, data, value: `0x${BigInt(value).toString(16)}` };
  const gas = await ask("eth_estimateGas", call);
  says.textContent = `Gas estimated: ${BigInt(gas)}. Waiting for your signature…`;
  const tx = await ask("eth_sendTransaction", call);
  says.textContent = `Sent as ${tx}; waiting until it is mined…`;
  const receipt = await mined(tx);
  if (!receipt) throw new Error(`${tx} was not mined within ${PATIENCE} s; look for it before you send again`);
  if (BigInt(receipt.status) !== 1n) throw new Error(`${tx} was mined, and the contract refused it`);
  const link = Object.assign(document.createElement("a"), { href: `/transactions/${tx}`, textContent: "what it did" });
  says.replaceChildren(`Done, in block ${BigInt(receipt.blockNumber)}: `, link);
  place.dispatchEvent(new CustomEvent("mined", { bubbles: true }));
}

async function mined(tx) {
  for (let tries = 0; tries < PATIENCE; tries++) {
    const receipt = await ask("eth_getTransactionReceipt", tx);
    if (receipt) return receipt;
    await new Promise((go) => setTimeout(go, PAUSE_MS));
  }
  return null;
}

function ask(method, ...params) {
  return window.ethereum.request({ method, params });
}
