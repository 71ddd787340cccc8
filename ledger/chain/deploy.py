"""Putting the contracts on a chain, in one go and without an admin.

    deployment = deploy(chain, key)                          # a local chain
    begun = begin(sender, terms, file)                       # or what `file` says was begun
    deployment = go_on(sender, begun, told=print)            # again and again, until it is whole

After the last transaction the code at every address is compared with what was compiled: a deployment either is
exactly ours or is not written down.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from ledger.chain.abi import artefact
from ledger.chain.begun import Begun
from ledger.chain.constructors import (
    ASSERTION_BOND,
    CHALLENGE_DEPOSIT,
    CLAIM_DEPOSIT,
    MIN_OPERATOR_BOND,
    MIN_STAKE,
    SEAT_FEE,
    Terms,
    constructor_arguments,
    create_address,
    init_codes,
)
from ledger.chain.deployment import CONTRACTS, Deployment
from ledger.chain.node import Chain
from ledger.chain.sender import Sender
from ledger.chain.wellknown import LOCAL_CHAINS, is_well_known
from ledger.domain.ids import Address, checksum
from ledger.domain.signing import SessionKey
from ledger.errors import ConflictError, NotAuthorisedError, SetupError, UnavailableError

__all__ = [
    "ASSERTION_BOND",
    "CHALLENGE_DEPOSIT",
    "CLAIM_DEPOSIT",
    "MIN_OPERATOR_BOND",
    "MIN_STAKE",
    "SEAT_FEE",
    "Created",
    "begin",
    "check_code",
    "check_creations",
    "constructor_arguments",
    "create_address",
    "deploy",
    "go_on",
    "refuse_known_keys",
]
PENDING_S: Final = 120.0
"""Longest wait for transactions of an earlier run that no block holds yet."""
_PAUSE_S: Final = 1.0


@dataclass(frozen=True, slots=True)
class Created:
    """A contract that was just created, as the `place`-th of all. `gas` and `block` as numbers."""

    name: str
    address: Address
    place: int
    block: int
    gas: int


def deploy(
    chain: Chain,
    key: SessionKey,
    *,
    min_operator_bond: int = MIN_OPERATOR_BOND,
    accreditor: Address | None = None,
    authority: Address | None = None,
) -> Deployment:
    """Create all contracts from one account, with nothing to go on from if it ends before its end.

    Args:
        chain: The chain, opened without a deployment.
        key: Private key of the deployer, which has no power over the contracts afterwards.
        min_operator_bond: Least bond of a log's operator, in wei.
        accreditor: See `Terms`; the deployer, if not given.
        authority: See `Terms`; the deployer, if not given.

    Raises:
        NotAuthorisedError: if the key is a published one and the chain is not a local one.
        SetupError: if the deployer cannot pay, or what stands on chain is not what was compiled.
        UnavailableError: if the node cannot be reached.
    """
    refuse_known_keys(chain, key.address)
    sender = Sender(chain, key)
    terms = Terms(accreditor or key.address, authority or key.address, min_operator_bond)
    return go_on(sender, begin(sender, terms))


def refuse_known_keys(chain: Chain, *accounts: Address) -> None:
    """See that nobody deploys with, or hands power to, a key that everybody has, on a chain that is no local one.

    Raises:
        NotAuthorisedError: naming the account.
    """
    chain_id = chain.chain_id()
    for account in accounts if chain_id not in LOCAL_CHAINS else ():
        if is_well_known(account):
            raise NotAuthorisedError(
                f"{account} is an account whose private key everybody knows",
                hint=f"use accounts of your own on chain {chain_id}",
                code="well_known_key",
            )


def begin(sender: Sender, terms: Terms, file: Path | None = None) -> Begun:
    """Return the deployment that a file says was begun, else a new one; nothing is sent.

    Raises:
        ConflictError: if another one was begun.
    """
    chain = sender.chain
    known = (chain.chain_id(), "0x" + chain.block(0).hash.hex(), sender.address)
    found = Begun.load(file) if file else None
    if found is None:
        return Begun(*known, nonce=sender.next_nonce(), since=chain.head().number, terms=terms, file=file)
    found.check(*known, terms)
    return found


def go_on(
    sender: Sender,
    begun: Begun,
    *,
    before: Callable[[], None] = lambda: None,
    told: Callable[[Created], None] = lambda _: None,
    sleep: Callable[[float], None] = time.sleep,
) -> Deployment:
    """Create what is not there yet, and check the whole.

    Args:
        sender: The deployer; nobody else sends from this account meanwhile.
        begun: What was begun; it is written before each transaction.
        before: Called before each transaction; what it raises ends this run.
        told: Called after each.
        sleep: Pauses, in seconds.

    Raises:
        ConflictError: if the account sent something else in between: what was created so far is of no use then.
        SetupError: if the deployer cannot pay, or what stands on chain is not what was compiled.
        UnavailableError: if the node cannot be reached, or does not mine in time; this can be called again then.
    """
    chain, at = sender.chain, begun.addresses
    codes = init_codes(at, begun.terms)
    there = min(_mined(sender, begun, sleep) - begun.nonce, len(CONTRACTS))
    for name in CONTRACTS[:there]:
        _check_contract(chain, name, at[name], _lost(begun))
    begun.save()
    for offset, name in enumerate(CONTRACTS[there:], start=there):
        before()
        nonce = begun.nonce + offset
        sent = sender.create(name, codes[name], nonce=nonce, signed=partial(begun.note, name))
        told(Created(name, at[name], offset + 1, sent.block, sent.gas_used))
    deployment = _finished(chain, begun)
    check_code(chain, deployment)
    return deployment


def _mined(sender: Sender, begun: Begun, sleep: Callable[[float], None]) -> int:
    """Return the account's nonce, once every transaction of an earlier run is in a block."""
    waited = 0.0
    while (mined := sender.mined_nonce()) < (pending := sender.next_nonce()) and pending > begun.nonce:
        if waited >= PENDING_S:
            raise UnavailableError(
                f"{pending - mined} transactions of {sender.address} are in no block yet",
                hint="wait until they are, or send them again from a wallet with a higher fee; then go on",
                code="not_mined",
            )
        sleep(_PAUSE_S)
        waited += _PAUSE_S
    return max(mined, begun.nonce)


def _lost(begun: Begun) -> str:
    away = f"move {begun.file} away and deploy" if begun.file else "deploy"
    return f"another transaction of the deployer came in between, or the chain is another one: {away} again"


def _finished(chain: Chain, begun: Begun) -> Deployment:
    at, asked = begun.addresses, [(name, tx) for name in CONTRACTS for tx in begun.sent.get(name, ())]
    receipts = chain.rpc.batch([("eth_getTransactionReceipt", (tx,)) for _, tx in asked])
    blocks, txs = dict.fromkeys(CONTRACTS, begun.since), dict.fromkeys(CONTRACTS, "")
    for (name, tx), receipt in zip(asked, receipts, strict=True):
        if receipt is not None and checksum(receipt["contractAddress"] or bytes(20)) == at[name]:
            blocks[name], txs[name] = int(receipt["blockNumber"], 16), tx
    return Deployment(
        chain_id=begun.chain_id,
        block=min(blocks.values()),
        addresses=at,
        blocks=blocks,
        deployer=begun.deployer,
        genesis=begun.genesis,
        txs=txs,
    )


def check_code(chain: Chain, deployment: Deployment) -> None:
    """Compare the code at every address of a deployment with what was compiled into this installation.

    Raises:
        SetupError: naming the first contract that differs.
    """
    for name, address in deployment.addresses.items():
        _check_contract(chain, name, address, "the deployment file is of another chain or another version")


def _check_contract(chain: Chain, name: str, address: Address, hint: str) -> None:
    code = chain.code(address)
    if not artefact(name).is_code(code):
        problem = "has other code than this version was built with" if code else "has no code on this chain"
        raise SetupError(f"{name} at {address} {problem}", hint=hint, code="wrong_code")


def check_creations(chain: Chain, deployment: Deployment, terms: Terms) -> int:
    """Compare what created each contract, arguments and all, with what these terms say.

    Code alone does not tell who may accredit, or how large a bond must be: that is in the arguments.

    Returns:
        How many creations were compared: those whose transaction is known and still kept by the node.

    Raises:
        ConflictError: naming the first contract that was created with something else.
    """
    codes = init_codes(deployment.addresses, terms)
    asked = [(name, tx) for name, tx in deployment.txs.items() if tx]
    found: list[Any] = chain.rpc.batch([("eth_getTransactionByHash", (tx,)) for _, tx in asked])
    compared = [(name, sent["input"]) for (name, _), sent in zip(asked, found, strict=True) if sent is not None]
    for name, given in compared:
        if bytes.fromhex(given[2:]) != codes[name]:
            raise ConflictError(
                f"{name} at {deployment.addresses[name]} was created with other arguments than these",
                hint="give the accreditor, authority and bond that it was deployed with",
                code="other_terms",
            )
    return len(compared)
