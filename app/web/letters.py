"""Letters that did not reach people, for who looks after them: why, and what to do about each."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel
from sqlmodel import Session

from app.accounts import AccountNotFound, find_account, masked
from app.database import SessionDep
from app.web import ticket_words
from app.web.pages import render
from app.web.security import needs
from ticketing import dead_letters
from ticketing.models import OutgoingMessage
from ticketing.permissions import Caller, Role

router = APIRouter(include_in_schema=False)
Keeper = Annotated[Caller, Depends(needs(Role.SUPERVISOR, Role.ALERT_CELL))]

LISTS = {"dead": "Non remis", "late": "En retard", "waiting": "En attente", "abandoned": "Abandonnés"}
CHANNELS = {"email": "Courriel", "web": "Conversation"}


class Letter(BaseModel):
    letter: UUID


class Letters(BaseModel):
    """One, or all the dead ones when none is named."""

    letter: UUID | None = None


@router.get("/desk/letters")
def show_letters(
    request: Request,
    caller: Keeper,
    which: Annotated[str, Query(pattern="^(dead|late|waiting|abandoned)$")] = "dead",
    said: str = "",
    letter: UUID | None = None,
) -> Response:
    now = datetime.now(UTC)
    with Session(request.app.state.services.reading, expire_on_commit=False) as session:
        counts = dead_letters.counts(session, caller, now=now)
        rows = {
            "dead": lambda: dead_letters.dead(session, caller),
            "late": lambda: dead_letters.late(session, caller, now=now),
            "waiting": lambda: dead_letters.waiting(session, caller, now=now),
            "abandoned": lambda: dead_letters.abandoned(session, caller),
        }[which]()
    tabs = [
        (label, f"/desk/letters?which={name}", counts[name], name == which) for name, label in LISTS.items()
    ]
    return render(
        request,
        "letters/undelivered.html",
        current="letters",
        tabs=tabs,
        which=which,
        which_label=LISTS[which].lower(),
        rows=rows,
        total=counts[which],
        said=said,
        undone=letter,
        channels=CHANNELS,
        reader=reader,
        why=why,
    )


@router.post("/desk/letters/sending")
def send_again(session: SessionDep, caller: Keeper, form: Annotated[Letters, Form()]) -> Response:
    dead_letters.send_again(session, form.letter, caller=caller, now=datetime.now(UTC))
    return RedirectResponse("/desk/letters?said=again", 303)


@router.post("/desk/letters/abandonment")
def abandon(session: SessionDep, caller: Keeper, form: Annotated[Letter, Form()]) -> Response:
    dead_letters.abandon(session, form.letter, caller=caller)
    return RedirectResponse(f"/desk/letters?said=abandoned&letter={form.letter}", 303)


@router.post("/desk/letters/abandonment/undo")
def take_back(session: SessionDep, caller: Keeper, form: Annotated[Letter, Form()]) -> Response:
    dead_letters.take_back(session, form.letter, caller=caller)
    return RedirectResponse("/desk/letters?said=taken-back", 303)


def reader(letter: OutgoingMessage) -> str:
    """Role of the person and, for mail, what shows a mistyped address: no more is needed here."""
    label = ticket_words.person(letter.recipient)
    if letter.channel != "email":
        return label
    try:
        address = find_account(letter.recipient).email
    except AccountNotFound:
        return label
    return f"{label}, {masked(address)}" if address else label


def why(letter: OutgoingMessage) -> str:
    """The carrier's own words stay beside ours: a supervisor may have to show them to whoever runs it."""
    said = letter.fault or ""
    if not said:
        return "Pas encore essayé." if letter.attempts == 0 else "Essai en cours."
    for mark, words in _REASONS:
        if mark in said:
            return words
    code = said[:1]
    return {"5": "Refusé pour de bon par le destinataire.", "4": "Refusé pour le moment."}.get(
        code, "Le transport n’a pas abouti."
    )


_REASONS = (
    ("in time", "Le serveur de courriel n’a pas répondu à temps."),
    ("SMTPConnectError", "Le serveur de courriel est injoignable."),
    ("SMTPServerDisconnected", "Le serveur de courriel a coupé pendant l’envoi."),
    ("SMTPAuthenticationError", "Le serveur de courriel refuse notre mot de passe."),
    ("SMTPSenderRefused", "Le serveur de courriel refuse notre adresse d’expéditeur."),
    ("STARTTLS", "Le serveur de courriel ne chiffre pas : rien ne lui est confié."),
    ("account was closed", "Le compte de cette personne est fermé."),
    ("no address", "Cette personne n’a pas d’adresse."),
    ("no channel", "Ce canal n’existe pas sur cette installation."),
    ("mail folder", "Le dossier du courriel ne peut pas être écrit."),
)
