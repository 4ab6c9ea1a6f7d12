"""Tickets of the demonstration, in the database of the running application."""

import re
from datetime import UTC, datetime
from html import unescape
from itertools import count

import pytest
from sqlmodel import Session, select

from app.accounts import find_account
from tests.fakes import DEADLINE, make_copy, make_lot
from ticketing import tickets
from ticketing.tickets import LinkDraft, TicketDraft, Words
from ticketing.vocabulary import Defect, Kind, LinkKind

NOW = datetime(2026, 11, 20, 21, 4, tzinfo=UTC)


def report_of_page(page=3, **fields):
    lot = make_lot()
    copy = make_copy(lot)
    sheet = copy.pages[page - 1]
    links = (
        LinkDraft(LinkKind.COPY, copy.id, copy.number),
        LinkDraft(LinkKind.PAGE, sheet.id, str(sheet.number)),
        LinkDraft(LinkKind.LOT, lot.id, lot.number),
        LinkDraft(LinkKind.CENTRE, lot.centre_id, lot.centre),
    )
    usual = {
        "kind": Kind.SCAN, "defect": Defect.BLURRED, "text": "Illisible à partir du milieu.", "links": links,
        "academy": lot.academy, "session": lot.session, "exam": lot.exam, "paper": lot.paper,
        "deadline": DEADLINE,
    }  # fmt: skip
    return TicketDraft(**(usual | fields))


@pytest.fixture
def open_report(services):
    """Opens a ticket for an account and gives its reference."""
    keys = count(1)

    def open_it(account="correctrice-bts", now=NOW, **fields):
        with Session(services.engine) as session, session.begin():
            caller = find_account(account).caller()
            draft = report_of_page(**fields)
            return tickets.open_ticket(session, draft, caller=caller, key=f"k{next(keys)}", now=now).reference

    return open_it


@pytest.fixture
def desk_says(services):
    """The desk's reply to a ticket, without its page."""

    def say(reference, body="C’est demandé au centre.", account="agent-a", **how):
        with Session(services.engine) as session, session.begin():
            caller = find_account(account).caller()
            ticket = tickets.get(session, reference, caller)
            tickets.reply(session, ticket, Words(body), caller=caller, now=datetime.now(UTC), **how)

    return say


def read(response):
    return unescape(response.text)


def fields_of(page, action):
    """The hidden fields of the form that posts to `action`."""
    form = re.search(rf'<form[^>]*action="/desk/[^"]*/{action}[^"]*".*?</form>', page.text, re.DOTALL).group()
    return dict(re.findall(r'name="(version|key|csrf)" value="([^"]+)"', form))


@pytest.fixture
def agent(sign_in_as):
    return sign_in_as("agent-a")


@pytest.fixture
def stored(services):
    def all_of(table):
        with Session(services.engine) as session:
            return session.exec(select(table)).all()

    return all_of
