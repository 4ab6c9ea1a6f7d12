"""What every visitor may read of the service itself."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.web.pages import render
from app.web.security import Visitor

router = APIRouter(include_in_schema=False)


@router.get("/accessibility")
def show_accessibility(request: Request, visitor: Visitor) -> Response:
    return render(request, "about/accessibility.html")


@router.get("/privacy")
def show_privacy(request: Request, visitor: Visitor) -> Response:
    settings = request.app.state.services.settings
    return render(request, "about/privacy.html", months=settings.retention_months)
