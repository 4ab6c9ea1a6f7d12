"""Pages to scan again: asked for, answered by the centre, confirmed by who corrects."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from backend.errors import PageNotFound
from backend.marking import lots
from backend.models import Copy, Lot, LotState, Page, Role
from backend.permissions import SEES_EVERY_LOT, Viewer, is_held_by, visible_copies, visible_lots
from backend.scanning import images, moves
from backend.scanning.contract import RescanIn
from backend.scanning.errors import (
    CentreNotFound,
    HolderNeeded,
    OperatorNeeded,
    RescanItemNotFound,
    RescanNotAllowed,
    RescanOfLockedLot,
)
from backend.scanning.machine import OPEN, Actor, ItemState, Reason
from backend.scanning.models import RescanItem, RescanOrder

MISSING = "page_manquante"
CLOSED = frozenset({LotState.LOCKED, LotState.HARMONISED})
SEES_THE_CENTRE = frozenset({Role.CENTRE_HEAD, Role.SCAN_OPERATOR})


def ask(session: Session, viewer: Viewer, wanted: RescanIn, *, now: datetime) -> RescanItem:
    """The page's open item with one more reference, or a new item in the open order of the lot."""
    copy = lots.get_copy(session, viewer, wanted.copy_id)
    if not (viewer.roles & SEES_EVERY_LOT or is_held_by(session, copy.lot_id, viewer)):
        raise RescanNotAllowed
    if copy.lot.state in CLOSED:
        raise RescanOfLockedLot
    page = _page_of(session, viewer, copy, wanted)
    known = _last_item_of(session, copy, page, wanted.page_number)
    if known is not None and known.state in OPEN:
        if wanted.reference not in known.references:
            known.references = [*known.references, wanted.reference]
            session.add(known)
            session.flush()
        return known
    # Who waited for the page that came waits for the next one as well.
    delivered = known if known is not None and known.state is ItemState.DELIVERED else None
    waiting = delivered.references if delivered else []
    item = RescanItem(
        order_id=_open_order(session, copy.lot).id,
        copy_id=copy.id,
        page_id=page.id if page else None,
        page_number=page.number if page else wanted.page_number,
        defect=wanted.defect,
        zone=wanted.zone.model_dump() if wanted.zone else None,
        references=list(dict.fromkeys([*waiting, wanted.reference])),
        note=wanted.note,
        until=now,
        old_version=page.current_version if page else None,
        again_of=delivered.id if delivered else None,
    )
    return moves.start(session, item, now=now)


def get_item(session: Session, viewer: Viewer, item_id: UUID) -> RescanItem:
    found = session.exec(_visible_items(viewer).where(RescanItem.id == item_id)).first()
    if found is None:
        raise RescanItemNotFound(item_id)
    return found


def accept(session: Session, viewer: Viewer, item: RescanItem, *, now: datetime) -> None:
    check_is_operator(viewer, item)
    moves.move(session, item, ItemState.ACCEPTED, Actor.OPERATOR, now=now)


def refuse(session: Session, viewer: Viewer, item: RescanItem, reason: Reason, *, now: datetime) -> None:
    check_is_operator(viewer, item)
    facts = moves.facts_of(session, item, now, reason)
    moves.move(session, item, ItemState.REFUSED, Actor.OPERATOR, now=now, facts=facts)


def confirm(
    session: Session, viewer: Viewer, item: RescanItem, *, is_readable: bool, now: datetime
) -> RescanItem:
    """The item, settled; or the new one that asks for the page again."""
    if not is_held_by(session, item.order.lot_id, viewer):
        raise HolderNeeded
    if is_readable:
        moves.move(session, item, ItemState.CONFIRMED, Actor.HOLDER, now=now)
        return item
    moves.check_may_confirm(session, item, now)
    again = RescanIn(
        copy_id=item.copy_id,
        page_number=item.page_number,
        page_id=item.page_id,
        defect=item.defect,
        zone=item.zone,
        reference=item.references[-1],
        note=item.note,
    )
    return ask(session, viewer, again, now=now)


def check_is_operator(viewer: Viewer, item: RescanItem) -> None:
    if Role.SCAN_OPERATOR not in viewer.roles or item.order.lot.centre_id not in viewer.centres:
        raise OperatorNeeded


def orders_of_centre(session: Session, viewer: Viewer, centre: str) -> list[list[RescanItem]]:
    """The items, order by order, the oldest first; in each, by copy and page."""
    may_see = centre in viewer.centres and viewer.roles & SEES_THE_CENTRE
    if not may_see and Role.EXAM_OFFICE not in viewer.roles:
        raise CentreNotFound(centre)
    return _by_order(session, _visible_items(viewer).where(Lot.centre_id == centre))


def orders_in_view(session: Session, viewer: Viewer) -> list[list[RescanItem]]:
    """For the pages: those of my centres, or of all of them for the exam office."""
    if Role.EXAM_OFFICE in viewer.roles:
        return _by_order(session, _visible_items(viewer))
    if not viewer.roles & SEES_THE_CENTRE:
        raise CentreNotFound(viewer.id)
    return _by_order(session, _visible_items(viewer).where(col(Lot.centre_id).in_(viewer.centres)))


def _by_order(session: Session, query: SelectOfScalar[RescanItem]) -> list[list[RescanItem]]:
    found: dict[UUID, list[RescanItem]] = {}
    for item in session.exec(
        query.order_by(col(RescanOrder.number), col(Copy.number), col(RescanItem.page_number))
    ):
        found.setdefault(item.order_id, []).append(item)
    return list(found.values())


def _visible_items(viewer: Viewer) -> SelectOfScalar[RescanItem]:
    return (
        select(RescanItem)
        .join(RescanOrder, col(RescanOrder.id) == RescanItem.order_id)
        .join(Lot, col(Lot.id) == RescanOrder.lot_id)
        .join(Copy, col(Copy.id) == RescanItem.copy_id)
        .where(visible_lots(viewer), visible_copies(viewer))
    )


def _page_of(session: Session, viewer: Viewer, copy: Copy, wanted: RescanIn) -> Page | None:
    if wanted.page_id is not None:
        page = images.get_page(session, viewer, wanted.page_id).page
        if page.copy_id == copy.id:
            return page
        raise PageNotFound(wanted.page_id)
    if wanted.defect == MISSING:
        return None
    query = select(Page).where(Page.copy_id == copy.id, Page.number == wanted.page_number)
    return session.exec(query).first()


def _last_item_of(session: Session, copy: Copy, page: Page | None, number: int) -> RescanItem | None:
    """The item of this page that is open or waits for the corrector, if there is one."""
    is_same = RescanItem.page_id == page.id if page else col(RescanItem.page_id).is_(None)
    query = select(RescanItem).where(
        RescanItem.copy_id == copy.id, is_same, col(RescanItem.state).in_([*OPEN, ItemState.DELIVERED])
    )
    if page is None:
        query = query.where(RescanItem.page_number == number)
    found: Sequence[RescanItem] = session.exec(query).all()
    return next((one for one in found if not moves.is_asked_again(session, one)), None)


def _open_order(session: Session, lot: Lot) -> RescanOrder:
    query = (
        select(RescanOrder)
        .join(RescanItem)
        .where(RescanOrder.lot_id == lot.id, col(RescanItem.state).in_(OPEN))
    )
    found = session.exec(query).first()
    if found is not None:
        return found
    last = select(func.max(RescanOrder.number)).where(RescanOrder.session_id == lot.session_id)
    order = RescanOrder(session_id=lot.session_id, number=(session.exec(last).one() or 0) + 1, lot_id=lot.id)
    session.add(order)
    session.flush()
    return order
