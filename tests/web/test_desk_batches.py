"""Gestures on several tickets from the list: told for each, shown before they leave, undone in one click."""

import re

import pytest

from tests.web.desk_fixtures import fields_of, read
from ticketing.console_models import Batch
from ticketing.macro_models import Macro
from ticketing.models import OutgoingMessage, Ticket
from ticketing.vocabulary import Defect, Priority, TicketState

KEY = {"key": "b-12345678"}


@pytest.fixture
def chosen(agent, open_report):
    """Opens reports and gives what their boxes in the list say."""

    def choose(*pages):
        for page in pages:
            open_report(page=page)
        return boxes(agent.get("/desk"))

    return choose


def boxes(page):
    return sorted(re.findall(r'name="chosen"[^>]*value="([^"]+)"', page.text))


def test_several_tickets_are_taken_at_once_and_given_back(agent, chosen, stored):
    three = chosen(1, 2, 3)
    assert len(three) == 3

    sent = agent.post("/desk-batches?view=todo", data=KEY | {"gesture": "take", "chosen": three})

    page = agent.get(sent.headers["location"])
    assert "3 attribuées." in read(page)
    assert {ticket.assignee_id for ticket in stored(Ticket)} == {"agent-a"}
    undo = re.search(r'action="(/desk-batches/[^"?]+/undo)', page.text)[1]
    undone = agent.get(agent.post(undo).headers["location"])
    assert "3 remises en place." in read(undone)
    assert "Annuler</button>" not in read(undone)
    assert {ticket.assignee_id for ticket in stored(Ticket)} == {None}


def test_what_is_refused_is_named_with_its_reason(agent, chosen, desk_says, stored):
    chosen(1, 2)
    desk_says("P-2026-000001")
    both = boxes(agent.get("/desk?view=open"))

    sent = agent.post("/desk-batches?view=open", data=KEY | {"gesture": "resolve", "chosen": both})

    page = read(agent.get(sent.headers["location"]))
    assert "1 résolue, 1 refusée\u00a0:" in page
    assert "P-2026-000002</a> le demandeur n’a encore reçu aucune réponse" in page


def test_a_second_click_is_one_gesture(agent, chosen, stored):
    form = KEY | {"gesture": "take", "chosen": chosen(1, 2)}

    first, again = (agent.post("/desk-batches", data=form) for _ in range(2))

    assert first.headers["location"] == again.headers["location"]
    assert len(stored(Batch)) == 1


def test_a_macro_is_shown_for_each_before_it_leaves(agent, chosen, open_report, stored):
    words = {"name": "Demandée", "reply": "Page {{ page }}, copie {{ copie }}.", "key": "m"}
    agent.post("/macros", data=words)
    open_report(kind="question", defect=None, links=(), text="Quel tarif ?")
    form = {"gesture": "macro", "chosen": chosen(2, 3), "macro": str(stored(Macro)[0].id)}

    page = agent.post("/desk-batches/preview?view=todo", data=KEY | form)

    told = read(page)
    assert "Page 2, copie 0423." in told
    assert "Page 3, copie 0423." in told
    assert "Laissées de côté" in told  # the question has neither page nor copy
    assert "une réponse envoyée ne s’annule plus" in told
    assert stored(OutgoingMessage) == []

    ready = boxes(page)
    agreed = form | {"chosen": ready, "macro_version": "1"}
    sent = agent.post("/desk-batches?view=todo", data=KEY | agreed)
    assert sorted(letter.body for letter in stored(OutgoingMessage)) == [
        "Page 2, copie 0423.", "Page 3, copie 0423.",
    ]  # fmt: skip
    after = read(agent.get(sent.headers["location"]))
    assert "2 traitées par la macro." in after
    assert "/undo" not in after


def test_a_ticket_is_given_to_somebody_of_the_desk_and_to_nobody_else(agent, chosen, stored):
    form = KEY | {"gesture": "assign", "chosen": chosen(1)}
    for stranger, key in (("correctrice-bts", "b-strange1"), ("dec", "b-strange2")):
        agent.post("/desk-batches", data=form | {"assignee": stranger, "key": key})
    assert agent.post("/desk-batches", data=form | {"assignee": "x"}).status_code == 404

    assert stored(Ticket)[0].state is TicketState.NEW
    assert [result["why"] for batch in stored(Batch) for result in batch.results] == ["AssigneeOutside"] * 2
    agent.post("/desk-batches", data=form | {"assignee": "agent-b"})
    assert stored(Ticket)[0].assignee_id == "agent-b"


def test_a_team_is_given_several_tickets_said_in_words_first_and_takes_them_back(
    agent, chosen, open_report, stored, sign_in_as
):
    open_report(defect=Defect.NAME_VISIBLE)  # the exam office's already
    three = chosen(1, 2)
    form = {"gesture": "hand_over", "team": "exam_office", "chosen": three}

    page = read(agent.post("/desk-batches/preview?view=todo", data=KEY | form))

    assert "<h1>2 demandes passent au bureau des examens</h1>" in page
    assert "y est déjà" in page.split("Laissées de côté")[1]
    assert {ticket.team.value for ticket in stored(Ticket)} == {"help_desk", "exam_office"}
    unsaid = agent.post("/desk-batches?view=todo", data=KEY | form)
    assert unsaid.status_code == 422
    assert "Dites pourquoi" in read(unsaid)

    sent = agent.post("/desk-batches?view=todo", data=KEY | form | {"reason": "Trois noms visibles."})
    told = agent.get(sent.headers["location"])
    assert "2 confiées au bureau des examens, 1 refusée\u00a0:" in read(told)
    assert "</a> y est déjà" in read(told)
    undo = re.search(r'action="(/desk-batches/[^"?]+/undo)', told.text)[1]
    assert "2 remises en place" in read(agent.get(agent.post(undo).headers["location"]))
    assert sorted(ticket.team.value for ticket in stored(Ticket)) == ["exam_office", "help_desk", "help_desk"]
    history = read(agent.get("/desk/P-2026-000002"))
    assert "confie la demande à\u00a0: Bureau des examens. Trois noms visibles." in history
    assert "annule, et rend la demande à\u00a0: Assistance" in history


def test_what_left_her_sight_comes_back_until_somebody_there_has_touched_it(sign_in_as, open_report, stored):
    for page in (1, 2):
        open_report(page=page, kind="expense", defect=None, links=())
    office = sign_in_as("dec")
    form = {
        "gesture": "hand_over",
        "team": "help_desk",
        "reason": "À l’assistance.",
        "chosen": boxes(office.get("/desk")),
    }
    told = office.get(office.post("/desk-batches", data=KEY | form).headers["location"])
    assert "2 confiées à l’assistance." in read(told)
    assert boxes(office.get("/desk?view=all")) == []
    agent = sign_in_as("agent-a")
    taken = agent.get("/desk/P-2026-000002")
    agent.post("/desk/P-2026-000002/assignment", data=fields_of(taken, "assignment"))

    undo = re.search(r'action="(/desk-batches/[^"?]+/undo)', told.text)[1]
    office = sign_in_as("dec")
    back = read(office.get(office.post(undo).headers["location"]))

    assert "1 remise en place, 1 refusée\u00a0:" in back
    assert "P-2026-000002</a> n’est plus à vous" in back
    assert {ticket.reference: ticket.team.value for ticket in stored(Ticket)} == {
        "P-2026-000001": "finance", "P-2026-000002": "help_desk",
    }  # fmt: skip


def test_what_goes_to_the_alert_cell_goes_one_at_a_time(agent, chosen):
    form = {"gesture": "hand_over", "team": "alert_cell", "reason": "x", "chosen": chosen(1)}

    assert agent.post("/desk-batches", data=KEY | form).status_code == 422
    assert "Cellule d’alerte" not in read(agent.get("/desk")).split('id="bulk-team"')[1].split("</select>")[0]


def test_a_priority_is_changed_for_several_and_put_back(agent, chosen, stored):
    form = {"gesture": "prioritise", "priority": "2", "reason": "Échéance.", "chosen": chosen(1, 2)}
    assert "2 demandes passent en priorité haute" in read(
        agent.post("/desk-batches/preview", data=KEY | form)
    )

    told = agent.get(agent.post("/desk-batches", data=KEY | form).headers["location"])

    assert "2 passées en priorité haute." in read(told)
    assert {ticket.priority for ticket in stored(Ticket)} == {Priority.HIGH}
    agent.post(re.search(r'action="(/desk-batches/[^"?]+/undo)', told.text)[1])
    assert {ticket.priority for ticket in stored(Ticket)} == {Priority.NORMAL}


def test_several_tickets_become_one_and_are_parted_again(agent, chosen, stored):
    three = chosen(1, 2, 3)
    form = {"gesture": "merge", "chosen": three}
    page = agent.post("/desk-batches/preview", data=KEY | form)
    assert "3 demandes en une seule" in read(page)
    assert re.search(r'name="into" value="P-2026-000001" checked', page.text)
    unknown = agent.post(
        "/desk-batches", data=KEY | form | {"into": "P-2026-000001", "other": "P-2026-000999"}
    )
    assert unknown.status_code == 404
    assert "Cette demande n’existe pas" in read(unknown)
    assert 'value="P-2026-000999"' in unknown.text

    told = agent.get(agent.post("/desk-batches", data=KEY | form | {"into": "p 2026 1"}).headers["location"])

    assert "2 fusionnées." in read(told)
    states = {ticket.reference: ticket.state for ticket in stored(Ticket)}
    assert [states[name] for name in sorted(states)] == [
        TicketState.NEW,
        TicketState.MERGED,
        TicketState.MERGED,
    ]
    agent.post(re.search(r'action="(/desk-batches/[^"?]+/undo)', told.text)[1])
    assert {ticket.state for ticket in stored(Ticket)} == {TicketState.NEW}
    again = read(agent.post("/desk-batches/preview", data=KEY | form | {"chosen": ["P-2026-000009:1"]}))
    assert "Aucune demande à changer" in again


@pytest.mark.parametrize("chosen", [[], ["n’importe quoi"], ["P-2026-000001:1 OR 1=1"]])
def test_nothing_chosen_is_said(agent, chosen):
    refused = agent.post("/desk-batches", data=KEY | {"gesture": "take", "chosen": chosen})

    assert refused.status_code == 422
    assert "Choisissez de une à cent demandes" in read(refused)


def test_a_batch_is_its_authors(sign_in_as, chosen, agent, stored):
    agent.post("/desk-batches", data=KEY | {"gesture": "take", "chosen": chosen(1)})
    batch = stored(Batch)[0]
    other = sign_in_as("agent-b")

    assert other.get(f"/desk?batch={batch.id}").status_code == 404
    assert other.post(f"/desk-batches/{batch.id}/undo").status_code == 404
    assert (
        sign_in_as("correctrice-bts").post("/desk-batches", data=KEY | {"gesture": "take"}).status_code == 403
    )
