"""Which record a dispute is about, found by the court's name for its action.

The name is a hash of agent, place and record id, so an agent's records tell it, and no node need be asked what the
opening showed. A record that no log holds is not found.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ledger.domain.dispute import action_of
from ledger.queries.contents import Written, newest_contents
from ledger.queries.lifecycle import fold
from ledger.queries.sources import Sources
from ledger.store import keys
from ledger.store.rows import DIRECT, LOG_INDEX_BYTES
from ledger.store.view import View

MOST_RECORDS: Final = 10_000
"""Records of one agent, the newest, among which the disputed ones are looked for; of each stream on chain too."""


@dataclass(frozen=True, slots=True)
class Disputed:
    """One disputed record; `written` is what it says, None for one made on chain, of which only the hash is public.

    `before` are the agent's own records by id, for what led to it.
    """

    record_id: str
    written: Written | None
    before: dict[str, Written]


def disputed_records(
    sources: Sources, view: View, wanted: Iterable[tuple[int, bytes]]
) -> dict[tuple[int, bytes], Disputed]:
    """Return the records that actions name, as far as they are found.

    Args:
        sources: What names agents.
        view: As of which block.
        wanted: Agents by number, each with the name of an action.
    """
    actions: dict[int, set[bytes]] = {}
    for number, action in wanted:
        actions.setdefault(number, set()).add(action)
    out: dict[tuple[int, bytes], Disputed] = {}
    for number, names in actions.items():
        for action, found in _of_agent(sources, view, number, names).items():
            out[number, action] = found
    return out


def _of_agent(sources: Sources, view: View, number: int, names: set[bytes]) -> dict[bytes, Disputed]:
    (life,) = view.lives([number])
    agent, key = fold(number, life), sources.agent(number).key
    if agent is None:
        return {}
    found: dict[bytes, Disputed] = {}
    written = newest_contents(sources, view, agent, MOST_RECORDS).items
    before = {item.record_id: item for item in written}
    for item in written:
        content = item.content
        action = action_of(key, content.epoch, content.stream, content.seq, bytes.fromhex(item.record_id))
        if action in names:
            found[action] = Disputed(item.record_id, item, before)
    for epoch, stream in agent.direct_streams():
        for member in view.newest(keys.direct(number, epoch, stream), MOST_RECORDS):
            row = DIRECT.row(member.data[LOG_INDEX_BYTES:])
            action = action_of(key, epoch, stream, row.seq, row.record)
            if action in names:
                found.setdefault(action, Disputed(row.record.hex(), None, before))
    return found
