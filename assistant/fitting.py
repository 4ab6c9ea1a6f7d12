"""Whether a unit has a value of the wanted kind, and whether it speaks of the frame that is asked about."""

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.question import ACADEMY, Part, Question
from assistant.values import NUMBERS, YEAR, Kind, Value
from assistant.wanted import Form
from assistant.words import fold, likeness, stems, topic, words
from knowledge.search import Hit, Unit
from knowledge.vocabulary import OVERSEAS, academies_in, exams_in

# Words that ask for a kind of value: the value says them, « 24 heures » is a « délai ».
_ASKED_BY = {
    Kind.DATE: "date jour limite échéance",
    Kind.TIME: "heure horaire",
    Kind.DURATION: "délai durée temps",
    Kind.MOMENT: "moment",
    Kind.AMOUNT: "montant tarif taux prix coût somme barème",
    Kind.PHONE: "numéro téléphone",
    Kind.EMAIL: "adresse mail courriel messagerie",
    Kind.URL: "adresse site lien",
    Kind.PLACE: "lieu endroit adresse",
    Kind.CODE: "code",
    Kind.COUNT: "nombre",
    Kind.PERCENT: "taux pourcentage proportion",
    Kind.SIZE: "taille poids",
    Kind.REFERENCE: "référence",
}
ASKED_BY = {kind: frozenset(topic(said)) for kind, said in _ASKED_BY.items()}


# The ways of the baccalauréat, as the rows of a table tell them apart.
WAYS = (
    ("bac_general", re.compile(r"\bvoie generale\b|\(general\)|\bserie generale\b")),
    ("bac_techno", re.compile(r"\b(?:voie|serie) techno(?:logique)?\b|\(technologique\)")),
    ("bac_pro", re.compile(r"\bvoie professionnelle\b|\(professionnel\)")),
)
WITHIN = re.compile(r"\b(?:dans|pour|en|a|aux?)\b[^.;:,]*$")
OUTRE_MER = re.compile(r"\b(?:dans|pour|en|aux?)\b[^.;:,]*\boutre-mer\b")
# A number and the one to three words that it counts.
NUMBERED = re.compile(rf"\b(?:\d+(?:[.,]\d+)?|(?:{NUMBERS})(?:aine)?s?)\b((?: [a-z'-]+){{1,3}})")
COUNTED = re.compile(
    r"combien de? ?(?:d')?([a-z-]{3,})|nombre (?:de|d'|maximum de|maximal de|max de) ?([a-z-]{3,})"
)


def typed(question: Question, part: Part, values: Sequence[Value], unit: Unit) -> float:
    """Share of the wanted kinds for which the unit has a value that the question does not already say."""
    if part.form is Form.CHOICE:
        return float(any(likeness(t, stems(unit.text)) > 0 for t in part.alternatives))
    if not part.wants:
        return 0.0
    new = _new(question, values)
    met = sum(not want.isdisjoint(new) for want in part.wants)
    if Kind.COUNT in part.wants[0] and Kind.CODE not in part.wants[0] and met:
        met -= not _counts_the_thing(fold(part.text), unit)
    return met / len(part.wants)


def said_by_value(question: Question, part: Part, values: Sequence[Value]) -> frozenset[str]:
    """Stems of the question that a value of the unit says by being of the kind that they ask for."""
    wanted = frozenset().union(*part.wants) & _new(question, values) if part.wants else frozenset()
    return frozenset().union(*(ASKED_BY.get(kind, frozenset()) for kind in wanted))


def _new(question: Question, values: Sequence[Value]) -> frozenset[Kind]:
    """Kinds of the values that the question does not already say."""
    asked = f" {' '.join(words(question.text))} "
    return frozenset(
        v.kind
        for v in values
        if f" {' '.join(words(v.text))} " not in asked or v.kind in (Kind.SERVICE, Kind.TOOL, Kind.PLACE)
    )


def _counts_the_thing(asked: str, unit: Unit) -> bool:
    """« combien de copies » wants a number of copies, not of days."""
    match = COUNTED.search(asked)
    if not match:
        return True
    wanted = stems(match.group(1) or match.group(2))
    if unit.kind == "row":
        return any(likeness(w, stems(f"{unit.text} {unit.context}")) > 0 for w in wanted)
    return any(
        likeness(w, stems(number.group(1))) > 0
        for w in wanted
        for number in NUMBERED.finditer(fold(unit.text))
    )


def scope_fit(question: Question, hit: Hit, unit: Unit) -> float:
    """-1 when the text speaks of other years or academies than the question, 1 when of the same, else 0."""
    if not question.years and not question.academies:
        return 0.0
    document = hit.document.replace("_", " ")
    texts = [fold(f"{unit.text} {unit.context} {hit.text}"), fold(f"{hit.title} {document}")]
    both = ((question.years, YEAR), (question.academies, ACADEMY))
    told = [(named, {m.group() for text in texts for m in shape.finditer(text)}) for named, shape in both]
    return min((1.0 if said & named else -1.0 for named, said in told if named and said), default=0.0)


def is_elsewhere(question: Question, unit: Unit) -> bool:
    """Whether a sentence holds for other académies only: « Dans les académies d’outre-mer, ce délai est… ».

    An académie that the question names beside its own is no other's.
    """
    if question.academy is None:
        return False
    held = _held_in(unit.text)
    return bool(held) and question.academy not in held and held.isdisjoint(_held_in(question.text))


@lru_cache(maxsize=65536)
def _held_in(text: str) -> frozenset[str]:
    """The académies in which a sentence says that it holds; one that it only names is not among them."""
    folded = fold(text)
    named = frozenset(
        name for start, _, name in academies_in(text) if WITHIN.search(folded, max(0, start - 60), start)
    )
    return named | OVERSEAS if OUTRE_MER.search(folded) else named


def exam_fit(question: Question, unit: Unit) -> float:
    """-1 when a row names only other examinations than the one that is asked about, else 0.

    A sentence may name another for many reasons: only the rows of a table stand for one case each. Its own
    examination speaks against the rows beside it, not for it: else it would pass before what answers.
    """
    named = exams_said(unit.text) if question.exams and unit.kind == "row" else frozenset()
    if not named:
        return 0.0
    return 0.0 if named & (_ways(question.text) or question.exams) else -1.0


def case_fit(question: Question, said: frozenset[str]) -> float:
    """1 when words of the asker's own speciality, or of the département that is named, are said."""
    return float(any(likeness(t, said) > 0 for t in question.cases))


@lru_cache(maxsize=65536)
def exams_said(text: str) -> frozenset[str]:
    """Codes of the examinations that a row names; « voie générale » names one where a table has several."""
    return frozenset(code for _, _, code in exams_in(text)) or _ways(text)


def _ways(text: str) -> frozenset[str]:
    folded = fold(text)
    return frozenset(code for code, wording in WAYS if wording.search(folded))
