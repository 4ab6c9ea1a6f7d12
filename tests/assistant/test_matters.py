"""A person asked for something that decides which person: said plainly, or chosen in the form."""

import pytest
from sqlmodel import Session, select

from assistant import matters
from assistant.answers import Act
from tests.assistant.conftest import text_of
from ticketing.models import Message
from ticketing.vocabulary import Kind, Priority, Team


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Je suis malade, je ne peux pas corriger demain", Kind.ABSENCE),
        ("je serai absente jeudi, je ne pourrai pas venir au jury", Kind.ABSENCE),
        ("Je suis souffrant et ne pourrai pas corriger mes copies lundi", Kind.ABSENCE),
        ("Erreur dans le sujet de maths pendant l’épreuve", Kind.SUBJECT_INCIDENT),
        ("Il y a une coquille dans l’énoncé, les candidats composent en ce moment", Kind.SUBJECT_INCIDENT),
        ("Que faire si je suis malade ?", None),
        ("Qui corrige si je ne peux pas corriger, je suis malade", None),
        ("Je ne peux pas corriger, le site rame", None),
        ("Je ne peux pas corriger la copie 12 du lot 17, elle est floue", None),
        ("Erreur sur la page 3 du lot 17", None),
        ("Le candidat s’est trompé de sujet", None),
        ("Un candidat est malade pendant l’épreuve", None),
    ],
)
def test_what_is_announced_is_told_from_what_is_asked(said, kind):
    assert matters.announced(said) is kind


def test_an_announced_absence_goes_to_who_replaces(talk):
    offered = talk.say("Je suis malade, je ne peux pas corriger demain")
    assert "au bureau des examens, qui cherche qui remplace" in text_of(offered)
    assert talk.tickets() == []

    sent = talk.say("oui")

    (ticket,) = talk.tickets()
    assert sent.act is Act.TICKET_CREATED
    assert ticket.reference in text_of(sent)
    assert (ticket.kind, ticket.team) == (Kind.ABSENCE, Team.REPLACEMENT)


def test_an_incident_of_a_subject_goes_to_the_alert_cell_at_once(talk):
    talk.say("Erreur dans le sujet de maths pendant l’épreuve")
    talk.say("transmettez")

    (ticket,) = talk.tickets()
    assert (ticket.kind, ticket.team, ticket.priority) == (
        Kind.SUBJECT_INCIDENT, Team.ALERT_CELL, Priority.TOP,
    )  # fmt: skip
    assert "maths" not in ticket.subject


@pytest.mark.parametrize(
    ("label", "team"),
    [
        ("Incident de sujet", Team.ALERT_CELL), ("Absence d’un correcteur", Team.REPLACEMENT),
        ("Question sur la notation", Team.INSPECTOR),
    ],
)  # fmt: skip
def test_the_form_offers_the_choice(talk, label, team):
    offered = talk.say("Je veux parler à quelqu’un")
    button = next(action for action in offered.actions if action.label == label)

    chosen = talk.say(button.say)
    assert chosen.act is Act.HANDOFF
    talk.say("C’est au sujet de l’exercice 2.")
    talk.say("oui")

    (ticket,) = talk.tickets()
    assert ticket.team is team


MARKS = "Combien de points je donne à une réponse incomplète ?"


def test_who_is_referred_about_a_mark_is_taken_to_the_inspection(talk):
    referred = talk.say(MARKS)
    (button,) = [action for action in referred.actions if action.label == "Demander à l’inspection"]

    offered = talk.say(button.say)
    assert "Votre demande ira à l’inspection." in text_of(offered)
    talk.say("oui")

    (ticket,) = talk.tickets()
    assert (ticket.kind, ticket.team) == (Kind.MARKING, Team.INSPECTOR)


def test_the_question_that_was_referred_goes_with_the_request(talk, words_of_ticket):
    for words in (MARKS, "Je veux parler à quelqu’un", "oui"):
        talk.say(words)

    assert MARKS in words_of_ticket(*talk.tickets())


def test_who_prefers_an_agent_has_one(talk):
    talk.say(MARKS)
    offered = talk.say("Je veux parler à quelqu’un")
    (button,) = [action for action in offered.actions if action.label == "Plutôt un agent"]

    again = talk.say(button.say)
    assert "Un agent de l’assistance peut reprendre votre demande" in text_of(again)
    talk.say("oui")

    assert [(ticket.kind, ticket.team) for ticket in talk.tickets()] == [(Kind.HUMAN, Team.HELP_DESK)]


@pytest.mark.parametrize("before", [["Puis-je faire grève pendant les corrections ?"], [MARKS, "merci"]])
def test_another_referral_or_another_word_since_carries_no_matter(talk, before):
    for words in (*before, "Je veux parler à quelqu’un", "oui"):
        talk.say(words)

    assert [ticket.team for ticket in talk.tickets()] == [Team.HELP_DESK]


def test_without_a_choice_an_agent_reads_it(talk):
    talk.say("Je veux parler à quelqu’un")
    talk.say("oui")

    assert [(ticket.kind, ticket.team) for ticket in talk.tickets()] == [(Kind.HUMAN, Team.HELP_DESK)]


@pytest.mark.parametrize("end", ["oui", "annuler"])
def test_nothing_of_an_incident_of_a_subject_goes_with_a_later_request(talk, words_of_ticket, end):
    talk.say("Je veux parler à quelqu’un")
    talk.say("C’est un incident de sujet")
    talk.say("L’exercice 3 de maths est infaisable.")
    talk.say(end)
    talk.say("Je suis malade, je ne peux pas corriger demain")
    talk.say("oui")

    ticket = next(one for one in talk.tickets() if one.kind is Kind.ABSENCE)
    assert "malade" in words_of_ticket(ticket)
    assert "exercice" not in words_of_ticket(ticket)


@pytest.fixture
def words_of_ticket(talk):
    def read(ticket):
        with Session(talk.engine) as session:
            said = session.exec(select(Message).where(Message.ticket_id == ticket.id))
            return " ".join(one.body for one in said)

    return read
