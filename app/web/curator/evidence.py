"""What a text seems to say, in French words, each with the place of the text that says it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app import trace_words
from app.web.document_view import Mark
from knowledge.deadlines import Deadline, DeadlineKind
from knowledge.findings import Findings
from knowledge.metadata import CERTAIN, Proposal
from knowledge.relations import Relation, RelationKind
from knowledge.values import ValueKind

FIELDS = {
    "number": "Numéro",
    "date": "Date",
    "authority": "Autorité",
    "academies": "Académie",
    "sessions": "Session",
    "exams": "Examen",
    "series": "Série",
}
RELATIONS = {
    RelationKind.RECTIFIES: "Rectifie",
    RelationKind.REPLACES: "Annule et remplace",
    RelationKind.MODIFIES: "Modifie",
    RelationKind.COMPLETES: "Complète",
    RelationKind.REPEALS: "Abroge",
}
DEADLINES = {
    DeadlineKind.LIMIT: "Échéance",
    DeadlineKind.WINDOW: "Période",
    DeadlineKind.RELATIVE: "Délai",
    DeadlineKind.DURATION: "Durée",
}
VALUES = {ValueKind.RATE: "Taux", ValueKind.CODE: "Code", ValueKind.CONTACT: "Contact d’un service"}
LEVELS = {"national": "Nationale", "academique": "Académique", "autre": "Autre"}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that the text says: `key` ties it to its words `text[start:end]`."""

    key: str
    label: str
    value: str
    start: int
    end: int
    is_doubtful: bool
    remark: str = ""

    @property
    def mark(self) -> Mark:
        return Mark(self.key, self.start, self.end)


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    found: tuple[Evidence, ...]


def sections(findings: Findings) -> list[Section]:
    """All that was found, by kind, in the order of the text."""
    every = (
        Section("Identité et portée", tuple(_fields(findings))),
        Section("Effets sur d’autres textes", tuple(_acts(findings))),
        Section("Échéances", tuple(_deadlines(findings))),
        Section("Taux, codes et contacts", tuple(_values(findings))),
    )
    return [section for section in every if section.found]


def day_of(value: date | None) -> str:
    return f"{value:%d/%m/%Y}" if value else ""


def _fields(findings: Findings) -> Iterator[Evidence]:
    seen: set[tuple[str, str]] = set()
    for rank, one in enumerate(findings.metadata.proposals):
        if (one.field, one.value) in seen:
            continue
        seen.add((one.field, one.value))
        doubtful = one.confidence < CERTAIN
        value = trace_words.EXAMS.get(one.value, one.value) if one.field == "exams" else _value(one)
        place = (one.start, one.end, doubtful)
        yield Evidence(f"m{rank}", FIELDS.get(one.field, one.field), value, *place)


def _value(one: Proposal) -> str:
    return day_of(date.fromisoformat(one.value)) if one.field == "date" else one.value


def _acts(findings: Findings) -> Iterator[Evidence]:
    for rank, one in enumerate(findings.relations):
        yield Evidence(f"r{rank}", RELATIONS[one.kind], act_words(one), one.start, one.end, is_unsure(one))
    for rank, said in enumerate(findings.corrections):
        where = f"section {said.section}, " if said.section else ""
        words = f"{where}« {said.old} » devient « {said.new} »"
        yield Evidence(f"c{rank}", "Mots remplacés", words, said.start, said.end, is_doubtful=False)
    for rank, gone in enumerate(findings.replaced):
        yield Evidence(f"s{rank}", "Section remplacée", gone.section, gone.start, gone.end, is_doubtful=False)


def act_words(one: Relation) -> str:
    return f"{one.target}, section {one.section}" if one.section else one.target


def is_unsure(one: Relation) -> bool:
    return one.confidence < CERTAIN


def _deadlines(findings: Findings) -> Iterator[Evidence]:
    for rank, one in enumerate(findings.deadlines):
        remark = "Le jour de la semaine écrit n’est pas celui de la date." if one.odd_weekday else ""
        place = (one.start, one.end, one.odd_weekday, remark)
        yield Evidence(f"d{rank}", DEADLINES[one.kind], deadline_words(one), *place)


def deadline_words(one: Deadline) -> str:
    days = " – ".join(dict.fromkeys(day_of(day) for day in (one.first, one.last) if day))
    said = ", ".join(part for part in (days, one.time) if part)
    return f"{one.label} : {said}" if said else one.label


def _values(findings: Findings) -> Iterator[Evidence]:
    for rank, one in enumerate(findings.values):
        yield Evidence(
            f"v{rank}", VALUES[one.kind], f"{one.label} : {one.value}", one.start, one.end, is_doubtful=False
        )
