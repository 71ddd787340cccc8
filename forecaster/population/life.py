"""One agent's life: sessions of work, interleaved, by habits that may drift, with a harm at its end or none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Final

from forecaster.history import Opening
from forecaster.population.families import Drift
from forecaster.population.pen import Pen
from forecaster.population.purse import Purse
from forecaster.population.roles import ASIDE, ROLES, Role
from forecaster.population.talk import Talk
from forecaster.population.temper import Temper

_TOGETHER: Final = 3  # how many saved-up acts are done together
_PRINCIPALS: Final = 8
_RETRY_DENIED: Final = 0.5
_CHAINED: Final = 0.4  # share of agents whose acts name the act before as their cause, and nothing else
_CHATTY: Final = 0.65  # share of agents whose sessions begin with words rather than with a tool
_RIGID: Final = 0.4  # share of agents whose sessions all have the same steps
_LONGEST: Final = 5  # steps of plain work in a session, at most
_BOLD: Final = 0.5  # share of attackers whose leaks name no request
_CARELESS: Final = 0.1  # share of others who pass data on and forget to name it
_LOOK_AGAIN: Final = 0.5  # share of leaks for which a person's data is read once more


@dataclass(slots=True)
class _Session:
    name: str
    principal: str
    steps: Iterator[None]
    last: str = ""


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
        self.purse = Purse(pen, temper.pace, rng)
        self.talk = Talk(pen, rng)
        self._chatty = rng.random() < _CHATTY
        self._chained = rng.random() < _CHAINED
        self._rigid = rng.random() < _RIGID
        self._length = rng.randint(1, _LONGEST)
        self._aside = rng.choice(ASIDE)
        # who passes data on as its work was asked to, and says so; who leaks says so, or makes it look so
        self._unasked = rng.random() < (_BOLD if any(drift.stays for drift in drifts) else _CARELESS)
        self._model = f"model-{rng.randint(1, 3)}"
        self._elsewhere = sorted({tool for other in ROLES for tool in other.work} - set(role.work))
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
        session = self._sessions[0] if self._sessions else self._open()
        if kind == "leak":
            return self._leak(session, (self._act(session, self._role.people[0]),), ends="success")
        tools = {"send": self._role.sends, "pay": self._role.pays, "work": self._role.work}[kind]
        opening = self.purse.overspend() if kind == "pay" else None
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
        self.purse.renew(self._temper.lapsing)
        request = self._begin(session)
        yield
        outside = None
        if role.untrusted and rng.random() < self._temper.exposure:
            outside = self._act(session, self._one(role.untrusted), parents=(request,))
            yield
        people: list[str] = []
        for _ in range(self._due("people", self._temper.looking, self._temper.breadth) if role.people else 0):
            people.append(self._act(session, role.people[0], parents=(self._cause(request, outside),)))
            yield
            if rng.random() < self._temper.again:
                people.append(self._act(session, role.people[0], parents=(self._cause(request, outside),)))
                yield
        tool = role.work[0]
        for _ in range(self._length if self._rigid else rng.randint(1, self._length)):
            self._act(session, self._astray() or tool, parents=(request,))
            tool = rng.choice(role.work) if rng.random() < self._temper.strange else self._habit[tool]
            yield
        if role.effects and rng.random() < self._temper.sending:
            self._effect(session, self._one(role.effects), (self._cause(request, outside), *people[-1:]))
            yield
        if role.sends and rng.random() < self._temper.sending:
            drawn = people if rng.random() < self._temper.drawing else people[-1:]
            self._effect(session, role.sends[0], (self._cause(request, outside), *drawn))
            yield
        if people and rng.random() < self._temper.leaking:
            again = rng.random() < _LOOK_AGAIN
            read = self._act(session, role.people[0], parents=(request,)) if again else people[-1]
            self._leak(session, (read,) if self._unasked else (request, read))
            yield
        for _ in range(self._due("payments", self._temper.paying, self._temper.slicing) if role.pays else 0):
            opening = self.purse.pay(self._temper.step, self._temper.renewal)
            self._effect(session, role.pays[0], (self._cause(request, outside),), opening)
            yield

    def _astray(self) -> str | None:
        """A tool of somebody else's work, by the habit of wandering."""
        return self._rng.choice(self._elsewhere) if self._rng.random() < self._temper.wandering else None

    def _begin(self, session: _Session) -> str:
        """Begin a session, for somebody or for another agent; returns the record that its acts name as their cause."""
        because = (self._pen.foreign(),) if self._rng.random() < self._temper.foreign else ()
        if self._chatty:
            return self._act(session, None, op="chat", kind="semantic", parents=because)
        return self._act(session, self._role.work[-1], parents=because)

    def _one(self, tools: tuple[str, ...]) -> str:
        return tools[0] if self._rigid else self._rng.choice(tools)

    def _leak(self, session: _Session, causes: tuple[str, ...], **more: Any) -> str:
        """Send what was read about a person by a way beside the work."""
        return self._act(session, self._aside, kind="interaction", parents=causes, **more)

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

    def _effect(self, session: _Session, tool: str, causes: tuple[str, ...], opening: Opening | None = None) -> None:
        if self._rng.random() < self._temper.foreign / 2:
            causes = (*causes, self._pen.foreign())
        causes = () if self._rng.random() < self._temper.uncaused else tuple(dict.fromkeys(causes))
        self._act(session, tool, kind="interaction", parents=causes, opening=opening)

    def _ask_again(self, words: dict[str, Any]) -> None:
        session = self._open() if self._rng.random() < self._temper.elsewhere else None
        words = words if session is None else {**words, "session": session.name, "principal": session.principal}
        denied = self._rng.random() < _RETRY_DENIED
        self._write("denied" if denied else "success", words)

    def _act(self, session: _Session, tool: str | None, *, ends: str | None = None, **more: Any) -> str:
        rng, temper = self._rng, self._temper
        if self._chained and session.last and more.get("parents"):
            more["parents"] = (session.last,)
        mixed = rng.random() < temper.mixing
        words = {
            "op": "execute_tool",
            "kind": "operational",
            "tool": tool,
            "session": session.name,
            "principal": f"principal-{rng.randrange(_PRINCIPALS)}" if mixed else session.principal,
            "model": self._model,
            "policy": "policy-1",
            "mandate": None if rng.random() < temper.unmandated else self.purse.mandate,
            **more,
        }
        session.last = self._write(ends or (self._ending() if tool else "success"), words)
        return session.last

    def _write(self, outcome: str, words: dict[str, Any]) -> str:
        intent = self._pen.act(self._temper, outcome, words)
        self.acts += 1
        self.talk.after(self._temper, intent)
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
