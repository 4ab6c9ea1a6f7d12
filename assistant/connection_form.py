"""The report of a connection problem: which application, what, since when, then a recap."""

import re

from assistant.answers import Act, Action, Answer, RecapLine, Route, Status
from assistant.decisions import Opening, Step
from assistant.defects import LABELS, read_trouble
from assistant.drafts import Draft, Slot
from assistant.replies import CANCEL, MY_REPORTS, YES, say, saying
from assistant.understanding import Understood
from assistant.whence import as_a_time
from assistant.words import plain
from ticketing.drafts import TicketDraft
from ticketing.vocabulary import Kind, Trouble

NAMES = {
    "santorin": "SANTORIN",
    "imagin": "IMAG’IN",
    "lotanet": "LOTANET",
    "cyclades": "CYCLADES",
    "autre": "autre application",
}
NO_NAME = re.compile(r"\b(?:autre|toutes?|aucune|sais pas|tout)\b")
# At the recap, another trouble takes the place of the first only when it is said to.
INSTEAD = re.compile(r"\b(?:plutot|en fait|non|nan|erreur|pardon|enfin|trompe\w*|pas)\b")
PLAINLY = re.compile(r"\b(?:plutot|en fait|c'est que|en realite)\b")
LONGEST_TIME = 60  # characters
TROUBLES = (Trouble.NO_CONNECTION, Trouble.SLOW, Trouble.CUT_OFF, Trouble.REFUSED_CREDENTIALS)


def missing(draft: Draft) -> Slot:
    """The first slot still empty; a network that is down concerns no application."""
    if draft.trouble is None:
        return Slot.TROUBLE
    if draft.application is None and draft.trouble != Trouble.NETWORK_DOWN:
        return Slot.APPLICATION
    if draft.since is None:
        return Slot.SINCE
    # Asked with the time, and again only when she wants it changed.
    return Slot.PLACE if draft.asked is Slot.PLACE and draft.place is None else Slot.CONFIRM


def advance(draft: Draft) -> Step:
    asked = missing(draft)
    held = draft.with_(asked=asked)
    return Step(_recap(held) if asked is Slot.CONFIRM else _question(held, asked), held)


def confirm(draft: Draft, conversation_id: str) -> Step:
    step = advance(draft)
    if step.draft is None or step.draft.asked is not Slot.CONFIRM:
        return step
    application = draft.application if draft.application in NAMES and draft.application != "autre" else None
    ticket = TicketDraft(
        kind=Kind.CONNECTIVITY,
        trouble=Trouble(draft.trouble) if draft.trouble else None,
        application=NAMES[application] if application else None,
        text="\n".join(
            [*draft.words, f"Depuis : {draft.since}.", *([f"D’où : {draft.place}."] * bool(draft.place))]
        ),
        conversation_id=conversation_id,
    )
    return Step(step.answer, None, Opening(ticket, draft))


def opened(draft: Draft, reference: str) -> Answer:
    return say(
        Act.TICKET_CREATED,
        Route.REPORT_CONNECTIVITY,
        Status.ESCALATED,
        f"Votre signalement {reference} est enregistré.",
        "L’assistance s’en charge. La réponse viendra ici et dans « Mes signalements ».",
        actions=(MY_REPORTS,),
        entities=slots(draft),
        ticket_reference=reference,
    )


def slots(draft: Draft) -> dict[str, str | list[str] | None]:
    application = None if draft.application == "autre" else draft.application
    return {
        "lot": draft.lot,
        "copie": None,
        "page": None,
        "defaut": draft.trouble,
        "application": application,
    }


def _question(draft: Draft, slot: Slot) -> Answer:
    match slot:
        case Slot.TROUBLE:
            text, actions = (
                "Que se passe-t-il exactement ?",
                saying(*(LABELS[each].capitalize() for each in TROUBLES)),
            )
        case Slot.APPLICATION:
            text, actions = (
                "Quelle application est concernée ?",
                saying("SANTORIN", "IMAG’IN", "LOTANET", "CYCLADES", "Une autre"),
            )
        case Slot.PLACE:
            text, actions = (
                "D’où vous connectez-vous ?",
                saying("De chez moi", "De mon établissement", "Du centre"),
            )
        case _:
            text = "Depuis quand ?" if draft.place else "Depuis quand, et d’où ?"
            actions = saying("Depuis ce matin", "Depuis hier soir", "À l’instant")
    return _form(Act.ASK_SLOT, draft, text, actions=(*actions, CANCEL))


def _recap(draft: Draft) -> Answer:
    trouble = LABELS[draft.trouble] if draft.trouble else ""
    name = NAMES.get(draft.application or "", "")
    place, since = f", {draft.place}" if draft.place else "", f"depuis {draft.since}"
    lines = (
        RecapLine("application", "Application", name or "non précisée", "modifier l’application"),
        RecapLine("defaut", "Problème", trouble, "modifier le problème"),
        RecapLine("depuis", "Depuis", draft.since or "", "modifier l’heure"),
        RecapLine("lieu", "D’où", draft.place or "non précisé", "modifier le lieu"),
    )
    said = f"{trouble.capitalize()}{f', {name}' if name else ''}{place}, {since}."
    return _form(
        Act.CONFIRM_REQUEST, draft, said, "J’envoie ce signalement ?", actions=(YES, CANCEL), recap=lines
    )


def _form(
    act: Act,
    draft: Draft,
    *texts: str,
    actions: tuple[Action, ...],
    recap: tuple[RecapLine, ...] = (),
) -> Answer:
    return say(
        act,
        Route.REPORT_CONNECTIVITY,
        Status.FORM,
        *texts,
        actions=actions,
        recap=recap,
        entities=slots(draft),
    )


def filled(draft: Draft, understood: Understood, folded: str) -> Draft:
    """The draft with what a message says of the breakdown; what is said again replaces what was."""
    read = understood.entities
    since = read.since
    if draft.asked is Slot.SINCE and not since and len(folded) <= LONGEST_TIME:
        since = as_a_time(understood.text)
    return draft.with_(
        application=_application(draft, read.application, folded),
        trouble=_trouble(draft, read_trouble(plain(understood.text)), folded),
        since=since or draft.since,
        place=read.place or draft.place,
    )


def _application(draft: Draft, named: str | None, folded: str) -> str | None:
    """ "Une autre", "toutes" answer which application; "ce n'est pas SANTORIN" asks it again."""
    if named and named == draft.application and re.search(rf"\bpas (?:de |dans |sur )?{named}\b", folded):
        return None
    if named is None and draft.asked is Slot.APPLICATION and NO_NAME.search(folded):
        return "autre"
    return named or draft.application


def _trouble(draft: Draft, read: Trouble | None, folded: str) -> str | None:
    if read is None or draft.trouble is None or draft.asked is Slot.TROUBLE:
        return read or draft.trouble
    # "Ça ne marche pas" is said of everything.
    words = PLAINLY if read is Trouble.NO_CONNECTION else INSTEAD
    said_instead = draft.asked is Slot.CONFIRM and words.search(folded)
    return read if said_instead else draft.trouble
