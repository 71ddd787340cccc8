"""One record: what it says, where it is proved, what caused it and what it caused."""

from __future__ import annotations

import json
from typing import Final

import msgspec

from ledger.queries import logs, permissions, traces
from ledger.queries.sources import Sources
from ledger.web import paths
from ledger.web.asked import Asked
from ledger.web.causes import causes
from ledger.web.page import Link, Shown

_LOGS: Final = 50
_QUICK_ENTRIES: Final = 1_000
"""Entries in all logs up to which a record's page draws its trace unasked."""


def record_page(sources: Sources, asked: Asked) -> Shown:
    """Show one record, decoded and raw, with its proof."""
    name, at = asked.name("record"), asked.as_of
    found = permissions.shown_record(sources, name, as_of=at)
    record = found.data.record
    bundle = paths.api("records", record.record_id, "bundle", as_of=at)
    given = {
        "record": record,
        "elsewhere": found.data.on_chain,
        "permission": found.data.permission[0],
        "fields": record.content or {},
        "parents": (record.content or {}).get("parents") or record.parents,
        "is_small": _is_small(sources, at),
        "raw": record.text,
        "proof": None if record.proof is None else json.dumps(msgspec.to_builtins(record.proof), indent=1),
        "bundle": bundle,
    }
    links = [Link("record", paths.api("records", name, as_of=at))]
    if record.text is not None:
        links.append(Link("bundle", bundle))
    return Shown("pages/record.html", "Record", given, (found,), tuple(links), "agents")


def graph_page(sources: Sources, asked: Asked) -> Shown:
    """Show what led to a record and what it led to, whoever acted."""
    name, at = asked.name("record"), asked.as_of
    found = traces.record_trace(sources, name, as_of=at)
    given = {"trace": found.data, "graph": causes(found.data)}
    links = (Link("record", paths.api("records", name, as_of=at)),)
    return Shown("pages/graph.html", "Causes and effects", given, (found,), links, "agents")


def _is_small(sources: Sources, at: int | None) -> bool:
    """Say whether a trace costs little: it reads what all logs hold."""
    known = logs.logs(sources, cursor=None, limit=_LOGS, as_of=at)
    return not known.data.more and sum(log.held_size for log in known.data.items) <= _QUICK_ENTRIES
