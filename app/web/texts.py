"""The circulars as people read them: the list, and one text with the cited words marked."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.database import ReadingSessionDep
from app.web import document_view
from app.web.pages import render
from app.web.security import CurrentCaller
from knowledge import circulars

router = APIRouter(include_in_schema=False)


@router.get("/texts")
def list_texts(request: Request, session: ReadingSessionDep, caller: CurrentCaller) -> Response:
    documents = circulars.list_documents(session)
    return render(request, "texts/list.html", documents=documents, current="texts")


@router.get("/texts/{circular:path}")
def show_text(
    request: Request,
    circular: str,
    session: ReadingSessionDep,
    caller: CurrentCaller,
    start: int | None = None,
    end: int | None = None,
) -> Response:
    """`circular` is its identifier or its file name, which may be in a sub-folder."""
    document = circulars.get_document(session, circular)
    cited = document_view.clip(start, end, len(document.text))
    groups = document_view.lay_out(document.text, document.blocks, cited)
    return render(
        request,
        "texts/document.html",
        current="texts",
        document=document,
        groups=groups,
        contents=document_view.list_contents(groups),
        cited_at=document_view.first_cited(groups),
        quote=document.text[slice(*cited)] if cited else None,
    )
