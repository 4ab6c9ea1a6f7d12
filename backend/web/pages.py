"""What every page of the backend shares: who is signed in, what surrounds it, signing in and out."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote, urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from fastapi.templating import Jinja2Templates
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from backend import permissions, sign_in, wording
from backend.api import image_response
from backend.edge import SessionDep, SettingsDep, WritingSessionDep
from backend.errors import SignInNeeded
from backend.models import BackendSession
from backend.permissions import Viewer
from backend.practical import rights as practical_rights
from backend.practical import wording as practical_wording
from backend.scanning import images
from backend.scanning.images import ImageSize
from backend.scanning.refusals import file_refusal
from backend.settings import BackendSettings
from backend.web.forms import check_form

TEMPLATES = Path(__file__).parent / "templates"

router = APIRouter()


def make_templates() -> Jinja2Templates:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        day_and_hour=wording.day_and_hour,
        copy_number=wording.copy_number,
        day=practical_wording.day,
        panel_title=practical_wording.panel_title,
        exam_days=practical_wording.days,
        sheet_state=practical_wording.sheet_state,
        attestation_state=practical_wording.ATTESTATION_STATES.__getitem__,
        lot_state=wording.LOT_STATES.__getitem__,
        copy_state=wording.COPY_STATES.__getitem__,
        refusal=file_refusal,
    )
    environment.globals["missing_label"] = wording.missing_label
    return Jinja2Templates(env=environment)


def get_signed_in(request: Request, session: SessionDep) -> BackendSession:
    found = sign_in.find_session(session, request.cookies.get(sign_in.COOKIE), now=datetime.now(UTC))
    if found is None:
        query = f"?{request.url.query}" if request.url.query else ""
        raise SignInNeeded(request.url.path + query)
    return found


SignedInDep = Annotated[BackendSession, Depends(get_signed_in)]


def get_page_viewer(session: SessionDep, signed_in: SignedInDep) -> Viewer:
    return permissions.get_viewer(session, signed_in.person_id)


PageViewerDep = Annotated[Viewer, Depends(get_page_viewer)]


class Renderer:
    """Renders a page with what every page shows: who is signed in, and the token of its forms."""

    def __init__(
        self,
        request: Request,
        session: SessionDep,
        settings: SettingsDep,
        signed_in: SignedInDep,
        viewer: PageViewerDep,
    ) -> None:
        self.request, self.settings, self.signed_in, self.viewer = request, settings, signed_in, viewer
        self.examines = practical_rights.holds_a_panel(session, viewer)

    def __call__(self, template: str, *, status: int = 200, **shown: Any) -> HTMLResponse:
        chrome = {
            "viewer": self.viewer,
            "csrf": self.signed_in.csrf_token,
            "current": "lots",
            "lots_label": wording.lots_label(self.viewer.roles),
            "practical_label": practical_wording.practical_label(self.viewer, examines=self.examines),
        }
        return render(self.request, template, self.settings, {**chrome, **shown}, status)


RenderDep = Annotated[Renderer, Depends()]


def render(
    request: Request, template: str, settings: BackendSettings, shown: dict[str, Any], status: int = 200
) -> HTMLResponse:
    templates: Jinja2Templates = request.app.state.templates
    everywhere = {"app_url": settings.app_url, "demo": settings.demo}
    # A page shows copies: it is kept nowhere, not even when going back after signing out.
    return templates.TemplateResponse(
        request, template, {**everywhere, **shown}, status, headers={"Cache-Control": "no-store"}
    )


@router.get("/")
def home() -> RedirectResponse:
    return RedirectResponse("/lots", 303)


@router.get("/healthz")
def health(session: SessionDep) -> dict[str, str]:
    """Answers once the tables are there."""
    permissions.count_people(session)
    return {"status": "ok"}


@router.get("/handover")
def handover(
    token: str, session: WritingSessionDep, settings: SettingsDep, next: str = "/lots"
) -> RedirectResponse:
    secret = settings.handover_secret.get_secret_value()
    opened = sign_in.accept_handover(session, token, secret=secret, now=datetime.now(UTC))
    response = RedirectResponse(sign_in.safe_next(next), 303)
    response.set_cookie(
        sign_in.COOKIE,
        opened.cookie,
        max_age=int(opened.lasts.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=settings.secure_cookies,
    )
    return response


@router.post("/sign-out")
def sign_out(
    request: Request,
    session: SessionDep,
    settings: SettingsDep,
    signed_in: SignedInDep,
    csrf: Annotated[str, Form()] = "",
) -> RedirectResponse:
    """Close the session here, then that of the application: one button signs out of both."""
    check_form(request, csrf, signed_in)
    sign_in.close(session, signed_in)
    secret = settings.handover_secret.get_secret_value()
    token = sign_in.sign_out_token(signed_in.person_id, secret=secret)
    response = RedirectResponse(f"{settings.app_url}/signed-out?{urlencode({'token': token})}", 303)
    response.delete_cookie(sign_in.COOKIE)
    return response


@router.get("/signed-out")
def follow_sign_out(
    request: Request, session: WritingSessionDep, settings: SettingsDep, token: str = ""
) -> RedirectResponse:
    """Where the application leads once signed out there; its token is what closes the session here."""
    opened = sign_in.find_session(session, request.cookies.get(sign_in.COOKIE), now=datetime.now(UTC))
    person = sign_in.signed_out_person(token, secret=settings.handover_secret.get_secret_value())
    response = RedirectResponse(f"{settings.app_url}/sign-in", 303)
    if opened is not None and opened.person_id == person:
        sign_in.close(session, opened)
        response.delete_cookie(sign_in.COOKIE)
        # No page of ours is open to empty what the browser kept of unsent marks.
        response.headers["Clear-Site-Data"] = '"storage"'
    return response


@router.get("/pages/{page_id}/image")
def page_image(
    page_id: UUID,
    request: Request,
    session: SessionDep,
    settings: SettingsDep,
    viewer: PageViewerDep,
    size: ImageSize = ImageSize.FULL,
) -> Response:
    scanned = images.get_page(session, viewer, page_id)
    return image_response(request, images.page_image(scanned, size, settings.pages_dir))


def sign_in_address(settings: BackendSettings, next_address: str) -> str:
    return f"{settings.app_url}/handover?next={quote(next_address, safe='/')}"
