"""Questions in, answers out, one JSON object per line, as the evaluation contract says."""

import json
import time
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Protocol

from assistant.answering import Answerer, Turn
from assistant.answers import Answer
from assistant.composition import plain
from knowledge.asked import normalised
from knowledge.scope import Scope


class Responder(Protocol):
    """Who answers a message in batch: the whole dialogue when it is there, else the answerer alone."""

    def __call__(self, text: str, scope: Scope, context: list[Turn], row: dict[str, Any]) -> Answer: ...


def run(
    lines: Iterable[str], answerer: Answerer, respond: Responder | None = None
) -> Iterator[dict[str, Any]]:
    """One result per question, in order; a line that is not a question is said so and the rest go on."""
    for line in lines:
        if line.strip():
            yield _row(json.loads(line), answerer, respond)


def _row(row: dict[str, Any], answerer: Answerer, respond: Responder | None) -> dict[str, Any]:
    begun = time.perf_counter()
    frame, context, text = scope(row), turns(row.get("context") or []), str(row.get("question") or "")
    answer = respond(text, frame, context, row) if respond else answerer.answer(text, frame, context)
    said = {**shown(answer), "ms": round((time.perf_counter() - begun) * 1000, 1)}
    return {"id": row.get("id"), **said}


def shown(answer: Answer) -> dict[str, Any]:
    """An answer in the words of the contract."""
    return {
        "act": answer.act.value,
        "route": answer.route.value,
        "status": answer.status.value,
        "text": plain(answer),
        "citations": [
            {"document": c.document, "heading": c.heading, "page": c.page, "quote": c.quote}
            for c in answer.citations
        ],
        "entities": answer.entities,
        "intent": answer.intent,
        "confidence": answer.confidence,
    }


def scope(row: dict[str, Any]) -> Scope:
    """The frame that a line gives, in our words."""
    today = row.get("today")
    return normalised(
        Scope(
            academy=row.get("academy"),
            session=row.get("session"),
            exam=row.get("exam"),
            role=row.get("role"),
            today=date.fromisoformat(today) if today else None,
        )
    )


def turns(context: list[dict[str, str]]) -> list[Turn]:
    """Pairs of what was asked and what was answered."""
    pairs: list[Turn] = []
    asked = ""
    for said in context:
        if said.get("role") == "user":
            asked = said.get("content", "")
        elif asked:
            pairs.append((asked, said.get("content", "")))
            asked = ""
    return pairs
