"""Answers that agents propose: the curator binds them to words of the texts, or sets them aside."""

from datetime import UTC, datetime
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from app.database import SessionDep
from app.web.curator.common import CuratorCaller, show
from assistant import proposals

router = APIRouter(include_in_schema=False)


@router.get("/curator/proposals")
def list_proposals(request: Request, caller: CuratorCaller) -> Response:
    with Session(request.app.state.services.reading) as session:
        return show(request, "curator/proposals.html", "proposals", proposals=proposals.waiting(session))


@router.post("/curator/proposals/{proposal_id}/closing")
def close_proposal(proposal_id: UUID, caller: CuratorCaller, session: SessionDep) -> Response:
    proposals.close(session, proposal_id, by=caller.id, now=datetime.now(UTC))
    return RedirectResponse("/curator/proposals", 303)
