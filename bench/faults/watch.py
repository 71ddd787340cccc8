"""Asks the API all the time, and holds every answer against what was true as of the block that the answer names."""

from __future__ import annotations

import random
import threading
from dataclasses import dataclass
from typing import Any, Final

import httpx

from bench.faults.scene import AGENTS, Scene, Truth

_PAGE: Final = 20
_DEFECT: Final = 500
_OK: Final = 200
_TIMEOUT_S: Final = 20.0


@dataclass(frozen=True, slots=True)
class Asked:
    """One answer as it came: what was asked about which agent, and the body."""

    what: str
    agent: int
    status: int
    body: dict[str, Any]


class Watch:
    """A reader in a thread of its own.

    Args:
        api_url: The API.
        scene: Whose truth counts.
        seed: Of what is asked.
    """

    def __init__(self, api_url: str, scene: Scene, seed: int) -> None:
        self._client = httpx.Client(base_url=api_url, trust_env=False, timeout=_TIMEOUT_S)
        self._scene = scene
        self._dice = random.Random(seed)
        self._asked: list[Asked] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def end(self) -> tuple[int, int, list[str]]:
        """Stop asking; returns how many answers there were, how many refusals, and what was wrong, in words."""
        self._stop.set()
        self._thread.join(2 * _TIMEOUT_S)
        self._client.close()
        answers = [one for one in self._asked if one.status == _OK]
        wrong = [problem for one in self._asked if (problem := self._problem(one))]
        return len(answers), len(self._asked) - len(answers), wrong

    def _run(self) -> None:
        while not self._stop.is_set():
            agent = self._dice.randrange(AGENTS)
            what = self._dice.choice(("records", "agent"))
            path = f"/v1/agents/{self._scene.agents[agent]}" + ("/records" if what == "records" else "")
            params: dict[str, Any] = {"limit": _PAGE, "proofs": False} if what == "records" else {}
            if self._dice.random() < 0.3:  # noqa: PLR2004 - some ask about the past
                params["as_of"] = self._dice.randrange(self._scene.filled.last, self._scene.filled.last + 200)
            try:
                reply = self._client.get(path, params=params)
            except httpx.TransportError:
                continue
            self._asked.append(Asked(what, agent, reply.status_code, reply.json()))
            self._stop.wait(0.005)

    def _problem(self, one: Asked) -> str:
        """Say what is wrong with an answer; `""` if it is right, or an honest refusal."""
        if one.status != _OK:
            return f"{one.what}: {one.status} {one.body}" if one.status == _DEFECT else ""
        as_of = one.body["as_of"]
        truth = self._scene.truths.get(as_of["hash"])
        if truth is None:
            known = as_of["number"] < self._scene.filled.last
            return "" if known else f"{one.what} as of a block that never was: {as_of}"
        found, expected = _facts(one, truth)
        return "" if found == expected else f"{one.what} as of {as_of}: {found} instead of {expected}"


def _facts(one: Asked, truth: Truth) -> tuple[object, object]:
    data, records = one.body["data"], truth.records[one.agent]
    if one.what == "agent":
        bonded = sum(int(bond["active"]) for bond in data["bonds"])
        held = sum(stream["next_seq"] for stream in one.body["completeness"]["streams"])
        return (bonded, held), (truth.bonds[one.agent], len(records))
    streams = one.body["completeness"]["streams"]
    held = (sum(stream["next_seq"] for stream in streams), all(stream["complete"] for stream in streams))
    ids = tuple(item["record_id"] for item in data["items"])
    return (held, ids), ((len(records), True), records[:_PAGE])
