"""Reading histories from the mirror, all as of one block of one chain, by the very questions that every face asks.

What happens later is not in an answer as of a block, so nothing that comes later can reach a history: a dispute is in
it from the block of its opening, a ruling from the block at which it became final, a mandate from that of its grant.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final, TypeVar

import msgspec

from forecaster.court import CourtRecord, court_record
from forecaster.history import Action, AgentHistory, Dispute, Grant, Kin, Opening, Rating, StandingChange, Verdict
from forecaster.shelf import Kept, Line, Shelf
from forecaster.spoken import spoken
from ledger.domain.dispute import DISMISSED, UPHELD, action_of
from ledger.domain.ids import AgentRef
from ledger.domain.record import Record
from ledger.domain.reputation import Standing
from ledger.errors import ConflictError, StaleMirrorError
from ledger.queries import agents, cursors, feedback, mandates, records, standing, verdicts
from ledger.queries.answers import Answer, AsOf, Completeness, Page
from ledger.queries.cursors import MAX_LIMIT
from ledger.queries.mandates import MandateView
from ledger.queries.records import RecordView
from ledger.queries.sources import Sources

_TRIES: Final = 4
_TAKEN_BACK: Final = "cursor_reorganised"
_UNHEARD: Final = Standing().score_ppm
_MS: Final = 1000
Openings = Mapping[str, Opening]
"""Opened amounts by record id; what nobody disclosed is not in it."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Read:
    """One agent's history as of the block; `complete` is False if records are known to be missing."""

    history: AgentHistory
    complete: bool

    @property
    def inputs(self) -> bytes:
        """Digest everything that the forecast is made from."""
        return sha256(msgspec.msgpack.encode(self.history)).digest()


class Reader:
    """Reads histories as of one block of one chain.

    Args:
        sources: What questions are asked of.
        as_of: The block; the newest if not given.
        openings: Opened amounts, where known.
        shelf: Where records are kept for the next reader, of the same openings; nothing is kept if not given.

    Raises:
        InvalidInputError: if the block does not exist yet.
        StaleMirrorError: if the mirror is empty, silent, or too far behind.
        UnavailableError: if mirror or node cannot be reached.
    """

    def __init__(
        self,
        sources: Sources,
        as_of: int | None = None,
        openings: Openings | None = None,
        shelf: Shelf | None = None,
    ) -> None:
        self._sources = sources
        self._openings = openings or {}
        self._shelf = shelf if shelf is not None else Shelf()
        self.block: AsOf = agents.agents(sources, cursor=None, limit=1, as_of=as_of).as_of
        self._verdicts = self._read_verdicts()
        self._court = self._read_court()
        self._spoken = spoken(
            self._all(
                lambda cursor: feedback.all_feedback(
                    self._sources, cursor=cursor, limit=MAX_LIMIT, as_of=self.block.number
                )
            )
        )
        self._all_agents: list[tuple[int, str, list[int]]] | None = None

    def everyone(self) -> Iterator[Read]:
        """Read every agent that was registered by the block, by number.

        Raises:
            StaleMirrorError: if a fork took the block back meanwhile.
        """
        for item in self._all(
            lambda cursor: agents.agents(self._sources, cursor=cursor, limit=MAX_LIMIT, as_of=self.block.number)
        ):
            yield self._read(item.agent_id, item.owner, item.registered.block)

    def one(self, agent: str) -> Read:
        """Read one agent, named by number or global id.

        Raises:
            NotFoundError: if there was no such agent.
            StaleMirrorError: if a fork took the block back meanwhile.
        """
        found = self._same(agents.agent(self._sources, agent, as_of=self.block.number)).data
        return self._read(AgentRef.parse(found.agent).agent_id, found.owner, found.registered.block)

    def _read(self, number: int, owner: str, registered: int) -> Read:
        name, block = str(number), self.block.number
        lines, complete = self._records(number)
        changes = self._same(standing.standing(self._sources, name, as_of=block)).data.changes
        found = self._verdicts[number]
        places = {(line.epoch, line.stream, line.seq): line.record_id for line in (lines if found else ())}
        proved = [Verdict(item.seen.block, upheld=True, records=_cited(places, item)) for item in found]
        disputes, ruled = self._disputes(number, lines)
        history = AgentHistory(
            agent_id=number,
            owner=owner,
            as_of_block=block,
            records=tuple(line.action for line in lines if line.action is not None),
            disputes=disputes,
            verdicts=tuple(sorted([*proved, *ruled], key=lambda item: item.block)),
            standing=_standing(registered, changes),
            grants=tuple(_grant(item) for item in self._all(self._mandates_of(name))),
            ratings=self._ratings(number, owner, lines),
            kin=self._kin(number, owner),
        )
        return Read(history, complete)

    def _records(self, number: int) -> tuple[tuple[Line, ...], bool]:
        """Read an agent's records; again from the start if a log that waited came in between, to keep their order."""
        kept = self._shelf.of(number, self.block.number)
        begin = () if kept is None else kept.lines
        for _ in range(_TRIES):
            cursor = None if kept is None else _moved(kept, number, self.block.number)
            try:
                lines, cursor, known = self._lines(number, cursor)
            except ConflictError as error:
                if kept is None or error.code != _TAKEN_BACK:
                    raise
                kept, begin = None, ()
                continue
            if kept is not None and not all(kept.follows(line) for line in lines):
                kept, begin = None, ()
                continue
            if _held(known[0]) == _held(known[-1]):
                self._shelf.keep(number, (*begin, *lines), self.block.number, cursor)
                return (*begin, *lines), known[0].complete
        raise StaleMirrorError("logs kept arriving while histories were read", hint="run again", code="mirror_moved")

    def _lines(self, number: int, cursor: str | None) -> tuple[list[Line], str | None, list[Completeness]]:
        """Read an agent's records from a cursor on; return also the cursor behind them, and what each page covers."""
        lines: list[Line] = []
        known: list[Completeness] = []
        more = True
        while more:
            answer = self._same(
                records.agent_records(
                    self._sources, str(number), cursor=cursor, limit=MAX_LIMIT, as_of=self.block.number, proofs=False
                )
            )
            known.append(answer.completeness)
            lines += [self._line(view) for view in answer.data.items]
            cursor, more = answer.data.next_cursor, answer.data.more
        return lines, cursor, known

    def _line(self, view: RecordView) -> Line:
        return Line(view.epoch, view.stream, view.seq, view.record_id, view.witnessed.block, self._action(view))

    def _disputes(self, number: int, lines: Sequence[Line]) -> tuple[tuple[Dispute, ...], list[Verdict]]:
        """Return the disputes about an agent, and what was ruled, each with the record that it is about, if held."""
        cases = self._court[number]
        key = self._sources.agent(number).key if cases else b""
        wanted = {case.action for case in cases}
        named = {
            action: line.record_id
            for line in (lines if wanted else ())
            if (action := action_of(key, line.epoch, line.stream, line.seq, bytes.fromhex(line.record_id))) in wanted
        }
        opened: list[Dispute] = []
        ruled: list[Verdict] = []
        for case in cases:
            about = (named[case.action],) if case.action in named else ()
            opened.append(Dispute(case.opened, about, case.responded, case.defaulted, case.closed))
            if case.closed is not None and case.ruling in {UPHELD, DISMISSED}:
                ruled.append(Verdict(case.closed, upheld=case.ruling == UPHELD, records=about, opened=case.opened))
        return tuple(opened), ruled

    def _ratings(self, number: int, owner: str, lines: Sequence[Line]) -> tuple[Rating, ...]:
        """Return what was said of an agent and by its owner, with the agent's record that it stands on, if held."""
        owners = {other: whose for other, whose, _ in self._everybody()}
        said = [*self._spoken.about(number), *self._spoken.by(owner, owners)]
        wanted = {item.action for item in said if item.action}
        key = self._sources.agent(number).key if wanted else b""
        named: dict[str | None, str] = {}
        for line in lines if wanted else ():
            action = action_of(key, line.epoch, line.stream, line.seq, bytes.fromhex(line.record_id)).hex()
            if action in wanted:
                named[action] = line.record_id
        found = [replace(item.rating, record=named.get(item.action)) for item in said]
        return tuple(sorted(found, key=lambda item: item.block))

    def _kin(self, number: int, owner: str) -> tuple[Kin, ...]:
        """Return the faults that were upheld against the owner's other agents."""
        fallen = [blocks for other, whose, blocks in self._everybody() if whose == owner and other != number]
        return tuple(Kin(block) for block in sorted(block for blocks in fallen for block in blocks))

    def _everybody(self) -> list[tuple[int, str, list[int]]]:
        """Return every agent, its owner, and the blocks of faults that were upheld against it; read once."""
        if self._all_agents is None:
            self._all_agents = []
            for item in self._all(
                lambda cursor: agents.agents(self._sources, cursor=cursor, limit=MAX_LIMIT, as_of=self.block.number)
            ):
                blocks = [found.seen.block for found in self._verdicts[item.agent_id]]
                cases = self._court[item.agent_id]
                blocks += [case.closed for case in cases if case.closed is not None and case.ruling == UPHELD]
                self._all_agents.append((item.agent_id, item.owner, blocks))
        return self._all_agents

    def _mandates_of(self, name: str) -> Callable[[str | None], Answer[Page[MandateView]]]:
        return lambda cursor: mandates.agent_mandates(
            self._sources, name, cursor=cursor, limit=MAX_LIMIT, as_of=self.block.number
        )

    def _action(self, view: RecordView) -> Action | None:
        """Map a record; None for one made on chain, of which only the hash is public."""
        if view.text is None:
            return None
        said = _RECORD.decode(view.text)
        return Action(
            record_id=view.record_id,
            seq=said.seq,
            ts=said.ts,
            block=view.witnessed.block,
            kind=said.kind,
            phase=said.phase,
            op=said.op,
            session=said.session,
            tool=said.tool,
            outcome=said.outcome,
            parents=said.parents or (),
            call=said.call,
            principal=said.principal,
            mandate=said.mandate,
            policy=said.policy,
            model=said.model,
            risk=said.risk,
            opening=self._openings.get(view.record_id),
        )

    def _read_verdicts(self) -> dict[int, list[verdicts.Verdict]]:
        found: dict[int, list[verdicts.Verdict]] = defaultdict(list)
        for item in self._all(
            lambda cursor: verdicts.verdicts(
                self._sources, agent=None, cursor=cursor, limit=MAX_LIMIT, as_of=self.block.number
            )
        ):
            found[AgentRef.parse(item.agent).agent_id].append(item)
        return found

    def _read_court(self) -> dict[int, list[CourtRecord]]:
        found: dict[int, list[CourtRecord]] = defaultdict(list)
        for item in self._same(court_record(self._sources, as_of=self.block.number)).data:
            found[item.agent_id].append(item)
        return found

    def _all(self, ask: Callable[[str | None], Answer[Page[T]]]) -> Iterator[T]:
        cursor, more = None, True
        while more:
            page = self._same(ask(cursor)).data
            yield from page.items
            cursor, more = page.next_cursor, page.more

    def _same(self, answer: Answer[T]) -> Answer[T]:
        """See that an answer is about the very block that reading began with."""
        if answer.as_of != self.block:
            raise StaleMirrorError(
                f"block {self.block.number} was taken back while histories were read",
                hint="run again; as of a finalised block this cannot happen",
                code="block_reorganised",
            )
        return answer


def _moved(kept: Kept, number: int, block: int) -> str | None:
    """Return the cursor behind what is kept of an agent, to go on as of a later block."""
    found = cursors.parse(kept.cursor, f"records/{number}", kept.block)
    return None if found is None else msgspec.structs.replace(found, as_of=block).text()


_RECORD: Final = msgspec.json.Decoder(Record)


def _held(known: Completeness) -> list[tuple[str, int]]:
    """Say how much of each log that waits is held."""
    return [(log.log, log.held_size) for log in known.waiting_logs]


def _cited(places: Mapping[tuple[int, int, int], str], verdict: verdicts.Verdict) -> tuple[str, ...]:
    found = places.get((verdict.epoch, verdict.stream, verdict.seq))
    return () if found is None else (found,)


def _standing(registered: int, changes: Sequence[standing.Change]) -> tuple[StandingChange, ...]:
    """Return the agent's worst score over all contexts, from that of an agent nothing is known about."""
    now: dict[tuple[str, int], int] = {}
    found = [StandingChange(registered, _UNHEARD)]
    for change in changes:
        now[change.context, change.dimension] = change.score_ppm_after
        found.append(StandingChange(change.seen.block, min(now.values())))
    return tuple(found)


def _grant(item: MandateView) -> Grant:
    revoked = item.revoked
    return Grant(
        block=item.granted.block,
        mandate=item.mandate_id,
        cap=int(item.cap),
        expiry=item.expiry * _MS,
        revoked=None if revoked is None else revoked.block,
        revoked_ms=None if revoked is None else revoked.time * _MS,
    )
