"""Who is asking, what a route asks of them, and that the request is not another site's."""

import hashlib
import hmac
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, FastAPI, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts

from app.accounts import Account
from app.sign_in import find_signed_in
from ticketing.permissions import Caller, Role

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
CSRF_FIELD = "csrf"
CSRF_HEADER = "X-CSRF-Token"
# No browser writes there: each request is refused unless it is signed.
SIGNED_PATHS = frozenset({"/api/backend-events", "/letters/stop", "/letters/resumption"})


class SignInRequired(Exception):
    """Nobody is signed in, or no longer."""


class NotForThisRole(Exception):
    """Signed in, but this role may never do it."""


class ForgedRequest(Exception):
    """An unsafe request that does not come from one of our own pages."""


class RouteWithoutPolicy(Exception):
    """A route that does not say who may use it; the application does not start."""

    def __init__(self, paths: list[str]) -> None:
        super().__init__("no policy declared: " + ", ".join(paths))
        self.paths = paths


class Policy:
    """Marks a dependency as the statement of who may use a route."""


class SignedIn(Policy):
    """Lets in those who are signed in, with one of `roles` when any is named."""

    def __init__(self, *roles: Role) -> None:
        self.roles = frozenset(roles)

    def __call__(self, request: Request) -> Caller:
        account = read_account(request)
        if account is None:
            raise SignInRequired
        if self.roles and account.role not in self.roles:
            raise NotForThisRole
        return account.caller()


class AnyVisitor(Policy):
    """Lets everybody in, and says who it is when known."""

    def __call__(self, request: Request) -> Caller | None:
        account = read_account(request)
        return account.caller() if account else None


class Machine(Policy):
    """Lets everybody in and reads nothing: scripts, style sheets, health."""

    def __call__(self) -> None:
        return None


def needs(*roles: Role) -> SignedIn:
    """A route for these roles only: `Annotated[Caller, Depends(needs(Role.AGENT))]`."""
    return SignedIn(*roles)


CurrentCaller = Annotated[Caller, Depends(SignedIn())]
Visitor = Annotated[Caller | None, Depends(AnyVisitor())]
open_to_machines = Depends(Machine())


def cookie_name(request: Request) -> str:
    """`__Host-` binds the cookie to this very host, which browsers accept over https only."""
    is_https: bool = request.app.state.services.settings.is_https
    return "__Host-permanence_session" if is_https else "permanence_session"


def read_account(request: Request) -> Account | None:
    """The signed-in account, left on `request.state.account` for the page's top bar."""
    secret = request.cookies.get(cookie_name(request))
    request.state.account = _look_up(request, secret) if secret else None
    account: Account | None = request.state.account
    return account


def _look_up(request: Request, secret: str) -> Account | None:
    # A transaction of its own, closed at once: a route may go on to call the backend.
    with request.app.state.services.reading.connect() as connection:
        return find_signed_in(connection, secret, now=datetime.now(UTC))


def csrf_token(request: Request) -> str:
    """What our own forms send back; bound to the cookie, so that it dies with the sign-in."""
    secret = request.app.state.services.settings.secret.get_secret_value()
    cookie = request.cookies.get(cookie_name(request), "")
    return hmac.new(secret.encode(), f"csrf:{cookie}".encode(), hashlib.sha256).hexdigest()


def device_key(request: Request, caller: Caller) -> str:
    """Under what a browser keeps this person's drafts: the next one on the same machine finds another."""
    secret = request.app.state.services.settings.secret.get_secret_value()
    return hmac.new(secret.encode(), f"device:{caller.id}".encode(), hashlib.sha256).hexdigest()[:16]


# async because the form can only be awaited; Starlette keeps it for the route.
async def refuse_forgery(request: Request) -> None:
    """For every unsafe method: the browser says same origin, and the token of our form is there."""
    if request.method in SAFE_METHODS or request.url.path in SIGNED_PATHS:
        return
    _refuse_other_origin(request)
    token = request.headers.get(CSRF_HEADER)
    if token is None and "form" in request.headers.get("content-type", ""):
        token = str((await request.form()).get(CSRF_FIELD, ""))
    if not hmac.compare_digest(token or "", csrf_token(request)):
        raise ForgedRequest


def _refuse_other_origin(request: Request) -> None:
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None and site != "same-origin":
        raise ForgedRequest
    if site is None and origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise ForgedRequest


# For every route of the application.
check_origin = Depends(refuse_forgery)


def refuse_routes_without_policy(app: FastAPI) -> None:
    missing = [
        route.path or "?"
        for route in iter_route_contexts(app.routes)
        if isinstance(route.original_route, APIRoute) and not _has_policy(route.dependant)
    ]
    if missing:
        raise RouteWithoutPolicy(missing)


def _has_policy(dependant: Dependant) -> bool:
    return any(isinstance(call, Policy) for call in _calls(dependant))


def _calls(dependant: Dependant) -> Iterator[object]:
    yield dependant.call
    for inner in dependant.dependencies:
        yield from _calls(inner)
