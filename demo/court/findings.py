"""What can be established from the files of a case, by anyone who has them: nothing here takes a party's word.

record    bytes that hash to the record in dispute, for they give the action's name
causes    records that hash to what the record in dispute names as its causes
opened    arguments that the record's commitment binds, for salt and value hash to it
mail      what arrived at the address, if it names that record, its agent and the opened address
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ledger.domain.commitment import field_leaf
from ledger.domain.dispute import action_of
from ledger.domain.ids import AgentRef
from ledger.domain.record import Record, decode, record_id
from ledger.errors import LedgerError


@dataclass(frozen=True, slots=True)
class Findings:
    """What is established; None where it is not."""

    record: Record | None
    record_id: str | None
    causes: tuple[Record, ...]
    opened: Mapping[str, Any] | None
    mail: Mapping[str, Any] | None

    @property
    def recipient(self) -> str:
        """The address that the file was sent to; empty where it is not established."""
        return str(self.opened["recipient"]) if self.opened and "recipient" in self.opened else ""

    @property
    def customer(self) -> str:
        """Whose file it was; empty where it is not established."""
        return str(self.opened["customer"]) if self.opened and "customer" in self.opened else ""


def establish(action: bytes, files: Iterable[bytes]) -> Findings:
    """Establish what the files of both parties show about an action.

    Args:
        action: The court's name for it.
        files: Their bytes, in any order.
    """
    known = list(files)
    found = next(((data, said) for data in known if (said := _record(data)) and name_of(said, data) == action), None)
    if found is None:
        return Findings(None, None, (), None, None)
    data, said = found
    identity, parents = record_id(data).hex(), set(said.parents or ())
    causes = tuple(other for item in known if record_id(item).hex() in parents and (other := _record(item)))
    papers = [paper for paper in map(_json, known) if paper is not None]
    opened = next((value for paper in papers if (value := _opened(paper, said)) is not None), None)
    mail = next((paper for paper in papers if opened is not None and _is_mail(paper, identity, said, opened)), None)
    return Findings(said, identity, causes, opened, mail)


def name_of(said: Record, data: bytes) -> bytes:
    """Return the court's name for the action that a record tells of; `data` are the record's bytes."""
    return action_of(AgentRef.parse(said.agent).key, said.epoch, said.stream, said.seq, record_id(data))


def _record(data: bytes) -> Record | None:
    try:
        return decode(data)
    except LedgerError:
        return None


def _json(data: bytes) -> Mapping[str, Any] | None:
    try:
        found = json.loads(data)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _opened(paper: Mapping[str, Any], said: Record) -> Mapping[str, Any] | None:
    """Open the record's commitment to its arguments with salt and value, if they do."""
    try:
        salt, value = bytes.fromhex(paper["salt"]), str(paper["value"]).encode()
        if field_leaf("in", salt, value).hex() != said.in_:
            return None
    except (KeyError, TypeError, ValueError, LedgerError):
        return None
    return _json(value)


def _is_mail(paper: Mapping[str, Any], identity: str, said: Record, opened: Mapping[str, Any]) -> bool:
    """Whether a paper is what the record says was sent: by that record, that agent, to that address, that file."""
    told = (paper.get("cause"), paper.get("sender"), paper.get("recipient"), paper.get("id"))
    return told == (identity, said.agent, opened.get("recipient"), opened.get("customer"))
