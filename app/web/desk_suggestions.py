"""What the texts would answer to the question of a ticket: shown to the agent, never sent by itself."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response
from sqlmodel import Session

from app.web import desk_board, desk_sheet, page_images, traces
from app.web.desk_board import DeskCaller, PlaceDep
from app.web.desk_sheet import Draft, Sheet
from app.web.pages import PARIS, render_text
from app.web.questions import QuestionRefused, refuse_question
from assistant.answers import Act, Answer, Status
from assistant.composition import plain
from assistant.dialogue import Answers
from knowledge.asked import normalised
from knowledge.scope import Scope
from ticketing.vocabulary import EventType

router = APIRouter(include_in_schema=False)

CLOSED = (
    "La réponse viendrait d’un barème. Il n’est montré qu’aux correcteurs de l’épreuve : "
    "posez la question à l’inspection."
)
NOTHING = "Aucun texte ne répond à cette question. Répondez avec vos mots, ou transmettez-la."
NO_QUESTION = "Cette demande ne pose pas de question que l’on puisse chercher dans les textes."
NOT_ONE = {
    Status.CLARIFICATION: "La question est trop large pour un seul texte. Demandez la précision manquante.",
    Status.OTHER_SCOPE: "Un texte existe, mais pour un autre cadre que celui du demandeur. Lisez-le d’abord.",
    Status.CONFLICTING_TEXTS: "Deux textes se contredisent. Lisez-les avant de répondre.",
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`draft` is what may be put in the reply; without it, `notice` says why there is none."""

    question: str
    answer: Answer | None = None
    draft: str = ""
    notice: str = ""


@router.get("/desk/{reference}/suggestion")
def suggest(
    request: Request,
    reference: str,
    caller: DeskCaller,
    place: PlaceDep,
    fragment: Annotated[bool, Query()] = False,
) -> Response:
    """A whole page with the answer in the composer, or the card alone for the script that asks for it."""
    services = request.app.state.services
    with Session(services.reading, expire_on_commit=False) as session:
        board = desk_board.board(session, caller, place)
        sheet = desk_sheet.gather(session, reference, caller)
    traces.keep(request, sheet.ticket, caller)
    # No transaction is open from here on: the index takes its time.
    found = look_up(services.assistant.answers, sheet)
    shown = {"suggestion": found, "ticket": sheet.ticket, "place": place, "now": board["now"]}
    if fragment:
        return HTMLResponse(render_text(request, "desk/suggestion_card.html", **shown))
    scan = page_images.look_up(services.pages, caller, sheet.ticket)
    draft = Draft("reply", found.draft) if found.draft else None
    return desk_sheet.show(request, board | {"suggestion": found}, sheet, scan=scan, draft=draft)


def look_up(answers: Answers, sheet: Sheet) -> Suggestion:
    """Within the frame of the ticket: its academy, session and exam, on the day it is asked."""
    question = _question(sheet)
    if not sheet.is_asking or not question:
        return Suggestion(question, notice=NO_QUESTION)
    ticket = sheet.ticket
    said = normalised(Scope(ticket.academy, ticket.session, ticket.exam))
    answer = answers.answer(question, replace(said, today=datetime.now(PARIS).date()))
    if answer.grounds is not None and answer.grounds.rests_on_a_scale:
        return Suggestion(question, notice=CLOSED)
    answer = replace(answer, actions=())  # its buttons would speak in a conversation: there is none here
    if answer.act is Act.ANSWER and answer.status is Status.ANSWERED:
        return Suggestion(question, answer, draft=f"Bonjour,\n\n{plain(answer)}")
    return Suggestion(question, answer, notice=NOT_ONE.get(answer.status, NOTHING))


def _question(sheet: Sheet) -> str:
    """The reporter's first words, without the exchange that follows them; empty when unreadable."""
    first = next((one.body for one in sheet.history if one.type is EventType.OPENED and one.body), "")
    question = first.split("\n\n")[0].strip()
    try:
        refuse_question(question)
    except QuestionRefused:
        return ""
    return question
