"""Refusals of marking in HTTP and in French: each says the rule and where it stands."""

from backend.errors import BackendError
from backend.marking import errors

ENTRY = "circulaire BTS d’Aix-Marseille 2017, § Saisie des notes"
HANDING = "circulaire BTS d’Aix-Marseille 2017, § Préparation des copies dans les centres de correction"
GIVING = "circulaire BTS d’Aix-Marseille 2017, § Remise des copies aux correcteurs"
MISSIONS = "circulaire BTS d’Aix-Marseille 2017, § Indemnités de participation aux examens"
TREATMENT = "circulaire BTS d’Aix-Marseille 2017, § Traitement des copies"
ONLINE = "circulaire bac SNALC 2019, correction sur l’outil"

REFUSALS: dict[type[BackendError], tuple[int, str]] = {
    errors.NotTheCorrector: (
        403,
        f"Seule la personne à qui le lot est confié corrige et saisit ({ENTRY}).",
    ),
    errors.ExamOfficeOnly: (
        403,
        f"Seul le bureau des examens constitue, distribue et harmonise les lots ({HANDING}).",
    ),
    errors.MarkingNotReadable: (
        403,
        f"Le barème et les notes ne se lisent qu’avec une mission sur cette épreuve ({ONLINE}).",
    ),
    errors.CopyMoved: (
        409,
        "Cette copie a changé depuis son affichage. Ce qui est enregistré vous est rendu ; comparez, puis "
        f"enregistrez de nouveau : une copie n’a qu’une note ({ENTRY}).",
    ),
    errors.UnknownQuestion: (422, f"Cette question n’est pas au barème de l’épreuve ({ONLINE})."),
    errors.MarkOutOfRange: (
        422,
        f"Les points d’une question vont de zéro à son maximum au barème ({ONLINE}).",
    ),
    errors.HalfPointRefused: (422, f"Cette épreuve se note en points entiers ({ENTRY})."),
    errors.UnknownCode: (
        422,
        f"Ce code n’existe pas pour cet examen. AB signale un absent, CB une copie blanche ({ENTRY}).",
    ),
    errors.CodeAndMarks: (
        422,
        f"Une copie porte des points ou un code, jamais les deux : AB et CB ne sont pas des zéros ({ENTRY}).",
    ),
    errors.AnnotationRefused: (
        422,
        "Cette annotation n’est pas sur une page de la copie, ou son identifiant n’est pas tiré au hasard "
        f"({ONLINE}).",
    ),
    errors.PagesIncomplete: (
        422,
        f"L’ordre donné ne comprend pas chaque page de la copie, une fois ({TREATMENT}).",
    ),
    errors.LotNotDistributed: (
        409,
        "Ce lot n’est encore confié à personne : le nom du correcteur n’y est porté qu’à la "
        f"distribution ({HANDING}).",
    ),
    errors.LotNotOpenYet: (
        409,
        f"Ce lot vous est confié, mais sa correction n’est pas encore ouverte ({GIVING}).",
    ),
    errors.LotStillOpen: (
        409,
        "Ce lot est en cours de correction. On le termine d’abord : il se verrouille à la fin de la "
        f"saisie ({ENTRY}).",
    ),
    errors.LotFinished: (
        409,
        "Ce lot est terminé. Rouvrez-le pour y changer quelque chose, tant qu’il n’est pas "
        f"verrouillé ({ENTRY}).",
    ),
    errors.LotLocked: (
        409,
        "Ce lot est verrouillé : plus rien n’y change. Le bureau des examens peut le rouvrir avant "
        "l’harmonisation "
        f"({ENTRY}).",
    ),
    errors.LotHarmonised: (
        409,
        f"Ce lot est harmonisé : ses notes attendent le jury et ne changent plus ({GIVING}).",
    ),
    errors.LotIncomplete: (
        409,
        "Toutes les notes doivent être saisies pour terminer un lot ; une copie qui attend se met de "
        f"côté ({ENTRY}).",
    ),
    errors.CopiesSetAside: (
        409,
        "Des copies sont mises de côté ou attendent une page : un lot ne se verrouille qu’à la fin de "
        f"toute la saisie ({ENTRY}).",
    ),
    errors.OwnSchool: (
        409,
        "Cette personne enseigne dans l’établissement d’un des candidats du lot : elle ne peut pas "
        "le corriger, "
        f"les copies étant anonymes ({TREATMENT}).",
    ),
    errors.MissionNeeded: (
        409,
        f"Cette personne n’a pas de mission de correction sur cette épreuve pour cette session ({MISSIONS}).",
    ),
    errors.CorrectorUnknown: (404, f"Aucun correcteur ne porte cet identifiant ({MISSIONS})."),
    errors.CopiesNotFree: (
        409,
        "Une des copies est inconnue, d’une autre épreuve ou déjà distribuée : un lot réunit des "
        "copies d’une même "
        f"épreuve ({HANDING}).",
    ),
    errors.LotUnbuildable: (
        422,
        f"Un lot porte une session, une épreuve écrite et un centre connus ({HANDING}).",
    ),
}
