"""What the styles and the numbering of a Word document say of a paragraph."""

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import Any

from docx.oxml.ns import qn

_HEADING = re.compile(r"^(?:heading|titre)\s*(\d)$", re.I)
_TITLES = {"title", "titre"}
_BULLETS = ("List Bullet", "Liste à puces")
_OFF = ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class Look:
    """What a paragraph shows, its own marks first, its style's otherwise."""

    size: float = 0.0
    bold: bool = False
    italic: bool = False
    underlined: bool = False
    centred: bool = False
    level: int | None = None
    numbering: tuple[str, int] | None = None
    bullet: bool = False
    depth: int = 0


class Styles:
    """Paragraph styles by id, each resolved once along the styles it is based on."""

    def __init__(self, element: Any) -> None:
        self._elements = {s.get(qn("w:styleId")): s for s in element.iter(qn("w:style"))}
        self._looks: dict[str, Look] = {}
        defaults = element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
        self._base = _run_look(Look(size=10.0), defaults)
        self._default = next(
            (
                key
                for key, s in self._elements.items()
                if s.get(qn("w:type")) == "paragraph" and s.get(qn("w:default")) in ("1", "true")
            ),
            None,
        )

    def look(self, paragraph: Any) -> Look:
        properties = paragraph.find(qn("w:pPr"))
        style = properties.find(qn("w:pStyle")) if properties is not None else None
        key = style.get(qn("w:val")) if style is not None else self._default
        look = _paragraph_look(self._style(key, 0), properties)
        runs = [
            run
            for run in paragraph.iter(qn("w:r"))
            if any((t.text or "").strip() for t in run.iter(qn("w:t")))
        ]
        if not runs:
            return look
        looks = [_run_look(look, run.find(qn("w:rPr"))) for run in runs]
        return replace(
            look,
            size=max(one.size for one in looks),
            bold=all(one.bold for one in looks),
            italic=all(one.italic for one in looks),
            underlined=all(one.underlined for one in looks),
        )

    def _style(self, key: str | None, depth: int) -> Look:
        if key is None or key not in self._elements or depth > 20:
            return self._base
        if key not in self._looks:
            element = self._elements[key]
            based = element.find(qn("w:basedOn"))
            above = self._style(based.get(qn("w:val")) if based is not None else None, depth + 1)
            look = _run_look(_paragraph_look(above, element.find(qn("w:pPr"))), element.find(qn("w:rPr")))
            self._looks[key] = _named(look, element)
        return self._looks[key]


def _named(look: Look, element: Any) -> Look:
    name = element.find(qn("w:name"))
    said = str(name.get(qn("w:val"))) if name is not None else ""
    if heading := _HEADING.match(said):
        return replace(look, level=int(heading[1]))
    if said.lower() in _TITLES:
        return replace(look, level=0)
    if said.startswith(_BULLETS):
        return replace(look, bullet=True, depth=int(said[-1]) if said[-1].isdecimal() else 1)
    return look


def _paragraph_look(look: Look, properties: Any) -> Look:
    if properties is None:
        return look
    outline = properties.find(qn("w:outlineLvl"))
    if outline is not None and str(outline.get(qn("w:val"))).isdecimal():
        level = int(outline.get(qn("w:val"))) + 1
        look = replace(look, level=level if level < 10 else None)
    alignment = properties.find(qn("w:jc"))
    if alignment is not None:
        look = replace(look, centred=alignment.get(qn("w:val")) == "center")
    numbering = properties.find(qn("w:numPr"))
    if numbering is not None:
        number, depth = numbering.find(qn("w:numId")), numbering.find(qn("w:ilvl"))
        inherited = look.numbering or ("", 0)
        key = number.get(qn("w:val")) if number is not None else inherited[0]
        at = int(depth.get(qn("w:val"))) if depth is not None else inherited[1]
        look = replace(look, numbering=(key, at) if key and key != "0" else None, depth=at + 1)
    return look


def _run_look(look: Look, properties: Any) -> Look:
    if properties is None:
        return look
    size = properties.find(qn("w:sz"))
    if size is not None and str(size.get(qn("w:val"))).isdecimal():
        look = replace(look, size=int(size.get(qn("w:val"))) / 2)
    return replace(
        look,
        bold=_on(properties, "w:b", look.bold),
        italic=_on(properties, "w:i", look.italic),
        underlined=_on(properties, "w:u", look.underlined),
    )


def _on(properties: Any, tag: str, inherited: bool) -> bool:
    element = properties.find(qn(tag))
    return inherited if element is None else element.get(qn("w:val")) not in _OFF


@dataclass(slots=True)
class _Level:
    form: str = "bullet"
    text: str = ""
    start: int = 1


@dataclass(slots=True)
class Numbers:
    """Counts the numbered paragraphs as Word does when it prints them."""

    element: Any
    _levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _lists: dict[str, str] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def __post_init__(self) -> None:
        if self.element is None:
            return
        for definition in self.element.iter(qn("w:abstractNum")):
            key = str(definition.get(qn("w:abstractNumId")))
            self._levels[key] = {
                int(lvl.get(qn("w:ilvl"))): _level(lvl) for lvl in definition.iter(qn("w:lvl"))
            }
        for number in self.element.iter(qn("w:num")):
            definition = number.find(qn("w:abstractNumId"))
            if definition is not None:
                self._lists[str(number.get(qn("w:numId")))] = str(definition.get(qn("w:val")))

    def next(self, paragraph: Any, numbering: tuple[str, int] | None) -> tuple[str, bool] | None:
        """Give the mark of a paragraph and whether it was counted; nothing for one outside lists."""
        if numbering is None or not any((t.text or "").strip() for t in paragraph.iter(qn("w:t"))):
            return None
        key = self._lists.get(numbering[0], "")
        depth = numbering[1]
        level = self._levels.get(key, {}).get(depth, _Level())
        if level.form in ("bullet", "none") or not level.text:
            return ("-", False) if level.form == "bullet" else None
        counts = self._counts[key]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        return self._printed(key, depth, counts), True

    def _printed(self, key: str, depth: int, counts: dict[int, int]) -> str:
        levels = self._levels[key]

        def value(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            level = levels.get(at, _Level("decimal"))
            # "1.a" refers to its parent in figures whatever the parent's own form.
            return _figure(counts.get(at, level.start), level.form)

        return re.sub(r"%(\d)", value, levels[depth].text)


def _level(element: Any) -> _Level:
    def said(tag: str, default: str) -> str:
        found = element.find(qn(tag))
        return str(found.get(qn("w:val"))) if found is not None else default

    start = said("w:start", "1")
    return _Level(said("w:numFmt", "decimal"), said("w:lvlText", ""), int(start) if start.isdecimal() else 1)


def _figure(value: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (value - 1) % 26)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman"):
        roman = roman_number(value)
        return roman if form == "upperRoman" else roman.lower()
    return f"{value:02d}" if form == "decimalZero" else str(value)


def roman_number(value: int) -> str:
    """Write 4 as IV."""
    figures = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    text = ""
    for amount, letters in figures:
        while value >= amount and len(text) < 20:
            text += letters
            value -= amount
    return text
