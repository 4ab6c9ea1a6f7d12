"""The page of the team: an absence, a limit, a way of sharing; the next ticket; bad input told in French."""

import pytest

from app import sharing_out
from tests.web.desk_fixtures import NOW, fields_of, read
from ticketing.duty_models import AgentDuty
from ticketing.models import Ticket
from ticketing.vocabulary import Kind

TEAM = "/desk/team"


def declare(browser, person="agent-a", **fields):
    return browser.post(f"{TEAM}/duty", data={"person": person, "seen": "0"} | fields)


def share(services):
    return sharing_out.share(services.engine, services.reading, now=NOW)


def test_a_supervisor_says_how_to_share_and_the_worker_gives(sign_in_as, open_report, services, stored):
    open_report()
    assert share(services) == 0
    supervisor = sign_in_as("superviseure")
    told = supervisor.post(f"{TEAM}/sharing", data={"team": "help_desk", "how": "least_loaded"})
    assert told.headers["location"].endswith("done=kept")

    assert share(services) == 1
    ticket = stored(Ticket)[0]
    page = read(supervisor.get(f"/desk/{ticket.reference}")).replace("\u00a0", " ")
    assert "Attribuée à : Agente d’assistance, qui suit le moins de demandes de l’équipe" in page


def test_when_all_are_away_the_ticket_says_it(sign_in_as, open_report, services):
    reference = open_report()
    supervisor = sign_in_as("superviseure")
    supervisor.post(f"{TEAM}/sharing", data={"team": "help_desk", "how": "round_robin"})
    for person in ("agent-a", "agent-b"):
        declare(supervisor, person, away_from="2020-01-01T08:00")

    assert share(services) == 0
    assert "personne : toute l’équipe est absente" in read(supervisor.get(f"/desk/{reference}"))
    assert "Absence" in read(supervisor.get(TEAM))


def test_the_next_one_is_taken_or_the_page_says_why_not(sign_in_as, open_report):
    agent = sign_in_as("agent-a")
    assert agent.post("/desk/next").headers["location"].endswith("done=nothing")
    reference = open_report()

    assert f"/desk/{reference}" in agent.post("/desk/next").headers["location"]
    assert "« Prendre la suivante »" in read(agent.get(f"/desk/{reference}"))
    assert "rien à prendre" in read(agent.get(f"{TEAM}?done=nothing"))


@pytest.mark.parametrize(
    "fields",
    [
        {"away_from": "demain"}, {"away_from": "2026-12-02T08:00", "away_until": "2026-12-01T08:00"},
        {"most_open": "beaucoup"}, {"most_open": "-1"}, {"away_from": "9999-99-99T00:00"},
    ],
)  # fmt: skip
def test_what_cannot_be_declared_is_refused_with_what_was_typed(sign_in_as, stored, fields):
    refused = declare(sign_in_as("superviseure"), **fields)

    assert refused.status_code == 422
    assert "Corrigez-la." in read(refused)
    assert next(iter(fields.values())) in read(refused)
    assert stored(AgentDuty) == []


def test_an_agent_sees_and_changes_her_own_presence_alone(sign_in_as):
    agent = sign_in_as("agent-a")

    page = read(agent.get(TEAM))
    assert "Ma présence" in page
    assert "Agent d’assistance</h3>" not in page
    assert declare(agent, "agent-b").status_code == 403
    assert declare(agent, "nobody").status_code == 422
    assert agent.post(f"{TEAM}/sharing", data={"team": "help_desk", "how": "by_hand"}).status_code == 403
    assert declare(agent, away_from="2026-12-01T08:00").status_code == 303
    assert declare(agent, away_from="2026-12-02T08:00").status_code == 409


def test_what_the_alert_cell_holds_is_not_counted_for_others_nor_promised_by_office_hours(
    sign_in_as, open_report
):
    reference = open_report(kind=Kind.SUBJECT_INCIDENT, defect=None, links=(), during_exam=True)
    cell = sign_in_as("cellule-alerte")
    form = fields_of(cell.get(f"/desk/{reference}"), "assignment")
    taken = cell.post(f"/desk/{reference}/assignment", data=form)
    assert taken.status_code == 303

    assert "1 demande ouverte" in read(cell.get(TEAM)).replace("\u00a0", " ")
    assert "1 demande ouverte" not in read(sign_in_as("superviseure").get(TEAM)).replace("\u00a0", " ")
    assert "Une réponse avant" not in read(sign_in_as("correctrice-bts").get(f"/my-reports/{reference}"))
