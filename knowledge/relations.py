"""What a text does to another: replaces it, repeals it, corrects one section or one date of it."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from knowledge.metadata import KIND, REFERENCE


class RelationKind(StrEnum):
    RECTIFIES = "rectifie"
    REPLACES = "annule_et_remplace"
    MODIFIES = "modifie"
    COMPLETES = "complete"
    REPEALS = "abroge"


@dataclass(frozen=True, slots=True)
class Relation:
    """`text[start:end]` says that this text acts on the one numbered `target`.

    `section` limits the effect ("3.2", "annexe 1"); None is the whole text. Below
    `metadata.CERTAIN` a curator decides.
    """

    kind: RelationKind
    target: str
    section: str | None
    start: int
    end: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Correction:
    """ "Au lieu de « old », lire « new »": one wording of the target gives way to another.

    Offsets are of this text. `section` is that of the target, None when it is not said.
    """

    section: str | None
    old: str
    new: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Replaced:
    """A whole section of the target that `text[start:end]` replaces, annuls or repeals."""

    section: str
    start: int
    end: int


_ACTION = {
    RelationKind.REPLACES: (
        r"annul\w+ et remplac\w+|rempla[cç]\w+ (?:et annul\w+|int[ée]gralement|en totalit[ée])"
    ),
    RelationKind.REPEALS: r"abrog\w+",
    RelationKind.RECTIFIES: r"rectificatif|rectifi(?:e|ant|cation|[ée]e?s?)\b|erratum|corrige\b",
    RelationKind.MODIFIES: r"modifi\w+|est remplac[ée]e?|sont remplac[ée]e?s|remplace\b",
    RelationKind.COMPLETES: r"compl[èe]t\w+|additif|avenant",
}
_TARGET = re.compile(
    rf"(?P<kind>{KIND})(?:\s+\w+){{0,2}}?[\s\u00a0]+(?:n[°º][\s\u00a0]*)?"
    rf"(?P<number>{REFERENCE})(?=[\s,.;:»)–—\u00a0-]|$)",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"\b(?:sections?|points?|articles?|paragraphes?|chapitres?|§|annexes?)[\s\u00a0]+(?:n[°º]\s*)?(?P<section>\d+(?:\.\d+)*|[IVX]+\b)",
    re.IGNORECASE,
)
_ANNEX = re.compile(r"\bannexes?[\s\u00a0]+(?P<annex>\d+|[A-Z]\b|[IVX]+\b)", re.IGNORECASE)
_QUOTED_SUBJECT = re.compile(
    r"[«\"“][\s\u00a0]*(?P<old>[^»\"”]{2,300}?)[\s\u00a0]*[»\"”]"
    r"[^.;«»]{0,80}?\b(?:est|sont) remplac[ée]e?s? par[^.;«»]{0,60}?"
    r"[«\"“][\s\u00a0]*(?P<new>[^»\"”]{2,300}?)[\s\u00a0]*[»\"”]",
    re.IGNORECASE,
)
_INSTEAD = re.compile(
    r"au lieu de[\s\u00a0]*:?[\s\u00a0]*[«\"“][\s\u00a0]*(?P<old>[^»\"”]{2,300}?)[\s\u00a0]*[»\"”]"
    r"[\s\u00a0]*[,;.]?[\s\u00a0]*(?:il (?:faut|convient de) )?lire[\s\u00a0]*:?"
    r"[\s\u00a0]*[«\"“][\s\u00a0]*(?P<new>[^»\"”]{2,300}?)[\s\u00a0]*[»\"”]",
    re.IGNORECASE,
)
_REPLACED = re.compile(
    r"\W*(?:\d+[.)]\s*)?(?:les (?:dispositions|termes|alin[ée]as) (?:de |des |du )?)?(?:la |les? |l['’])?"
    r"(?P<kind>sections?|points?|articles?|paragraphes?|chapitres?|§|annexes?)[\s\u00a0]+(?:n[°º]\s*)?"
    r"(?P<names>(?:\d+(?:\.\d+)*|[A-Z]\b)(?:(?:\s*,\s*|\s+et\s+)(?:\d+(?:\.\d+)*|[A-Z]\b))*)"
    r"[^.;«]{0,160}?\b(?:est|sont)(?: [\w’']+ment)? (?:annul|remplac|abrog|supprim)\w+",
    re.IGNORECASE,
)
# The text speaks of itself; otherwise it reports what another text does.
_ITSELF = re.compile(r"\b(?:la pr[ée]sente|le pr[ée]sent|cette|ce|elle|il)\b", re.IGNORECASE)
_UNCHANGED = re.compile(
    r"rest(?:e|ent) (?:applicables?|en vigueur|r[ée]gie?s|inchang|valables?)|demeur\w+|sans (?:la )?modifi"
    r"|n['’]est pas|ne sont pas",
    re.IGNORECASE,
)


def relations(text: str, *, own_number: str | None, head_end: int) -> list[Relation]:
    """What the letterhead, the title or a sentence of `text` says, once per target."""
    found: dict[tuple[RelationKind, str], Relation] = {}
    for start, end in _sentences(text):
        relation = _relation(text, start, end, own_number, head_end)
        if relation is None:
            continue
        key = (relation.kind, relation.target)
        if key not in found or (found[key].section is None and relation.section):
            found[key] = relation
    return [_located(relation, corrections(text)) for relation in _strongest(list(found.values()))]


def _located(relation: Relation, corrected: list[Correction]) -> Relation:
    """A rectification of the whole text that only corrects wordings of one section is about that section."""
    sections = {correction.section for correction in corrected}
    if relation.kind is RelationKind.RECTIFIES and relation.section is None and len(sections) == 1:
        return replace(relation, section=sections.pop())
    return relation


def corrections(text: str) -> list[Correction]:
    """Each "au lieu de … lire …" or "… est remplacé par …", with the section that its line names."""
    result = []
    found = [*_INSTEAD.finditer(text), *_QUOTED_SUBJECT.finditer(text)]
    for match in sorted(found, key=lambda m: m.start()):
        before = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        result.append(
            Correction(
                _section(before), match["old"].strip(), match["new"].strip(), match.start(), match.end()
            )
        )
    return result


def replaced_sections(text: str) -> list[Replaced]:
    """Sections said to be replaced, annulled or repealed as wholes ("les sections 3 et 4.2 sont …")."""
    found: list[Replaced] = []
    for start, end in _sentences(text):
        subject = _REPLACED.match(text[start:end])
        if subject is None:
            continue
        kind = "annexe " if subject["kind"].lower().startswith("annexe") else ""
        names = re.findall(r"\d+(?:\.\d+)*|\b[A-Z]\b", subject["names"])
        found += [Replaced(kind + name, start, end) for name in names]
    return found


def _relation(text: str, start: int, end: int, own: str | None, head_end: int) -> Relation | None:
    sentence = text[start:end]
    for kind, action in _ACTION.items():
        acted = re.search(rf"\b(?:{action})", sentence, re.IGNORECASE)
        target = acted and _target(sentence, own, acted.start())
        if acted is None or target is None or _UNCHANGED.search(sentence[: target.end()]):
            continue
        opens = not sentence[: acted.start()].strip(" –—-:\n")
        certain = bool(opens or _ITSELF.search(sentence[: acted.start()]) or _section(sentence))
        return Relation(
            kind,
            target["number"],
            _section(sentence),
            start,
            end,
            0.95 if certain else 0.85 if start < head_end else 0.6,
        )
    return None


def _target(sentence: str, own: str | None, acted_at: int) -> re.Match[str] | None:
    targets = [
        m
        for m in _TARGET.finditer(sentence)
        if m["number"] != own and not re.fullmatch(r"\d{1,2}|20\d\d", m["number"])
    ]
    return min(targets, key=lambda m: abs(m.start() - acted_at)) if targets else None


def _section(words: str) -> str | None:
    annex = _ANNEX.search(words)
    section = _SECTION.search(words)
    if section and not (annex and annex.start() == section.start()):
        return section["section"]
    return f"annexe {annex['annex']}" if annex else None


def _strongest(found: list[Relation]) -> list[Relation]:
    """A correction and a modification of one text are one act: the more precise one is kept."""
    order = list(_ACTION)
    kept: dict[str, Relation] = {}
    for relation in sorted(found, key=lambda r: (order.index(r.kind), r.start)):
        first = kept.get(relation.target)
        if first is None:
            kept[relation.target] = relation
        elif relation.section and first.section is None:
            kept[relation.target] = replace(first, section=relation.section)
    return sorted(kept.values(), key=lambda r: r.start)


def _sentences(text: str) -> list[tuple[int, int]]:
    """Rough sentences: a line, cut after a full stop that a capital follows."""
    spans = []
    for line in re.finditer(r"[^\n]+", text):
        start = line.start()
        for stop in re.finditer(r"[.;](?=\s+[A-ZÀ-Ý«])", line.group()):
            spans.append((start, line.start() + stop.end()))
            start = line.start() + stop.end() + 1
        spans.append((start, line.end()))
    return [(s, e) for s, e in spans if e > s]
