"""The order in which texts come changes nothing of what is found."""

import random

import pytest

from knowledge.local_index import LocalIndex
from knowledge.scope import Scope
from tests.knowledge import texts
from tests.knowledge.test_library import Desk

COLLECTION = {
    "correction.md": texts.CORRECTION,
    "rectificatif.txt": texts.RECTIFICATION,
    "nice.md": texts.NICE,
    "saisie.md": texts.NEW_SECTION,
    "double.md": texts.NICE,  # the same words twice: only the order of names parts them
}

ASKED = ("Quand est la réunion ?", "site de saisie", "copie blanche", "lot de 90 copies", "frais")


@pytest.mark.parametrize("seed", range(3))
def test_shuffled_arrivals_give_the_same_hits_scores_and_reasons(tmp_path, seed):
    def traces(name, order, by):
        (tmp_path / name).mkdir()
        desk = Desk(tmp_path / name)
        for at, document in enumerate(order, start=1):
            desk.write(document, COLLECTION[document])
            if at % by == 0:
                desk.index()
        desk.index()
        index = LocalIndex.open(desk.index_dir, desk.embedder)
        desk.engine.dispose()
        return [told(index.search_with_trace(asked, Scope(academy="Lille"))) for asked in ASKED]

    def told(trace):
        kept = [(h.document, h.start, h.score, [u.score for u in h.units], h.withdrawn) for h in trace.kept]
        return kept, [(one.hit.document, one.hit.start, one.why, one.change) for one in trace.set_aside]

    shuffled = random.Random(seed).sample(sorted(COLLECTION), len(COLLECTION))

    assert traces("shuffled", shuffled, by=1) == traces("at once", sorted(COLLECTION), by=len(COLLECTION))
