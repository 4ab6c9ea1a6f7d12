"""Fit the confidence model on the training questions and write `assistant/confidence.json`.

    python -m training.train --part alone --only lycee pro samples --also COLLECTION --threshold 0.46 --write
    python -m training.train --part beside --also COLLECTION --threshold 0.44 --write

`--ranking` also fits the weights that order the candidates (printed, to be copied into
`assistant/evidence.py`). `--also` adds a collection laid out like those of `training/collections`.
"""

import argparse
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from assistant import evidence
from assistant.confidence import ALL, FEATURES, FILE, OUTCOMES
from connectors.bundled_e5 import BundledE5
from training import judge
from training.collect import Example, examples, own_collections

WRONG, REFUSED = 10.0, 1.0  # what a wrong answer and a refusal cost the person who asks
STRENGTH = {"alone": 0.05, "beside": 0.02}  # of the logistics; chosen on sets held out
LEANING = 2.0  # of naming another frame's text: held out, more is named rightly than wrongly
RIGHT, RIVALS = 3, 20  # candidates of a part that are compared


def main() -> None:
    args = _arguments()
    chosen = [folder for folder in own_collections() if not args.only or folder.name in args.only]
    found = list(examples(BundledE5(), [*chosen, *args.also]))
    answerable = [e for e in found if e.is_answerable]
    print(
        f"{len(found)} questions, {len(answerable)} answerable, {sum(e.right for e in found)} composed right"
    )
    if args.ranking:
        print(ranking(answerable))
    fitted, report = fit(found, args.part, args.threshold)
    print("\n".join(report))
    if args.write:
        target = Path(evidence.__file__).parent / FILE
        model = json.loads(target.read_text(encoding="utf-8")) | {args.part: fitted, "leaning": LEANING}
        target.write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--ranking", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--part", choices=("alone", "beside"), default="beside")
    parser.add_argument("--threshold", type=float, help="instead of the one the costs give")
    parser.add_argument("--only", nargs="*", help="names of collections of training/collections")
    parser.add_argument("--also", type=Path, action="append", default=[])
    return parser.parse_args()


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


def fit(found: list[Example], part: str, threshold: float | None) -> tuple[dict[str, object], list[str]]:
    names = FEATURES if part == "alone" else ALL
    outcomes = OUTCOMES[:1] if part == "alone" else OUTCOMES
    x = np.array([[e.found.features.get(name, np.nan) for name in names] for e in found])
    x = np.where(np.isnan(x), np.nanmean(x, axis=0), x)
    y = np.array([int(e.right) if part == "alone" else _outcome(e) for e in found])
    right = 1 if part == "alone" else 0
    sets = [e.collection for e in found]
    held_out = np.zeros(len(found))
    for learn, rest in GroupKFold(len(set(sets))).split(x, y, sets):
        held_out[rest] = _fitted(x[learn], y[learn], part).predict_proba(x[rest])[:, right]
    chosen, curve = _curve(held_out, found)
    scaler, logistic = _fitted(x, y, part)
    return {
        "weights": {o: _named(names, row) for o, row in zip(outcomes, logistic.coef_, strict=True)},
        "mean": _named(names, scaler.mean_),
        "spread": _named(names, np.where(scaler.scale_ == 0, 1.0, scaler.scale_)),
        "bias": {o: round(float(b), 5) for o, b in zip(outcomes, logistic.intercept_, strict=True)},
        "threshold": threshold if threshold is not None else chosen,
        "trained_on": datetime.now(UTC).date().isoformat(),
        "questions": len(found),
    }, [f"AUROC held out by set {roc_auc_score(y == right, held_out):.3f}", *curve]


def _outcome(example: Example) -> int:
    """Its place in `OUTCOMES`."""
    if example.right:
        return 0
    return 1 if example.row.get("expected_status") == "other_scope" else 2


def _named(names: Sequence[str], values: np.ndarray) -> dict[str, float]:
    return {name: round(float(value), 5) for name, value in zip(names, values, strict=True)}


def _fitted(x: np.ndarray, y: np.ndarray, part: str) -> Pipeline:
    logistic = LogisticRegression(C=STRENGTH[part], max_iter=3000)
    return make_pipeline(StandardScaler(), logistic).fit(x, y)


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
