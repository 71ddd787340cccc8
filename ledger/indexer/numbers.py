"""Numbers that must follow each other: records of a stream, anchors of a log, disputes, policies, feedback.

A node that leaves a log out of its answer leaves a hole in them. What the mirror holds says where each begins; while
windows follow each other faster than they are written, what the window before came to says it.
"""

from __future__ import annotations

from ledger.domain.events import Event
from ledger.store import keys
from ledger.store.feedback_view import feedback_name
from ledger.store.view import View


class Count:
    """Numbers of one kind as they come: the first, the one that must come next, and the first one that did not fit."""

    __slots__ = ("first", "next", "wrong")

    def __init__(self, first: int) -> None:
        self.first = first
        self.next = first
        self.wrong = -1

    def see(self, number: int) -> None:
        """Take the next number."""
        if number == self.next:
            self.next = number + 1
        elif self.wrong < 0:
            self.wrong = number


Client = tuple[int, str]
"""(agent, client): who gave feedback about whom."""


class Counts:
    """The numbers of one window."""

    def __init__(self) -> None:
        self.rows: dict[str, Count] = {}
        self.feedback: dict[Client, Count] = {}

    def of(self, key: str, number: int) -> Count:
        """Return the numbers that stand for rows of a ZSET; `number` is the first one, if none came yet."""
        found = self.rows.get(key)
        if found is None:
            found = self.rows[key] = Count(number)
        return found

    def see(self, event: Event) -> None:
        """Take the number of an event, if it has one."""
        a = event.args
        match event.name:
            case "ActionRecorded":
                key, number = keys.direct(a["agentId"], a["epoch"], a["stream"]), a["seq"]
            case "Anchored":
                key, number = keys.anchors(a["logId"]), a["index"]
            case "DisputeOpened":
                key, number = keys.DISPUTES, a["disputeId"] - 1  # counted from 1, as policies are
            case "PolicyQueued":
                key, number = keys.POLICIES, a["policyId"] - 1
            case "NewFeedback":
                client = (a["agentId"], a["clientAddress"])
                self.feedback.setdefault(client, Count(a["feedbackIndex"])).see(a["feedbackIndex"])
                return
            case _:
                return
        self.of(key, number).see(number)


class Numbers:
    """Where numbers go on, from window to window."""

    def __init__(self) -> None:
        self._next: dict[str, int] = {}
        self._feedback: dict[Client, int] = {}

    def gap(self, view: View, counts: Counts) -> str:
        """Say what is missing before or in a window, in words; `""`, and go on behind it, if everything follows.

        Args:
            view: The mirror before this window, or before those that are still being written.
            counts: Of the window.
        """
        starts = self._starts(view, counts)
        for key, count in counts.rows.items():
            wrong = count.first if count.first != starts[key] else count.wrong
            if wrong >= 0:
                return f"{key} goes on with {wrong}, not {starts[key] if wrong == count.first else count.next}"
        missing = self._feedback_gap(view, counts)
        if not missing:
            self._next |= {key: count.next for key, count in counts.rows.items()}
            self._feedback |= {client: count.next for client, count in counts.feedback.items()}
        return missing

    def _starts(self, view: View, counts: Counts) -> dict[str, int]:
        asked = [key for key in counts.rows if key not in self._next]
        held = view.many([("ZCARD", key) for key in asked])
        return {
            **{key: self._next[key] for key in counts.rows if key in self._next},
            **dict(zip(asked, held, strict=True)),
        }

    def _feedback_gap(self, view: View, counts: Counts) -> str:
        """Name the first feedback, counted from 1 by agent and client, that does not follow the one before it."""
        asked = [client for client in counts.feedback if client not in self._feedback]
        before = [feedback_name(agent, client, counts.feedback[agent, client].first - 1) for agent, client in asked]
        known = dict(zip(asked, view.many([("EXISTS", keys.feedback(name)) for name in before]), strict=True))
        for (agent, client), count in counts.feedback.items():
            expected = self._feedback.get((agent, client))
            first = count.first
            follows = first == expected if expected is not None else (first > 1) == bool(known[agent, client])
            if not follows or count.wrong >= 0:
                return f"feedback of {client} about agent {agent} goes on with {first if not follows else count.wrong}"
        return ""
