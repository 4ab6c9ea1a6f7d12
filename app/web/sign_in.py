"""Signing in, signing out, and handing the sign-in over to the backend's pages."""

import secrets
from datetime import UTC, datetime, timedelta
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from itsdangerous import BadData, URLSafeTimedSerializer
from sqlmodel import Session

from app.accounts import DEMONSTRATION_ACCOUNTS, find_account
from app.database import SessionDep
from app.sign_in import close_sign_in, open_sign_in
from app.web.navigation import NAVIGATION
from app.web.pages import render
from app.web.security import CurrentCaller, Visitor, cookie_name

router = APIRouter()
SIGN_OUT_SECONDS = 60


class DemonstrationOnly(Exception):
    """Choosing an account from a list is for demonstrations."""


@router.get("/sign-in")
def show_sign_in(request: Request, visitor: Visitor, next: str = "/") -> Response:  # its name in addresses
    settings = request.app.state.services.settings
    accounts = DEMONSTRATION_ACCOUNTS if settings.is_demonstration else ()
    return render(request, "sign_in.html", accounts=accounts, next=relative(next), current="sign_in")


@router.post("/sign-in")
def sign_in(
    request: Request,
    session: SessionDep,
    visitor: Visitor,
    account: Annotated[str, Form()],
    next: Annotated[str, Form()] = "/",  # its name in addresses
) -> Response:
    settings = request.app.state.services.settings
    if not settings.is_demonstration:
        raise DemonstrationOnly
    chosen = find_account(account)
    lasting = timedelta(hours=settings.session_hours)
    secret = open_sign_in(session, chosen, lasting=lasting, now=datetime.now(UTC))
    target = relative(next)
    response = RedirectResponse(NAVIGATION[chosen.role][0].href if target == "/" else target, 303)
    response.set_cookie(
        cookie_name(request),
        secret,
        max_age=int(lasting.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=settings.is_https,
    )
    return response


@router.post("/sign-out")
def sign_out(request: Request, session: SessionDep, visitor: Visitor) -> Response:
    """Close the session here, then that of the backend's pages: one button signs out of both."""
    services = request.app.state.services
    target = "/sign-in"
    if visitor and services.backend_is_alive():
        token = _signer(request, "sign-out").dumps({"sub": visitor.id})
        target = f"{services.settings.core_url}/signed-out?{urlencode({'token': token})}"
    return _close(request, session, target)


@router.get("/signed-out")
def follow_sign_out(request: Request, session: SessionDep, visitor: Visitor, token: str = "") -> Response:
    """Where the backend's pages lead once signed out there; their token is what closes the session here."""
    if visitor is None or _signed_out(request, token) != visitor.id:
        return RedirectResponse("/sign-in", 303)
    return _close(request, session, "/sign-in")


def _close(request: Request, session: Session, target: str) -> Response:
    secret = request.cookies.get(cookie_name(request))
    if secret:
        close_sign_in(session, secret, now=datetime.now(UTC))
    response = RedirectResponse(target, 303)
    response.delete_cookie(cookie_name(request), secure=request.app.state.services.settings.is_https)
    return response


def _signed_out(request: Request, token: str) -> str | None:
    """Whom the backend has just signed out; None when it said no such thing within the minute."""
    try:
        content = _signer(request, "sign-out").loads(token, max_age=SIGN_OUT_SECONDS)
    except BadData:
        return None
    return content.get("sub") if isinstance(content, dict) else None


def _signer(request: Request, purpose: str) -> URLSafeTimedSerializer:
    secret = request.app.state.services.settings.handover_secret.get_secret_value()
    return URLSafeTimedSerializer(secret, salt=purpose)


@router.get("/handover")
def hand_over(request: Request, caller: CurrentCaller, next: str = "/") -> Response:  # its name in addresses
    """Lead the browser to a page of the backend, with a token that it accepts once, for a minute."""
    settings = request.app.state.services.settings
    token = _signer(request, "handover").dumps({"sub": caller.id, "jti": secrets.token_urlsafe(16)})
    query = urlencode({"token": token, "next": relative(next)})
    return RedirectResponse(f"{settings.core_url}/handover?{query}", 303)


def relative(target: str) -> str:
    """The target when it stays on its own host, else the first page."""
    is_relative = target.startswith("/") and not target.startswith(("//", "/\\"))
    is_plain = target.isprintable() and "\\" not in target
    return target if is_relative and is_plain else "/"
