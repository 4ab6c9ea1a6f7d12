"""What is wrong with a page or a connection, in French: one name for each, whoever says it."""

from ticketing.vocabulary import Defect, Trouble

# Said of one page, of several: "page 3 floue", "pages 3 et 4 floues".
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
# A defect between pages has no singular.
OF_SEVERAL = frozenset({Defect.OUT_OF_ORDER, Defect.OVERLAID})
TROUBLES: dict[Trouble, str] = {
    Trouble.NO_CONNECTION: "connexion impossible",
    Trouble.SLOW: "lenteur",
    Trouble.CUT_OFF: "déconnexions répétées",
    Trouble.SERVER_ERROR: "erreur du serveur",
    Trouble.NETWORK_DOWN: "panne de réseau",
    Trouble.REFUSED_CREDENTIALS: "identifiants refusés",
}


def of_defect(defect: Defect, *, several: bool = False) -> str:
    """The defect by itself: "page floue", "pages floues", "nom visible"."""
    if defect is Defect.NAME_VISIBLE:
        return "nom visible"
    many = several or defect in OF_SEVERAL
    return f"{'pages' if many else 'page'} {OF_PAGES[defect][many]}"
