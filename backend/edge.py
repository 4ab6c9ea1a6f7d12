"""What every request goes through: its transaction, its settings, and who asks."""

import hmac
from collections.abc import Callable, Iterator
from typing import Annotated, Any, TypeVar, cast

from fastapi import Depends, Header, Request
from sqlalchemy import Engine
from sqlmodel import Session

from backend import database, permissions
from backend.errors import ServiceTokenRefused
from backend.permissions import Viewer
from backend.settings import BackendSettings

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])


def get_settings(request: Request) -> BackendSettings:
    return cast(BackendSettings, request.app.state.settings)


def reads_first(endpoint: Endpoint) -> Endpoint:
    """A write that has long to look before it writes: it opens its short transaction by itself."""
    endpoint.reads_first = True  # type: ignore[attr-defined]
    return endpoint


def get_session(request: Request) -> Iterator[Session]:
    """A read for GET, a write for the rest, but for what reads first."""
    looks = getattr(request.scope["endpoint"], "reads_first", False)
    opened = database.reading if looks or request.method in {"GET", "HEAD"} else database.writing
    with opened(request.app.state.engine) as session:
        yield session


def get_writing_session(request: Request) -> Iterator[Session]:
    """For the one GET that writes: accepting a hand-over."""
    with database.writing(request.app.state.engine) as session:
        yield session


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
    settings: SettingsDep,
    session: SessionDep,
    authorization: Annotated[str, Header(description="`Bearer` suivi du jeton de service.")] = "",
    on_behalf_of: Annotated[str, Header(description="Personne pour qui l’appel est fait.")] = "",
) -> Viewer:
    expected = f"Bearer {settings.service_token.get_secret_value()}"
    if not hmac.compare_digest(authorization.encode(), expected.encode()):
        raise ServiceTokenRefused
    return permissions.get_viewer(session, on_behalf_of)


CallerDep = Annotated[Viewer, Depends(get_caller)]
