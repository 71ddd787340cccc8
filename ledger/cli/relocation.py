"""Letting an agent of this machine go on in another log: a new stream with that log as its home.

What the old log has not acknowledged cannot move: each record names its stream. So everything is sent there first, and
the owner adds the stream only then. Each step looks whether it was done; a run that died half-way is finished by the
next one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ledger.chain import agents
from ledger.chain.agents import StreamGrant
from ledger.chain.logs import log_on_chain, log_url
from ledger.chain.node import Chain
from ledger.chain.sender import Sender
from ledger.cli.enrol import home_log
from ledger.domain.ids import AgentRef, LogId
from ledger.domain.signing import SessionKey
from ledger.errors import NotFoundError
from ledger.home import AgentFile, Home
from ledger.sdk import Ledger, keystore
from ledger.settings import Settings

PIN: Final = "log.json"
"""File of a spool that names the log which it used."""
FLUSH_S: Final = 30.0


@dataclass(frozen=True, slots=True)
class Relocated:
    """Where an agent writes from now on, and whether anything changed."""

    agent: str
    epoch: int
    stream: int
    log: str
    url: str
    changed: bool


def relocate(
    settings: Settings, chain: Chain, name: str, *, password: str = "", owner: SessionKey | None = None
) -> Relocated:
    """Move an agent to the log that the settings name. No process may write to its spool meanwhile.

    Args:
        settings: Home folder, and the new log by origin and URL.
        chain: The chain, with its deployment.
        name: Of the agent on this machine.
        password: What encrypts its keys.
        owner: The account that owns it; the key in its folder if not given.

    Raises:
        NotFoundError: if there is no such agent, or the new log is not registered.
        UnavailableError: if the old log does not acknowledge all that it was sent.
        LedgerError: whatever the chain refuses.
    """
    home = Home(settings.home)
    known = home.agent(name)
    if known is None:
        raise NotFoundError(
            f"no agent {name!r} is registered from this home", hint="`ombud agent register` first", code="no_such_agent"
        )
    log = home_log(settings, chain)
    url = log_url(chain, log)
    if log_on_chain(chain, log) is None or url is None:
        raise NotFoundError(
            f"no log {settings.log_origin} is registered",
            hint="name it by OMBUD_LOG_ORIGIN, as its checkpoints do",
            code="no_such_log",
        )
    if known.log == log.hex():
        return Relocated(known.agent, known.epoch, known.stream, known.log, url, changed=False)
    folder = home.agent_folder(name)
    key = keystore.load(home.session_key(name), password)
    sender = Sender(chain, owner or keystore.load(folder / "owner.json", password))
    _drain(settings, name, key, log_url(chain, LogId(bytes.fromhex(known.log))))
    ref = AgentRef.parse(known.agent)
    stream = _stream(sender, ref, known, log)
    spool = settings.spool_folder(name)
    (spool / PIN).unlink(missing_ok=True)
    with Ledger(spool, key=key, name=name, fsync=settings.fsync) as ledger:
        ledger.bind(ref, known.epoch, stream)
    home.write_agent(
        name,
        AgentFile(agent=known.agent, owner=known.owner, key=known.key, epoch=known.epoch, stream=stream, log=log.hex()),
    )
    return Relocated(known.agent, known.epoch, stream, log.hex(), url, changed=True)


def _drain(settings: Settings, name: str, key: SessionKey, url: str | None) -> None:
    """Have the old log acknowledge everything that was written for it."""
    with Ledger(settings.spool_folder(name), key=key, log_url=url, name=name, fsync=settings.fsync) as ledger:
        if ledger.state().written:
            ledger.flush(FLUSH_S)


def _stream(sender: Sender, ref: AgentRef, known: AgentFile, log: LogId) -> int:
    """Return the agent's stream in the new log, added if it has none."""
    number = known.stream + 1
    while True:
        exists, at = sender.chain.read("KeyRing", "streamOf", ref.agent_id, known.epoch, number)
        if not exists:
            agents.add_stream(sender, ref, StreamGrant(number, log))
            return number
        if at == log:
            return number
        number += 1
