"""What a circular says of itself: proposals, each with the words that support it and a confidence."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

from knowledge import vocabulary
from knowledge.dates import find_dates
from knowledge.documents import Block, BlockKind, Reading
from knowledge.papers import papers_of

HEAD_LENGTH = 2500  # a letterhead, its addressees, the object and the introduction fit in it


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


# "DEC1/26-041", "2025-114", "DIEC/17-738-1722", "ASSIST-3", "FAQ-SANTORIN-2026", "DEC5-2026-09"
REFERENCE = (
    r"(?:[A-Z][A-Z0-9]*(?:[-/._][A-Z0-9]+)*[-/._])?\d{2,4}(?:[-/._]\d+[A-Z]?)*"
    r"|[A-Z][A-Z0-9]*(?:[-/._][A-Z0-9]+)*[-/._]\d+"
)
KIND = (
    r"(?:circulaires?|notes? de service|notes?|m[ée]mentos?|instructions?|arr[êe]t[ée]s?|d[ée]crets?"
    r"|bulletins?|rectificatifs?|avenants?|FAQ|guides?)"
)
_NUMBER = re.compile(
    rf"^(?:(?P<kind>(?i:{KIND}(?:[ ]acad[ée]mique)?))[ \u00a0]*(?:n[°º][ \u00a0]*)?"
    r"|(?i:r[ée]f(?:[ée]rences?|\.)?)[ \u00a0]*:[ \u00a0]*|[Nn][°º][ \u00a0]*)?"
    rf"(?P<number>{REFERENCE})(?=[\s,.;:–—-]|$)",
    re.MULTILINE,
)
_ABOUT_ANOTHER = re.compile(
    r"^r[ée]f[ée]rences?\b|\b(?:[àa] la|de la|de l['’]|modifi|remplac|compl[èe]t|abrog|vu)\b", re.IGNORECASE
)
_SESSION = re.compile(
    r"\bsessions?\s+(?:de\s+|d['’]\w+\s+)?(20\d\d)(?:\s*(?:et|,|à|-)\s*(20\d\d))?", re.IGNORECASE
)
_ANY_SESSION = re.compile(r"\bSESSION\s*[-–]?\s*(20\d\d)", re.IGNORECASE)
_OFFICE = re.compile(
    r"^(?:rectorat|division|direction|service|bureau|minist[èe]re|secr[ée]tariat|inspection)\b[^\n]*",
    re.IGNORECASE | re.MULTILINE,
)
_NATIONAL = re.compile(
    r"minist[èe]re|direction générale de l['’]enseignement|\bdgesco\b|\bdgsip\b|\bnote de service n"
    r"|bulletin officiel",
    re.IGNORECASE,
)
_LETTERHEAD = re.compile(r"acad[ée]mie\s+(?:de\s+|d['’]|des\s+)", re.IGNORECASE)
_EVERY_EXAM = re.compile(r"\btous les examens\b|\bensemble des examens\b", re.IGNORECASE)
_SCALE = re.compile(r"\bbar[èe]mes?\b", re.IGNORECASE)
_RELEASE = re.compile(
    r"(?:diffus|communiqu|publi|consult|remis)\w*[^.;\n]{0,60}"
    r"(?:[àa] compter d[ue]|[àa] partir d[ue]|avant|d[èe]s)(?: le)?\s*$",
    re.IGNORECASE,
)
_PLACE_AND_DATE = re.compile(
    r"^(?:[A-ZÀ-Ý][\w’' -]+,\s*le|mise [àa] jour\s*:?(?:\s*le)?|dat[ée]e? du|fait [àa] [^,\n]+,\s*le)\s+",
    re.IGNORECASE | re.MULTILINE,
)


def propose(reading: Reading) -> Metadata:
    """Read the metadata of a document from its letterhead, title and introduction."""
    head, title = head_of(reading), _title(reading)
    found = [
        *_number(reading.text, head),
        *_academies(reading.text, head),
        *_sessions(reading.text, head, title),
        *_exams(reading.text, head, title),
        *_series(reading.text, title),
    ]
    signed = _signed_on(reading.text, head)
    found += [signed[1]] if signed else []
    level = _level(reading.text, head, [p for p in found if p.field == "academies"])
    number = next((p.value for p in found if p.field == "number"), None)
    is_scale = bool(title and _SCALE.search(reading.text[title.start : title.end]))
    return Metadata(
        number=number,
        signed_on=signed[0] if signed else None,
        authority=_authority(reading.text[: head[1]], level),
        level=level,
        academies=_values(found, "academies") if level != "national" else (),
        sessions=_values(found, "sessions"),
        exams=_values(found, "exams"),
        series=_values(found, "series"),
        is_scale=is_scale,
        papers=papers_of(reading.text[title.start : title.end]) if is_scale and title else (),
        opens_on=_opens_on(reading.text[: head[1]], signed[0] if signed else None) if is_scale else None,
        proposals=tuple(found),
    )


def _values(found: list[Proposal], field: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(p.value for p in found if p.field == field and p.confidence >= CERTAIN))


def head_of(reading: Reading) -> tuple[int, int]:
    """Span of what comes before the first chapter: letterhead, addressees, object, introduction."""
    first = next(
        (b.start for b in reading.blocks if b.kind is BlockKind.HEADING and b.level == 1), HEAD_LENGTH
    )
    return 0, min(max(first, 400), HEAD_LENGTH, len(reading.text))


def _title(reading: Reading) -> Block | None:
    return next((b for b in reading.blocks if b.kind is BlockKind.TITLE), None)


def _number(text: str, head: tuple[int, int]) -> list[Proposal]:
    """The first reference that opens a line as the text's own, not as one that it modifies or cites."""
    best: Proposal | None = None
    for match in _NUMBER.finditer(text, *head):
        named = text[match.start() : match.start("number")].strip(" :")
        if not named and not re.match(r"[A-Z]", match["number"]):
            continue  # a bare "2026-028" at the start of a line may be anything
        if _ABOUT_ANOTHER.search(named) and not re.match(r"r[ée]f[ée]rence\s*$", named, re.IGNORECASE):
            continue
        confidence = 0.95 if named else 0.85
        if best is None or confidence > best.confidence:
            best = Proposal("number", match["number"], match.start("number"), match.end("number"), confidence)
    return [best] if best else []


def _signed_on(text: str, head: tuple[int, int]) -> tuple[date, Proposal] | None:
    dates = find_dates(text[: head[1]], default_year=None)
    places = [m.end() for m in _PLACE_AND_DATE.finditer(text, *head)]
    numbers = [m.end() for m in _NUMBER.finditer(text, *head)]
    for starts, gap, confidence in ((places, 12, 0.97), (numbers, 8, 0.9)):
        for found in dates:
            if not found.is_period and any(0 <= found.start - at <= gap for at in starts):
                return found.last, Proposal(
                    "date", found.last.isoformat(), found.start, found.end, confidence
                )
    return None


def _academies(text: str, head: tuple[int, int]) -> list[Proposal]:
    """Those of the letterhead or of the issuing rector; a mention elsewhere in the head only proposes."""
    proposals = []
    for start, end, name in vocabulary.academies_in(text[: head[1]]):
        line = text.rfind("\n", 0, start) + 1
        opening = text[line:start]
        issuing = _LETTERHEAD.fullmatch(opening.strip() + " ") or re.search(
            r"(?:rectorat|recteur|rectrice|dsden|inspection)[^.;]*acad[ée]mie (?:de |d['’])$",
            opening,
            re.IGNORECASE,
        )
        within = re.search(
            r"\b(?:de l['’]|dans l['’]|par l['’]|l['’])acad[ée]mie (?:de |d['’])$", opening, re.IGNORECASE
        )
        confidence = 0.97 if issuing else 0.7 if within else 0.3
        proposals.append(Proposal("academies", name, start, end, confidence))
    if proposals and max(p.confidence for p in proposals) < CERTAIN:
        return _raised(proposals)
    return proposals


def _raised(proposals: list[Proposal]) -> list[Proposal]:
    """Without a letterhead, the one académie that the introduction speaks of is the text's."""
    names = Counter(p.value for p in proposals if p.confidence >= 0.7)
    if len(names) != 1:
        return proposals
    return [Proposal(p.field, p.value, p.start, p.end, 0.82) if p.value in names else p for p in proposals]


def _sessions(text: str, head: tuple[int, int], title: Block | None) -> list[Proposal]:
    spans = ([(title.start, title.end)] if title else []) + [head]
    for index, span in enumerate(spans):
        found = [
            Proposal("sessions", year, m.start(group), m.end(group), 0.97 - 0.07 * index)
            for pattern in (_SESSION, _ANY_SESSION)
            for m in pattern.finditer(text, *span)
            for group in range(1, (pattern.groups) + 1)
            if (year := m[group])
        ]
        if found:
            return found
    years = Counter(m[1] for m in _SESSION.finditer(text))
    if len(years) == 1:
        match = _SESSION.search(text)
        assert match is not None
        return [Proposal("sessions", match[1], match.start(1), match.end(1), 0.85)]
    return []


def _exams(text: str, head: tuple[int, int], title: Block | None) -> list[Proposal]:
    every = _EVERY_EXAM.search(text, *head)
    if every:
        return [
            Proposal("exams", code, every.start(), every.end(), 0.9)
            for code in vocabulary.EXAMS
            if code not in ("bac_pro", "ece")
        ]
    spans = ([(title.start, title.end)] if title else []) + [head, (0, len(text))]
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


def _level(text: str, head: tuple[int, int], academies: list[Proposal]) -> str | None:
    if any(p.confidence >= CERTAIN for p in academies):
        return "academique"
    if _NATIONAL.search(text, *head):
        return "national"
    return None


def _authority(head: str, level: str | None) -> str | None:
    offices = [m.group().strip() for m in _OFFICE.finditer(head)]
    if level == "academique":
        names = [name for _, _, name in vocabulary.academies_in(head)]
        place = f"Rectorat de l’académie {_of(names[0])}" if names else "Rectorat"
        bureau = next((m[1] for o in offices if (m := re.search(r"\b((?:DEC|DIEC|SIEC)\d*)\b", o))), None)
        return f"{place}, {bureau or offices[0]}" if offices or bureau else place
    return offices[0] if offices else None


def _of(name: str) -> str:
    return f"d’{name}" if name[0] in "AEIOUÉ" else f"de {name}"
