"""The help desk as an agent sees and uses it."""

import re

import pytest

from assistant.personal import RecordsUnavailable
from tests.fakes import make_copy, make_lot
from tests.web.desk_fixtures import fields_of, read
from ticketing.models import Event, OutgoingMessage, Ticket
from ticketing.tickets import LinkDraft
from ticketing.vocabulary import Defect, Kind, LinkKind, TicketState


def test_the_list_says_what_there_is_to_do_and_how_much(agent, open_report):
    open_report()
    open_report(page=4, defect=Defect.NAME_VISIBLE, copy_hidden=True)

    page = read(agent.get("/desk"))

    assert "Page 3 floue, copie 0423, lot 17" in page
    assert page.index("Nom visible, copie masquée, lot 17") < page.index("Page 3 floue")
    assert 'À traiter <span class="pm-count">2</span>' in page
    assert 'Urgent <span class="pm-count">1</span>' in page


def test_an_empty_list_says_what_to_do_next(agent):
    page = read(agent.get("/desk"))

    assert "Rien à traiter" in page
    assert "Choisissez une demande" in page


def test_a_ticket_says_who_waits_for_what_and_until_when(agent, open_report):
    page = read(agent.get(f"/desk/{open_report()}"))

    assert (
        "Page 3 floue, copie 0423, lot 17, Lycée des Calanques, échéance mercredi 9 juin 2027 à 18\u00a0h"
        in page
    )
    assert "Correctrice, BTS culture générale, Aix-Marseille" in page
    assert "Illisible à partir du milieu." in page
    assert 'src="/tickets/P-2026-000001/pages/lot-17-0423-3/image"' in page
    assert len(re.findall(r"image\?size=thumb", page)) == 4


def test_another_page_of_the_copy_can_be_looked_at(agent, open_report):
    page = read(agent.get(f"/desk/{open_report()}?sheet=lot-17-0423-4"))

    assert 'src="/tickets/P-2026-000001/pages/lot-17-0423-4/image"' in page
    assert 'alt="Page 4 numérisée"' in page


def test_a_ticket_stays_readable_when_the_backend_is_down(agent, open_report, records):
    reference = open_report()
    records.failure = RecordsUnavailable("down")

    page = agent.get(f"/desk/{reference}")

    assert page.status_code == 200
    assert "Page 3 floue, copie 0423, lot 17" in read(page)
    assert "Le service des copies ne répond pas" in read(page)


def test_a_missing_page_is_said_to_be_missing_and_asks_the_backend_nothing(agent, open_report, records):
    links = (LinkDraft(LinkKind.COPY, "lot-17-0423", "0423"), LinkDraft(LinkKind.PAGE, "lot-17-0423:5", "5"))
    reference = open_report(defect=Defect.MISSING_PAGE, links=links)
    records.failure = RecordsUnavailable("down")

    page = read(agent.get(f"/desk/{reference}"))

    assert "Cette page n’a pas été numérisée." in page
    assert "<img" not in page
    assert agent.get(f"/tickets/{reference}/pages/lot-17-0423:5/image").status_code == 404


def test_a_ticket_about_two_copies_shows_the_pages_of_both(agent, open_report, records):
    records.copies.append(make_copy(make_lot(), "0424"))
    links = (
        LinkDraft(LinkKind.COPY, "lot-17-0423", "0423"), LinkDraft(LinkKind.COPY, "lot-17-0424", "0424"),
        LinkDraft(LinkKind.PAGE, "lot-17-0423-3", "3"), LinkDraft(LinkKind.PAGE, "lot-17-0424-2", "2"),
    )  # fmt: skip
    reference = open_report(links=links)

    page = agent.get(f"/desk/{reference}?sheet=lot-17-0424-2")

    assert 'alt="Page 2 numérisée"' in read(page)
    assert agent.get(f"/tickets/{reference}/pages/lot-17-0424-2/image").status_code == 200


def test_a_hidden_copy_is_not_shown_to_the_desk(agent, open_report, records):
    reference = open_report(defect=Defect.NAME_VISIBLE, copy_hidden=True)
    records.hidden["k"] = "lot-17-0423"

    page = read(agent.get(f"/desk/{reference}"))

    assert "Page non visible" in page
    assert "<img" not in page


def test_a_reply_goes_to_the_reporter_and_to_the_out_tray_once(agent, open_report, stored):
    reference = open_report()
    form = fields_of(agent.get(f"/desk/{reference}"), "replies")
    form |= {"body": "La page est demandée.\r\nRetour mercredi.", "then": "waiting_centre"}

    first = agent.post(f"/desk/{reference}/replies", data=form)
    again = agent.post(f"/desk/{reference}/replies", data=form)

    assert (first.status_code, again.status_code) == (303, 303)
    page = read(agent.get(first.headers["location"]))
    assert "La page est demandée.\nRetour mercredi." in page
    assert "Attend le centre" in page
    assert [letter.recipient for letter in stored(OutgoingMessage)] == ["correctrice-bts"]


def test_a_reply_may_settle_the_ticket_in_one_go(agent, open_report, stored):
    reference = open_report()
    form = fields_of(agent.get(f"/desk/{reference}"), "replies")

    agent.post(f"/desk/{reference}/replies", data=form | {"body": "Rendue.", "resolve": "true"})

    assert stored(Ticket)[0].state is TicketState.RESOLVED
    assert "Rouvrir" in read(agent.get(f"/desk/{reference}"))


def test_a_reply_against_an_older_version_is_refused_and_the_draft_is_kept(
    agent, open_report, desk_says, stored
):
    reference = open_report()
    form = fields_of(agent.get(f"/desk/{reference}"), "replies")
    desk_says(reference, "Je m’en occupe.", account="agent-b")

    refused = agent.post(f"/desk/{reference}/replies", data=form | {"body": "Moi aussi, <b>voilà</b>."})

    assert refused.status_code == 409
    assert "Votre texte est gardé" in read(refused)
    assert "Moi aussi, &lt;b&gt;voilà&lt;/b&gt;.</textarea>" in refused.text
    assert "Je m’en occupe." in read(refused)
    assert len(stored(OutgoingMessage)) == 1
    again = agent.post(
        f"/desk/{reference}/replies", data=fields_of(refused, "replies") | {"body": "Moi aussi."}
    )
    assert again.status_code == 303


def test_a_note_stays_inside_and_says_so(agent, open_report, stored):
    reference = open_report()
    page = agent.get(f"/desk/{reference}")
    assert "Note interne. Le demandeur ne la voit pas." in read(page)

    sent = agent.post(
        f"/desk/{reference}/notes", data=fields_of(page, "notes") | {"body": "Vérifier la vitre."}
    )

    assert sent.status_code == 303
    assert "Vérifier la vitre." in read(agent.get(f"/desk/{reference}"))
    assert stored(OutgoingMessage) == []


def test_an_empty_reply_is_refused_in_its_own_page(agent, open_report, stored):
    reference = open_report()
    form = fields_of(agent.get(f"/desk/{reference}"), "replies")

    refused = agent.post(f"/desk/{reference}/replies", data=form | {"body": "  "})

    assert refused.status_code == 422
    assert "Le message est vide" in read(refused)
    assert len(stored(Event)) == 2  # opened, routed


def test_taking_resolving_and_reopening_are_one_button_each(agent, open_report, desk_says, stored):
    reference = open_report()
    page = agent.get(f"/desk/{reference}")
    assert "Résoudre</button>" not in read(page)  # nothing has been told yet
    agent.post(f"/desk/{reference}/assignment", data=fields_of(page, "assignment"))
    assert stored(Ticket)[0].assignee_id == "agent-a"

    desk_says(reference)
    page = agent.get(f"/desk/{reference}")
    assert "Me l’attribuer" not in read(page)
    agent.post(f"/desk/{reference}/resolution", data=fields_of(page, "resolution"))
    assert stored(Ticket)[0].state is TicketState.RESOLVED

    agent.post(f"/desk/{reference}/reopening")
    assert stored(Ticket)[0].state is TicketState.IN_PROGRESS


def test_resolving_without_a_word_to_the_reporter_is_refused_in_words(agent, open_report):
    reference = open_report()

    refused = agent.post(f"/desk/{reference}/resolution", data={"version": "2"})

    assert refused.status_code == 409
    assert "Répondez d’abord au demandeur" in read(refused)


def test_the_place_in_the_lists_is_kept_after_an_act(agent, open_report):
    reference = open_report()
    form = fields_of(agent.get(f"/desk/{reference}?view=open"), "notes")

    sent = agent.post(f"/desk/{reference}/notes?view=open&q=lot+17", data=form | {"body": "Vu."})

    assert sent.headers["location"] == f"/desk/{reference}?view=open&q=lot+17&done=noted#told"


@pytest.mark.parametrize("words", ["P-2026-000001", "lot 17", "423"])
def test_a_search_finds_by_reference_lot_or_copy(agent, open_report, words):
    open_report()
    open_report(kind=Kind.QUESTION, defect=None, links=(), text="Quel tarif au DNB ?")

    page = read(agent.get("/desk", params={"q": words}))

    assert "Page 3 floue" in page
    assert "Quel tarif" not in page


def test_a_question_shows_the_passages_that_were_seen(agent, open_report):
    seen = LinkDraft(LinkKind.CIRCULAR, "a.txt", "Consignes 2027", {"heading": "Tarifs", "quote": "5,10 €"})
    reference = open_report(kind=Kind.QUESTION, defect=None, links=(seen,), text="Quel tarif au DNB ?")

    page = read(agent.get(f"/desk/{reference}"))

    assert "Consignes 2027, Tarifs" in page
    assert "5,10 €" in page
