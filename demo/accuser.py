"""The victim: holds a signed paper, finds the other history in the public log, and puts both before the contract."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import httpx

from demo.actor import Actor, RuleError
from demo.enrol import Enrolled
from demo.measures import INTEGRITY
from demo.penalty import convict
from demo.scenes.faults import Equivocation, Penalty
from demo.waiting import until
from ledger.chain.faults import prove_equivocation
from ledger.chain.node import Chain
from ledger.chain.sender import Sender
from ledger.domain.entry import Entry, SignedSegment
from ledger.errors import NotFoundError
from ledger.tiles.http_store import HttpStore
from ledger.tiles.reader import LogReader

_LOG_SECONDS: Final = 20.0


@dataclass(frozen=True, slots=True)
class Accuser:
    """What a victim does with two histories.

    Args:
        chain: The chain.
        log_url: The public log.
        people: Who is who on chain, by global agent id.
        tell: Told of the conviction.
    """

    chain: Chain
    log_url: str
    people: Mapping[str, Enrolled]
    tell: Callable[[Equivocation], None]

    async def accuse(self, me: Actor, forker: Actor, versions: tuple[str, str]) -> Equivocation:
        """Convict the forker, on record.

        Args:
            me: The victim.
            forker: Whom it accuses.
            versions: What the forker said to the log, and to the victim, in words for the story.

        Raises:
            RuleError: if the paper is not what it seems.
            NeverCameError: if the log never shows another history.
            ChainRevertError: if the contract is not convinced.
        """
        with me.session("accusation"):
            inbox = await me.call("read_inbox")
            paper = next(item for item in inbox.value if item["sender"] == forker.agent)
            shown = SignedSegment.unpack(bytes.fromhex(paper["paper"]))
            if shown.entry.signer() != self.people[forker.agent].session_key.address:
                raise RuleError("the paper is not signed by the forker")
            shown.check_root()
            logged = await asyncio.to_thread(
                until, lambda: self._other(shown.entry), "the forker's other history in the public log", _LOG_SECONDS
            )
            return await self._convict(me, forker, (logged, shown.entry), (paper["cause"], inbox.record), versions)

    def _other(self, shown: Entry) -> Entry | None:
        """Look for another signed header for the same place."""
        mine = shown.segment
        with httpx.Client(trust_env=False) as client:
            reader = LogReader(HttpStore(self.log_url, client))
            try:
                size = reader.checkpoint().state.size
            except NotFoundError:
                return None
            for data in reader.entries(0, size):
                entry = Entry.unpack(data)
                theirs = entry.segment
                same_stream = (theirs.agent, theirs.epoch, theirs.stream) == (mine.agent, mine.epoch, mine.stream)
                meets = theirs.first_seq < mine.end_seq and mine.first_seq < theirs.end_seq
                if same_stream and meets and theirs.header != mine.header:
                    return entry
        return None

    async def _convict(
        self, me: Actor, forker: Actor, pair: tuple[Entry, Entry], because: tuple[str, ...], versions: tuple[str, str]
    ) -> Equivocation:
        accused, prover = self.people[forker.agent], Sender(self.chain, self.people[me.agent].owner)

        async def prove(_record: str, **_arguments: object) -> Penalty:
            """Put both histories before the contract."""
            return await asyncio.to_thread(
                convict, prover, accused, INTEGRITY, lambda sender: prove_equivocation(sender, accused.ref, *pair)
            )

        headers = {"first": pair[0].segment.header.hex(), "second": pair[1].segment.header.hex()}
        proved = await me.on_record(
            "FaultProver.proveEquivocation", prove, op="prove_fault", kind="semantic", because=because, **headers
        )
        first, second = (entry.segment for entry in pair)
        case = Equivocation(
            forker=forker.persona.name,
            victim=me.persona.name,
            first_seq=max(first.first_seq, second.first_seq),
            last_seq=min(first.end_seq, second.end_seq) - 1,
            to_the_log=versions[0],
            to_the_victim=versions[1],
            penalty=proved.value,
        )
        self.tell(case)
        return case
