"""Withdrawing a text: what it would change is shown first, and people are told of their answers."""

import re
from datetime import UTC, datetime

import pytest

from app import desk_work
from tests.knowledge import texts
from tests.web.curator.library import LILLE, SITE
from tests.web.desk_fixtures import read

AGAIN = "Poser de nouveau la question"


@pytest.fixture
def work(services):
    return lambda: desk_work.work(services, now=datetime.now(UTC))


@pytest.fixture
def correction(shelf):
    """The published text that says the code of the site."""
    return f"/curator/texts/{shelf.published('correction.md').id}"


def test_what_a_withdrawal_would_change_is_shown_and_nothing_is_withdrawn(curator, shelf, correction, work):
    shelf.ask(SITE, "Je souhaite ouvrir une demande")

    sent = curator.post(f"{correction}/withdrawal/effect")
    awaited = read(curator.get(sent.headers["location"]))
    assert work() == 1
    page = read(curator.get(f"{correction}/withdrawal"))

    assert "Calcul en cours" in awaited
    assert 'Réponses déjà données</th><td class="is-num">1</td>' in page
    assert 'Demandes ouvertes</th><td class="is-num">1</td>' in page
    before, after = page.split("<h4>Après</h4>")[0:2]
    assert "C10" in before.split("<h4>Avant</h4>")[1]
    assert "C10" not in after.split("</article>")[0]
    assert shelf.published("correction.md")


def test_a_withdrawal_of_what_replaces_another_gives_the_other_back(curator, shelf, work):
    shelf.publish(nouveau=texts.NEW_SECTION)
    at = f"/curator/texts/{shelf.published('nouveau.md').id}"
    shelf.ask(SITE)

    curator.post(f"{at}/withdrawal/effect")
    while work():
        pass
    page = read(curator.get(f"{at}/withdrawal"))

    before, after = page.split("<h4>Après</h4>")[0:2]
    assert "C12" in before.split("<h4>Avant</h4>")[1]
    assert "C10" in after.split("</article>")[0]


def test_a_written_answer_that_would_fall_is_named(curator, shelf, correction, services, work):
    form = read(curator.post("/curator/answers", data={"question": SITE, "academy": "Lille", "do": "search"}))
    value = form.split("><span>Le site de saisie est C10.")[0].rsplit('value="', 1)[1].split('"')[0]
    typed = {"question": SITE, "academy": "Lille", "do": "save", "passage": value}
    assert curator.post("/curator/answers", data=typed).status_code == 303

    curator.post(f"{correction}/withdrawal/effect")
    work()

    assert "Réponses rédigées à reprendre" in read(curator.get(f"{correction}/withdrawal"))


def test_whose_answers_no_longer_hold_is_told_once_and_asks_again(
    curator, sign_in_as, shelf, correction, work
):
    turn = shelf.ask(SITE)
    talk = shelf.talk
    curator.post(f"{correction}/withdrawal")
    curator.post(f"{correction}/notices")
    while work():
        pass
    told = read(curator.get(correction))
    curator.post(f"{correction}/notices")
    while work():
        pass
    again = read(curator.get(correction))

    reader = sign_in_as(LILLE)
    first, reports = read(reader.get("/")), read(reader.get("/my-reports"))
    conversation = read(reader.get(f"/conversations/{talk}"))

    assert re.search(r"(\d+)\sréponses? signalées? à (\d+)\spersonne", told).groups() == ("1", "1")
    assert LILLE not in told
    assert "Personne à prévenir" in again
    assert f'href="/conversations/{talk}#turn-{turn.id}"' in first
    assert f'href="/conversations/{talk}#turn-{turn.id}"' in reports
    assert "ne vaut plus" in conversation
    assert f'value="{SITE}"' in conversation.split(AGAIN)[0]


def test_an_answer_whose_words_still_hold_is_left_alone(curator, sign_in_as, shelf, correction, work):
    shelf.ask(SITE)
    curator.post(f"{correction}/correction")
    curator.post(f"{correction}/notices")
    while work():
        pass

    assert "Des réponses à revoir" not in read(sign_in_as(LILLE).get("/"))


def test_a_text_already_withdrawn_says_so_and_is_given_back(curator, shelf, correction):
    curator.post(f"{correction}/withdrawal")

    assert "Ce texte est déjà retiré." in read(curator.get(f"{correction}/withdrawal"))
    assert curator.post(f"{correction}/withdrawal").status_code == 409
    assert curator.post(f"{correction}/restoration").status_code == 303
