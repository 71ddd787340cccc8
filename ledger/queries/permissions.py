"""What permitted an agent's actions when the chain first saw each: policy, manifest, mandate, and who authorised it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ledger.domain.authority import MOST_TOOLS
from ledger.domain.ids import parse_hex32
from ledger.domain.permission import STATES, ToolLists
from ledger.errors import InvalidInputError
from ledger.queries import finding, records
from ledger.queries.answers import Answer, Completeness, Page, counted
from ledger.queries.asking import ask
from ledger.queries.coverage import coverage
from ledger.queries.paging import Asked
from ledger.queries.permission_views import ActionPermission
from ledger.queries.permitting import Permitting
from ledger.queries.records import RecordView
from ledger.queries.sources import Sources
from ledger.store.view import View

BASIS: Final = (
    "events of Policies, Manifests and Mandates up to the record's first witness; adoptions and grants carry no "
    "counter, so this rests on the node's logs, screened by each block's bloom filter near the head"
)
MOST_LISTS: Final = 8
_LONGEST_LIST: Final = 16 * 1024


@dataclass(frozen=True, slots=True)
class RecordPermission:
    """What permitted a record, once for each place where it stands: its log, and on chain."""

    record_id: str
    actions: list[ActionPermission]


@dataclass(frozen=True, slots=True)
class ShownRecord:
    """A record (as `FoundRecord`), and what permitted it."""

    record: RecordView
    on_chain: list[RecordView]
    permission: list[ActionPermission]


def record_permission(
    sources: Sources, record_id: str, *, as_of: int | None, tools: Sequence[str] = ()
) -> Answer[RecordPermission]:
    """Say what permitted a record when the chain first saw it.

    Args:
        sources: What to read.
        record_id: The record, 64 hex digits.
        as_of: As of which block; the newest if not given. What was in force then does not change with it.
        tools: Lists of tools of mandate or manifest, each with commas between the names. One counts where it hashes
            to what the chain has.

    Raises:
        InvalidInputError: if an argument has another form.
        NotFoundError: if no agent's record has that id.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    found = shown_record(sources, record_id, as_of=as_of, tools=tools)
    data = RecordPermission(found.data.record.record_id, found.data.permission)
    return Answer(
        found.schema_version, found.chain_id, found.contract, found.as_of, found.finality, found.completeness, data
    )


def shown_record(
    sources: Sources, record_id: str, *, as_of: int | None, tools: Sequence[str] = ()
) -> Answer[ShownRecord]:
    """Return a record with its proof, and what permitted it. Arguments and errors as `record_permission`."""
    wanted, lists = parse_hex32(record_id, what="record id"), _lists(tools)

    def question(view: View) -> tuple[ShownRecord, Completeness]:
        found = records.known(sources, view, wanted)
        first, *others = [found.record, *(item for item in found.on_chain if item != found.record)]
        permission = [Permitting(sources, view, item.agent, lists).of([item])[0] for item in (first, *others)]
        return ShownRecord(found.record, found.on_chain, permission), counted(BASIS)

    return ask(sources, question, as_of)


def agent_permissions(
    sources: Sources,
    agent: str,
    *,
    state: str | None = None,
    conflicting: bool = False,
    cursor: str | None,
    limit: int,
    as_of: int | None,
    tools: Sequence[str] = (),
) -> Answer[Page[ActionPermission]]:
    """List what permitted each action of an agent, oldest first.

    Args:
        sources: What to read.
        agent: Number or global id.
        state: Only those within, outside, unstated or unknown. A page may be short and have more behind it.
        conflicting: Only those under conflicting principals.
        cursor: Where to go on; None for the first page.
        limit: Most records that are looked at for the page, 1..500.
        as_of: As of which block; the newest if not given.
        tools: As for `record_permission`.

    Raises:
        ConflictError: if a fork took back what the cursor has seen.
        InvalidInputError: if an argument has another form.
        NotFoundError: if there is no such agent.
        StaleMirrorError: if the mirror cannot vouch for its answer.
    """
    if state is not None and state not in STATES:
        raise InvalidInputError(
            f"state {state[:20]!r} is unknown", hint=f"one of {', '.join(STATES)}", code="bad_state"
        )
    number, lists = finding.agent_number(sources, agent), _lists(tools)
    name = f"permissions/{number}"
    asked = Asked.parse(name, cursor, limit, as_of)

    def question(view: View) -> tuple[Page[ActionPermission], Completeness]:
        found = finding.agent(view, number)
        at = asked.begin(view)
        page = records.page_at(sources, view, found, at, limit)
        told = Permitting(sources, view, str(sources.agent(number)), lists).of(page.items)
        items = [
            item for item in told if state in (None, item.state) and (item.conflicting_principals or not conflicting)
        ]
        complete = coverage(view, number, sources.agent(number).key, found)
        return Page(items, page.next_cursor, page.more), complete

    return ask(sources, question, as_of)


def _lists(texts: Sequence[str]) -> ToolLists:
    parsed = [[name for name in text.split(",") if name] for text in texts]
    if len(texts) > MOST_LISTS or any(len(names) > MOST_TOOLS for names in parsed):
        raise InvalidInputError(
            "too many lists of tools, or too many tools in one",
            hint=f"give at most {MOST_LISTS} lists of {MOST_TOOLS}",
            code="bad_tools",
        )
    if any(len(text) > _LONGEST_LIST for text in texts):
        raise InvalidInputError("a list of tools is too long", hint=f"at most {_LONGEST_LIST} signs", code="bad_tools")
    return ToolLists(parsed)
