"""Where the backend pushes its events; whoever can sign them is the backend."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from app import backend_events
from app.assembly import Services
from app.backend_events import ForgedEvents
from app.web.security import ForgedRequest, Policy
from connectors.rescan_orders import BrokenContract, Told, told_of

router = APIRouter()
MOST = 500


class SignedByBackend(Policy):
    """Lets in a bundle of events of which each bears the backend's signature, and reads it."""

    # async because the body can only be awaited.
    async def __call__(self, request: Request) -> list[Told]:
        services: Services = request.app.state.services
        try:
            told = _read(await request.json())
            backend_events.check(told, services.settings.events_secret.get_secret_value())
        except (ValueError, BrokenContract, ForgedEvents) as error:
            await run_in_threadpool(backend_events.count_refused, services, 1)
            raise ForgedRequest from error
        return told


@router.post("/api/backend-events", status_code=204, include_in_schema=False)
def take(request: Request, told: Annotated[list[Told], Depends(SignedByBackend())]) -> Response:
    services: Services = request.app.state.services
    backend_events.take_all(services, told, now=datetime.now(UTC))
    return Response(status_code=204)


def _read(body: Any) -> list[Told]:
    events = body.get("events") if isinstance(body, dict) else None
    if not isinstance(events, list) or not 0 < len(events) <= MOST:
        raise BrokenContract("no events")
    return [told_of(one) for one in events]
