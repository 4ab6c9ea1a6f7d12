"""Questions without a good answer, grouped by meaning: what to write, what to add, what to close."""

from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import AwareDatetime, BaseModel
from sqlmodel import Session

from app import trace_words
from app.assembly import Services
from app.database import SessionDep
from app.meanings import PERIOD
from app.web.curator.common import CuratorCaller, show
from app.web.wording import RATING_REASONS
from assistant import gaps
from assistant.errors import GapMoved
from assistant.gaps import Gap, Group, How, Why

router = APIRouter(include_in_schema=False)

SHOWN = 40  # groups; closing some brings the next ones
WORDINGS = 8  # other ways in which a question was asked
WHYS = {
    Why.UNANSWERED: "sans réponse",
    Why.BADLY_RATED: "jugée inutile",
    Why.ESCALATED: "transmise à un agent",
}
HOWS = {
    How.TEXT_ADDED: "un texte a été ajouté ou corrigé",
    How.IN_TEXTS: "les textes le disent, la recherche est à améliorer",
    How.OUT_OF_FIELD: "hors du champ des textes",
    How.NOTHING_TO_DO: "sans suite",
}
CLOSED = HOWS | {How.ANSWERED: "une réponse a été rédigée"}


class ClosingIn(BaseModel):
    """One group as the page showed it: what was asked since stays open."""

    lead: UUID
    until: AwareDatetime
    how: How


@router.get("/curator/gaps")
def list_gaps(request: Request, caller: CuratorCaller, closed: UUID | None = None) -> Response:
    services: Services = request.app.state.services
    now = datetime.now(UTC)
    with Session(services.reading) as session:
        groups = gaps.grouped(_open(session, services, now))
        undo = gaps.closed_with(session, closed) if closed else None
    return show(
        request,
        "curator/gaps.html",
        "gaps",
        groups=groups[:SHOWN],
        others=max(0, len(groups) - SHOWN),
        days=PERIOD.days,
        until=now.isoformat(),
        undo=undo,
        whys=WHYS,
        reasons=RATING_REASONS,
        hows=[(how.value, label) for how, label in HOWS.items()],
        closed_words=CLOSED,
        most_wordings=WORDINGS,
        try_address=_try_address,
        frame_words=_frame_words,
    )


@router.post("/curator/gaps/closing")
def close_group(
    request: Request, caller: CuratorCaller, session: SessionDep, form: Annotated[ClosingIn, Form()]
) -> Response:
    services: Services = request.app.state.services
    group = group_of(session, services, form.lead)
    shown = [gap.turn_id for gap in group.gaps if gap.at <= form.until]
    gaps.close(session, shown, form.how, by=caller.id, now=datetime.now(UTC))
    return RedirectResponse(f"/curator/gaps?closed={form.lead}", 303)


@router.post("/curator/gaps/reopening")
def reopen_group(caller: CuratorCaller, session: SessionDep, lead: Annotated[UUID, Form()]) -> Response:
    gaps.reopen(session, lead)
    return RedirectResponse("/curator/gaps", 303)


def group_of(session: Session, services: Services, turn_id: UUID) -> Group:
    """The open group that holds a question; GapMoved when it is closed or gone."""
    for group in gaps.grouped(_open(session, services, datetime.now(UTC))):
        if any(gap.turn_id == turn_id for gap in group.gaps):
            return group
    raise GapMoved(turn_id)


def _open(session: Session, services: Services, now: datetime) -> list[Gap]:
    engine = services.embedder.fingerprint if services.embedder else None
    return gaps.open_gaps(session, since=now - PERIOD, engine=engine)


def _try_address(gap: Gap) -> str:
    return "/curator/try?" + urlencode({"question": gap.words} | gap.frame)


def _frame_words(frame: dict[str, str]) -> str:
    exam = frame.get("exam")
    said = (frame.get("academy"), trace_words.EXAMS.get(exam, exam) if exam else None, frame.get("session"))
    return ", ".join(value for value in said if value)
