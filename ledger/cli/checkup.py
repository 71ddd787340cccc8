"""The checks of `ombud doctor`. Each one is a function from the settings to a finding, and none stops the others."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

import httpx

from ledger.chain.abi import artefact
from ledger.chain.deploy import check_code
from ledger.chain.deployment import CONTRACTS, Deployment
from ledger.chain.node import Chain
from ledger.chain.node_process import find_node, hardhat_script, node_version
from ledger.chain.project import find_root
from ledger.cli import log_status
from ledger.cli.keyfile import is_private
from ledger.cli.wiring import redis_url
from ledger.domain.ids import checksum
from ledger.domain.tiles_layout import CHECKPOINT
from ledger.errors import LedgerError, SetupError, UnavailableError
from ledger.home import Home
from ledger.settings import Settings
from ledger.store.connection import Connection
from ledger.tiles.published import published_bucket

State = Literal["ok", "warn", "fail"]
CLOCK_DRIFT_S: Final = 120
"""How far this machine's clock may be from the chain's head before it is worth a word."""
DISK_LEFT: Final = 1024**3
"""Free bytes below which the disk is worth a word; below an eighth of it, it is a fault."""
ANCHOR_GAS: Final = 100_000
"""What an anchor of a large log costs at most, in gas (`./scripts/bench gas`)."""
ANCHORS_LEFT: Final = 100
"""So many anchors the operator's account should pay for."""
_MIB: Final = 1024**2
_NEARLY: Final = 0.9
_PROBE_S: Final = 3.0
_OK: Final = 200
_SEE_LOG: Final = "see the check of the log"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found: a state, what was seen, and what to do about it."""

    name: str
    state: State
    found: str
    remedy: str = ""


def examine(settings: Settings) -> list[Finding]:
    """Run all checks."""
    return [_guarded(name, check, settings) for name, check in CHECKS.items()]


def _guarded(name: str, check: Callable[[Settings], Finding], settings: Settings) -> Finding:
    try:
        return check(settings)
    except LedgerError as error:
        return Finding(name, "fail", error.message, error.hint)


def _quick(settings: Settings, deployment: Deployment | None = None) -> Chain:
    return Chain(settings.rpc_url, deployment, timeout_s=_PROBE_S, retries=0)


def check_node(_: Settings) -> Finding:
    """Node.js is there and new enough for the local chain."""
    binary = find_node()
    return Finding("node", "ok", f"Node.js {'.'.join(map(str, node_version(binary)))} at {binary}")


def check_project(_: Settings) -> Finding:
    """The npm modules of the project are installed, if there is a checkout of it."""
    try:
        root = find_root()
    except SetupError as error:
        return Finding("npm", "warn", error.message, error.hint)
    return Finding("npm", "ok", f"Hardhat at {hardhat_script(root).parents[2]}")


def check_contracts(_: Settings) -> Finding:
    """The compiled contracts are in this installation."""
    return Finding("contracts", "ok", f"{sum(bool(artefact(name).abi) for name in CONTRACTS)} compiled contracts")


def check_rpc(settings: Settings) -> Finding:
    """The chain's node answers, and is of the chain that the settings name."""
    with _quick(settings) as chain:
        found, head = chain.chain_id(), chain.head()
    if found != settings.chain_id:
        return Finding(
            "rpc",
            "fail",
            f"{settings.rpc_url} is of chain {found}, not {settings.chain_id}",
            "set OMBUD_CHAIN_ID or OMBUD_RPC_URL",
        )
    return Finding("rpc", "ok", f"{settings.rpc_url}, chain {found}, head {head.number}")


def check_deployment(settings: Settings) -> Finding:
    """The deployment file names contracts whose code is on this chain."""
    deployment = Deployment.load(settings.deployment_file)
    with _quick(settings, deployment) as chain:
        check_code(chain, deployment)
    return Finding("deployment", "ok", f"{settings.deployment_file}, registry {deployment.registry}")


def check_mirror(settings: Settings) -> Finding:
    """Redis or Valkey answers."""
    connection = Connection(redis_url(settings))
    try:
        connection.call("PING")
    finally:
        connection.close()
    return Finding("mirror", "ok", connection.url)


def check_log(settings: Settings) -> Finding:
    """The log server answers."""
    return _http("log", f"{settings.log_url}/v1/status", "start it (`ombud up`, `ombud log run`), or set OMBUD_LOG_URL")


def check_gas(settings: Settings) -> Finding:
    """The operator of our log can pay for its anchors."""
    status = _log_status(settings)
    if status is None:
        return Finding("gas", "warn", "no log server answers, so its account is not known", _SEE_LOG)
    operator = str(status["operator"])
    with _quick(settings) as chain:
        held, price = chain.balance(checksum(operator)), int(chain.rpc.call("eth_gasPrice"), 16)
    left = held // max(1, ANCHOR_GAS * price)
    found = f"account {operator} pays for {left} anchors at {price} wei a unit of gas"
    if left < ANCHORS_LEFT:
        return Finding("gas", "warn" if left else "fail", found, f"fund {operator}: until then, anchors wait")
    return Finding("gas", "ok", found)


def check_witnesses(settings: Settings) -> Finding:
    """Witnesses cosign the log's checkpoints before they are anchored."""
    status = _log_status(settings)
    if status is None:
        return Finding("witnesses", "warn", "no log server answers, so whom it asks is not known", _SEE_LOG)
    found, asked = log_status.witnesses(status), status["outside"]["witnesses"]
    if not asked:
        return Finding(
            "witnesses",
            "ok",
            f"{found}: between anchors the log could show two people two trees",
            "let others run `ombud witness run`, and name them in OMBUD_WITNESSES",
        )
    if any(name in status["outside"]["errors"] for name in asked):
        return Finding("witnesses", "warn", found, "nothing is held up, and they are asked again at the next anchor")
    return Finding("witnesses", "ok", found)


def check_stamps(settings: Settings) -> Finding:
    """A time-stamp authority, if one is named, stamps the checkpoints that are anchored."""
    status = _log_status(settings)
    if status is None:
        return Finding("stamps", "warn", "no log server answers, so whom it asks is not known", _SEE_LOG)
    failed = log_status.AUTHORITY in status["outside"]["errors"]
    remedy = "nothing is held up, and it is asked again at the next anchor" if failed else ""
    return Finding("stamps", "warn" if failed else "ok", log_status.stamps(status), remedy)


def check_scitt(settings: Settings) -> Finding:
    """The log server can write records for COSE verifiers."""
    status = _log_status(settings)
    if status is None:
        return Finding("scitt", "warn", "no log server answers, so what it can write is not known", _SEE_LOG)
    if not status.get("statements"):
        return Finding(
            "scitt", "ok", "no statements for COSE verifiers", "pip install 'ombud[scitt]' at the log server"
        )
    return Finding("scitt", "ok", f"`ombud record scitt` writes for COSE verifiers; log key {status['verifier_key']}")


def check_api(settings: Settings) -> Finding:
    """The API answers, and its mirror vouches for what it says."""
    url = f"http://{settings.api_host}:{settings.api_port}/v1/status"
    return _http("api", url, "start it (`ombud up`, `ombud api run`), or set OMBUD_API_PORT")


def check_clock(settings: Settings) -> Finding:
    """This machine's clock is near the chain's: anchors promise times."""
    with _quick(settings) as chain:
        ahead = chain.head().timestamp - int(time.time())
    if ahead > CLOCK_DRIFT_S:
        return Finding(
            "clock",
            "warn",
            f"the chain's head is {ahead} s ahead of this machine",
            "set the clock; on a local chain it may be on purpose",
        )
    return Finding("clock", "ok", f"the chain's head is {-ahead} s old" if ahead <= 0 else f"{ahead} s ahead")


def check_disk(settings: Settings) -> Finding:
    """The disk under the home folder has room: a full one stops spool and journal."""
    place = next(path for path in (settings.home.absolute(), *settings.home.absolute().parents) if path.exists())
    free = shutil.disk_usage(place).free
    found = f"{free // _MIB} MiB free under {place}"
    if free >= DISK_LEFT:
        return Finding("disk", "ok", found)
    remedy = "free some: nothing acknowledged is lost, but nothing more can be written"
    return Finding("disk", "warn" if free >= DISK_LEFT // 8 else "fail", found, remedy)


def check_limits(settings: Settings) -> Finding:
    """The log has room below its limit."""
    journal = Home(settings.home).log / "journal.log"
    used, most = journal.stat().st_size if journal.exists() else 0, settings.log_size_limit
    rate = f"{settings.log_agent_limit} bytes a second of one agent" if settings.log_agent_limit else "agents unlimited"
    found = f"journal has {used} of {most} bytes; {rate}" if most else f"journal has {used} bytes, unlimited; {rate}"
    if most and used >= most * _NEARLY:
        return Finding("limits", "warn", found, "raise OMBUD_LOG_SIZE_LIMIT, or let agents move to another log")
    return Finding("limits", "ok", found)


def check_store(settings: Settings) -> Finding:
    """The log can be published where the settings say."""
    bucket = published_bucket(settings)
    if bucket is None:
        return Finding("store", "ok", f"folder {Home(settings.home).log / 'public'}")
    published = CHECKPOINT in bucket.list(CHECKPOINT)
    return Finding("store", "ok", f"bucket {settings.log_bucket}, {'with' if published else 'without'} a checkpoint")


def check_keys(settings: Settings) -> Finding:
    """Key files can be read by their owner alone."""
    home = Home(settings.home)
    files = sorted(home.keys.glob("*")) + sorted(settings.home.glob("agents/*/*.json"))
    keys = [path for path in files if path.name != "agent.json"]
    exposed = [path for path in keys if not is_private(path)]
    if exposed:
        return Finding("keys", "fail", f"{exposed[0]} can be read by others", f"chmod 600 {exposed[0]}")
    return Finding("keys", "ok", f"{len(keys)} key files, readable by their owner alone")


def _log_status(settings: Settings) -> log_status.Status | None:
    """Return what the log server says of itself, None if it does not answer."""
    try:
        return log_status.read_status(settings, wait_s=_PROBE_S)
    except UnavailableError:
        return None


def _http(name: str, url: str, remedy: str) -> Finding:
    try:
        reply = httpx.get(url, timeout=_PROBE_S, trust_env=False)
    except httpx.TransportError as error:
        return Finding(name, "fail", f"{url} does not answer ({type(error).__name__})", remedy)
    if reply.status_code != _OK:
        return Finding(name, "fail", f"{url} answers {reply.status_code}: {reply.text[:200]}", remedy)
    return Finding(name, "ok", url)


CHECKS: Final[dict[str, Callable[[Settings], Finding]]] = {
    "node": check_node,
    "npm": check_project,
    "contracts": check_contracts,
    "disk": check_disk,
    "limits": check_limits,
    "store": check_store,
    "keys": check_keys,
    "rpc": check_rpc,
    "clock": check_clock,
    "deployment": check_deployment,
    "mirror": check_mirror,
    "log": check_log,
    "gas": check_gas,
    "witnesses": check_witnesses,
    "stamps": check_stamps,
    "scitt": check_scitt,
    "api": check_api,
}
