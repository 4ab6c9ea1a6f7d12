"""The product's own gold over the sample circulars: what is answered right today stays so.

The questions are in `training/collections/samples`; the floors, the figures of docs/quality.md less a point.
"""

import pytest

from assistant import batch, confidence
from assistant.answering import Answerer
from connectors.bundled_e5 import BundledE5
from knowledge.local_index import LocalIndex
from training import judge
from training.collect import COLLECTIONS, rows

FLOORS = {judge.ANSWERABLE: 62 / 103 - 0.01, judge.UNANSWERABLE: 40 / 47 - 0.01}


@pytest.fixture(scope="module")
def judged(demonstration):
    answerer = Answerer(LocalIndex.open(demonstration / "var" / "index", BundledE5()), confidence.load())
    found = {kind: [] for kind in FLOORS}
    for row in rows(COLLECTIONS / "samples"):
        if judge.kind(row) in found:
            answer = answerer.answer(row["question"], batch.scope(row), batch.turns(row["context"]))
            found[judge.kind(row)].append(judge.is_right(row, answer))
    return found


@pytest.mark.parametrize("kind", FLOORS)
def test_no_more_than_a_point_is_lost_on_our_own_gold(judged, kind):
    share = sum(judged[kind]) / len(judged[kind])

    assert share >= FLOORS[kind], f"{sum(judged[kind])}/{len(judged[kind])}"
