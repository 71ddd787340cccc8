"""What forecasters stated: whole runs of one model as of one block, beside the mirror and never part of its digest.

A run is written and replaced in one step, and one command reads whatever belongs together, so nobody sees half of
one. A run says which block it is as of, hash included: whether that block still stands is for the reader to compare.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final, Literal, TypeAlias

import msgspec

from ledger.errors import ConflictError, StaleMirrorError
from ledger.store import keys
from ledger.store.connection import Connection
from ledger.store.keys import Space
from ledger.store.rows import WIDE_BYTES, Codec, encode

AlertState: TypeAlias = Literal["pending", "firing", "resolved"]
ALERT_STATES: Final[tuple[AlertState, ...]] = ("pending", "firing", "resolved")
_RUN: Final = "run"
_ALERTS: Final = "alerts"
_TRIES: Final = 8
_LOOKED: Final = 16


class ModelRow(msgspec.Struct, frozen=True, array_like=True):
    """What is said of a model; its digest is the key. `bound` is the stated share of benign agents that ever fire."""

    schema: str
    feature_schema: str
    detector: str
    calibration: str
    horizon: int
    base_rate: float
    bound: float
    threshold: float
    seed: int
    source: str
    caution: str


class ChainRow(msgspec.Struct, frozen=True, array_like=True):
    """A sending that a chain of several agents leads to: its record and block, its score, who, and by which records."""

    record: bytes
    block: int
    score: float
    agents: tuple[int, ...]
    records: tuple[bytes, ...]


class RunRow(msgspec.Struct, frozen=True, array_like=True):
    """One run: the block it is as of, what it read, and when it was first stated.

    `hash` and `time` (Unix seconds) are the block's; `inputs` digests all histories. `stated_block` is where the
    mirror stood, `stated_at` (Unix seconds) what the forecaster's clock said, when exactly this was first written.
    `confidence` (0..1) is lower the more features have `drifted` from what taught; None where too few agents were read.
    `chains` are sendings that several agents together lead to; empty too if the model does not look for them.
    """

    block: int
    hash: bytes
    time: int
    inputs: bytes
    agents: int
    stated_block: int
    stated_at: int
    confidence: float | None = None
    drifted: tuple[str, ...] = ()
    retrain: bool = False
    chains: tuple[ChainRow, ...] = ()

    def same_question(self, other: RunRow) -> bool:
        """Whether both answer the same: one block of one chain, from the same histories."""
        return (self.block, self.hash, self.inputs) == (other.block, other.hash, other.inputs)


class ReasonRow(msgspec.Struct, frozen=True, array_like=True):
    """One reason in plain words; `push` is what the score falls by without it, `records` are those that carry it."""

    feature: str
    says: str
    value: float
    typical: float
    push: float
    records: tuple[bytes, ...]


class ForecastRow(msgspec.Struct, frozen=True, array_like=True):
    """What is forecast about one agent.

    `probability` is None if the history is insufficient. `alert` is empty where there is none; `since` is the
    block of its state, `fired` the block at which it last fired. `complete` is False if records were known to be
    missing; `inputs` digests the history. `by` is the probability by the end of each equal stretch of the horizon.
    """

    acts: int
    probability: float | None
    score: float | None
    alert: str
    since: int | None
    fired: int | None
    complete: bool
    inputs: bytes
    reasons: tuple[ReasonRow, ...] = ()
    by: tuple[float, ...] = ()


_MODEL_ROW: Final[Codec[ModelRow]] = Codec(ModelRow)
_RUN_ROW: Final[Codec[RunRow]] = Codec(RunRow)
_ROW: Final[Codec[ForecastRow]] = Codec(ForecastRow)
_ALERTED: Final[Codec[dict[str, list[int]]]] = Codec(dict[str, list[int]])


@dataclass(frozen=True, slots=True)
class Run:
    """One run of one model, as it stands in the store."""

    digest: bytes
    model: ModelRow
    row: RunRow


def inputs_digest(rows: Mapping[int, ForecastRow]) -> bytes:
    """Digest what all forecasts of a run were made from."""
    return sha256(
        b"".join(number.to_bytes(WIDE_BYTES, "big") + rows[number].inputs for number in sorted(rows))
    ).digest()


class Forecasts:
    """The forecasters' statements about one world.

    Args:
        connection: Where they are kept.
        space: Of which world.
    """

    def __init__(self, connection: Connection, space: Space) -> None:
        self._connection = connection
        self._prefix = space.world

    def write(self, digest: bytes, model: ModelRow, run: RunRow, rows: Mapping[int, ForecastRow]) -> bool:
        """Write a run, whole or not at all.

        Args:
            digest: The model's, 32 bytes.
            model: What its card says.
            run: As of which block, from what.
            rows: Forecasts by agent number.

        Returns:
            False, with nothing changed, if the same was stated before.

        Raises:
            ConflictError: if other writers never stopped stating something for this model and block.
            UnavailableError: if the server cannot be reached or refuses.
        """
        name = keys.forecast_run(digest, run.block)
        alerts = {state: sorted(n for n, row in rows.items() if row.alert == state) for state in ALERT_STATES}
        fields: list[Any] = [_RUN, encode(run), _ALERTS, msgspec.msgpack.encode(alerts)]
        for number, row in sorted(rows.items()):
            fields += (str(number), encode(row))
        for _ in range(_TRIES):
            before = self._connection.call("HGET", self._prefix + name, _RUN)
            if before is not None and _RUN_ROW.row(before).same_question(run):
                return False
            args = [self._prefix, keys.FORECAST_ORDER, keys.FORECAST_MODELS, name, digest, run.block, before or b""]
            if self._connection.script("forecast", self._prefix + keys.FORECAST_RUNS, [*args, encode(model), *fields]):
                return True
        raise ConflictError(
            f"other forecasters keep writing as of block {run.block}", hint="run one at a time", code="forecast_busy"
        )

    def newest(self, block: int) -> Run | None:
        """Return the newest run as of a block or before; of several as of one block, the one written last."""
        found = self._connection.call(
            "ZREVRANGEBYSCORE", self._prefix + keys.FORECAST_RUNS, block, 0, "WITHSCORES", "LIMIT", 0, 1
        )
        if not found:
            return None
        member, score = found[0]
        return self.run(member[WIDE_BYTES:], int(score))

    def runs(self, after: int, until: int) -> Iterator[Run]:
        """Yield the runs as of blocks after one and up to another, by block, and of one block as they were written."""
        start = 0
        while True:
            found = self._connection.call(
                "ZRANGEBYSCORE",
                self._prefix + keys.FORECAST_RUNS,
                f"({after}",
                until,
                "WITHSCORES",
                "LIMIT",
                start,
                _LOOKED,
            )
            for member, score in found:
                run = self.run(member[WIDE_BYTES:], int(score))
                if run is not None:
                    yield run
            if len(found) < _LOOKED:
                return
            start += _LOOKED

    def newest_stated_before(self, block: int) -> Run | None:
        """Return the newest run that was as of a block before this one, and written before the mirror came to it."""
        start = 0
        while True:
            found = self._connection.call(
                "ZREVRANGEBYSCORE",
                self._prefix + keys.FORECAST_RUNS,
                block - 1,
                0,
                "WITHSCORES",
                "LIMIT",
                start,
                _LOOKED,
            )
            for member, score in found:
                run = self.run(member[WIDE_BYTES:], int(score))
                if run is not None and run.row.stated_block < block:
                    return run
            if len(found) < _LOOKED:
                return None
            start += _LOOKED

    def run(self, digest: bytes, block: int) -> Run | None:
        """Return a model's run as of exactly this block."""
        card, row = self._connection.many(
            [
                ("HGET", self._prefix + keys.FORECAST_MODELS, digest),
                ("HGET", self._prefix + keys.forecast_run(digest, block), _RUN),
            ]
        )
        return None if card is None or row is None else Run(digest, _MODEL_ROW.row(card), _RUN_ROW.row(row))

    def of(self, run: Run, numbers: Sequence[int]) -> list[ForecastRow | None]:
        """Return what a run says about agents; None for one that was not there then.

        Raises:
            StaleMirrorError: if the run was replaced since it was read.
        """
        found = self._fields(run, [str(number) for number in numbers])
        return [None if data is None else _ROW.row(data) for data in found]

    def alerted(self, run: Run) -> dict[str, list[int]]:
        """Return the numbers of the agents with an alert, ascending, by its state.

        Raises:
            StaleMirrorError: if the run was replaced since it was read.
        """
        (data,) = self._fields(run, [_ALERTS])
        return {} if data is None else _ALERTED.row(data)

    def _fields(self, run: Run, names: Sequence[str]) -> list[Any]:
        key = self._prefix + keys.forecast_run(run.digest, run.row.block)
        found: list[Any] = self._connection.call("HMGET", key, _RUN, *names)
        stands = found.pop(0)
        if stands is None or _RUN_ROW.row(stands) != run.row:
            raise StaleMirrorError("the run was replaced while it was read", hint="ask again", code="forecast_replaced")
        return found
