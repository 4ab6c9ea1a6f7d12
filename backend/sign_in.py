"""Who is in front of the browser: the signed hand-over from the application, then our own session."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from itsdangerous import BadData, URLSafeTimedSerializer
from sqlmodel import Session, col, delete

from backend.errors import HandoverRefused
from backend.models import BackendSession, Person, UsedHandover

COOKIE = "backend_session"
HANDOVER_LASTS = timedelta(seconds=60)
SIGN_OUT = "sign-out"
SESSION_LASTS = timedelta(hours=12)  # a day of marking


@dataclass(frozen=True, slots=True)
class OpenedSession:
    cookie: str
    lasts: timedelta


def accept_handover(session: Session, token: str, *, secret: str, now: datetime) -> OpenedSession:
    """Spend the token and open a session for the person it names; each token serves once."""
    person_id, token_id = _read_token(token, secret, now)
    _forget_expired(session, now)
    if session.get(UsedHandover, token_id) is not None or session.get(Person, person_id) is None:
        raise HandoverRefused
    session.add(UsedHandover(token_id=token_id, forget_at=now + 2 * HANDOVER_LASTS))
    cookie = secrets.token_urlsafe(32)
    session.add(
        BackendSession(
            cookie_hash=_hash(cookie),
            person_id=person_id,
            csrf_token=secrets.token_urlsafe(32),
            expires_at=now + SESSION_LASTS,
        )
    )
    session.flush()
    return OpenedSession(cookie, SESSION_LASTS)


def find_session(session: Session, cookie: str | None, *, now: datetime) -> BackendSession | None:
    if not cookie:
        return None
    found = session.get(BackendSession, _hash(cookie))
    return found if found is not None and found.expires_at > now else None


def close(session: Session, opened: BackendSession) -> None:
    session.delete(opened)
    session.flush()


def sign_out_token(person_id: str, *, secret: str) -> str:
    """Tells the application that its own session of this person is to close."""
    return URLSafeTimedSerializer(secret, salt=SIGN_OUT).dumps({"sub": person_id})


def signed_out_person(token: str, *, secret: str) -> str | None:
    """Whom the application has just signed out; None when it said no such thing within the minute."""
    lasts = int(HANDOVER_LASTS.total_seconds())
    try:
        content = URLSafeTimedSerializer(secret, salt=SIGN_OUT).loads(token, max_age=lasts)
    except BadData:
        return None
    return content.get("sub") if isinstance(content, dict) else None


def safe_next(address: str) -> str:
    """An address of our own to go to after signing in; anything else leads to the lots."""
    is_ours = address.startswith("/") and not address.startswith("//")
    is_plain = address.isprintable() and "\\" not in address
    return address if is_ours and is_plain else "/lots"


def _read_token(token: str, secret: str, now: datetime) -> tuple[str, str]:
    try:
        content, signed_at = URLSafeTimedSerializer(secret, salt="handover").loads(
            token, return_timestamp=True
        )
    except BadData as error:
        raise HandoverRefused from error
    # Compared by our own clock rather than by max_age, so that a test chooses the hour. A token
    # from the future is as suspect as an old one, but for the second that rounding may add.
    age = now - signed_at
    if not timedelta(seconds=-1) <= age <= HANDOVER_LASTS:
        raise HandoverRefused
    match content:
        case {"sub": str(person_id), "jti": str(token_id)} if 0 < len(token_id) <= 64:
            return person_id, token_id
    raise HandoverRefused


def _forget_expired(session: Session, now: datetime) -> None:
    session.exec(delete(UsedHandover).where(col(UsedHandover.forget_at) < now))
    session.exec(delete(BackendSession).where(col(BackendSession.expires_at) < now))


def _hash(cookie: str) -> str:
    return hashlib.sha256(cookie.encode()).hexdigest()
