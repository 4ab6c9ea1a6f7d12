"""Writes come from our own pages: the browser says so, and the token of the session proves it."""

import hmac
from urllib.parse import urlsplit

from fastapi import Request

from backend.errors import FormRefused
from backend.models import BackendSession


def check_form(request: Request, token: str, signed_in: BackendSession) -> None:
    """Refuse what is sent from another site or without the session's token."""
    check_origin(request)
    if not hmac.compare_digest(token.encode(), signed_in.csrf_token.encode()):
        raise FormRefused


def check_origin(request: Request) -> None:
    """Refuse what the browser says was asked by another site."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    from_elsewhere = site not in {None, "same-origin", "none"}
    other_origin = origin is not None and urlsplit(origin).netloc != request.url.netloc
    if from_elsewhere or other_origin:
        raise FormRefused
