"""Waiting until everything that happened is anchored, and the mirror stands at the chain's head."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import httpx

from demo.api import Api
from demo.waiting import until
from ledger.chain.logs import log_on_chain
from ledger.chain.node import Chain
from ledger.domain.ids import AgentRef, LogId
from ledger.tiles.http_store import HttpStore
from ledger.tiles.reader import LogReader

_SECONDS: Final = 30.0


@dataclass(frozen=True, slots=True)
class Settling:
    """Knows when log, chain and mirror have come to rest.

    Args:
        chain: The chain.
        api: The mirror's face.
        log: Id of the log.
        log_url: The log server.
        anyone: An agent to ask the mirror about.
    """

    chain: Chain
    api: Api
    log: LogId
    log_url: str
    anyone: AgentRef

    def anchored(self) -> None:
        """Wait until the whole log is anchored, and the mirror has all of it.

        Raises:
            NeverCameError: if that does not come about.
        """
        with httpx.Client(trust_env=False) as client:
            reader = LogReader(HttpStore(self.log_url, client))
            until(
                lambda: self._anchored_size() == reader.checkpoint().state.size, "an anchor of the whole log", _SECONDS
            )
        self.mirrored()

    def mirrored(self) -> None:
        """Wait until the mirror stands at the chain's head with nothing waiting.

        Raises:
            NeverCameError: if it does not come there.
        """
        until(self.is_mirrored, "a mirror at the chain's head", _SECONDS)

    def is_mirrored(self) -> bool:
        """Whether the mirror stands at the chain's head with nothing waiting."""
        try:
            answer: dict[str, Any] = self.api.get(f"/v1/agents/{self.anyone}/records", limit=1, proofs="false")
        except httpx.HTTPStatusError as error:
            if error.response.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                raise
            return False
        at_head: bool = answer["as_of"]["number"] >= self.chain.head().number
        return at_head and not answer["completeness"]["waiting_logs"]

    def _anchored_size(self) -> int:
        state = log_on_chain(self.chain, self.log)
        return state.size if state else 0
