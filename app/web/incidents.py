"""Incidents at the desk: a supervisor declares one, follows how many wait, and says when it is over."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from app.database import SessionDep
from app.web.errors import find_refusal
from app.web.pages import PARIS, render
from app.web.security import needs
from assistant.defects import LABELS
from knowledge.vocabulary import ACADEMIES
from ticketing import incidents
from ticketing.errors import IncidentToCome, MessageTooLong
from ticketing.incident_models import MESSAGE_LENGTH, Incident
from ticketing.incidents import APPLICATIONS, Declaration
from ticketing.permissions import Caller, Role
from ticketing.vocabulary import Trouble

router = APIRouter(include_in_schema=False)
Supervisor = Annotated[Caller, Depends(needs(Role.SUPERVISOR))]
EVERYWHERE = "Toutes les académies"
BAD_MOMENT = "Donnez le début sous la forme d’une date et d’une heure."
DONE = {
    "declared": "L’incident est déclaré. Ceux qui le rencontrent en sont prévenus.",
    "ended": "L’incident est terminé. Chaque personne inscrite reçoit un message, une fois.",
}


class IncidentIn(BaseModel):
    application: str = Field(max_length=40)
    trouble: str = Field(default="", max_length=40)
    academy: str = Field(default="", max_length=100)
    since: str = Field(default="", max_length=30)
    message: str = Field(default="", max_length=4000)
    key: str = Field(min_length=8, max_length=64)

    def declaration(self) -> Declaration:
        """ValueError when a field is not of its list, or the beginning is no moment."""
        if self.application not in APPLICATIONS or self.academy not in ("", *ACADEMIES):
            raise ValueError(self.application)
        return Declaration(
            application=self.application,
            since=datetime.fromisoformat(self.since).replace(tzinfo=PARIS),
            message=self.message.replace("\r\n", "\n"),
            trouble=Trouble(self.trouble) if self.trouble else None,
            academy=self.academy or None,
        )


class EndIn(BaseModel):
    message: str = Field(default="", max_length=4000)


@dataclass(frozen=True, slots=True)
class Shown:
    incident: Incident
    application: str
    trouble: str
    place: str
    waiting: int


@router.get("/incidents")
def show_incidents(request: Request, caller: Supervisor, done: str = "") -> Response:
    with Session(request.app.state.services.reading, expire_on_commit=False) as session:
        return _page(request, session, notice_text=DONE.get(done))


@router.post("/incidents")
def declare(
    request: Request, session: SessionDep, caller: Supervisor, form: Annotated[IncidentIn, Form()]
) -> Response:
    now = datetime.now(UTC)
    try:
        incidents.declare(session, form.declaration(), caller=caller, key=form.key, now=now)
    except ValueError:
        return _page(request, session, form=form, error=BAD_MOMENT, status=422)
    except (IncidentToCome, MessageTooLong) as error:
        status, sentence = find_refusal(error)
        return _page(request, session, form=form, error=sentence, status=status)
    return RedirectResponse("/incidents?done=declared", 303)


@router.post("/incidents/{incident_id}/end")
def end(
    incident_id: UUID, session: SessionDep, caller: Supervisor, form: Annotated[EndIn, Form()]
) -> Response:
    message = form.message.replace("\r\n", "\n")
    incidents.end(session, incident_id, message, caller=caller, now=datetime.now(UTC))
    return RedirectResponse("/incidents?done=ended", 303)


def _page(request: Request, session: Session, *, status: int = 200, **shown: Any) -> Response:
    now = datetime.now(PARIS)
    blank = IncidentIn(
        application=next(iter(APPLICATIONS)), since=f"{now:%Y-%m-%dT%H:%M}", key=secrets.token_urlsafe(16)
    )
    context = {"form": blank, "error": None, "notice_text": None} | shown
    return render(
        request,
        "desk/incidents.html",
        status=status,
        current="incidents",
        going_on=[_shown(session, one) for one in incidents.going_on(session)],
        lately=[_shown(session, one) for one in incidents.lately(session)],
        applications=list(APPLICATIONS.items()),
        troubles=[("", "Non précisé"), *((each.value, LABELS[each].capitalize()) for each in Trouble)],
        academies=[("", EVERYWHERE), *((name, name) for name in ACADEMIES)],
        message_length=MESSAGE_LENGTH,
        **context,
    )


def _shown(session: Session, incident: Incident) -> Shown:
    return Shown(
        incident,
        APPLICATIONS.get(incident.application, incident.application),
        LABELS[incident.trouble] if incident.trouble else "",
        incident.academy or EVERYWHERE,
        incidents.count_subscribers(session, incident.id),
    )
