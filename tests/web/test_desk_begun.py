"""Words begun on a ticket come back on any machine, say if it changed, and are erased in one click."""

from tests.web.desk_fixtures import fields_of, read


def save(browser, reference, body, **fields):
    form = {"internal": "false", "version": "2", "body": body} | fields
    return browser.post(f"/desk/{reference}/begun", data=form)


def test_they_come_back_on_another_machine_to_their_writer_alone(sign_in_as, open_report):
    reference = open_report()
    assert save(sign_in_as("agent-a"), reference, "Bonjour, <b>je</b>\r\ndemande").status_code == 204

    again = read(sign_in_as("agent-a").get(f"/desk/{reference}"))
    assert "data-kept>Bonjour, <b>je</b>\ndemande</textarea>" in again
    assert "Brouillon retrouvé" in again
    assert "La demande a changé depuis" not in again
    assert "Bonjour" not in read(sign_in_as("agent-b").get(f"/desk/{reference}"))
    assert "Bonjour" in read(sign_in_as("agent-a").get("/my-data"))


def test_found_again_they_say_that_the_ticket_changed(agent, open_report, desk_says):
    reference = open_report()
    save(agent, reference, "Bonjour")
    desk_says(reference, "Je m’en occupe.", account="agent-b")

    assert "La demande a changé depuis que vous l’avez commencé" in read(agent.get(f"/desk/{reference}"))


def test_sent_or_erased_they_are_gone(agent, open_report):
    reference = open_report()
    save(agent, reference, "Bonjour")
    form = fields_of(agent.get(f"/desk/{reference}"), "replies") | {"body": "Bonjour"}
    agent.post(f"/desk/{reference}/replies", data=form)
    assert "data-kept" not in agent.get(f"/desk/{reference}").text

    save(agent, reference, "Vu.", internal="true", version="5")
    page = agent.get(f"/desk/{reference}")
    assert "data-kept>Vu.</textarea>" in page.text
    erased = agent.post(f"/desk/{reference}/begun/end", data={"internal": "true"})
    told = read(agent.get(erased.headers["location"]))
    assert "Le brouillon est effacé." in told
    assert "data-kept" not in told


def test_what_was_refused_goes_before_what_was_kept(agent, open_report, desk_says):
    reference = open_report()
    form = fields_of(agent.get(f"/desk/{reference}"), "replies")
    save(agent, reference, "Bonj")
    desk_says(reference, "Je m’en occupe.", account="agent-b")

    refused = agent.post(f"/desk/{reference}/replies", data=form | {"body": "Bonjour"})

    assert "Bonjour</textarea>" in refused.text
    assert "Brouillon retrouvé" not in read(refused)
