"""The pages of practical exams, without any script: my candidates, a sheet, an exam and its attestation."""

import re

import pytest

from backend.demo.practical import exam_id, sheet_id

HERS = sheet_id("VIO31", 2027, 3)
PAST = exam_id("CAL13", 2026)


def send(opened, address, **fields):
    shown = opened.get(re.sub(r"/(distribute|attestation)$", "", address)).text
    return opened.post(address, data={"csrf": re.search(r'name="csrf" value="([^"]+)"', shown)[1], **fields})


def test_my_candidates_are_listed_by_panel(browser):
    page = browser("interrogatrice-stl").get("/practical").text

    assert "<h1>Mes candidats</h1>" in page
    assert page.index("Commission 1, mardi 1er juin 2027, après-midi") < page.index(
        "Commission 3, mercredi 2"
    )
    assert "27-V-0103" in page
    assert "27-V-0107" not in page  # of the other examiner
    assert "15 / 20" in page
    assert 'aria-current="page"' in page


def test_the_menu_leads_there_only_those_who_have_something_to_do_there(browser):
    labels = {
        person: re.findall(r'<a href="/practical"[^>]*>([^<]+)</a>', browser(person).get("/lots").text)
        for person in ("interrogatrice-stl", "chef-centre", "dec", "correctrice-bts", "deleguee")
    }

    assert labels == {
        "interrogatrice-stl": ["Mes candidats"],
        "chef-centre": ["Épreuves pratiques"],
        "dec": ["Épreuves pratiques"],
        "correctrice-bts": [],
        "deleguee": [],
    }
    assert "Aucun candidat pour l’instant" in browser("correctrice-bts").get("/practical").text


def test_a_mark_is_entered_and_found_again(browser):
    opened = browser("interrogatrice-stl")
    answer = send(opened, f"/practical/sheets/{HERS}", gesture="mark", points="13", comment="Mesures justes.")

    assert (answer.status_code, answer.headers["location"]) == (303, f"/practical/sheets/{HERS}?done=true")
    page = opened.get(answer.headers["location"]).text
    assert "C’est enregistré." in page
    assert 'value="13"' in page
    assert "Mesures justes." in page
    assert "Candidat suivant" in page


@pytest.mark.parametrize("points", ["14,5", "14.5", "21", "-1", "", "douze", "¹²", "1e1"])
def test_a_refused_mark_is_explained_in_the_page_and_what_was_typed_stays(browser, points):
    opened = browser("interrogatrice-stl")
    answer = send(opened, f"/practical/sheets/{HERS}", gesture="mark", points=points, comment="Reste <ici>.")

    assert answer.status_code == 422
    assert "points entiers, de 0 à 20" in answer.text
    assert 'role="alert"' in answer.text
    assert "Reste &lt;ici&gt;." in answer.text
    assert "À interroger" in opened.get(f"/practical/sheets/{HERS}").text


def test_an_absence_is_reported_then_withdrawn(browser):
    opened, address = browser("interrogatrice-stl"), f"/practical/sheets/{HERS}"

    assert send(opened, address, gesture="report_absence").status_code == 303
    page = opened.get(address).text
    assert "attend d’être appréciée par le chef de centre" in page
    assert 'value="mark"' not in page
    assert 'value="find_unjustified"' not in page  # the head's
    assert send(opened, address, gesture="cancel_absence").status_code == 303
    assert 'value="mark"' in opened.get(address).text


def test_the_office_judges_an_absence_and_dates_the_substitution(browser):
    opened, address = browser("dec"), f"/practical/sheets/{sheet_id('VIO31', 2027, 4)}"

    assert send(opened, address, gesture="justify").status_code == 303
    refused = send(opened, address, gesture="plan_replacement", day="2027-09-01")
    assert (refused.status_code, "avant la fin de l’année" in refused.text) == (422, True)
    assert send(opened, address, gesture="plan_replacement", day="2027-06-10").status_code == 303
    assert "Substitution le jeudi 10 juin 2027" in opened.get(address).text


def test_the_office_sees_which_attestations_are_missing(browser):
    page = browser("dec").get("/practical").text
    rows = re.findall(r"<tr>.*?</tr>", page, re.DOTALL)
    told = {re.search(r"Lycée[^<]+", row)[0]: "Manquante" in row for row in rows[1:]}

    assert told == {
        "Lycée des Violettes, 2027": False,
        "Lycée des Violettes, 2026": True,
        "Lycée des Calanques, 2026": True,
    }


def test_the_head_makes_and_sends_the_attestation(browser):
    head, address = browser("chef-centre"), f"/practical/exams/{PAST}/attestation"

    refused = send(head, address, step="generated", destroyed_on="hier")
    assert (refused.status_code, "du dernier jour à aujourd’hui" in refused.text) == (422, True)
    assert send(head, address, step="generated", destroyed_on="2026-06-09").status_code == 303
    assert head.get(address).headers["content-type"] == "application/pdf"
    assert send(head, address, step="sent").status_code == 303
    assert send(browser("dec"), address, step="received").status_code == 303
    assert "Reçue" in head.get(f"/practical/exams/{PAST}").text


def test_the_office_distributes_who_has_no_examiner(browser):
    opened, address = browser("dec"), f"/practical/exams/{exam_id('VIO31', 2027)}"

    assert "3 candidats sans examinateur" in opened.get(address).text
    assert send(opened, f"{address}/distribute").status_code == 303
    assert "sans examinateur" not in opened.get(address).text


def test_a_form_from_elsewhere_changes_nothing(browser):
    opened = browser("interrogatrice-stl")
    fields = {"gesture": "mark", "points": "1", "comment": "x", "csrf": "faux"}

    assert opened.post(f"/practical/sheets/{HERS}", data=fields).status_code == 403
    assert "À interroger" in opened.get(f"/practical/sheets/{HERS}").text


@pytest.mark.parametrize(
    "address",
    [
        f"/practical/sheets/{HERS}",
        f"/practical/sheets/{HERS}/document",
        f"/practical/exams/{exam_id('VIO31', 2027)}",
    ],
)
def test_others_find_nothing(browser, address):
    assert browser("correctrice-bts").get(address).status_code == 404


def test_an_examiner_has_no_page_of_the_whole_exam(browser):
    assert browser("interrogatrice-stl").get(f"/practical/exams/{exam_id('VIO31', 2027)}").status_code == 404
