"""An agenda laid out for its page: what is late, this week, the next one, later by month, over."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from babel.dates import format_date

from app.addresses import cited_address
from assistant import agenda_words, due
from assistant.agenda import Agenda, Item, Own, OwnKind, Period, begins, ends, week_of
from assistant.french import counted, typeset
from knowledge.calendar import Entry
from knowledge.deadlines import DeadlineKind
from knowledge.scope import Scope
from knowledge.vocabulary import SHORT_NAMES


@dataclass(frozen=True, slots=True)
class Row:
    """One deadline; `sign` is (word, kind of badge) when there is something to say of it."""

    day: str  # ISO, for machines; empty without a day
    dated: str
    title: str
    detail: str = ""
    signs: tuple[tuple[str, str | None], ...] = ()
    moved: tuple[str, ...] = ()
    amended: tuple[str, ...] = ()
    quote: str = ""
    href: str = ""
    source: str = ""
    applies: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Rows under one heading; `is_folded` until asked for."""

    key: str
    title: str
    rows: tuple[Row, ...]
    intro: str = ""
    is_folded: bool = False


def lay_out(agenda: Agenda) -> list[Part]:
    """The parts that hold anything, and always this week."""
    week = week_of(agenda.today)
    following = Period(week.last + timedelta(days=1), week.last + timedelta(days=7))
    to_come = agenda.to_come()
    this = [one for one in to_come if begins(one) <= week.last]
    next_ = [one for one in to_come if following.meets(begins(one), begins(one))]
    later = [one for one in to_come if begins(one) > following.last]
    recent = agenda.recently_passed()
    past = [one for one in agenda.past() if one not in recent]
    parts = [
        _part("late", "En retard", agenda.late(), agenda),
        _part("recent", "Passées depuis peu", recent, agenda, intro=RECENT),
        _part("week", "Cette semaine", this, agenda, intro=_week_intro(agenda, week, this)),
        _part("next", "La semaine prochaine", next_, agenda),
        *_by_month(later, agenda),
        _part("undated", "Délais comptés d’un événement", agenda.undated(), agenda, is_folded=True),
        _part("others", "Pour d’autres que vous", agenda.for_others(), agenda, is_folded=True),
        _part("past", "Passées", past, agenda, is_folded=True),
    ]
    return [part for part in parts if part.rows or part.key == "week"]


RECENT = "Ces dates limites sont passées. Les textes ne disent pas si vous les avez tenues."


def named_frames(scopes: Iterable[Scope]) -> str:
    """ "Aix-Marseille, session 2027, BTS": the frames that the page is about, in words."""
    found = [
        ", ".join(
            part
            for part in (
                scope.academy or "toutes les académies",
                f"session {scope.session}" if scope.session else "toutes les sessions",
                SHORT_NAMES.get(scope.exam, scope.exam) if scope.exam else "tous les examens",
            )
        )
        for scope in scopes
    ]
    return " ; ".join(dict.fromkeys(found))


def _part(
    key: str, title: str, items: Iterable[Item], agenda: Agenda, *, intro: str = "", is_folded: bool = False
) -> Part:
    return Part(key, title, tuple(_row(one, agenda) for one in items), typeset(intro), is_folded)


def _by_month(items: Iterable[Item], agenda: Agenda) -> Iterator[Part]:
    for (year, month), members in groupby(items, key=lambda one: (begins(one).year, begins(one).month)):
        rows = list(members)
        name = format_date(begins(rows[0]), "LLLL y", locale="fr_FR")
        yield _part(f"m-{year}-{month:02d}", name.capitalize(), rows, agenda)


def _week_intro(agenda: Agenda, week: Period, items: list[Item]) -> str:
    span = due.named_days(Period(agenda.today, week.last))
    if items:
        return f"{span[0].upper()}{span[1:]} : {counted(len(items), 'échéance', 'échéances')}."
    nothing = "Rien d’ici la fin de la semaine."
    following = next(iter(agenda.to_come()), None)
    if following is None:
        return nothing
    return f"{nothing} La prochaine : {agenda_words.title(following)}, {agenda_words.dated(following)}."


def _row(item: Item, agenda: Agenda) -> Row:
    return _of_own(item, agenda) if isinstance(item, Own) else _of_entry(item)


def _of_own(own: Own, agenda: Agenda) -> Row:
    left = f", {counted(own.left, 'copie', 'copies')} à corriger" if own.left and not own.is_done else ""
    signs: list[tuple[str, str | None]] = []
    if own.is_done:
        signs.append(("Terminé", "done"))
    elif own.kind is OwnKind.LOT and own.until() <= agenda.now:
        signs.append(("En retard", "urgent"))
    return Row(
        ends(own).isoformat(),
        agenda_words.dated(own),
        agenda_words.title(own),
        typeset(f"{own.detail}{left}"),
        tuple(signs),
        href=f"/handover?next=/lots/{own.number}" if own.kind is OwnKind.LOT else "",
        source="Ouvrir le lot" if own.kind is OwnKind.LOT else "",
    )


def _of_entry(entry: Entry) -> Row:
    signs: list[tuple[str, str | None]] = []
    if entry.moves:
        signs.append(("Échéance déplacée", "waiting"))
    elif entry.amendments:
        signs.append(("Corrigée", "waiting"))
    if entry.kind is DeadlineKind.LIMIT:
        signs.append(("Date limite", None))
    if entry.odd_weekday:
        signs.append(("Jour de la semaine à vérifier", "outline"))
    if entry.doubt:
        signs.append((f"Peut-être modifiée par {entry.doubt}", "outline"))
    who = agenda_words.ACTORS.get(entry.who or "")
    last = entry.when.ends
    return Row(
        last.isoformat() if last else "",
        agenda_words.dated(entry) if last else "",
        agenda_words.title(entry),
        f"Pour les {who}" if who else "",
        tuple(signs),
        tuple(agenda_words.moved(entry)),
        tuple(agenda_words.amended(entry)),
        agenda_words.quoted(entry),
        cited_address(due.citation(entry)),
        agenda_words.source(entry),
        agenda_words.applies(entry),
    )
