"""What acting commands share: whose key signs, and, on a local chain, the coins to pay with."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

import typer

from ledger.chain.dev import DevNode
from ledger.chain.node import Chain
from ledger.chain.sender import Sender
from ledger.chain.wellknown import LOCAL_CHAINS
from ledger.cli import context, keyfile, output, wiring
from ledger.domain.signing import SessionKey
from ledger.errors import InvalidInputError, NotFoundError
from ledger.home import Home
from ledger.queries.wording import ether
from ledger.sdk import keystore
from ledger.settings import Settings

KeyFile = Annotated[
    Path | None,
    typer.Option("--key", help="Key file of the account that signs: `ombud key new` makes one; or a keystore."),
]
OwnerOf = Annotated[str | None, typer.Option("--agent", help="Sign as the owner of this agent of this machine.")]
Password = Annotated[str, typer.Option(envvar="OMBUD_KEY_PASSWORD", help="What encrypts the key.", show_default=False)]
_QUIET_S: Final = 2.0  # a wait shorter than this is not spoken of
_PURSE_WEI: Final = 100 * 10**18  # play money of a local node
_GAS_WEI: Final = 10**18  # more than any transaction of ours costs there


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: a key file, or the owner of an agent of this machine."""

    key: KeyFile = None
    agent: OwnerOf = None
    password: Password = ""

    def opened(self) -> AbstractContextManager[Sender]:
        """Open the chain for the account; see `opened_sender`."""
        return opened_sender(self.key, self.agent, self.password)


class Patience:
    """How a command waits for a transaction: it says so after two seconds, and then twice as late each time."""

    def __init__(self, sleep: Callable[[float], None] = time.sleep) -> None:
        self._sleep = sleep
        self._waited, self._next = 0.0, _QUIET_S

    def __call__(self, seconds: float) -> None:
        """Pause, and say so when it has been long."""
        self._sleep(seconds)
        self._waited += seconds
        if self._waited >= self._next:
            output.note(f"waiting until the transaction is mined: {self._waited:.0f} s")
            self._next *= 2


def signer(settings: Settings, key_file: Path | None, agent: str | None, password: str) -> SessionKey:
    """Read the key that signs.

    Raises:
        InvalidInputError: unless exactly one of key file and agent is given.
        NotFoundError: if the key is not here.
    """
    if key_file is not None and agent is None:
        return opened_key(key_file, password)
    if agent is None or key_file is not None:
        raise InvalidInputError(
            "it is not clear who signs", hint="give --key FILE, or --agent NAME for its owner", code="no_signer"
        )
    file = Home(settings.home).agent_folder(agent) / "owner.json"
    if not file.exists():
        raise NotFoundError(
            f"the owner's key of agent {agent!r} is not on this machine",
            hint="give --key FILE with the owner's key",
            code="no_owner_key",
        )
    return keystore.load(file, password)


def opened_key(file: Path, password: str) -> SessionKey:
    """Read a key file: 64 hex digits, or an encrypted keystore (version 3) as wallets write it.

    Raises:
        NotFoundError: if there is none.
        SetupError: if others may read the digits.
        InvalidInputError: if it holds something else, or the password is another one.
    """
    if file.exists() and file.read_bytes()[:1] == b"{":
        return keystore.load(file, password)
    return SessionKey(keyfile.read_secret(file))


@contextmanager
def opened_sender(key_file: Path | None, agent: str | None = None, password: str = "") -> Iterator[Sender]:
    """Open the chain for an account that acts on it; on a local chain it gets coins for gas, if it has none.

    Raises:
        InvalidInputError: unless it is clear who signs.
        SetupError: if there is no deployment file.
    """
    settings = context.settings()
    key = signer(settings, key_file, agent, password)
    with wiring.opened_chain(settings) as chain:
        sender = Sender(chain, key, sleep=Patience())
        provide(sender)
        yield sender


def provide(sender: Sender, wei: int = 0) -> None:
    """Give the account coins on a local chain, if it cannot pay this many wei and gas; elsewhere nothing is done."""
    chain = sender.chain
    has = chain.balance(sender.address) if chain.chain_id() in LOCAL_CHAINS else None
    if has is None or has >= wei + _GAS_WEI:
        return
    DevNode(chain).fund(sender.address, has + wei + _PURSE_WEI)
    output.note(f"{sender.address} got {ether(wei + _PURSE_WEI)} of this local chain's play money")


def miner(chain: Chain) -> Callable[[int], None] | None:
    """Return what lets blocks pass on a local chain, where none come by themselves; None elsewhere."""
    return DevNode(chain).mine if chain.chain_id() in LOCAL_CHAINS else None
