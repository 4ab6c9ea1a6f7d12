"""Why a ticket has nobody, in words, beside « Suivie par »."""

from datetime import UTC, datetime

from sqlmodel import Session

from app.accounts import desk_members
from ticketing import sharing
from ticketing.models import Ticket
from ticketing.sharing import Why

SOON = "personne pour l’instant, attribuée dans un moment"
WORDS: dict[Why, str] = {
    Why.BY_HAND: "personne pour l’instant",
    Why.NOBODY: "personne : aucun compte ne travaille pour cette équipe",
    Why.AWAY: "personne : toute l’équipe est absente",
    Why.FULL: "personne : chaque personne présente est à sa limite",
}


def words(session: Session, ticket: Ticket) -> str:
    why = sharing.why_waiting(session, ticket, desk_members(), datetime.now(UTC))
    return WORDS[why] if why else SOON
