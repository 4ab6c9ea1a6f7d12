"""What a text does to another: replaces it, repeals it, corrects one section or one date of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from knowledge.correction_words import INSTEAD, ORDERED, QUOTED_SUBJECT, REPLACED, REVERSED
from knowledge.informal import is_change, is_clear_change
from knowledge.references import END, FULL_REFERENCE, KIND, LONGEST_SENTENCE, REFERENCE


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


_DETERMINER = r"(?:l[ea]s?\b|l['’]|celles?\b|ce(?:tte|s)?\b|ainsi\b|comme\b)"
# "complète, pour l’académie, la circulaire …", "complète et précise la circulaire …": an adjective has none.
_AND = r"(?:,[^,.;]{1,80},| et \w+| \w+ment)? "
_ACTION = {
    RelationKind.REPLACES: (
        r"annul\w+ et (?:la |les |le )?remplac\w+|rempla[cç]\w+ et annul\w+"
        r"|rempla[cç]\w+ (?:int[ée]gralement|en totalit[ée]|dans son int[ée]gralit[ée])"
        r"|se substitue(?:nt)?\b|\w+ (?:int[ée]gralement|enti[èe]rement) remplac[ée]e?s?"
    ),
    RelationKind.REPEALS: (
        r"abrog\w+|(?:est|sont) (?:rapport[ée]|caduc|caduque|retir[ée]|annul[ée])e?s?\b"
        r"|n['’](?:est|a) plus (?:applicable|en vigueur|cours|lieu d['’][êe]tre)|ne s['’]applique(?:nt)? plus"
        r"|cesse(?:nt)? (?:de s['’]appliquer|d['’][êe]tre applicables?)"
    ),
    RelationKind.RECTIFIES: (
        r"rectificatif|rectifi(?:e|ent|ant|cation|[ée]e?s?)\b|erratum|errata|corrigendum"
        r"|corrige(?:nt|ant|r)?\b|corrig[ée]e?s?\b|au lieu de"
    ),
    RelationKind.MODIFIES: (
        r"modifi\w+|(?:est|sont) remplac[ée]e?s?|remplace(?:nt)?\b|restrei(?:nt|gnent|gnant)\b"
        r"|(?:est|sont) (?:\w+ )?(?:restrein|limit|prolong|prorog|reconduit)\w*"
        r"|(?:prolonge|proroge|reconduit)(?:nt)?\b|ne s['’]applique(?:nt)? qu['’]"
    ),
    RelationKind.COMPLETES: (
        rf"compl[èe]te(?:nt)?\b(?={_AND}{_DETERMINER}| {FULL_REFERENCE})|compl[ée]tant {_DETERMINER}"
        r"|l[ea]s? compl[èe]te(?:nt)?\b"
        r"|(?:vien(?:t|nent)|vis(?:e|ent) [àa]|(?:pour|a) (?:objet|but) de|destin[ée]e?s? [àa])"
        r" (?:compl[ée]ter|pr[ée]ciser)|(?:est|sont) (?:\w+ )?compl[ée]t[ée]e?s?\b"
        r"|compl[ée]ments?\b|additif|avenant|s['’]ajoute(?:nt)? [àa]"
    ),
}
_TARGET = re.compile(
    rf"(?P<kind>(?i:{KIND}))(?:[\s\u00a0]+[A-Za-zÀ-ÿ’']+){{0,3}}?[\s\u00a0]+(?:[nN](?:[°º]|um[ée]ro)[\s\u00a0]*)?"
    rf"(?P<number>{REFERENCE}|\d){END}"
    rf"|(?<![\w@./-])(?P<alone>{FULL_REFERENCE}){END}"
)
_NUMBERED = re.compile(r"(?:circulaire|note|instruction|arr[êe]t[ée]).*\bn(?:[°º]|um[ée]ro)", re.IGNORECASE)
_WHOLE_OBJECT = re.compile(
    r"\b(?:remplace(?:nt)?|(?:est|sont) remplac[ée]e?s?)\b", re.IGNORECASE
)  # "La présente circulaire remplace la circulaire …": nothing of it is left
_PART = re.compile(
    r"\b(?:sections?|points?|articles?|paragraphes?|chapitres?|annexes?|alin[ée]as?|mots?|termes?|phrases?"
    r"|lignes?|dates?|mentions?|tableaux?|horaires?|dispositions (?:du|de l))\b|§|«",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"\b(?:sections?|points?|articles?|paragraphes?|chapitres?|§|annexes?)[\s\u00a0]+(?:n[°º]\s*)?(?P<section>\d+(?:\.\d+)*|[IVX]+\b)",
    re.IGNORECASE,
)
_ANNEX = re.compile(r"\bannexes?[\s\u00a0]+(?P<annex>\d+|[A-Z]\b|[IVX]+\b)", re.IGNORECASE)
# The text speaks of itself; otherwise it reports what another text does.
_ITSELF = re.compile(r"\b(?:la pr[ée]sente|le pr[ée]sent|cette|ce|elle|il)\b", re.IGNORECASE)
# "La circulaire … est modifiée comme suit": this text does it, whatever comes first.
_BY_ITSELF = re.compile(
    r"^[^.;]{0,60}?\b(?:par (?:la|le|les) (?:pr[ée]sent|disposition|mention|alin[ée]a|phrase|paragraphe)"
    r"|comme suit|ainsi qu['’]il suit|ainsi\s*:)",
    re.IGNORECASE,
)
_UNCHANGED = re.compile(
    r"rest(?:e|ent) (?:applicables?|en vigueur|r[ée]gie?s|inchang|valables?)|demeur\w+|sans (?:la )?modifi"
    r"|n['’]est pas|ne sont pas",
    re.IGNORECASE,
)


def relations(text: str, *, own_number: str | None, head_end: int) -> list[Relation]:
    """What the letterhead, the title or a sentence of `text` says, once per target.

    A change told without legal wording comes as a doubtful one, its target empty when no text is named.
    """
    found: dict[tuple[RelationKind, str], Relation] = {}
    for start, end in _sentences(text):
        relation = _relation(text, start, end, own_number, head_end)
        if relation is None:
            continue
        key = (relation.kind, relation.target)
        if key not in found or (found[key].section is None and relation.section):
            found[key] = relation
    corrected = corrections(text)
    if not found and corrected:
        found |= _unnamed(text, corrected, own_number, head_end)
    located = [_located(relation, corrected) for relation in _strongest(list(found.values()))]
    return located or list(_told(text, own_number, head_end))


def _unnamed(
    text: str, corrected: list[Correction], own: str | None, head_end: int
) -> dict[tuple[RelationKind, str], Relation]:
    """ "Au lieu de … lire …" in a text that names the corrected one in its subject only."""
    target = _target(text[:head_end], own, 0)
    if target is None:
        return {}
    at = (corrected[0].start, corrected[0].end)
    relation = Relation(RelationKind.RECTIFIES, _number_of(target), None, *at, 0.85)
    return {(relation.kind, relation.target): relation}


def _told(text: str, own: str | None, head_end: int) -> Iterator[Relation]:
    """ "Finalement, la réunion aura lieu le …": something announced before has changed."""
    for start, end in _sentences(text):
        sentence = text[start:end]
        target = _target(sentence, own, 0) if is_change(sentence) else None
        if target is None and is_clear_change(sentence):
            target = _target(text[:head_end], own, 0)
        elif target is None:
            continue
        number = _number_of(target) if target else ""
        yield Relation(RelationKind.MODIFIES, number, None, start, end, 0.6 if number else 0.4)
        return


def _located(relation: Relation, corrected: list[Correction]) -> Relation:
    """A rectification of the whole text that only corrects wordings of one section is about that section."""
    sections = {correction.section for correction in corrected}
    if relation.kind is RelationKind.RECTIFIES and relation.section is None and len(sections) == 1:
        return replace(relation, section=sections.pop())
    return relation


def corrections(text: str) -> list[Correction]:
    """Each "au lieu de … lire …" or "… est remplacé par …", with the section that its line names."""
    result = []
    wordings = (INSTEAD, QUOTED_SUBJECT, REVERSED, ORDERED)
    found = [match for wording in wordings for match in wording.finditer(text)]
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
        subject = REPLACED.match(text[start:end])
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
        before, after = sentence[: acted.start()], sentence[acted.end() :]
        opens = not before.strip(" –—-:(\n")
        certain = opens or _ITSELF.search(before) or _BY_ITSELF.search(after) or _section(sentence)
        confidence = 0.95 if certain else 0.85 if start < head_end else 0.6
        said = _said_of_whole(kind, acted.group(), sentence)
        return Relation(said, _number_of(target), _section(sentence), start, end, confidence)
    return None


def _said_of_whole(kind: RelationKind, words: str, sentence: str) -> RelationKind:
    """ "Remplace" is said of a text as a whole unless the sentence names a part of it."""
    whole = kind is RelationKind.MODIFIES and _WHOLE_OBJECT.match(words) and not _PART.search(sentence)
    return RelationKind.REPLACES if whole else kind


def _target(sentence: str, own: str | None, acted_at: int) -> re.Match[str] | None:
    targets = [
        m
        for m in _TARGET.finditer(sentence)
        if _number_of(m) != own and not re.fullmatch(r"20\d\d", _number_of(m)) and _is_named(m)
    ]
    return min(targets, key=lambda m: (m["number"] is None, abs(m.start() - acted_at))) if targets else None


def _is_named(match: re.Match[str]) -> bool:
    """Without "circulaire" before it, a short code may be that of a room or of a paper."""
    alone = match["alone"]
    if alone is None:
        # "Circulaire n° 7" is a text, "rectificatif n° 1" may be this very one.
        said = match.group()[: match.start("number") - match.start()]
        return bool(len(match["number"]) > 2 or _NUMBERED.match(said))
    return sum(c.isdigit() for c in str(alone)) >= 3


def _number_of(target: re.Match[str]) -> str:
    """The reference in a match of `_TARGET`."""
    return target["number"] or target["alone"]


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
    return [(s, e) for s, e in spans if s < e < s + LONGEST_SENTENCE]
