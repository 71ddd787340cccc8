"""Facts of the chain as messages: disputes and their panels, verdicts, challenges, suspensions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

from msgspec.structs import replace

from ledger.domain.dispute import FaultClass
from ledger.queries import wording
from ledger.queries.asking import finality
from ledger.queries.fault_kinds import name_of
from ledger.queries.feed_cursor import FeedCursor
from ledger.queries.feed_messages import Found, Message, Step, Topic
from ledger.queries.sources import Sources
from ledger.queries.trials import RULINGS
from ledger.store import case_rows, fault_rows, panel_rows, room_rows, rows
from ledger.store.court_view import CourtView
from ledger.store.feed_view import FeedItem, FeedKind, FeedRow, FeedView
from ledger.store.view import View

_AT_ONCE: Final = 200
_TOPICS: Final[Mapping[FeedKind, Topic]] = {
    FeedKind.DISPUTE: "dispute",
    FeedKind.PANEL: "dispute",
    FeedKind.VERDICT: "verdict",
    FeedKind.OPERATOR_FAULT: "verdict",
    FeedKind.CHALLENGE: "challenge",
    FeedKind.LIFECYCLE: "lifecycle",
}
_PLACE: Final = ("time", "tx", "block", "log_index")
Court: TypeAlias = case_rows.CaseRow | panel_rows.PanelRow


def read(sources: Sources, view: View, at: FeedCursor, limit: int) -> Step:
    """Return the facts behind a cursor, in chain order."""
    out: Found = []
    while len(out) < limit:
        items = FeedView(view).after(at.position, _AT_ONCE)
        view.load_blocks([item.block for item in items])
        wanted = [item for item in items if _TOPICS[item.kind] in at.topics][: limit - len(out)]
        made = iter(_messages(sources, view, wanted))
        last = wanted[-1] if len(out) + len(wanted) >= limit else None
        for item in items:
            block_hash = view.block_hash(item.block)
            at = replace(at, number=item.block, hash=block_hash, prefix=item.position.prefix)
            if item in wanted:
                at = at.heard(item.block, block_hash, view.books.floor)
                out.append((next(made), at))
            if item is last:
                break
        if len(items) < _AT_ONCE and last is None:
            return out, at, True
    return out, at, False


def _messages(sources: Sources, view: View, items: Sequence[FeedItem]) -> list[Message]:
    panels = [item.number for item in items if item.kind is FeedKind.PANEL]
    of_panels = dict(zip(panels, CourtView(view).arbitrated(sources.contracts["PanelArbitrator"], panels), strict=True))
    return [
        _message(sources, view, item, row, of_panels.get(item.number))
        for item, row in zip(items, FeedView(view).rows(items), strict=True)
    ]


def _message(sources: Sources, view: View, item: FeedItem, row: FeedRow, of_panel: int | None) -> Message:
    block_hash = view.block_hash(item.block).hex()
    subject = str(item.number) if len(item.subject) == 8 else item.subject.hex()  # noqa: PLR2004 - a number's bytes
    return Message(
        topic=_TOPICS[item.kind],
        event=_event(row),
        key=f"{item.kind.name.lower()}/{subject}/{block_hash}/{item.log_index}",
        says=_says(item, row),
        block=item.block,
        block_hash=block_hash,
        time=row.time,
        finality=finality(view.books, item.block),
        tx=row.tx.hex(),
        log_index=item.log_index,
        data={**_named(sources, item, subject, of_panel), **_plain(row)},
    )


def _event(row: FeedRow) -> str:
    tag = type(row).__struct_config__.tag
    return str(tag) if tag else ("proved" if isinstance(row, rows.VerdictRow) else "proved_of_operator")


def _named(sources: Sources, item: FeedItem, subject: str, of_panel: int | None) -> dict[str, Any]:
    """Say what the message is about, by the names that other answers use."""
    if item.kind is FeedKind.DISPUTE:
        return {"dispute_id": item.number}
    if item.kind is FeedKind.PANEL:
        return {"panel": item.number, "dispute_id": of_panel}
    if item.kind is FeedKind.LIFECYCLE:
        return {"agent_id": item.number, "agent": str(sources.agent(item.number))}
    return {"challenge" if item.kind is FeedKind.CHALLENGE else "fault_key": subject}


def _plain(row: FeedRow) -> dict[str, Any]:
    out = {name: _value(getattr(row, name)) for name in row.__struct_fields__ if name not in _PLACE}
    for name, words in (("ruling", RULINGS), ("vote", RULINGS), ("earlier_ruling", RULINGS)):
        if name in out:
            out[name] = words.get(out[name], out[name])
    if "fault_class" in out:
        out["fault_class"] = FaultClass(out["fault_class"]).name.lower()
    if "kind" in out:
        out["kind"] = name_of(out["kind"])
    return out


def _value(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    return [_value(item) for item in value] if isinstance(value, (tuple, list)) else value


def _says(item: FeedItem, row: FeedRow) -> str:
    if isinstance(row, rows.VerdictRow):
        slashed = wording.ether(row.slashed)
        return f"{name_of(row.kind)} by agent {row.agent_id} is proved; {slashed} of its bond are slashed"
    if isinstance(row, fault_rows.OperatorFaultRow):
        return f"{name_of(row.kind)} by the operator {row.operator} of log {row.log.hex()} is proved"
    if isinstance(row, Court):
        about = "dispute" if item.kind is FeedKind.DISPUTE else "panel"
        return f"{about} {item.number}: {wording.says(row)}"
    if item.kind is FeedKind.CHALLENGE:
        return f"challenge {item.subject.hex()}: {_event(row)}"
    until = f" until {wording.moment(row.until)}" if isinstance(row, room_rows.Suspended | room_rows.Sentenced) else ""
    return f"agent {item.number}: {_event(row)}{until}"
