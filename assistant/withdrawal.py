"""« Annulez mon signalement sur la copie 12 »: a report already sent, taken back if nobody began on it."""

import re

from assistant import consent
from assistant.answers import Act, Action, Answer, Route, Status
from assistant.conversation import Snapshot
from assistant.decisions import Step, Withdrawing
from assistant.drafts import Draft, FormKind, Slot
from assistant.memory import Memory
from assistant.my_tickets import Reports, TicketView
from assistant.replies import MY_REPORTS, say
from assistant.understanding import Understood
from assistant.words import fold, spelled_out
from ticketing.permissions import Caller

ASKED = re.compile(
    r"\b(?:annul\w*|retir\w*|supprim\w*|enlev\w*|revenir sur|revoqu\w*|effac\w*)\b.{0,30}?"
    r"\b(?:signalements?|tickets?|demandes?|p-20\d\d)"
    r"|\b(?:signalements?|tickets?|demandes?|p-20\d\d-\d+)\b.{0,40}?"
    r"\b(?:a (?:annuler|retirer|supprimer)|peut (?:etre )?(?:annul\w*|retir\w*|supprim\w*)"
    r"|n'a plus lieu d'etre)\b"
)
NOT_WANTED = re.compile(r"\b(?:pas|jamais|sans)\W+(?:l'|le |la )?(?:annul|retir|supprim|enlev|effac)\w*")
CHANGED_HER_MIND = re.compile(r"^\W*(?:non|nan|annul\w*|laisse\w*|finalement|gard\w*|stop|surtout pas)\b")
YES = Action(label="Retirer", say="oui")
NO = Action(label="Le garder", say="non")
MOST = 5


def step(reports: Reports, caller: Caller, read: Snapshot, understood: Understood) -> Step | None:
    """The answer to the confirmation that was asked, or the asking of it; None about anything else."""
    draft = read.draft
    if draft is None:
        return asked(reports, caller, understood, read.memory)
    if draft.kind is not FormKind.WITHDRAWAL:
        return None
    return replied(draft, understood.text) or asked(reports, caller, understood, read.memory)


def asked(reports: Reports, caller: Caller, understood: Understood, kept: Memory) -> Step | None:
    """The confirmation of what is to be taken back; None when the message asks no such thing."""
    folded = fold(spelled_out(understood.text))
    if not ASKED.search(folded) or NOT_WANTED.search(folded):
        return None
    hers = reports.mine(caller)
    meant = _meant(hers, understood, kept)
    if not meant:
        return Step(_told("Vous n’avez aucune demande ouverte qui réponde à cela.", Act.TICKET_STATUS))
    if len(meant) > 1:
        return Step(_which(meant))
    view = meant[0]
    if not view.may_withdraw:
        return Step(refused(view.reference, view.state, is_open=view.is_open))
    answer = _told(f"Je retire votre demande {view.reference} ({view.subject}) ?", Act.CONFIRM_REQUEST)
    form = Draft(FormKind.WITHDRAWAL, asked=Slot.CONFIRM, words=(view.reference,))
    return Step(_with(answer, YES, NO), form)


def replied(draft: Draft, text: str) -> Step | None:
    """What becomes of it; None when the message is about something else, and nothing is taken back."""
    (reference,) = draft.words
    if consent.is_yes(text) or consent.opens_with_yes(text):
        return Step(done(reference), None, rescan=Withdrawing(reference))
    if CHANGED_HER_MIND.match(fold(spelled_out(text))):
        return Step(_told(f"Votre demande {reference} reste ouverte.", Act.ACK))
    return None


def done(reference: str) -> Answer:
    return _told(f"Votre demande {reference} est retirée : personne ne la traitera.", Act.TICKET_CANCELLED)


def refused(reference: str, state: str, *, is_open: bool) -> Answer:
    """Who can, when she cannot any more."""
    if not is_open:
        return _told(
            f"Votre demande {reference} est déjà close ({state}) : il n’y a rien à retirer.",
            Act.TICKET_STATUS,
        )
    return say(
        Act.TICKET_STATUS,
        Route.MY_DATA,
        Status.PERSONAL_DATA,
        f"Votre demande {reference} est déjà prise en charge ({state}) : je ne peux plus la retirer.",
        "Seul qui la traite peut l’arrêter : écrivez-lui dans « Mes signalements ».",
        actions=(MY_REPORTS,),
        ticket_reference=reference,
    )


def _meant(hers: list[TicketView], understood: Understood, kept: Memory) -> list[TicketView]:
    """Those that the words name, among the open ones first; else the one that was just spoken of."""
    said = understood.entities
    if said.references:
        return [view for view in hers if view.reference in said.references]
    if said.copies:
        numbers = {number.lstrip("0") for number in said.copies}
        named = [view for view in hers if numbers & {copy.lstrip("0") for copy in view.copies}]
        return [view for view in named if view.is_open] or named[:1]
    still_open = [view for view in hers if view.is_open]
    last = [view for view in still_open if view.reference == kept.ticket]
    return last or still_open


def _which(views: list[TicketView]) -> Answer:
    buttons = tuple(
        Action(label=view.subject, say=f"Retirer ma demande {view.reference}") for view in views[:MOST]
    )
    return _with(_told("Laquelle faut-il retirer ?", Act.ASK_SLOT), *buttons, MY_REPORTS)


def _told(text: str, act: Act) -> Answer:
    return say(act, Route.MY_DATA, Status.PERSONAL_DATA, text, actions=(MY_REPORTS,))


def _with(answer: Answer, *actions: Action) -> Answer:
    return say(
        answer.act,
        answer.route,
        answer.status,
        *(sentence.text for sentence in answer.sentences),
        actions=actions,
    )
