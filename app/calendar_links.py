"""The private address of a calendar: made, shown once, renewed, revoked."""

import hashlib
import secrets
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, delete, select

from app.models import CalendarLink, CalendarTold


class LinkNotFound(Exception):
    """Unknown, renewed since or revoked: nobody is told which."""


def make_link(session: Session, account_id: str, *, now: datetime) -> str:
    """Make the address of an account and return its secret, kept nowhere; the former one dies."""
    _close(session, account_id, now)
    secret = secrets.token_urlsafe(32)
    session.add(CalendarLink(account_id=account_id, secret_hash=_hash(secret), made_at=now))
    session.flush()
    return secret


def revoke_link(session: Session, account_id: str, *, now: datetime) -> None:
    """Nothing is served any more, and what was served is forgotten."""
    _close(session, account_id, now)
    session.exec(delete(CalendarTold).where(col(CalendarTold.account_id) == account_id))
    session.flush()


def current_link(session: Session, account_id: str) -> CalendarLink | None:
    found: CalendarLink | None = session.exec(
        _open().where(col(CalendarLink.account_id) == account_id)
    ).first()
    return found


def find_account_id(session: Session, secret: str) -> str:
    """Whose deadlines an address gives; LinkNotFound when it gives nobody's."""
    found = session.exec(_open().where(col(CalendarLink.secret_hash) == _hash(secret))).first()
    if found is None:
        raise LinkNotFound
    account_id: str = found.account_id
    return account_id


def _open() -> Any:
    return select(CalendarLink).where(col(CalendarLink.revoked_at).is_(None))


def _close(session: Session, account_id: str, now: datetime) -> None:
    for link in session.exec(_open().where(col(CalendarLink.account_id) == account_id)):
        link.revoked_at = now
        session.add(link)
    session.flush()


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
