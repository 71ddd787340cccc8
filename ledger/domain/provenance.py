"""The causal graph of records, checked for cycles and written as W3C PROV-JSON (w3.org/Submission/prov-json).

A record is an activity, associated with its agent; a parent informed it. What it saw and made are entities, known by
their commitments. A principal is an agent on whose behalf the recording agent acted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from ledger.domain.record import Record
from ledger.domain.seen_context import is_absence
from ledger.errors import ConflictError

PREFIXES: Final = {"ombud": "urn:ombud:", "record": "urn:ombud:record:", "value": "urn:ombud:commitment:"}
_SHOWN: Final = ("op", "phase", "kind", "tool", "outcome", "session", "model", "policy", "mandate", "risk")
_MS: Final = 1000
_NAMED_IN_CYCLE: Final = 8


def order(parents: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the nodes so that every one comes after its parents (Kahn); parents that are no nodes are ignored.

    Args:
        parents: For each node, what caused it.

    Raises:
        ConflictError: if something is its own cause; the message names some of the nodes in such a cycle.
    """
    waiting = {name: sum(cause in parents for cause in causes) for name, causes in parents.items()}
    effects: dict[str, list[str]] = {}
    for name, causes in parents.items():
        for cause in causes:
            if cause in parents:
                effects.setdefault(cause, []).append(name)
    done = [name for name, count in waiting.items() if not count]
    for name in done:
        for effect in effects.get(name, ()):
            waiting[effect] -= 1
            if not waiting[effect]:
                done.append(effect)
    if len(done) < len(parents):
        left = [name for name, count in waiting.items() if count][:_NAMED_IN_CYCLE]
        raise ConflictError(
            f"{len(parents) - len(done)} records have no first cause: {', '.join(left)}",
            hint="a record cannot be caused by what it caused; look at who recorded them",
            code="causal_cycle",
        )
    return done


def prov_json(records: Iterable[tuple[str, Record]]) -> bytes:
    """Write records as one PROV-JSON document.

    Args:
        records: Each with its id (hex).

    Raises:
        ConflictError: if their causes form a cycle.
    """
    by_id = dict(records)
    agents: dict[str, Any] = {}
    activities: dict[str, Any] = {}
    entities: dict[str, Any] = {}
    relations: dict[str, dict[str, Any]] = {
        name: {} for name in ("wasAssociatedWith", "wasInformedBy", "used", "wasGeneratedBy", "actedOnBehalfOf")
    }
    for number, name in enumerate(order({name: item.parents or () for name, item in by_id.items()})):
        item, activity = by_id[name], f"record:{name}"
        activities[activity] = _activity(item)
        agent = f"ombud:{item.agent}"
        agents[agent] = {"prov:type": {"$": "prov:SoftwareAgent", "type": "prov:QUALIFIED_NAME"}}
        relations["wasAssociatedWith"][f"_:a{number}"] = {"prov:activity": activity, "prov:agent": agent}
        if item.principal is not None:
            principal = f"ombud:principal/{item.principal}"
            agents[principal] = {}
            pair = {"prov:delegate": agent, "prov:responsible": principal, "prov:activity": activity}
            relations["actedOnBehalfOf"][f"_:d{number}"] = pair
        for at, cause in enumerate(item.parents or ()):
            pair = {"prov:informed": activity, "prov:informant": f"record:{cause}"}
            relations["wasInformedBy"][f"_:i{number}.{at}"] = pair
            if cause not in by_id:
                activities.setdefault(f"record:{cause}", {})
        for role, value in (("in", item.in_), ("ctx", item.ctx)):
            if value is not None and not is_absence(value):
                entities[f"value:{value}"] = {}
                pair = {"prov:activity": activity, "prov:entity": f"value:{value}", "prov:role": role}
                relations["used"][f"_:u{number}.{role}"] = pair
        if item.out is not None:
            entities[f"value:{item.out}"] = {}
            relations["wasGeneratedBy"][f"_:g{number}"] = {
                "prov:entity": f"value:{item.out}",
                "prov:activity": activity,
            }
    document = {"prefix": PREFIXES, "agent": agents, "activity": activities, "entity": entities, **relations}
    return msgspec.json.encode({name: part for name, part in document.items() if part})


def _activity(item: Record) -> dict[str, Any]:
    time = datetime.fromtimestamp(item.ts / _MS, UTC).isoformat(timespec="milliseconds")
    shown = {f"ombud:{name}": value for name in _SHOWN if (value := getattr(item, name)) is not None}
    return {"prov:startTime": time, "prov:endTime": time, **shown}
