"""Reports of which the pages are asked of the centre, and what the backend says of them."""

from datetime import timedelta

from tests.ticketing.conftest import NOW
from ticketing import rescan_log
from ticketing.rescan_items import Item
from ticketing.vocabulary import RescanState

UNTIL = NOW + timedelta(days=1)
S = RescanState


def item(ticket, state=S.REQUESTED, step=0, *, name="item-1", page=3, **fields):
    usual = {
        "id": name, "copy_id": "copy-17-0423", "copy_number": "0423", "lot_number": "17",
        "page_number": page, "references": (ticket.reference,), "state": state, "step": step,
        "order_number": "R-2027-000012", "until": UNTIL,
    }  # fmt: skip
    return Item(**(usual | fields))


def row_of(session, ticket, number=1):
    return rescan_log.load(session, ticket).rows[number]
