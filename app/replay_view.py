"""A replayed answer on the screen of the command line, or as JSON; differences are marked by a sign."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from app.finding import WHY
from assistant import french
from assistant.answer_log import Listed
from assistant.answers import Status
from assistant.french import PARIS
from assistant.grounds import Grounds, Seen
from assistant.replay import Passage, Replay, differences
from assistant.words import fold
from knowledge.applicability import Verdict
from knowledge.index_store import LEXICAL_ONLY
from knowledge.scope import Scope

STATUS = {
    Status.ANSWERED: "répondu",
    Status.CLARIFICATION: "précision demandée",
    Status.NOT_IN_TEXTS: "aucun texte",
    Status.OTHER_SCOPE: "autre cadre",
    Status.CONFLICTING_TEXTS: "textes contradictoires",
    Status.PERSONAL_DATA: "données personnelles",
    Status.FORM: "formulaire",
    Status.ESCALATED: "transmis",
    Status.REFUSED: "refusé",
}
SIGNS = {"-": ("− ", "red"), "+": ("+ ", "green"), " ": ("  ", "")}
CLOSED = "La réponse viendrait d’un barème : elle n’est pas montrée."


def on_day(day: date) -> str:
    return f"le {french.day(datetime(day.year, day.month, day.day, 12, tzinfo=PARIS))}"


def show_list(found: Sequence[Listed], screen: Console) -> None:
    table = Table()
    for name in ("Jour et heure", "Question", "Issue", "Confiance", "Identifiant"):
        table.add_column(name, overflow="fold", justify="right" if name == "Confiance" else "left")
    for one in found:
        at = one.at.astimezone(PARIS)
        table.add_row(
            f"{at:%d/%m/%Y %H:%M}",
            Text(" ".join(one.question.split())),
            STATUS[one.status],
            _decimal(one.probability),
            str(one.id),
        )
    screen.print(table)


def show(found: Replay, screen: Console) -> None:
    told = found.recorded.grounds
    for line in _heading(found):
        screen.print(Text(line))
    screen.print(Text("\nRéponse, au mot près", style="bold"))
    screen.print(Text(told.said))
    screen.print(_passages(found.passages) if found.passages else Text("\nAucun passage n’avait été trouvé."))
    screen.print(Text("Mesures : " + " · ".join(f"{n} {_decimal(v)}" for n, v in told.features.items())))
    if not found.is_asked_again:
        return
    _show_other("Avec les textes connus à la fin de ce jour-là", told, found.then, screen)
    _show_other("Avec les textes d’aujourd’hui", told, found.now, screen)


def _heading(found: Replay) -> Iterator[str]:
    recorded, told = found.recorded, found.recorded.grounds
    yield f"Réponse du {french.moment(recorded.at)}, {recorded.id}"
    yield f"Question : {recorded.question}"
    if fold(found.recorded.searched) != fold(found.recorded.question):
        yield f"Cherchée ainsi : {found.recorded.searched}"
    yield f"Cadre : {frame(told.scope)}"
    yield (
        f"Issue : {STATUS[told.status]}. Confiance {_decimal(told.probability)}, seuil "
        f"{_decimal(told.threshold)}, modèle du {told.model}. {recorded.ms:.0f} ms."
    )
    if told.index:
        state = f", état {told.index.database}" if told.index.database else ""
        engine = "mots seuls" if told.index.embedder == LEXICAL_ONLY else f"moteur {told.index.embedder}"
        yield f"Index : {told.index.passages} passages, {engine}{state}."


def frame(scope: Scope) -> str:
    said = (
        ("académie", scope.academy),
        ("session", scope.session),
        ("examen", scope.exam),
        ("série", scope.series),
        ("épreuve", scope.paper),
        ("qualité", scope.role),
        ("jour", scope.today.isoformat() if scope.today else None),
        ("su le", scope.as_known_on.isoformat() if scope.as_known_on else None),
    )
    return ", ".join(f"{name} {value}" for name, value in said if value) or "inconnu"


def _passages(passages: Sequence[Passage]) -> Table:
    table = Table(title="\nPassages vus", title_justify="left")
    for name in ("Texte", "Section", "Alors", "Version", "Aujourd’hui"):
        table.add_column(name, overflow="fold")
    for one in passages:
        section = f"{one.seen.heading or '–'}, p.\N{NO-BREAK SPACE}{one.seen.page}"
        cells = (one.seen.document, section, _then(one), _version(one), _now(one))
        table.add_row(*(Text(cell) for cell in cells))
    return table


def _then(one: Passage) -> str:
    if one.is_cited:
        return "cité"
    return why(one.seen)


def why(seen: Seen) -> str:
    """Why the filter kept a passage or set it aside, in words."""
    if seen.verdict is Verdict.KEPT:
        corrected = f", corrigé par {french.listed(seen.corrected_by)}" if seen.corrected_by else ""
        return f"retenu{corrected}"
    by = f" par {seen.by}" if seen.by else ""
    section = f" (section {seen.section})" if seen.section else ""
    return f"{WHY[seen.verdict]}{by}{section}"


def _version(one: Passage) -> str:
    if one.version is None:
        return "inconnue de la base"
    until = f" au {_day(one.version.known_until)}" if one.version.known_until else ""
    known = (
        f"connue du {_day(one.version.known_from)}{until}"
        if until
        else (f"connue depuis le {_day(one.version.known_from)}")
    )
    return f"{known}, {one.version.sha256[:12]}" + ("" if one.is_intact else ", mots changés")


def _now(one: Passage) -> str:
    if one.version is not None and one.version.known_until is not None:
        return "version retirée"
    return why(one.today) if one.today else "plus parmi les premiers"


def _show_other(title: str, told: Grounds, other: Grounds | None, screen: Console) -> None:
    screen.print(Text(f"\n{title}", style="bold"))
    if other is None:
        screen.print(Text(CLOSED))
    elif other.said == told.said:
        screen.print(Text("La même réponse, au mot près."))
    else:
        screen.print(Text(f"Issue : {STATUS[other.status]}. Confiance {_decimal(other.probability)}."))
        for line in differences(told.said, other.said):
            sign, style = SIGNS[line.sign]
            screen.print(Text(sign + line.text, style=style))


def list_rows(found: Sequence[Listed]) -> Iterator[dict[str, Any]]:
    for one in found:
        yield {
            "id": str(one.id),
            "at": one.at.isoformat(),
            "question": one.question,
            "status": one.status.value,
            "confidence": round(one.probability, 3),
        }


def row(found: Replay) -> dict[str, Any]:
    told = found.recorded.grounds
    return {
        "id": str(found.recorded.id),
        "at": found.recorded.at.isoformat(),
        "question": found.recorded.question,
        "searched": found.recorded.searched,
        "scope": {name: value for name, value in _scope_values(told.scope) if value},
        "ms": found.recorded.ms,
        **_grounds_row(told),
        "threshold": told.threshold,
        "features": told.features,
        "index": asdict(told.index) if told.index else None,
        "passages": [_passage_row(one) for one in found.passages],
        "then": _grounds_row(found.then) if found.then else None,
        "now": _grounds_row(found.now) if found.now else None,
    }


def _scope_values(scope: Scope) -> Iterator[tuple[str, str | None]]:
    for name in ("academy", "session", "exam", "series", "paper", "role", "today", "as_known_on"):
        value = getattr(scope, name)
        yield name, value.isoformat() if isinstance(value, date) else value


def _grounds_row(told: Grounds) -> dict[str, Any]:
    return {
        "act": told.act.value,
        "status": told.status.value,
        "text": told.said,
        "confidence": round(told.probability, 3),
        "citations": [asdict(one) for one in told.citations],
    }


def _passage_row(one: Passage) -> dict[str, Any]:
    seen, version = one.seen, one.version
    until = version.known_until if version else None
    return {
        "circular": str(seen.circular_id),
        "document": seen.document,
        "heading": seen.heading,
        "page": seen.page,
        "start": seen.start,
        "end": seen.end,
        "score": seen.score,
        "verdict": seen.verdict.value,
        "by": seen.by,
        "corrected_by": list(seen.corrected_by),
        "is_cited": one.is_cited,
        "is_intact": one.is_intact,
        "sha256": version.sha256 if version else None,
        "known_from": version.known_from.isoformat() if version else None,
        "known_until": until.isoformat() if until else None,
        "now": one.today.verdict.value if one.today else None,
    }


def _decimal(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")


def _day(moment: datetime) -> str:
    return f"{moment.astimezone(PARIS):%d/%m/%Y}"
