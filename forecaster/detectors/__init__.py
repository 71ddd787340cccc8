"""Detectors: features in, a score out, higher is worse. All of them pass one list of checks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from forecaster.detectors.blend import BlendDetector
from forecaster.detectors.contract import Detector
from forecaster.detectors.ensemble import EnsembleDetector
from forecaster.detectors.forest import ForestDetector
from forecaster.detectors.logistic import LogisticDetector
from forecaster.detectors.novelty import NoveltyDetector, VigilDetector

DETECTORS: Final[Mapping[str, type[Detector]]] = {
    "blend": BlendDetector,
    "forest": ForestDetector,
    "logistic": LogisticDetector,
    "ensemble": EnsembleDetector,
    "novelty": NoveltyDetector,
    "vigil": VigilDetector,
}
"""Detectors by name; the first is the default."""

__all__ = [
    "DETECTORS",
    "BlendDetector",
    "Detector",
    "EnsembleDetector",
    "ForestDetector",
    "LogisticDetector",
    "NoveltyDetector",
    "VigilDetector",
]
