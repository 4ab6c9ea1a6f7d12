"""What a circular says of itself: proposals, each with the words that support it and a confidence."""

import re
from dataclasses import dataclass, replace
from datetime import date

from knowledge import letterhead, sessions, vocabulary
from knowledge.dates import FrenchDate, find_dates
from knowledge.documents import Block, BlockKind, Reading
from knowledge.papers import papers_of
from knowledge.references import own_numbers

HEAD_LENGTH = 2500  # a letterhead, its addressees, the object and the introduction fit in it
_LOOKED_AT = 300_000  # characters among which an examination is looked for when the head names none
_SHORTEST_HEAD = 400  # a letterhead may look like a chapter


@dataclass(frozen=True, slots=True)
class Proposal:
    """One value of one field, said by `text[start:end]`; below `CERTAIN` a curator decides."""

    field: str
    value: str
    start: int
    end: int
    confidence: float


CERTAIN = 0.8


@dataclass(frozen=True, slots=True)
class Metadata:
    """What was found; an empty tuple means that the text does not say, never "all"."""

    number: str | None
    signed_on: date | None
    authority: str | None
    level: str | None  # "national", "academique" or "autre"
    academies: tuple[str, ...]
    sessions: tuple[str, ...]
    exams: tuple[str, ...]
    series: tuple[str, ...]
    is_scale: bool
    papers: tuple[str, ...]  # of a scale: the papers whose correctors may read it
    opens_on: date | None  # of a scale: not before
    proposals: tuple[Proposal, ...]


_ABOUT_ANOTHER = re.compile(
    r"\br[ée]f[ée]rences\b|\b(?:[àa] la|de la|de l['’]|modifi|remplac|compl[èe]t|abrog|vu|cf|voir|selon)\b"
    r"|\bv(?:otre|os)?\s?/?\s?r[ée]f",
    re.IGNORECASE,
)
_EVERY_EXAM = re.compile(
    r"\b(?:tous les|ensemble des) examens\b(?! (?:professionnels|g[ée]n[ée]raux|technologiques))", re.I
)
_QUALIFIED = 40  # characters in which "tous les examens" is narrowed ("… du baccalauréat")
_SCALE = re.compile(
    r"\bbar[èe]mes?\b(?!\s+(?:kilom|des indemnit|de r[ée]mun|des frais|indemnitaire|des vacations))"
    r"|\br[ée]partition des points\b|\bpoints par (?:exercice|question)|\bgrille de (?:notation|correction)\b"
    r"|\bcorrig[ée] (?:type|officiel|indicatif)|\b[ée]l[ée]ments de correction\b",
    re.IGNORECASE,
)
_EXERCISE = re.compile(r"\b(?:exercices?|questions?|parties?|crit[èe]res?)\b", re.IGNORECASE)
_POINTS = re.compile(r"\b(?:points?|pts|bar[èe]me)\b", re.IGNORECASE)
_RELEASE = re.compile(
    r"(?:diffus|communiqu|publi|consult|remis)\w*[^.;\n]{0,60}"
    r"(?:[àa] compter d[ue]|[àa] partir d[ue]|avant|d[èe]s)(?: le)?\s*$",
    re.IGNORECASE,
)
_WEEKDAY = r"(?:(?:lun|mar|mercre|jeu|vendre|same)di\s+)?"
_ALONE = (
    rf"(?={_WEEKDAY}\d{{1,2}}(?:er)?[\s/.-][\w./ -]{{1,12}}20\d\d\.?\s*$)"  # nothing after it on its line
)
_PLACE_AND_DATE = re.compile(
    r"(?:^|\t|\s[–—|]\s|\s\s)[A-ZÀ-Ý][\w’'() -]{1,40},\s*le\s+"
    r"|^(?:mise [àa] jour\s*:?(?:\s*(?:le|du))?|(?:document )?dat[ée]e? du|date\s*:(?:\s*le)?)\s+"
    rf"|^(?:[A-ZÀ-Ý][\w’'-]+(?:[ -][\w’'-]+){{0,3}},?\s+)?(?:le\s+)?{_ALONE}",
    re.IGNORECASE | re.MULTILINE,
)
_SIGNED = re.compile(r"\bfait\s+(?:à\s+[^,\n]{2,30},?\s*)?le\s+", re.IGNORECASE)


def propose(reading: Reading) -> Metadata:
    """Read the metadata of a document from its letterhead, title and introduction."""
    text, head, title = reading.text, head_of(reading), _title(reading)
    top = title.start if title and 0 < title.start < head[1] else head[1]
    found = [
        *_number(text, head),
        *_academies(text, head, top),
        *_sessions(text, head, title),
        *_exams(text, _introduction(reading), title),
        *_series(text, title),
    ]
    signed = _signed_on(text, head)
    found += [signed[1]] if signed else []
    names = _values(found, "academies")
    level = letterhead.level(text, max(top, title.end if title else 0), is_academic=bool(names))
    number = next((p.value for p in found if p.field == "number"), None)
    is_scale = _is_scale(reading, title)
    return Metadata(
        number=number,
        signed_on=signed[0] if signed else None,
        authority=letterhead.authority(text[: head[1]], level, names),
        level=level,
        academies=names if level != "national" else (),
        sessions=_values(found, "sessions"),
        exams=_values(found, "exams"),
        series=_values(found, "series"),
        is_scale=is_scale,
        papers=papers_of(text[title.start : title.end]) if is_scale and title else (),
        opens_on=_opens_on(text[: head[1]], signed[0] if signed else None) if is_scale else None,
        proposals=tuple(found),
    )


def _is_scale(reading: Reading, title: Block | None) -> bool:
    """A text whose title says so, or that is little else than points by exercise."""
    if title and _SCALE.search(reading.text[title.start : title.end]):
        return True
    rows = [b for b in reading.blocks if b.kind is BlockKind.ROW and _POINTS.search(" ".join(b.header))]
    of_points = [b for b in rows if b.header and _EXERCISE.search(b.header[0])]
    return 2 * len(of_points) > len(reading.blocks)


def _values(found: list[Proposal], field: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(p.value for p in found if p.field == field and p.confidence >= CERTAIN))


def head_of(reading: Reading) -> tuple[int, int]:
    """Span of what comes before the first chapter: letterhead, addressees, object, introduction."""
    _, end = _introduction(reading)
    return 0, min(max(end, _SHORTEST_HEAD), len(reading.text))


def _introduction(reading: Reading) -> tuple[int, int]:
    first = (b.start for b in reading.blocks if b.kind is BlockKind.HEADING and b.level == 1)
    return 0, min(next(first, HEAD_LENGTH), HEAD_LENGTH, len(reading.text))


def _title(reading: Reading) -> Block | None:
    return next((b for b in reading.blocks if b.kind is BlockKind.TITLE), None)


def _number(text: str, head: tuple[int, int]) -> list[Proposal]:
    """The first reference that a line gives as the text's own, not as one that it modifies or cites."""
    best: Proposal | None = None
    for start, end, confidence in own_numbers(text, head):
        before = text[text.rfind("\n", 0, start) + 1 : start].strip(" :(")
        if _ABOUT_ANOTHER.search(before):
            continue
        if best is None or confidence > best.confidence:
            best = Proposal("number", text[start:end], start, end, confidence)
    return [best] if best else []


def _signed_on(text: str, head: tuple[int, int]) -> tuple[date, Proposal] | None:
    dates = find_dates(text[: head[1]], default_year=None)
    places = [m.end() for m in _PLACE_AND_DATE.finditer(text, *head)]
    numbers = [end for _, end, _ in own_numbers(text, head)]
    for starts, gap, confidence in ((places, 12, 0.97), (numbers, 8, 0.9)):
        for found in dates:
            if not found.is_period and any(0 <= found.start - at <= gap for at in starts):
                return found.last, _dated(found, confidence)
    return _signed_below(text)


def _signed_below(text: str) -> tuple[date, Proposal] | None:
    """ "Fait à Lille, le 3 mars 2026" above the signature."""
    for match in _SIGNED.finditer(text):
        near = find_dates(text[match.end() : match.end() + 40], default_year=None)
        if near and near[0].start <= 1:
            found = replace(near[0], start=match.end() + near[0].start, end=match.end() + near[0].end)
            return found.last, _dated(found, 0.9)
    return None


def _dated(found: FrenchDate, confidence: float) -> Proposal:
    return Proposal("date", found.last.isoformat(), found.start, found.end, confidence)


def _academies(text: str, head: tuple[int, int], letterhead_end: int) -> list[Proposal]:
    """Those of the letterhead or of the issuing rector; a mention elsewhere in the head only proposes."""
    named = letterhead.academies(text, head, letterhead_end)
    return [Proposal("academies", name, start, end, sure) for start, end, name, sure in named]


def _sessions(text: str, head: tuple[int, int], title: Block | None) -> list[Proposal]:
    found = sessions.named(text, head, (title.start, title.end) if title else None)
    return [Proposal("sessions", year, start, end, sure) for start, end, year, sure in found]


def _exams(text: str, introduction: tuple[int, int], title: Block | None) -> list[Proposal]:
    every = _EVERY_EXAM.search(text, *introduction)
    if every and not vocabulary.exams_in(text[every.end() : every.end() + _QUALIFIED]):
        return []  # it says so: nobody is left out
    spans = ([(title.start, title.end)] if title else []) + [introduction, (0, min(len(text), _LOOKED_AT))]
    for index, (start, end) in enumerate(spans):
        found = vocabulary.exams_in(text[start:end])
        if found:
            return [
                Proposal("exams", code, start + s, start + e, 0.95 - 0.05 * index) for s, e, code in found
            ]
    return []


def _series(text: str, title: Block | None) -> list[Proposal]:
    if title is None:
        return []
    return [
        Proposal("series", name, m.start(), m.end(), 0.95)
        for name in vocabulary.SERIES
        for m in re.finditer(rf"\b{name}\b", text[: title.end])
        if m.start() >= title.start
    ]


def _opens_on(head: str, signed_on: date | None) -> date | None:
    """The day that a scale names for its release, else that on which it was signed."""
    for found in find_dates(head, default_year=None):
        if _RELEASE.search(head[: found.start]):
            return found.first or found.last
    return signed_on
