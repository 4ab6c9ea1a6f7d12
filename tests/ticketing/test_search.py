"""Search: exact references first, then numbers, then French words; never what one may not read."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from tests.ticketing.conftest import (
    AGENT,
    CORRECTOR,
    EXAM_OFFICE,
    NOW,
    OTHER_CORRECTOR,
    SUPERVISOR,
)  # fmt: skip
from ticketing import permissions, queues, search, text_index, tickets
from ticketing.filters import Filters
from ticketing.models import Message, Ticket
from ticketing.permissions import Caller, Role
from ticketing.search_models import SearchText
from ticketing.selections import Selection
from ticketing.tickets import Words
from ticketing.views import View
from ticketing.vocabulary import Defect, Kind


def found(session, words, caller=AGENT, **how):
    return [hit.ticket.reference for hit in search.search(session, caller, words, now=NOW, **how).hits]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("P-2026-000002", ["P-2026-000002"]),
        ("p 2026 2", ["P-2026-000002"]),
        ("p20262", ["P-2026-000002"]),
        ("où en est P-2026-2 ?", ["P-2026-000002"]),
        ("lot 17", ["P-2026-000002", "P-2026-000001"]),
        ("copie 423 lot 17", ["P-2026-000001"]),
        ("copie 0423 lot 23", []),
        ("423", ["P-2026-000001"]),
        ("page 4", ["P-2026-000002"]),
        ("tarif", ["P-2026-000003"]),
        ("tarifs DNB", ["P-2026-000003"]),
        ("illisible lot 17", ["P-2026-000002", "P-2026-000001"]),
        ("illisible copie 9", ["P-2026-000002"]),
        ("tarif lot 17", []),
        ("100 %", []),
        ("_", []),
        ("le la les", []),
        ("  ", []),
    ],
)
def test_a_search_finds_references_then_numbers_then_words(session, make_ticket, words, expected):
    make_ticket()
    make_ticket(page="4", copy="0009", now=NOW + timedelta(minutes=1))
    make_ticket(kind=Kind.QUESTION, defect=None, links=(), text="Quel tarif pour le DNB ?")

    assert found(session, words) == expected


@pytest.mark.parametrize(
    "words",
    [
        "numérisée",
        "numerisee",
        "NUMÉRISÉES",
        "l’élève",
        "eleves",
        "l'élève numérisée",
        "marges coupées",
        "cœur",
        "coeur",
    ],
)
def test_french_is_found_without_its_accents_elisions_and_endings(session, make_ticket, words):
    make_ticket(
        text="La copie de l’élève est mal numérisée : la marge est coupée au cœur du texte. Scanner sale."
    )
    make_ticket(page="4", text="Rien de tel.")

    assert found(session, words) == ["P-2026-000001"]


def test_words_are_found_in_what_either_side_wrote_later(session, make_ticket):
    ticket = make_ticket()
    tickets.reply(session, ticket, Words("Le scanner est réparé."), caller=AGENT, now=NOW)
    tickets.reply(session, ticket, Words("Agrafe oubliée."), caller=CORRECTOR, now=NOW)

    for words in ("scanners", "agrafe", "scanner agrafe illisible"):
        assert found(session, words) == [ticket.reference]


def test_a_note_is_found_by_who_may_read_it_and_by_nobody_else(session, make_ticket):
    ticket = make_ticket()
    own = make_ticket(caller=SUPERVISOR, page="4")
    for one in (ticket, own):
        tickets.note(session, one, Words("Vitre sale, voir Marcelline."), caller=AGENT, now=NOW)

    assert found(session, "marcelline") == [own.reference, ticket.reference]
    assert found(session, "marcelline illisible", CORRECTOR) == []
    assert found(session, "marcelline", SUPERVISOR) == [ticket.reference]  # not on her own report
    assert found(session, "illisible", SUPERVISOR) == [own.reference, ticket.reference]
    hit = search.search(session, CORRECTOR, "illisible", now=NOW).hits[0]
    assert "Marcelline" not in hit.extract


def test_the_two_forms_of_who_reads_notes_agree(session, make_ticket):
    made = [make_ticket(caller=who, page=str(n), defect=defect)
            for n, (who, defect) in enumerate(((CORRECTOR, Defect.NAME_VISIBLE), (AGENT, Defect.CUT),
                                               (EXAM_OFFICE, Defect.NAME_VISIBLE)))]  # fmt: skip
    both = Caller("double", frozenset({Role.CORRECTOR, Role.EXAM_OFFICE}), "Aix-Marseille")
    for caller in (AGENT, SUPERVISOR, CORRECTOR, EXAM_OFFICE, OTHER_CORRECTOR, both):
        kept = session.exec(select(Ticket).where(permissions.reads_notes(caller))).all()
        assert {one.id for one in kept} == {one.id for one in made if permissions.may_read_notes(caller, one)}


def test_a_search_finds_nothing_of_another(session, make_ticket):
    make_ticket()

    for words in ("P-2026-000001", "lot 17", "423", "floue"):
        assert found(session, words, OTHER_CORRECTOR) == []


def test_an_extract_shows_the_words_marked_in_their_place(session, make_ticket):
    ticket = make_ticket(text="a " * 100 + "L’agrafe cache les agrafes voisines." + " z" * 100)
    tickets.reply(session, ticket, Words("Une agrafe."), caller=AGENT, now=NOW)

    hit = search.search(session, AGENT, "agrafe", now=NOW).hits[0]

    assert [hit.extract[start:end] for start, end in hit.spans] == ["L’agrafe", "agrafes"]
    assert len(hit.extract) < 200


def test_a_search_keeps_to_the_view_and_the_filters_asked(session, make_ticket):
    for number in range(3):
        make_ticket(copy=f"{number:04d}", defect=(Defect.CUT, Defect.BLURRED, Defect.CUT)[number])

    narrowed = Selection(View.OPEN, Filters(defect=(Defect.CUT,)))
    assert found(session, "illisible", among=narrowed) == ["P-2026-000003", "P-2026-000001"]
    assert found(session, "illisible", among=Selection(View.MINE)) == []


def test_a_long_answer_goes_on_where_it_stopped(session, make_ticket):
    for number in range(queues.PAGE_SIZE + 2):
        make_ticket(copy=f"{number:04d}")

    first = search.search(session, AGENT, "illisible", now=NOW)
    second = search.search(session, AGENT, "illisible", now=NOW, after=first.next_key)

    references = [hit.ticket.reference for hit in (*first.hits, *second.hits)]
    assert (len(first.hits), len(second.hits), second.next_key) == (50, 2, None)
    assert references == sorted(references, reverse=True)


ORDERS = ['"', "a OR b NOT", "said : page", "*", "NEAR(page floue)", "-page", "x'; --", "\0"]


@pytest.mark.parametrize("words", ORDERS)
def test_no_word_is_an_order_to_the_index(session, make_ticket, words):
    make_ticket()

    search.search(session, AGENT, words, now=NOW)


def test_what_is_not_committed_is_not_found(session, engine, make_ticket):
    ticket = make_ticket()
    reference = ticket.reference
    session.commit()
    tickets.reply(session, ticket, Words("Zoologie."), caller=AGENT, now=NOW)
    session.rollback()

    with Session(engine) as other:
        assert found(other, "zoologie") == []
        assert found(other, "illisible") == [reference]


def test_the_index_is_made_again_from_the_messages(session, make_ticket):
    ticket = make_ticket()
    make_ticket(page="4")
    tickets.note(session, ticket, Words("Vitre sale."), caller=AGENT, now=NOW)
    assert text_index.differences(session) == []
    before = [(one.number, one.said, one.noted) for one in session.exec(select(SearchText))]
    session.execute(text("UPDATE ticket_text SET said = 'perdu' WHERE number = 1"))
    session.expire_all()
    assert text_index.differences(session) == [ticket.id]

    assert text_index.rebuild(session) == 2

    assert [(one.number, one.said, one.noted) for one in session.exec(select(SearchText))] == before
    assert found(session, "vitre") == [ticket.reference]
    assert found(session, "perdu") == []


def test_one_ticket_is_read_again_after_its_messages_moved(session, make_ticket):
    ticket, other = make_ticket(text="Agrafe."), make_ticket(page="4", text="Calque.")
    message = session.exec(select(Message).where(Message.ticket_id == ticket.id)).one()
    message.ticket_id = other.id
    session.add(message)
    session.flush()
    for one in (ticket, other):
        text_index.refresh(session, one)

    assert found(session, "agrafe") == [other.reference]
    assert text_index.differences(session) == []
