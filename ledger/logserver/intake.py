"""The intake: requests that wait are looked at several at once, and nobody waits for the disk but who sent them.

A thread takes its share of what waits, has it examined in one go, hands what holds to the committer and turns to the
next; the committer tells the event loop, once for all requests of a thread's turn. So the more there is to do, the
less each request costs in messages between threads and processes.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from functools import partial
from queue import Empty, SimpleQueue
from typing import Final, NamedTuple

import structlog

from ledger.errors import DefectError, LedgerError, UnavailableError
from ledger.logserver.committer import WAIT_SECONDS, Committer, Verdict
from ledger.logserver.reception import Received, Reception

TURN_SEGMENTS: Final = 256
"""A thread takes no more requests once it has so many segments, or"""
TURN_BYTES: Final = 4 * 1024 * 1024
"""so many bytes."""
_LOG: Final = structlog.get_logger()


class _Waiting(NamedTuple):
    """One request: its segments, how many bytes they are, and who is to be told."""

    packed: Sequence[bytes]
    size: int
    loop: asyncio.AbstractEventLoop
    answer: asyncio.Future[list[Verdict]]


_Told = tuple[asyncio.Future[list[Verdict]], list[Verdict] | LedgerError]


class Intake:
    """Threads between the event loop and the committer.

    Args:
        reception: Looks at segments.
        committer: Takes candidates.
        threads: How many turns are taken at once: one a checker.
    """

    def __init__(self, reception: Reception, committer: Committer, threads: int) -> None:
        self._reception = reception
        self._committer = committer
        self._waiting: SimpleQueue[_Waiting | None] = SimpleQueue()
        self._threads = [
            threading.Thread(target=self._run, name=f"ombud-intake-{number}", daemon=True) for number in range(threads)
        ]

    def start(self) -> None:
        """Start the threads."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End the threads after what was submitted."""
        for _ in self._threads:
            self._waiting.put(None)
        for thread in self._threads:
            if thread.is_alive():
                thread.join()

    async def submit(self, packed: Sequence[bytes]) -> list[Verdict]:
        """Have segments looked at and committed, in order; one verdict each.

        Raises:
            UnavailableError: if nobody can look at them, or the disk refuses; none of them was accepted. If the disk
                does not answer in time, they may be: send again, for replays are idempotent.
        """
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[list[Verdict]] = loop.create_future()
        self._waiting.put(_Waiting(packed, sum(map(len, packed)), loop, answer))
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                return await answer
        except TimeoutError as error:
            raise UnavailableError(
                f"the journal did not answer within {WAIT_SECONDS} s", hint="send again: replays are idempotent"
            ) from error

    def _run(self) -> None:
        while turn := self._take():
            self._serve(turn)

    def _take(self) -> list[_Waiting]:
        """Wait for a request, and take this thread's share of what waits behind it; nothing once it is to end."""
        first = self._waiting.get()
        if first is None:
            return []
        turn, segments, size = [first], len(first.packed), first.size
        for _ in range(self._waiting.qsize() // len(self._threads)):
            if segments >= TURN_SEGMENTS or size >= TURN_BYTES:
                break
            try:
                more = self._waiting.get_nowait()
            except Empty:
                break
            if more is None:
                self._waiting.put(None)  # seen again once this turn is over
                break
            turn.append(more)
            segments += len(more.packed)
            size += more.size
        return turn

    def _serve(self, turn: list[_Waiting]) -> None:
        try:
            received = self._reception.receive([data for one in turn for data in one.packed])
        except LedgerError as error:
            self._tell(turn, error)
        except Exception:  # noqa: BLE001 - a process loop: whoever waits must be told, and the next one served
            _LOG.exception("intake_failed")
            self._tell(turn, DefectError())
        else:
            if received.candidates:
                self._committer.enqueue(received.candidates, partial(self._committed, turn, received))
            else:
                self._committed(turn, received, [])

    def _committed(self, turn: list[_Waiting], received: Received, found: list[Verdict] | LedgerError) -> None:
        self._tell(turn, found if isinstance(found, LedgerError) else received.decided(found))

    def _tell(self, turn: list[_Waiting], found: list[Verdict] | LedgerError) -> None:
        told: dict[asyncio.AbstractEventLoop, list[_Told]] = {}
        at = 0
        for one in turn:
            own = found if isinstance(found, LedgerError) else found[at : at + len(one.packed)]
            told.setdefault(one.loop, []).append((one.answer, own))
            at += len(one.packed)
        for loop, answers in told.items():
            try:
                loop.call_soon_threadsafe(_settle, answers)
            except RuntimeError:  # the loop was closed: nobody waits any more, and the agent will send again
                _LOG.warning("nobody_waits", requests=len(answers))


def _settle(answers: Sequence[_Told]) -> None:
    for answer, found in answers:
        if answer.done():  # given up meanwhile
            continue
        if isinstance(found, LedgerError):
            answer.set_exception(found)
        else:
            answer.set_result(found)
