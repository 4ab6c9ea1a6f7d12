"""Incidents that a supervisor declared: told to whoever meets them, who is subscribed to their end."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlmodel import Session

from assistant.answers import Act, Action, Answer, Route, Status
from assistant.decisions import Step
from assistant.drafts import Draft, FormKind
from assistant.french import PARIS, day, hour
from assistant.replies import say
from assistant.words import fold
from ticketing import incidents
from ticketing.errors import IncidentNotFound
from ticketing.incident_models import Incident
from ticketing.permissions import Caller
from ticketing.vocabulary import Trouble

ANOTHER = Action(label="Mon problème est autre", say="Mon problème est autre")
ANOTHER_WORDS = re.compile(
    r"\b(?:(?:mon|un|le) (?:probleme|souci) est (?:autre|different)|(?:un )?autre (?:probleme|souci)"
    r"|(?:ce n'est|c'est) pas (?:ca|cela|le meme|la meme)|rien a voir)\b"
)
TELL_ME = re.compile(
    r"\b(?:preven\w+|previen\w+|avert\w+|inform\w+|tene[zr]|tiens|notifi\w+|signale[zr]?|dites|dis)[- ]"
    r"(?:moi|nous|m')\b|\b(?:etre|suis|serai) (?:prevenue?|avertie?|informee?)\b|\b(?:me|m'|nous) "
    r"(?:preven\w+|avert\w+|inform\w+|tenir)"
    r"|\btenez[- ]moi au courant\b"
)
IS_IT_OVER = re.compile(
    r"\b(?:repare\w*|retabli\w*|resolue?s?|reglee?s?|reparti\w*|remarche\w*|refonctionne\w*|revenue?s?"
    r"|toujours (?:en panne|la|bloque\w*|pas)|finie?|terminee?|ou (?:en|ca en|vous en) (?:est|sont|etes)"
    r"|ca (?:va )?(?:dur\w+|prend\w*)|longtemps|combien de temps|(?:du nouveau|des nouvelles)"
    r"|quand (?:est-ce que )?(?:ca|il|elle) (?:va )?(?:re\w+|sera))\b"
)
LONGEST = 9  # words: a longer question is about something else


@dataclass(frozen=True, slots=True)
class KnownIncident:
    id: UUID
    application: str  # as it is written: "SANTORIN"
    since: datetime
    message: str
    ended_at: datetime | None = None
    end_message: str = ""


class Incidents(Protocol):
    """What is known of breakdowns, read in a short transaction of its own."""

    def met_by(
        self, caller: Caller, application: str | None, trouble: Trouble | None
    ) -> KnownIncident | None: ...

    def find(self, incident_id: UUID) -> KnownIncident | None: ...


class NoIncidents:
    """`Incidents` where nobody ever declared any."""

    def met_by(self, caller: Caller, application: str | None, trouble: Trouble | None) -> None:
        return None

    def find(self, incident_id: UUID) -> None:
        return None


@dataclass(frozen=True)
class IncidentReader:
    """`Incidents` of the database."""

    reading: Callable[[], AbstractContextManager[Session]]

    def met_by(
        self, caller: Caller, application: str | None, trouble: Trouble | None
    ) -> KnownIncident | None:
        with self.reading() as session:
            found = incidents.met_by(session, caller, application, trouble)
            return _known(found) if found else None

    def find(self, incident_id: UUID) -> KnownIncident | None:
        with self.reading() as session:
            try:
                return _known(incidents.get(session, incident_id))
            except IncidentNotFound:
                return None


def unless_known(known: Incidents, caller: Caller, step: Step, now: datetime) -> Step:
    """The step of a form, or the notice: a breakdown that is already known is not reported once more."""
    draft = step.opening.form if step.opening else step.draft
    if draft is None or draft.kind is not FormKind.CONNECTION or draft.apart or draft.trouble is None:
        return step
    found = known.met_by(caller, draft.application, Trouble(draft.trouble))
    return notice(found, now, draft) if found else step


def notice(incident: KnownIncident, now: datetime, draft: Draft) -> Step:
    """Nothing is sent and nobody waits in a queue: she is told, and told again once, at the end."""
    answer = say(
        Act.INCIDENT_NOTICE,
        Route.REPORT_CONNECTIVITY,
        Status.ESCALATED,
        f"Incident sur {incident.application}, déjà {since(incident, now)}.",
        incident.message,
        "Vous n’avez rien à signaler. Vous recevrez un message ici, une fois, à la fin de l’incident.",
        actions=(ANOTHER,),
        entities={"lot": None, "copie": None, "page": None, "defaut": draft.trouble,
                  "application": draft.application},
    )  # fmt: skip
    return Step(answer, None, subscribing=incident.id)


def status(incident: KnownIncident, now: datetime) -> Answer:
    """Where the breakdown stands, asked after the notice."""
    if incident.ended_at is None:
        texts = (f"L’incident sur {incident.application} dure encore, {since(incident, now)}.",
                 incident.message, "Vous recevrez un message ici, une fois, à la fin.")  # fmt: skip
    else:
        texts = (f"L’incident sur {incident.application} est terminé depuis {_at(incident.ended_at, now)}.",
                 incident.end_message, "")  # fmt: skip
    return say(Act.INCIDENT_NOTICE, Route.REPORT_CONNECTIVITY, Status.ESCALATED, *texts)


def follow(known: Incidents, incident_id: UUID, text: str, now: datetime) -> Answer | None:
    """What follows the notice of a breakdown: to be told of its end, or whether it is over."""
    found = known.find(incident_id)
    if found is None:
        return None
    if wants_to_be_told(text) and found.ended_at is None:
        return subscribed(found)
    return status(found, now) if asks_if_over(text) else None


def subscribed(incident: KnownIncident) -> Answer:
    return say(
        Act.ACK,
        Route.REPORT_CONNECTIVITY,
        Status.ESCALATED,
        f"C’est noté : vous recevrez un message ici à la fin de l’incident sur {incident.application}.",
    )


def wants_to_be_told(text: str) -> bool:
    return bool(TELL_ME.search(fold(text)))


def asks_if_over(text: str) -> bool:
    return bool(IS_IT_OVER.search(fold(text))) and len(text.split()) <= LONGEST


def is_another(text: str) -> bool:
    return bool(ANOTHER_WORDS.search(fold(text)))


def since(incident: KnownIncident, now: datetime) -> str:
    return f"connu depuis {_at(incident.since, now)}"


def _at(at: datetime, now: datetime) -> str:
    """ "14 h 05" today; with its day before."""
    same_day = at.astimezone(PARIS).date() == now.astimezone(PARIS).date()
    return hour(at) if same_day else f"le {day(at)} à {hour(at)}"


def _known(found: Incident) -> KnownIncident:
    return KnownIncident(
        found.id,
        incidents.APPLICATIONS.get(found.application, found.application),
        found.since,
        found.message,
        found.ended_at,
        found.end_message,
    )
