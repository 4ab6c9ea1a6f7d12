"""What the assistant says while a scan is being reported."""

from collections.abc import Sequence

from assistant.answers import Act, Action, Answer, RecapLine, Route, Status
from assistant.decisions import Step
from assistant.defects import LABELS
from assistant.drafts import Draft, Part, Slot
from assistant.french import listed
from assistant.known_reports import Known
from assistant.lot_choice import lot_buttons
from assistant.personal import LotRecord
from assistant.replies import CANCEL, MY_REPORTS, RETRY, SOMEBODY, YES, say, saying
from ticketing.defect_words import of_defect
from ticketing.vocabulary import Defect

COMMON = (
    Defect.BLURRED,
    Defect.UNREADABLE,
    Defect.CUT,
    Defect.MISSING_PAGE,
    Defect.OUT_OF_ORDER,
    Defect.NAME_VISIBLE,
)

# What the corrector mends alone, told before anything is sent.
SELF_SERVICE: dict[str, str] = {
    Defect.OUT_OF_ORDER: "« Réorganiser », dans SANTORIN, remet les pages en ordre sans signalement.",
    Defect.ROTATED: "« Réorganiser », dans SANTORIN, remet la page à l’endroit sans signalement.",
}


def recap(draft: Draft, *notes: str) -> Answer:
    """What would be sent, each line with its own correction."""
    place = f"{_copies(draft)} du lot {draft.lot}"
    texts: tuple[str, ...]
    if draft.defect == Defect.NAME_VISIBLE:
        texts = (
            f"Un nom est visible sur {_the(draft)} {place}.",
            f"Je masque {_the(draft)} {'copies' if len(draft.copies) > 1 else 'copie'}"
            " et je préviens le bureau des examens ?",
        )
        actions = (Action(label="Masquer et prévenir", say="oui"), CANCEL)
    else:
        where = f"{place}, {_pages(draft)}" if draft.pages else place
        label = _label(draft)
        alone = SELF_SERVICE.get(draft.defect or "", "")
        asked = "Si cela ne suffit pas, je l’envoie ?" if alone else "J’envoie ce signalement ?"
        texts = (f"{where[0].upper()}{where[1:]} : {label}.", alone, asked)
        actions = (YES, CANCEL)
    return say(
        Act.CONFIRM_REQUEST,
        Route.REPORT_SCAN,
        Status.FORM,
        *notes,
        *texts[:-1],
        then(draft),
        texts[-1],
        recap=recap_lines(draft),
        actions=actions,
        entities=slots(draft),
    )


def what(draft: Draft, *, with_lot: bool = False) -> str:
    """ "la copie 12, page 2", "ce signalement" when nothing names it yet."""
    if not draft.copies:
        return "ce signalement"
    lot = f" du lot {draft.lot}" if with_lot and draft.lot else ""
    return f"{_the(draft)} {_copies(draft)}{lot}{', ' + _pages(draft) if draft.pages else ''}"


def another_lot(draft: Draft) -> Step:
    return Step(ask("Quel est le numéro du lot ?", draft=draft), draft)


def then(draft: Draft) -> str:
    """What was said in the same breath, and comes after."""
    said = [_part(part, draft) for part in draft.waiting]
    return f"Je vous proposerai ensuite : {' ; '.join(said)}." if said else ""


def _part(part: Part, draft: Draft) -> str:
    """ "copie 13 du lot 23, page 4": the lot is said when it is another."""
    lot = f" du lot {part.lot}" if part.lot and part.lot.lstrip("0") != (draft.lot or "").lstrip("0") else ""
    copies = (part.copy, *part.beside) if part.copy else draft.copies
    return f"{numbered('copie', copies)}{lot}{', ' + numbered('page', part.pages) if part.pages else ''}"


def recap_lines(draft: Draft) -> tuple[RecapLine, ...]:
    pages = listed(draft.pages) if draft.pages else "non précisée"
    return (
        RecapLine("lot", "Lot", draft.lot or "", "modifier le lot"),
        RecapLine("copie", "Copie", listed(draft.copies), "modifier la copie"),
        RecapLine("page", "Page", pages, "modifier la page"),
        RecapLine("defaut", "Défaut", _label(draft), "modifier le défaut"),
    )


def slots(draft: Draft) -> dict[str, str | list[str] | None]:
    """What the form holds, in the words of the evaluation contract."""

    def one(values: tuple[str, ...]) -> str | list[str] | None:
        return (values[0] if len(values) == 1 else list(values)) if values else None

    return {
        "lot": draft.lot,
        "copie": one(draft.copies),
        "page": one(draft.pages),
        "defaut": draft.defect,
        "application": None,
    }


def opened(draft: Draft, reference: str) -> Answer:
    """Told once the ticket exists."""
    if draft.defect == Defect.NAME_VISIBLE:
        texts = (
            f"{'Les copies sont masquées' if len(draft.copies) > 1 else 'La copie est masquée'}."
            f" Votre signalement {reference} est enregistré.",
            "Le bureau des examens s’en charge. Vous pouvez continuer le lot.",
        )
    else:
        texts = (
            f"Votre signalement {reference} est enregistré.",
            "Vous pouvez continuer le lot. La réponse viendra ici et dans « Mes signalements ».",
        )
    return say(
        Act.TICKET_CREATED,
        Route.REPORT_SCAN,
        Status.ESCALATED,
        *texts,
        actions=(MY_REPORTS,),
        entities=slots(draft),
        ticket_reference=reference,
    )


def duplicate(known: Known) -> Answer:
    texts = (already(known), "Vous n’avez rien à refaire.")
    return say(
        Act.DUPLICATE_NOTICE,
        Route.REPORT_SCAN,
        Status.ESCALATED,
        *texts,
        actions=(MY_REPORTS,),
        ticket_reference=known.reference,
    )


def already(known: Known) -> str:
    what = f"La page {known.page} est" if known.page else "Cette copie est"
    who = f"par votre signalement {known.reference}" if known.reference else "par une autre personne"
    return f"{what} déjà signalée {who} ({known.state})."


def lot_not_assigned(draft: Draft, own: Sequence[LotRecord]) -> Step:
    kept = draft.with_(lot=None, asked=Slot.LOT, resolved=())
    numbers = [lot.number for lot in own]
    hers = f"Vos lots : {listed(numbers)}." if own else "Aucun lot ne vous est attribué pour le moment."
    answer = say(
        Act.LOT_NOT_ASSIGNED,
        Route.REPORT_SCAN,
        Status.FORM,
        f"Le lot {draft.lot} n’est pas parmi les vôtres. {hers}",
        "Quel est le bon numéro de lot ?" if own else "",
        actions=(*lot_buttons(own), CANCEL),
        entities=slots(draft),
    )
    return Step(answer, kept)


def not_in_lot(draft: Draft) -> Answer:
    """Copies that the lot does not hold: one of the two numbers is wrong, and only she knows which."""
    several = len(draft.not_found) > 1
    them = f"{'Les' if several else 'La'} {numbered('copie', draft.not_found)}"
    said = f"{them} ne se {'trouvent' if several else 'trouve'} pas dans le lot {draft.lot}."
    without = f"continuer sans {'les' if several else 'la'} {numbered('copie', draft.not_found)}"
    left = (Action(label=without.capitalize(), say=without),) if draft.copies else ()
    change = Action(label="Changer de lot", say="modifier le lot")
    return ask(said, "Quel est le numéro de la copie ?", draft=draft, actions=(*left, change))


SILENT = "SANTORIN ne répond pas : je ne peux pas vérifier ce signalement."


def may_wait(draft: Draft) -> Step:
    """Nothing is left to say: it may leave by itself, if she agrees."""
    answer = say(
        Act.ASK_SLOT,
        Route.REPORT_SCAN,
        Status.FORM,
        SILENT,
        f"Votre saisie est gardée : {what(draft)}. Je l’envoie dès qu’il répond ?",
        recap=recap_lines(draft),
        actions=(Action(label="Envoyer dès que possible", say="oui"), RETRY, SOMEBODY, CANCEL),
        entities=slots(draft),
    )
    return Step(answer, draft)


def will_leave(draft: Draft) -> Answer:
    return say(
        Act.ACK,
        Route.REPORT_SCAN,
        Status.ESCALATED,
        "C’est noté. La demande partira dès que le système de correction répond.",
        "Vous n’avez rien à refaire : un message viendra ici et dans « Mes signalements ».",
        actions=(MY_REPORTS,),
        entities=slots(draft),
    )


def never_left(draft: Draft) -> Answer:
    """After hours of trying."""
    return say(
        Act.ACK,
        Route.REPORT_SCAN,
        Status.FORM,
        f"Votre signalement sur {_the(draft)} {_copies(draft)} du lot {draft.lot} n’a pas pu partir.",
        "Le système de correction ne répond pas depuis plusieurs heures. Refaites-le plus tard.",
    )


def unavailable(draft: Draft) -> Step:
    answer = say(
        Act.ASK_SLOT,
        Route.REPORT_SCAN,
        Status.FORM,
        SILENT,
        "Votre saisie est gardée. Réessayez dans un moment, ou laissez votre demande à un agent.",
        actions=(RETRY, SOMEBODY, CANCEL),
        entities=slots(draft),
    )
    return Step(answer, draft)


def question(draft: Draft, slot: Slot, lots: Sequence[LotRecord] = ()) -> Answer:
    """What is asked for a slot; `lots` are hers, to choose from."""
    last = min((copy.page_count for copy in draft.resolved), default=0)
    match slot:
        case Slot.LOT:
            which = "la copie" if len(draft.copies) < 2 else "les copies"
            verb = "trouvent" if len(draft.copies) > 1 else "trouve"
            return ask(f"Dans quel lot se {verb} {which} ?", draft=draft, actions=lot_buttons(lots))
        case Slot.COPY:
            return ask(f"Quelle est la copie concernée, dans le lot {draft.lot} ?", draft=draft)
        case Slot.PAGE:
            return ask(which_page(last), draft=draft, actions=saying("Toute la copie"))
        case _:
            labels = tuple(LABELS[defect].capitalize() for defect in COMMON)
            return ask("Que voyez-vous sur la page ?", draft=draft, actions=saying(*labels))


def which_page(last: int) -> str:
    return f"Quelle page est concernée, de 1 à {last} ?" if last else "Quelle page est concernée ?"


def ask(*texts: str, draft: Draft, actions: tuple[Action, ...] = ()) -> Answer:
    return say(
        Act.ASK_SLOT,
        Route.REPORT_SCAN,
        Status.FORM,
        *texts,
        actions=(*actions, CANCEL),
        entities=slots(draft),
    )


def numbered(what: str, values: Sequence[str]) -> str:
    """ "copie 12", "copies 12, 15 et 19"."""
    return f"{what}{'s' if len(values) > 1 else ''} {listed(values)}"


def _label(draft: Draft) -> str:
    several = len(draft.pages) > 1 or len(draft.copies) > 1
    return of_defect(Defect(draft.defect), several=several) if draft.defect else ""


def _the(draft: Draft) -> str:
    return "les" if len(draft.copies) > 1 else "la"


def _copies(draft: Draft) -> str:
    return numbered("copie", draft.copies)


def _pages(draft: Draft) -> str:
    return numbered("page", draft.pages)
