"""What the operator of a log does on chain: register it with a bond, and anchor its checkpoints."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.chain.node import Chain
from ledger.chain.sender import Sender
from ledger.domain.events import TOPICS, decode
from ledger.domain.ids import Address, LogId
from ledger.errors import ChainRevertError


@dataclass(frozen=True, slots=True)
class LogOnChain:
    """A log as `ActionLog` has it: `size` leaves under `root` in the last of `anchors` anchors."""

    operator: Address
    size: int
    root: bytes
    anchors: int
    checkpoint_key: bytes


def register_log(sender: Sender, *, origin: str, checkpoint_key: bytes, url: str, bond: int) -> LogId:
    """Register a log operated by the sender.

    Args:
        sender: The operator's account.
        origin: First line of the log's checkpoints.
        checkpoint_key: 32 raw bytes of the Ed25519 key that signs them.
        url: Where the log is served.
        bond: Wei that answer for the operator's promises.

    Raises:
        ChainRevertError: if the log exists already, or the bond is too small.
    """
    sent = sender.send("ActionLog", "registerLog", origin, sender.address, checkpoint_key, url, value=bond)
    return LogId(sent.event("LogRegistered").args["logId"])


def set_log_url(sender: Sender, log: LogId, url: str) -> None:
    """Say where a log is served now."""
    sender.send("ActionLog", "setLogUrl", log, url)


def log_url(chain: Chain, log: LogId) -> str | None:
    """Return where a log is served by what its operator said last; None if it was never registered."""
    said = []
    for name in ("LogRegistered", "LogUrlSet"):
        topics = ["0x" + TOPICS["ActionLog"][name].hex(), "0x" + log.hex()]
        said += chain.logs_of(chain.deployment.addresses["ActionLog"], topics)
    said.sort(key=lambda item: (item.block_number, item.log_index))
    last = decode(said[-1], chain.names()) if said else None
    return None if last is None else str(last.args["url"])


def log_on_chain(chain: Chain, log: LogId, *, block: int | None = None) -> LogOnChain | None:
    """Return a log's state on chain; None if it was never registered."""
    try:
        return LogOnChain(*chain.read("ActionLog", "logOf", log, block=block))
    except ChainRevertError as error:
        if error.details.get("name") == "ActionLog_LogUnknown":
            return None
        raise


class ChainAnchor:
    """Puts checkpoints of one log on chain; the log server's anchor port.

    Args:
        sender: The operator's account.
        log: The log.
    """

    def __init__(self, sender: Sender, log: LogId) -> None:
        self._sender = sender
        self._log = log

    def anchored(self) -> tuple[int, bytes]:
        """Return size and root of the latest anchor; (0, SHA-256 of nothing) before the first.

        Raises:
            ChainRevertError: if the log is not registered.
            UnavailableError: if the chain cannot be asked.
        """
        state = LogOnChain(*self._sender.chain.read("ActionLog", "logOf", self._log))
        return state.size, state.root

    def fee(self) -> int:
        """Return what gas costs now, in wei: base fee and tip.

        Raises:
            UnavailableError: if the chain cannot be asked.
        """
        return self._sender.gas_price()

    def anchor(self, size: int, root: bytes, proof: list[bytes]) -> None:
        """Anchor a log state with its consistency proof from the anchored size, and wait until it is mined.

        Raises:
            ChainRevertError: if the contract refuses.
            UnavailableError: if the chain cannot be reached.
        """
        self._sender.send("ActionLog", "anchor", self._log, size, root, proof)
