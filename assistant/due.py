"""« Qu’est-ce que j’ai à faire cette semaine ? »: the deadlines asked for, in the words of their texts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from assistant import agenda_words, people
from assistant.agenda import Agenda, Item, Own, Period, week_of
from assistant.agenda_words import days, quoted
from assistant.answers import Act, Action, Answer, Citation, Route, Sentence, Situation, Status
from assistant.french import counted, typeset
from assistant.my_data import SANTORIN
from assistant.words import fold
from knowledge.calendar import Entry, When
from knowledge.dates import find_dates

# An answer is read in one breath; the page has the rest.
MOST, MOST_WORDS = 5, 120
SEE_ALL = Action(label="Voir toutes mes échéances", href="/calendar")

_LATE = re.compile(r"\bretards?\b|\bdepass\w+|\boubli\w+|\bmanqu\w+|\brat(?:e|ee|es|ees)\b|\bloup\w+")
_NEXT_WEEK = re.compile(r"\bsemaine (?:prochaine|qui vient|suivante|d'apres)|\bprochaine semaine")
_WEEK = re.compile(r"\bsemaine\b|\bces (?:jours|prochains jours)|\bjours qui viennent|\bd'ici dimanche")
_TODAY = re.compile(r"\baujourd'?hui\b|\bce (?:jour|soir|matin)\b")
_TOMORROW = re.compile(r"\bdemain\b")
_MONTH = re.compile(r"\b(?:ce|du) mois\b|\bmois(?:-ci| en cours)\b")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which days; none for whatever comes next."""

    words: str
    period: Period | None


def is_late(question: str) -> bool:
    return bool(_LATE.search(fold(question)))


def asked_days(question: str, today: date) -> Asked:
    """The days that a question is about."""
    folded, week = fold(question), week_of(today)
    after = Period(week.first + timedelta(days=7), week.last + timedelta(days=7))
    month_end = (today.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    tomorrow = today + timedelta(days=1)
    for pattern, words, period in (
        (_NEXT_WEEK, "La semaine prochaine", after),
        (_TODAY, "Aujourd’hui", Period(today, today)),
        (_TOMORROW, "Demain", Period(tomorrow, tomorrow)),
        (_WEEK, "Cette semaine", Period(today, week.last)),
        (_MONTH, "D’ici la fin du mois", Period(today, month_end)),
    ):
        if pattern.search(folded):
            return Asked(words, period)
    return Asked("Prochaines échéances", None)


def tell(agenda: Agenda, question: str) -> Answer:
    """What is due in the days asked about, or what is late."""
    if is_late(question):
        return _late(agenda)
    asked = asked_days(question, agenda.today)
    items = agenda.within(asked.period) if asked.period else agenda.to_come()
    return _answer(agenda, _lead(asked, items, agenda), items)


def _lead(asked: Asked, items: Sequence[Item], agenda: Agenda) -> list[str]:
    when = f", {named_days(asked.period)}" if asked.period else ""
    if items:
        found = counted(len(items), "échéance", "échéances")
        return [f"{asked.words}{when} : {found}." if asked.period else f"{asked.words} : {len(items)}."]
    said = [f"{asked.words}{when} : aucune échéance." if asked.period else "Aucune échéance à venir."]
    following = agenda.to_come()
    if following:
        first = following[0]
        said.append(f"La prochaine : {agenda_words.title(first)}, {agenda_words.dated(first)}.")
    elif not agenda.entries:
        said.append("Aucun texte indexé ne fixe de date pour votre cadre.")
    return said


def _late(agenda: Agenda) -> Answer:
    lots, limits = agenda.late(), agenda.recently_passed()
    if lots:
        said = [f"{counted(len(lots), 'lot est', 'lots sont')} en retard."]
    else:
        said = [] if agenda.own is None else ["Aucun de vos lots n’est en retard."]
    if limits:
        said.append(
            f"{counted(len(limits), 'date limite est passée', 'dates limites sont passées')} depuis moins de"
            " quinze jours. Les textes ne disent pas si vous l’avez tenue."
        )
    elif not lots:
        said.append("Aucune date limite des textes n’est passée depuis moins de quinze jours.")
    return _answer(agenda, said, [*lots, *limits])


def _answer(agenda: Agenda, lead: Sequence[str], items: Sequence[Item]) -> Answer:
    sentences = [Sentence(typeset(words)) for words in lead]
    citations: list[Citation] = []
    words, shown = 0, 0
    for entry in (one for one in items if isinstance(one, Entry)):
        told = _told(entry, len(citations))
        length = sum(len(one.text.split()) for one in told)
        if shown == MOST or (shown and words + length > MOST_WORDS):
            break
        shown, words = shown + 1, words + length
        sentences += told
        citations.append(citation(entry))
    own = [one for one in items if isinstance(one, Own)][:MOST]
    left = len(items) - shown - len(own)
    if left:
        sentences.append(Sentence(typeset(f"Et {counted(left, 'autre', 'autres')} dans vos échéances.")))
    if agenda.own is None:
        silent = f"{SANTORIN} ne répond pas : vos lots et vos missions manquent à cette liste."
        sentences.append(Sentence(typeset(silent)))
    situation = Situation(SANTORIN, agenda.now, tuple(map(_line, own))) if own else None
    return Answer(
        Act.MY_DATA,
        Route.MY_DATA,
        Status.PERSONAL_DATA,
        tuple(sentences),
        citations=tuple(citations),
        situation=situation,
        actions=(SEE_ALL,),
    )


def citation(entry: Entry) -> Citation:
    """The words of the text that give the present day."""
    place = entry.place
    quote = people.mask(place.quote)
    return Citation(place.document, place.title, place.heading, place.page, place.start, place.end, quote)


def _told(entry: Entry, rank: int) -> list[Sentence]:
    """The sentence of the text, after what moved it: a correction alone does not say what it corrects."""
    name = agenda_words.title(entry)
    own = [f"{name}, échéance déplacée. {line[0].upper()}{line[1:]}." for line in agenda_words.moved(entry)]
    own += [f"{name} : {line}." for line in agenda_words.amended(entry)]
    if not own and not agenda_words.is_sentence(entry):  # a row has several days
        own = [f"{name} : {agenda_words.dated(entry)}."]
    text = quoted(entry)
    return [*map(Sentence, own), Sentence(text, _bold(text, entry.when), rank)]


def _bold(text: str, when: When) -> tuple[tuple[int, int], ...]:
    year = when.ends.year if when.ends else None
    found = [day for day in find_dates(text, default_year=year) if day.last in (when.ends, when.begins)]
    if not found:
        return ()
    last = found[-1]
    return ((last.start, last.start + len(text[last.start : last.end].rstrip())),)


def _line(own: Own) -> str:
    left = f", {counted(own.left, 'copie', 'copies')} à corriger" if own.left else ""
    return typeset(f"{own.title}, {own.detail} : {agenda_words.dated(own)}{left}.")


def named_days(period: Period) -> str:
    """ "du lundi 7 au dimanche 13 juin 2027"."""
    return days(When(period.first, period.last, None))
