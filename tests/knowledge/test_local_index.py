"""The embedded index: what it finds, what it refuses to open, and how a new one takes its place."""

import json
from datetime import date
from uuid import uuid4

import faiss
import numpy as np
import pytest

from knowledge import index_store, local_index, nearest
from knowledge.errors import IndexMismatch, IndexMissing
from knowledge.fusion import Meaning, fused
from knowledge.local_index import LocalIndex
from knowledge.nearest import Nearest, Selection
from knowledge.reading.drafts import Source
from knowledge.reading.text import read_text
from knowledge.records import records_of
from knowledge.scope import Scope
from knowledge.vectors import Stored
from tests.knowledge.fakes import HashingEmbedder

TEXTS = {
    "saisie.md": "# Saisie\n\n## 1. Portail\n\nLe portail ouvre le 3 mai. Le site à choisir est C07.\n\n"
    "## 2. Codes\n\nLe code AB désigne un candidat absent. Le code CB désigne une copie blanche.\n\n"
    "## 3. Fin\n\nLe correcteur verrouille son lot.\n",
    "frais.md": "# Frais\n\n## 1. Repas\n\nLe repas est remboursé 15,30 €.\n\n"
    "## 2. Trajets\n\nCréer une ligne par déplacement, en joignant la référence DE/31-204.\n",
}
NOWHERE = Scope(today=date(2031, 5, 3))


@pytest.fixture(params=["words alone", "words and vectors"])
def embedder(request):
    return HashingEmbedder() if request.param == "words and vectors" else None


def records(texts=TEXTS):
    return [
        record
        for name, content in sorted(texts.items())
        for record in records_of(read_text(Source(name, "text/markdown", ""), content), uuid4())
    ]


@pytest.fixture
def index(tmp_path, embedder):
    local_index.build(tmp_path, records(), embedder)
    return LocalIndex.open(tmp_path, embedder)


def best(index, question):
    return index.search(question, NOWHERE)[0]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Que veut dire le code CB ?", "copie blanche"),
        ("comment verrouiller le lot", "verrouille"),
        ("Où utilise-t-on C07 ?", "C07"),
        ("à quoi sert DE/31-204", "DE/31-204"),
        ("montant 15,30 €", "15,30"),
        ("deplacements : combien de lignes", "ligne par déplacement"),
    ],
)
def test_words_codes_references_and_unaccented_words_are_found(index, question, expected):
    assert expected in best(index, question).text


def test_units_are_scored_and_equal_to_the_text(index):
    hit = best(index, "candidat absent code AB")

    assert max(hit.units, key=lambda unit: unit.score).text == "Le code AB désigne un candidat absent."
    for unit in hit.units:
        assert hit.text[unit.start - hit.start : unit.end - hit.start] == unit.text
        assert unit.context.startswith("2. Codes")


def test_hits_come_best_first_and_no_more_than_asked(index):
    hits = index.search("le portail et le lot", NOWHERE, limit=2)

    assert len(hits) == 2
    assert hits[0].score >= hits[1].score


@pytest.mark.parametrize("question", ["", "   ", "\x00\x07", "?!", "zzz qqq", "é" * 100_000, "\ud800 lot"])
def test_odd_questions_raise_nothing(index, question):
    assert isinstance(index.search(question, NOWHERE), list)


def test_an_empty_question_finds_nothing(index):
    assert index.search(" \n\x00", NOWHERE) == []


def test_an_empty_index_finds_nothing(tmp_path, embedder):
    local_index.build(tmp_path, [], embedder)

    assert LocalIndex.open(tmp_path, embedder).search("le lot", NOWHERE) == []


def test_the_order_of_building_does_not_change_what_is_found(tmp_path, embedder):
    made = records()
    found = []
    for name, order in (("a", made), ("b", made[::-1])):
        local_index.build(tmp_path / name, order, embedder)
        hits = LocalIndex.open(tmp_path / name, embedder).search("code du lot et repas", NOWHERE)
        found.append([(hit.document, hit.start, round(hit.score, 4)) for hit in hits])

    assert found[0] == found[1]


def test_an_index_of_another_engine_is_refused(tmp_path):
    local_index.build(tmp_path, records(), HashingEmbedder("hashing-1"))

    with pytest.raises(IndexMismatch) as refusal:
        LocalIndex.open(tmp_path, HashingEmbedder("hashing-2"))

    assert (refusal.value.made_by, refusal.value.wanted) == ("hashing-1", "hashing-2")


def test_a_lexical_index_serves_an_installation_that_has_an_engine(tmp_path):
    local_index.build(tmp_path, records(), None)

    index = LocalIndex.open(tmp_path, HashingEmbedder())

    assert index.embedder is None
    assert "C07" in best(index, "site C07").text


def test_a_folder_without_index_and_a_stamp_of_another_format_say_so(tmp_path):
    with pytest.raises(IndexMissing):
        LocalIndex.open(tmp_path, None)

    local_index.build(tmp_path, records(), None)
    stamp = index_store.current(tmp_path) / "stamp.json"
    stamp.write_text(json.dumps(json.loads(stamp.read_text()) | {"format": 99}))

    with pytest.raises(IndexMismatch):
        LocalIndex.open(tmp_path, None)


def test_unchanged_texts_are_not_embedded_again(tmp_path):
    embedder = HashingEmbedder()
    local_index.build(tmp_path, records(), embedder)
    before, embedder.embedded = embedder.embedded, 0

    changed = TEXTS | {"frais.md": TEXTS["frais.md"].replace("15,30", "16,40")}
    local_index.build(tmp_path, records(changed), embedder)

    assert before > 5
    assert embedder.embedded == 2  # the sentence and its passage


def test_a_build_that_fails_leaves_the_former_index_in_service(tmp_path):
    local_index.build(tmp_path, records(), None)

    class Failing(HashingEmbedder):
        def embed_passages(self, texts):
            raise MemoryError

    with pytest.raises(MemoryError):
        local_index.build(tmp_path, records(), Failing())

    assert "C07" in best(LocalIndex.open(tmp_path, None), "site C07").text
    assert len(list(tmp_path.glob("build-*"))) == 1


def test_an_open_index_goes_on_while_the_next_one_takes_its_place(tmp_path, embedder):
    local_index.build(tmp_path, records(), embedder)
    index = LocalIndex.open(tmp_path, embedder)

    local_index.build(tmp_path, records({"autre.md": "# Autre\n\nRien de commun ici.\n"}), embedder)

    assert "C07" in best(index, "site C07").text
    assert LocalIndex.open(tmp_path, embedder).stamp.passages == 1


@pytest.fixture
def many(tmp_path):
    made = np.random.default_rng(7).normal(size=(3000, 32)).astype(np.float32)
    made /= np.linalg.norm(made, axis=1, keepdims=True)
    Stored.write(tmp_path, "many", made)
    return Stored(tmp_path, "many", 32), made


@pytest.mark.parametrize(("memory", "kind"), [(1 << 40, "IndexHNSW"), (1000, "IndexIVF")])
def test_many_vectors_are_searched_through_what_the_memory_allows(tmp_path, monkeypatch, many, memory, kind):
    stored, made = many
    query, some = made[11], Selection.of(np.arange(3000) % 2 == 0)
    exact = Nearest.open(tmp_path, stored).search(query, 20).tolist()
    exact_among_some = Nearest.open(tmp_path, stored).search(query, 20, some).tolist()
    exact_among_narrow = (
        Nearest.open(tmp_path, stored).search(query, 20, Selection.of(np.arange(3000) % 5 == 0)).tolist()
    )
    exact_among_few = (
        Nearest.open(tmp_path, stored).search(query, 5, Selection.of(np.arange(3000) % 50 == 0)).tolist()
    )

    monkeypatch.setattr(nearest, "FLAT_UP_TO", 100)
    monkeypatch.setattr(nearest, "_EXACT_UP_TO", 100)
    Nearest.write(tmp_path, stored, memory=memory)
    index = Nearest.open(tmp_path, stored)

    assert kind in type(faiss.read_index(str(tmp_path / "passages.faiss"))).__name__
    assert len(set(exact) & set(index.search(query, 20).tolist())) >= 19
    among_some = index.search(query, 20, some).tolist()
    assert all(number % 2 == 0 for number in among_some)
    assert len(set(exact_among_some) & set(among_some)) >= 18
    narrow = Selection.of(np.arange(3000) % 5 == 0)
    among_narrow = index.search(query, 20, narrow).tolist()
    assert len(set(exact_among_narrow) & set(among_narrow)) >= 18
    few = Selection.of(np.arange(3000) % 50 == 0)
    assert set(index.search(query, 5, few).tolist()) == set(exact_among_few)


@pytest.mark.parametrize("share", [1, 3])
def test_among_few_vectors_the_nearest_are_the_exact_ones(tmp_path, many, share):
    stored, made = many
    mask = np.arange(3000) % share == 0

    found = Nearest.open(tmp_path, stored).search(made[11], 20, Selection.of(mask))

    allowed = np.flatnonzero(mask)
    assert found.tolist() == allowed[np.argsort(-stored.cosines(allowed, made[11]))[:20]].tolist()


def test_a_stored_vector_keeps_its_cosines(many):
    stored, made = many

    assert np.abs(stored.cosines(np.arange(3000), made[11]) - made @ made[11]).max() < 0.005


def test_among_few_texts_that_are_all_far_words_still_count():
    far = np.asarray([0.70, 0.69], np.float32)
    meaning = Meaning(far, np.asarray([0.70, 0.70], np.float32), usual=0.78)

    scores = fused(np.asarray([0, 1], np.int32), np.asarray([0.0, 5.0], np.float32), meaning)

    assert scores[1] > scores[0] > -3
