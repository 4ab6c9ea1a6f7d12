"""Fit the confidence model on the training questions and write `assistant/confidence.json`.

    python -m training.train [--ranking] [--threshold 0.45] [--also COLLECTION] [--write]

`--ranking` also fits the weights that order the candidates (printed, to be copied into
`assistant/evidence.py`). `--also` adds a collection laid out like those of `training/collections`.
"""

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from assistant import evidence
from assistant.confidence import FEATURES
from connectors.bundled_e5 import BundledE5
from training import judge
from training.collect import Example, examples, own_collections

WRONG, REFUSED = 10.0, 1.0  # what a wrong answer and a refusal cost the person who asks
STRENGTH = 0.05  # of the logistic; chosen on sets held out
RIGHT, RIVALS = 3, 20  # candidates of a part that are compared


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--ranking", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--threshold", type=float, help="instead of the one the costs give")
    parser.add_argument("--also", type=Path, action="append", default=[])
    args = parser.parse_args()
    found = list(examples(BundledE5(), [*own_collections(), *args.also]))
    answerable = [e for e in found if e.is_answerable]
    print(
        f"{len(found)} questions, {len(answerable)} answerable, {sum(e.right for e in found)} composed right"
    )
    if args.ranking:
        print(ranking(answerable))
    model, report = fit(found, args.threshold)
    print("\n".join(report))
    if args.write:
        target = Path(evidence.__file__).parent / "confidence.json"
        target.write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")


def ranking(found: list[Example]) -> dict[str, float]:
    """Weights of the candidates' features, from pairs: a right unit against each wrong one of its part."""
    names = list(evidence.WEIGHTS)
    pairs = []
    for example in found:
        for ranked in example.found.ranked:
            right = [c for c in ranked if judge.supports(example.row, c.unit.document, c.unit.text)]
            wrong = [c for c in ranked if c not in right][:RIVALS]
            pairs += [[getattr(r, n) - getattr(w, n) for n in names] for r in right[:RIGHT] for w in wrong]
    x = np.array(pairs)
    spread = x.std(axis=0) + 1e-6
    labels = np.array([1] * len(x) + [0] * len(x))
    fitted = LogisticRegression(fit_intercept=False, C=0.02).fit(np.vstack([x, -x]) / spread, labels)
    return dict(zip(names, (round(float(w), 2) for w in fitted.coef_[0] / spread), strict=True))


def fit(found: list[Example], threshold: float | None) -> tuple[dict[str, object], list[str]]:
    x, y = _table(found)
    sets = [e.collection for e in found]
    held_out = np.zeros(len(found))
    for learn, rest in GroupKFold(len(set(sets))).split(x, y, sets):
        held_out[rest] = _fitted(x[learn], y[learn]).predict_proba(x[rest])[:, 1]
    chosen, curve = _curve(held_out, found)
    scaler, logistic = _fitted(x, y)
    return {
        "weights": _named(logistic.coef_[0]),
        "mean": _named(scaler.mean_),
        "spread": _named(np.where(scaler.scale_ == 0, 1.0, scaler.scale_)),
        "bias": round(float(logistic.intercept_[0]), 5),
        "threshold": threshold if threshold is not None else chosen,
        "trained_on": datetime.now(UTC).date().isoformat(),
        "questions": len(found),
    }, [f"AUROC held out by set {roc_auc_score(y, held_out):.3f}", *curve]


def _named(values: np.ndarray) -> dict[str, float]:
    return {name: round(float(value), 5) for name, value in zip(FEATURES, values, strict=True)}


def _table(found: list[Example]) -> tuple[np.ndarray, np.ndarray]:
    rows = [[e.found.features[name] for name in FEATURES] for e in found]
    return np.array(rows), np.array([e.right for e in found])


def _fitted(x: np.ndarray, y: np.ndarray) -> Pipeline:
    return make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH, max_iter=3000)).fit(x, y)


def _curve(held_out: np.ndarray, found: list[Example]) -> tuple[float, list[str]]:
    """Risk and coverage at each threshold, and the threshold of least cost."""
    lines, costs = [], {}
    answerable = np.array([e.is_answerable for e in found])
    right = np.array([e.right for e in found])
    for threshold in np.arange(0.1, 0.96, 0.05):
        said = held_out >= threshold
        wrong, refused = float((said & ~right).sum()), float((~said & answerable).sum())
        costs[round(float(threshold), 2)] = WRONG * wrong + REFUSED * refused
        sure = right[said].mean() if said.any() else 1.0
        lines.append(
            f"threshold {threshold:.2f}  answered {said.mean():.2f}  right when answering {sure:.3f}  "
            f"answerable answered right {(said & right)[answerable].mean():.3f}  "
            f"unanswerable refused {(~said)[~answerable].mean():.3f}"
        )
    return min(costs, key=lambda t: costs[t]), lines


if __name__ == "__main__":
    main()
