"""« Utile » or « Pas utile », from the page or from the widget; changed as often as one likes."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel
from sqlmodel import Session

from app.database import SessionDep
from app.web.pages import render_text
from app.web.security import CurrentCaller
from assistant import ratings
from assistant.ratings import Rating, Reason
from ticketing.permissions import Caller

router = APIRouter()


class Said(StrEnum):
    """What one button says; a reason says « Pas utile » as well."""

    USEFUL = "useful"
    NOT_USEFUL = "not_useful"
    BESIDE = "beside"
    WRONG = "wrong"
    PARTIAL = "partial"
    UNCLEAR = "unclear"

    def rating(self) -> Rating:
        if self in (Said.USEFUL, Said.NOT_USEFUL):
            return Rating(self is Said.USEFUL)
        return Rating(is_useful=False, reason=Reason(self.value))


class RatingIn(BaseModel):
    says: Said


@router.post("/turns/{turn_id}/rating", include_in_schema=False)
def rate_by_form(
    turn_id: UUID, caller: CurrentCaller, session: SessionDep, form: Annotated[RatingIn, Form()]
) -> Response:
    conversation_id = _rate(session, turn_id, caller, form)
    return RedirectResponse(f"/conversations/{conversation_id}#turn-{turn_id}", 303)


@router.put("/api/turns/{turn_id}/rating")
def rate(
    request: Request, turn_id: UUID, caller: CurrentCaller, session: SessionDep, body: RatingIn
) -> dict[str, str]:
    """Say or change what an answer was worth; `rendered` is the foot of its card."""
    _rate(session, turn_id, caller, body)
    shown = render_text(request, "assistant/rating.html", turn_id=turn_id, rating=body.says.rating())
    return {"rendered": shown.strip()}


def _rate(session: Session, turn_id: UUID, caller: Caller, said: RatingIn) -> UUID:
    return ratings.rate(session, turn_id, caller, said.says.rating(), now=datetime.now(UTC))
