"""Enrolling an agent of this machine: keys, registration, epoch, bond, and the binding of its spool.

    agents/<name>/owner.json, session.json   encrypted keys (OMBUD_KEY_PASSWORD)
    agents/<name>/agent.json                 who it is on chain

Every step looks first whether it was done, so that a run that died half-way is finished by the next one.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from ledger.chain import agents
from ledger.chain.agents import StreamGrant
from ledger.chain.dev import DevNode
from ledger.chain.node import Chain
from ledger.chain.sender import Sender
from ledger.chain.wellknown import LOCAL_CHAINS
from ledger.domain.hashing import ZERO32
from ledger.domain.ids import AgentRef, LogId, log_id
from ledger.domain.signing import SessionKey
from ledger.errors import ConflictError
from ledger.home import AgentFile, Home
from ledger.sdk import keystore
from ledger.settings import Settings

STREAM: Final = 1
"""The stream that the SDK signs segments in."""
_PURSE_WEI: Final = 100 * 10**18  # play money of a local node


@dataclass(frozen=True, slots=True)
class Enrolled:
    """An agent that can write: its global id, epoch, stream, session key and the file that keeps the key."""

    ref: AgentRef
    owner: str
    epoch: int
    stream: int
    key: SessionKey
    key_file: Path
    log: LogId
    opening_head: bytes = ZERO32


def home_log(settings: Settings, chain: Chain) -> LogId:
    """Return the id of the log that the settings name."""
    return log_id(chain.chain_id(), chain.deployment.addresses["ActionLog"], settings.log_origin)


def enrol(
    settings: Settings,
    chain: Chain,
    name: str,
    *,
    uri: str = "",
    bond_wei: int = 0,
    password: str = "",
    owner: SessionKey | None = None,
) -> Enrolled:
    """Make sure that the agent called `name` is registered and may write to our log.

    Args:
        settings: Home folder and log.
        chain: The chain, with its deployment.
        name: Of the agent on this machine.
        uri: Where its registration file is; used when it is registered.
        bond_wei: Bond to deposit when it is registered.
        password: What encrypts its keys.
        owner: The account that owns it; a key of its own if not given.

    Raises:
        ConflictError: if the name belongs to an agent of another registry.
        LedgerError: whatever the chain refuses.
    """
    home = Home(settings.home)
    folder = home.agent_folder(name)
    local = chain.chain_id() in LOCAL_CHAINS
    profile: Literal["local", "production"] = "local" if local else "production"
    own = owner or keystore.load_or_create(folder / "owner.json", password, profile=profile)
    key = keystore.load_or_create(home.session_key(name), password, profile=profile)
    if local and owner is None and chain.balance(own.address) == 0:
        DevNode(chain).fund(own.address, _PURSE_WEI)
    sender, log = Sender(chain, own), home_log(settings, chain)
    ref, fresh = _register(home, name, sender, uri, own_account=owner is None)
    if fresh and bond_wei:
        agents.bond(sender, ref, bond_wei)
    epoch, stream = _open(sender, ref, key, log), STREAM
    known = home.agent(name)
    opening_head = ZERO32.hex()
    if known is not None and known.epoch == epoch:  # it may have moved to another log since
        stream, log, opening_head = known.stream, LogId(bytes.fromhex(known.log)), known.opening_head
    home.write_agent(
        name,
        AgentFile(
            agent=str(ref),
            owner=own.address,
            key=key.address,
            epoch=epoch,
            stream=stream,
            log=log.hex(),
            opening_head=opening_head,
        ),
    )
    return Enrolled(ref, own.address, epoch, stream, key, home.session_key(name), log, bytes.fromhex(opening_head))


def _register(home: Home, name: str, sender: Sender, uri: str, *, own_account: bool) -> tuple[AgentRef, bool]:
    known = home.agent(name)
    if known is not None:
        ref = AgentRef.parse(known.agent)
        if ref.registry != sender.chain.deployment.registry:
            raise ConflictError(
                f"agent {name!r} of this machine is {ref}, of another registry",
                hint="choose another name",
                code="name_taken",
            )
        return ref, False
    if own_account:  # registered before a crash: an account of its own registers nothing else
        before = agents.agents_of(sender.chain, sender.address)
        if before:
            return before[0], False
    return agents.register_agent(sender, uri), True


def _open(sender: Sender, ref: AgentRef, key: SessionKey, log: LogId) -> int:
    _, epoch, _, _, known = sender.chain.read("KeyRing", "keyOf", key.address)
    if known:
        bound: int = epoch
        return bound
    return agents.open_epoch(sender, ref, [key], [StreamGrant(STREAM, log)])
