"""Field reports: their follow-up by receipt, for whoever holds it, and the page of the delegates."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from app.database import SessionDep
from app.web.pages import render
from app.web.security import Visitor, needs
from assistant.feedback_form import LABELS
from ticketing import feedback
from ticketing.errors import MessageEmpty, MessageTooLong, ReceiptUnknown
from ticketing.feedback_models import FieldReport
from ticketing.permissions import Caller, Role

router = APIRouter(include_in_schema=False)
Delegate = Annotated[Caller, Depends(needs(Role.DELEGATE))]
UNKNOWN = "Aucune remontée n’a ce code. Vérifiez les signes, puis recommencez."
REPLIED = "Votre réponse est enregistrée. La personne la lira avec son code."
REFUSED = "La réponse est vide ou trop longue. Reprenez-la, puis enregistrez."


class ReceiptIn(BaseModel):
    """In the body and never in the address: addresses are kept in histories."""

    receipt: str = Field(default="", max_length=40)


class ReplyIn(BaseModel):
    body: str = Field(default="", max_length=10_000)


@router.get("/field-reports/follow")
def ask_receipt(request: Request, visitor: Visitor) -> Response:
    return _follow(request)


@router.post("/field-reports/follow")
def follow(
    request: Request, session: SessionDep, visitor: Visitor, form: Annotated[ReceiptIn, Form()]
) -> Response:
    try:
        return _follow(request, report=feedback.find(session, form.receipt))
    except ReceiptUnknown:
        return _follow(request, error=UNKNOWN, status=404)


@router.get("/field-reports")
def show_reports(request: Request, caller: Delegate, done: str = "") -> Response:
    with Session(request.app.state.services.reading) as session:
        return _reports(request, session, caller, notice_text=REPLIED if done else None)


@router.post("/field-reports/{receipt_hash}/reply")
def reply(
    request: Request,
    receipt_hash: str,
    session: SessionDep,
    caller: Delegate,
    form: Annotated[ReplyIn, Form()],
) -> Response:
    try:
        feedback.reply(session, receipt_hash, form.body.replace("\r\n", "\n"), caller=caller)
    except (MessageEmpty, MessageTooLong):
        return _reports(request, session, caller, error=REFUSED, status=422)
    return RedirectResponse("/field-reports?done=reply", 303)


def _follow(
    request: Request, *, report: FieldReport | None = None, error: str | None = None, status: int = 200
) -> Response:
    return render(
        request, "field_reports/follow.html", status=status, current=None, report=report, error=error
    )


def _reports(
    request: Request, session: Session, caller: Caller, *, status: int = 200, **shown: Any
) -> Response:
    return render(
        request,
        "field_reports/list.html",
        status=status,
        current="field_reports",
        overview=feedback.overview(session, caller),
        labels=LABELS,
        least=feedback.LEAST_TOGETHER,
        **({"notice_text": None, "error": None} | shown),
    )
