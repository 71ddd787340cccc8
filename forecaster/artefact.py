"""Artefacts: a model in two files, `model.skops` and the card that describes it, `card.json`; and what taught it.

`lesson.npz` is needed only to teach it further. The model's file names the digests of its lesson and of the artefact
that was taught further to make it, so the digest of an artefact vouches for the whole line before it.

Nothing is unpickled. skops builds only the types named here, and only after the bytes are the ones the card names
and the features are the ones this version computes. Everything that decides lies in the digested file; the card only
describes it. Whoever can replace both files can replace the model: pin the digest where that matters.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np
import skops.io
from skops.io.exceptions import UntrustedTypesFoundException

from forecaster.alerts import AlertRule
from forecaster.catalogue import FEATURE_NAMES, FEATURE_SCHEMA
from forecaster.crowd.alarm import ChainWatch
from forecaster.lesson import Lesson
from forecaster.model import Model
from ledger.errors import InvalidInputError, NotFoundError, ProofError

SCHEMA: Final = "ombud/forecast-model/2"
MODEL_FILE: Final = "model.skops"
CARD_FILE: Final = "card.json"
LESSON_FILE: Final = "lesson.npz"
TRUSTED: Final = (
    "forecaster.calibrate.Calibrator",
    "forecaster.detectors.blend.BlendDetector",
    "forecaster.detectors.ensemble.EnsembleDetector",
    "forecaster.detectors.forest.ForestDetector",
    "forecaster.detectors.logistic.LogisticDetector",
    "forecaster.hazard.Hazard",
    "sklearn.tree._tree.Tree",
)
"""Types outside skops's own list that a model may hold."""


class DataRange(msgspec.Struct, frozen=True, kw_only=True):
    """What a model learnt from: `source` in words, agents, and the blocks of the training part."""

    source: str
    agents: int
    first_block: int
    last_block: int


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of a model."""

    schema: str
    sha256: str
    feature_schema: str
    features: int
    detector: str
    calibration: str
    horizon: int
    base_rate: float
    false_alarm_bound: float
    seed: int
    data: DataRange
    metrics: dict[str, Any]
    parent: str = ""
    """Digest of the artefact that was taught further; empty if it was trained from nothing."""
    lesson: str = ""
    """Digest of what it was learnt from; empty if that was not kept."""
    caution: str = "A forecast is advice: it may raise attention, never lower a score or take a bond."


def save(
    model: Model,
    folder: Path,
    *,
    seed: int,
    data: DataRange,
    metrics: dict[str, Any],
    lesson: Lesson | None = None,
    parent: str = "",
) -> Card:
    """Write an artefact; the card is written last, so a torn write is refused.

    Args:
        model: The model.
        folder: Where; made if missing.
        seed: Seed it was trained with.
        data: What it learnt from.
        metrics: What was measured on the test part.
        lesson: What it learnt from, to be kept.
        parent: Digest of the artefact that was taught further.
    """
    kept = None if lesson is None else lesson.packed()
    digest = "" if kept is None else hashlib.sha256(kept).hexdigest()
    rule = model.rule
    content = {
        "detector": model.detector,
        "calibrator": model.calibrator,
        "typical": model.typical,
        "base_rate": float(model.base_rate),
        "horizon": int(model.horizon),
        "hazard": model.hazard,
        "reference": model.reference,
        "parent": parent,
        "lesson": digest,
        "chains": None if model.chains is None else _chains(model.chains),
        "rule": [float(rule.threshold), float(rule.clear), float(rule.bound), rule.benign, rule.confirm, rule.quiet],
    }
    folder.mkdir(parents=True, exist_ok=True)
    if kept is not None:
        (folder / LESSON_FILE).write_bytes(kept)
    data_bytes = skops.io.dumps(content)
    (folder / MODEL_FILE).write_bytes(data_bytes)
    card = Card(
        schema=SCHEMA,
        sha256=hashlib.sha256(data_bytes).hexdigest(),
        feature_schema=FEATURE_SCHEMA,
        features=len(FEATURE_NAMES),
        detector=type(model.detector).__name__,
        calibration=model.calibrator.method,
        horizon=model.horizon,
        base_rate=model.base_rate,
        false_alarm_bound=rule.bound,
        seed=seed,
        data=data,
        metrics=metrics,
        parent=parent,
        lesson=digest,
    )
    (folder / CARD_FILE).write_bytes(msgspec.json.format(msgspec.json.encode(card), indent=2) + b"\n")
    return card


def _chains(watch: ChainWatch) -> list[Any]:
    return [watch.detector, float(watch.threshold), float(watch.bound), int(watch.fewest)]


def _watch(found: list[Any] | None) -> ChainWatch | None:
    """Read a watch over chains; artefacts made before there was one hold none."""
    return None if found is None else ChainWatch(found[0], float(found[1]), float(found[2]), int(found[3]))


def load(folder: Path) -> tuple[Model, Card]:
    """Read an artefact.

    Raises:
        NotFoundError: if a file is missing.
        InvalidInputError: if the card is malformed, or made for other features.
        ProofError: if the bytes are not the ones the card names, or hold types that are not trusted.
    """
    for name in (CARD_FILE, MODEL_FILE):
        if not (folder / name).is_file():
            raise NotFoundError(
                f"there is no {folder / name}",
                hint="make one with `ombud forecast train`, or name its folder",
                code="no_model",
            )
    try:
        card = msgspec.json.decode((folder / CARD_FILE).read_bytes(), type=Card)
    except msgspec.DecodeError as error:
        raise InvalidInputError(f"card {folder / CARD_FILE}: {error}", hint="train again", code="bad_card") from error
    if card.schema != SCHEMA or card.feature_schema != FEATURE_SCHEMA:
        raise InvalidInputError(
            f"artefact {folder} is {card.schema} over {card.feature_schema}",
            hint=f"this version reads {SCHEMA} over {FEATURE_SCHEMA}; train again",
            code="other_features",
        )
    data = (folder / MODEL_FILE).read_bytes()
    if hashlib.sha256(data).hexdigest() != card.sha256:
        raise ProofError(
            f"{folder / MODEL_FILE} is not the file its card names", hint="train again", code="digest_differs"
        )
    try:
        content = skops.io.loads(data, trusted=TRUSTED)
    except UntrustedTypesFoundException as error:
        raise ProofError(
            f"{folder / MODEL_FILE} holds types that are not trusted", hint="train again", code="untrusted_types"
        ) from error
    # artefacts made before there were lines of them name neither
    if (content.get("parent", ""), content.get("lesson", "")) != (card.parent, card.lesson):
        raise ProofError(
            f"card {folder / CARD_FILE} names another parent or lesson than the model does",
            hint="train again",
            code="digest_differs",
        )
    threshold, clear, bound, benign, confirm, quiet = content["rule"]
    rule = AlertRule(threshold, clear, bound, int(benign), int(confirm), int(quiet))
    typical = np.asarray(content["typical"], dtype=np.float64)
    model = Model(
        content["detector"], content["calibrator"], rule, typical, content["base_rate"], int(content["horizon"]),
        content["hazard"], content["reference"], _watch(content.get("chains")),
    )  # fmt: skip
    return model, card


def load_lesson(folder: Path, card: Card) -> Lesson:
    """Read what an artefact was learnt from.

    Args:
        folder: The artefact's.
        card: Its card, as `load` returned it.

    Raises:
        NotFoundError: if it was not kept.
        ProofError: if it is not the one that the model names.
    """
    path = folder / LESSON_FILE
    if not card.lesson or not path.is_file():
        raise NotFoundError(
            f"what taught {folder} was not kept", hint="make one with `ombud forecast train`", code="no_lesson"
        )
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != card.lesson:
        raise ProofError(f"{path} is not the file that the model names", hint="train again", code="digest_differs")
    return Lesson.unpacked(data)
