"""What a ticket keeps of a reminder that its centre was given."""

from datetime import datetime

from sqlmodel import Session

from ticketing import log, remedies, rescan_log, rescans
from ticketing.models import Ticket
from ticketing.rescan_items import Item
from ticketing.vocabulary import EventType, Side


def recall(session: Session, item: Item, *, now: datetime) -> list[Ticket]:
    """Write the reminder down in the tickets that still wait for this step; the first brings each a step up.

    Said late, when the step has been taken since, or said twice, it changes nothing.
    """
    return [ticket for ticket in rescans.concerned(session, item) if _recall(session, ticket, item, now)]


def _recall(session: Session, ticket: Ticket, item: Item, now: datetime) -> bool:
    kept = rescan_log.load(session, ticket)
    row = next((one for one in kept.current() if one.item_id == item.id), None)
    if row is None or row.step != item.step or row.state not in rescans.AT_CENTRE:
        return False
    known = [one.payload for one in log.events_of(session, ticket) if one.type is EventType.RESCAN_LATE]
    if any((one["number"], one["step"]) == (row.number, item.step) for one in known):
        return False
    payload = {"number": row.number, "page": row.page_number, "state": row.state, "step": item.step}
    if not known:
        payload["priority"] = remedies.sooner(ticket.priority)
    log.append(session, ticket, log.Fact(EventType.RESCAN_LATE, Side.SYSTEM, None, now, payload))
    return True
