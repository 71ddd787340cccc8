"""Giving an agent of this machine a new epoch: after its key or its memory is lost, or to change keys now and then.

The old epoch is closed at the head that its log holds, so that no signature of the old key can add to it, and the next
one begins there with a new key. Each step looks whether it was done; a run that died half-way is finished by the next.

    agents/<name>/session-<epoch>.json   keys of closed epochs
    agents/<name>/session-next.json      the key of the epoch that is being opened
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import Final, Literal

from ledger.chain import agents
from ledger.chain.agents import StreamGrant, StreamHead
from ledger.chain.directory import ChainDirectory
from ledger.chain.logs import log_url
from ledger.chain.node import Chain
from ledger.chain.sender import Sender
from ledger.chain.wellknown import LOCAL_CHAINS
from ledger.cli.enrol import STREAM
from ledger.domain.ids import AgentRef, LogId
from ledger.domain.signing import SessionKey
from ledger.errors import ConflictError, NotFoundError
from ledger.home import AgentFile, Home
from ledger.sdk import Ledger, keystore
from ledger.sdk.transport import HttpTransport
from ledger.settings import Settings

_FLUSH_S: Final = 30.0


@dataclass(frozen=True, slots=True)
class Renewed:
    """The epoch that an agent writes in from now on; what its closed epoch ended with, and whether records were left.

    `left_behind` is how many records of the old epoch its log never acknowledged: they stay in the spool, unsigned.
    """

    agent: str
    epoch: int
    stream: int
    session_key: str
    closed_at: int
    left_behind: int


def renew(
    settings: Settings,
    chain: Chain,
    name: str,
    *,
    password: str = "",
    owner: SessionKey | None = None,
    lost: bool = False,
) -> Renewed:
    """Close the agent's epoch and open the next. No process may write to its spool meanwhile.

    Args:
        settings: Home folder.
        chain: The chain, with its deployment.
        name: Of the agent on this machine.
        password: What encrypts its keys.
        owner: The account that owns it; the key in its folder if not given.
        lost: Go on though key or memory of the old epoch are lost, and with them what was not acknowledged.

    Raises:
        NotFoundError: if there is no such agent.
        ConflictError: if the spool has lost its memory, and `lost` does not say so.
        UnavailableError: if the log cannot be asked.
        LedgerError: whatever the chain refuses.
    """
    home = Home(settings.home)
    known = home.agent(name)
    if known is None:
        raise NotFoundError(
            f"no agent {name!r} is registered from this home", hint="`ombud agent register` first", code="no_such_agent"
        )
    folder, ref, log = home.agent_folder(name), AgentRef.parse(known.agent), LogId(bytes.fromhex(known.log))
    sender = Sender(chain, owner or keystore.load(folder / "owner.json", password))
    url = log_url(chain, log) or settings.log_url
    left = 0 if lost else _drained(settings, home, known, name, password, url)
    profile: Literal["local", "production"] = "local" if chain.chain_id() in LOCAL_CHAINS else "production"
    key = keystore.load_or_create(folder / "session-next.json", password, profile=profile)
    _, epoch, _, _, opened = chain.read("KeyRing", "keyOf", key.address)
    with closing(HttpTransport(url)) as log_server:
        ended = log_server.head(ref.key, known.epoch, known.stream)
    if not opened:
        if chain.read("KeyRing", "epochCount", ref.agent_id) == known.epoch + 1 and not _closed(
            chain, ref, known.epoch
        ):
            agents.close_epoch(sender, ref, [StreamHead(known.stream, ended.next_seq, bytes.fromhex(ended.head))])
        epoch = agents.open_epoch(sender, ref, [key], [StreamGrant(STREAM, log)])
    stream = ChainDirectory(chain).stream(key.address, STREAM)
    opening_head = stream.opening_head if stream else bytes(32)
    with Ledger(settings.spool_folder(name), key=key, name=name, fsync=settings.fsync) as ledger:
        ledger.bind(ref, epoch, STREAM, opening_head=opening_head)
    if home.session_key(name).exists():
        home.session_key(name).rename(folder / f"session-{known.epoch}.json")
    (folder / "session-next.json").rename(home.session_key(name))
    home.write_agent(
        name,
        AgentFile(
            agent=known.agent,
            owner=known.owner,
            key=key.address,
            epoch=epoch,
            stream=STREAM,
            log=known.log,
            opening_head=opening_head.hex(),
        ),
    )
    return Renewed(known.agent, epoch, STREAM, key.address, ended.next_seq, left)


def _drained(settings: Settings, home: Home, known: AgentFile, name: str, password: str, url: str) -> int:
    """Have the old epoch's log acknowledge everything; returns how many records are left."""
    key = keystore.load(home.session_key(name), password)
    if key.address != known.key:
        return 0
    with Ledger(settings.spool_folder(name), key=key, log_url=url, name=name, fsync=settings.fsync) as ledger:
        ledger.bind(known.agent, known.epoch, known.stream, opening_head=bytes.fromhex(known.opening_head))
        if ledger.state().written:
            try:
                ledger.flush(_FLUSH_S)
            except ConflictError as error:
                raise ConflictError(
                    error.message,
                    hint="`ombud agent renew --lost` closes the epoch at what the log holds, and begins the next",
                    code=error.code,
                ) from error
        state = ledger.state()
    return state.written - state.acknowledged


def _closed(chain: Chain, ref: AgentRef, epoch: int) -> bool:
    """Say whether an epoch was closed by its owner or by a fault."""
    return bool(chain.read("KeyRing", "epochOf", ref.agent_id, epoch)[1])
