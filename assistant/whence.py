"""Since when and from where a connection breaks down, said in one breath or in two."""

import re

from assistant.words import fold

HOME, SCHOOL, CENTRE, AWAY = "à domicile", "dans l’établissement", "au centre d’examen", "en déplacement"
_TO = r"(?:(?:depuis|de|d'|a|au|du|dans|en|sur)\s*)?(?:(?:la|le|l'|mon|ma|notre|un|une|cet|cette)\s*)?"
PLACES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"(?:je suis |on est |j'y suis )?{_TO}\b(?:{words})\b"))
    for name, words in (
        (CENTRE, r"centre (?:d'examens?|de correction|d'epreuves?|d'interrogation)|centre(?= |$|[,.;])"),
        (HOME, r"chez (?:moi|nous)|domicile|maison|appart\w*"),
        (SCHOOL, r"etablissement|lycee|college|salle des prof\w*|bureau|travail|cdi|boulot"),
        (AWAY, r"deplacement|hotel|train|exterieur|etranger|vacances|chez (?:mon|ma|mes|des|un|une) \w+"),
    )
)
TELLS_A_TIME = re.compile(
    r"\d|\b(?:matin\w*|midi|apres-midi|soir\w*|nuit|hier|aujourd'hui|heures?|minutes?|semaines?|jours?|mois|week-end"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|instant|maintenant|toujours|debut|longtemps|moment"
    r"|l'heure|temps|peu|veille|quelques)\b"
)
DOES_NOT_KNOW = re.compile(r"\b(?:sais (?:pas|plus)|aucune idee|j'ignore|souviens (?:pas|plus)|pas sure?)\b")
UNKNOWN = "un moment inconnu"


def read_place(text: str) -> str | None:
    """Where she is, among the few places that matter to whoever looks for the cause."""
    folded = fold(text)
    return next((name for name, pattern in PLACES if pattern.search(folded)), None)


def without_place(text: str) -> str:
    """The same, its places blanked: « depuis chez moi depuis hier » is left with the day."""
    rest = text
    for _, pattern in PLACES:
        for match in pattern.finditer(fold(rest)):
            rest = rest[: match.start()] + " " * len(match.group()) + rest[match.end() :]
    return rest


def as_a_time(text: str) -> str | None:
    """A whole answer to "Depuis quand ?"; None when it says no time."""
    rest = " ".join(without_place(text).split()).strip(" .,;:!?")
    folded = fold(rest)
    if DOES_NOT_KNOW.search(folded):
        return UNKNOWN
    return rest if TELLS_A_TIME.search(folded) else None
