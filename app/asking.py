"""Questions from the command line, answered from the index or from a folder read for the occasion."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from app import console
from app.engines import open_embedder
from app.finding import open_index
from app.settings import Settings
from assistant import batch, confidence
from assistant.answering import Answerer, Turn
from assistant.answers import Answer
from assistant.errors import EmptyMessage, LongMessage
from assistant.french import PARIS
from assistant.intent_readers import open_reader
from assistant.standalone import SingleTurn
from assistant.understanding import Understanding
from knowledge.documents import UnreadableDocument
from knowledge.library import memory_library_of, read_folder
from knowledge.local_index import LocalIndex
from knowledge.scope import Scope
from knowledge.stored_calendar import MemoryCalendar


class Line(BaseModel):
    """What a line of questions must be; other fields are let through, unread."""

    question: str | None = None
    context: list[dict[str, str]] | None = None
    academy: str | None = None
    session: str | None = None
    exam: str | None = None
    role: str | None = None
    today: date | None = None


def answer_question(settings: Settings, question: str, scope: Scope, circulars: Path | None) -> Answer:
    index = _read(settings, circulars)[0] if circulars else open_index(settings)
    return Answerer(index, confidence.load()).answer(question, scope)


def _read(settings: Settings, circulars: Path) -> tuple[LocalIndex, MemoryCalendar]:
    return memory_library_of(read_folder(circulars, _tell_unread), open_embedder(settings))


def answer_batch(settings: Settings, circulars: Path, lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Answers in order, as they come; nothing stays behind."""
    embedder = open_embedder(settings)
    understanding = Understanding(open_reader(embedder))
    library = memory_library_of(read_folder(circulars, _tell_unread), embedder)
    return answer_lines(library, understanding, lines)


def _tell_unread(refused: UnreadableDocument) -> None:
    console.tell(f"Non lu : {refused.name}. {refused.reason}")


def answer_lines(
    library: tuple[LocalIndex, MemoryCalendar], understanding: Understanding, lines: Iterable[str]
) -> Iterator[dict[str, Any]]:
    """The same over texts already indexed."""
    index, calendar = library
    answerer = Answerer(index, confidence.load())
    alone = SingleTurn(understanding, answerer, calendar, datetime.now(PARIS).date())

    def respond(text: str, scope: Scope, context: list[Turn], row: dict[str, Any]) -> Answer:
        try:
            return alone(text, scope, context, row)
        except (EmptyMessage, LongMessage):
            return answerer.answer("", scope, context)  # asks for a question

    return batch.run(_checked(lines), answerer, respond)


def _checked(lines: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            Line.model_validate_json(line)
        except ValidationError:
            console.fail(f"La ligne {number} n’est pas une question en JSON.")
        yield line
