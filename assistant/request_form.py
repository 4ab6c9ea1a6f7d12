"""Handing over to a person: what was said, the passages seen, and a reference."""

import re
from collections.abc import Sequence

from assistant import consent, matters, referrals, transcripts
from assistant.answers import Act, Action, Answer, Citation, Route, Status
from assistant.asking import asks_a_rule
from assistant.conversation import Snapshot
from assistant.decisions import Opening, Step
from assistant.drafts import Draft, FormKind, Slot
from assistant.matters import announced
from assistant.memory import Asked
from assistant.replies import CANCEL, MY_REPORTS, say
from assistant.understanding import Exchange
from assistant.words import fold, spelled_out
from ticketing.drafts import LinkDraft, TicketDraft
from ticketing.models import BODY_LENGTH
from ticketing.permissions import Caller
from ticketing.vocabulary import Kind, LinkKind

__all__ = ["about", "about_question", "announced", "hand_over", "offer", "opened", "precise", "reason"]

HAND_OVER = Action(label="Transmettre", say="oui")
REASONS: dict[Act, str] = {
    Act.ABSTAIN: "aucun texte n’a répondu à la question",
    Act.ANSWER: "demandé après une réponse tirée des textes",
    Act.DEESCALATE: "demandé après un échange tendu",
    Act.REFUSE: "demandé après un refus de l’assistant",
    Act.OUT_OF_SCOPE: "demandé après un refus de l’assistant",
    Act.HANDOFF: "renvoyé vers qui décide",
    Act.TICKET_STATUS: "demandé après la lecture d’une demande",
    Act.MY_DATA: "demandé après la lecture de sa situation",
}
OPEN_A_REQUEST = re.compile(r"\b(?:ouvr\w+|creer?) (?:une demande|un ticket|un dossier)\b")
NOT_WANTED = re.compile(r"\b(?:pas|non|jamais|inutile|sans)\W+(?:\w+ ){0,3}(?:d')?(?:ouvr|cree)")


def is_wanted(text: str, last: Act | None) -> bool:
    """ "Ouvrez une demande", or a clear yes to the offer that follows an abstention."""
    folded = fold(spelled_out(text))
    if OPEN_A_REQUEST.search(folded):
        return not (NOT_WANTED.search(folded) or asks_a_rule(folded))
    return last is Act.ABSTAIN and consent.is_yes(text)


def reason(last: Act | None, draft: Draft | None) -> str:
    """Why somebody asks for a person, as far as the talk tells."""
    if draft is not None and draft.kind in (FormKind.SCAN, FormKind.CONNECTION):
        return "un signalement est en cours"
    return REASONS.get(last, "demandé directement") if last else "demandé directement"


def offer(draft: Draft, exchanges: Sequence[Exchange] = ()) -> Step:
    """First word of a hand-off: nothing leaves before the caller agrees.

    `exchanges`: what was said before; just sent to who decides, she asks for that person.
    """
    matter = draft.matter or referrals.matter(exchanges)
    kept = draft.with_(kind=FormKind.HUMAN, asked=Slot.CONFIRM, matter=matter)
    if kept.matter:
        return Step(_to_reader(kept), kept)
    answer = say(
        Act.HANDOFF,
        Route.HUMAN,
        Status.ESCALATED,
        "Un agent de l’assistance peut reprendre votre demande, avec ce que nous venons d’écrire.",
        "Je lui transmets votre demande ? Vous pouvez d’abord la préciser.",
        actions=(HAND_OVER, *matters.ACTIONS, CANCEL),
    )
    return Step(answer, kept)


def about(draft: Draft, text: str) -> Step | None:
    """The caller says which matter it is, and thereby who reads it; None when she says something else."""
    matter = matters.chosen(text)
    if matter is None:
        return None
    if matter is Kind.HUMAN:  # said on the way to the alert cell, her words would reach somebody else
        return offer(draft.with_(matter=None)) if draft.matter == Kind.MARKING else None
    kept = draft.with_(matter=matter.value, asked=Slot.CONFIRM)
    return Step(_to_reader(kept), kept)


def _to_reader(draft: Draft) -> Answer:
    kind = Kind(draft.matter or Kind.HUMAN)
    others = (matters.ANY_AGENT,) if kind is Kind.MARKING else ()
    return say(
        Act.HANDOFF,
        Route.HUMAN,
        Status.ESCALATED,
        f"Votre demande ira {matters.READERS[kind]}.",
        "Je la transmets ? Vous pouvez d’abord la préciser.",
        actions=(HAND_OVER, *others, CANCEL),
    )


def requested(read: Snapshot, caller: Caller) -> Step | None:
    """After a question: it leaves as it was asked. None before any."""
    asked = read.memory.asked
    if asked is None:
        return None
    scope = {"academy": caller.academy} if caller.academy else {}
    return about_question(asked, Draft(FormKind.QUESTION), str(read.conversation_id), scope)


def precise(draft: Draft, text: str) -> Step:
    """More words for the agent; asked again whether they may leave."""
    kept = draft.with_(words=(*draft.words, text.strip()), asked=Slot.CONFIRM)
    to = matters.READERS[Kind(kept.matter)] if kept.matter else "à un agent"
    answer = say(
        Act.HANDOFF,
        Route.HUMAN,
        Status.ESCALATED,
        f"C’est noté. Je transmets votre demande {to} ?",
        actions=(HAND_OVER, CANCEL),
    )
    return Step(answer, kept)


def asked_again(draft: Draft) -> Step:
    """Neither a yes nor a no: nothing is sent, and it is not kept as words for the agent."""
    answer = say(
        Act.HANDOFF,
        Route.HUMAN,
        Status.ESCALATED,
        "Je ne transmets rien sans un oui clair.",
        "Je transmets votre demande à un agent ?",
        actions=(HAND_OVER, CANCEL),
    )
    return Step(answer, draft)


def hand_over(draft: Draft, read: Snapshot, last_words: str = "") -> Step:
    """The request with what was said, the slots of an open form, the passages seen and the reason."""
    words = [*draft.words, *([last_words] if last_words else [])]
    body = "\n".join([*words, *_slots_said(draft), *_transcript(read.exchanges)])
    seen = read.memory.asked.citations if read.memory.asked else ()
    kind = Kind(draft.matter) if draft.matter else Kind.HUMAN
    ticket = TicketDraft(
        kind=kind,
        text=body[:BODY_LENGTH],
        during_exam=kind is Kind.SUBJECT_INCIDENT and matters.is_now(" ".join(words)),
        links=_passages(seen),
        conversation_id=str(read.conversation_id),
    )
    return Step(_sent(kind, ""), None, Opening(ticket, draft.with_(kind=FormKind.HUMAN)))


def about_question(asked: Asked, draft: Draft, conversation_id: str, scope: dict[str, str]) -> Step:
    """A question that no text answers: it leaves with the frame it was asked in and the passages seen."""
    ticket = TicketDraft(
        kind=Kind.QUESTION,
        text=asked.question[:BODY_LENGTH],
        links=_passages(asked.citations),
        academy=scope.get("academy"),
        session=scope.get("session"),
        exam=scope.get("exam"),
        conversation_id=conversation_id,
    )
    return Step(_sent(Kind.QUESTION, ""), None, Opening(ticket, draft.with_(kind=FormKind.QUESTION)))


def opened(draft: Draft, reference: str) -> Answer:
    kind = Kind.QUESTION if draft.kind is FormKind.QUESTION else Kind(draft.matter or Kind.HUMAN)
    return _sent(kind, reference)


def _sent(kind: Kind, reference: str) -> Answer:
    what = "question" if kind is Kind.QUESTION else "demande"
    to = matters.READERS.get(kind, "à un agent")
    return say(
        Act.TICKET_CREATED,
        Route.HUMAN,
        Status.ESCALATED,
        f"Votre {what} {reference} est transmise {to}.",
        "Sa réponse viendra ici et dans « Mes signalements ».",
        actions=(MY_REPORTS,),
        ticket_reference=reference or None,
    )


def _passages(citations: Sequence[Citation]) -> tuple[LinkDraft, ...]:
    """Each passage that was seen, once."""
    links = [
        LinkDraft(
            LinkKind.CIRCULAR,
            f"{seen.document}#{seen.start}-{seen.end}",
            seen.title or seen.document,
            {
                "document": seen.document,
                "heading": seen.heading,
                "page": seen.page,
                "start": seen.start,
                "end": seen.end,
                "quote": seen.quote,
            },
        )
        for seen in citations
    ]
    return tuple({link.ref: link for link in links}.values())


def _slots_said(draft: Draft) -> list[str]:
    """What an open report already held: the agent need not ask again."""
    said = {
        "Lot": draft.lot,
        "Copie": ", ".join(draft.copies),
        "Page": ", ".join(draft.pages),
        "Application": draft.application,
        "Motif": draft.reason,
    }
    return [f"{name} : {value}" for name, value in said.items() if value]


def _transcript(exchanges: Sequence[Exchange]) -> list[str]:
    """Nothing of what was said on the way to the alert cell goes to anybody else."""
    reserved = [place for place, (_, told) in enumerate(exchanges) if matters.RESERVED in told]
    exchanges = exchanges[reserved[-1] + 1 :] if reserved else exchanges
    return transcripts.lines(exchanges)
