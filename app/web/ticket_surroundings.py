"""What stands around a ticket of the desk: what carries it on, what it carries on."""

from dataclasses import dataclass

from sqlmodel import Session

from ticketing import merging, permissions
from ticketing.models import Ticket
from ticketing.permissions import Caller

# What was just done or refused, by the word that the address bears.
NOTICES: dict[str, tuple[str, str]] = {
    "merged": (
        "done",
        "La demande est fusionnée dans celle-ci. Personne n’en est averti. « Séparer » annule la fusion.",
    ),
    "unmerged": ("done", "La demande est de nouveau à part, dans l’état où elle était."),
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


def of(session: Session, ticket: Ticket, caller: Caller) -> Around:
    carrier = merging.canonical(session, ticket)
    merged = merging.merged_into(session, ticket)
    return Around(
        carrier=carrier if carrier is not ticket and permissions.may_see(caller, carrier) else None,
        is_merged=carrier is not ticket,
        merged=[one for one in merged if permissions.may_see(caller, one)],
        may_merge=merging.may_merge(caller, ticket),
    )
