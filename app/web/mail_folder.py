"""The mail that left, in demonstration: kept in a folder, read here as its reader would."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from app.accounts import find_account, masked
from app.assembly import Services
from app.web.pages import render
from app.web.security import SignedIn
from app.web.sign_in import DemonstrationOnly
from connectors.mail_folder import Mail, MailFolder, MailNotFound
from ticketing import permissions
from ticketing.permissions import Caller

router = APIRouter(include_in_schema=False)


class ReaderInDemonstration(SignedIn):
    """Signed in, where nobody's real mail is."""

    def __call__(self, request: Request) -> Caller:
        services: Services = request.app.state.services
        if not services.settings.is_demonstration:
            raise DemonstrationOnly
        return super().__call__(request)


Reader = Annotated[Caller, Depends(ReaderInDemonstration())]


@router.get("/mail-folder")
def show_folder(request: Request, caller: Reader) -> Response:
    """One's own mail; that of everybody for who looks after letters."""
    sees_all = permissions.may_look_after_letters(caller)
    mails = _folder(request).latest(None if sees_all else find_account(caller.id).email)
    return render(request, "letters/folder.html", mails=mails, sees_all=sees_all, masked=masked)


@router.get("/mail-folder/{name}")
def show_mail(request: Request, name: str, caller: Reader) -> Response:
    mail = _mail(request, name, caller)
    return render(request, "letters/one_mail.html", mail=mail)


@router.get("/mail-folder/{name}/html")
def show_body(request: Request, name: str, caller: Reader) -> Response:
    """For the frame of the page: its own content policy lets nothing run and nothing be fetched."""
    return HTMLResponse(_mail(request, name, caller).html)


def _mail(request: Request, name: str, caller: Caller) -> Mail:
    mail = _folder(request).get(name)
    is_own = mail.recipient == find_account(caller.id).email
    if not is_own and not permissions.may_look_after_letters(caller):
        raise MailNotFound(name)
    return mail


def _folder(request: Request) -> MailFolder:
    services: Services = request.app.state.services
    return MailFolder(services.settings.mail_dir)
