"""How pages say a ticket in French: states, steps, people, events."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from babel.dates import format_datetime

from app.accounts import AccountNotFound, find_account
from app.web import around_words, due_words, rescan_view
from app.web.pages import NBSP, PARIS, hour
from ticketing.models import Ticket
from ticketing.progress import Stage, Step
from ticketing.timeline import Entry
from ticketing.views import View
from ticketing.vocabulary import Defect, EventType, Kind, Priority, Team, TicketState


@dataclass(frozen=True, slots=True)
class Sign:
    """A word, its icon and its colour: the three always say the same."""

    word: str
    icon: str
    kind: str  # of the badge: info, waiting, done, urgent


_WAITING = "hourglass-split"
FOR_DESK: dict[TicketState, Sign] = {
    TicketState.NEW: Sign("Nouvelle", "record-circle", "info"),
    TicketState.TRIAGED: Sign("Attribuée", "person", "info"),
    TicketState.IN_PROGRESS: Sign("En cours", "pencil", "info"),
    TicketState.WAITING_REQUESTER: Sign("Attend le demandeur", _WAITING, "waiting"),
    TicketState.WAITING_CENTRE: Sign("Attend le centre", _WAITING, "waiting"),
    TicketState.WAITING_THIRD_PARTY: Sign("Attend un tiers", "pause-circle", "waiting"),
    TicketState.RESOLVED: Sign("Résolue", "check-circle", "done"),
    TicketState.CLOSED: Sign("Close", "lock", "done"),
    TicketState.MERGED: Sign("Fusionnée", "files", "done"),
}
FOR_REPORTER: dict[TicketState, Sign] = {
    TicketState.NEW: Sign("Reçu", "inbox", "info"),
    TicketState.TRIAGED: Sign("Confié à l’assistance", "inbox", "info"),
    TicketState.IN_PROGRESS: Sign("En cours de traitement", "pencil", "info"),
    TicketState.WAITING_REQUESTER: Sign("Votre réponse est attendue", "chat-left-text", "waiting"),
    TicketState.WAITING_CENTRE: Sign("Demandé au centre", _WAITING, "waiting"),
    TicketState.WAITING_THIRD_PARTY: Sign("Demandé à un autre service", _WAITING, "waiting"),
    TicketState.RESOLVED: Sign("À confirmer par vous", "check-circle", "done"),
    TicketState.CLOSED: Sign("Terminé", "check-circle", "done"),
    TicketState.MERGED: Sign("En cours de traitement", "pencil", "info"),
}
# A ticket that carries another one on was resolved: she is not asked to confirm it.
SETTLED = Sign("Réglé", "check-circle", "done")
SETTLED_AWAITED = "rien de plus. Si le problème demeure, écrivez-le."
REPAIRED = Sign("Réparé", "check-circle", "done")
AWAITED: dict[TicketState, str] = {
    TicketState.NEW: "l’assistance lit votre signalement. Vous n’avez rien à faire.",
    TicketState.TRIAGED: "l’assistance s’en occupe. Vous n’avez rien à faire.",
    TicketState.IN_PROGRESS: "l’assistance s’en occupe. Vous n’avez rien à faire.",
    TicketState.WAITING_REQUESTER: "votre réponse.",
    TicketState.WAITING_CENTRE: "le centre de numérisation refait la page. Vous n’avez rien à faire.",
    TicketState.WAITING_THIRD_PARTY: "un autre service répond à l’assistance. Vous n’avez rien à faire.",
    TicketState.RESOLVED: "votre confirmation.",
    TicketState.CLOSED: "rien de plus. Ce signalement est terminé.",
    TicketState.MERGED: "l’assistance s’en occupe. Vous n’avez rien à faire.",
}
NAME_VISIBLE_AWAITED = "le bureau des examens décide de la suite. Vous n’avez rien à faire."

# Label, and what is said below it before the step is reached.
STEPS: dict[Step, tuple[str, str]] = {
    Step.RECEIVED: ("Reçu", ""),
    Step.ASKED_OF_CENTRE: ("Demandé au centre", "si la page doit être refaite"),
    Step.RESCANNED: ("Renumérisé", "puis vérifié"),
    Step.RETURNED: ("Rendu", "vous confirmez"),
    Step.SENT_TO_EXAM_OFFICE: ("Transmis au bureau des examens", ""),
    Step.ANONYMISED: ("Anonymat refait", "par le bureau des examens"),
    Step.TAKEN_UP: ("Pris en charge", "par l’assistance"),
    Step.ANSWERED: ("Réponse", "elle s’affiche ici"),
    Step.SETTLED: ("Terminé", "vous confirmez"),
}
KINDS: dict[Kind, str] = {
    Kind.SCAN: "Défaut de numérisation",
    Kind.CONNECTIVITY: "Problème de connexion",
    Kind.QUESTION: "Question sans réponse dans les textes",
    Kind.HUMAN: "Demande à parler à quelqu’un",
    Kind.EXPENSE: "État de frais",
    Kind.SUBJECT_INCIDENT: "Incident de sujet",
    Kind.ABSENCE: "Absence d’un correcteur",
    Kind.MARKING: "Question sur la notation",
}
TEAMS = around_words.TEAMS
PRIORITIES: dict[Priority, str] = {
    Priority.TOP: "Priorité immédiate",
    Priority.HIGH: "Priorité haute",
    Priority.NORMAL: "Priorité normale",
    Priority.LOW: "Priorité basse",
}
ROLES: dict[str, str] = {
    "corrector": "correcteur",
    "centre_head": "chef de centre",
    "scan_operator": "chargé de numérisation",
    "agent": "assistance",
    "supervisor": "assistance",
    "curator": "documentaliste",
    "delegate": "délégué syndical",
    "exam_office": "bureau des examens",
    "inspector": "inspection",
    "alert_cell": "cellule d’alerte",
}
VIEWS: dict[View, tuple[str, str]] = {
    View.TODO: ("À traiter", "inbox"),
    View.MINE: ("À moi", "person"),
    View.URGENT: ("Urgent", "exclamation-octagon"),
    View.LATE: ("En retard", "exclamation-triangle"),
    View.DEADLINE: ("Échéance proche", "clock"),
    View.WAITING_CENTRE: ("Du centre", "hourglass-split"),
    View.WAITING_REQUESTER: ("Du demandeur", "chat-left-text"),
    View.WAITING_THIRD_PARTY: ("D’un tiers", "pause-circle"),
    View.OPEN: ("Toutes les ouvertes", "people"),
    View.RESOLVED: ("Résolues", "check-circle"),
    View.ALL: ("Toutes", "list"),
}
VIEW_GROUPS: tuple[tuple[str, tuple[View, ...]], ...] = (
    ("Mes vues", (View.TODO, View.MINE, View.URGENT, View.LATE, View.DEADLINE)),
    ("En attente", (View.WAITING_CENTRE, View.WAITING_REQUESTER, View.WAITING_THIRD_PARTY)),
    ("Équipe", (View.OPEN, View.RESOLVED, View.ALL)),
)
# What the desk may leave a ticket in, with its reply.
NEXT: tuple[tuple[TicketState, str], ...] = (
    (TicketState.WAITING_REQUESTER, "La demande attend le demandeur"),
    (TicketState.WAITING_CENTRE, "La demande attend le centre"),
    (TicketState.WAITING_THIRD_PARTY, "La demande attend un tiers"),
)


CHANNELS: dict[str, str] = {
    "web": "Le demandeur le lit dans « Mes signalements » et dans l’assistant.",
    "mail": "Le demandeur le reçoit par courriel.",
}


def for_desk(ticket: Ticket) -> Sign:
    return FOR_DESK[ticket.state]


def for_reporter(ticket: Ticket, *, is_repaired: bool = False, carrier: Ticket | None = None) -> Sign:
    """`carrier` carries a merged report on: hers is as far as that one is."""
    if is_repaired:
        return REPAIRED
    if carrier is not None and carrier.id != ticket.id:
        return SETTLED if carrier.state is TicketState.RESOLVED else for_reporter(carrier)
    if ticket.defect is Defect.NAME_VISIBLE and ticket.state in {TicketState.NEW, TicketState.TRIAGED}:
        return Sign("Transmis au bureau des examens", "eye-slash", "urgent")
    return FOR_REPORTER[ticket.state]


def awaited(ticket: Ticket, *, carrier: Ticket | None = None) -> str:
    if carrier is not None and carrier.id != ticket.id:
        return SETTLED_AWAITED if carrier.state is TicketState.RESOLVED else awaited(carrier)
    if ticket.defect is Defect.NAME_VISIBLE and ticket.state in {TicketState.NEW, TicketState.TRIAGED}:
        return NAME_VISIBLE_AWAITED
    return AWAITED[ticket.state]


def person(person_id: str | None) -> str:
    """Who, in words; never an identifier."""
    if person_id is None:
        return "Automatique"
    try:
        return find_account(person_id).label
    except AccountNotFound:
        return "Compte fermé"


def _letter(about: dict[str, Any]) -> str:
    """A letter that failed, or that left at last; the conversation keeps it in any case."""
    if about.get("carried"):
        return "Le courrier au demandeur est parti, après un échec"
    if about.get("channel") == "email":
        return "Le courriel n’est pas parvenu au demandeur. Il peut lire la réponse dans la conversation"
    return "Le message n’est pas parvenu au demandeur"


def reporter(ticket: Ticket) -> str:
    """Who waits: the account's label while it exists, the role kept on the ticket after."""
    label = person(ticket.reporter_id)
    roles = [ROLES.get(role, role) for role in ticket.reporter_role.split(",") if role]
    return ", ".join(roles).capitalize() if label == "Compte fermé" and roles else label


PLAIN = {
    EventType.OPENED: "a ouvert la demande",
    EventType.NOTED: "note interne",
    EventType.COPY_HIDDEN: "Copie masquée",
}


def read_where(ticket: Ticket) -> str:
    """Where a reply reaches the reporter, by the channel of the ticket."""
    return CHANNELS.get(ticket.channel, CHANNELS["web"])


# Shown smaller: what the house did, and nobody wrote.
SYSTEM = frozenset({"moved", "assigned", "copy_hidden"} | {kind.value for kind in around_words.BESIDE})


ASSIGNED_HOW = {
    "next": " (« Prendre la suivante »)",
    "least_loaded": ", qui suit le moins de demandes de l’équipe",
    "round_robin": ", dont c’est le tour",
}


def _assigned(entry: Entry) -> str:
    """By somebody, or by rule; with the reason when a rule chose."""
    if entry.assignee_id is None:
        return "reprend l’attribution. Personne ne la suit"
    verb = "attribue la demande à" if entry.actor_id else "Attribuée à"
    how = ASSIGNED_HOW.get((entry.about or {}).get("how", ""), "")
    return f"{verb}{NBSP}: {person(entry.assignee_id)}{how}"


def what(entry: Entry) -> str:
    """What happened, for the desk; the message itself is shown below."""
    say = SAYINGS.get(entry.type)
    if say is not None:
        return say(entry)
    return PLAIN.get(entry.type) or rescan_view.what(entry.type, entry.about or {})


def _participant(entry: Entry) -> str:
    """Added or removed by the desk, or gone by herself."""
    person_id = (entry.about or {})["person"]
    if entry.actor_id == person_id:
        return "ne suit plus la demande"
    verb = "tient au courant" if entry.type is EventType.PARTICIPANT_ADDED else "ne tient plus au courant"
    return f"{verb}{NBSP}: {person(person_id)}"


def _moved(entry: Entry) -> str:
    assert entry.moved_to is not None
    return f"État{NBSP}: {FOR_DESK[entry.moved_to].word.lower()}"


def _timed(entry: Entry) -> str:
    return due_words.what(entry.type, entry.about or {})


def _letter_failed(entry: Entry) -> str:
    return _letter(entry.about or {})


def _routed(entry: Entry) -> str:
    return routed(entry.about or {})


SAYINGS: dict[EventType, Callable[[Entry], str]] = {
    EventType.ASSIGNED: _assigned,
    EventType.MOVED: _moved,
    EventType.WARNED: _timed,
    EventType.BREACHED: _timed,
    EventType.ROUTED: _routed,
    EventType.PARTICIPANT_ADDED: _participant,
    EventType.PARTICIPANT_REMOVED: _participant,
    EventType.LETTER_FAILED: _letter_failed,
    **around_words.SAYINGS,
}


def routed(about: dict[str, Any]) -> str:
    """Which rule chose the team, and why, as it was said on that day."""
    number = about["version"]
    version = f"version {number}" if number else "règles livrées"
    rule = f"règle «{NBSP}{about['name']}{NBSP}», {version}"
    return f"Confiée à{NBSP}: {TEAMS[Team(about['team'])]}. {about['why']} ({rule})"


def why_there(history: Sequence[Entry]) -> str | None:
    """Beside the team, while the rules chose it."""
    chosen = [entry for entry in history if entry.type is EventType.ROUTED]
    return str(chosen[-1].about["why"]) if chosen and chosen[-1].about else None


def short_moment(value: datetime) -> str:
    """sam. 21 nov., 23 h 40: for the lines of a history."""
    return f"{format_datetime(value.astimezone(PARIS), 'EEE d MMM', locale='fr_FR')}, {hour(value)}"


def step_label(stage: Stage) -> str:
    return STEPS[stage.step][0]


def step_hint(stage: Stage) -> str:
    return "sans objet" if stage.is_passed_over else STEPS[stage.step][1]
