"""How the pages of service levels say places, days, faults and dates in French."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.web.due_words import METRICS
from assistant.french import NBSP
from assistant.promise_words import when
from ticketing.service_levels.metrics import Metric
from ticketing.service_levels.open_time import OpenTime
from ticketing.service_levels.policies import Policy
from ticketing.steering_errors import CalendarNeverOpens, LevelsFault, LevelsRefused
from ticketing.vocabulary import Kind, Priority, Team

DAYS = ("Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi", "Dimanche")
ZONES: dict[str, str] = {
    "Europe/Paris": "Paris", "America/Guadeloupe": "Guadeloupe", "America/Martinique": "Martinique",
    "America/Cayenne": "Guyane", "Indian/Reunion": "La Réunion", "Indian/Mayotte": "Mayotte",
    "America/Miquelon": "Saint-Pierre-et-Miquelon", "Pacific/Noumea": "Nouvelle-Calédonie",
    "Pacific/Tahiti": "Tahiti", "Pacific/Wallis": "Wallis-et-Futuna",
}  # fmt: skip
HOLIDAYS: dict[str, str] = {
    "": "Métropole", "6AE": "Alsace (avec le Vendredi saint et le 26 décembre)",
    "57": "Moselle (avec le Vendredi saint et le 26 décembre)", "971": "Guadeloupe", "972": "Martinique",
    "973": "Guyane", "974": "La Réunion", "976": "Mayotte", "BL": "Saint-Barthélemy", "MF": "Saint-Martin",
    "NC": "Nouvelle-Calédonie", "PF": "Polynésie française", "PM": "Saint-Pierre-et-Miquelon",
    "WF": "Wallis-et-Futuna", "none": "Aucun",
}  # fmt: skip
PRIORITIES: dict[Priority, str] = {
    Priority.TOP: "Immédiate",
    Priority.HIGH: "Haute",
    Priority.NORMAL: "Normale",
    Priority.LOW: "Basse",
}
FAULTS: dict[LevelsFault, str] = {
    LevelsFault.SLOT: "Ces heures ne se lisent pas. Écrivez par exemple « 8:30-12:00, 13:30-17:30 ».",
    LevelsFault.SLOTS_OVERLAP: "Ces plages se chevauchent, ou ne sont pas dans l’ordre.",
    LevelsFault.SEASON: "Cette période finit avant de commencer, ou dure plus d’un an.",
    LevelsFault.DATE: "Cette période n’a pas ses deux dates.",
    LevelsFault.ZONE: "Ce fuseau horaire n’existe pas.",
    LevelsFault.HOLIDAYS: "Ces jours fériés ne sont pas connus.",
    LevelsFault.NO_CALENDAR: "Il faut au moins un calendrier.",
    LevelsFault.TWICE: "Ce nom, ou cette académie, est dans deux calendriers.",
    LevelsFault.NOT_FOR_ALL: "La dernière règle doit valoir pour tout, et dire les quatre délais.",
    LevelsFault.TARGET: "Ce délai ne se lit pas, ou dépasse 400 h. Écrivez « 7 h 30 » ou « 45 min ».",
    LevelsFault.PAUSE: "Seule une attente met un délai en pause.",
    LevelsFault.TOO_MANY: "Il y a trop de règles.",
}
NEVER_OPENS = (
    "Ce calendrier n’a aucune ouverture\u00a0: rien n’y serait jamais dû. Donnez-lui une plage au moins."
)


@dataclass(frozen=True, slots=True)
class Example:
    """The ticket of the preview."""

    kind: Kind = Kind.SCAN
    team: Team = Team.HELP_DESK
    priority: Priority = Priority.NORMAL
    academy: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """When one thing would be due, by the version being written and by the one in force."""

    label: str
    due: str
    today: str

    @property
    def is_same(self) -> bool:
        return self.due == self.today


def previews(
    new: tuple[Policy, OpenTime], old: tuple[Policy, OpenTime], example: Example, now: datetime
) -> list[Preview]:
    return [
        Preview(METRICS[metric], _due(*new, metric, example, now), _due(*old, metric, example, now))
        for metric in Metric
    ]


def fault(error: LevelsRefused | CalendarNeverOpens) -> str:
    if isinstance(error, CalendarNeverOpens):
        return NEVER_OPENS
    found = f" Lu{NBSP}: «{NBSP}{error.found}{NBSP}»." if error.found and error.fault in SHOWN else ""
    return FAULTS[error.fault] + found


SHOWN = frozenset(
    {
        LevelsFault.SLOT,
        LevelsFault.SLOTS_OVERLAP,
        LevelsFault.SEASON,
        LevelsFault.DATE,
        LevelsFault.TWICE,
        LevelsFault.TARGET,
    }
)


def opening(hours: OpenTime, now: datetime) -> str:
    """ "Ouvert en ce moment", or when it opens next."""
    if hours.is_open(now):
        return "Ouvert en ce moment."
    next_one = hours.after(now, timedelta(microseconds=1))
    return f"Fermé en ce moment. Ouvre {when(next_one.replace(microsecond=0), hours.zone, now)}."


def _due(policy: Policy, hours: OpenTime, metric: Metric, example: Example, now: datetime) -> str:
    target = policy.target(metric, example.kind, example.team, example.priority)
    return when(hours.after(now, target), hours.zone, now)
