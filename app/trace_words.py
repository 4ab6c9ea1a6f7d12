"""The French words of a trace: what was decided, within which frame, why a passage was kept or set aside."""

from assistant import french
from assistant.answers import Status
from assistant.confidence import PREFIX
from assistant.grounds import Seen
from knowledge.applicability import Verdict
from knowledge.scope import Scope
from knowledge.vocabulary import OTHER_NAMES

STATUS = {
    Status.ANSWERED: "répondu",
    Status.CLARIFICATION: "précision demandée",
    Status.NOT_IN_TEXTS: "aucun texte",
    Status.OTHER_SCOPE: "autre cadre",
    Status.CONFLICTING_TEXTS: "textes contradictoires",
    Status.PERSONAL_DATA: "données personnelles",
    Status.FORM: "formulaire",
    Status.ESCALATED: "transmis",
    Status.REFUSED: "refusé",
}
WHY = {
    Verdict.UNPUBLISHED: "retiré",
    Verdict.UNKNOWN_THEN: "non publié ce jour-là",
    Verdict.SUPERSEDED: "remplacé",
    Verdict.OTHER_ACADEMY: "autre académie",
    Verdict.OTHER_SESSION: "autre session",
    Verdict.OTHER_EXAM: "autre examen",
    Verdict.OTHER_SERIES: "autre série",
}
EXAMS = {
    "bac": "Baccalauréat général ou technologique",
    "bac_general": "Baccalauréat général",
    "bac_techno": "Baccalauréat technologique",
    "bac_pro": "Baccalauréat professionnel",
    "bts": "BTS",
    "dnb": "DNB",
    "cap": "CAP",
    "ece": "Épreuves pratiques (ECE)",
} | {code: name[0].upper() + name[1:] for code, name in OTHER_NAMES.items()}
# Of the measures that the confidence is made of: one phrase each, read by those who keep the texts.
MEASURES = {
    "cover": "Mots de la question présents dans la phrase et ses titres",
    "topic": "Sujet de la question présent dans la section",
    "missing": "Poids des mots de la question qui manquent",
    "unknown": "Poids des mots qu’aucun passage retenu ne contient",
    "typed": "La phrase contient le genre de valeur demandé",
    "untyped": "Genre de réponse que la question ne dit pas",
    "passage": "Place du passage dans la recherche",
    "gap": "Écart avec la phrase suivante",
    "unnamed": "Noms de la question absents des passages retenus",
    "named": "Noms propres de la question présents",
    "sense": "Même sens, affirmatif ou négatif",
    "strict": "La question attend une valeur précise",
    "yes_no": "Question fermée, par oui ou non",
    "short": "Question de moins de trois mots utiles",
    "parts": "Nombre de questions posées à la fois",
    "dense": "Proximité de sens entre la question et le passage",
    "exists_elsewhere": "Un texte d’un autre cadre traite le sujet",
    "ahead_elsewhere": "Avance de la meilleure phrase d’un autre cadre",
    "best": "Note de la meilleure phrase",
    "best_elsewhere": "Note de la meilleure phrase d’un autre cadre",
    "nearer_elsewhere": "Avance de sens d’un autre cadre",
}


def measure(name: str) -> str:
    """A measure in words; one taken in the texts that the frame sets aside says so."""
    inside = name.removeprefix(PREFIX)
    return MEASURES.get(name) or f"Autre cadre : {MEASURES.get(inside, inside)}"


def frame(scope: Scope) -> str:
    said = (
        ("académie", scope.academy),
        ("session", scope.session),
        ("examen", scope.exam),
        ("série", scope.series),
        ("épreuve", scope.paper),
        ("qualité", scope.role),
        ("jour", scope.today.isoformat() if scope.today else None),
        ("su le", scope.as_known_on.isoformat() if scope.as_known_on else None),
    )
    return ", ".join(f"{name} {value}" for name, value in said if value) or "inconnu"


def why(seen: Seen) -> str:
    """Why the filter kept a passage or set it aside, in words."""
    if seen.verdict is Verdict.KEPT:
        corrected = f", corrigé par {french.listed(seen.corrected_by)}" if seen.corrected_by else ""
        return f"retenu{corrected}"
    by = f" par {seen.by}" if seen.by else ""
    section = f" (section {seen.section})" if seen.section else ""
    return f"{WHY[seen.verdict]}{by}{section}"


def decimal(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")
