"""What a user would pick instead, on the same rows and folds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np

from bench.options import Figures, Options
from forecaster.external.judge import era_matched
from forecaster.external.learn import parts_of
from forecaster.external.rated import NAMES
from forecaster.external.ratings import Floats, Ints
from forecaster.external.samples import ALL, Samples
from forecaster.metrics import auroc, average_precision

_SEEN: Final = ("1", "3", "5", "10", ALL)
_PRIOR: Final = 1.0
Fitted = Callable[[Floats, Ints, Floats, Floats], Floats]


def _isolation(features: Floats, _labels: Ints, _weights: Floats, asked: Floats) -> Floats:
    from sklearn.ensemble import IsolationForest  # noqa: PLC0415 slow to import

    return np.asarray(-IsolationForest(n_estimators=100, random_state=0, n_jobs=1).fit(features).score_samples(asked))


def _forest(features: Floats, labels: Ints, weights: Floats, asked: Floats) -> Floats:
    from sklearn.ensemble import RandomForestClassifier  # noqa: PLC0415 slow to import

    fitted = RandomForestClassifier(n_estimators=100, random_state=0, n_jobs=1)
    fitted.fit(features, labels, sample_weight=weights)
    return np.asarray(fitted.predict_proba(asked))[:, 1]


def _lightgbm(features: Floats, labels: Ints, weights: Floats, asked: Floats) -> Floats:
    from lightgbm import LGBMClassifier  # noqa: PLC0415 an extra

    fitted = LGBMClassifier(n_estimators=100, n_jobs=1, verbose=-1, random_state=0)
    fitted.fit(features, labels, sample_weight=weights)
    return np.asarray(fitted.predict_proba(asked))[:, 1]


LEARNERS: Final[dict[str, Fitted]] = {
    "isolation_forest": _isolation,
    "random_forest": _forest,
    "lightgbm": _lightgbm,
}


def crossed_by(learner: Fitted, samples: Samples, part: Ints) -> Floats | None:
    """Score every row by a learner that did not see its part; None if it is not installed."""
    scores = np.full(len(samples), np.nan)
    for number in np.unique(part):
        out = part == number
        gone = set(np.array(samples.groups)[out])
        stay = ~out & (samples.labels >= 0) & np.array([group not in gone for group in samples.groups])
        try:
            scores[out] = learner(
                samples.features[stay], samples.labels[stay], samples.weights[stay], samples.features[out]
            )
        except ImportError:
            return None
    return scores


def baselines_of_rows(samples: Samples, part: Ints, options: Options) -> Figures:
    """Measure every learner by how much had been seen: AUROC and average precision."""
    found: Figures = {}
    for name, learner in LEARNERS.items():
        options.say(f"baseline {name}")
        scores = crossed_by(learner, samples, part)
        found[name] = (
            None
            if scores is None
            else {
                said: {
                    "auroc": auroc(samples.labels[rows], scores[rows]),
                    "average_precision": average_precision(samples.labels[rows], scores[rows]),
                }
                for said in dict.fromkeys(samples.seen)
                if (rows := samples.at(said) & samples.known).any()
            }
        )
    return found


def baselines_of_network(samples: Samples, options: Options) -> Figures:
    """Measure the mean rating, the Beta score, and every learner on the same features."""
    mean = -samples.features[:, NAMES.index("mean")]
    seen = np.expm1(samples.features[:, NAMES.index("seen")])
    total = mean * seen
    good, bad = np.maximum(0.0, -total), np.maximum(0.0, total)
    beta = -(_PRIOR + good) / (2 * _PRIOR + good + bad)
    given: dict[str, Floats | None] = {"mean": mean, "beta": beta}
    part = parts_of(samples, 5, options.seed)
    for name, learner in LEARNERS.items():
        options.say(f"baseline {name}")
        given[name] = crossed_by(learner, samples, part)
    return {name: None if scores is None else _by_seen(samples, scores) for name, scores in given.items()}


def _by_seen(samples: Samples, scores: Floats) -> dict[str, Any]:
    return {
        "masked": {_key(said): _at(samples, scores, said, auroc) for said in _SEEN},
        "era_matched": {
            _key(said): era_matched(samples.labels[rows], scores[rows], samples.first[rows])
            for said in _SEEN
            if (rows := samples.at(said)).any()
        },
    }


def _at(samples: Samples, scores: Floats, said: str, measure: Callable[[Ints, Floats], float]) -> float:
    rows = samples.at(said)
    return measure(samples.labels[rows], scores[rows])


def _key(said: str) -> str:
    return said if said == ALL else f"k{said}"
