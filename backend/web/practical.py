"""The pages of practical exams: my candidates, a sheet, the exams of a centre and their attestations."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import Session

from backend.edge import SessionDep
from backend.errors import BackendError
from backend.permissions import Viewer
from backend.practical import attestations, distribution, documents, errors, rights, sheets
from backend.practical.api import pdf_response
from backend.practical.models import PracticalExam, Sheet
from backend.practical.refusals import REFUSALS
from backend.practical.states import Gesture
from backend.web.forms import check_form
from backend.web.pages import PageViewerDep, RenderDep, SignedInDep

router = APIRouter(prefix="/practical")
ABSENCES = frozenset(
    {Gesture.REPORT_ABSENCE, Gesture.CANCEL_ABSENCE, Gesture.JUSTIFY, Gesture.FIND_UNJUSTIFIED}
)


def check_csrf(request: Request, signed_in: SignedInDep, csrf: Annotated[str, Form()] = "") -> None:
    check_form(request, csrf, signed_in)


class SheetForm:
    """What the forms of a sheet send, as text: a refusal is shown in the page, with its rule."""

    def __init__(
        self,
        gesture: Annotated[Gesture, Form()],
        points: Annotated[str, Form(max_length=20)] = "",
        comment: Annotated[str, Form(max_length=20_000)] = "",
        day: Annotated[str, Form(max_length=20)] = "",
        panel: Annotated[UUID | None, Form()] = None,
    ) -> None:
        self.gesture, self.points, self.comment = gesture, points, comment
        self.day, self.panel = day, panel


@router.get("")
def show_all(session: SessionDep, viewer: PageViewerDep, render: RenderDep) -> HTMLResponse:
    exams = attestations.exams_in_view(session, viewer)
    mine = groupby(sheets.my_sheets(session, viewer), key=lambda sheet: sheet.panel)
    panels = [(panel, list(held)) for panel, held in mine]
    managed = [item for item in exams if rights.manages(viewer, item.exam)]
    now = datetime.now(UTC)
    return render("practical.html", current="practical", panels=panels, managed=managed, now=now)


@router.get("/sheets/{sheet_id}")
def show_sheet(
    sheet_id: UUID, session: SessionDep, viewer: PageViewerDep, render: RenderDep, done: bool = False
) -> HTMLResponse:
    return _sheet_page(session, viewer, render, sheets.get_sheet(session, viewer, sheet_id), done=done)


@router.post("/sheets/{sheet_id}", dependencies=[Depends(check_csrf)])
def change_sheet(
    sheet_id: UUID,
    session: SessionDep,
    viewer: PageViewerDep,
    render: RenderDep,
    form: Annotated[SheetForm, Depends()],
) -> Response:
    found = sheets.get_sheet(session, viewer, sheet_id)
    refusal = _refusal_of(lambda: _do(session, viewer, found, form))
    if refusal is None:
        return RedirectResponse(f"/practical/sheets/{sheet_id}?done=true", 303)
    return _sheet_page(session, viewer, render, found, refusal=refusal, form=form)


@router.get("/sheets/{sheet_id}/document")
def sheet_document(sheet_id: UUID, session: SessionDep, viewer: PageViewerDep) -> Response:
    found = sheets.get_sheet(session, viewer, sheet_id)
    return pdf_response(documents.sheets_pdf(viewer, found.exam, [found]), f"fiche-{found.candidate}")


@router.get("/panels/{panel_id}/document")
def panel_document(panel_id: UUID, session: SessionDep, viewer: PageViewerDep) -> Response:
    panel = sheets.get_panel(session, viewer, panel_id)
    held = sheets.sheets_of_panel(session, viewer, panel)
    return pdf_response(documents.sheets_pdf(viewer, panel.exam, held), f"commission-{panel.number}")


@router.get("/exams/{exam_id}")
def show_exam(exam_id: UUID, session: SessionDep, viewer: PageViewerDep, render: RenderDep) -> HTMLResponse:
    return _exam_page(session, viewer, render, _managed(session, viewer, exam_id))


@router.post("/exams/{exam_id}/distribute", dependencies=[Depends(check_csrf)])
def distribute(exam_id: UUID, session: SessionDep, viewer: PageViewerDep, render: RenderDep) -> Response:
    found = _managed(session, viewer, exam_id)
    act = lambda: distribution.distribute(session, viewer, found, now=datetime.now(UTC))  # noqa: E731
    return _after(session, viewer, render, found, _refusal_of(act))


@router.post("/exams/{exam_id}/attestation", dependencies=[Depends(check_csrf)])
def change_attestation(  # each is a field of the form or what every page needs
    exam_id: UUID,
    session: SessionDep,
    viewer: PageViewerDep,
    render: RenderDep,
    step: Annotated[str, Form(max_length=20)],
    destroyed_on: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    found = _managed(session, viewer, exam_id)

    def act() -> None:
        if step == "sent":
            attestations.send(session, viewer, found)
        elif step == "received":
            attestations.receive(session, viewer, found)
        else:
            day = _day(destroyed_on, errors.DestructionDayRefused)
            attestations.generate(session, viewer, found, destroyed_on=day, now=datetime.now(UTC))

    return _after(session, viewer, render, found, _refusal_of(act))


@router.get("/exams/{exam_id}/attestation")
def attestation_document(exam_id: UUID, session: SessionDep, viewer: PageViewerDep) -> Response:
    found = attestations.generated(viewer, _managed(session, viewer, exam_id))
    return pdf_response(documents.attestation_pdf(found), "attestation-de-destruction")


def _do(session: Session, viewer: Viewer, sheet: Sheet, form: SheetForm) -> None:
    now = datetime.now(UTC)
    if form.gesture in ABSENCES:
        sheets.set_absence(session, viewer, sheet, form.gesture, now=now)
    elif form.gesture is Gesture.MARK:
        points = _points(form.points)
        sheets.mark(session, viewer, sheet, points=points, comment=form.comment, now=now)
    elif form.gesture is Gesture.ERASE_MARK:
        sheets.erase_mark(session, viewer, sheet, now=now)
    elif form.gesture is Gesture.PLAN_REPLACEMENT:
        day = _day(form.day, errors.ReplacementDayRefused)
        sheets.plan_replacement(session, viewer, sheet, day=day, now=now)
    else:
        if form.panel is None:
            raise errors.PanelNotFound("")
        panel = sheets.get_panel(session, viewer, form.panel)
        sheets.assign(session, viewer, sheet, panel=panel, now=now)


def _points(text: str) -> int:
    if not (text.strip().isascii() and text.strip().isdigit()):
        raise errors.PointsNotWhole
    return int(text)


def _day(text: str, refusal: type[BackendError]) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise refusal from error


def _refusal_of(act: Callable[[], object]) -> BackendError | None:
    """The refusal to show in the page. It comes before anything is changed, so nothing is to be undone."""
    try:
        act()
    except BackendError as refusal:
        if type(refusal) not in REFUSALS:
            raise
        return refusal
    return None


def _managed(session: Session, viewer: Viewer, exam_id: UUID) -> PracticalExam:
    """The page of an exam is for its centre and the exam office; an examiner has "my candidates"."""
    found = rights.get_exam(session, viewer, exam_id)
    if not rights.manages(viewer, found):
        raise errors.PracticalExamNotFound(exam_id)
    return found


def _after(
    session: Session, viewer: Viewer, render: RenderDep, exam: PracticalExam, refusal: BackendError | None
) -> Response:
    if refusal is None:
        return RedirectResponse(f"/practical/exams/{exam.id}", 303)
    return _exam_page(session, viewer, render, exam, refusal=refusal)


def _exam_page(
    session: Session,
    viewer: Viewer,
    render: RenderDep,
    exam: PracticalExam,
    *,
    refusal: BackendError | None = None,
) -> HTMLResponse:
    now = datetime.now(UTC)
    page = render(
        "practical_exam.html",
        current="practical",
        progress=attestations.progress(session, exam),
        exam=exam,
        panels=distribution.panels_of_exam(session, viewer, exam),
        sheets=sheets.sheets_of_exam(session, viewer, exam),
        is_head=rights.heads(viewer, exam),
        is_office=rights.is_office(viewer),
        is_open=rights.is_office(viewer) or rights.paris_day(now) <= exam.last_day,
        today=rights.paris_day(now),
        now=now,
        refusal=REFUSALS[type(refusal)][1] if refusal else None,
    )
    page.status_code = REFUSALS[type(refusal)][0] if refusal else 200
    return page


def _sheet_page(  # noqa: PLR0913  # the page, and what may have happened to it
    session: Session,
    viewer: Viewer,
    render: RenderDep,
    sheet: Sheet,
    *,
    done: bool = False,
    refusal: BackendError | None = None,
    form: SheetForm | None = None,
) -> HTMLResponse:
    now = datetime.now(UTC)
    others = [one.id for one in sheets.my_sheets(session, viewer) if one.exam_id == sheet.exam_id]
    rank = others.index(sheet.id) if sheet.id in others else len(others)
    may = {gesture.value for gesture in sheets.possible(viewer, sheet, now=now)}
    page = render(
        "practical_sheet.html",
        current="practical",
        sheet=sheet,
        may=may,
        reads_marks=rights.may_read_marks(viewer, sheet),
        manages=rights.manages(viewer, sheet.exam),
        panels=distribution.panels_of_exam(session, viewer, sheet.exam) if "assign" in may else [],
        following=others[rank + 1] if rank + 1 < len(others) else None,
        points=form.points if form else sheet.points,
        comment=form.comment if form else sheet.comment,
        today=rights.paris_day(now),
        done=done,
        refusal=REFUSALS[type(refusal)][1] if refusal else None,
    )
    page.status_code = REFUSALS[type(refusal)][0] if refusal else 200
    return page
