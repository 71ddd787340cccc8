"""One agent's life: sessions of work, interleaved, by habits that may drift, with a harm at its end or none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Final

from forecaster.history import Opening
from forecaster.population.families import Drift
from forecaster.population.pen import Pen
from forecaster.population.temper import Role, Temper

_CAP: Final = 100_000  # smallest units
_TOGETHER: Final = 3  # how many saved-up acts are done together
_PRINCIPALS: Final = 8
_RETRY_DENIED: Final = 0.5


@dataclass(slots=True)
class _Session:
    name: str
    principal: str
    steps: Iterator[None]


class Worker:
    """Lives an agent's life act by act.

    Args:
        role: What it works with.
        temper: Habits it was born with.
        drifts: How they change.
        pen: Writes its records.
        rng: Its dice.
    """

    def __init__(self, role: Role, temper: Temper, drifts: Sequence[Drift], pen: Pen, rng: Random) -> None:
        self._role, self._born, self._drifts, self._pen, self._rng = role, temper, drifts, pen, rng
        self.acts = 0
        self._temper = temper
        self._sessions: list[_Session] = []
        self._number = 0
        self._saved = {"people": 0, "payments": 0}
        self._denied: list[dict[str, Any]] = []
        self._mandate, self._used = 0, 0
        self._model = f"model-{rng.randint(1, 3)}"
        self._habit = {tool: rng.choice(role.work) for tool in role.work}

    def live(self, until: int) -> None:
        """Work until so many acts are done."""
        while self.acts < until:
            self._temper = self._born
            for drift in self._drifts:
                self._temper = drift.apply(self._temper, self.acts)
            self._step()

    def harm(self, kind: str) -> str:
        """Do the harm; returns the id of its intent."""
        tools = {"send": self._role.sends, "pay": self._role.pays, "work": self._role.work}[kind]
        opening = Opening(_CAP // 2, _CAP + _CAP // 4, _CAP) if kind == "pay" else None
        session = self._sessions[0] if self._sessions else self._open()
        return self._act(session, tools[0], kind="interaction", opening=opening, ends="success")

    def _step(self) -> None:
        rng = self._rng
        if self._denied and rng.random() < 0.6:  # noqa: PLR2004 a retry comes soon, not at once
            self._ask_again(self._denied.pop(0))
            return
        if not self._sessions or (len(self._sessions) == 1 and rng.random() < self._temper.overlap / 2):
            self._sessions.append(self._open())
        session = self._sessions[-1] if rng.random() < self._temper.overlap else self._sessions[0]
        if next(session.steps, self) is self:
            self._sessions.remove(session)

    def _open(self) -> _Session:
        self._number += 1
        session = _Session(f"session-{self._number}", f"principal-{self._rng.randrange(_PRINCIPALS)}", iter(()))
        session.steps = self._work(session)
        return session

    def _work(self, session: _Session) -> Iterator[None]:
        rng, role = self._rng, self._role
        because = (self._pen.foreign(),) if rng.random() < self._temper.foreign else ()
        request = self._act(session, None, op="chat", kind="semantic", parents=because)
        yield
        outside = None
        if rng.random() < self._temper.exposure:
            outside = self._act(session, rng.choice(role.untrusted), parents=(request,))
            yield
        people: list[str] = []
        for _ in range(self._due("people", self._temper.looking, self._temper.breadth)):
            people.append(self._act(session, role.people[0], parents=(self._cause(request, outside),)))
            yield
        tool = role.work[0]
        for _ in range(rng.randint(1, 3)):
            self._act(session, tool, parents=(request,))
            tool = rng.choice(role.work) if rng.random() < self._temper.strange else self._habit[tool]
            yield
        if rng.random() < self._temper.sending:
            drawn = people if rng.random() < self._temper.drawing else people[-1:]
            self._effect(session, role.sends[0], (self._cause(request, outside), *drawn))
            yield
        for _ in range(self._due("payments", self._temper.paying, self._temper.slicing)):
            self._effect(session, role.pays[0], (self._cause(request, outside),), self._pay())
            yield

    def _due(self, what: str, chance: float, together: float) -> int:
        """How many look-ups or payments are due now: as many as ever, but perhaps saved up for later."""
        due = int(self._rng.random() < chance)
        if due and self._rng.random() < together:
            self._saved[what] += 1
            due = 0
        if self._saved[what] >= _TOGETHER:
            due, self._saved[what] = due + self._saved[what], 0
        return due

    def _cause(self, request: str, outside: str | None) -> str:
        return outside if outside and self._rng.random() < self._temper.steered else request

    def _pay(self) -> Opening:
        amount = max(1, int(_CAP * 2 ** self._rng.gauss(self._temper.step, 0.6)))
        if self._used + amount > _CAP * min(1.0, self._temper.renewal):
            self._mandate, self._used = self._mandate + 1, 0
            amount = min(amount, _CAP)
        self._used += amount
        return Opening(amount, self._used, _CAP)

    def _effect(self, session: _Session, tool: str, causes: tuple[str, ...], opening: Opening | None = None) -> None:
        causes = () if self._rng.random() < self._temper.uncaused else tuple(dict.fromkeys(causes))
        self._act(session, tool, kind="interaction", parents=causes, opening=opening)

    def _ask_again(self, words: dict[str, Any]) -> None:
        session = self._open() if self._rng.random() < self._temper.elsewhere else None
        words = words if session is None else {**words, "session": session.name, "principal": session.principal}
        denied = self._rng.random() < _RETRY_DENIED
        self._write("denied" if denied else "success", words)

    def _act(self, session: _Session, tool: str | None, *, ends: str | None = None, **more: Any) -> str:
        rng, temper = self._rng, self._temper
        mixed = rng.random() < temper.mixing
        words = {
            "op": "execute_tool",
            "kind": "operational",
            "tool": tool,
            "session": session.name,
            "principal": f"principal-{rng.randrange(_PRINCIPALS)}" if mixed else session.principal,
            "model": self._model,
            "policy": "policy-1",
            "mandate": None if rng.random() < temper.unmandated else f"{self._mandate:064x}",
            **more,
        }
        return self._write(ends or (self._ending() if tool else "success"), words)

    def _write(self, outcome: str, words: dict[str, Any]) -> str:
        intent = self._pen.act(self._temper, outcome, words)
        self.acts += 1
        if outcome == "denied" and self._rng.random() < self._temper.retry:
            self._denied.append({**words, "parents": (intent,)})
        return intent

    def _ending(self) -> str:
        draw = self._rng.random()
        for end, chance in (
            ("denied", self._temper.denied),
            ("refused", self._temper.refused),
            ("failure", self._temper.failed),
            ("timeout", self._temper.timed_out),
        ):
            if draw < chance:
                return end
            draw -= chance
        return "success"
