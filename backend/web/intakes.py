"""The pages of an intake: the packets of my centre, files to drop, and what became of each copy."""

from typing import Annotated

from fastapi import APIRouter, Form, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import Session

from backend import database
from backend.demo import packet
from backend.edge import EngineDep, SessionDep, SettingsDep, reads_first
from backend.errors import LotNotFound
from backend.marking import lots
from backend.models import Lot, Role
from backend.permissions import Viewer
from backend.scanning import attendance, intake, intake_report
from backend.scanning.copies import USUAL_PAGES
from backend.scanning.errors import AttendanceListMissing, OperatorNeeded
from backend.scanning.orders import SEES_THE_CENTRE
from backend.web.pages import PageViewerDep, RenderDep
from backend.web.posted import PostedDep

router = APIRouter(prefix="/intake")
MOST_PAGES = 40  # of one copy


@router.get("")
def show_packets(session: SessionDep, viewer: PageViewerDep, page: RenderDep) -> HTMLResponse:
    if not viewer.roles & SEES_THE_CENTRE:
        raise LotNotFound(viewer.id)
    expected = attendance.lots_expected(session, viewer.centres)
    found = [intake_report.of_lot(session, lot) for lot in expected]
    return page("intakes.html", results=found, current="intake")


@router.get("/{number}")
def show_packet(number: str, session: SessionDep, viewer: PageViewerDep, page: RenderDep) -> HTMLResponse:
    lot = _lot(session, viewer, number)
    return page(
        "intake.html",
        result=intake_report.of_lot(session, lot),
        may_act=Role.SCAN_OPERATOR in viewer.roles,
        has_example=lot.number == packet.SHOWN.lot,
        usual_pages=USUAL_PAGES,
        current="intake",
    )


@router.post("/{number}/files")
@reads_first
def add_files(
    number: str,
    files: list[UploadFile],
    posted: PostedDep,
    engine: EngineDep,
    settings: SettingsDep,
    pages: Annotated[int, Form(ge=1, le=MOST_PAGES)] = USUAL_PAGES,
) -> RedirectResponse:
    """Kept on disk, then put in the queue; a thread of the server reads them."""
    lot = _lot(posted.session, posted.viewer, number)
    if Role.SCAN_OPERATOR not in posted.viewer.roles:
        raise OperatorNeeded
    lists, scans = _sorted(files)
    entries = [entry for file in lists for entry in attendance.read(file.file.read(), lot.id)]
    if not entries and not attendance.of_lot(posted.session, lot.id):
        raise AttendanceListMissing
    kept = [(file.filename or "sans nom", intake.spool(file.file, settings.pages_dir)) for file in scans]
    with database.writing(engine) as session:
        if entries:
            attendance.keep(session, lot.id, entries)
        for name, path in kept:
            intake.add_file(session, lot.id, path, name=name, expected_pages=pages)
    return RedirectResponse(f"/intake/{lot.number}", 303)


@router.get("/{number}/example")
def example(number: str, session: SessionDep, settings: SettingsDep, viewer: PageViewerDep) -> Response:
    """In demonstration: the packet of this lot as its scanner would give it."""
    lot = _lot(session, viewer, number)
    if not settings.demo or lot.number != packet.SHOWN.lot:
        raise LotNotFound(number)
    headers = {"Content-Disposition": f'attachment; filename="lot-{lot.number}.pdf"'}
    content = packet.pdf(list(packet.pages(packet.SHOWN)))
    return Response(content, media_type="application/pdf", headers=headers)


def _lot(session: Session, viewer: Viewer, number: str) -> Lot:
    """A lot of my own centre; to the others it does not exist here."""
    if not viewer.roles & SEES_THE_CENTRE:
        raise LotNotFound(number)
    return lots.lot_in_view(session, viewer, number).lot


def _sorted(files: list[UploadFile]) -> tuple[list[UploadFile], list[UploadFile]]:
    """Attendance lists apart from scans; an input left empty sends one file without a name."""
    named = [file for file in files if file.filename]
    lists = [file for file in named if (file.filename or "").lower().endswith(".csv")]
    return lists, sorted((one for one in named if one not in lists), key=lambda one: one.filename or "")
