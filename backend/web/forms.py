"""Forms come from our own pages: the browser says so, and the token of the session proves it."""

import hmac
from urllib.parse import urlsplit

from fastapi import Request

from backend.errors import FormRefused
from backend.models import BackendSession


def check_form(request: Request, token: str, signed_in: BackendSession) -> None:
    """Refuse a form sent from another site or without the session's token."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    from_elsewhere = site not in {None, "same-origin", "none"}
    other_origin = origin is not None and urlsplit(origin).netloc != request.url.netloc
    is_ours = hmac.compare_digest(token.encode(), signed_in.csrf_token.encode())
    if from_elsewhere or other_origin or not is_ours:
        raise FormRefused
