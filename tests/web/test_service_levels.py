"""A supervisor sees what is promised, tries other delays, keeps a version and takes an earlier one back."""

import re
from html import unescape

import pytest

from tests.web.desk_fixtures import read
from ticketing.models import Ticket
from ticketing.service_level_models import LevelsVersion

HOME = "/desk/service-levels"


@pytest.fixture
def supervisor(sign_in_as):
    return sign_in_as("superviseure")


def fields_of(page):
    """What a browser would send of the page's first form, as it stands."""
    form = re.search(r'<form class="pm-stack".*?</form>', page.text, re.DOTALL).group()
    sent = {}
    for tag in re.findall(r"<input[^>]*>", form):
        said = dict(re.findall(r'(\w[\w-]*)="([^"]*)"', tag))
        if said.get("type") != "checkbox" or " checked" in tag:
            sent.setdefault(said["name"], []).append(unescape(said.get("value", "")))
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        sent[name] = re.findall(r'value="([^"]*)" selected', options) or [""]
    return sent


def versions(stored):
    return [(one.kind.value, one.number) for one in stored(LevelsVersion)]


@pytest.mark.parametrize("account", ["agent-a", "correctrice-bts", "dec"])
def test_the_delays_are_a_supervisors_affair(sign_in_as, account):
    assert sign_in_as(account).get(HOME).status_code == 403


def test_what_is_promised_is_shown_with_what_it_gives_now(supervisor):
    page = read(supervisor.get(HOME))

    assert "Un signalement ouvert maintenant serait dû\u00a0:" in page
    assert "Première réponse\u00a0: avant" in page
    assert 'value="7\u00a0h\u00a030"' in page
    assert "Métropole" in page


def test_an_overview_keeps_nothing_and_a_version_is_for_the_reports_to_come(supervisor, stored, open_report):
    before = open_report()
    sent = fields_of(supervisor.get(HOME)) | {"rule-5-first_reply": ["45 min"], "note": ["Juin"]}

    seen = supervisor.post(f"{HOME}/policy", data=sent | {"do": "preview"})
    none_yet = versions(stored)
    kept = supervisor.post(f"{HOME}/policy", data=sent | {"do": "save"})
    after = open_report(page=4)

    assert seen.status_code == 200
    assert "version en vigueur" in read(seen)
    assert none_yet == []
    assert kept.headers["location"] == f"{HOME}?done=policy"
    assert versions(stored) == [("policy", 1)]
    found = {ticket.reference: ticket for ticket in stored(Ticket)}
    assert (found[before].policy_version, found[after].policy_version) == (0, 1)
    assert found[after].due_at < found[before].due_at


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"rule-5-first_reply": ["bientôt"]}, "Ce délai ne se lit pas"),
        ({"rule-5-first_reply": ["900 h"]}, "dépasse 400"),
        ({"rule-5-first_reply": [""]}, "dire les quatre délais"),
        ({"rule-5-kind": ["scan"]}, "La dernière règle doit valoir pour tout"),
        ({"rule-0-kind": ["zzz"]}, "Un de ces choix n’existe pas"),
        ({"rule-0-priority": ["<b>"]}, "Un de ces choix n’existe pas"),
        ({"pause-first_reply": ["resolved"]}, "Seule une attente"),
        ({"base": ["deux"]}, "Un de ces choix n’existe pas"),
    ],
)
def test_what_cannot_be_promised_is_refused_with_what_was_typed_kept(supervisor, stored, change, said):
    sent = fields_of(supervisor.get(HOME)) | change | {"note": ["à garder"], "do": "save"}

    page = supervisor.post(f"{HOME}/policy", data=sent)

    assert page.status_code == 422
    assert said in read(page)
    assert "à garder" in read(page)
    assert versions(stored) == []


def test_two_supervisors_do_not_overwrite_one_another(supervisor, stored):
    sent = fields_of(supervisor.get(HOME)) | {"do": "save"}
    supervisor.post(f"{HOME}/policy", data=sent)

    page = supervisor.post(f"{HOME}/policy", data=sent)

    assert page.status_code == 409
    assert "Votre saisie est gardée" in read(page)
    assert versions(stored) == [("policy", 1)]


def test_an_earlier_version_is_taken_back_under_a_new_number(supervisor, stored):
    sent = fields_of(supervisor.get(HOME)) | {"rule-5-first_reply": ["1 h"], "do": "save"}
    supervisor.post(f"{HOME}/policy", data=sent)

    supervisor.post(f"{HOME}/versions/policy/0", data={"base": "1"})
    page = read(supervisor.get(HOME))

    assert versions(stored) == [("policy", 1), ("policy", 2)]
    assert "Reprise de la version 0" in page
    assert supervisor.post(f"{HOME}/versions/policy/77", data={"base": "2"}).status_code == 404
    assert supervisor.post(f"{HOME}/versions/policy/0", data={"base": "1"}).status_code == 409


def test_a_calendar_gets_a_closure_and_never_loses_its_last_opening(supervisor, stored):
    address = f"{HOME}/calendars/reunion"
    sent = fields_of(supervisor.get(address))
    closed = {f"day-{day}": [""] for day in range(7)}
    closure = {
        "season-1-name": ["Cyclone"],
        "season-1-first": ["2027-01-11"],
        "season-1-last": ["2027-01-15"],
    }

    never = supervisor.post(address, data=sent | closed | {"do": "save"})
    wrong = supervisor.post(address, data=sent | {"day-0": ["8h-7h"], "do": "save"})
    kept = supervisor.post(address, data=sent | closure | {"do": "save"})

    assert never.status_code == wrong.status_code == 422
    assert "n’a aucune ouverture" in read(never)
    assert "Lu\u00a0: «\u00a08h-7h\u00a0»" in read(wrong)
    assert kept.status_code == 303
    assert "Cyclone, du lundi 11 janvier 2027" in read(supervisor.get(HOME))


def test_a_calendar_is_added_for_an_academy_and_removed(supervisor, stored):
    address = f"{HOME}/calendars/new"
    sent = fields_of(supervisor.get(address))

    nameless = supervisor.post(address, data=sent | {"do": "save"})
    taken = supervisor.post(address, data=sent | {"name": ["Lyon"], "academies": ["Mayotte"], "do": "save"})
    kept = supervisor.post(address, data=sent | {"name": ["Lyon"], "academies": ["Lyon"], "do": "save"})
    there = fields_of(supervisor.get(f"{HOME}/calendars/lieu_1"))
    removed = supervisor.post(f"{HOME}/calendars/lieu_1", data=there | {"do": "remove"})

    assert "Donnez un nom" in read(nameless)
    assert "dans deux calendriers" in read(taken)
    assert (kept.status_code, removed.status_code) == (303, 303)
    assert versions(stored) == [("calendars", 1), ("calendars", 2)]
    assert ">Lyon</a>" not in supervisor.get(HOME).text


def test_the_desk_and_the_reporter_read_when_it_is_due(sign_in_as, open_report, desk_says):
    reference = open_report()  # a Friday evening of 2026, long past or to come: said either way
    desk = read(sign_in_as("agent-a").get(f"/desk/{reference}"))
    mine = read(sign_in_as("correctrice-bts").get("/my-reports"))

    assert re.search("Réponse due avant|En retard de|En retard", desk)
    assert "Délais" in desk
    assert re.search("Une réponse avant|en retard sur ce qui vous était annoncé", mine)
