"""What the alert cell holds is counted for nobody else, in no stream, no letter, no incident, no figure."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from app import deflection
from app.accounts import DEMONSTRATION_ACCOUNTS, find_account
from assistant.answers import Act
from assistant.models import Conversation, Turn
from tests.web.desk_fixtures import NOW, report_of_page
from ticketing import dead_letters, handling, incidents, outbox, presence, queues, tickets
from ticketing.figures import Month, Period
from ticketing.tickets import LinkDraft, Words
from ticketing.vocabulary import Kind, LinkKind, Team, Trouble

CELL, REPORTER = "cellule-alerte", "correctrice-bts"
OTHERS = [one.id for one in {each.role: each for each in reversed(DEMONSTRATION_ACCOUNTS)}.values()]
OTHERS = [one for one in OTHERS if one not in (CELL, REPORTER)] + ["correcteur-philo"]


@pytest.fixture
def at(services):
    """Do something in one transaction, with whoever does it."""

    def do(act, account=CELL):
        with Session(services.engine, expire_on_commit=False) as session, session.begin():
            return act(session, find_account(account).caller())

    return do


def reserve(at):
    """A ticket of the alert cell that touches whatever else there is, with a letter that failed."""
    links = (
        *report_of_page().links,
        LinkDraft(LinkKind.CIRCULAR, "c#0-5", "Circulaire", {"document": "c", "start": 0, "end": 5}),
    )
    fields = {"kind": Kind.SUBJECT_INCIDENT, "defect": None, "links": links, "exam": "agrégation"}
    draft = report_of_page(text="Le sujet du lot 17 manque.", **fields)

    def live(session, cell):
        reporter = find_account(REPORTER).caller()
        then = NOW - timedelta(days=90)
        ticket = tickets.open_ticket(session, draft, caller=reporter, key="reserved", now=then)
        tickets.assign(session, ticket, cell.id, caller=cell, now=then)
        tickets.reply(session, ticket, Words("Distribuez l’autre paquet."), caller=cell, now=NOW)
        letters = [one.id for one in outbox.claim(session, worker="w", now=NOW, ticket_id=ticket.id)]
        assert [outbox.given_up(session, one, worker="w", now=NOW, fault="550") for one in letters] == [True]
        presence.note(session, ticket, cell, now=NOW)
        return ticket

    return at(live)


def test_the_stream_of_the_desk_moves_for_nobody_else(services, open_report, at):
    open_report()
    before, own = [at(queues.last_event, one) for one in OTHERS], at(queues.last_event)

    reserve(at)

    assert [at(queues.last_event, one) for one in OTHERS] == before
    assert at(queues.last_event) > own


def test_a_letter_of_the_alert_cell_is_looked_after_by_it_alone(sign_in_as, at):
    ticket = reserve(at)
    supervisor = find_account("superviseure").caller()
    (dead,) = at(dead_letters.dead)
    assert dead.reference == ticket.reference

    with pytest.raises(dead_letters.LetterNotFound):
        at(lambda session, _: dead_letters.abandon(session, dead.letter.id, caller=supervisor))
    assert at(lambda session, _: dead_letters.send_again(session, None, caller=supervisor, now=NOW)) == 0
    page = sign_in_as(CELL).get("/desk/letters")
    assert ticket.reference in page.text
    assert at(lambda session, cell: dead_letters.send_again(session, None, caller=cell, now=NOW)) == 1


def test_an_incident_counts_nobody_who_wrote_to_the_alert_cell(open_report, at):
    about = {"kind": Kind.CONNECTIVITY, "defect": None, "trouble": Trouble.NO_CONNECTION, "links": ()}
    open_report(application="SANTORIN", **about)
    hidden = open_report(application="SANTORIN", account="correcteur-philo", **about)

    def give(session, who):
        ticket = tickets.get(session, hidden, who)
        handling.hand_over(session, ticket, Team.ALERT_CELL, "Réservé.", caller=who, now=NOW)

    at(give, "superviseure")
    said = incidents.Declaration(application="santorin", since=NOW - timedelta(hours=1), message="")
    declared = at(lambda s, who: incidents.declare(s, said, caller=who, key="i", now=NOW), "superviseure")

    assert at(lambda session, _: incidents.count_subscribers(session, declared.id)) == 1


def test_a_conversation_that_led_to_the_alert_cell_counts_as_one_without_a_ticket(services, at):
    reference = reserve(at).reference

    def answered(session, _):
        for number in range(12):
            told = reference if number < 11 else None
            talk = Conversation(caller_id=f"p-{number}", key="k", started_at=NOW, changed_at=NOW)
            session.add(talk)
            session.flush()
            session.add(Turn(conversation_id=talk.id, number=1, key="k", text="x", digest="d", intent="rule",
                             at=NOW, answer={"act": Act.ANSWER}, ticket_reference=told))  # fmt: skip

    at(answered)

    month = Period((Month(NOW.year, NOW.month),))
    counted = at(lambda session, _: deflection.count(session, month))
    assert counted[deflection.Outcome.ASSUMED] == counted[deflection.ALL] == 12
