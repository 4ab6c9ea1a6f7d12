"""Macros in French: what each will do, and what its variables stand for on a ticket."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.web import ticket_words
from app.web.pages import NBSP, moment
from ticketing import variables
from ticketing.macro_models import Macro
from ticketing.models import Ticket
from ticketing.states import OPEN
from ticketing.variables import Filled, Variable
from ticketing.vocabulary import LinkKind, Priority, Team, TicketState

NAMES: dict[Variable, str] = {
    Variable.REFERENCE: "référence de la demande",
    Variable.SUBJECT: "objet de la demande",
    Variable.COPY: "numéro de la copie",
    Variable.PAGE: "numéro de la page",
    Variable.LOT: "numéro du lot",
    Variable.CENTRE: "nom du centre",
    Variable.DEADLINE: "échéance du lot",
    Variable.PAPER: "épreuve",
    Variable.SESSION: "session",
    Variable.ACADEMY: "académie",
    Variable.TEAM: "équipe qui traite la demande",
}
# After a reply, a pause or an end; and the end alone.
AFTER: dict[TicketState, str] = {
    TicketState.WAITING_REQUESTER: "La demande attend ensuite le demandeur",
    TicketState.WAITING_CENTRE: "La demande attend ensuite le centre",
    TicketState.WAITING_THIRD_PARTY: "La demande attend ensuite un tiers",
    TicketState.RESOLVED: "La demande est résolue",
}
LACKS = {
    "name": f"Donnez un nom à la macro{NBSP}: 80 caractères au plus.",
    "gestures": "La macro ne fait rien. Écrivez une réponse ou une note, ou choisissez un geste.",
    "team": "La demande ne peut pas vous revenir et passer à une autre équipe. Choisissez l’un des deux.",
    "reply": "Une attente s’annonce au demandeur. Écrivez la réponse, ou ne changez pas l’état.",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A macro as it would go on one ticket."""

    macro: Macro
    reply: Filled
    note: Filled
    steps: tuple[str, ...]
    is_shared: bool

    @property
    def left(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.reply.left, *self.note.left)))


def offer(macro: Macro, ticket: Ticket, values: Mapping[Variable, str]) -> Offer:
    return Offer(
        macro=macro,
        reply=variables.fill(macro.reply, values),
        note=variables.fill(macro.note, values),
        steps=tuple(steps(macro, ticket)),
        is_shared=macro.owner_id is None,
    )


def steps(macro: Macro, ticket: Ticket | None = None) -> list[str]:
    """What it does, in the order in which it is done."""
    done = []
    if macro.takes:
        done.append("M’attribuer la demande")
    if macro.priority:
        done.append(f"{ticket_words.PRIORITIES[macro.priority]}{_so_already(ticket, macro.priority)}")
    if macro.note:
        done.append("Écrire une note interne")
    if macro.reply:
        done.append("Répondre au demandeur")
    after = macro.then or (TicketState.WAITING_REQUESTER if macro.reply and _goes_on(ticket) else None)
    done += [AFTER[after]] if after else []
    return [*done, _handed_over(macro.team, ticket)] if macro.team else done


def _so_already(ticket: Ticket | None, priority: Priority) -> str:
    return ", comme à présent" if ticket and ticket.priority is priority else ""


def _handed_over(team: Team, ticket: Ticket | None) -> str:
    """With what it means for who applies it."""
    said = f"Confier la demande à l’équipe «{NBSP}{ticket_words.TEAMS[team]}{NBSP}»"
    if ticket is None:
        return said
    return f"{said}, où elle est déjà" if ticket.team is team else f"{said}, que personne n’y suit encore"


def missing(names: tuple[str, ...]) -> str:
    """Which variables nobody has filled, and what to do about it."""
    said = ", ".join(f"«{NBSP}{_named(name)}{NBSP}»" for name in names)
    return f"À compléter avant l’envoi{NBSP}: {said}. Remplacez ce qui est entre accolades."


def unknown(names: tuple[str, ...]) -> str:
    said = ", ".join(f"«{NBSP}{name}{NBSP}»" for name in names)
    return f"Variable inconnue{NBSP}: {said}. La liste est sous le texte."


def values_of(ticket: Ticket) -> dict[Variable, str]:
    """Several pages or copies are all named; what the ticket does not say is left out."""
    said = {
        Variable.REFERENCE: ticket.reference,
        Variable.SUBJECT: ticket.subject,
        Variable.COPY: _labels(ticket, LinkKind.COPY),
        Variable.PAGE: _labels(ticket, LinkKind.PAGE),
        Variable.LOT: _labels(ticket, LinkKind.LOT),
        Variable.CENTRE: _labels(ticket, LinkKind.CENTRE),
        Variable.DEADLINE: moment(ticket.deadline) if ticket.deadline else "",
        Variable.PAPER: ticket.paper or "",
        Variable.SESSION: ticket.session or "",
        Variable.ACADEMY: ticket.academy or "",
        Variable.TEAM: ticket_words.TEAMS[ticket.team],
    }
    return {name: value for name, value in said.items() if value}


def _labels(ticket: Ticket, kind: LinkKind) -> str:
    labels = [link.label for link in ticket.links if link.kind is kind]
    return " et ".join([", ".join(labels[:-1]), labels[-1]] if len(labels) > 1 else labels)


def _goes_on(ticket: Ticket | None) -> bool:
    return ticket is None or ticket.state in OPEN


def _named(name: str) -> str:
    variable = variables.find(name)
    return NAMES[variable] if variable else name
