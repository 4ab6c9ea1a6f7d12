"""Written answers on the desk: from a question without an answer to the answer that its next asker gets."""

import re

import pytest

from tests.knowledge import texts
from tests.web.curator.library import SITE
from tests.web.desk_fixtures import read

QUOTE = "Le site de saisie est C10."


def value_of(page, words):
    found = re.search(rf'name="passage" value="([^"]+)"[^>]*><span>{re.escape(words)}', page)
    return found.group(1)


@pytest.fixture
def written(curator, shelf):
    typed = {"question": SITE, "academy": "Lille"}
    page = read(curator.post("/curator/answers", data=typed | {"do": "search"}))
    saved = curator.post(
        "/curator/answers",
        data=typed | {"do": "save", "passage": value_of(page, QUOTE), "lead": "C’est C10."},
    )
    assert saved.status_code == 303
    return saved


def key_of(page):
    return re.search(r'action="/curator/answers/([0-9a-f-]{36})/withdrawal"', page).group(1)


def test_a_gap_becomes_an_answer_that_the_next_asker_gets(curator, shelf, sign_in_as, services):
    turn = shelf.ask(SITE)
    asker = sign_in_as("correctrice-maths")
    asker.put(f"/api/turns/{turn.id}/rating", json={"says": "wrong"})
    curator = sign_in_as("documentaliste")
    lead = re.search(r"/curator/answers/new\?lead=([0-9a-f-]+)", curator.get("/curator/gaps").text).group(1)

    form = read(curator.get(f"/curator/answers/new?lead={lead}"))
    typed = {"question": SITE, "gap": lead, "passage": value_of(form, QUOTE), "do": "save"}
    saved = curator.post("/curator/answers", data=typed)
    gaps = read(curator.get(saved.headers["location"]))

    assert SITE in form
    assert '<option value="Lille" selected>' in form
    assert "une réponse a été rédigée" in gaps
    assert "Réponse vérifiée par le bureau des textes." in shelf.ask(SITE).answer.applies


def test_the_list_says_who_wrote_it_and_that_it_is_given(curator, written):
    page = read(curator.get("/curator/answers"))

    assert QUOTE in page
    assert "Donnée" in page
    assert "documentaliste" in page


def test_the_curator_is_told_when_its_passage_falls(curator, written, shelf):
    shelf.publish(new=texts.NEW_SECTION)

    page = read(curator.get("/curator/answers"))

    assert "À reprendre" in page
    assert "Un de ses passages n’est plus en vigueur" in page


def test_the_curator_is_told_when_its_text_is_withdrawn(curator, written, shelf):
    (shelf.folder / "correction.md").unlink()
    shelf.publish()

    assert "Un de ses textes a été retiré ou remplacé" in read(curator.get("/curator/answers"))


def test_without_a_passage_or_with_an_unsupported_figure_nothing_is_kept(curator, shelf):
    typed = {"question": SITE, "academy": "Lille", "do": "save"}
    without = curator.post("/curator/answers", data=typed)
    passage = value_of(read(without), QUOTE)
    beyond = curator.post("/curator/answers", data=typed | {"passage": passage, "lead": "C’est C99."})

    assert without.status_code == beyond.status_code == 422
    assert "Choisissez au moins une phrase" in read(without)
    assert "n’est dans aucun passage choisi" in read(beyond)
    assert "C’est C99." in read(beyond)
    assert "Aucune réponse rédigée" in read(curator.get("/curator/answers"))


def test_two_curators_who_correct_one_answer_do_not_overwrite_each_other(curator, written):
    key = key_of(curator.get("/curator/answers").text)
    form = read(curator.get(f"/curator/answers/new?replaces={key}"))
    typed = {"question": SITE, "replaces": key, "passage": value_of(form, QUOTE), "do": "save"}

    first = curator.post("/curator/answers", data=typed | {"lead": "Le premier."})
    second = curator.post("/curator/answers", data=typed | {"lead": "Le second."})

    assert first.status_code == 303
    assert second.status_code == 409
    assert "Une autre personne vient de modifier cette réponse" in read(second)
    assert "Le second." in read(second)
    assert "Le premier." in read(curator.get("/curator/answers"))


def test_an_answer_is_withdrawn_and_given_again(curator, written, shelf):
    key = key_of(curator.get("/curator/answers").text)

    gone = curator.post(f"/curator/answers/{key}/withdrawal")
    notice = read(curator.get(gone.headers["location"]))
    assert shelf.ask(SITE).answer.applies != "Réponse vérifiée par le bureau des textes."
    curator.post(f"/curator/answers/{key}/restoration")

    assert "Réponse retirée" in notice
    assert shelf.ask(SITE).answer.applies == "Réponse vérifiée par le bureau des textes."


def test_words_of_a_scale_are_neither_offered_nor_bound(curator, shelf):
    shelf.publish(scale=texts.SCALE)
    scale = shelf.published("scale.md")
    typed = {"question": "Combien de points vaut l’exercice 1 ?", "exam": "dnb"}

    offered = curator.post("/curator/answers", data=typed | {"do": "search"})
    forced = curator.post("/curator/answers", data=typed | {"do": "save", "passage": f"{scale.id}:0:40"})

    assert "18 points" not in read(offered)
    assert forced.status_code == 422
