"""Before publishing: what would be answered otherwise, and who relied on the words that fall."""

import re
from datetime import UTC, datetime

import pytest
from sqlmodel import Session, select

from app import desk_work, impact
from knowledge import deposits
from knowledge.models import Deposit
from tests.knowledge import texts
from tests.web.curator.library import LILLE, MEETING, SITE
from tests.web.desk_fixtures import read

OTHER_SITE = "Quel est le code du site de saisie du BTS à Nice ?"


@pytest.fixture
def work(services):
    return lambda: desk_work.work(services, now=datetime.now(UTC))


@pytest.fixture
def draft_of(curator, services, work):
    def of(text, name="note.md"):
        curator.post("/curator/deposits", files=[("files", (name, text.encode()))])
        work()
        with Session(services.reading) as session:
            (row,) = session.exec(select(Deposit).where(Deposit.name == name, Deposit.state == "read")).all()
            return deposits.draft(session, row.id)

    return of


def effect_of(services, draft):
    return impact.work_out(services, draft, now=datetime.now(UTC))


def test_the_answers_that_change_are_shown_side_by_side_and_nothing_is_published(
    curator, shelf, services, draft_of, work
):
    shelf.ask(SITE)
    draft = draft_of(texts.NEW_SECTION)
    at = f"/curator/deposits/{draft.id}/impact"

    curator.post(at)
    awaited = read(curator.get(at))
    assert work() == 1
    page = read(curator.get(at))

    assert "Calcul en cours" in awaited
    assert 'data-pending="true"' in awaited
    before, after = page.split("<h4>Après</h4>")[0:2]
    assert "C10" in before.split("<h4>Avant</h4>")[1]
    assert "<mark>« Le site de saisie est C12. »" in after or "C12" in after
    assert shelf.published("correction.md")
    assert "C10" in read(curator.get("/curator/try", params={"question": SITE, "academy": "Lille"}))


def test_past_answers_open_tickets_and_written_answers_that_relied_on_the_passage_are_told(
    curator, shelf, services, draft_of
):
    shelf.ask(SITE, "Je souhaite ouvrir une demande")
    form = read(curator.post("/curator/answers", data={"question": SITE, "academy": "Lille", "do": "search"}))
    value = re.search(r'value="([^"]+)"[^>]*><span>Le site de saisie est C10\.', form).group(1)
    typed = {"question": SITE, "academy": "Lille", "do": "save", "passage": value}
    assert curator.post("/curator/answers", data=typed).status_code == 303

    effect = effect_of(services, draft_of(texts.NEW_SECTION))

    assert effect["past_count"] == 1
    assert re.fullmatch(r"P-\d{4}-\d{6}", effect["tickets"][0])
    assert effect["written"] == [SITE]
    assert LILLE not in str(effect)


def test_what_the_text_does_not_touch_is_left_out(shelf, services, draft_of):
    shelf.ask(MEETING)

    effect = effect_of(services, draft_of(texts.NEW_SECTION))

    assert effect["passages"] > 0
    assert (effect["past_count"], effect["tickets"], effect["written"]) == (0, [], [])


def test_a_new_version_of_a_text_takes_away_only_the_words_that_it_no_longer_says(
    curator, shelf, services, draft_of, work
):
    draft = draft_of(texts.CORRECTION, "bulletin.md")
    with Session(services.engine) as session, session.begin():
        deposits.publish(session, draft.id, draft.version, by="documentaliste", now=datetime.now(UTC))
    work()

    again = draft_of(texts.CORRECTION.replace("C10", "C11"), "bulletin.md")
    effect = effect_of(services, again)

    assert again.replaces_id is not None
    assert effect["passages"] == 1


def test_an_effect_worked_out_before_a_correction_says_so(curator, shelf, services, draft_of, work):
    draft = draft_of(texts.NEW_SECTION)
    at = f"/curator/deposits/{draft.id}"
    curator.post(f"{at}/impact")
    work()
    with Session(services.engine) as session, session.begin():
        deposits.save(session, deposits.draft(session, draft.id), by="autre", now=datetime.now(UTC))

    assert "Calculé avant vos dernières corrections" in read(curator.get(f"{at}/impact"))


def test_the_effect_is_for_the_curator_alone(sign_in_as, shelf, draft_of):
    draft = draft_of(texts.NEW_SECTION)

    assert sign_in_as("agent-a").get(f"/curator/deposits/{draft.id}/impact").status_code == 403
