"""An answer as JSON and back: what is stored with a turn and sent to the browser."""

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from assistant.answers import (
    Act,
    Action,
    Answer,
    Citation,
    RecapLine,
    Route,
    Sentence,
    Situation,
    Status,
)


def dump(answer: Answer) -> dict[str, Any]:
    """Plain JSON values; enums by value, moments as ISO. The grounds are recorded apart, never sent."""
    data = asdict(replace(answer, grounds=None))
    del data["grounds"]
    data |= {"act": answer.act.value, "route": answer.route.value, "status": answer.status.value}
    if answer.situation:
        data["situation"]["read_at"] = answer.situation.read_at.isoformat()
    return data


def load(data: dict[str, Any]) -> Answer:
    """The answer that `dump` gave; a field added since takes its default."""
    return Answer(
        **data
        | {
            "act": Act(data["act"]),
            "route": Route(data["route"]),
            "status": Status(data["status"]),
            "sentences": tuple(_sentence(each) for each in data["sentences"]),
            "conditions": tuple(_sentence(each) for each in data.get("conditions", ())),
            "citations": tuple(Citation(**each) for each in data.get("citations", ())),
            "seen": tuple(Citation(**each) for each in data.get("seen", ())),
            "situation": _situation(data.get("situation")),
            "recap": tuple(RecapLine(**each) for each in data.get("recap", ())),
            "actions": tuple(Action(**each) for each in data.get("actions", ())),
        }
    )


def _sentence(data: dict[str, Any]) -> Sentence:
    return Sentence(data["text"], tuple((start, end) for start, end in data["bold"]), data["citation"])


def _situation(data: dict[str, Any] | None) -> Situation | None:
    if data is None:
        return None
    return Situation(data["source"], datetime.fromisoformat(data["read_at"]), tuple(data["lines"]))
