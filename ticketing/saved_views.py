"""Keeping a view under a name: one's own, or shared by a supervisor and copied by whoever wants her own."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, delete, or_, select

from ticketing import permissions, selections
from ticketing.errors import RightMissing, SavedViewNotFound, SavedViewUnnamed, TooManySavedViews
from ticketing.permissions import Caller
from ticketing.saved_view_models import NAME_LENGTH, SavedView
from ticketing.selections import Selection

AT_MOST = 20  # of one person, and shared: each is counted on every page of the desk
TAKEN_BACK = timedelta(days=1)  # for how long a deletion may be undone


class Listed(NamedTuple):
    """A view as lists and pages name it."""

    id: UUID
    owner_id: str
    name: str
    pairs: list[list[str]]
    shared: bool
    created_at: datetime


_SEEN = select_columns(*(getattr(SavedView, name) for name in Listed._fields)).where(
    or_(col(SavedView.owner_id) == bindparam("owner"), col(SavedView.shared).is_(True)),
    col(SavedView.deleted_at).is_(None),
)  # asked by every page of the desk


def listed(session: Session, caller: Caller) -> list[Listed]:
    """The caller's own, then the shared ones, by name."""
    session.flush()
    found = [Listed._make(one) for one in session.connection().execute(_SEEN, {"owner": caller.id})]
    return sorted(found, key=lambda one: (one.shared, one.name.casefold(), one.created_at))


def selection_of(view: SavedView | Listed) -> Selection:
    """Values that the vocabulary no longer has are left out."""
    return selections.read((name, value) for name, value in view.pairs).selection


def get(session: Session, view_id: UUID, caller: Caller) -> SavedView:
    """SavedViewNotFound for an unknown one, a deleted one, or another's that is not shared."""
    query = select(SavedView).where(SavedView.id == view_id, _seen_by(caller.id))
    found = session.exec(query.where(col(SavedView.deleted_at).is_(None))).one_or_none()
    if found is None:
        raise SavedViewNotFound(view_id)
    return found


def save(
    session: Session, name: str, selection: Selection, *, caller: Caller, key: str, now: datetime
) -> SavedView:
    """Keep a selection for oneself; the same key again gives back the one already kept."""
    kept = session.exec(select(SavedView).where(SavedView.key == key)).one_or_none()
    if kept is not None and kept.owner_id == caller.id:
        return kept
    name = _named(name)
    _refuse_more(session, and_(col(SavedView.owner_id) == caller.id, col(SavedView.shared).is_(False)), now)
    pairs = [list(pair) for pair in selection.pairs()]
    made = SavedView(key=key, owner_id=caller.id, name=name, pairs=pairs, created_at=now)
    session.add(made)
    session.flush()
    return made


def rename(session: Session, view: SavedView, name: str, *, caller: Caller) -> None:
    _refuse_others(view, caller)
    view.name = _named(name)
    session.add(view)
    session.flush()


def change(session: Session, view: SavedView, selection: Selection, *, caller: Caller) -> None:
    """Have it hold another selection under the same name."""
    _refuse_others(view, caller)
    view.pairs = [list(pair) for pair in selection.pairs()]
    session.add(view)
    session.flush()


def publish(session: Session, view: SavedView, *, caller: Caller, now: datetime, shared: bool = True) -> None:
    """Show it to everybody at the desk, or to its owner only again."""
    if not permissions.may_share_views(caller):
        raise RightMissing(caller.id, "share_views")
    if shared and not view.shared:
        _refuse_more(session, col(SavedView.shared).is_(True), now)
    view.shared = shared
    session.add(view)
    session.flush()


def copy(session: Session, view: SavedView, *, caller: Caller, key: str, now: datetime) -> SavedView:
    """One's own, which the owner of the first no longer changes."""
    return save(session, view.name, selection_of(view), caller=caller, key=key, now=now)


def remove(session: Session, view: SavedView, *, caller: Caller, now: datetime) -> None:
    _refuse_others(view, caller)
    view.deleted_at = now
    session.add(view)
    session.flush()


def restore(session: Session, view_id: UUID, *, caller: Caller, now: datetime) -> SavedView:
    """Take a deletion back; SavedViewNotFound once it is too late."""
    view = session.get(SavedView, view_id)
    if view is None or not (view.deleted_at is None or now - view.deleted_at < TAKEN_BACK):
        raise SavedViewNotFound(view_id)
    _refuse_others(view, caller)
    view.deleted_at = None
    session.add(view)
    session.flush()
    return view


def may_change(view: SavedView | Listed, caller: Caller) -> bool:
    """One's own; a shared one is every supervisor's."""
    return permissions.may_share_views(caller) if view.shared else view.owner_id == caller.id


def forget(session: Session, *, now: datetime) -> None:
    """Drop for good what was deleted long enough ago."""
    session.exec(delete(SavedView).where(col(SavedView.deleted_at) <= now - TAKEN_BACK))


def _seen_by(owner_id: str) -> ColumnElement[bool]:
    return or_(SavedView.owner_id == owner_id, col(SavedView.shared).is_(True))


def _named(name: str) -> str:
    name = " ".join(name.split())[:NAME_LENGTH]
    if not name:
        raise SavedViewUnnamed
    return name


def _refuse_others(view: SavedView, caller: Caller) -> None:
    if view.owner_id != caller.id and not view.shared:
        raise SavedViewNotFound(view.id)
    if not may_change(view, caller):
        raise RightMissing(caller.id, "change_view")


def _refuse_more(session: Session, among: ColumnElement[bool], now: datetime) -> None:
    forget(session, now=now)
    kept = select(func.count()).select_from(SavedView).where(among, col(SavedView.deleted_at).is_(None))
    if session.exec(kept).one() >= AT_MOST:
        raise TooManySavedViews(AT_MOST)


def selections_of(views: Sequence[SavedView]) -> dict[UUID, Selection]:
    return {view.id: selection_of(view) for view in views}
