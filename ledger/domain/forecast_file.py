"""Forecasts and their salts, as their forecaster keeps them between commitment and revelation: a secret until then.

A JSON document. What was said of agent i stands at place i: parts per million, and a salt (32 bytes, hex).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final, Literal

import msgspec

from ledger.domain import tree
from ledger.domain.bad_json import BAD_JSON
from ledger.domain.forecast_book import PPM, Book
from ledger.domain.ids import Address
from ledger.errors import InvalidInputError

SCHEMA: Final = "ombud/forecasts/1"
MAX_FILE_BYTES: Final = 256 * 1024 * 1024

_Hash = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
_Said = tuple[Annotated[int, msgspec.Meta(ge=0, le=PPM)], _Hash]


class _Document(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    schema: Literal["ombud/forecasts/1"]
    forecaster: Annotated[str, msgspec.Meta(pattern=r"^0x[0-9a-fA-F]{40}\Z")]
    epoch: Annotated[int, msgspec.Meta(ge=0, lt=1 << 32)]
    said: Annotated[tuple[_Said, ...], msgspec.Meta(min_length=1)]


@dataclass(frozen=True, slots=True)
class ForecastFile:
    """What a forecaster commits to in an epoch: (parts per million, salt) for agent 0, 1, ..."""

    forecaster: Address
    epoch: int
    said: tuple[tuple[int, bytes], ...]

    def leaves(self, book: Book) -> list[bytes]:
        """Return the leaves of the tree that is committed to."""
        return [book.leaf(self.forecaster, self.epoch, agent, ppm, salt) for agent, (ppm, salt) in enumerate(self.said)]

    def root(self, book: Book) -> bytes:
        """Return what is committed to."""
        return tree.root(self.leaves(book))

    def paths(self, book: Book, agents: Sequence[int]) -> list[list[bytes]]:
        """Return the paths of several agents' leaves.

        Raises:
            InvalidInputError: if nothing was said of one of them.
        """
        levels = tree.levels(self.leaves(book))
        return [tree.inclusion_path(levels, agent) for agent in agents]

    def pack(self) -> bytes:
        """Return the file's bytes, with a final newline."""
        said = tuple((ppm, salt.hex()) for ppm, salt in self.said)
        document = _Document(schema=SCHEMA, forecaster=self.forecaster, epoch=self.epoch, said=said)
        return msgspec.json.encode(document) + b"\n"

    @classmethod
    def unpack(cls, data: bytes) -> ForecastFile:
        """Read the file's bytes.

        Raises:
            InvalidInputError: if they are no forecasts.
        """
        try:
            if len(data) > MAX_FILE_BYTES:
                raise InvalidInputError(f"it has over {MAX_FILE_BYTES} bytes")
            told = msgspec.json.decode(data, type=_Document)
        except (*BAD_JSON, InvalidInputError) as error:
            raise InvalidInputError(
                f"these are no forecasts: {error}",
                hint="give the file that `ombud forecast-book commit` wrote",
                code="bad_forecast_file",
            ) from error
        said = tuple((ppm, bytes.fromhex(salt)) for ppm, salt in told.said)
        return cls(Address(told.forecaster), told.epoch, said)
