"""What the tests of rescans send: a page asked for again, a sheet scanned well, an upload."""

from sqlmodel import select

from backend.demo import rescans
from backend.demo.seed import copy_id, page_id
from backend.models import OutgoingEvent, PageVersion

BLURRED = {
    "copy_id": str(copy_id(17, 423)),
    "page_number": 3,
    "page_id": str(page_id(17, 423, 3)),
    "defect": "flou",
    "zone": {"left": 0.1, "top": 0.5, "right": 0.9, "bottom": 0.95},
    "reference": "P-2027-000001",
    "note": "",
}
keys = iter(range(10**6))


def post(client, address, **sent):
    return client.post(f"/v1/rescan-items{address}", headers={"Idempotency-Key": f"k{next(keys)}"}, **sent)


def ask(client, **changed):
    answer = post(client, "", json={**BLURRED, **changed})
    assert answer.status_code == 200, answer.text
    return answer.json()


def sheet(session, lot=17, copy=423, page=3, says=None):
    """A sound scan of that page."""
    version = session.get(PageVersion, (page_id(lot, copy, page), 1))
    return rescans.sound_page(version, says or page)


def send(client, item, content):
    return post(client, f"/{item['id']}/upload", files={"file": ("page.jpg", content)})


def told(session):
    session.rollback()  # what others wrote since
    events = session.exec(select(OutgoingEvent).order_by(OutgoingEvent.number)).all()
    return [(event.data["state"], event.data["step"]) for event in events]
