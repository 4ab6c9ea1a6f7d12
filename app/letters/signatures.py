"""What we sign in our mail: the link that stops it, and the mark by which we know our own."""

import base64
import binascii
import hashlib
import hmac


class BadStopLink(Exception):
    """Not one of our links, or one that was changed."""


def stop_token(secret: str, person_id: str) -> str:
    """Names the person and nothing else; it never ends, and only stops or resumes her mail."""
    name = base64.urlsafe_b64encode(person_id.encode()).decode().rstrip("=")
    return f"{name}.{_sign(secret, 'stop', person_id)}"


def read_stop_token(secret: str, token: str) -> str:
    name, _, signature = token.partition(".")
    try:
        person_id = base64.urlsafe_b64decode(name + "=" * (-len(name) % 4)).decode()
    except (binascii.Error, ValueError) as error:
        raise BadStopLink from error
    if not hmac.compare_digest(signature.encode(), _sign(secret, "stop", person_id).encode()):
        raise BadStopLink
    return person_id


def loop_mark(secret: str, message_id: str) -> str:
    """Ours alone: mail that comes back with it was sent by us, whatever its headers say."""
    return f"{message_id}.{_sign(secret, 'loop', message_id)}"


def is_loop_mark(secret: str, mark: str) -> bool:
    message_id = mark.strip().partition(".")[0]
    return hmac.compare_digest(mark.strip().encode(), loop_mark(secret, message_id).encode())


def _sign(secret: str, what: str, value: str) -> str:
    return hmac.new(secret.encode(), f"{what}:{value}".encode(), hashlib.sha256).hexdigest()[:32]
