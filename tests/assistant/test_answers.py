import json
from dataclasses import replace

import pytest

from assistant import batch, confidence
from assistant.answering import Answerer
from assistant.answers import Act, Status
from assistant.composition import plain
from knowledge.applicability import Standing
from knowledge.scope import Scope
from knowledge.search import Trace
from tests.assistant.hits import FixedIndex, make_hit

ALWAYS = confidence.load().at(0.0)
SEVERE = confidence.load().at(1.0)
NOTES = make_hit(
    "Les notes sont saisies au plus tard le mardi 8 juin 2027 à 12 h.",
    "Toutefois, les lots d’outre-mer sont saisis deux jours plus tard.",
    "Le correcteur verrouille ensuite le lot.",
    heading="4. Saisie des notes",
)


def ask(question, *hits, model=ALWAYS, context=()):
    return Answerer(FixedIndex(*hits), model).answer(question, Scope(), context)


def test_an_answer_is_the_exact_sentence_and_its_span():
    answer = ask("Jusqu’à quand saisir les notes ?", NOTES)

    first = answer.citations[0]
    assert answer.act is Act.ANSWER
    assert answer.sentences[0].text == first.quote
    assert NOTES.text[first.start : first.end] == first.quote


def test_the_value_asked_for_is_in_bold_in_a_row_too():
    hit = make_hit("Copie\tBTS\t2,60 €", heading="2. Taux", kind="row")

    sentence = ask("Combien est payée une copie de BTS ?", hit).sentences[0]

    assert [sentence.text[start:end] for start, end in sentence.bold] == ["2,60 €"]


def test_the_value_asked_for_is_in_bold():
    sentence = ask("Jusqu’à quand saisir les notes ?", NOTES).sentences[0]

    assert "mardi 8 juin 2027" in {sentence.text[start:end] for start, end in sentence.bold}


def test_of_a_code_that_is_defined_the_code_alone_is_in_bold():
    sentence = ask("Quel code pour une copie blanche ?", make_hit("CB désigne une copie blanche.")).sentences[
        0
    ]

    assert [sentence.text[start:end] for start, end in sentence.bold] == ["CB"]


def test_the_sentence_that_restricts_comes_along():
    answer = ask("Jusqu’à quand saisir les notes ?", NOTES)

    said = [s.text for s in (*answer.sentences, *answer.conditions)]
    assert any(text.startswith("Toutefois") for text in said)


def test_a_question_without_the_value_it_wants_is_refused_with_the_nearest_passage():
    answer = ask("Combien est payée la saisie des notes ?", NOTES)

    assert (answer.act, answer.status) == (Act.ABSTAIN, Status.NOT_IN_TEXTS)
    assert "4. Saisie des notes" in plain(answer)
    assert "8 juin" not in plain(answer)
    assert answer.actions


def test_a_text_of_another_session_is_named_and_its_value_kept_back():
    answer = ask("Jusqu’à quand saisir les notes à la session 2019 ?", NOTES)

    assert (answer.act, answer.status) == (Act.ABSTAIN, Status.OTHER_SCOPE)
    assert "8 juin" not in plain(answer)


def test_an_unsure_answer_is_not_given():
    assert ask("Jusqu’à quand saisir les notes ?", NOTES, model=SEVERE).act is Act.ABSTAIN


def test_nothing_found_is_said():
    answer = ask("Quel est le prix du parking ?")

    assert (answer.act, answer.status) == (Act.ABSTAIN, Status.NOT_IN_TEXTS)


def test_an_empty_question_is_asked_again():
    assert ask("   ").act is Act.CLARIFY


def test_every_part_is_answered():
    places = make_hit(
        "La réunion se tient au lycée des Calanques.", heading="2. Réunions", start=500, score=0.9
    )
    answer = ask("Où se tient la réunion et jusqu’à quand saisir les notes ?", NOTES, places)

    text = plain(answer)
    assert "lycée des Calanques" in text
    assert "8 juin 2027" in text


def test_a_list_that_is_asked_for_comes_whole():
    intro = make_hit("Chaque colis contient :", heading="3. Envoi", start=0)
    items = make_hit("le bordereau ;", "la liste d’émargement ;", "le procès-verbal.", kind="item")
    joined = replace(
        intro,
        text=f"{intro.text} {items.text}",
        units=intro.units
        + tuple(replace(u, ordinal=u.ordinal + 1, start=u.start + 24, end=u.end + 24) for u in items.units),
    )
    text = plain(ask("Quelles pièces contient chaque colis ?", joined))

    assert all(piece in text for piece in ("bordereau", "émargement", "procès-verbal"))


def test_a_row_is_read_with_signs_between_its_cells():
    row = make_hit("Copie blanche\tCB", kind="row", heading="4.2 Codes", context="Cas\tValeur à saisir")
    answer = ask("Quel code pour une copie blanche ?", row)

    assert answer.sentences[0].text == "Copie blanche · CB"
    assert answer.citations[0].quote == "Copie blanche\tCB"


def test_no_is_said_in_words_with_the_sentence_that_says_it():
    rule = make_hit(
        "Le correcteur ne peut en aucun cas emporter ses copies à son domicile.", heading="3. Garde"
    )

    ours, quoted = ask("Puis-je emporter mes copies ?", rule).sentences
    assert (ours.text, ours.citation) == ("Non.", None)
    assert quoted.text.startswith("Le correcteur")


def test_a_sum_is_shown_under_the_sentence_it_comes_from():
    rate = make_hit("L’interrogation est payée 9,90 € par heure.", heading="5. Indemnités")
    answer = ask("Combien pour 4 heures d’interrogation ?", rate)

    assert [s.text for s in answer.sentences][:2] == [rate.text, "4 h × 9,90 € = 39,60 €."]


def test_a_person_is_masked_in_the_answer_and_in_the_quote():
    letter = make_hit(
        "Les copies sont envoyées à l’attention de Mme TARTEMPION, bureau DEC3.", heading="6. Envoi"
    )
    answer = ask("À qui envoyer les copies ?", letter)

    assert "TARTEMPION" not in plain(answer) + answer.citations[0].quote
    assert "DEC3" in plain(answer)


def test_a_follow_up_is_answered_as_the_question_it_completes():
    index = FixedIndex(NOTES)
    Answerer(index, ALWAYS).answer(
        "à quelle heure ?", Scope(), [("Jusqu’à quand saisir les notes ?", "Le 8 juin.")]
    )

    assert "notes" in index.asked[0]


@pytest.mark.parametrize("question", ["?", "\0", "x" * 100_000, "<script>", "😀 " * 50, "' OR 1=1"])
def test_an_odd_question_gets_an_answer_object(question):
    assert ask(question, NOTES).act in (Act.ANSWER, Act.ABSTAIN, Act.CLARIFY)


def test_batch_gives_one_line_per_question_in_order_and_reads_no_expected_field():
    lines = [
        json.dumps(
            {"id": "a", "question": "Jusqu’à quand saisir les notes ?", "answer_must": ["x"], "doc": "y"}
        ),
        "",
        json.dumps({"id": "b", "question": "Combien coûte le parking ?", "context": []}),
    ]
    rows = list(batch.run(lines, Answerer(FixedIndex(NOTES), ALWAYS)))

    assert [(row["id"], row["act"]) for row in rows] == [("a", "answer"), ("b", "abstain")]
    assert set(rows[0]) == {
        "id", "act", "route", "status", "text", "citations", "entities", "intent", "confidence", "ms",
    }  # fmt: skip


def test_words_read_on_a_scanned_page_say_so():
    hit = make_hit("La saisie des notes ferme le vendredi 5 juin 2027 à 18 h.")
    scanned = replace(hit, standing=Standing(hit.circular_id, hit.document, ocr_pages=(1,)))

    said = [ask("Quand ferme la saisie des notes ?", one) for one in (hit, scanned)]

    assert [one.citations[0].is_recognised for one in said] == [False, True]
    assert ["page numérisée" in plain(one) for one in said] == [False, True]


class ByWords(FixedIndex):
    """Finds the lateness for whoever speaks of being late, the opening for whoever speaks of lots."""

    def search(self, question, scope, limit=8):
        return [late] if "lots" not in question else [opening]

    def search_with_trace(self, question, scope, limit=8):
        return Trace(tuple(self.search(question, scope, limit)), ())


opening = make_hit(
    "Dix jours séparent l’ouverture des lots de leur clôture.",
    "Le recteur qui n’y parvient pas en informe la direction.",
    heading="2. Calendrier",
)
late = make_hit(
    "Le candidat qui n’y parvient pas à l’heure compose.", heading="7. Retards", document="retards.md"
)


def test_a_part_that_leaves_its_subject_to_the_others_is_answered_with_them():
    asked = (
        "Combien de jours entre l’ouverture des lots et leur clôture ? Et si le recteur n’y parvient pas ?"
    )

    answer = Answerer(ByWords(), ALWAYS).answer(asked, Scope())

    assert "Le recteur qui n’y parvient pas en informe la direction." in plain(answer)
    assert "compose" not in answer.sentences[1].text
