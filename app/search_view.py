"""What a search keeps, what it sets aside and why: a view for curators, on the command line."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from babel.dates import format_date
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding

from app.engines import open_embedder
from app.finding import Profile, open_index
from app.settings import Settings
from app.trace_words import WHY
from assistant.answers import RECOGNISED
from knowledge.applicability import Frame, Standing, Supersession, Verdict
from knowledge.asked import asked_about
from knowledge.library import memory_index
from knowledge.local_index import LocalIndex
from knowledge.scope import Scope
from knowledge.search import Hit, SetAside, Trace
from knowledge.vocabulary import SHORT_NAMES

NOTHING = "aucun passage."
_EXCERPT = 240
_SPACE = "\N{NO-BREAK SPACE}"


def search_texts(settings: Settings, question: str, profile: Profile, circulars: Path | None) -> None:
    """Print what is kept and what is not; what the question names comes before the profile."""
    said = profile.scope()
    scope = asked_about(question, said)
    index = memory_index(circulars, open_embedder(settings)) if circulars else open_index(settings)
    screen = Console(highlight=False)
    screen.print(searched(index))
    show(index.search_with_trace(question, scope), scope, screen, said=said)


def searched(index: LocalIndex) -> str:
    """How much is searched, and how."""
    if not index.stamp.passages:
        return "L’index ne contient aucun passage. « permanence index DOSSIER » lit des circulaires."
    how = "les mots et le sens" if index.embedder else "les mots seuls, faute de moteur de vecteurs"
    return f"Cherché dans {index.stamp.passages} passages, par {how}."


def show(trace: Trace, scope: Scope, screen: Console, *, said: Scope | None = None) -> None:
    """Write a trace; `said` is the profile, to tell what the question itself named."""
    screen.print(f"Cadre{_SPACE}: {_frame(scope, said or scope)}")
    if trace.kept and not any(hit.lexical for hit in trace.kept):
        screen.print("Aucun mot de la question n’est dans ces passages : le sens seul les rapproche.")
    _print(screen, "Retenus", [(hit, list(_kept(hit))) for hit in trace.kept])
    _print(screen, "Écartés", [(one.hit, [f"Pourquoi{_SPACE}: {_why(one)}"]) for one in trace.set_aside])
    if trace.set_aside:
        screen.print("\nSans le cadre, les passages écartés auraient été parmi les premiers.")


def _print(screen: Console, title: str, found: list[tuple[Hit, list[str]]]) -> None:
    if not found:
        screen.print(f"\n[bold]{title}[/bold]{_SPACE}: {NOTHING}")
        return
    screen.print(f"\n[bold]{title}[/bold] ({len(found)})")
    for rank, (hit, remarks) in enumerate(found, start=1):
        screen.print(f"{rank:>2}. [bold]{escape(hit.heading_path or hit.title)}[/bold]")
        lines = [f"{hit.document}, p.{_SPACE}{hit.page}", _issue(hit), f"« {_excerpt(hit)} »", *remarks]
        for line in lines:
            if line:
                screen.print(Padding(escape(line), (0, 0, 0, 4)))


def _excerpt(hit: Hit) -> str:
    """The sentence or the row that is the nearest to the question."""
    best = max(hit.units, key=lambda unit: unit.score, default=None)
    words = " ".join((best.text if best else hit.text).replace("\t", " | ").split())
    return words if len(words) <= _EXCERPT else words[: _EXCERPT - 1].rsplit(" ", 1)[0] + "…"


def _issue(hit: Hit) -> str:
    """Which text it is, and for whom it says to be."""
    if hit.standing is None:
        return ""
    number, day = hit.standing.number, hit.standing.signed_on
    name = f"{number or 'sans numéro'} du {_day(day)}" if day else number
    return " ; ".join(part for part in (name, *_for_whom(hit.standing.frame)) if part)


def _for_whom(frame: Frame) -> Iterator[str]:
    yield ", ".join(sorted(frame.academies)) or "toutes académies"
    yield f"session {', '.join(sorted(frame.sessions))}" if frame.sessions else "aucune session indiquée"
    if frame.exams:
        yield ", ".join(SHORT_NAMES.get(code, code) for code in sorted(frame.exams))


def _kept(hit: Hit) -> Iterator[str]:
    words = f"mots {_decimal(hit.lexical, 1)}" if hit.lexical else "aucun mot en commun"
    meaning = f" ; sens {_decimal(hit.dense, 3)}" if hit.dense else ""
    yield f"Score {_decimal(hit.score, 2)} ({words}{meaning})"
    notes = list(dict.fromkeys(_notes(hit)))
    if notes:
        yield f"À noter{_SPACE}: {' ; '.join(notes)}"


def _notes(hit: Hit) -> Iterator[str]:
    for one in hit.withdrawn:
        now = f", lire « {one.replaced_by} »" if one.replaced_by else ""
        yield f"« {hit.text[one.start - hit.start : one.end - hit.start]} » corrigé par {one.by}{now}"
    if hit.is_scanned:
        yield RECOGNISED.lower()
    if hit.standing is not None:
        yield from _doubts(hit.standing)


def _doubts(standing: Standing) -> Iterator[str]:
    for change in standing.doubts:
        yield f"à vérifier, {_by(change)} pourrait le modifier"
    if standing.acts_in_doubt:
        yield "à confirmer, ce texte semble en modifier un autre"


def _why(one: SetAside) -> str:
    why = WHY[one.why]
    if one.change is not None:
        return f"{why} par {_by(one.change)}"
    frame = one.hit.standing.frame if one.hit.standing else Frame()
    said = {
        Verdict.OTHER_ACADEMY: ", ".join(sorted(frame.academies)),
        Verdict.OTHER_SESSION: ", ".join(sorted(frame.sessions)),
        Verdict.OTHER_EXAM: ", ".join(SHORT_NAMES.get(code, code) for code in sorted(frame.exams)),
        Verdict.OTHER_SERIES: ", ".join(sorted(frame.series)),
        Verdict.UNKNOWN_THEN: _known(frame),
        Verdict.UNPUBLISHED: _known(frame),
    }.get(one.why)
    return f"{why}{_SPACE}: {said}" if said else why


def _known(frame: Frame) -> str:
    said = (("publié le", frame.known_from), ("retiré le", frame.known_to))
    return ", ".join(f"{words} {_day(day)}" for words, day in said if day)


def _by(change: Supersession) -> str:
    return f"{change.by} (section {change.section})" if change.section else change.by


def _frame(scope: Scope, said: Scope) -> str:
    parts = []
    for name, words in (("academy", "académie"), ("session", "session"), ("exam", "examen")):
        value = getattr(scope, name)
        if value is None and getattr(said, name):
            parts.append(f"{words} indifférente (la question en nomme plusieurs)")
        if value:
            shown = SHORT_NAMES.get(value, value) if name == "exam" else value
            source = "" if value == getattr(said, name) else " (nommé par la question)"
            parts.append(f"{words} {shown}{source}")
    if scope.as_known_on:
        parts.append(f"ce que l’on savait le {_day(scope.as_known_on)}")
    return ", ".join(parts) or "inconnu, rien n’est écarté pour sa portée"


def _day(day: date) -> str:
    return format_date(day, "d MMMM y", locale="fr")


def _decimal(value: float, digits: int) -> str:
    return f"{value:.{digits}f}".replace(".", ",")
