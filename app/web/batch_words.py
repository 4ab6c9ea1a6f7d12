"""Gestures on several tickets, in French: what was done, what was refused and why."""

from dataclasses import dataclass
from datetime import datetime

from app.web.errors import REFUSALS
from app.web.pages import NBSP, hour
from ticketing import batches
from ticketing.batches import Gesture, Result
from ticketing.console_models import Batch

DONE: dict[Gesture, tuple[str, str]] = {
    Gesture.ASSIGN: ("attribuée", "attribuées"),
    Gesture.RESOLVE: ("résolue", "résolues"),
    Gesture.MACRO: ("traitée par la macro", "traitées par la macro"),
}
WHY = {
    "TicketMoved": "a changé depuis que vous l’avez choisie",
    "MoveRefused": "le demandeur n’a encore reçu aucune réponse",
    "TicketClosed": "est close",
    "TicketNotFound": "n’est plus à vous",
    "VariablesLeft": "une variable reste à compléter",
    "MacroMoved": "la macro vient de changer",
}


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


def told(batch: Batch, now: datetime) -> Told:
    is_undone = batch.undone_at is not None
    done = [one for one in batch.results if one["done"] and one.get("undone", True)]
    refused = [one for one in batch.results if "why" in one]
    until = hour(batch.at + batches.UNDO_WITHIN) if batches.may_be_undone(batch, now) else None
    return Told(str(batch.id), _counted(batch, len(done), len(refused), is_undone), _said(refused), until)


def _counted(batch: Batch, done: int, refused: int, is_undone: bool) -> str:
    one, many = ("remise en place", "remises en place") if is_undone else DONE[Gesture(batch.gesture)]
    said = f"{done} {many if done > 1 else one}"
    if refused:
        said += f", {refused} {'refusées' if refused > 1 else 'refusée'}{NBSP}:"
    return said + ("" if refused else ".")


def _said(refused: list[Result]) -> list[Refused]:
    return [Refused(one["reference"], WHY.get(one["why"]) or _sentence(one["why"])) for one in refused]


def _sentence(name: str) -> str:
    found = next((text for kind, (_, text) in REFUSALS.items() if kind.__name__ == name), "refusée")
    return found.split(". ")[0].rstrip(".").lower()
