"""Whose question it is, as the command line says it, and the index that answers it."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from app import console
from app.engines import open_embedder
from app.settings import Settings
from knowledge.applicability import Verdict
from knowledge.asked import normalised
from knowledge.errors import IndexMismatch, IndexMissing
from knowledge.local_index import LocalIndex
from knowledge.scope import Scope
from knowledge.vocabulary import ACADEMIES, EXAMS, fold

_SPACE = "\N{NO-BREAK SPACE}"
_COLON = f"{_SPACE}:"
PARIS = ZoneInfo("Europe/Paris")
WHY = {
    Verdict.UNPUBLISHED: "retiré",
    Verdict.UNKNOWN_THEN: "non publié ce jour-là",
    Verdict.SUPERSEDED: "remplacé",
    Verdict.OTHER_ACADEMY: "autre académie",
    Verdict.OTHER_SESSION: "autre session",
    Verdict.OTHER_EXAM: "autre examen",
    Verdict.OTHER_SERIES: "autre série",
}


@dataclass(frozen=True, slots=True)
class Profile:
    """What the command line says of the asker, as it was typed."""

    academy: str | None = None
    session: str | None = None
    exam: str | None = None
    today: str | None = None
    as_known_on: str | None = None

    def scope(self) -> Scope:
        said = normalised(Scope(self.academy, self.session, self.exam))
        for typed, known, help_with in (
            (self.academy, said.academy, _which_academy),
            (self.session, said.session, _which_session),
            (self.exam, said.exam, _which_exam),
        ):
            if typed is not None and known is None:
                console.fail(help_with(typed))
        today = day_of(self.today) or datetime.now(PARIS).date()
        return replace(said, today=today, as_known_on=day_of(self.as_known_on))


def _which_academy(typed: str) -> str:
    names = {fold(name): name for name in ACADEMIES}
    near = [names[one] for one in get_close_matches(fold(typed), names, n=2, cutoff=0.7)]
    if near:
        return f"Académie inconnue{_COLON} {typed}. Vouliez-vous dire {' ou '.join(near)}{_SPACE}?"
    return f"Académie inconnue{_COLON} {typed or 'vide'}. Les voici{_COLON} {', '.join(ACADEMIES)}."


def _which_session(typed: str) -> str:
    return f"Session inconnue{_COLON} {typed or 'vide'}. Une seule année est attendue, par exemple 2027."


def _which_exam(typed: str) -> str:
    return f"Examen inconnu{_COLON} {typed or 'vide'}. Examens connus{_COLON} bac, {', '.join(EXAMS)}."


def open_index(settings: Settings) -> LocalIndex:
    try:
        return LocalIndex.open(settings.index_dir, open_embedder(settings))
    except IndexMissing:
        console.fail("Aucune circulaire n’est indexée. Lancez « permanence index DOSSIER ».")
    except IndexMismatch:
        console.fail("L’index vient d’une autre version ou d’un autre moteur. Lancez « permanence index ».")


def day_of(text: str | None) -> date | None:
    """A day as it is typed; what is none ends the command."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        console.fail(f"Date attendue sous la forme 2027-06-12 : {text}.")
