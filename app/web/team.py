"""« Équipe » at `/desk/team`: absences, limits, how each team shares; and the next ticket for me."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from app.accounts import desk_members
from app.database import SessionDep
from app.web import ticket_words
from app.web.desk_board import DeskCaller
from app.web.errors import find_refusal
from app.web.pages import PARIS, render
from ticketing import duty, permissions, sharing
from ticketing.duty import Declared
from ticketing.duty_models import Sharing
from ticketing.permissions import Caller
from ticketing.sharing import Why
from ticketing.steering_errors import DutyImpossible
from ticketing.vocabulary import Team

router = APIRouter(include_in_schema=False)
HOME = "/desk/team"
DONE = {
    "kept": "C’est enregistré. Les demandes à venir en tiennent compte.",
    "nothing": "Aucune demande n’attend : il n’y a rien à prendre.",
    "away": "Vous êtes notée absente. Terminez votre absence pour prendre une demande.",
    "full": "Vous suivez déjà autant de demandes que votre limite. Résolvez-en une, puis prenez la suivante.",
}
NEXT = {Why.NOTHING_LEFT: "nothing", Why.AWAY: "away", Why.FULL: "full"}
SHARING: tuple[tuple[str, str], ...] = (
    (Sharing.BY_HAND.value, "À la main : chacun prend"),
    (Sharing.LEAST_LOADED.value, "À qui en suit le moins"),
    (Sharing.ROUND_ROBIN.value, "À tour de rôle"),
)


class DutyIn(BaseModel):
    person: str = Field(max_length=100)
    seen: int = Field(ge=0)
    away_from: str = Field(default="", max_length=30)
    away_until: str = Field(default="", max_length=30)
    most_open: str = Field(default="", max_length=10)

    def declared(self) -> Declared:
        """DutyImpossible when a field is no moment, or no number."""
        try:
            return Declared(
                _moment(self.away_from),
                _moment(self.away_until),
                int(self.most_open) if self.most_open.strip() else None,
            )
        except (ValueError, OverflowError) as error:
            raise DutyImpossible from error


class SharingIn(BaseModel):
    team: Team
    how: Sharing


@router.get(HOME)
def show_team(request: Request, caller: DeskCaller, done: str = "") -> Response:
    with Session(request.app.state.services.reading, expire_on_commit=False) as session:
        return _page(request, session, caller, notice_text=DONE.get(done))


@router.post(f"{HOME}/duty")
def declare(
    request: Request, session: SessionDep, caller: DeskCaller, form: Annotated[DutyIn, Form()]
) -> Response:
    if form.person not in {one.id for one in desk_members()}:
        return _page(request, session, caller, error="Ce compte ne travaille pas à l’assistance.", status=422)
    now = datetime.now(UTC)
    try:
        duty.declare(session, form.person, form.declared(), seen=form.seen, caller=caller, now=now)
    except DutyImpossible as error:
        status, sentence = find_refusal(error)
        return _page(request, session, caller, error=sentence, refused=form, status=status)
    return RedirectResponse(f"{HOME}?done=kept", 303)


@router.post(f"{HOME}/sharing")
def decide_sharing(session: SessionDep, caller: DeskCaller, form: Annotated[SharingIn, Form()]) -> Response:
    duty.decide_sharing(session, form.team, form.how, caller=caller, now=datetime.now(UTC))
    return RedirectResponse(f"{HOME}?done=kept", 303)


@router.post("/desk/next")
def take_next(session: SessionDep, caller: DeskCaller) -> Response:
    found = sharing.take_next(session, caller, now=datetime.now(UTC))
    if isinstance(found, Why):
        return RedirectResponse(f"{HOME}?done={NEXT[found]}", 303)
    return RedirectResponse(f"/desk/{found.reference}?view=mine", 303)


def _page(
    request: Request,
    session: Session,
    caller: Caller,
    *,
    status: int = 200,
    **shown: Any,
) -> Response:
    now, manages = datetime.now(UTC), permissions.may_manage_team(caller)
    members = [one for one in desk_members() if permissions.may_declare_absence(caller, one.id)]
    context: dict[str, Any] = {"notice_text": None, "error": None, "refused": None} | shown
    return render(
        request,
        "desk/team.html",
        status=status,
        current="team",
        members=members,
        duties=duty.every(session),
        loads=duty.loads(session, caller),
        sharing=duty.sharing(session),
        ways=SHARING,
        manages=manages,
        now=now,
        local=_local,
        words=ticket_words,
        **context,
    )


def _moment(typed: str) -> datetime | None:
    return datetime.fromisoformat(typed).replace(tzinfo=PARIS) if typed.strip() else None


def _local(moment: datetime | None) -> str:
    """As a field of a form holds it, in Paris."""
    return f"{moment.astimezone(PARIS):%Y-%m-%dT%H:%M}" if moment else ""
