"""Files joined from the desk and from « Mes signalements », and who may have them."""

import re
from io import BytesIO

import pytest
from PIL import Image
from sqlmodel import Session

from tests.ticketing.test_attachments import PDF, image, photograph
from tests.web.desk_fixtures import read
from ticketing.attachment_models import Attachment
from ticketing.models import Event, Message
from ticketing.read_models import Access, TicketRead

FIRST = "P-2026-000001"


def hidden_of(page, action):
    form = re.search(rf'<form[^>]*action="{action}[^"]*".*?</form>', page.text, re.DOTALL).group()
    return dict(re.findall(r'name="(version|key|csrf)" value="([^"]+)"', form))


def send(browser, place, *contents, body="Voici."):
    """From the page where one writes; each content is a file of whatever name and type."""
    page = browser.get(place.rsplit("/", 1)[0])
    files = [("files", ("../../C:\\copie de Dupont.exe", one, "text/html")) for one in contents]
    return browser.post(place, data=hidden_of(page, place) | {"body": body}, files=files or None)


def addresses(page):
    return sorted({found.split("?")[0] for found in re.findall(r'"(/tickets/[^"]+/files/[^"]+)"', page.text)})


@pytest.fixture
def joined(open_report, sign_in_as):
    """A report, and a photograph that its reporter sends."""
    open_report()
    reporter = sign_in_as("correctrice-bts")
    assert send(reporter, f"/my-reports/{FIRST}/replies", photograph(), body="").status_code == 303
    return reporter


def test_a_photograph_is_shown_to_its_reporter_and_to_the_desk_without_what_it_said(joined, sign_in_as):
    (address,) = addresses(joined.get("/my-reports"))

    for browser in (joined, sign_in_as("agent-a")):
        answer = browser.get(address)
        assert answer.headers["content-type"] == "image/jpeg"
        assert b"Exif" not in answer.content
        assert Image.open(BytesIO(answer.content)).size == (40, 60)
        assert browser.get(f"{address}?size=thumb").headers["content-type"] == "image/webp"
    assert addresses(sign_in_as("agent-a").get(f"/desk/{FIRST}")) == [address]


def test_a_file_that_is_opened_is_told_to_its_reporter_and_a_small_picture_is_not(joined, sign_in_as, stored):
    (address,) = addresses(joined.get("/my-reports"))
    joined.get(address)  # her own
    agent = sign_in_as("agent-a")
    agent.get(f"{address}?size=thumb")
    assert stored(TicketRead) == []

    etag = agent.get(address).headers["etag"]
    assert agent.get(address, headers={"If-None-Match": etag}).status_code == 304
    sign_in_as("superviseure").get(address, headers={"If-None-Match": etag})

    opened = {(row.reader_id, row.access) for row in stored(TicketRead)}
    assert opened == {("agent-a", Access.ATTACHMENT), ("superviseure", Access.ATTACHMENT)}
    mine = read(sign_in_as("correctrice-bts").get(f"/my-reports/{FIRST}"))
    assert mine.count("Pièce jointe ouverte par l’assistance le ") == 1
    assert sign_in_as("correcteur-philo").get(address).status_code == 404
    assert len(stored(TicketRead)) == 2


def test_a_file_comes_so_that_nothing_of_it_runs(joined):
    (address,) = addresses(joined.get("/my-reports"))
    headers = joined.get(address).headers

    assert headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in headers["content-security-policy"]
    assert "script-src" not in headers["content-security-policy"]
    assert headers["content-disposition"] == f'inline; filename="{FIRST}-1.jpg"'
    assert headers["cache-control"] == "private, no-cache"
    assert joined.get(address, headers={"If-None-Match": headers["etag"]}).status_code == 304

    send(joined, f"/my-reports/{FIRST}/replies", PDF)
    pdf = next(one for one in addresses(joined.get("/my-reports")) if one.endswith("/2"))
    assert joined.get(pdf).headers["content-disposition"] == f'attachment; filename="{FIRST}-2.pdf"'


def test_others_have_neither_the_file_nor_the_file_of_a_note(joined, sign_in_as):
    (address,) = addresses(joined.get("/my-reports"))
    agent = sign_in_as("agent-a")
    send(agent, f"/desk/{FIRST}/notes", PDF, body="Pour nous.")
    noted = next(one for one in addresses(agent.get(f"/desk/{FIRST}")) if one != address)
    assert agent.get(noted).status_code == 200

    assert sign_in_as("correctrice-bts").get(noted).status_code == 404
    assert sign_in_as("correctrice-bts").get(address.replace("/1", "/9")).status_code == 404
    for account in ("correcteur-philo", "documentaliste", "deleguee"):
        assert sign_in_as(account).get(address).status_code == 404


@pytest.mark.parametrize(
    ("contents", "said"),
    [
        ([b"<script>alert(1)</script>"], "ni une image PNG, JPEG ou WebP, ni un PDF"),
        ([image("PNG")[:60]], "Cette image est abîmée"),
        ([image("PNG", size=(10_000, 10_000), mode="1")], "compte trop de points"),
        ([PDF] * 6, "Cinq fichiers au plus"),
        ([PDF + b" " * 10_000_000], "dépasse 10 Mo"),
    ],
)
def test_a_file_that_is_refused_says_why_and_keeps_the_words(open_report, sign_in_as, stored, contents, said):
    open_report()
    before = len(stored(Event)), len(stored(Message))

    mine = send(sign_in_as("correctrice-bts"), f"/my-reports/{FIRST}/replies", *contents, body="Mes mots.")
    desk = send(sign_in_as("agent-a"), f"/desk/{FIRST}/replies", *contents, body="Nos mots.")

    for answer, words in ((mine, "Mes mots.</textarea>"), (desk, "Nos mots.</textarea>")):
        assert answer.status_code in (413, 415, 422)
        assert said in read(answer)
        assert words in read(answer)
    assert (len(stored(Event)), len(stored(Message))) == before
    assert stored(Attachment) == []


def test_nobody_fills_the_disk_of_a_ticket_that_is_not_hers(open_report, sign_in_as, services):
    open_report()
    browser = sign_in_as("correcteur-philo")
    token = browser.headers["X-CSRF-Token"]
    data = {"csrf": token, "version": "1", "key": "k", "body": "x"}

    answer = browser.post(f"/my-reports/{FIRST}/replies", data=data, files=[("files", ("a.pdf", PDF))])

    assert answer.status_code == 404
    assert list(services.files.kept()) == []


def test_a_file_that_is_no_longer_kept_is_said_so(joined, services, stored):
    (address,) = addresses(joined.get("/my-reports"))
    for path in services.settings.files_dir.glob("??/*"):
        path.unlink()

    assert joined.get(address).status_code == 404
    assert joined.get(f"{address}?size=thumb").status_code == 404
    with Session(services.engine) as session, session.begin():
        row = session.get_one(Attachment, (stored(Attachment)[0].ticket_id, 1))
        row.erased_at = row.at
    assert "plus conservé" in read(joined.get("/my-reports"))


def test_what_is_too_large_for_any_form_is_refused_before_it_is_read(browser):
    answer = browser.post(
        f"/my-reports/{FIRST}/replies", content=b"", headers={"Content-Length": "100000000"}
    )

    assert answer.status_code in (303, 401)
