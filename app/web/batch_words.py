"""Gestures on several tickets, in French: what will be done, what was done, what was refused and why."""

from dataclasses import dataclass
from datetime import datetime

from app.web import around_words
from app.web.errors import REFUSALS
from app.web.pages import NBSP, hour
from ticketing import batches, permissions, states
from ticketing.batches import Gesture, Result
from ticketing.console_models import Batch
from ticketing.models import Ticket
from ticketing.permissions import Caller
from ticketing.vocabulary import Priority, Team

# After « confiée », or « passent »; the reserved teams are given one ticket at a time.
TO_TEAM: dict[Team, str] = {
    Team.HELP_DESK: "à l’assistance",
    Team.EXAM_OFFICE: "au bureau des examens",
    Team.FINANCE: "aux finances du bureau des examens",
    Team.REPLACEMENT: "aux remplacements du bureau des examens",
    Team.INSPECTOR: "à l’inspection",
}
DONE: dict[Gesture, tuple[str, str]] = {
    Gesture.ASSIGN: ("attribuée", "attribuées"),
    Gesture.RESOLVE: ("résolue", "résolues"),
    Gesture.MACRO: ("traitée par la macro", "traitées par la macro"),
    Gesture.HAND_OVER: ("confiée", "confiées"),
    Gesture.PRIORITISE: ("passée en priorité", "passées en priorité"),
    Gesture.MERGE: ("fusionnée", "fusionnées"),
}
VERBS: dict[Gesture, str] = {
    Gesture.HAND_OVER: "Confier les demandes cochées",
    Gesture.PRIORITISE: "Changer la priorité des demandes cochées",
    Gesture.MERGE: "Fusionner les demandes cochées",
}
# What it means for who does it.
AFTER: dict[Gesture, str] = {
    Gesture.HAND_OVER: "Personne de cette équipe ne les suit encore. Vous pouvez ne plus les voir. "
    f"«{NBSP}Annuler{NBSP}» les reprend pendant dix minutes, si personne n’y a touché.",
    Gesture.PRIORITISE: "Les délais suivent la nouvelle priorité. Les demandeurs n’en lisent rien.",
    Gesture.MERGE: "Rien n’est envoyé et rien n’est perdu. Vos réponses iront ensuite à chaque demandeur, "
    "sous sa propre référence.",
}
WHY = {
    "TicketMoved": "a changé depuis que vous l’avez choisie",
    "MoveRefused": "le demandeur n’a encore reçu aucune réponse",
    "TicketClosed": "est close",
    "TicketNotFound": "n’est plus à vous",
    "VariablesLeft": "une variable reste à compléter",
    "MacroMoved": "la macro vient de changer",
    "RightMissing": "n’est pas à traiter par vous",
    "MergeLoop": "est celle qui continue",
}
# The same refusal is another story for another gesture.
WHY_OF = {
    (Gesture.MERGE, "MoveRefused"): "est close, ou déjà fusionnée",
    (Gesture.HAND_OVER, "AlreadySo"): "y est déjà",
    (Gesture.PRIORITISE, "AlreadySo"): "a déjà cette priorité",
}


@dataclass(frozen=True, slots=True)
class ByHand:
    """What is decided by hand for several tickets."""

    gesture: Gesture
    team: Team | None = None
    priority: Priority | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    reference: str
    why: str


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a batch, and until when one click takes it back."""

    id: str
    text: str
    refused: list[Refused]
    undo_until: str | None


def asked(gesture: str, team: Team | None, priority: Priority | None) -> ByHand:
    """A choice that the form left empty is the first of its list."""
    return ByHand(Gesture(gesture), team or Team.HELP_DESK, priority or Priority.TOP)


def sentence(asked: ByHand, count: int) -> str:
    """« 12 demandes passent au bureau des examens »."""
    many = f"{count} demandes" if count > 1 else f"{count} demande"
    if asked.gesture is Gesture.MERGE:
        return f"{many} en une seule"
    verb = "passent" if count > 1 else "passe"
    if asked.gesture is Gesture.PRIORITISE and asked.priority:
        return f"{many} {verb} en priorité {around_words.PRIORITIES[asked.priority]}"
    return f"{many} {verb} {TO_TEAM[asked.team or Team.HELP_DESK]}"


def left_out(asked: ByHand, ticket: Ticket, caller: Caller) -> str | None:
    """Why this one would be refused, as far as one knows before."""
    if not permissions.may_read_notes(caller, ticket):
        return WHY["RightMissing"]
    if asked.gesture is Gesture.MERGE:
        return None if ticket.state in states.MERGEABLE else WHY_OF[Gesture.MERGE, "MoveRefused"]
    if ticket.state in states.FINAL:
        return WHY["TicketClosed"]
    is_so = (
        ticket.team is asked.team if asked.gesture is Gesture.HAND_OVER else ticket.priority is asked.priority
    )
    return WHY_OF[asked.gesture, "AlreadySo"] if is_so else None


def told(batch: Batch, now: datetime) -> Told:
    is_undone = batch.undone_at is not None
    done = [one for one in batch.results if one["done"] and one.get("undone", True)]
    refused = [one for one in batch.results if "why" in one]
    until = hour(batch.at + batches.UNDO_WITHIN) if batches.may_be_undone(batch, now) else None
    gesture = Gesture(batch.gesture)
    text = _counted(gesture, done, len(refused), is_undone=is_undone)
    return Told(str(batch.id), text, [_said(gesture, one) for one in refused], until)


def _counted(gesture: Gesture, done: list[Result], refused: int, *, is_undone: bool) -> str:
    one, many = ("remise en place", "remises en place") if is_undone else DONE[gesture]
    said = f"{len(done)} {many if len(done) > 1 else one}"
    if done and not is_undone:
        said += _whereto(gesture, done[0].get("after", {}))
    if refused:
        said += f", {refused} {'refusées' if refused > 1 else 'refusée'}{NBSP}:"
    return said + ("" if refused else ".")


def _whereto(gesture: Gesture, after: Result) -> str:
    if gesture is Gesture.HAND_OVER:
        return f" {TO_TEAM[Team(after['team'])]}"
    if gesture is Gesture.PRIORITISE:
        return f" {around_words.PRIORITIES[Priority(after['priority'])]}"
    return ""


def _said(gesture: Gesture, refused: Result) -> Refused:
    why = refused["why"]
    said = WHY_OF.get((gesture, why)) or WHY.get(why) or _sentence(why)
    return Refused(refused["reference"], said)


def _sentence(name: str) -> str:
    found = next((text for kind, (_, text) in REFUSALS.items() if kind.__name__ == name), "refusée")
    return found.split(". ")[0].rstrip(".").lower()
