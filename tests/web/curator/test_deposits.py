"""A file on the desk: dropped, read in the sandbox by the worker, corrected, published, and it answers."""

import asyncio
import re
from datetime import UTC, datetime

import pytest
from sqlmodel import Session, select

from app import desk_work, originals
from knowledge.models import Circular, Deposit
from tests.knowledge import texts
from tests.web.curator.library import SITE
from tests.web.desk_fixtures import read

AMENDED = texts.NEW_SECTION.replace("C12", "C14")


@pytest.fixture
def work(services):
    """One turn of the worker."""
    return lambda: desk_work.work(services, now=datetime.now(UTC))


def drop(browser, *files):
    return browser.post("/curator/deposits", files=[("files", one) for one in files])


def only(services):
    with Session(services.reading) as session:
        return session.exec(select(Deposit)).one()


def fields_of(page):
    """Every field of the form of corrections, as a browser would send it."""
    form = re.search(r'<form id="draft".*?</form>', page, re.DOTALL).group()
    values = dict(
        re.findall(
            r'<input(?: class="[^"]*")?(?: id="[^"]*")? name="([^"]+)" type="[a-z]+" value="([^"]*)"', form
        )
    )
    values |= dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form))
    values |= dict(re.findall(r'name="([^"]+)" value="([^"]+)" checked', form))
    for name, options in re.findall(
        r'<select class="pm-select" id="[^"]*" name="([^"]+)".*?>(.*?)</select>', form
    ):
        values[name] = next(iter(re.findall(r'value="([^"]*)" selected', options)), "")
    return values


@pytest.fixture
def deposit(curator, shelf, services, work):
    assert drop(curator, ("note.md", AMENDED.encode())).status_code == 303
    assert work() == 1
    return f"/curator/deposits/{only(services).id}"


def test_a_dropped_file_waits_is_read_and_answers_nobody(curator, shelf, services, work):
    drop(curator, ("note.md", AMENDED.encode()))
    waiting = read(curator.get("/curator/deposits"))
    work()
    shown = read(curator.get("/curator/deposits"))

    assert "En attente de lecture" in waiting
    assert 'data-pending="true"' in waiting
    assert "À relire" in shown
    assert "C14" not in read(curator.get("/curator/try", params={"question": SITE, "academy": "Lille"}))


def test_a_file_that_cannot_be_read_says_why_and_the_others_go_on(curator, shelf, services, work):
    drop(curator, ("piège.pdf", b"%PDF-1.4 rien"), ("vide.txt", b"  "), ("note.md", AMENDED.encode()))
    for _ in range(3):
        work()

    page = read(curator.get("/curator/deposits"))

    assert page.count("Le fichier est gardé. Déposez-en une version lisible.") == 2
    assert "Le fichier est vide." in page
    assert "note.md</a>" in page


def test_an_empty_sending_is_told(curator, shelf):
    response = curator.post("/curator/deposits", data={"nothing": "1"})

    assert response.status_code == 422
    assert "Choisissez au moins un fichier." in read(response)


def test_what_was_read_is_corrected_published_and_answers(curator, deposit, work):
    page = curator.get(deposit).text
    typed = fields_of(page) | {"number": "DEC1/31-061", "do": "publish"}

    sent = curator.post(deposit, data=typed)
    shown = read(curator.get(sent.headers["location"]))
    assert work() == 1
    answer = read(curator.get("/curator/try", params={"question": SITE, "academy": "Lille", "exam": "bts"}))

    assert sent.status_code == 303
    assert "DEC1/31-061" in shown
    assert "Changement en cours d’indexation" in shown
    assert "Le site de saisie est C14." in answer
    assert "remplacé par DEC1/31-061" in answer


def test_two_curators_on_one_deposit_do_not_overwrite_each_other(curator, deposit):
    typed = fields_of(curator.get(deposit).text)

    first = curator.post(deposit, data=typed | {"number": "DEC1/31-061", "do": "save"})
    second = curator.post(deposit, data=typed | {"number": "DEC1/31-062", "do": "publish"})

    assert first.status_code == 303
    assert second.status_code == 409
    assert "Une autre personne a modifié ce dépôt" in read(second)
    assert 'value="DEC1/31-062"' in second.text
    assert 'value="DEC1/31-061"' in curator.get(deposit).text


def test_what_cannot_be_read_of_the_form_is_said_beside_its_field(curator, deposit):
    typed = fields_of(curator.get(deposit).text)

    response = curator.post(deposit, data=typed | {"academies": "Lille, Atlantide", "do": "save"})

    assert response.status_code == 422
    assert "Académie inconnue : Atlantide" in read(response)


def test_a_published_text_is_withdrawn_and_published_again(curator, shelf, work):
    key = shelf.published("correction.md").id
    curator.post(f"/curator/texts/{key}/withdrawal")
    assert work() == 1
    gone = read(curator.get("/curator/try", params={"question": SITE, "academy": "Lille", "exam": "bts"}))

    back = curator.post(f"/curator/texts/{key}/restoration")
    work()
    shown = read(curator.get(back.headers["location"]))

    assert "Le site de saisie est C10." not in gone.split("Passages écartés")[0]
    assert "publié de nouveau" in shown
    assert "documentaliste" in shown
    assert "commande permanence index" in shown


def test_a_correction_of_a_published_text_is_undone(curator, shelf, services, work):
    key = shelf.published("correction.md").id
    at = curator.post(f"/curator/texts/{key}/correction").headers["location"]
    typed = fields_of(curator.get(at).text) | {"number": "DEC9/31-999", "do": "publish"}
    made = curator.post(at, data=typed).headers["location"].split("?")[0]
    assert shelf.published("correction.md").number == "DEC9/31-999"

    curator.post(f"{made}/undoing")
    again = curator.post(f"{made}/undoing")

    assert shelf.published("correction.md").number == "DEC1/31-041"
    assert again.status_code == 409
    with Session(services.reading) as session:
        assert len(session.exec(select(Circular).where(Circular.name == "correction.md")).all()) == 3


def test_nothing_of_the_desk_is_for_another_role(sign_in_as, shelf):
    agent = sign_in_as("agent-a")

    assert agent.get("/curator/deposits").status_code == 403
    assert drop(agent, ("note.md", b"texte")).status_code == 403


def test_more_files_than_one_sending_takes_are_refused_together(curator, shelf, services):
    response = drop(curator, *((f"{rank}.md", b"texte") for rank in range(51)))

    assert response.status_code == 422
    assert "Envoyez 50 fichiers au plus à la fois." in read(response)
    with Session(services.reading) as session:
        assert session.exec(select(Deposit)).all() == []


@pytest.mark.parametrize(("account", "status"), [("agent-a", 403), (None, 401)])
def test_who_may_not_drop_files_is_refused_before_anything_is_received(sign_in_as, browser, account, status):
    if account:
        sign_in_as(account)
    asked, said = [], []

    async def receive():
        asked.append("more")
        return {"type": "http.request", "body": b"x" * 65536, "more_body": True}

    async def send(message):
        said.append(message)

    cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    head = [(b"host", b"testserver"), (b"cookie", cookies.encode()), (b"content-length", b"20000000")]
    place = {"path": "/curator/deposits", "query_string": b"", "scheme": "http", "server": ("testserver", 80)}
    asyncio.run(browser.app({"type": "http", "method": "POST", "headers": head} | place, receive, send))

    assert said[0]["status"] == status
    assert asked == []


def test_a_file_too_large_is_refused_and_other_pages_keep_their_own_bound(curator, shelf, settings):
    assert drop(curator, ("gros.txt", b"x" * 3_000_000)).status_code == 303
    assert curator.post("/curator/answers", data={"lead": "x" * 3_000_000}).status_code == 413


@pytest.mark.parametrize(
    ("given", "kept"),
    [("../../etc/passwd", "passwd"), ("C:\\notes\\a.md", "a.md"), ("..", "texte"), ("a\x00b.md", "ab.md")],
)
def test_a_name_is_never_a_path(given, kept):
    assert originals.tidy_name(given) == kept


def test_an_examination_that_few_sit_is_kept_when_the_draft_is_saved(curator, shelf, services, work):
    drop(curator, ("delf.md", AMENDED.replace("BTS", "CFG").encode()))
    assert work() == 1
    page = f"/curator/deposits/{only(services).id}"
    fields = fields_of(read(curator.get(page)))

    assert fields["exams"] == "cfg"
    curator.post(page, data=fields | {"do": "save"})

    assert fields_of(read(curator.get(page)))["exams"] == "cfg"
