"""What stands around a ticket of the desk: what carries it on, what it carries on."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from ticketing import handling, merging, permissions, ties
from ticketing.models import Ticket
from ticketing.permissions import Caller
from ticketing.states import FINAL, OPEN
from ticketing.ties import Tie
from ticketing.timeline import Entry
from ticketing.vocabulary import EventType, Relation, Side

# What was just done or refused, by the word that the address bears.
NOTICES: dict[str, tuple[str, str]] = {
    "merged": (
        "done",
        "La demande est fusionnée dans celle-ci. Personne n’en est averti. « Séparer » annule la fusion.",
    ),
    "unmerged": ("done", "La demande est de nouveau à part, dans l’état où elle était."),
    "tied": ("done", "C’est noté des deux côtés. « Détacher » l’annule."),
    "untied": ("done", "Les deux demandes ne sont plus liées ainsi."),
    "split": ("done", "Ce message est devenu cette demande, au nom du même demandeur."),
    "priority": ("done", "La priorité est changée, avec votre motif."),
    "tag": ("done", "L’étiquette est posée."),
    "untag": ("done", "L’étiquette est retirée."),
    "team": ("done", "La demande est confiée à cette équipe, avec votre motif."),
    "told": (
        "done",
        "Cette personne recevra vos prochaines réponses. Elle ne lit rien d’autre de la demande.",
    ),
    "untold": ("done", "Cette personne ne recevra plus vos réponses."),
    "outside": ("urgent", "Cette personne n’a pas à suivre cette demande. Choisissez-en une autre."),
    "already": ("urgent", "C’est déjà dit, ou la demande se règle déjà avec une autre."),
    "reason": ("urgent", "Dites-le en quelques mots. Rien n’est changé."),
    "long": ("urgent", "C’est trop long. Gardez l’essentiel. Rien n’est changé."),
    "unknown": ("urgent", "Aucune demande que vous voyez ne porte cette référence. Vérifiez-la."),
    "itself": ("urgent", "Ces deux demandes n’en font déjà qu’une. Choisissez-en une autre."),
    "closed": ("urgent", "L’autre demande est close : elle ne reçoit plus rien. Choisissez-en une autre."),
    "moved": ("urgent", "La demande a changé entre-temps. Relisez-la, puis recommencez."),
    "state": ("urgent", "L’état de cette demande ne le permet pas."),
    "right": ("urgent", "Vous ne traitez pas l’une de ces deux demandes. Confiez-le à qui traite les deux."),
}


@dataclass(frozen=True, slots=True)
class Around:
    carrier: Ticket | None  # what carries this one on, while it is merged and the reader may see it
    is_merged: bool
    merged: list[Ticket]
    may_merge: bool
    may_handle: bool
    ties: list[Tie]
    children: list[Ticket]  # open, of the same cause: a reply may go to their reporters too
    tags: list[str]
    messages: list[Entry]  # of its reporter, of which another ticket may be made


def of(session: Session, ticket: Ticket, caller: Caller, history: Sequence[Entry]) -> Around:
    carrier = merging.canonical(session, ticket)
    merged = merging.merged_into(session, ticket)
    seen = [one for one in ties.around(session, ticket) if permissions.may_see(caller, one.other)]
    return Around(
        carrier=carrier if carrier is not ticket and permissions.may_see(caller, carrier) else None,
        is_merged=carrier is not ticket,
        merged=[one for one in merged if permissions.may_see(caller, one)],
        may_merge=merging.may_merge(caller, ticket),
        may_handle=permissions.may_read_notes(caller, ticket) and ticket.state not in FINAL,
        ties=seen,
        children=[one.other for one in seen if _is_child(one) and one.other.state in OPEN],
        tags=handling.tags_of(session, ticket),
        messages=[one for one in history if _is_apart(one)],
    )


def _is_child(one: Tie) -> bool:
    return one.kind is Relation.CHILD_OF and not one.is_source


def _is_apart(entry: Entry) -> bool:
    """Written here by its reporter after the first words."""
    is_hers = entry.type is EventType.REPLIED and entry.side is Side.REPORTER
    return is_hers and entry.through is None and bool(entry.body)
