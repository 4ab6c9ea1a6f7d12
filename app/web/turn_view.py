"""One turn as the API and the streams give it: the answer, and the same as the page shows it."""

from typing import Any

from fastapi import Request

from app.web.pages import render_text
from assistant import answer_json
from assistant.conversation import TurnView
from assistant.ratings import Rating


def shown(request: Request, turn: TurnView, rating: Rating | None = None) -> dict[str, Any]:
    rendered = render_text(request, "assistant/turn.html", turn=turn, rating=rating).strip()
    return {
        **answer_json.dump(turn.answer),
        "id": str(turn.id),
        "text": turn.text,
        "at": turn.at.isoformat(),
        "rendered": rendered,
    }
