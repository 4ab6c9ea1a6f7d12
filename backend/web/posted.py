"""A form of ours, checked before anything else is done with it."""

from typing import Annotated

from fastapi import Depends, Form, Request

from backend.edge import SessionDep
from backend.web.forms import check_form
from backend.web.pages import PageViewerDep, SignedInDep


class Posted:
    """Who sent the form, and the session to answer it with."""

    def __init__(
        self,
        request: Request,
        session: SessionDep,
        viewer: PageViewerDep,
        signed_in: SignedInDep,
        csrf: Annotated[str, Form()] = "",
    ) -> None:
        check_form(request, csrf, signed_in)
        self.session, self.viewer = session, viewer


PostedDep = Annotated[Posted, Depends()]
