"""Opening, finding and closing a sign-in."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from app.accounts import Account, find_account
from app.models import SignIn

_SIGNED_IN = select(SignIn.account_id).where(
    col(SignIn.secret_hash) == bindparam("hash"),
    col(SignIn.closed_at).is_(None),
    col(SignIn.expires_at) > bindparam("now"),
)  # asked by every request


def open_sign_in(session: Session, account: Account, *, lasting: timedelta, now: datetime) -> str:
    """Record a sign-in and return the secret for the cookie, kept nowhere else."""
    secret = secrets.token_urlsafe(32)
    session.add(
        SignIn(secret_hash=_hash(secret), account_id=account.id, opened_at=now, expires_at=now + lasting)
    )
    session.flush()
    return secret


def find_signed_in(session: Session, secret: str, *, now: datetime) -> Account | None:
    """The account behind a cookie, or None when there is none any more."""
    found = session.connection().execute(_SIGNED_IN, {"hash": _hash(secret), "now": now}).scalar_one_or_none()
    return find_account(found) if found else None


def close_sign_in(session: Session, secret: str, *, now: datetime) -> None:
    found = session.exec(select(SignIn).where(SignIn.secret_hash == _hash(secret))).one_or_none()
    if found:
        found.closed_at = now
        session.flush()


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
