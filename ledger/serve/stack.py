"""The whole house on one machine: node, mirror, log server, indexer, API and, for subscribers, webhooks as children.

    with Stack(settings) as stack:
        stack.urls.log          # where agents send
        stack.kill_indexer()    # as a crash would
        stack.restart_indexer()

Parts that the settings point elsewhere (OMBUD_RPC_URL, OMBUD_REDIS_URL) are used, not started. Whatever `start`
started, `stop` stops, by process id and in reverse order, also after a failure half-way.
"""

from __future__ import annotations

import fcntl
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self

import httpx
from pydantic import SecretStr

from ledger.chain.child import STOP_S, Child
from ledger.chain.node_process import HardhatNode
from ledger.chain.project import find_root
from ledger.cli.app import TRACE
from ledger.errors import ConflictError, SetupError
from ledger.home import Home, Run, birth
from ledger.push.subscriptions import Subscriptions
from ledger.serve.ports import Ports, settle
from ledger.serve.world import Say, World, prepare
from ledger.settings import Settings
from ledger.store.embedded import EmbeddedValkey

LOG_SERVER: Final = "log server"
INDEXER: Final = "indexer"
API: Final = "API"
WEBHOOKS: Final = "webhooks"
_NOUNS: Final = {LOG_SERVER: "log", INDEXER: "index", API: "api", WEBHOOKS: "webhook"}
_UP: Final = "up"
_PROBE_S: Final = 2.0
_OK: Final = 200
_LOOK_S: Final = 1.0  # pause between looks for subscribers
_REST_S: Final = 30.0  # before webhooks that ended are sent again


@dataclass(frozen=True, slots=True)
class Urls:
    """Where the parts answer."""

    rpc: str
    redis: str
    log: str
    api: str


class Stack:
    """All parts, started and stopped together.

    Args:
        settings: Where and on which ports; port 0 picks a free one.
        root: Project folder with Hardhat; found by itself if not given.
        say: Told what happens, one line at a time.
    """

    def __init__(self, settings: Settings, *, root: Path | None = None, say: Say = lambda _: None) -> None:
        self.settings = settings.model_copy(update={"home": settings.home.absolute()})
        self.home = Home(self.settings.home)
        self._root = root
        self._say = say
        self._lock: IO[str] | None = None
        self._node: HardhatNode | None = None
        self._valkey: EmbeddedValkey | None = None
        self._children: dict[str, Child] = {}
        self._ports: Ports | None = None
        self._world: World | None = None
        self._next_look = 0.0

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def world(self) -> World:
        """Deployment and log id, once started.

        Raises:
            SetupError: before `start`.
        """
        if self._world is None:
            raise SetupError("the stack is not up", hint="call start() first", code="not_up")
        return self._world

    @property
    def urls(self) -> Urls:
        """Where the parts answer, once started."""
        s = self.settings
        return Urls(s.rpc_url, s.redis_url or "", s.log_url, f"http://{s.api_host}:{s.api_port}")

    def start(self) -> None:
        """Start every part and wait until each one answers.

        Raises:
            ConflictError: if another `up` runs in this home.
            SetupError: naming the part that failed, with the end of its log; everything is stopped again.
        """
        self._take_lock()
        try:
            stop_leftovers(self.home, self._say)
            self._settle_ports()
            new_chain = self._start_node()
            if new_chain:
                self.settings = self.settings.model_copy(update={"chain_id": 31337})
            self._world = prepare(self.settings, new_chain=new_chain, say=self._say)
            self._start_valkey()
            for part in (LOG_SERVER, INDEXER, API):
                self._start_part(part)
            self._await(LOG_SERVER, f"{self.settings.log_url}/v1/status")
            self._await(API, f"{self.urls.api}/v1/status")
            self._write_run()
            self._serve_subscribers()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop what was started, in reverse order; safe to call twice."""
        for part in (WEBHOOKS, API, INDEXER, LOG_SERVER):
            child = self._children.pop(part, None)
            if child is not None:
                child.stop()
        if self._valkey is not None:
            self._valkey.stop()
            self._valkey = None
        if self._node is not None:
            self._node.stop()
            self._node = None
        if self._lock is not None:
            self.home.clear_run()
            self._lock.close()
            self._lock = None

    def kill_indexer(self) -> None:
        """End the indexer without warning (SIGKILL)."""
        self._children[INDEXER].kill()

    def restart_indexer(self) -> None:
        """Start the indexer again."""
        self._start_part(INDEXER)
        self._write_run()

    def wait(self, *, stopped: Callable[[], bool], poll_s: float = 0.2) -> None:
        """Wait until `stopped` says so; meanwhile no part's log fills the disk, and who subscribes is served.

        Raises:
            SetupError: if a part ends by itself meanwhile, with the end of its log.
        """
        while not stopped():
            self._serve_subscribers()
            for part, child in self._running():
                if part != WEBHOOKS:
                    child.check_running()
                child.trim_log()
            if self._valkey is not None and not self._valkey.running:
                raise SetupError(
                    "the embedded Valkey ended by itself",
                    hint=f"start again; its data is under {self.home.valkey}, and the mirror can be rebuilt",
                    code="part_ended",
                )
            time.sleep(poll_s)

    # -- parts ------------------------------------------------------------------------------------------------

    def _take_lock(self) -> None:
        try:
            self.home.root.mkdir(parents=True, exist_ok=True, mode=0o700)
            lock = (self.home.root / "up.lock").open("w")
        except OSError as error:
            raise SetupError(
                f"the home folder {self.home.root} cannot be written: {error.strerror}",
                hint="set OMBUD_HOME, or give --home, to a folder of yours",
                code="bad_home",
            ) from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.close()
            raise ConflictError(
                f"another `ombud up` runs in {self.home.root}",
                hint="stop it, or give this one a home of its own (OMBUD_HOME)",
                code="already_up",
            ) from error
        self._lock = lock

    def _settle_ports(self) -> None:
        given = self.settings.model_fields_set
        ours = {"log", "api"}
        if "rpc_url" not in given:
            ours.add("node")
        if self.settings.redis_url is None:
            ours.add("redis")
        self._ports = ports = settle(self.settings, frozenset(ours))
        update: dict[str, object] = {"log_port": ports.log, "api_port": ports.api}
        update["log_url"] = f"http://{self.settings.log_host}:{ports.log}"
        if "node" in ours:
            update |= {"node_port": ports.node, "rpc_url": f"http://127.0.0.1:{ports.node}"}
        if "redis" in ours:
            update |= {"redis_port": ports.redis, "redis_url": f"redis://127.0.0.1:{ports.redis}/0"}
        self._ours = ours
        self.settings = self.settings.model_copy(update=update)

    def _start_node(self) -> bool:
        if "node" not in self._ours:
            return False
        self._say("starting the local chain")
        self._node = HardhatNode(self.settings.node_port, self._root or find_root(), self.home.logs / "node.log")
        self._node.start()
        return True

    def _start_valkey(self) -> None:
        if "redis" not in self._ours:
            return
        self._say("starting Valkey")
        self._valkey = EmbeddedValkey(self.home.valkey, port=self.settings.redis_port)
        self._valkey.start()

    def _start_part(self, part: str) -> None:
        noun = _NOUNS[part]
        self._say(f"starting the {part}")
        child = Child(
            f"the {part}",
            [sys.executable, "-m", "ledger.serve", noun, "run"],
            self.home.logs / f"{noun}.log",
            env=environment(self.settings) | {TRACE: "1"} | (self._secrets() if part == LOG_SERVER else {}),
        )
        child.start()
        self._children[part] = child

    def _serve_subscribers(self) -> None:
        """Start what sends webhooks once somebody subscribes, as a process of its own.

        It is the one part that may end without ending the others: someone may run `ombud webhook run` beside us.
        """
        if time.monotonic() < self._next_look:
            return
        self._next_look = time.monotonic() + _LOOK_S
        child = self._children.get(WEBHOOKS)
        if child is not None and not child.running:
            self._say(f"no webhooks are sent from here for {_REST_S:.0f} s: {child.log} says why")
            self._children.pop(WEBHOOKS).stop()
            self._next_look += _REST_S
        elif child is None and Subscriptions(self.home.root / "webhooks").anybody():
            self._start_part(WEBHOOKS)
            self._write_run()

    def _secrets(self) -> dict[str, str]:
        """Return what the log server alone needs: the operator's key, if it was given, and that of a bucket."""
        given = {"OPERATOR_KEY": self.settings.operator_key, "LOG_BUCKET_SECRET": self.settings.log_bucket_secret}
        found = {name: secret.get_secret_value() for name, secret in given.items() if secret is not None}
        return {f"OMBUD_{name}": secret for name, secret in found.items() if secret}

    def _await(self, part: str, url: str) -> None:
        self._children[part].wait_ready(lambda: _answers(url))

    def _running(self) -> list[tuple[str, Child]]:
        return [*self._children.items(), *([("node", self._node.child)] if self._node else [])]

    def _write_run(self) -> None:
        pids = {_UP: os.getpid()} | {part: child.pid for part, child in self._children.items() if child.pid}
        if self._node is not None and self._node.child.pid:
            pids["node"] = self._node.child.pid
        if self._valkey is not None and self._valkey.pid:
            pids["Valkey"] = self._valkey.pid
        ports = self._ports
        urls = self.urls
        self.home.write_run(
            Run(
                pids=pids,
                born={part: born for part, pid in pids.items() if (born := birth(pid)) is not None},
                ports={}
                if ports is None
                else {"node": ports.node, "redis": ports.redis, "log": ports.log, "api": ports.api},
                urls={"rpc": urls.rpc, "redis": urls.redis, "log": urls.log, "api": urls.api},
            )
        )


def environment(settings: Settings) -> dict[str, str]:
    """Return the variables that give a child process these settings; secrets stay out of it."""
    dumped = settings.model_dump(exclude_none=True)
    values = {name: value for name, value in dumped.items() if not isinstance(value, SecretStr)}
    return {f"OMBUD_{name.upper()}": str(value) for name, value in values.items()} | {"PYTHONUNBUFFERED": "1"}


def stop_leftovers(home: Home, say: Say) -> None:
    """Stop parts that a killed `ombud up` left behind in this home: by id, and only if they are still the same ones."""
    run = home.run()
    if run is None:
        return
    for part, pid in run.pids.items():
        if part != _UP and run.alive(part):
            say(f"stopping the {part} that an earlier run left behind (pid {pid})")
            _end(pid, run.born[part])
    home.clear_run()


def _end(pid: int, born: int) -> None:
    deadline = time.monotonic() + STOP_S
    os.kill(pid, signal.SIGTERM)
    while birth(pid) == born:
        if time.monotonic() > deadline:
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.05)


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=_PROBE_S, trust_env=False).status_code == _OK
    except httpx.TransportError:
        return False
