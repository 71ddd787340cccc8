"""Whom the forecaster had warned of before they were disputed or convicted: read back from the API, block by block."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from demo.api import Api
from demo.enrol import Enrolled
from demo.scenes.alert import Alert, Reason

FIRING: Final = "firing"


@dataclass(frozen=True, slots=True)
class Alerts:
    """Answers about alerts.

    Args:
        api: The ledger's API.
        people: Who is who, by the number of the agent.
    """

    api: Api
    people: Mapping[int, Enrolled]

    def firing(self, as_of: int | None = None) -> list[dict[str, Any]]:
        """Return the alerts that fired as of a block (the newest, if not given); none if nothing was stated by then."""
        if as_of is None:
            return list(self.api.items("/v1/alerts", state=FIRING))
        return list(self.api.items("/v1/alerts", state=FIRING, as_of=as_of))

    def before(self, agent: Enrolled, block: int) -> dict[str, Any] | None:
        """Return the alert that fired for an agent before a block: about an earlier block, and stated before it."""
        for alert in self.firing(block - 1):
            said = alert["statement"]
            in_time = said["as_of"]["number"] < block and said["stated_block"] < block
            if alert["agent_id"] == agent.ref.agent_id and in_time and not said["reorged"]:
                return alert
        return None

    def scene(self, agent: Enrolled) -> Alert | None:
        """Return what is said about an agent now, to be shown; None if nothing fires for it."""
        firing = {alert["agent_id"]: alert for alert in self.firing()}
        alert = firing.pop(agent.ref.agent_id, None)
        if alert is None:
            return None
        said = alert["statement"]
        return Alert(
            agent=agent.persona.name,
            role=agent.persona.role,
            as_of=said["as_of"]["number"],
            stated=said["stated_block"],
            since=alert["since"],
            probability=alert["probability"],
            horizon=alert["horizon"],
            reasons=[Reason(reason["says"], reason["records"]) for reason in alert["reasons"]],
            others=[self.people[number].persona.name for number in sorted(firing)],
            agents=said["agents"],
            trained_on=said["model"]["trained_on"],
        )
