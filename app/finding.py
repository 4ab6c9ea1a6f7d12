"""What a search keeps, what it sets aside and why: a view for curators, on the command line."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table

from app import console
from app.engines import open_embedder
from app.settings import Settings
from knowledge.applicability import Standing, Supersession, Verdict
from knowledge.asked import asked_about, normalised
from knowledge.errors import IndexMismatch, IndexMissing
from knowledge.library import memory_index
from knowledge.local_index import LocalIndex
from knowledge.scope import Scope
from knowledge.search import Hit, SetAside, Trace

PARIS = ZoneInfo("Europe/Paris")
NOTHING = "Aucun passage."
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
        for name in ("academy", "session", "exam"):
            if getattr(self, name) and getattr(said, name) is None:
                console.fail(f"Valeur inconnue : {getattr(self, name)}.")
        today = day_of(self.today) or datetime.now(PARIS).date()
        return replace(said, today=today, as_known_on=day_of(self.as_known_on))


def search_texts(settings: Settings, question: str, profile: Profile, circulars: Path | None) -> None:
    """Print the two tables; what the question names comes before the profile."""
    scope = asked_about(question, profile.scope())
    index = memory_index(circulars, open_embedder(settings)) if circulars else open_index(settings)
    show(index.search_with_trace(question, scope), scope, Console())


def open_index(settings: Settings) -> LocalIndex:
    try:
        return LocalIndex.open(settings.index_dir, open_embedder(settings))
    except IndexMissing:
        console.fail("Aucune circulaire n’est indexée. Lancez « permanence index DOSSIER ».")
    except IndexMismatch:
        console.fail("L’index vient d’une autre version ou d’un autre moteur. Lancez « permanence index ».")


def show(trace: Trace, scope: Scope, screen: Console) -> None:
    screen.print(f"Cadre : {_frame(scope)}")
    kept = _table("Retenus", "À noter", [(hit, _notes(hit)) for hit in trace.kept])
    aside = _table("Écartés", "Pourquoi", [(one.hit, _why(one)) for one in trace.set_aside])
    for table in (kept, aside):
        screen.print(table if table.row_count else f"{table.title} : {NOTHING}")


def _table(title: str, last: str, rows: Sequence[tuple[Hit, str]]) -> Table:
    table = Table(title=title, title_justify="left")
    for name in ("Texte", "Section", "Passage", "Score", last):
        table.add_column(name, overflow="fold", justify="right" if name == "Score" else "left")
    for hit, said in rows:
        words = " ".join(hit.text.split())
        excerpt = words if len(words) <= 110 else words[:109] + "…"
        section = f"{hit.heading_path or '–'}, p.\N{NO-BREAK SPACE}{hit.page}"
        table.add_row(hit.document, section, excerpt, f"{hit.score:.2f}".replace(".", ","), said)
    return table


def _notes(hit: Hit) -> str:
    said = [f"« {_corrected(hit, w.start, w.end)} » corrigé par {w.by}" for w in hit.withdrawn]
    if hit.is_scanned:
        said.append("lu par reconnaissance de caractères")
    if hit.standing is not None:
        said += _doubts(hit.standing)
        if not hit.standing.frame.sessions:
            said.append("aucune session indiquée")
    return " ; ".join(dict.fromkeys(said))


def _corrected(hit: Hit, start: int, end: int) -> str:
    return hit.text[start - hit.start : end - hit.start]


def _doubts(standing: Standing) -> list[str]:
    return [f"à vérifier : {change.by} pourrait le modifier" for change in standing.doubts]


def _why(one: SetAside) -> str:
    why = WHY[one.why]
    if one.change is not None:
        return f"{why} par {_by(one.change)}"
    frame = one.hit.standing.frame if one.hit.standing else None
    values = {
        Verdict.OTHER_ACADEMY: frame.academies if frame else (),
        Verdict.OTHER_SESSION: frame.sessions if frame else (),
        Verdict.OTHER_EXAM: frame.exams if frame else (),
        Verdict.OTHER_SERIES: frame.series if frame else (),
    }.get(one.why, ())
    return f"{why} : {', '.join(sorted(values))}" if values else why


def _by(change: Supersession) -> str:
    return f"{change.by} (section {change.section})" if change.section else change.by


def _frame(scope: Scope) -> str:
    said = (
        ("académie", scope.academy),
        ("session", scope.session),
        ("examen", scope.exam),
        ("su le", scope.as_known_on.isoformat() if scope.as_known_on else None),
    )
    return ", ".join(f"{name} {value}" for name, value in said if value) or "inconnu"


def day_of(text: str | None) -> date | None:
    """A day as it is typed; what is none ends the command."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        console.fail(f"Date attendue sous la forme 2027-06-12 : {text}.")
