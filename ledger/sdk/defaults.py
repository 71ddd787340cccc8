"""The default ledger: what `ledger.init()` makes and `@ledger.record` writes to."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.hashing import ZERO32
from ledger.domain.ids import AgentRef
from ledger.domain.signing import SessionKey
from ledger.home import Home
from ledger.sdk.ledger import Ledger
from ledger.sdk.recorder import Recorder

if TYPE_CHECKING:
    from ledger.settings import Settings


class _Default(Recorder):
    """Stands for the default ledger, so that functions can be decorated before `init` is called."""

    def __init__(self) -> None:
        self.present: Ledger | None = None
        self.turn = threading.Lock()
        """Held to make the first one."""

    def after_fork(self) -> None:
        """Forget whoever held the lock: in a forked child that thread is gone."""
        self.turn = threading.Lock()

    def _ledger(self) -> Ledger:
        return self.present or default_ledger()


_DEFAULT: Final = _Default()
record = _DEFAULT.record
os.register_at_fork(after_in_child=_DEFAULT.after_fork)


def init(
    agent: AgentRef | str | None = None,
    key: SessionKey | Path | str | None = None,
    *,
    spool: Path | str | None = None,
    log_url: str | None = None,
    name: str = "default",
    epoch: int = 0,
    stream: int = 1,
    **options: Any,
) -> Ledger:
    """Make the default ledger of this process. Nothing is needed.

    Without an agent, records are kept as drafts; once `ombud agent register` has made `name` an agent of this
    machine, the same call writes as that agent. A running `ombud up` of the same home folder is found by itself.

    Args:
        agent: Global id of the agent, `eip155:<chain>:<registry>/<id>`; binds the spool to it.
        key: Session key, or the file of one (its password is in OMBUD_KEY_PASSWORD).
        spool: Folder of the spool; from the settings if not given.
        log_url: Log server; from the settings, else from a running `ombud up`, if not given.
        name: Of the agent on this machine.
        epoch: Key epoch to bind to.
        stream: Stream to bind to.
        **options: Any other of `Ledger`.

    Returns:
        The ledger, which also replaces the former default one.
    """
    from ledger.settings import Settings  # noqa: PLC0415 - pydantic is paid for by who asks for settings

    settings = Settings()
    home = Home(settings.home)
    password = settings.key_password.get_secret_value()
    known = home.agent(name) if agent is None and key is None and spool is None else None
    opening_head = bytes.fromhex(known.opening_head) if known is not None else ZERO32
    if known is not None:
        agent, key, epoch, stream = known.agent, home.session_key(name), known.epoch, known.stream
    ledger = Ledger(
        spool or settings.spool_folder(name),
        key=_load(key, password),
        log_url=log_url or _log_url(settings, home),
        name=name,
        **{
            "fsync": settings.fsync,
            "segment_records": settings.segment_records,
            "segment_seconds": settings.segment_seconds,
            **options,
        },
    )
    if agent is not None:
        ledger.bind(agent, epoch, stream, opening_head=opening_head)
    former, _DEFAULT.present = _DEFAULT.present, ledger
    if former is not None:
        former.close()
    return ledger


def default_ledger() -> Ledger:
    """Return the default ledger, made as by `init()` if there is none yet."""
    with _DEFAULT.turn:
        return _DEFAULT.present or init()


def _log_url(settings: Settings, home: Home) -> str:
    run = None if "log_url" in settings.model_fields_set else home.run()
    return run.urls["log"] if run is not None and run.alive("up") else settings.log_url


def _load(key: SessionKey | Path | str | None, password: str) -> SessionKey | None:
    if key is None or isinstance(key, SessionKey):
        return key
    from ledger.sdk.keystore import load  # noqa: PLC0415 - eth_keyfile costs half a second

    return load(Path(key), password)
