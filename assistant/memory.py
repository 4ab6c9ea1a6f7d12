"""What one message leaves to the next, besides the open form."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from assistant.answers import Act, Citation, Status
from assistant.intents import Intent


@dataclass(frozen=True, slots=True)
class Asked:
    """The last question about a rule, what was answered, and the passages that were seen."""

    question: str
    status: Status
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Memory:
    """Small, and as JSON in the conversation's row."""

    last_intent: Intent | None = None
    last_act: Act | None = None
    asked: Asked | None = None
    ticket: str | None = None  # the last reference that was spoken of
    lot: str | None = None  # the last lot that was spoken of


def dump(memory: Memory) -> dict[str, Any]:
    asked = memory.asked
    return {
        "last_intent": memory.last_intent,
        "last_act": memory.last_act,
        "asked": asked
        and {
            "question": asked.question,
            "status": asked.status,
            "citations": [asdict(each) for each in asked.citations],
        },
        "ticket": memory.ticket,
        "lot": memory.lot,
    }


def load(data: dict[str, Any]) -> Memory:
    intent, act, asked = data.get("last_intent"), data.get("last_act"), data.get("asked")
    return Memory(
        last_intent=Intent(intent) if intent else None,
        last_act=Act(act) if act else None,
        asked=_asked(asked) if asked else None,
        ticket=data.get("ticket"),
        lot=data.get("lot"),
    )


def _asked(data: dict[str, Any]) -> Asked:
    citations: Sequence[dict[str, Any]] = data.get("citations", ())
    return Asked(data["question"], Status(data["status"]), tuple(Citation(**each) for each in citations))
