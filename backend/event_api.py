"""The events to read again from any number: for the service itself, on behalf of nobody."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from backend import events
from backend.contract import ErrorOut
from backend.edge import SessionDep, SettingsDep, check_service
from backend.events import EventKind

router = APIRouter(prefix="/v1")


class EventOut(BaseModel):
    number: int = Field(description="Croît d’un événement à l’autre ; sert à reprendre la lecture.")
    id: UUID = Field(description="À retenir : le même événement peut arriver deux fois.")
    kind: EventKind
    at: str = Field(description="Instant ISO 8601 ; arrondi au jour pour ce qui touche une copie ou un lot.")
    data: dict[str, Any]
    signature: str = Field(
        description="HMAC-SHA256, en hexadécimal, du JSON de number, id, kind, at et data : "
        "clés triées, sans espace, lettres accentuées telles quelles."
    )


class EventsOut(BaseModel):
    events: list[EventOut]
    last: int = Field(description="Numéro du dernier événement connu, donné ici ou non.")


@router.get(
    "/events",
    tags=["Événements"],
    summary="Les événements après un numéro",
    dependencies=[Depends(check_service)],
    response_model=EventsOut,
    responses={401: {"model": ErrorOut, "description": "Jeton de service inconnu."}},
)
def read_events(
    session: SessionDep,
    settings: SettingsDep,
    after: Annotated[int, Query(ge=0, le=2**62)] = 0,
    limit: Annotated[int, Query(ge=1, le=events.LONGEST_FEED)] = 100,
) -> dict[str, Any]:
    """Le jeton de service suffit : ces événements ne sont lus au nom de personne."""
    secret = settings.events_secret.get_secret_value()
    found = events.feed(session, after=after, limit=limit)
    return {
        "events": [events.signed(event, secret) for event in found],
        "last": events.last_number(session),
    }
