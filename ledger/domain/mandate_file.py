"""A mandate as a file: what a principal granted, with the names of the tools that the chain keeps as one hash.

    {"schema": "ombud/mandate/1", "principal": "0x..", "agent_id": 7, "cap": "500", "expiry": 1800000000,
     "tools": ["pay", "quote"], "salt": "<64 hex>"}

Whoever wants to show that a tool is not on the list needs the list; so the file goes to everyone who may have to.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Final, Literal

import msgspec

from ledger.domain.authority import MOST_TOOLS, Mandate, tool_id, tools_hash
from ledger.domain.bad_json import BAD_JSON
from ledger.domain.ids import Address, checksum
from ledger.errors import InvalidInputError

SCHEMA: Final = "ombud/mandate/1"
MAX_MANDATE_BYTES: Final = 32 * 1024

_Hex32 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
_Wide = Annotated[str, msgspec.Meta(pattern=r"^(0|[1-9][0-9]{0,77})\Z")]
_Tool = Annotated[str, msgspec.Meta(min_length=1, max_length=256)]
_Uint64 = Annotated[int, msgspec.Meta(ge=0, le=(1 << 63) - 1)]


class _Document(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    schema: Literal["ombud/mandate/1"] = SCHEMA
    principal: str
    agent_id: Annotated[int, msgspec.Meta(ge=0)]
    cap: _Wide
    expiry: _Uint64
    tools: Annotated[tuple[_Tool, ...], msgspec.Meta(min_length=1, max_length=MOST_TOOLS)]
    salt: _Hex32


@dataclass(frozen=True, slots=True)
class MandateFile:
    """A mandate and the names of its tools."""

    mandate: Mandate
    tools: tuple[str, ...]

    @classmethod
    def of(
        cls, *, principal: Address, agent_id: int, cap: int, expiry: int, tools: Iterable[str], salt: bytes
    ) -> MandateFile:
        """Make a mandate out of the names of its tools; see `Mandate` for the rest.

        Raises:
            InvalidInputError: if there is no tool, or too many.
        """
        names = tuple(sorted(set(tools)))
        return cls(Mandate(principal, agent_id, cap, expiry, tools_hash(map(tool_id, names)), salt), names)

    @property
    def tool_ids(self) -> list[bytes]:
        """What the chain knows the tools by."""
        return [tool_id(name) for name in self.tools]

    def pack(self) -> bytes:
        """Return the file's bytes: readable JSON with a final newline."""
        said = self.mandate
        document = _Document(
            principal=said.principal,
            agent_id=said.agent_id,
            cap=str(said.cap),
            expiry=said.expiry,
            tools=self.tools,
            salt=said.salt.hex(),
        )
        return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"

    @classmethod
    def unpack(cls, data: bytes) -> MandateFile:
        """Read a file.

        Raises:
            InvalidInputError: if it is no mandate.
        """
        try:
            if len(data) > MAX_MANDATE_BYTES:
                raise InvalidInputError(f"it has over {MAX_MANDATE_BYTES} bytes")
            said = msgspec.json.decode(data, type=_Document)
            return cls.of(
                principal=checksum(said.principal),
                agent_id=said.agent_id,
                cap=int(said.cap),
                expiry=said.expiry,
                tools=said.tools,
                salt=bytes.fromhex(said.salt),
            )
        except (*BAD_JSON, InvalidInputError) as error:
            raise InvalidInputError(
                f"this is no mandate: {error}",
                hint=f"hand it on as it was written, {SCHEMA}",
                code="bad_mandate",
            ) from error
