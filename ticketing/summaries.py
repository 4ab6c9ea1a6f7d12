"""The sentence that sums a ticket up, made once from what is known at its opening."""

from ticketing.drafts import TicketDraft
from ticketing.models import SUBJECT_LENGTH
from ticketing.vocabulary import Defect, Kind, LinkKind, Trouble

# Said of one page, of several: "Page 3 floue", "Pages 3 et 4 floues".
OF_PAGES: dict[Defect, tuple[str, str]] = {
    Defect.BLURRED: ("floue", "floues"),
    Defect.UNREADABLE: ("illisible", "illisibles"),
    Defect.TOO_PALE: ("trop claire", "trop claires"),
    Defect.BLACK_PAGE: ("noire", "noires"),
    Defect.BLANK_PAGE: ("blanche", "blanches"),
    Defect.MISSING_PAGE: ("manquante", "manquantes"),
    Defect.CUT: ("coupée", "coupées"),
    Defect.OUT_OF_ORDER: ("mal placée", "en désordre"),
    Defect.ROTATED: ("mal orientée", "mal orientées"),
    Defect.OVERLAID: ("superposée à une autre", "superposées"),
    Defect.OTHER_COPY: ("d’une autre copie", "d’une autre copie"),
    Defect.DUPLICATE: ("en double", "en double"),
    Defect.STAINED: ("tachée", "tachées"),
    Defect.NOT_DISPLAYED: ("qui ne s’affiche pas", "qui ne s’affichent pas"),
}

TROUBLES: dict[Trouble, str] = {
    Trouble.NO_CONNECTION: "Connexion impossible",
    Trouble.SLOW: "Lenteur",
    Trouble.CUT_OFF: "Déconnexions répétées",
    Trouble.SERVER_ERROR: "Erreur du serveur",
    Trouble.NETWORK_DOWN: "Réseau en panne",
    Trouble.REFUSED_CREDENTIALS: "Identifiants refusés",
}

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
            trouble = TROUBLES[draft.trouble] if draft.trouble else "Problème de connexion"
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
    one, several = OF_PAGES[draft.defect]
    if not pages:
        return f"Page {one}"
    words = _pages(pages)
    return f"{words[0].upper()}{words[1:]} {several if len(pages) > 1 else one}"


def _pages(labels: tuple[str, ...]) -> str:
    if len(labels) == 1:
        return f"page {labels[0]}"
    return f"pages {', '.join(labels[:-1])} et {labels[-1]}"


def _place(draft: TicketDraft) -> list[str]:
    """Copy and lot, but no copy number once the copy is hidden: it would be a way back to the name."""
    copies, lots = draft.labels(LinkKind.COPY), draft.labels(LinkKind.LOT)
    hidden = draft.defect is Defect.NAME_VISIBLE
    return [f"copie {label}" for label in copies if not hidden] + [f"lot {label}" for label in lots]
