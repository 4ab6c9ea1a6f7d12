"""A ticket given to a colleague by hand, from its own page; who is away is said before."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from app.accounts import find_account
from tests.web.desk_fixtures import fields_of, read
from ticketing import duty
from ticketing.duty import Declared
from ticketing.models import Ticket
from ticketing.vocabulary import Kind


@pytest.fixture
def goes_away(services):
    def go(account, until=None):
        now = datetime.now(UTC)
        with Session(services.engine) as session, session.begin():
            supervisor = find_account("superviseure").caller()
            said = Declared(away_from=now - timedelta(days=1), away_until=until)
            duty.declare(session, account, said, seen=0, caller=supervisor, now=now)

    return go


def test_a_colleague_of_the_team_is_named_first_and_takes_the_ticket(agent, open_report, stored):
    reference = open_report()
    page = agent.get(f"/desk/{reference}")
    choices = read(page)[read(page).index('id="assignee"') :]
    assert choices.index("Agent d’assistance") < choices.index("Superviseure")
    assert "Correctrice" not in choices[: choices.index("</select>")]

    form = fields_of(page, "assignment") | {"assignee": "agent-b"}
    sent = agent.post(f"/desk/{reference}/assignment", data=form)

    assert stored(Ticket)[0].assignee_id == "agent-b"
    told = read(agent.get(sent.headers["location"]))
    assert "La demande est attribuée." in told
    assert "attribue la demande à\xa0: Agent d’assistance" in told


def test_an_absence_is_said_in_the_choice_and_beside_who_holds_it(agent, open_report, goes_away):
    reference = open_report()
    goes_away("agent-b", until=datetime(2100, 1, 4, 7, 0, tzinfo=UTC))
    page = agent.get(f"/desk/{reference}")
    assert "Agent d’assistance (absence jusqu’au 4 janvier, 8\xa0h)</option>" in read(page)

    form = fields_of(page, "assignment") | {"assignee": "agent-b"}
    agent.post(f"/desk/{reference}/assignment", data=form)

    assert "Agent d’assistance, absence jusqu’au 4 janvier, 8\xa0h" in read(agent.get(f"/desk/{reference}"))


def test_nobody_who_may_not_work_on_it_is_offered_or_accepted(agent, open_report, stored):
    reference = open_report(kind=Kind.QUESTION, defect=None, links=())
    page = agent.get(f"/desk/{reference}")
    assert "Cellule d’alerte des examens" not in read(page)[read(page).index('id="assignee"') :][:1500]

    form = fields_of(page, "assignment")
    for account, status in (("correctrice-bts", 422), ("nobody", 404)):
        refused = agent.post(f"/desk/{reference}/assignment", data=form | {"assignee": account})
        assert refused.status_code == status
    assert stored(Ticket)[0].assignee_id is None


def test_a_ticket_that_changed_meanwhile_is_read_again_before_it_is_given(
    agent, open_report, desk_says, stored
):
    reference = open_report()
    form = fields_of(agent.get(f"/desk/{reference}"), "assignment") | {"assignee": "agent-b"}
    desk_says(reference, "Je m’en occupe.", account="superviseure")

    assert agent.post(f"/desk/{reference}/assignment", data=form).status_code == 409
    assert stored(Ticket)[0].assignee_id is None
