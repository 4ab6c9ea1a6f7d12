"""A write sent twice is done once and answered the same."""

import hashlib
import json
from collections.abc import Callable

from sqlmodel import Session

from backend.errors import IdempotencyKeyMissing, IdempotencyKeyReused
from backend.marking.models import DoneOnce
from backend.models import IdempotencyKey
from backend.permissions import Viewer

LONGEST_KEY = 100


def once(
    session: Session, viewer: Viewer, key: str, request: object, act: Callable[[], dict[str, object]]
) -> dict[str, object]:
    """Give the answer kept under the key, or act and keep the answer in the same transaction.

    Keys belong to the person. A write holds the database's lock from its start, so that of two
    equal requests at once the second finds the answer of the first.
    """
    _check_key(key)
    request_hash = _hash(request)
    known = session.get(IdempotencyKey, (viewer.id, key))
    if known is None:
        answer = act()
        row = IdempotencyKey(person_id=viewer.id, key=key, request_hash=request_hash, answer=answer)
        session.add(row)
        session.flush()
        return answer
    if known.request_hash != request_hash:
        raise IdempotencyKeyReused(key)
    return known.answer


def once_untold(session: Session, viewer: Viewer, key: str, request: object, act: Callable[[], None]) -> None:
    """Act the first time only, and keep of it a fingerprint that names nobody and nothing.

    For what a corrector does with a copy: whose gesture it was, and on which copy, is not written down.
    """
    _check_key(key)
    fingerprint = _hash([viewer.id, key, request])
    if session.get(DoneOnce, fingerprint) is None:
        act()
        session.add(DoneOnce(fingerprint=fingerprint))
        session.flush()


def _check_key(key: str) -> None:
    if not key or len(key) > LONGEST_KEY:
        raise IdempotencyKeyMissing


def _hash(request: object) -> str:
    return hashlib.sha256(json.dumps(request, sort_keys=True).encode()).hexdigest()
