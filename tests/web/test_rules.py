"""The page of rules: a supervisor changes, tries, publishes and undoes; bad rules are told in French."""

import re

import pytest

from tests.web.desk_fixtures import read
from ticketing.models import Ticket
from ticketing.rule_models import RuleVersion
from ticketing.vocabulary import Defect, Kind, Priority, Team

RULES = "/desk/rules"


@pytest.fixture
def supervisor(sign_in_as):
    return sign_in_as("superviseure")


def step(browser):
    found = re.search(r'name="seen" value="(\d+)"', browser.get(f"{RULES}/rule").text)
    return found.group(1)


def save(browser, **fields):
    usual = {"seen": step(browser), "name": "Questions à Lille", "why": "Lille a demandé à les lire.",
             "team": "exam_office", "priority": "4", "kinds": ["human"], "academies": ["Lille"],
             "enabled": "true"}  # fmt: skip
    return browser.post(f"{RULES}/rule", data=usual | fields)


def act(browser, key, do):
    return browser.post(f"{RULES}/order", data={"seen": step(browser), "key": key, "do": do})


def publish(browser):
    return browser.post(f"{RULES}/publication", data={"seen": step(browser)})


def test_a_rule_is_added_tried_published_and_undone(supervisor, open_report, stored):
    open_report(kind=Kind.HUMAN, defect=None, academy="Lille")
    assert "Règles livrées avec Permanence" in read(supervisor.get(RULES))

    assert save(supervisor).status_code == 303
    page = read(supervisor.get(RULES))
    assert "« Questions à Lille » ajoutée" in page.replace("\u00a0", " ")
    assert "Académie : Lille" in page.replace("\u00a0", " ")
    tried = read(supervisor.get(f"{RULES}/trial?kind=human&academy=Lille"))
    assert "1 changeraient" in tried
    assert tried.count("Bureau des examens, priorité basse") == 2  # described, and the last ticket

    assert publish(supervisor).headers["location"].endswith("done=published")
    open_report(kind=Kind.HUMAN, defect=None, academy="Lille")
    assert stored(Ticket)[-1].team is Team.EXAM_OFFICE
    shown = read(supervisor.get(f"/desk/{stored(Ticket)[-1].reference}")).replace("\u00a0", " ")
    assert "Confiée à : Bureau des examens. Lille a demandé à les lire." in shown
    assert "règle « Questions à Lille », version 1" in shown
    assert shown.count("Lille a demandé à les lire.") == 2  # in the history, and beside the team

    back = supervisor.post(f"{RULES}/restoration", data={"seen": "0", "number": "0", "last": "1"})
    assert back.status_code == 303
    open_report(kind=Kind.HUMAN, defect=None, academy="Lille")
    assert stored(Ticket)[-1].team is Team.HELP_DESK
    page = read(supervisor.get(RULES))
    assert "Retour à la version 0" in page
    assert "Superviseure de l’assistance" in page


def test_a_rule_is_moved_switched_off_edited_and_the_work_given_up(supervisor, stored):
    act(supervisor, "slow", "up")
    act(supervisor, "outage", "disable")
    form = read(supervisor.get(f"{RULES}/rule?key=name-visible"))
    assert 'value="nom_visible" checked' in form
    save(supervisor, key="name-visible", name="Anonymat", kinds=[], academies=[], defects=["nom_visible"],
         priority="1")  # fmt: skip

    page = read(supervisor.get(RULES)).replace("\u00a0", " ")
    assert "« Anonymat » modifiée" in page
    assert "« Accès impossible » désactivée" in page
    assert page.count("déplacée") == 1
    supervisor.post(f"{RULES}/abandonment", data={"seen": step(supervisor)})
    assert "Brouillon" not in read(supervisor.get(RULES))
    assert stored(RuleVersion) == []


def test_faulty_rules_are_told_in_french_and_never_published(supervisor, stored):
    act(supervisor, "everything-else", "remove")
    act(supervisor, "page-poor", "down")
    act(supervisor, "scan", "up")
    for _ in range(6):
        act(supervisor, "scan", "up")

    page = read(supervisor.get(RULES)).replace("\u00a0", " ")

    assert "Certaines demandes n’iraient à personne." in page
    assert "La règle « Page difficile à lire » ne sert jamais" in page
    assert "La règle « Autre défaut de numérisation » enverrait un nom visible" in page
    assert 'action="/desk/rules/publication"' not in page
    refused = publish(supervisor)
    assert refused.status_code == 422
    assert "À corriger avant de publier" in read(refused)
    assert stored(RuleVersion) == []


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"academies": ["Atlantide"]}, "Atlantide"),
        ({"team": "chorale"}, "chorale"),
        ({"priority": "9"}, "9"),
        ({"kinds": ["fax"]}, "fax"),
        ({"hours": "-3"}, "-3"),
        ({"hours": "demain"}, "demain"),
        ({"name": "  "}, "n’a pas de nom"),
        ({"why": ""}, "ne dit pas pourquoi"),
        ({"why": "a" * 300}, "200 caractères au plus"),
        ({"name": "<script>alert(1)</script>" * 5}, "trop long"),
    ],
)
def test_a_bad_field_is_refused_in_its_own_form_with_what_was_typed(supervisor, fields, told):
    refused = save(supervisor, **fields)

    assert refused.status_code == 422
    assert told in read(refused)
    assert "<script>alert" not in refused.text
    assert 'value="Lille" checked' in read(refused) or "academies" in fields
    assert "Brouillon" not in read(supervisor.get(RULES))


def test_what_another_supervisor_changed_is_not_overwritten(supervisor):
    seen = step(supervisor)
    save(supervisor)

    late = supervisor.post(f"{RULES}/order", data={"seen": seen, "key": "slow", "do": "remove"})

    assert late.status_code == 409
    assert "Une autre personne a changé les règles" in read(late)
    assert supervisor.get(f"{RULES}/rule?key=nothing").status_code == 404


def test_a_described_ticket_that_cannot_be_is_refused(supervisor):
    told = read(supervisor.get(f"{RULES}/trial?kind=human&defect=flou"))

    assert "Choisissez chaque valeur dans sa liste." in told
    for query in ("kind=fax", "kind=scan&hours=demain"):
        assert supervisor.get(f"{RULES}/trial?{query}").status_code == 422
    described = read(supervisor.get(f"{RULES}/trial?kind=scan&defect=flou&hours=3&during_exam=no"))
    assert "Assistance, priorité haute" in described


def test_trying_shows_no_ticket_of_the_alert_cell(supervisor, open_report):
    open_report(kind=Kind.SUBJECT_INCIDENT, defect=None, links=())
    open_report(defect=Defect.ROTATED)

    assert "Les 1 dernières demandes" in read(supervisor.get(f"{RULES}/trial"))


@pytest.mark.parametrize("account", ["agent-a", "dec", "cellule-alerte", "correctrice-bts"])
def test_the_rules_are_the_supervisors_alone(sign_in_as, account):
    browser = sign_in_as(account)

    assert {browser.get(page).status_code for page in (RULES, f"{RULES}/rule", f"{RULES}/trial")} == {403}
    assert browser.post(f"{RULES}/publication", data={"seen": "0"}).status_code == 403


def test_a_subject_incident_is_found_by_the_alert_cell_alone(sign_in_as, open_report, stored):
    reference = open_report(kind=Kind.SUBJECT_INCIDENT, defect=None, links=(), during_exam=True)
    assert stored(Ticket)[0].priority is Priority.TOP

    for account in ("agent-a", "superviseure", "dec", "inspecteur"):
        assert sign_in_as(account).get(f"/desk/{reference}").status_code == 404
        assert reference not in sign_in_as(account).get("/desk?view=open").text
    assert sign_in_as("cellule-alerte").get(f"/desk/{reference}").status_code == 200
    assert reference in sign_in_as("correctrice-bts").get("/my-reports").text
