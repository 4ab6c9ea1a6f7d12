"""« Mes échéances » as a page: the person's own frame, what moved, what the backend says or does not."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest

from assistant.french import day
from assistant.personal import RecordsUnavailable
from tests.fakes import make_copy, make_lot

WEEK = "/calendar?day=2027-06-08"


@pytest.fixture
def reader(sign_in_as, publish_samples):
    publish_samples()
    return sign_in_as("correctrice-bts")


def words(response):
    return said(response.text)


def said(html):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).replace("\u00a0", " ").split())


def part(response, key):
    """The words of one part of the page."""
    found = re.search(rf'<(section|details)[^>]*id="{key}".*?</\1>', response.text, re.DOTALL)
    return said(found.group()) if found else ""


def test_this_week_holds_the_deadlines_of_the_texts_and_of_the_lots(reader):
    week = part(reader.get(WEEK), "week")

    assert "Lot 17 à rendre" in week
    assert "33 copies à corriger" in week
    assert "le correcteur termine son lot dans Santorin au plus tard le mercredi 9 juin 2027 à 18 h" in week
    assert "2 juin 2027" not in week.replace("du mardi 8 juin", "")


def test_a_moved_deadline_is_said_as_moved(reader):
    week = part(reader.get(WEEK), "week")

    assert "Échéance déplacée" in week
    assert (
        "avant : mardi 8 juin 2027 à 12 h → maintenant : jeudi 10 juin 2027 à 16 h, "
        "rectificatif DIEC3/2026-247 du 18 novembre 2026"
    ) in week


def test_a_row_leads_to_its_sentence_marked_in_the_text(reader):
    page = reader.get(WEEK).text
    addresses = [unescape(one) for one in re.findall(r'href="(/texts/[^"]+)"', page)]

    opened = [reader.get(address.split("#")[0]) for address in addresses]

    assert len(addresses) > 10
    assert {one.status_code for one in opened} == {200}
    assert all("<mark>" in one.text and "Ce texte a changé" not in one.text for one in opened)


def test_a_late_lot_is_told_apart_and_a_finished_one_is_not_late(reader, records):
    done = make_lot("18", state="finished", deadline=datetime(2027, 6, 2, 15, tzinfo=UTC))
    records.copies.append(make_copy(done))
    records.holders[done.id] = "correctrice-bts"

    page = reader.get("/calendar?day=2027-06-12")

    assert "Lot 17 à rendre" in part(page, "late")
    assert "Lot 18" not in part(page, "late")
    assert "Lot 18 à rendre Terminé" in part(page, "past")


def test_limits_of_the_texts_that_just_passed_are_not_called_late(reader):
    page = reader.get("/calendar?day=2027-06-12")

    recent = part(page, "recent")
    assert "Les textes ne disent pas si vous les avez tenues" in recent
    assert "jeudi 10 juin 2027 à 16 h" in recent
    assert "10 juin" not in part(page, "late")


def test_the_time_of_reading_is_told(reader):
    assert f"Lots et missions lus dans SANTORIN et IMAG’IN, {day(datetime.now(UTC))}" in words(
        reader.get(WEEK)
    )


def test_a_silent_backend_is_said_and_the_texts_are_still_there(reader, records):
    records.failure = RecordsUnavailable()

    page = reader.get(WEEK)

    assert page.status_code == 200
    assert "SANTORIN ne répond pas" in words(page)
    assert "jeudi 10 juin 2027 à 16 h" in part(page, "week")
    assert "Lot 17" not in words(page)


def test_the_frame_is_the_person_s_and_another_may_be_looked_at(reader):
    own, other = reader.get(WEEK), reader.get("/calendar?academy=Lille&session=2027&exam=dnb&day=2027-06-24")

    assert "Cadre : Aix-Marseille, session 2027, BTS" in words(own)
    assert "Cadre : Lille, session 2027, DNB (choisi)" in words(other)
    assert "Les lots de mathématiques sont terminés au plus tard le mercredi 30 juin" in words(other)
    assert "Les lots de mathématiques" not in words(own)


def test_other_roles_deadlines_are_folded_away(reader):
    page = reader.get("/calendar?academy=Lille&session=2027&exam=dnb&day=2027-06-24")

    assert "Le jury délibère" not in part(page, "others")  # a corrector may sit in it
    assert '<details class="pm-fold" id="past">' in page.text


def test_a_frame_without_any_deadline_says_what_to_do(sign_in_as):
    page = sign_in_as("chef-centre").get("/calendar")

    assert "Aucune échéance pour ce cadre" in words(page)
    assert "Voir les textes" in words(page)


def test_an_empty_week_gives_the_next_deadline(reader):
    week = part(reader.get("/calendar?day=2027-04-06"), "week")

    assert "Rien d’ici la fin de la semaine. La prochaine :" in week
    assert "lundi 3 mai 2027" in week


@pytest.mark.parametrize(
    "query", ["day=2027-13-45", "session=x", "exam=inconnu", "academy=Nulle-part", "day=0"]
)
def test_an_address_made_by_hand_breaks_nothing(reader, query):
    assert reader.get(f"/calendar?{query}").status_code in (200, 422)


@pytest.mark.parametrize("account", ["correctrice-bts", "chef-centre", "numerisation", "dec", "deleguee"])
def test_the_navigation_leads_there(sign_in_as, account):
    assert 'href="/calendar"' in sign_in_as(account).get("/").text
