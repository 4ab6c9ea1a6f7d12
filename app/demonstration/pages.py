"""Pages of the demonstration's copies that cannot be read, as their correctors report them.

Each page bears the defect that is reported of it. Lot 17 keeps its own for who tries the product.
"""

from app.demonstration.script import Scene, Spot, Step, days, hours, minutes, notes, says, takes
from ticketing.vocabulary import Defect, Kind, TicketState

BTS, PHILO, MATHS = "correctrice-bts", "correcteur-philo", "correctrice-maths"
AGENT, OTHER_AGENT, OFFICE = "agent-a", "agent-b", "dec"


def _page(key: str, who: str, ago: float, defect: Defect, spot: Spot, text: str, *steps: Step) -> Scene:
    """`ago`: in hours."""
    return Scene(key, who, hours(ago), Kind.SCAN, text, steps, defect=defect, spot=spot)


SCENES: tuple[Scene, ...] = (
    _page(
        "page-cut", BTS, 26, Defect.CUT, Spot(17, 430, 2, (0.0, 0.72, 1.0, 1.0)),
        "Les dernières lignes manquent. J’ai mis la copie de côté.",
        takes(hours(2), AGENT),
        notes(hours(2.2), AGENT,
            "Le bas de la page est hors du cadre. Le centre a été prévenu d’autres coupures.",
        ),
    ),
    _page(
        "page-of-another", BTS, 22, Defect.OTHER_COPY, Spot(17, 440, 2),
        "L’écriture change à cette page. Je crois qu’elle vient d’une autre copie.",
        takes(hours(1.5), OFFICE),
        notes(hours(1.6), OFFICE,
            "Les deux copies voisines sont demandées au centre. Réponse attendue demain.",
        ),
    ),
    _page(
        "page-stained", BTS, 1.6, Defect.STAINED, Spot(23, 603, 2, (0.15, 0.3, 0.75, 0.6)),
        "Une tache couvre un paragraphe entier.",
    ),
    _page("page-black", BTS, 1.4, Defect.BLACK_PAGE, Spot(23, 606, 3),
        "Je ne peux rien lire sur cette page.",
    ),
    _page(
        "page-twice", BTS, 1.2, Defect.DUPLICATE, Spot(23, 604, 2), "La page 2 répète la page 1.",
        takes(minutes(20), AGENT),
        says(
            minutes(25), AGENT,
            "La page 2 est bien une seconde image de la page 1. Manque-t-il une page à la copie, ou la "
            "réponse "
            "se suit-elle ? Selon votre réponse, je la demande au centre.",
        ),
    ),
    _page("pages-out-of-order", BTS, 1, Defect.OUT_OF_ORDER, Spot(23, 626, 4),
        "Les pages 3 et 4 sont inversées.",
    ),
    _page(
        "page-stained-philo", PHILO, 50, Defect.STAINED, Spot(8, 1023, 2, (0.1, 0.4, 0.9, 0.7)),
        "Le milieu de la page est illisible.", takes(hours(1), OTHER_AGENT),
    ),
    _page(
        "page-blurred-philo", PHILO, 49.7, Defect.BLURRED, Spot(8, 1023, 4, (0.0, 0.0, 1.0, 0.5)),
        "Cette page de la même copie est floue.", takes(hours(0.8), OTHER_AGENT),
    ),
    _page(
        "page-twice-philo", PHILO, 47, Defect.DUPLICATE, Spot(8, 1036, 4), "La dernière page est en double.",
        takes(hours(2), OTHER_AGENT),
        says(
            hours(2.1), OTHER_AGENT,
            "La page 4 répète la page 3 : la copie n’a que trois pages écrites. Vous pouvez la corriger.",
            TicketState.RESOLVED,
        ),
    ),
    _page(
        "page-not-shown", PHILO, 20, Defect.NOT_DISPLAYED, Spot(8, 1040, 1),
        "La page reste grise sur mon poste. Les autres copies s’affichent.",
        takes(hours(1), AGENT),
        says(
            hours(1.2), AGENT,
            "La page s’affiche de notre côté. Je transmets l’heure de votre essai à l’exploitant de "
            "Santorin.",
            TicketState.WAITING_THIRD_PARTY,
        ),
    ),
    _page("page-black-philo", PHILO, 1.5, Defect.BLACK_PAGE, Spot(12, 1114, 3), "Toute la page est noire."),
    _page(
        "page-blurred-maths", MATHS, 30, Defect.BLURRED, Spot(31, 2027, 1, (0.1, 0.2, 0.9, 0.8)),
        "Les exposants ne se distinguent pas.", takes(hours(3), AGENT),
    ),
    Scene(
        "page-twice-maths", MATHS, days(2.6), Kind.SCAN, "La page 4 est la même que la page 3.",
        (
            takes(hours(1), AGENT),
            says(
                hours(1.5), AGENT, "La page en double n’empêche pas de corriger. Vous pouvez noter la copie.",
                TicketState.RESOLVED,
            ),
            says(hours(30), MATHS, "Il manque la fin de l’exercice 4 : elle devrait être sur cette page."),
            notes(hours(31), AGENT, "À regarder avec le centre : la feuille porte peut-être un verso."),
        ),
        defect=Defect.DUPLICATE, spot=Spot(31, 2042, 4),
    ),
)  # fmt: skip
