"""Macros at the desk: shown in full, applied whole, written by those who may."""

import re

import pytest

from tests.web.desk_fixtures import read
from ticketing.macro_models import Macro
from ticketing.models import Message, OutgoingMessage, Ticket
from ticketing.vocabulary import Kind, TicketState

ASKED = {
    "name": "Demandée", "then": "waiting_centre", "takes": "true", "key": "made-once",
    "reply": "La page {{ page }} de la copie {{ copie }}, lot {{ lot }}.\r\nAvant le {{ echeance }}.",
}  # fmt: skip


@pytest.fixture
def made(agent, stored):
    """Makes a macro through its form and gives it back."""

    def make(**fields):
        sent = agent.post("/macros", data=ASKED | fields)
        assert sent.status_code == 303, read(sent)
        return stored(Macro)[-1]

    return make


def macro_form(page):
    form = re.search(r'<form[^>]*id="c-macro".*?</form>', page.text, re.DOTALL).group()
    fields = dict(re.findall(r'name="(macro|macro_version|version|key|csrf)" value="([^"]+)"', form))
    words = re.search(r'name="reply"[^>]*>([^<]*)<', form)
    return fields | ({"reply": words[1]} if words else {})


def test_a_macro_is_shown_with_all_it_will_do_before_anything_is_done(agent, open_report, made, stored):
    macro, reference = made(), open_report()

    page = agent.get(f"/desk/{reference}?macro={macro.id}")

    words = read(page)
    assert "Rien n’est encore fait." in words
    steps = ["M’attribuer la demande", "Répondre au demandeur", "La demande attend ensuite le centre"]
    assert re.findall(r"<li>([^<]*)</li>", words.split("pm-macrosteps")[1].split("</ol>")[0]) == steps
    assert "La page 3 de la copie 0423, lot 17.\nAvant le mercredi 9 juin 2027 à 18\u00a0h." in words
    assert stored(Ticket)[0].state is TicketState.NEW


def test_the_team_and_the_priority_of_a_macro_are_seen_before_and_kept_in_its_form(
    sign_in_as, agent, open_report, stored
):
    reference = open_report(kind="expense", defect=None, links=())
    office = sign_in_as("dec")
    fields = {
        "name": "À l’assistance",
        "key": "k",
        "team": "help_desk",
        "priority": "2",
        "note": "Rien à payer.",
    }
    office.post("/macros", data=fields)
    macro = stored(Macro)[0]
    assert '<option value="help_desk" selected>' in office.get(f"/macros/{macro.id}").text
    assert '<option value="2" selected>' in office.get(f"/macros/{macro.id}").text

    page = office.get(f"/desk/{reference}?macro={macro.id}")
    steps = re.findall(r"<li>([^<]*)</li>", read(page).split("pm-macrosteps")[1].split("</ol>")[0])
    assert steps == [
        "Priorité haute", "Écrire une note interne",
        "Confier la demande à l’équipe «\u00a0Assistance\u00a0», que personne n’y suit encore",
    ]  # fmt: skip
    assert stored(Ticket)[0].team.value == "finance"

    form = macro_form(page) | {"note": "Rien à payer."}
    sent = office.post(f"/desk/{reference}/macro?view=all", data=form)

    assert (stored(Ticket)[0].team.value, stored(Ticket)[0].priority) == ("help_desk", 2)
    assert sent.headers["location"] == "/desk?view=all"  # it has left her sight


def test_a_macro_is_applied_whole_and_once(agent, open_report, made, stored):
    macro, reference = made(), open_report()
    form = macro_form(agent.get(f"/desk/{reference}?macro={macro.id}"))

    first = agent.post(f"/desk/{reference}/macro", data=form)
    again = agent.post(f"/desk/{reference}/macro", data=form)

    assert (first.status_code, again.status_code) == (303, 303)
    ticket = stored(Ticket)[0]
    assert (ticket.state, ticket.assignee_id) == (TicketState.WAITING_CENTRE, "agent-a")
    assert len(stored(OutgoingMessage)) == 1
    assert "La macro est appliquée." in read(agent.get(first.headers["location"]))


def test_an_empty_variable_is_said_and_stops_the_sending(agent, open_report, made, stored):
    macro = made()
    reference = open_report(deadline=None)
    page = agent.get(f"/desk/{reference}?macro={macro.id}")
    assert "À compléter avant l’envoi\u00a0: «\u00a0échéance du lot\u00a0»" in read(page)

    refused = agent.post(
        f"/desk/{reference}/macro", data=macro_form(page) | {"reply": "Avant le {{ echeance }}."}
    )

    assert refused.status_code == 422
    assert "Avant le {{ echeance }}.</textarea>" in read(refused)
    assert (stored(Message)[1:], stored(Ticket)[0].assignee_id) == ([], None)
    sent = agent.post(f"/desk/{reference}/macro", data=macro_form(refused) | {"reply": "Avant lundi."})
    assert sent.status_code == 303


def test_a_macro_shown_before_the_ticket_moved_is_refused_with_its_words(agent, open_report, made, desk_says):
    macro, reference = made(), open_report()
    form = macro_form(agent.get(f"/desk/{reference}?macro={macro.id}"))
    desk_says(reference, account="agent-b")

    refused = agent.post(f"/desk/{reference}/macro", data=form | {"reply": "Mes mots."})

    assert refused.status_code == 409
    assert "Mes mots.</textarea>" in read(refused)


def test_a_ready_made_reply_goes_in_the_ordinary_field(agent, open_report, made):
    macro = made(then="", takes="", reply="Votre demande {{ reference }} est suivie.")
    reference = open_report()

    page = read(agent.get(f"/desk/{reference}?macro={macro.id}"))

    assert f"Votre demande {reference} est suivie.</textarea>" in page
    assert "pm-macrosteps" not in page


def test_what_a_reporter_wrote_is_never_taken_for_a_variable(agent, open_report, made):
    macro = made(reply="Objet : {{ objet }}")
    reference = open_report(kind=Kind.QUESTION, defect=None, links=(), text="{{ lot }} <b>{{ centre }}</b>")

    page = agent.get(f"/desk/{reference}?macro={macro.id}")

    assert "Objet : {{ lot }} &lt;b&gt;{{ centre }}&lt;/b&gt;" in page.text


def test_a_macro_of_somebody_else_does_not_exist(sign_in_as, agent, made, open_report):
    macro, reference = made(), open_report()
    other = sign_in_as("agent-b")

    assert other.get(f"/macros/{macro.id}").status_code == 404
    assert "Demandée" not in read(other.get("/macros"))
    assert other.post(f"/macros/{macro.id}/removal", data={"version": "1"}).status_code == 404
    form = {"macro": str(macro.id), "macro_version": 1, "version": 1, "key": "k" * 8, "reply": "Non."}
    assert other.post(f"/desk/{reference}/macro", data=form).status_code == 404


def test_only_a_supervisor_shares_a_macro_and_changes_it(sign_in_as, stored):
    agent = sign_in_as("agent-a")
    assert agent.post("/macros", data=ASKED | {"shared": "true"}).status_code == 403
    supervisor = sign_in_as("superviseure")
    supervisor.post("/macros", data=ASKED | {"shared": "true"})
    macro = stored(Macro)[0]

    agent = sign_in_as("agent-a")

    assert "Cette macro est commune à l’équipe" in read(agent.get(f"/macros/{macro.id}"))
    assert agent.post(f"/macros/{macro.id}", data=ASKED | {"version": "1"}).status_code == 403


def test_a_macro_is_changed_removed_and_put_back(agent, made):
    macro = made()

    bad = agent.post(f"/macros/{macro.id}", data=ASKED | {"version": "1", "reply": "Bonjour {{ prenom }}"})
    assert bad.status_code == 422
    assert "Variable inconnue\u00a0: «\u00a0prenom\u00a0»" in read(bad)
    agent.post(f"/macros/{macro.id}", data=ASKED | {"version": "1", "name": "Autre nom"})
    late = agent.post(f"/macros/{macro.id}", data=ASKED | {"version": "1", "name": "Trop tard"})
    assert late.status_code == 409
    assert "Autre nom" in read(agent.get("/macros"))

    removed = agent.post(f"/macros/{macro.id}/removal", data={"version": "2"})
    page = read(agent.get(removed.headers["location"]))
    assert "est retirée" in page
    agent.post(f"/macros/{macro.id}/restoration")
    assert "Autre nom" in read(agent.get("/macros"))


def test_a_macro_of_nothing_is_refused_in_words_and_kept_in_the_form(agent):
    refused = agent.post("/macros", data={"name": "Rien", "key": "k"})

    assert refused.status_code == 422
    assert "La macro ne fait rien." in read(refused)
    assert 'value="Rien"' in refused.text


def test_after_a_resolution_the_next_of_the_view_opens_unless_one_prefers_to_stay(agent, open_report, made):
    macro = made(then="resolved", reply="C’est réglé.")
    first, second, third = open_report(), open_report(page=2), open_report(page=4)

    def resolve(reference):
        form = macro_form(agent.get(f"/desk/{reference}?macro={macro.id}"))
        return agent.post(f"/desk/{reference}/macro?view=todo", data=form).headers["location"]

    onward = resolve(second)
    assert onward == f"/desk/{third}?view=todo&after={second}&done=macro#told"
    assert f"La demande {second} est résolue." in read(agent.get(onward))
    assert resolve(third).startswith(f"/desk/{first}?")

    agent.post("/desk-settings?view=todo", data={"onward": "false", "reference": first})
    assert resolve(first).startswith(f"/desk/{first}?")


def test_the_last_resolution_leads_back_to_the_list(agent, open_report, made):
    macro, reference = made(then="resolved", reply="C’est réglé."), open_report()
    form = macro_form(agent.get(f"/desk/{reference}?macro={macro.id}"))

    onward = agent.post(f"/desk/{reference}/macro", data=form).headers["location"]

    assert onward.startswith("/desk?view=todo&after=")
    assert "Annuler et rouvrir" in read(agent.get(onward))


def test_the_news_of_a_page_say_nothing_that_an_address_would_make_them_say(agent, open_report):
    page = read(agent.get(f"/desk/{open_report()}?after=<b>Vendu</b>&done=<i>non</i>"))

    assert "Vendu" not in page.split("<main")[1].replace("after=", "")
    assert "non</i>" not in page
