"""The form of a deposit: what the curator may correct, read back into findings."""

from dataclasses import replace
from datetime import date

from starlette.datastructures import FormData

from knowledge.deposits import DROPPED, KEPT, Draft
from knowledge.findings import Findings
from knowledge.metadata import Metadata
from knowledge.relations import Relation, RelationKind
from knowledge.vocabulary import EXAMS, OTHER_EXAMS, academy_of

LENGTHS = {"number": 100, "authority": 500, "target": 100, "section": 30}
LEVELS = ("national", "academique", "autre")
UNKNOWN_ACADEMY = "Académie inconnue : {}. Séparez-les par des virgules."
BAD_SESSION = "Écrivez des années, par exemple 2026, 2027."
BAD_DAY = "Écrivez une date, par exemple 2027-06-12."
NO_TARGET = "Écrivez le numéro du texte visé, ou écartez la proposition."


def read_form(draft: Draft, form: FormData) -> tuple[Draft, dict[str, str]]:
    """The draft as it was typed, and what cannot be read, by field."""
    errors: dict[str, str] = {}
    metadata = _metadata(draft.findings.metadata, form, errors)
    relations = tuple(
        _relation(f"r{rank}", one, form, errors) for rank, one in enumerate(draft.findings.relations)
    )
    findings = replace(draft.findings, metadata=metadata, relations=relations)
    decisions = {
        key: str(form[f"keep-{key}"])
        for key in keys_of(findings)
        if form.get(f"keep-{key}") in (KEPT, DROPPED)
    }
    return replace(draft, findings=findings, decisions=decisions), errors


def keys_of(found: Findings) -> list[str]:
    """Of what may be kept or dropped one by one."""
    lists = (
        ("r", found.relations),
        ("c", found.corrections),
        ("s", found.replaced),
        ("d", found.deadlines),
        ("v", found.values),
    )
    return [f"{letter}{rank}" for letter, members in lists for rank in range(len(members))]


def _metadata(said: Metadata, form: FormData, errors: dict[str, str]) -> Metadata:
    academies = _listed(form, "academies")
    named = [(words, academy_of(words)) for words in academies]
    unknown = [words for words, name in named if name is None]
    if unknown:
        errors["academies"] = UNKNOWN_ACADEMY.format(", ".join(unknown))
    sessions = _listed(form, "sessions")
    if any(not (year.isdigit() and len(year) == 4) for year in sessions):
        errors["sessions"] = BAD_SESSION
    level = _text(form, "level")
    return replace(
        said,
        number=_text(form, "number") or None,
        signed_on=_day(_text(form, "signed_on"), errors),
        authority=_text(form, "authority") or None,
        level=level if level in LEVELS else None,
        academies=tuple(dict.fromkeys(name or words for words, name in named)),
        sessions=tuple(dict.fromkeys(sessions)),
        exams=tuple(code for code in (*EXAMS, *OTHER_EXAMS) if code in form.getlist("exams")),
        series=tuple(word.upper() for word in _listed(form, "series")),
    )


def _relation(key: str, one: Relation, form: FormData, errors: dict[str, str]) -> Relation:
    kind = _text(form, f"kind-{key}")
    target = _text(form, f"target-{key}")[: LENGTHS["target"]]
    if not target and form.get(f"keep-{key}") != DROPPED:
        errors[f"target-{key}"] = NO_TARGET
    return replace(
        one,
        kind=RelationKind(kind) if kind in [known.value for known in RelationKind] else one.kind,
        target=target or one.target,
        section=_text(form, f"section-{key}")[: LENGTHS["section"]] or None,
    )


def _text(form: FormData, name: str) -> str:
    return " ".join(str(form.get(name, "")).split())[: LENGTHS.get(name, 500)]


def _listed(form: FormData, name: str) -> list[str]:
    return [part.strip() for part in _text(form, name).split(",") if part.strip()]


def _day(words: str, errors: dict[str, str]) -> date | None:
    try:
        return date.fromisoformat(words) if words else None
    except ValueError:
        errors["signed_on"] = BAD_DAY
        return None
