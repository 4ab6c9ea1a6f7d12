"""Numbers, dates and states as the reader writes them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime, get_timezone

from backend.models import CopyState, LotState, Mission, Role

PARIS = "Europe/Paris"
NBSP = "\u00a0"

LOT_STATES = {
    LotState.BUILT: "À distribuer",
    LotState.DISTRIBUTED: "Confié",
    LotState.VERIFICATION: "À vérifier",
    LotState.MARKING: "En correction",
    LotState.FINISHED: "Terminé",
    LotState.LOCKED: "Verrouillé",
    LotState.HARMONISED: "Harmonisé",
}
COPY_STATES = {
    CopyState.TO_MARK: "À corriger",
    CopyState.MARKED: "Corrigée",
    CopyState.SET_ASIDE: "Mise de côté",
}
MISSING = {
    "mark": "aucune note ni aucun code",
    "question": "la question {question} n’a pas de points",
    "appreciation": "pas d’appréciation",
    "set_aside": "mise de côté",
    "rescan": "une page attend sa nouvelle numérisation",
}


def lots_label(roles: frozenset[Role]) -> str:
    """The entry of the menu: hers, those of her centre, or every lot."""
    if Role.CORRECTOR in roles:
        return "Mes copies"
    return "Copies du centre" if roles & {Role.CENTRE_HEAD, Role.SCAN_OPERATOR} else "Copies"


def copy_number(number: int) -> str:
    """As printed: four digits."""
    return f"{number:04d}"


def missing_label(copy: int, what: str, question: str = "") -> str:
    """'Copie 0431 : la question « Réécriture » n’a pas de points'."""
    said = MISSING[what].format(question=f"«{NBSP}{question}{NBSP}»")
    return f"Copie {copy_number(copy)}{NBSP}: {said}"


def euros(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02d}{NBSP}€"


def day_and_hour(value: datetime) -> str:
    """'mardi 8 juin 2027 à 17 h', in Paris time."""
    local = value.astimezone(ZoneInfo(PARIS))
    return f"{_day(value)} à {local.hour}{NBSP}h" + (f"{NBSP}{local.minute:02d}" if local.minute else "")


def mission_title(mission: Mission) -> str:
    """'Interrogation du mercredi 2 juin 2027, ECE STL'."""
    return f"{mission.kind.capitalize()} du {_day(mission.starts_at)}, {mission.paper.exam.label}"


def _day(value: datetime) -> str:
    text = format_datetime(value, "EEEE d MMMM y", tzinfo=get_timezone(PARIS), locale="fr")
    return text.replace(" 1 ", " 1er ")
