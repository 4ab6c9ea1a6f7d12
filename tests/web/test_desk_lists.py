"""The lists of the desk as an agent narrows, keeps and searches them; without a script."""

import re
from datetime import timedelta

import pytest

from assistant.personal import RecordsUnavailable
from tests.web.desk_fixtures import NOW, read
from ticketing import queues
from ticketing.saved_view_models import SavedView
from ticketing.tickets import LinkDraft
from ticketing.vocabulary import Defect, Kind, LinkKind


def counted(page, name):
    return re.search(rf'data-count="{name}".*?pm-count">(\d+)<', page, re.DOTALL).group(1)


def links(page, label):
    return re.findall(rf'<a[^>]*href="([^"]+)"[^>]*>{label}', page)


@pytest.fixture
def two(open_report):
    return [open_report(), open_report(page=4, defect=Defect.CUT)]


def test_filters_are_chips_that_go_one_by_one_and_the_count_follows(agent, two):
    page = read(agent.get("/desk?view=open&defect=page_coupee&defect=flou&academy=Aix-Marseille"))
    assert counted(page, "here") == "2"

    (without_blurred,) = links(page, "Défaut\u00a0: Page floue")
    page = read(agent.get(without_blurred))

    assert "Page 4 coupée" in page
    assert "Page 3 floue" not in page
    assert counted(page, "here") == "1"
    assert counted(page, "open") == "2"
    assert "Académie\u00a0: Aix-Marseille" in page


def test_the_form_of_filters_needs_no_script_and_holds_what_is_chosen(agent, two):
    page = read(agent.get("/desk/filters?view=open&defect=page_coupee&unread=1&academy=Ailleurs"))

    assert re.search(r'name="defect" value="page_coupee" checked', page)
    assert re.search(r'name="unread" value="1" checked', page)
    assert '<option value="Ailleurs" selected>' in page
    assert '<option value="Aix-Marseille">' in page
    assert '<option value="Lycée des Calanques"></option>' in page
    # As a browser sends it: empty fields included.
    sent = "view=open&holder=&due_in=&defect=page_coupee&academy=&session=&exam=&centre=&since=&before="
    page = read(agent.get(f"/desk?{sent}"))
    assert ("Page 4 coupée" in page, "Page 3 floue" in page, "pas compris" in page) == (True, False, False)


def test_nothing_found_teaches_to_take_a_filter_off(agent, two):
    assert "Aucune demande ne passe ces filtres" in read(agent.get("/desk?view=open&academy=Lyon"))


def test_a_view_is_kept_renamed_deleted_and_taken_back(agent, two, stored):
    place = "view=open&defect=page_coupee"
    page = agent.get(f"/desk?{place}").text
    key = re.search(r'name="key" value="(v-[^"]+)"', page).group(1)

    for _ in range(2):  # a second click
        kept = agent.post(f"/desk/views?{place}", data={"name": "Coupées <b>", "key": key})
    assert kept.headers["location"].startswith(f"/desk?{place}")
    page = read(agent.get(kept.headers["location"]))
    (view,) = stored(SavedView)
    assert "La vue est enregistrée." in page
    assert counted(page, view.id) == "1"
    assert "&lt;b&gt;" in agent.get("/desk").text

    agent.post(f"/desk/views/{view.id}/name?{place}", data={"name": "Bord coupé"})
    gone = agent.post(f"/desk/views/{view.id}/deletion?{place}")
    page = read(agent.get(gone.headers["location"]))
    assert ("La vue est supprimée." in page, "Bord coupé" in page) == (True, False)
    back = agent.post(f"/desk/views/{view.id}/restoration?{place}")
    assert "Bord coupé" in read(agent.get(back.headers["location"]))


def test_a_view_without_a_name_or_of_another_is_refused_in_french(agent, two, stored, sign_in_as):
    assert "a besoin d’un nom" in read(agent.post("/desk/views?view=open", data={"name": " ", "key": "k"}))
    agent.post("/desk/views?view=open", data={"name": "Mon coin", "key": "k"})
    (view,) = stored(SavedView)

    other = sign_in_as("agent-b")

    assert other.post(f"/desk/views/{view.id}/name", data={"name": "x"}).status_code == 404
    assert other.post(f"/desk/views/{view.id}/copy", data={"key": "z"}).status_code == 404
    assert other.post(f"/desk/views/{view.id}/sharing", data={"shared": "true"}).status_code == 404
    assert other.post("/desk/views/no-such/deletion").status_code == 422
    assert "Mon coin" not in read(other.get("/desk"))


def test_a_supervisor_publishes_a_view_and_an_agent_copies_it(sign_in_as, two, stored):
    supervisor = sign_in_as("superviseure")
    supervisor.post("/desk/views?view=open&kind=scan", data={"name": "Scans", "key": "s"})
    (view,) = stored(SavedView)
    supervisor.post(f"/desk/views/{view.id}/sharing?view=open&kind=scan", data={"shared": "true"})

    agent = sign_in_as("agent-a")
    page = read(agent.get("/desk?view=open&kind=scan"))
    assert "Vues partagées" in page
    assert "Publier" not in page
    assert agent.post(f"/desk/views/{view.id}/deletion").status_code == 403
    agent.post(f"/desk/views/{view.id}/copy", data={"key": "c"})
    assert "Vues enregistrées" in read(agent.get("/desk"))


def test_pages_go_on_by_key_and_the_ticket_comes_back_to_the_same_page(agent, open_report):
    for number in range(queues.PAGE_SIZE + 1):
        copy = LinkDraft(LinkKind.COPY, f"c-{number}", f"{number:04d}")
        open_report(links=(copy,), now=NOW + timedelta(minutes=number))
    first = agent.get("/desk?view=open")
    (following,) = links(read(first), "Page suivante")
    second = read(agent.get(following))

    rows = re.findall(r'<a href="(/desk/P-[^"]+)" data-reference', second)
    assert len(rows) == 1
    assert (links(second, "Page suivante"), len(links(second, "Page précédente"))) == ([], 1)
    assert re.findall(r'<a href="(/desk/P-[^"]+)" data-reference', read(agent.get(rows[0]))) == rows
    (former,) = links(second, "Page précédente")
    assert len(re.findall(r"data-reference", read(agent.get(former)))) == queues.PAGE_SIZE


def test_a_search_marks_the_words_in_what_was_written(agent, open_report):
    open_report(kind=Kind.QUESTION, defect=None, links=(), text="Tarif\u00a0des <b>copies</b> agrafées ?")

    page = agent.get("/desk?q=agrafe").text

    assert "<strong>agrafées</strong>" in page
    assert "&lt;b&gt;" in page


def test_an_anonymity_number_is_asked_of_the_backend_and_leaves_the_address(agent, open_report, records):
    open_report()
    records.candidates["2027-88-0423"] = ("17", "0423")

    sent = agent.get("/desk?view=open&q=2027-88-0423")

    assert sent.headers["location"] == "/desk?view=open&q=copie+0423+lot+17"
    assert "Page 3 floue" in read(agent.get(sent.headers["location"]))
    assert "Aucune demande trouvée" in read(agent.get("/desk?q=2027-88-9999"))
    records.failure = RecordsUnavailable("down")
    assert "un numéro d’anonymat ne peut pas être cherché" in read(agent.get("/desk?q=2027-88-0423"))


def test_the_number_of_queries_of_the_desk_does_not_grow_with_its_tickets(agent, open_report, services):
    from sqlalchemy import event

    sent = []
    event.listen(services.engine, "before_cursor_execute", lambda *args: sent.append(args[2]))

    def asked(address):
        sent.clear()
        assert agent.get(address).status_code == 200
        return len(sent)

    open_report()
    addresses = ("/desk", "/desk?view=open&centre=CAL13&unread=1", "/desk?q=illisible")
    with_one = [asked(address) for address in addresses]
    for number in range(8):
        open_report(page=1 + number % 4)

    assert [asked(address) for address in addresses] == with_one
