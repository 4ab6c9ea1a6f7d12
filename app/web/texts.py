"""The circulars as people read them: the list, and one text with the cited words marked."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel

from app.database import ReadingSessionDep
from app.web import document_view
from app.web.document_view import Span
from app.web.pages import render
from app.web.security import CurrentCaller
from assistant.frame import frame
from knowledge import circulars
from knowledge.scope import Scope

router = APIRouter(include_in_schema=False)


def reader_scope(request: Request, caller: CurrentCaller) -> Scope:
    """What opens a scale to its readers; the backend is asked before any transaction is open."""
    return frame(caller, "", request.app.state.services.records, datetime.now(UTC))


# Stands before the session in a route: dependencies are called in that order.
ReaderScope = Annotated[Scope, Depends(reader_scope)]


class SpanIn(BaseModel):
    """The words to mark; `words` tells which they were when the answer was given."""

    start: int | None = None
    end: int | None = None
    words: str | None = None

    def find(self, text: str) -> Span | None:
        return document_view.clip(self.start, self.end, len(text))

    def has_moved(self, text: str) -> bool:
        found = self.find(text)
        if found is None or self.words is None:
            return False
        return document_view.digest(text[slice(*found)]) != self.words


@router.get("/texts")
def list_texts(request: Request, scope: ReaderScope, session: ReadingSessionDep) -> Response:
    documents = circulars.list_documents(session, scope)
    return render(request, "texts/list.html", documents=documents, current="texts")


@router.get("/texts/{circular:path}")
def show_text(
    request: Request,
    circular: str,
    scope: ReaderScope,
    session: ReadingSessionDep,
    asked: Annotated[SpanIn, Query()],
) -> Response:
    """`circular` is its identifier or its file name, which may be in a sub-folder."""
    document = circulars.get_document(session, circular, scope)
    has_moved = asked.has_moved(document.text)
    cited = None if has_moved else asked.find(document.text)
    marks = document_view.Marks(cited, document.withdrawn)
    groups = document_view.lay_out(document.text, document.blocks, marks)
    return render(
        request,
        "texts/document.html",
        current="texts",
        document=document,
        has_moved=has_moved,
        groups=groups,
        contents=document_view.list_contents(groups),
        cited_at=document_view.first_cited(groups),
        quote=document.text[slice(*cited)] if cited else None,
    )
