"""Why answers composed without ever abstaining are wrong, by collection: the table of docs/quality.md.

python -m training.causes [--also COLLECTION]
"""

import argparse
from collections import Counter
from pathlib import Path

from assistant import composition
from connectors.bundled_e5 import BundledE5
from training import judge
from training.collect import Example, examples, own_collections


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--also", type=Path, action="append", default=[])
    args = parser.parse_args()
    counted: dict[str, Counter[str]] = {}
    for example in examples(BundledE5(), [*own_collections(), *args.also]):
        if example.is_answerable:
            counted.setdefault(example.collection, Counter())[cause(example)] += 1
    for name, causes in counted.items():
        print(name, sum(causes.values()), dict(causes.most_common()))


def cause(example: Example) -> str:
    """The first thing that went wrong, from the filter to the words said."""
    if example.right:
        return "right"
    kept = any(
        _holds(example, c.unit.document, c.unit.text) for ranked in example.found.ranked for c in ranked
    )
    if not kept:
        aside = (unit for one in example.found.trace.set_aside for unit in one.hit.units)
        filtered = any(_holds(example, unit.document, unit.text) for unit in aside)
        return "set aside by the frame" if filtered else "not among the passages found"
    answer = composition.compose(example.found, 1.0)
    if answer is None or not judge.cites(example.row, answer):
        return "another sentence chosen"
    missing, forbidden = judge.said(example.row, composition.plain(answer))
    if missing:
        return "a part missing"
    return "a value of another case beside" if forbidden else "too long"


def _holds(example: Example, document: str, words: str) -> bool:
    return judge.supports(example.row, document, words)


if __name__ == "__main__":
    main()
