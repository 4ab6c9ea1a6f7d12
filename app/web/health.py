"""For machines: is the process alive, can it serve, which version is it."""

from importlib.metadata import version
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.assembly import Services
from app.web.security import open_to_machines

router = APIRouter(dependencies=[open_to_machines], include_in_schema=False)


@router.get("/healthz")
def show_health() -> dict[str, str]:
    return {"status": "alive"}


@router.get("/version")
def show_version() -> dict[str, str]:
    return {"name": "permanence", "version": version("permanence")}


@router.get("/readyz")
def show_readiness(request: Request) -> JSONResponse:
    """503 while the database cannot be read; what is degraded is told, and serves."""
    services: Services = request.app.state.services
    is_readable = _can_read(services)
    body: dict[str, Any] = {
        "status": "ready" if is_readable else "unready",
        "database": "ready" if is_readable else "unreachable",
        "search": services.search_state(),
        "backend": "ready" if services.backend_is_alive() else "unreachable",
        "intents": services.intent_reading(),
    }
    return JSONResponse(body, 200 if is_readable else 503)


def _can_read(services: Services) -> bool:
    try:
        with services.reading.connect() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True
