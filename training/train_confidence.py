"""Fit the confidence model on the training questions and write `assistant/confidence.json`.

    python -m training.train_confidence [--ranking] [--write]

`--ranking` also fits the weights that order the candidates (printed, to be copied into `assistant/evidence.py`).
"""

import argparse
import json
from datetime import date
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from assistant import evidence
from assistant.confidence import FEATURES
from connectors.bundled_e5 import BundledE5
from training.collect import Example, examples, flat

WRONG, REFUSED = 10.0, 1.0  # what a wrong answer and a refusal cost the person who asks


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ranking", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--threshold", type=float, help="keep this threshold instead of the one the costs give")
    args = parser.parse_args()
    found = examples(BundledE5())
    report(found)
    if args.ranking:
        print(ranking(found))
    model, curve = fit(found, args.threshold)
    for line in curve:
        print(line)
    if args.write:
        target = Path(evidence.__file__).parent / "confidence.json"
        target.write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")


def report(found: list[Example]) -> None:
    answerable = [e for e in found if e.gold]
    firsts = [any(_is_gold(e, r[0]) for r in e.found.ranked if r) for e in answerable]
    print(f"{len(found)} questions, {len(answerable)} answerable; passages cited {sum(e.right for e in answerable)}, "
          f"first candidate right {sum(firsts)}")


def _is_gold(example: Example, candidate: evidence.Candidate) -> bool:
    return any(gold in flat(candidate.unit.text) for gold in example.gold)


def ranking(found: list[Example]) -> dict[str, float]:
    """Weights of the candidates' features, from pairs: a right unit against each wrong one of the same part."""
    names = list(evidence.WEIGHTS)
    pairs = []
    for example in found:
        for ranked in example.found.ranked:
            right = [c for c in ranked if _is_gold(example, c)]
            wrong = [c for c in ranked if not _is_gold(example, c)][:15]
            pairs += [[getattr(r, n) - getattr(w, n) for n in names] for r in right[:2] for w in wrong]
    x = np.array(pairs)
    x = np.vstack([x, -x])
    y = np.array([1] * len(pairs) + [0] * len(pairs))
    fitted = LogisticRegression(fit_intercept=False, C=0.5).fit(x, y)
    return dict(zip(names, (round(float(w), 2) for w in fitted.coef_[0]), strict=True))


def fit(found: list[Example], threshold: float | None) -> tuple[dict[str, object], list[str]]:
    x = np.array([[e.found.features[name] for name in FEATURES] for e in found])
    y = np.array([e.right for e in found])
    groups = [e.group for e in found]
    pipeline = make_pipeline(StandardScaler(), LogisticRegression(C=0.3, max_iter=1000))
    held_out = cross_val_predict(pipeline, x, y, groups=groups, cv=GroupKFold(len(set(groups))), method="predict_proba")[:, 1]
    chosen, curve = _curve(held_out, found)
    pipeline.fit(x, y)
    scaler, logistic = pipeline[0], pipeline[1]
    named = lambda values: {n: round(float(v), 5) for n, v in zip(FEATURES, values, strict=True)}  # noqa: E731 - one use
    return {
        "weights": named(logistic.coef_[0]),
        "mean": named(scaler.mean_),
        "spread": named(np.where(scaler.scale_ == 0, 1.0, scaler.scale_)),
        "bias": round(float(logistic.intercept_[0]), 5),
        "threshold": threshold if threshold is not None else chosen,
        "trained_on": date.today().isoformat(),
        "questions": len(found),
    }, [f"AUROC held out by set {roc_auc_score(y, held_out):.3f}", *curve]


def _curve(held_out: np.ndarray, found: list[Example]) -> tuple[float, list[str]]:
    """Risk and coverage at each threshold, and the threshold of least cost."""
    lines, costs = [], {}
    gold = np.array([bool(e.gold) for e in found])
    right = np.array([e.right for e in found])
    for threshold in np.arange(0.1, 0.96, 0.05):
        said = held_out >= threshold
        costs[round(float(threshold), 2)] = WRONG * float((said & ~right).sum()) + REFUSED * float((~said & gold).sum())
        lines.append(
            f"threshold {threshold:.2f}  answered {said.mean():.2f}  right when answering {right[said].mean() if said.any() else 1:.3f}  "
            f"answerable answered right {(said & right)[gold].mean():.3f}  unanswerable refused {(~said)[~gold].mean():.3f}"
        )
    return min(costs, key=lambda t: costs[t]), lines


if __name__ == "__main__":
    main()
