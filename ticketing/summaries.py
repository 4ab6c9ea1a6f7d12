"""The sentence that sums a ticket up, made once from what is known at its opening."""

from ticketing.defect_words import OF_PAGES, TROUBLES, of_defect
from ticketing.drafts import TicketDraft
from ticketing.models import SUBJECT_LENGTH
from ticketing.vocabulary import Defect, Kind, LinkKind

PLAIN: dict[Kind, str] = {
    Kind.QUESTION: "Question",
    Kind.HUMAN: "Parler à quelqu’un",
    Kind.EXPENSE: "État de frais",
    Kind.SUBJECT_INCIDENT: "Incident de sujet",
    Kind.ABSENCE: "Absence d’un correcteur",
    Kind.MARKING: "Question sur la notation",
}


def subject(draft: TicketDraft) -> str:
    """One line of French, without a name and without an anonymity number."""
    match draft.kind:
        case Kind.SCAN:
            line = ", ".join([_defect(draft), *_place(draft)])
        case Kind.CONNECTIVITY:
            trouble = TROUBLES[draft.trouble].capitalize() if draft.trouble else "Problème de connexion"
            line = f"{trouble}, {draft.application}" if draft.application else trouble
        case Kind.EXPENSE:
            line = ", ".join([PLAIN[draft.kind], *draft.labels(LinkKind.MISSION)])
        case Kind.SUBJECT_INCIDENT:  # what is wrong stays in the message: a subject line travels
            line = PLAIN[draft.kind] + (" pendant une épreuve" if draft.during_exam else "")
        case _:
            asked = " ".join(draft.text.split()) if draft.kind is Kind.QUESTION else ""
            line = asked or PLAIN[draft.kind]
    return line if len(line) <= SUBJECT_LENGTH else line[: SUBJECT_LENGTH - 1].rstrip() + "…"


def _defect(draft: TicketDraft) -> str:
    pages = tuple(dict.fromkeys(draft.labels(LinkKind.PAGE)))  # the same page of several copies is said once
    if draft.defect is Defect.NAME_VISIBLE:
        return "Nom visible, copie masquée" if draft.copy_hidden else "Nom visible"
    if draft.defect is None:
        return f"Défaut de numérisation, {_pages(pages)}" if pages else "Défaut de numérisation"
    if not pages:
        return of_defect(draft.defect).capitalize()
    one, several = OF_PAGES[draft.defect]
    words = _pages(pages)
    return f"{words[0].upper()}{words[1:]} {several if len(pages) > 1 else one}"


def _pages(labels: tuple[str, ...]) -> str:
    return _numbered("page", labels)


def _numbered(what: str, labels: tuple[str, ...]) -> str:
    """ "copie 12", "copies 12, 15 et 19"."""
    if len(labels) == 1:
        return f"{what} {labels[0]}"
    return f"{what}s {', '.join(labels[:-1])} et {labels[-1]}"


def _place(draft: TicketDraft) -> list[str]:
    """Copy and lot, but no copy number once the copy is hidden: it would be a way back to the name."""
    copies, lots = draft.labels(LinkKind.COPY), draft.labels(LinkKind.LOT)
    shown = copies and draft.defect is not Defect.NAME_VISIBLE
    return [*([_numbered("copie", copies)] if shown else []), *(f"lot {label}" for label in lots)]
