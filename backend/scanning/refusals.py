"""The refusals of scanning in HTTP and in French, each with the rule it comes from when there is one."""

from backend.errors import BackendError
from backend.scanning import errors

SNALC = "circulaire bac SNALC 2019, § phase de numérisation"
MARKS = "circulaire BTS d’Aix-Marseille 2017, § saisie des notes"

REFUSALS: dict[type[BackendError], tuple[int, str]] = {
    errors.RescanItemNotFound: (404, "Cette demande n’existe pas ou ne vous concerne pas."),
    errors.CheckNotFound: (404, "Ce contrôle n’a rien relevé sur cette page."),
    errors.CentreNotFound: (404, "Ce centre n’existe pas ou n’est pas le vôtre."),
    errors.RescanNotAllowed: (
        403,
        "Une page se redemande par la personne qui corrige le lot, l’assistance ou le bureau des examens "
        "(circulaire bac SNALC 2019, § phase de correction : le problème se signale depuis la correction).",
    ),
    errors.OperatorNeeded: (
        403,
        "Seule la personne chargée de la numérisation dans ce centre répond à cette demande "
        f"({SNALC} : le centre d’examen numérise les copies).",
    ),
    errors.HolderNeeded: (
        403,
        "Seule la personne qui corrige ce lot dit si la page se lit "
        "(circulaire bac SNALC 2019, § phase de correction).",
    ),
    errors.RescanOfLockedLot: (
        409,
        f"Ce lot est verrouillé : plus rien n’y change ({MARKS} : le lot se verrouille une fois saisi).",
    ),
    errors.MoveRefused: (
        409,
        "Cette demande n’en est plus là : rechargez la page pour voir où elle en est.",
    ),
    errors.ReasonMissing: (422, "Dites pourquoi la page ne peut pas être renumérisée."),
    errors.FileTooLarge: (413, "Ce fichier est trop lourd : 30 Mo au plus pour une page."),
    errors.FileOfOtherKind: (
        422,
        "Ce fichier n’est ni un PDF, ni une image PNG, JPEG ou TIFF. Numérisez la page ainsi.",
    ),
    errors.FileDamaged: (422, "Ce fichier est abîmé ou incomplet. Numérisez la page de nouveau."),
    errors.FileOfSeveralPages: (
        422,
        "Ce fichier contient plusieurs pages. Déposez seulement la page demandée.",
    ),
    errors.FileRefused: (422, "Cette image n’a pas la forme d’une page. Numérisez une seule page à la fois."),
    errors.FileEmpty: (422, "Ce fichier est vide."),
    errors.PictureTooLarge: (
        422,
        "Cette image se déplie au-delà de ce qu’un scanner produit. Numérisez en 200 points par pouce.",
    ),
    errors.PictureTooSmall: (
        422,
        "Cette image est trop petite pour une page lisible. Numérisez en 150 points par pouce au moins.",
    ),
    errors.AttendanceListRefused: (
        422,
        "La liste d’émargement ne se lit pas. Une ligne par candidat : « copie;anonymat;present ».",
    ),
    errors.AttendanceListMissing: (
        422,
        "Ce lot n’a pas de liste d’émargement : sans elle, rien ne dit quelles copies sont attendues "
        "(circulaire BTS d’Aix-Marseille 2017, § acheminement des copies : la liste d’émargement "
        "accompagne les paquets).",
    ),
}


def file_refusal(name: str) -> str:
    """The sentence of a refusal kept by its name."""
    return next(sentence for refusal, (_, sentence) in REFUSALS.items() if refusal.__name__ == name)
