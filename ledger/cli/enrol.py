"""Enrolling an agent of this machine: keys, registration, epoch, bond, and the binding of its spool.

    agents/<name>/owner.json, session.json   encrypted keys (OMBUD_KEY_PASSWORD)
    agents/<name>/agent.json                 who it is on chain

Every step looks first whether it was done, so that a run that died half-way is finished by the next one.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import msgspec

from ledger.chain import agents
from ledger.chain.agents import StreamGrant
from ledger.chain.dev import DevNode
from ledger.chain.node import Chain
from ledger.chain.sender import Sender
from ledger.chain.wellknown import LOCAL_CHAINS
from ledger.domain.ids import AgentRef, LogId, log_id
from ledger.domain.signing import SessionKey
from ledger.errors import ConflictError, InvalidInputError
from ledger.sdk import keystore
from ledger.settings import Settings

SCHEMA: Final = "ombud/agent/1"
STREAM: Final = 1
"""The stream that the SDK signs segments in."""
_PURSE_WEI: Final = 100 * 10**18  # play money of a local node


class AgentFile(msgspec.Struct, kw_only=True):
    """Who an agent of this machine is on chain."""

    schema: str = SCHEMA
    agent: str
    owner: str
    key: str
    epoch: int
    stream: int
    log: str


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


def folder_of(settings: Settings, name: str) -> Path:
    """Where an agent's keys are kept.

    Raises:
        InvalidInputError: if the name is no file name.
    """
    if not name or "/" in name or name.startswith("."):
        raise InvalidInputError(f"agent name {name!r} is no file name", hint="use letters, digits, '-' and '_'")
    return settings.home / "agents" / name


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
    folder = folder_of(settings, name)
    local = chain.chain_id() in LOCAL_CHAINS
    profile: Literal["local", "production"] = "local" if local else "production"
    own = owner or keystore.load_or_create(folder / "owner.json", password, profile=profile)
    key = keystore.load_or_create(folder / "session.json", password, profile=profile)
    if local and owner is None and chain.balance(own.address) == 0:
        DevNode(chain).fund(own.address, _PURSE_WEI)
    sender, home = Sender(chain, own), home_log(settings, chain)
    ref, fresh = _register(folder / "agent.json", sender, uri, own_account=owner is None)
    if fresh and bond_wei:
        agents.bond(sender, ref, bond_wei)
    epoch = _open(sender, ref, key, home)
    enrolled = Enrolled(ref, own.address, epoch, STREAM, key, folder / "session.json", home)
    _write(folder / "agent.json", enrolled)
    return enrolled


def read(settings: Settings, name: str) -> AgentFile | None:
    """Return who an agent of this machine is; None if it was never registered.

    Raises:
        InvalidInputError: if its file has another form.
    """
    path = folder_of(settings, name) / "agent.json"
    return _load(path) if path.exists() else None


def _load(path: Path) -> AgentFile:
    try:
        return msgspec.json.decode(path.read_bytes(), type=AgentFile)
    except msgspec.DecodeError as error:
        raise InvalidInputError(f"{path}: {error}", code="bad_agent_file") from error


def _register(path: Path, sender: Sender, uri: str, *, own_account: bool) -> tuple[AgentRef, bool]:
    if path.exists():
        ref = AgentRef.parse(_load(path).agent)
        if ref.registry != sender.chain.deployment.registry:
            raise ConflictError(
                f"{path} is about {ref}, of another registry", hint="choose another name", code="name_taken"
            )
        return ref, False
    if own_account:  # registered before a crash: an account of its own registers nothing else
        before = agents.agents_of(sender.chain, sender.address)
        if before:
            return before[0], False
    return agents.register_agent(sender, uri), True


def _open(sender: Sender, ref: AgentRef, key: SessionKey, home: LogId) -> int:
    _, epoch, _, _, known = sender.chain.read("KeyRing", "keyOf", key.address)
    if known:
        bound: int = epoch
        return bound
    return agents.open_epoch(sender, ref, [key], [StreamGrant(STREAM, home)])


def _write(path: Path, enrolled: Enrolled) -> None:
    content = AgentFile(
        agent=str(enrolled.ref),
        owner=enrolled.owner,
        key=enrolled.key.address,
        epoch=enrolled.epoch,
        stream=enrolled.stream,
        log=enrolled.log.hex(),
    )
    temporary = path.with_suffix(".tmp")
    temporary.write_bytes(msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n")
    temporary.replace(path)
