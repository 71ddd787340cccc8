"""Routes of forecasts and alerts: what a forecaster stated, never a fact of the chain."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query

from ledger.api.arguments import DEFAULT, AgentName, AsOf, CursorText, Limit
from ledger.api.examples import shown
from ledger.queries import forecast_chains, forecasts
from ledger.queries.answers import Answer, Page
from ledger.queries.forecast_chains import ChainView
from ledger.queries.forecasts import AlertView, ForecastView
from ledger.queries.sources import Sources

_AGENT: Final = "eip155:31337:0x5FbDB2315678afecb367f032d93F642f64180aa3/0"
_STATEMENT: Final = {
    "as_of": {"number": 1200, "hash": "a7" * 32, "time": 1_700_014_400},
    "finality": "confirmed",
    "reorged": False,
    "stated_block": 1201,
    "stated_at": 1_700_014_413,
    "agents": 3,
    "inputs": "1d" * 32,
    "confidence": 0.97,
    "drifted": ["haste_recent"],
    "retrain": False,
    "model": {
        "digest": "f0" * 32,
        "schema": "ombud/forecast-model/1",
        "feature_schema": "ombud/features/1:5c1e9a",
        "detector": "BlendDetector",
        "calibration": "sigmoid",
        "horizon": 20,
        "base_rate": 0.02,
        "false_alarm_bound": 0.04,
        "threshold": 0.31,
        "seed": 0,
        "trained_on": "simulated population, seed 0",
        "caution": "A forecast is advice: it may raise attention, never lower a score or take a bond.",
    },
}
_WHY: Final = {
    "agent": _AGENT,
    "agent_id": 0,
    "since": 1180,
    "fired": 1180,
    "probability": 0.41,
    "horizon": 20,
    "score": 0.52,
    "reasons": [
        {
            "says": "sent out after untrusted input: 0.40 of sendings, typically 0.02; text of strangers may be obeyed",
            "feature": "sent_from_untrusted_recent",
            "value": 0.4,
            "typical": 0.02,
            "push": 0.21,
            "records": ["9c" * 32],
        }
    ],
    "statement": _STATEMENT,
    "caution": forecasts.CAUTION,
}


def _example(data: Any) -> dict[str, Any]:
    return {
        "schema_version": 1,
        "chain_id": 31337,
        "contract": "0x5FbDB2315678afecb367f032d93F642f64180aa3",
        "as_of": {"number": 1204, "hash": "a0" * 32, "time": 1_700_014_448},
        "finality": "confirmed",
        "completeness": {"complete": True, "basis": forecasts.BASIS, "streams": [], "waiting_logs": []},
        "data": data,
    }


ALERTS: Final = _example({"items": [{"state": "firing", **_WHY}], "next_cursor": "lgGnYWxlcnRzLy8...", "more": False})
_CHAIN: Final = {
    "record": "9c" * 32,
    "block": 1190,
    "score": 0.93,
    "agents": [_AGENT, _AGENT[:-1] + "2"],
    "agent_ids": [0, 2],
    "records": ["9c" * 32, "3e" * 32, "b1" * 32],
    "statement": _STATEMENT,
    "caution": f"{forecasts.CAUTION} {forecast_chains.UNBOUNDED}",
}
CHAINS: Final = _example({"items": [_CHAIN], "next_cursor": "lgGnY2hhaW5zLw...", "more": False})
FORECAST: Final = _example(
    {"state": "ok", "acts": 64, "by": [0.19, 0.32, 0.41], "alert": "firing", "inputs": "2e" * 32, **_WHY}
)

AlertState = Annotated[str | None, Query(max_length=16, description="Only `pending`, `firing` or `resolved` ones.")]
OneAgent = Annotated[str | None, Query(max_length=128, description="Only this agent's: number or global id.")]
PartOf = Annotated[str | None, Query(max_length=128, description="Only those this agent took part in: number or id.")]


def add(router: APIRouter, sources: Sources) -> None:
    """Add the routes.

    Args:
        router: Of `/v1`.
        sources: What questions are asked of.
    """

    @router.get("/alerts", tags=["forecasts"], responses=shown(ALERTS))
    def list_alerts(
        state: AlertState = None,
        agent: OneAgent = None,
        cursor: CursorText = None,
        limit: Limit = DEFAULT,
        as_of: AsOf = None,
    ) -> Answer[Page[AlertView]]:
        """Alerts of the newest forecast, by agent, each with its reasons and the records behind them.

        An alert asks people to look. It changes nothing on chain.
        """
        return forecasts.alerts(sources, state=state, agent=agent, cursor=cursor, limit=limit, as_of=as_of)

    @router.get("/alerts/chains", tags=["forecasts"], responses=shown(CHAINS))
    def list_chains(
        agent: PartOf = None, cursor: CursorText = None, limit: Limit = DEFAULT, as_of: AsOf = None
    ) -> Answer[Page[ChainView]]:
        """Sendings that several agents bring about together, of the newest forecast, the newest first.

        Each agent's own step may be harmless. It asks people to look, and changes nothing on chain.
        """
        return forecast_chains.chains(sources, agent=agent, cursor=cursor, limit=limit, as_of=as_of)

    @router.get("/agents/{agent:agent}/forecast", tags=["forecasts"], responses=shown(FORECAST))
    def get_forecast(agent: AgentName, as_of: AsOf = None) -> Answer[ForecastView]:
        """The newest forecast about an agent: the probability of an upheld fault within its next acts.

        `insufficient` where the history is too short; `reorged` where the block it is as of was taken back.
        """
        return forecasts.forecast(sources, agent, as_of=as_of)
