"""How the demonstration papers are marked, and where its invented candidates and correctors come from."""

from dataclasses import dataclass

from backend.demo.demonstration import CGE, ECE, MATHS, PHILO


@dataclass(frozen=True)
class PlannedQuestion:
    """In points; a question with parts has theirs."""

    label: str
    points: int = 0
    parts: tuple["PlannedQuestion", ...] = ()


@dataclass(frozen=True)
class PlannedScheme:
    questions: tuple[PlannedQuestion, ...]
    takes_half_points: bool = True
    needs_appreciation: bool = True


Q = PlannedQuestion


def exercise(rank: int, theme: str, *points: int) -> PlannedQuestion:
    parts = (Q(f"Question {number}", given) for number, given in enumerate(points, start=1))
    return Q(f"Exercice {rank} : {theme}", parts=tuple(parts))


# That of mathematics is the sample circular's: 100 points, whole, question by question.
SCHEMES = {
    CGE: PlannedScheme(
        (
            Q(
                "Synthèse",
                parts=(
                    Q("Confrontation des documents", 12),
                    Q("Problématique et plan", 16),
                    Q("Expression", 12),
                ),
            ),
            Q("Écriture personnelle", 20),
        )
    ),
    PHILO: PlannedScheme(
        (Q("Compréhension du sujet", 5), Q("Conduite de la réflexion", 7), Q("Références", 4), Q("Langue", 4))
    ),
    MATHS: PlannedScheme(
        (
            exercise(1, "automatismes", *[2] * 9),
            exercise(2, "statistiques et probabilités", 4, 4, 4, 5, 5),
            exercise(3, "géométrie dans l’espace", 5, 5, 6),
            exercise(4, "grandeurs et mesures", 5, 5, 5, 5),
            exercise(5, "fonctions", 3, 3, 4, 4),
            exercise(6, "algorithmique", 5, 5),
        ),
        takes_half_points=False,
        needs_appreciation=False,
    ),
    ECE: PlannedScheme(
        (Q("S’approprier et analyser", 5), Q("Réaliser", 8), Q("Valider", 4), Q("Communiquer", 3)),
        takes_half_points=False,
    ),
}

APPRECIATIONS = (
    "Ensemble solide, propos construit.",
    "Travail sérieux ; la seconde partie reste rapide.",
    "Des idées justes, à mieux relier entre elles.",
    "Lecture partielle du sujet, expression correcte.",
    "Trop court pour convaincre, malgré un bon début.",
)

SCHOOLS = (
    ("OLI13", "Lycée des Oliviers", "Salon-de-Provence"),
    ("MIS13", "Lycée du Mistral", "Marseille"),
    ("CIG13", "Lycée de la Cigale", "La Ciotat"),
    ("ROM13", "Lycée du Romarin", "Aubagne"),
    ("PAS31", "Lycée du Pastel", "Toulouse"),
    ("CAN31", "Lycée du Canal", "Toulouse"),
    ("TUI31", "Lycée de la Tuile", "Blagnac"),
    ("GEA59", "Collège des Géants", "Lille"),
    ("HOU59", "Collège du Houblon", "Roubaix"),
)
# Where the candidates of a centre come from.
CANDIDATES_OF = {
    "CAL13": ("MIS13", "CIG13"),
    "GAR13": ("ROM13", "CIG13"),
    "VIO31": ("PAS31", "CAN31"),
    "BRI31": ("PAS31", "CAN31"),
    "BEF59": ("HOU59",),
}
# Lot 41 holds candidates of the Romarin: it cannot be given to the one who teaches there.
TEACHES_AT = {
    "correctrice-bts": "OLI13",
    "correcteur-bts-2": "ROM13",
    "correcteur-philo": "TUI31",
    "interrogatrice-stl": "PAS31",
    "correctrice-maths": "GEA59",
}
