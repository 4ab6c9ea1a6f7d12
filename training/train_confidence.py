"""Fit the confidence model on the training questions and write `assistant/confidence.json`.

    python -m training.train_confidence [--ranking] [--write]

`--ranking` also fits the weights that order the candidates (printed, to be copied into
`assistant/evidence.py`).
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
from assistant.confidence import FEATURES, features
from connectors.bundled_e5 import BundledE5
from training.collect import Example, examples, flat

BEREFT_WEIGHT = 0.5
WRONG, REFUSED = 10.0, 1.0  # what a wrong answer and a refusal cost the person who asks


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--ranking", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument(
        "--threshold", type=float, help="keep this threshold instead of the one the costs give"
    )
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
    cited = sum(e.right for e in answerable)
    print(f"{len(found)} questions, {len(answerable)} answerable")
    print(f"every passage cited {cited}, first candidate right {sum(firsts)}")


def _is_gold(example: Example, candidate: evidence.Candidate) -> bool:
    return any(gold in flat(candidate.unit.text) for gold in example.gold)


def ranking(found: list[Example]) -> dict[str, float]:
    """Weights of the candidates' features, from pairs: a right unit against each wrong one of its part."""
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
    x, y = _table(found)
    groups = [e.group for e in found]
    held_out = np.zeros(len(found))
    for learn, judge in GroupKFold(len(set(groups))).split(x, y, groups):
        held_out[judge] = _fitted([found[i] for i in learn]).predict_proba(x[judge])[:, 1]
    chosen, curve = _curve(held_out, found)
    pipeline = _fitted(found)
    scaler, logistic = pipeline[0], pipeline[1]
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


def _fitted(found: list[Example]) -> Pipeline:
    """Learn from the questions, and from each answerable one without its passages: the hardest to refuse."""
    x, y = _table(found)
    bereft = [without_gold(e) for e in found if e.gold]
    hard = np.array([[row[name] for name in FEATURES] for row in bereft if row])
    weights = np.concatenate([np.ones(len(y)), np.full(len(hard), BEREFT_WEIGHT)])
    pipeline = make_pipeline(StandardScaler(), LogisticRegression(C=0.05, max_iter=1000))
    pipeline.fit(
        np.vstack([x, hard]),
        np.concatenate([y, np.zeros(len(hard), bool)]),
        logisticregression__sample_weight=weights,
    )
    return pipeline


def without_gold(example: Example) -> dict[str, float] | None:
    """Features of the question as if no text held its answer."""
    left = [[c for c in ranked if not _is_gold(example, c)] for ranked in example.found.ranked]
    if not all(left):
        return None
    question = example.found.question
    hits = list({(c.hit.document, c.hit.start): c.hit for ranked in left for c in ranked}.values())
    return features(question, left, evidence.weigh_terms(question, hits))


def _curve(held_out: np.ndarray, found: list[Example]) -> tuple[float, list[str]]:
    """Risk and coverage at each threshold, and the threshold of least cost."""
    lines, costs = [], {}
    gold = np.array([bool(e.gold) for e in found])
    right = np.array([e.right for e in found])
    for threshold in np.arange(0.1, 0.96, 0.05):
        said = held_out >= threshold
        wrong, refused = float((said & ~right).sum()), float((~said & gold).sum())
        costs[round(float(threshold), 2)] = WRONG * wrong + REFUSED * refused
        sure = right[said].mean() if said.any() else 1.0
        lines.append(
            f"threshold {threshold:.2f}  answered {said.mean():.2f}  right when answering {sure:.3f}  "
            f"answerable answered right {(said & right)[gold].mean():.3f}  "
            f"unanswerable refused {(~said)[~gold].mean():.3f}"
        )
    return min(costs, key=lambda t: costs[t]), lines


if __name__ == "__main__":
    main()
