"""Words begun and not sent: their writer's alone, gone with the sending."""

from datetime import timedelta

from sqlmodel import select

from tests.ticketing.conftest import AGENT, CORRECTOR, NOW, OTHER_AGENT
from ticketing import begun, tickets
from ticketing.begun import Typed
from ticketing.console_models import Begun
from ticketing.tickets import Words


def keep(session, ticket, body, *, caller=AGENT, internal=False, version=None, now=NOW):
    version = ticket.version if version is None else version
    begun.keep(session, ticket, Typed(body, internal, version), caller=caller, now=now)


def kept(session, ticket, caller=AGENT):
    session.expire_all()
    return {row.internal: row.body for row in begun.of(session, ticket, caller).values()}


def test_they_are_found_again_by_their_writer_and_by_nobody_else(session, make_ticket):
    ticket = make_ticket()
    keep(session, ticket, "Bonjour, je")
    keep(session, ticket, "Bonjour, je demande")
    keep(session, ticket, "Vitre sale ?", internal=True)
    keep(session, ticket, "Je ne travaille pas ici", caller=CORRECTOR)

    assert kept(session, ticket) == {False: "Bonjour, je demande", True: "Vitre sale ?"}
    assert kept(session, ticket, OTHER_AGENT) == kept(session, ticket, CORRECTOR) == {}


def test_the_version_of_the_first_words_stays_with_those_that_follow(session, make_ticket):
    ticket = make_ticket()
    first = ticket.version
    keep(session, ticket, "Bonjour")
    tickets.note(session, ticket, Words("Vu."), caller=OTHER_AGENT, now=NOW)
    keep(session, ticket, "Bonjour, voilà")

    assert [row.since for row in begun.of(session, ticket, AGENT).values()] == [first]


def test_what_is_sent_or_emptied_is_forgotten_and_a_late_save_brings_nothing_back(session, make_ticket):
    ticket = make_ticket()
    read = ticket.version
    keep(session, ticket, "C’est refait.")
    keep(session, ticket, "Vu.", internal=True)
    tickets.reply(session, ticket, Words("C’est refait."), caller=AGENT, now=NOW)
    assert kept(session, ticket) == {True: "Vu."}

    keep(session, ticket, "C’est refait.", version=read)
    keep(session, ticket, "  ", internal=True)
    assert kept(session, ticket) == {}


def test_a_colleague_who_writes_leaves_them_alone(session, make_ticket):
    ticket = make_ticket()
    keep(session, ticket, "Je demande")
    read = ticket.version
    tickets.reply(session, ticket, Words("C’est demandé."), caller=OTHER_AGENT, now=NOW)
    keep(session, ticket, "Je demande la page", version=read)

    assert kept(session, ticket) == {False: "Je demande la page"}


def test_they_are_not_kept_for_ever(session, make_ticket):
    keep(session, make_ticket(), "Bonjour")

    assert begun.forget(session, before=NOW) == 0
    assert begun.forget(session, before=NOW + timedelta(seconds=1)) == 1
    assert session.exec(select(Begun)).all() == []
