"""« Mes échéances »: the page of one person's days, and the private address for a calendar program."""

from datetime import UTC, date, datetime, time
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from app import calendar_events, calendar_links
from app.accounts import find_account
from app.assembly import Services
from app.database import SessionDep
from app.web import calendar_view
from app.web.pages import PARIS, render
from app.web.security import CurrentCaller, Policy
from assistant.agenda import Agenda, Diary
from knowledge.asked import normalised
from knowledge.scope import Scope
from knowledge.vocabulary import ACADEMIES, SHORT_NAMES
from ticketing.permissions import Caller, Role

router = APIRouter()
REVOKED = "Le lien est révoqué. Les agendas qui l’utilisaient ne reçoivent plus rien."


class FrameIn(BaseModel):
    """Another frame or another day to look at; an empty field is not chosen."""

    academy: Annotated[str, Field(max_length=40)] = ""
    session: Annotated[str, Field(pattern=r"^(20\d\d)?$")] = ""
    exam: Annotated[str, Field(max_length=40)] = ""
    day: Annotated[str, Field(pattern=r"^(20\d\d-\d\d-\d\d)?$")] = ""
    chosen: bool = False

    def scope(self) -> Scope | None:
        """None when the person's own frame is wanted."""
        if not (self.chosen or self.academy or self.session or self.exam):
            return None
        return normalised(Scope(self.academy or None, self.session or None, self.exam or None))

    def moment(self, now: datetime) -> datetime:
        """The beginning of the day to look at; now when it is today, or no day of the calendar."""
        try:
            day = date.fromisoformat(self.day)
        except ValueError:
            return now
        return now if day == now.astimezone(PARIS).date() else datetime.combine(day, time(), PARIS)


class HolderOfLink(Policy):
    """Lets in whoever holds the secret of a link that was not revoked, as the person who made it."""

    def __call__(self, request: Request, secret: str) -> Caller:
        services: Services = request.app.state.services
        # A transaction of its own, closed at once: the backend is asked next.
        with Session(services.reading) as session:
            return find_account(calendar_links.find_account_id(session, secret)).caller()


@router.get("/calendar", include_in_schema=False)
def show_calendar(
    request: Request, caller: CurrentCaller, frame: Annotated[FrameIn, Query()], said: str = ""
) -> Response:
    return _page(request, caller, frame, notice_text=REVOKED if said == "revoked" else None)


@router.post("/calendar/link", include_in_schema=False)
def make_link(request: Request, caller: CurrentCaller) -> Response:
    """Make or renew the address: shown by this answer and never again."""
    services: Services = request.app.state.services
    with Session(services.engine) as session, session.begin():
        secret = calendar_links.make_link(session, caller.id, now=datetime.now(UTC))
    address = f"{services.settings.own_url}/calendar/{secret}.ics"
    return _page(request, caller, FrameIn(), address=address)


@router.post("/calendar/link/revocation", include_in_schema=False)
def revoke_link(request: Request, session: SessionDep, caller: CurrentCaller) -> Response:
    calendar_links.revoke_link(session, caller.id, now=datetime.now(UTC))
    return RedirectResponse("/calendar?said=revoked", 303)


@router.get("/calendar/{secret}.ics", include_in_schema=False)
def serve_calendar(request: Request, holder: Annotated[Caller, Depends(HolderOfLink())]) -> Response:
    services: Services = request.app.state.services
    now = datetime.now(UTC)
    agenda = _diary(services).read(holder, now)
    events = calendar_events.events_of(agenda)
    with Session(services.reading) as session:
        is_news = calendar_events.unsaid(session, holder.id, events, agenda)
    if is_news:
        with Session(services.engine) as session, session.begin():
            calendar_events.tell(session, holder.id, events, agenda)
    with Session(services.reading) as session:
        told = calendar_events.as_told(session, holder.id, events, agenda)
    from app.calendar_file import write_calendar  # long to load, and seldom asked for

    content = write_calendar(told, now=now, site=services.settings.own_url)
    headers = {"Content-Disposition": 'inline; filename="echeances.ics"'}
    return Response(content, media_type="text/calendar; charset=utf-8", headers=headers)


def _page(
    request: Request,
    caller: Caller,
    frame: FrameIn,
    *,
    address: str | None = None,
    notice_text: str | None = None,
) -> Response:
    services: Services = request.app.state.services
    now = frame.moment(datetime.now(UTC))
    agenda = _diary(services).read(caller, now, frame=frame.scope())
    with Session(services.reading) as session:
        link = calendar_links.current_link(session, caller.id)
    return render(
        request,
        "calendar/page.html",
        current="calendar",
        agenda=agenda,
        read_at=datetime.now(UTC),
        parts=calendar_view.lay_out(agenda),
        frames=calendar_view.named_frames(agenda.scopes),
        frame=_shown(frame, agenda),
        is_own_frame=frame.scope() is None,
        academies=ACADEMIES,
        exams=SHORT_NAMES,
        reads_backend=Role.CORRECTOR in caller.roles,
        link=link,
        address=address,
        webcal=f"webcal://{_without_scheme(address)}" if address else None,
        notice_text=notice_text,
    )


def _diary(services: Services) -> Diary:
    return Diary(services.assistant.calendar, services.records)


def _shown(frame: FrameIn, agenda: Agenda) -> FrameIn:
    """What the form holds: the frame that the page is about, when it is one."""
    only = agenda.scopes[0] if len(agenda.scopes) == 1 else Scope()
    return FrameIn(
        academy=only.academy or "",
        session=only.session or "",
        exam=only.exam or "",
        day=agenda.today.isoformat(),
    )


def _without_scheme(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.netloc}{parts.path}"
