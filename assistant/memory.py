"""What one message leaves to the next, besides the open form."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any
from uuid import UUID

from assistant import declared
from assistant.answers import Act, Answer, Citation, Status
from assistant.declared import NOTHING, Declared
from assistant.intents import REPLIES, Intent
from assistant.understanding import Exchange, Understood
from assistant.words import topic

SUBJECTS: dict[Intent, str] = {
    Intent.CLAIM_STATUS: "mon état de frais",
    Intent.MISSIONS: "ma mission",
    Intent.LOTS: "mon lot de copies",
    Intent.LOT_PROGRESS: "mon lot de copies",
    Intent.LOT_STATUS: "mon lot de copies",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """The last question about a rule, made whole, what was answered, and the passages that were seen."""

    question: str
    status: Status
    citations: tuple[Citation, ...] = ()
    root: str = ""  # the question that the thread began with, when this one leaned on it


@dataclass(frozen=True, slots=True)
class Memory:
    """Small, and as JSON in the conversation's row."""

    last_intent: Intent | None = None
    last_act: Act | None = None
    asked: Asked | None = None
    ticket: str | None = None  # the last reference that was spoken of
    lot: str | None = None  # the last lot that was spoken of
    incident: UUID | None = None  # the last breakdown that she was told of
    declared: Declared = NOTHING  # the frame that she gave for all that follows

    def context(self) -> list[Exchange]:
        """What a question about a rule may lean on, oldest first; her own data is a subject too."""
        subject = SUBJECTS.get(self.last_intent) if self.last_intent else None
        if subject:
            return [(subject, "")]
        if self.asked is None:
            return []
        earlier = dict.fromkeys(one for one in (self.asked.root, self.asked.question) if one)
        return [(question, "") for question in earlier]


def remembered(before: Memory, understood: Understood, answer: Answer, intent: Intent) -> Memory:
    """What the next message may lean on."""
    asked = before.asked
    asked_back = answer.act is Act.CLARIFY and answer.grounds is not None
    if answer.act in (Act.ANSWER, Act.ABSTAIN) or asked_back:
        asked = _asked_now(before.asked, understood.text, answer)
    lots = understood.entities.lots
    return replace(
        before,
        last_intent=before.last_intent if intent in REPLIES else intent,
        last_act=answer.act,
        asked=asked,
        ticket=answer.ticket_reference or before.ticket,
        lot=lots[-1] if lots else before.lot,
        declared=declared.read(understood.text, before.declared),
    )


def withheld(before: Memory, answer: Answer, intent: Intent) -> Memory:
    """After words that are not kept: that something was said, and nothing of it."""
    return replace(before, last_intent=intent, last_act=answer.act)


def forgotten() -> Memory:
    """Nothing of what was said so far is leaned on any more."""
    return Memory(last_intent=Intent.CANCEL, last_act=Act.ACK)


def _asked_now(before: Asked | None, text: str, answer: Answer) -> Asked:
    whole = answer.grounds.question if answer.grounds else text
    # Politeness taken off leans on nothing: only words that the message does not have were added.
    leaned = before is not None and bool(set(topic(whole)) - set(topic(text)))
    root = (before.root or before.question) if leaned and before else ""
    return Asked(whole, answer.status, answer.seen or answer.citations, root)


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
            "root": asked.root,
        },
        "ticket": memory.ticket,
        "lot": memory.lot,
        "incident": str(memory.incident) if memory.incident else None,
        "declared": declared.dump(memory.declared),
    }


def load(data: dict[str, Any]) -> Memory:
    intent, act, asked = data.get("last_intent"), data.get("last_act"), data.get("asked")
    incident = data.get("incident")
    return Memory(
        last_intent=Intent(intent) if intent else None,
        last_act=Act(act) if act else None,
        asked=_asked(asked) if asked else None,
        ticket=data.get("ticket"),
        lot=data.get("lot"),
        incident=UUID(incident) if incident else None,
        declared=declared.load(data.get("declared")),
    )


def _asked(data: dict[str, Any]) -> Asked:
    citations: Sequence[dict[str, Any]] = data.get("citations", ())
    seen = tuple(Citation(**each) for each in citations)
    return Asked(data["question"], Status(data["status"]), seen, data.get("root", ""))
