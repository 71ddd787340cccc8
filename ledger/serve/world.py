"""Before any part starts: a chain with our contracts on it, an operator with funds, a registered log.

A local chain lives as long as its node. What a home folder still holds of an earlier one (deployment, log,
mirror, agents' bound spools and keys) is set aside into `archive-<n>`, never deleted and never mixed with the
new one; drafts of agents that were bound to no chain stay, since any chain may take them.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.chain.deploy import MIN_OPERATOR_BOND, check_code, deploy
from ledger.chain.deployment import Deployment
from ledger.chain.dev import DevNode
from ledger.chain.logs import log_on_chain, log_url, register_log, set_log_url
from ledger.chain.node import Chain
from ledger.chain.sender import Sender
from ledger.chain.wellknown import LOCAL_CHAINS
from ledger.cli.keyfile import ACCREDITOR, AUTHORITY, SECRET_BYTES, key_at, parse_secret
from ledger.domain import note
from ledger.domain.ids import LogId, log_id
from ledger.domain.signing import SessionKey
from ledger.errors import SetupError
from ledger.home import Home
from ledger.logserver.runner import load_or_create_ed25519
from ledger.settings import Settings

Say = Callable[[str], None]
OPERATOR: Final = "operator"
CHECKPOINT: Final = "log.ed25519"
_PURSE_WEI: Final = 1000 * 10**18  # play money of a local node
_WORLDLY: Final = ("deployments", "log", "valkey", "agents")


@dataclass(frozen=True, slots=True)
class World:
    """What every part needs to agree on."""

    deployment: Deployment
    log_id: LogId


def operator_key(settings: Settings) -> SessionKey:
    """Return the log operator's chain key: from the settings, else from home, made there at first."""
    if settings.operator_key is not None:
        return SessionKey(parse_secret(settings.operator_key.get_secret_value(), what="OMBUD_OPERATOR_KEY"))
    return key_at(Home(settings.home).key_file(OPERATOR))


def accreditor_key(settings: Settings) -> SessionKey:
    """Return the key that accredits arbitrators on a local chain, made in home at first."""
    return key_at(Home(settings.home).key_file(ACCREDITOR))


def authority_key(settings: Settings) -> SessionKey:
    """Return the key that may suspend agents on a local chain, made in home at first."""
    return key_at(Home(settings.home).key_file(AUTHORITY))


def checkpoint_key(settings: Settings) -> Ed25519PrivateKey:
    """Return the Ed25519 key that signs the log's checkpoints, made in home at first."""
    return load_or_create_ed25519(Home(settings.home).keys / CHECKPOINT)


def prepare(settings: Settings, *, new_chain: bool, say: Say) -> World:
    """Make chain and home folder fit each other.

    Args:
        settings: With URLs and ports as the parts will use them.
        new_chain: Whether we have just started the chain ourselves.
        say: Tells the reader what is done.

    Raises:
        SetupError: if deployment file and chain contradict each other and the chain is not a local one.
        LedgerError: whatever the chain refuses.
    """
    home = Home(settings.home)
    with Chain(settings.rpc_url) as bare:
        if new_chain or _is_stale(settings, bare):
            set_aside(home, say)
        operator = operator_key(settings)
        local = bare.chain_id() in LOCAL_CHAINS
        if local:
            DevNode(bare).fund(operator.address, _PURSE_WEI)
        deployment = _deployment(settings, bare, operator, say)
    with Chain(settings.rpc_url, deployment) as chain:
        return World(deployment, _log(settings, Sender(chain, operator), say))


def set_aside(home: Home, say: Say) -> Path | None:
    """Move what belongs to a chain that is gone into the next free `archive-<n>`; None if there is nothing."""
    found = [home.root / name for name in _WORLDLY if _holds_something(home.root / name)]
    found += [spool for spool in _spools(home) if _holds_something(spool / "bindings.log")]
    if not found:
        return None
    number = 1
    while (home.root / f"archive-{number}").exists():
        number += 1
    archive = home.root / f"archive-{number}"
    for path in found:
        target = archive / path.relative_to(home.root)
        target.parent.mkdir(parents=True, exist_ok=True)
        path.rename(target)
    names = ", ".join(str(path.relative_to(home.root)) for path in found)
    say(f"the chain is a new one: what belonged to the old one was moved to {archive} ({names})")
    return archive


def _spools(home: Home) -> list[Path]:
    return sorted(home.spool.iterdir()) if home.spool.is_dir() else []


def _holds_something(path: Path) -> bool:
    return any(path.iterdir()) if path.is_dir() else path.exists() and path.stat().st_size > 0


def _is_stale(settings: Settings, bare: Chain) -> bool:
    """Say whether the deployment file is of another instance of a local chain.

    Raises:
        SetupError: if it is of another chain and nothing may be set aside.
    """
    if not settings.deployment_file.exists():
        return False
    deployment = Deployment.load(settings.deployment_file)
    try:
        if deployment.chain_id == bare.chain_id() and deployment.genesis in ("", "0x" + bare.block(0).hash.hex()):
            check_code(bare, deployment)
            return False
    except SetupError:
        if bare.chain_id() not in LOCAL_CHAINS:
            raise
    if bare.chain_id() in LOCAL_CHAINS and deployment.chain_id in LOCAL_CHAINS and settings.deployment is None:
        return True
    raise SetupError(
        f"{settings.deployment_file} is of another chain than the node at {settings.rpc_url}",
        hint="set OMBUD_RPC_URL, OMBUD_CHAIN_ID and OMBUD_DEPLOYMENT for the same chain",
        code="wrong_deployment",
    )


def _deployment(settings: Settings, bare: Chain, operator: SessionKey, say: Say) -> Deployment:
    if settings.deployment_file.exists():
        return Deployment.load(settings.deployment_file)
    deployer, accreditor, authority = operator, None, None
    if bare.chain_id() in LOCAL_CHAINS:
        # A key for once: each local chain gets other addresses, so no name of an old one fits the new one.
        deployer = SessionKey(secrets.token_bytes(SECRET_BYTES))
        DevNode(bare).fund(deployer.address, _PURSE_WEI)
        accreditor, authority = accreditor_key(settings).address, authority_key(settings).address
    deployment = deploy(bare, deployer, accreditor=accreditor, authority=authority)
    deployment.save(settings.deployment_file)
    count, chain_id = len(deployment.addresses), deployment.chain_id
    say(f"deployed {count} contracts to chain {chain_id}, registry {deployment.registry}")
    return deployment


def _log(settings: Settings, sender: Sender, say: Say) -> LogId:
    identity = log_id(sender.chain.chain_id(), sender.chain.deployment.addresses["ActionLog"], settings.log_origin)
    state = log_on_chain(sender.chain, identity)
    key = note.public_bytes(checkpoint_key(settings))
    if state is None:
        register_log(
            sender, origin=settings.log_origin, checkpoint_key=key, url=settings.log_url, bond=MIN_OPERATOR_BOND
        )
        say(f"registered log {settings.log_origin} with operator {sender.address}")
    elif (state.operator, state.checkpoint_key) != (sender.address, key):
        raise SetupError(
            f"log {settings.log_origin} is registered with operator {state.operator} and other keys than this home's",
            hint="use the operator's own home and OMBUD_OPERATOR_KEY, or another OMBUD_LOG_ORIGIN",
            code="foreign_log",
        )
    elif log_url(sender.chain, identity) != settings.log_url:
        set_log_url(sender, identity, settings.log_url)
    return identity
