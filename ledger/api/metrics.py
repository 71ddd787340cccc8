"""What one process of the API answered, as numbers in Prometheus's text form; for operators alone."""

from __future__ import annotations

import os
import threading
from collections import Counter
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from ledger.api.access import NEEDS, requires
from ledger.api.problems import RESPONSES
from ledger.domain.roles import Caller, Role

Operator = Annotated[Caller, Depends(requires(Role.OPERATOR))]
BOUNDS_MS: Final = (1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0)
"""Upper bounds of the times that are told apart, in ms."""
_TEXT: Final = "text/plain; version=0.0.4; charset=utf-8"
_S: Final = 1000


class Metrics:
    """Counters of one process; safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answers: Counter[tuple[str, int]] = Counter()
        self._times: Counter[float] = Counter()
        self._spent_ms = 0.0

    def answered(self, route: str, status: int, ms: float) -> None:
        """Count an answer.

        Args:
            route: Its path, with names in place of values.
            status: Of the answer; 0 if there was none.
            ms: How long it took.
        """
        bound = next((bound for bound in BOUNDS_MS if ms <= bound), float("inf"))
        with self._lock:
            self._answers[route, status] += 1
            self._times[bound] += 1
            self._spent_ms += ms

    def text(self) -> str:
        """Write everything down."""
        with self._lock:
            answers, times, spent = sorted(self._answers.items()), dict(self._times), self._spent_ms
        lines = [f'ombud_api_process{{pid="{os.getpid()}"}} 1']
        lines += [
            f'ombud_api_answers_total{{route="{route}",status="{status}"}} {count}'
            for (route, status), count in answers
        ]
        so_far = 0
        for bound in (*BOUNDS_MS, float("inf")):
            so_far += times.get(bound, 0)
            name = "+Inf" if bound == float("inf") else f"{bound / _S:g}"
            lines.append(f'ombud_api_seconds_bucket{{le="{name}"}} {so_far}')
        lines += [f"ombud_api_seconds_sum {spent / _S:.6f}", f"ombud_api_seconds_count {so_far}"]
        return "\n".join(lines) + "\n"


def make_router(metrics: Metrics) -> APIRouter:
    """Return the route."""
    router = APIRouter(prefix="/v1", responses=RESPONSES | NEEDS, tags=["access"])

    @router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
    def get_metrics(_caller: Operator) -> Response:
        """What this process answered since it began, for Prometheus. Each process counts for itself."""
        return Response(metrics.text(), media_type=_TEXT)

    return router
