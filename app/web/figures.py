"""Figures of the desk for a supervisor: tables, each drawn, and each as a file for a spreadsheet."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated

from babel.dates import format_date
from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from app import deflection
from app.deflection import Outcome
from app.web import due_words, ticket_words
from app.web.pages import PARIS, render
from app.web.security import needs
from ticketing import figures
from ticketing.figures import Cell, Dimension, Measure, Month, Period, Table
from ticketing.permissions import Caller, Role
from ticketing.vocabulary import Kind, Team

router = APIRouter(include_in_schema=False)
Supervisor = Annotated[Caller, Depends(needs(Role.SUPERVISOR))]
HOME = "/desk/figures"
NOT_SHOWN = "non montré"
WHY = "Moins de 10 personnes : non montré, ni ce qui permettrait de le retrouver par soustraction."
TITLES: dict[Dimension, str] = {
    Dimension.TEAM: "Par équipe",
    Dimension.KIND: "Par sorte",
    Dimension.CENTRE: "Par centre",
    Dimension.SESSION: "Par session",
}
UNNAMED = {Dimension.CENTRE: "Sans centre", Dimension.SESSION: "Sans session"}
COUNTS: dict[Measure, str] = {
    Measure.RECEIVED: "Reçues",
    Measure.SETTLED: "Résolues",
    Measure.BACKLOG: "Ouvertes à la fin",
    Measure.REOPENED: "Rouvertes",
}
DELAYS: dict[Measure, str] = {Measure.FIRST_REPLY: "Première réponse", Measure.RESOLUTION: "Résolution"}
OUTCOMES: dict[str, str] = {
    deflection.ALL: "Conversations qui ont reçu une réponse des textes",
    Outcome.CONFIRMED: "Sans demande, réponse dite utile (confirmé)",
    Outcome.ASSUMED: "Sans demande, rien n’a été dit (supposé)",
    Outcome.NOT_USEFUL: "Sans demande, réponse dite pas utile",
    Outcome.TICKET: "Avec une demande",
}
BAR_HEIGHT = 44  # a label above its bar
# What a spreadsheet would take for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Choice:
    """A period one may look at: a month, or a school year."""

    key: str
    label: str
    period: Period


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a drawing; `share` in hundredths of the longest, None for what is not shown."""

    label: str
    words: str
    share: float | None
    y: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A table in words, and its two drawings."""

    key: str
    title: str
    heads: list[tuple[str, bool]]
    rows: list[list[str]]
    received: list[Bar]
    resolution: list[Bar]


@router.get(HOME)
def show(request: Request, caller: Supervisor, period: str = "") -> Response:
    services = request.app.state.services
    with Session(services.reading) as session:
        choices = _choices(figures.months_over(session, caller, datetime.now(PARIS).date()))
        chosen = _chosen(choices, period)
        tables = figures.report(session, caller, chosen.period) if chosen else []
        outcomes = deflection.count(session, chosen.period) if chosen else {}
    return render(
        request,
        "desk/figures.html",
        current="figures",
        choices=choices,
        chosen=chosen,
        tables=[_shown(table) for table in tables],
        outcomes=[(OUTCOMES[name], _number(outcomes[name])) for name in OUTCOMES if name in outcomes],
        why=WHY,
    )


@router.get(f"{HOME}/{{dimension}}.csv")
def export(request: Request, caller: Supervisor, dimension: Dimension, period: str = "") -> Response:
    """One table for a French spreadsheet: semicolons, a byte-order mark, decimal commas."""
    with Session(request.app.state.services.reading) as session:
        choices = _choices(figures.months_over(session, caller, datetime.now(PARIS).date()))
        chosen = _chosen(choices, period)
        if chosen is None:
            return RedirectResponse(HOME, 303)
        tables = figures.report(session, caller, chosen.period)
    table = next(one for one in tables if one.dimension is dimension)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(_columns(dimension, "en heures ouvrées"))
    for name, cells in _lines(table):
        writer.writerow([_harmless(name), *_cells(cells, _hours)])
    writer.writerow([_harmless(WHY)])
    headers = {"Content-Disposition": f'attachment; filename="permanence-{dimension}-{chosen.key}.csv"'}
    return Response("\ufeff" + text.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def _choices(months: list[Month]) -> list[Choice]:
    """Months that are over, and the school years they make, the last ones first."""
    found = [Choice(f"{m.year}-{m.month:02d}", _month(m), Period((m,))) for m in months]
    for year in sorted({month.school_year for month in months}, reverse=True):
        within = tuple(sorted(month for month in months if month.school_year == year))
        if len(within) > 1:
            label = f"Année {year}-{year + 1}, de {_month(within[0])} à {_month(within[-1])}"
            found.append(Choice(f"{year}-{year + 1}", label, Period(within)))
    return found


def _chosen(choices: list[Choice], key: str) -> Choice | None:
    """The one asked for, else the last month."""
    return next((one for one in choices if one.key == key), choices[0] if choices else None)


def _month(month: Month) -> str:
    return format_date(date(month.year, month.month, 1), "LLLL y", locale="fr_FR")


def _shown(table: Table) -> Shown:
    lines = _lines(table)
    groups = lines[:-1]
    return Shown(
        table.dimension.value,
        TITLES[table.dimension],
        [(label, place > 0) for place, label in enumerate(_columns(table.dimension, "ouvrées"))],
        [[name, *_cells(cells, _amount)] for name, cells in lines],
        _bars([(name, cells[Measure.RECEIVED].count) for name, cells in groups], _number),
        _bars([(name, _minutes(cells[Measure.RESOLUTION])) for name, cells in groups], _in_hours),
    )


def _lines(table: Table) -> list[tuple[str, dict[Measure, Cell]]]:
    named = [(_name(table.dimension, name), cells) for name, cells in table.rows]
    return [*named, ("Ensemble", table.total)]


def _columns(dimension: Dimension, unit: str) -> list[str]:
    delays = [f"{label}, {part} ({unit})" for label in DELAYS.values() for part in ("médiane", "90 %")]
    return [TITLES[dimension].removeprefix("Par ").capitalize(), *COUNTS.values(), *delays]


def _name(dimension: Dimension, name: str) -> str:
    if dimension is Dimension.TEAM:
        return ticket_words.TEAMS[Team(name)]
    if dimension is Dimension.KIND:
        return ticket_words.KINDS[Kind(name)]
    return name or UNNAMED[dimension]


def _cells(cells: dict[Measure, Cell], said: Callable[[timedelta], str]) -> list[str]:
    """Counts, then for each delay its middle and what nine tenths do not exceed."""
    found = [_number(cells[measure].count) for measure in COUNTS]
    for measure in DELAYS:
        cell = cells[measure]
        for delay in (cell.middle, cell.nine_tenths):
            found.append(NOT_SHOWN if not cell.is_shown else said(delay) if delay is not None else "")
    return found


def _number(count: int | None) -> str:
    return NOT_SHOWN if count is None else str(count)


def _amount(delay: timedelta) -> str:
    return due_words.amount(delay)


def _hours(delay: timedelta) -> str:
    """ "7,5": a number for a French spreadsheet."""
    return f"{delay / timedelta(hours=1):.2f}".replace(".", ",")


def _minutes(cell: Cell) -> int | None:
    """For a drawing; none when it is not shown, nor measured."""
    return int(cell.middle / timedelta(minutes=1)) if cell.middle is not None else None


def _in_hours(minutes: int | None) -> str:
    return "pas de chiffre" if minutes is None else due_words.amount(timedelta(minutes=minutes))


def _bars(values: list[tuple[str, int | None]], said: Callable[[int | None], str]) -> list[Bar]:
    longest = max((value for _, value in values if value), default=1)
    return [
        Bar(name, said(value), None if value is None else round(100 * value / longest, 1), place * BAR_HEIGHT)
        for place, (name, value) in enumerate(values)
    ]


def _harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text
