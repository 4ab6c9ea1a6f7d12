"""What the texts would answer, in the agent’s hands: cited, within the frame, never sent by itself."""

import pytest

from tests.web.desk_fixtures import fields_of, read
from ticketing.models import Event, OutgoingMessage
from ticketing.vocabulary import Kind

CODE = "Quel est le code de site LOTANET ?"


@pytest.fixture
def ask(open_report):
    def ask(text=CODE, **fields):
        return open_report(**({"kind": Kind.QUESTION, "defect": None, "links": (), "text": text} | fields))

    return ask


def test_the_answer_comes_as_a_draft_with_its_source_and_is_not_sent(agent, ask, stored):
    reference = ask()
    events = len(stored(Event))

    page = agent.get(f"/desk/{reference}/suggestion")

    words = read(page)
    draft = words.split('id="reply"')[1].split(">", 1)[1].split("</textarea>")[0]
    assert draft.startswith("Bonjour,\n\n")
    assert "C05" in draft
    assert "Source : " in draft
    assert "/texts/" in words.split('id="t-sug"')[1].split("</section>")[0]
    assert (len(stored(Event)), stored(OutgoingMessage)) == (events, [])
    sent = agent.post(f"/desk/{reference}/replies", data=fields_of(page, "replies") | {"body": draft})
    assert sent.status_code == 303


def test_the_card_alone_is_for_the_script_of_the_page(agent, ask):
    card = agent.get(f"/desk/{ask()}/suggestion?fragment=true")

    assert "<html" not in card.text
    assert "Reprendre dans la réponse" in read(card)


def test_a_question_that_no_text_answers_is_said_to_have_none(agent, ask):
    words = read(
        agent.get(f"/desk/{ask('Quel tarif pour accorder les pianos de la salle de bal ?')}/suggestion")
    )

    assert "Aucun texte ne répond à cette question." in words
    assert "Reprendre dans la réponse" not in words
    assert "required></textarea>" in words


def test_the_frame_is_that_of_the_ticket(agent, ask):
    elsewhere = read(agent.get(f"/desk/{ask(academy='Lille', session='2031', exam='dnb')}/suggestion"))

    assert "Reprendre dans la réponse" not in elsewhere


@pytest.mark.parametrize("text", ["??", "\x00\x01", "!" * 5000, "<script>alert(1)</script>"])
def test_what_is_no_question_is_not_searched_for(agent, ask, text):
    page = agent.get(f"/desk/{ask(text)}/suggestion")

    assert page.status_code == 200
    assert "<script>alert" not in page.text


def test_a_report_of_a_page_asks_nothing_of_the_texts(agent, open_report):
    reference = open_report()

    assert "Ce que disent les textes" not in read(agent.get(f"/desk/{reference}"))
    assert "ne pose pas de question" in read(agent.get(f"/desk/{reference}/suggestion?fragment=true"))


def test_only_those_who_work_on_it_ask(sign_in_as, ask):
    reference = ask()

    assert sign_in_as("correctrice-bts").get(f"/desk/{reference}/suggestion").status_code == 403
    assert sign_in_as("dec").get(f"/desk/{reference}/suggestion").status_code == 404
