"""Tickets like another one: tied to the same things, in close words, and only those one may see."""

from datetime import timedelta

from tests.ticketing.conftest import AGENT, CORRECTOR, EXAM_OFFICE, NOW, OTHER_CORRECTOR
from ticketing.similar import similar
from ticketing.vocabulary import Defect, Kind


def test_the_same_copy_comes_before_the_same_lot_and_the_same_words(session, make_ticket):
    ticket = make_ticket(text="Agrafe au milieu.")
    elsewhere = {"lot": "99", "copy": "0900", "defect": Defect.CUT}
    words = make_ticket(text="Une agrafe cache le milieu.", **elsewhere)
    make_ticket(text="Rien à voir.", lot="98", copy="0901", defect=Defect.ROTATED)
    lot = make_ticket(copy="0424", text="Autre chose.")
    copy = make_ticket(page="4", text="Encore autre chose.")

    found = similar(session, AGENT, ticket)

    assert [one.reference for one in found[:2]] == [copy.reference, lot.reference]
    assert words in found
    assert ticket not in found


def test_of_two_as_close_the_latest_comes_first(session, make_ticket):
    ticket = make_ticket()
    older, newer = (make_ticket(copy=f"05{n:02d}", now=NOW + timedelta(hours=n)) for n in (1, 2))

    assert similar(session, AGENT, ticket, limit=2) == [newer, older]


def test_nothing_is_like_a_ticket_of_its_own_kind_alone(session, make_ticket):
    lone = {"kind": Kind.QUESTION, "defect": None, "links": ()}
    ticket = make_ticket(text="Quel tarif pour le jury ?", **lone)
    make_ticket(text="Où garer ma voiture ?", **lone)

    assert similar(session, AGENT, ticket) == []


def test_only_what_the_caller_may_see_is_like(session, make_ticket):
    ticket = make_ticket()
    make_ticket(page="4")

    assert len(similar(session, CORRECTOR, ticket)) == 1
    assert similar(session, OTHER_CORRECTOR, ticket) == []
    assert similar(session, EXAM_OFFICE, ticket) == []
