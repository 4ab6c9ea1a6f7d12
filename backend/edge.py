"""What every request goes through: its transaction, its settings, and who asks."""

import hmac
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar, cast

from fastapi import Depends, Header, Request
from fastapi.concurrency import contextmanager_in_threadpool, run_in_threadpool
from sqlalchemy import Engine
from sqlmodel import Session

from backend import database, permissions, sign_in
from backend.errors import ServiceTokenRefused, SignInNeeded
from backend.marking import readings
from backend.permissions import Viewer
from backend.settings import BackendSettings
from backend.web.forms import check_form, check_origin

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])


def get_settings(request: Request) -> BackendSettings:
    return cast(BackendSettings, request.app.state.settings)


def reads_first(endpoint: Endpoint) -> Endpoint:
    """A write that has long to look before it writes: it opens its short transaction by itself."""
    endpoint.reads_first = True  # type: ignore[attr-defined]
    return endpoint


async def get_session(request: Request) -> AsyncIterator[Session]:
    """A read for GET and for what reads first, a write for the rest.

    Whose copies were looked at is kept before the answer leaves.
    """
    looks = getattr(request.scope["endpoint"], "reads_first", False)
    if not looks and request.method not in {"GET", "HEAD"}:
        async with writing_in_turn(request) as session:
            yield session
            await run_in_threadpool(_keep_readings, session, readings.noted(session))
        return
    async with contextmanager_in_threadpool(database.reading(request.app.state.engine)) as session:
        yield session
    if noted := readings.noted(session):
        async with writing_in_turn(request) as apart:
            await run_in_threadpool(_keep_readings, apart, noted)


async def get_writing_session(request: Request) -> AsyncIterator[Session]:
    """For the one GET that writes: accepting a hand-over."""
    async with writing_in_turn(request) as session:
        yield session


@asynccontextmanager
async def writing_in_turn(request: Request) -> AsyncIterator[Session]:
    state = request.app.state
    async with state.turns.turn(), contextmanager_in_threadpool(database.writing(state.engine)) as session:
        yield session


def _keep_readings(session: Session, noted: frozenset[readings.Noted]) -> None:
    readings.keep(session, noted, now=datetime.now(UTC))


def get_engine(request: Request) -> Engine:
    return cast(Engine, request.app.state.engine)


EngineDep = Annotated[Engine, Depends(get_engine)]
SettingsDep = Annotated[BackendSettings, Depends(get_settings)]
# scope="function" commits before the response leaves: a failed commit is never told as a success.
SessionDep = Annotated[Session, Depends(get_session, scope="function")]
WritingSessionDep = Annotated[Session, Depends(get_writing_session, scope="function")]


def check_service(
    settings: SettingsDep,
    authorization: Annotated[str, Header(description="`Bearer` suivi du jeton de service.")] = "",
) -> None:
    """For what is asked by the other system itself, on behalf of nobody."""
    expected = f"Bearer {settings.service_token.get_secret_value()}"
    if not hmac.compare_digest(authorization.encode(), expected.encode()):
        raise ServiceTokenRefused


def get_caller(
    request: Request,
    settings: SettingsDep,
    session: SessionDep,
    authorization: Annotated[str, Header(description="`Bearer` suivi du jeton de service.")] = "",
    on_behalf_of: Annotated[str, Header(description="Personne pour qui l’appel est fait.")] = "",
    x_csrf_token: Annotated[
        str,
        Header(
            description="Écritures d’un navigateur : le jeton de sa session, à défaut de jeton de service."
        ),
    ] = "",
) -> Viewer:
    """Two doors: another system with the service token, or a browser with the cookie of its session.

    A call that names a person is the other system's, whatever cookie comes with it.
    """
    if not authorization and not on_behalf_of and sign_in.COOKIE in request.cookies:
        return _caller_by_cookie(request, session, x_csrf_token)
    expected = f"Bearer {settings.service_token.get_secret_value()}"
    if not hmac.compare_digest(authorization.encode(), expected.encode()):
        raise ServiceTokenRefused
    return permissions.get_viewer(session, on_behalf_of)


def _caller_by_cookie(request: Request, session: Session, token: str) -> Viewer:
    check_origin(request)
    signed_in = sign_in.find_session(session, request.cookies[sign_in.COOKIE], now=datetime.now(UTC))
    if signed_in is None:
        raise SignInNeeded(request.url.path)
    if request.method not in {"GET", "HEAD"}:
        check_form(request, token, signed_in)
    return permissions.get_viewer(session, signed_in.person_id)


CallerDep = Annotated[Viewer, Depends(get_caller)]
