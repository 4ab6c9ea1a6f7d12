"""Gestures on several tickets from the list: told for each, shown before they leave, undone in one click."""

import re

import pytest

from tests.web.desk_fixtures import read
from ticketing.console_models import Batch
from ticketing.macro_models import Macro
from ticketing.models import OutgoingMessage, Ticket
from ticketing.vocabulary import TicketState

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
