"""The words of rescan items as the centre and the corrector read them."""

from backend.scanning.machine import ItemState, Reason

DEFECTS = {
    "flou": "Floue",
    "illisible": "Illisible",
    "trop_clair": "Trop claire",
    "page_noire": "Noire",
    "page_blanche": "Blanche",
    "page_manquante": "Manquante",
    "page_coupee": "Coupée",
    "pages_desordre": "Mal placée",
    "orientation": "Mal orientée",
    "superposition": "Superposée à une autre",
    "autre_copie": "D’une autre copie",
    "doublon": "En double",
    "nom_visible": "Nom visible",
    "taches": "Tachée",
    "affichage": "Qui ne s’affiche pas",
}
STATES = {
    ItemState.REQUESTED: "À accepter",
    ItemState.ACCEPTED: "À numériser",
    ItemState.RESCANNED: "Reçue",
    ItemState.CHECKED: "Contrôlée",
    ItemState.DELIVERED: "Rendue, conforme",
    ItemState.CONFIRMED: "Confirmée",
    ItemState.REFUSED: "Refusée",
    ItemState.EXPIRED: "Délai passé",
}
REASONS = {
    Reason.PAPER_LOST: "Le centre n’a plus le papier",
    Reason.ILLEGIBLE_ORIGINAL: "L’original ne se lit pas mieux",
    Reason.ALREADY_SOUND: "La page se lit déjà bien",
    Reason.WRONG_COPY: "Ce n’est pas la bonne copie",
    Reason.OTHER: "Autre raison",
}


def defect_label(defect: str) -> str:
    return DEFECTS.get(defect, "À refaire")


def reason_label(reason: str | None) -> str | None:
    return REASONS[Reason(reason)] if reason else None
