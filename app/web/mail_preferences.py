"""What one is told by e-mail: chosen by each, stopped in one click from any letter, signed in or not."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel
from sqlmodel import Session

from app.accounts import find_account, masked
from app.assembly import Services
from app.database import SessionDep
from app.letters import signatures
from app.web.pages import render
from app.web.security import CurrentCaller, Policy
from ticketing import mail_preferences, mailing
from ticketing.mail_preferences import Wanted
from ticketing.permissions import Caller

router = APIRouter(include_in_schema=False)


class PreferenceIn(BaseModel):
    by_mail: bool = False
    replies: bool = False
    centre: bool = False
    end: bool = False

    def wanted(self) -> Wanted:
        """No news chosen is no mail at all: the page then says so."""
        chosen = self.replies or self.centre or self.end
        return Wanted(self.by_mail and chosen, self.replies, self.centre, self.end)


class HolderOfStopLink(Policy):
    """Lets in whoever holds the link of a letter, as its reader: it opens her mail's tap and nothing else."""

    def __call__(self, request: Request, token: Annotated[str, Query(max_length=400)] = "") -> str:
        services: Services = request.app.state.services
        return signatures.read_stop_token(services.settings.secret.get_secret_value(), token)


Reader = Annotated[str, Depends(HolderOfStopLink())]


@router.get("/my-reports/preferences")
def show_preferences(request: Request, caller: CurrentCaller, said: str = "") -> Response:
    services: Services = request.app.state.services
    with Session(services.reading) as session:
        wanted = mail_preferences.of(session, caller.id)
    return _page(request, caller, wanted, said=said)


@router.post("/my-reports/preferences")
def keep_preferences(
    session: SessionDep, caller: CurrentCaller, form: Annotated[PreferenceIn, Form()]
) -> Response:
    wanted = form.wanted()
    mail_preferences.keep(session, caller.id, wanted, now=datetime.now(UTC))
    said = "kept" if wanted.by_mail or not form.by_mail else "nothing-chosen"
    return RedirectResponse(f"/my-reports/preferences?said={said}", 303)


@router.get("/letters/stop")
def ask_before_stopping(request: Request, reader: Reader, token: str = "", said: str = "") -> Response:
    """Nothing is stopped by looking: programs that follow the links of a letter stop nobody's mail."""
    services: Services = request.app.state.services
    with Session(services.reading) as session:
        is_stopped = not mail_preferences.of(session, reader).by_mail
    return _stop_page(request, reader, token, is_stopped=is_stopped, said=said)


@router.post("/letters/stop")
def stop(request: Request, session: SessionDep, reader: Reader, token: str = "") -> Response:
    """The button of the page, and the one click of a mail program (RFC 8058), which follows nothing."""
    mail_preferences.stop(session, reader, now=datetime.now(UTC))
    return _stop_page(request, reader, token, is_stopped=True, said="stopped")


@router.post("/letters/resumption")
def resume(request: Request, session: SessionDep, reader: Reader, token: str = "") -> Response:
    mail_preferences.resume(session, reader, now=datetime.now(UTC))
    return _stop_page(request, reader, token, is_stopped=False, said="resumed")


def _page(request: Request, caller: Caller, wanted: Wanted, *, said: str) -> Response:
    services: Services = request.app.state.services
    address = find_account(caller.id).email
    return render(
        request,
        "letters/preferences.html",
        current="my_reports",
        wanted=wanted,
        address=masked(address) if address else None,
        may_leave=mailing.CHANNEL in services.channels,
        most=services.settings.mail_most_a_day,
        said=said,
    )


def _stop_page(request: Request, reader: str, token: str, *, is_stopped: bool, said: str) -> Response:
    address = find_account(reader).email
    return render(
        request,
        "letters/stop.html",
        address=masked(address) if address else None,
        token=token,
        is_stopped=is_stopped,
        said=said,
    )
