"""Service levels: the delays promised and the hours they are counted in, seen and changed by a supervisor."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from app.database import SessionDep
from app.web import due_words, level_forms, level_words, ticket_words
from app.web.level_forms import CalendarForm, PolicyForm, SeasonRow, Sent
from app.web.level_words import Example
from app.web.pages import render
from app.web.security import needs
from knowledge.vocabulary import ACADEMIES
from ticketing.errors import TicketingError
from ticketing.permissions import Caller, Role
from ticketing.service_level_models import NOTE_LENGTH, LevelsKind
from ticketing.service_levels import calendars, policies, versions
from ticketing.service_levels.calendars import Calendar
from ticketing.service_levels.metrics import Metric
from ticketing.service_levels.open_time import holidays_of, open_time
from ticketing.service_levels.versions import Change, Levels
from ticketing.steering_errors import CalendarNeverOpens, LevelsMoved, LevelsRefused
from ticketing.vocabulary import Kind, Priority, Team

router = APIRouter(include_in_schema=False)
Supervisor = Annotated[Caller, Depends(needs(Role.SUPERVISOR))]
HOME = "/desk/service-levels"
NEW = "new"
NAME_LENGTH = 80
MOVED = (
    "Une autre personne a enregistré une version pendant que vous écriviez. Votre saisie est gardée. Relisez."
)
UNKNOWN = "Un de ces choix n’existe pas. Rechargez la page."
NAMELESS = "Donnez un nom au calendrier, de 80 signes au plus."
COLUMNS = [("Ordre", True), ("Sorte", False), ("Équipe", False), ("Priorité", False)]
DONE = {
    "policy": "Ces délais valent pour les signalements à venir. Ceux déjà ouverts gardent les leurs.",
    "calendar": "Le nouveau calendrier vaut pour les signalements à venir.",
    "restored": "La version est reprise, sous un nouveau numéro.",
}


# async because the form can only be awaited; its fields are as many as there are lines.
async def read_sent(request: Request) -> Sent:
    form = await request.form()
    return {name: [str(value) for value in form.getlist(name)] for name in form}


SentDep = Annotated[Sent, Depends(read_sent)]


@dataclass(frozen=True, slots=True)
class Refusal:
    sentence: str
    status: int


@router.get(HOME)
def show(request: Request, caller: Supervisor, done: str = "") -> Response:
    with Session(request.app.state.services.reading) as session:
        policy = versions.current(session).policy
        return _page(request, session, level_forms.form_of_policy(policy), Example(), notice=DONE.get(done))


@router.post(f"{HOME}/policy")
def change_policy(request: Request, session: SessionDep, caller: Supervisor, sent: SentDep) -> Response:
    """Look at what the lines would promise, or make them the next version."""
    form, example = level_forms.read_policy(sent), _example(sent)
    refused = None
    try:
        content = form.content()
        policies.read(content)
        if _wants_to_keep(sent):
            with session.begin_nested():
                _add(session, LevelsKind.POLICY, content, sent, caller)
            return RedirectResponse(f"{HOME}?done=policy", 303)
    except (TicketingError, ValueError) as error:
        refused = _refusal(error)
    return _page(request, session, form, example, refused=refused, note=_note(sent))


@router.get(f"{HOME}/calendars/{{key}}")
def show_calendar(request: Request, caller: Supervisor, key: str) -> Response:
    with Session(request.app.state.services.reading) as session:
        form = level_forms.form_of_calendar(_calendar(versions.current(session), key))
        return _calendar_page(request, session, form)


@router.post(f"{HOME}/calendars/{{key}}")
def change_calendar(
    request: Request, session: SessionDep, caller: Supervisor, key: str, sent: SentDep
) -> Response:
    """Look at a calendar, make it part of the next version, or leave it out."""
    levels = versions.current(session)
    form, refused = level_forms.read_calendar(sent, _calendar(levels, key).key), None
    try:
        content = _with(levels, form, is_removed=sent.get("do") == ["remove"])
        calendars.read(content)
        if _wants_to_keep(sent):
            with session.begin_nested():
                _add(session, LevelsKind.CALENDARS, content, sent, caller)
            return RedirectResponse(f"{HOME}?done=calendar", 303)
    except (TicketingError, ValueError) as error:
        refused = _refusal(error)
    return _calendar_page(request, session, form, refused=refused, note=_note(sent))


@router.post(f"{HOME}/versions/{{kind}}/{{number}}")
def restore(
    session: SessionDep, caller: Supervisor, kind: LevelsKind, number: int, sent: SentDep
) -> Response:
    """Make an earlier version the next one: nothing is lost on the way."""
    content = versions.content_of(session, kind, number)
    base = int(sent.get("base", ["-1"])[0])
    note = f"Reprise de la version {number}"
    versions.add(session, Change(kind, base, content, note), caller=caller, now=datetime.now(UTC))
    return RedirectResponse(f"{HOME}?done=restored", 303)


def _page(
    request: Request,
    session: Session,
    form: PolicyForm,
    example: Example,
    *,
    refused: Refusal | None = None,
    **shown: Any,
) -> Response:
    levels, now = versions.current(session), datetime.now(UTC)
    hours = levels.hours(example.academy)
    previews = []
    if refused is None:
        new = policies.read(form.content())
        previews = level_words.previews((new, hours), (levels.policy, hours), example, now)
    context: dict[str, Any] = {"notice": None, "note": ""} | shown
    return render(
        request,
        "desk/service_levels.html",
        status=refused.status if refused else 200,
        current="service_levels",
        form=form,
        example=example,
        refused=refused,
        previews=previews,
        numbers=versions.in_force(session),
        histories=[(kind, versions.history(session, kind)) for kind in LevelsKind],
        places=[(one, level_words.opening(open_time(one), now)) for one in levels.calendars.all],
        words=ticket_words,
        metrics=[(metric.value, due_words.METRICS[metric]) for metric in Metric],
        waits=[(state.value, ticket_words.FOR_DESK[state].word) for state in level_forms.WAITS],
        blank=level_forms.RuleRow(),
        columns=[*COLUMNS, *((due_words.METRICS[metric], False) for metric in Metric)],
        choices=_choices(),
        note_length=NOTE_LENGTH,
        **context,
    )


def _calendar_page(
    request: Request, session: Session, form: CalendarForm, *, refused: Refusal | None = None, note: str = ""
) -> Response:
    levels, now = versions.current(session), datetime.now(UTC)
    seen: dict[str, Any] = {"previews": [], "opening": "", "holidays_to_come": []}
    if refused is None:
        calendar = calendars.read([form.content()]).all[0]
        hours, old = open_time(calendar), open_time(_calendar(levels, form.key))
        example = Example()
        seen["previews"] = level_words.previews((levels.policy, hours), (levels.policy, old), example, now)
        seen["opening"] = level_words.opening(hours, now)
        seen["holidays_to_come"] = _holidays_to_come(calendar, now.astimezone(hours.zone).date())
    return render(
        request,
        "desk/level_calendar.html",
        status=refused.status if refused else 200,
        current="service_levels",
        form=replace(form, seasons=[*form.seasons, SeasonRow()]),
        refused=refused,
        note=note,
        is_new=levels.calendars.of_key(form.key) is None,
        is_first=levels.calendars.all[0].key == form.key,
        base=versions.in_force(session)[LevelsKind.CALENDARS],
        days=level_words.DAYS,
        zones=list(level_words.ZONES.items()),
        holidays=list(level_words.HOLIDAYS.items()),
        all_academies=ACADEMIES,
        note_length=NOTE_LENGTH,
        **seen,
    )


def _calendar(levels: Levels, key: str) -> Calendar:
    """The calendar of a key; for a new one, the first of them under a name of its own, to start from."""
    found = levels.calendars.of_key(key)
    if found is not None:
        return found
    numbers = (f"lieu_{number}" for number in range(1, len(levels.calendars.all) + 2))
    free = next(name for name in numbers if levels.calendars.of_key(name) is None)
    return replace(levels.calendars.all[0], key=free, name="", academies=())


def _with(levels: Levels, form: CalendarForm, *, is_removed: bool) -> list[dict[str, Any]]:
    """All the calendars, with this one as it is typed."""
    known = [calendars.content(one) for one in levels.calendars.all]
    others = [one for one in known if one["key"] != form.key]
    if is_removed:
        return others
    if not 0 < len(form.name) <= NAME_LENGTH:
        raise ValueError(NAMELESS)
    if any(name not in ACADEMIES for name in form.academies):
        raise ValueError(UNKNOWN)
    content = form.content()
    if len(others) == len(known):
        return [*known, content]
    return [content if one["key"] == form.key else one for one in known]


def _add(session: Session, kind: LevelsKind, content: Any, sent: Sent, caller: Caller) -> None:
    base = sent.get("base", [""])[0]
    change = Change(kind, int(base), content, _note(sent))
    versions.add(session, change, caller=caller, now=datetime.now(UTC))


def _refusal(error: TicketingError | ValueError) -> Refusal:
    match error:
        case LevelsMoved():
            return Refusal(MOVED, 409)
        case LevelsRefused() | CalendarNeverOpens():
            return Refusal(level_words.fault(error), 422)
        case TicketingError():
            raise error
        case _:
            return Refusal(NAMELESS if str(error) == NAMELESS else UNKNOWN, 422)


def _wants_to_keep(sent: Sent) -> bool:
    return sent.get("do", [""])[0] in {"save", "remove"}


def _note(sent: Sent) -> str:
    return sent.get("note", [""])[0].strip()[:NOTE_LENGTH]


def _example(sent: Sent) -> Example:
    """What the preview is about; the usual one when a choice is not in its list."""

    def said(name: str, allowed: Sequence[str], usual: str) -> str:
        value = sent.get(f"example-{name}", [usual])[0]
        return value if value in allowed else usual

    usual = Example()
    return Example(
        Kind(said("kind", list(Kind), usual.kind)),
        Team(said("team", list(Team), usual.team)),
        Priority(int(said("priority", [str(int(one)) for one in Priority], str(int(usual.priority))))),
        said("academy", ACADEMIES, ""),
    )


def _choices() -> dict[str, list[tuple[str, str]]]:
    return {
        "kind": [(kind.value, ticket_words.KINDS[kind]) for kind in Kind],
        "team": [(team.value, ticket_words.TEAMS[team]) for team in Team],
        "priority": [(str(int(one)), level_words.PRIORITIES[one]) for one in Priority],
        "academy": [("", "Une autre académie"), *((name, name) for name in ACADEMIES)],
    }


def _holidays_to_come(calendar: Calendar, today: date) -> list[date]:
    days = {day for year in (today.year, today.year + 1) for day in holidays_of(calendar.holidays, year)}
    return sorted(day for day in days if day >= today)[:12]
