"""The watch over alerts that one dashboard keeps: who has taken which upon themselves, and who may."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ledger.domain.ids import Address
from ledger.queries.forecasts import AlertView
from ledger.tiles.alert_book import Acknowledgement, AlertBook
from ledger.web.visitor import Visitor


@dataclass(frozen=True, slots=True)
class Watch:
    """Who keeps the alerts of a dashboard.

    Args:
        book: Where acknowledgements are kept.
        clock: Unix seconds.
        watchers: The only accounts that may acknowledge; None for whoever signed in.
    """

    book: AlertBook
    clock: Callable[[], float]
    watchers: frozenset[Address] | None = None

    def may(self, visitor: Visitor | None) -> bool:
        """Say whether somebody may acknowledge."""
        return visitor is not None and (self.watchers is None or visitor.account in self.watchers)


@dataclass(frozen=True, slots=True)
class Watched:
    """An alert as the dashboard shows it: who took it upon themselves in its present state, if anybody did."""

    alert: AlertView
    taken: Acknowledgement | None


def watched(watch: Watch | None, alerts: list[AlertView]) -> list[Watched]:
    """Say of alerts who has taken them upon themselves."""
    held = watch.book.newest() if watch else {}
    return [Watched(alert, held.get(name_of(alert))) for alert in alerts]


def name_of(alert: AlertView) -> tuple[int, int]:
    """Return by what an alert is known as long as it is in its state: the agent, and the block since when."""
    return alert.agent_id, alert.since or 0
