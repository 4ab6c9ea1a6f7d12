"""What the styles of an OpenDocument text say of a paragraph and of a list."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from knowledge.reading.docx_styles import roman_number

_NAMESPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
}


def name(tag: str) -> str:
    """Write "text:p" as the parser does."""
    prefix, local = tag.split(":")
    return f"{{{_NAMESPACES[prefix]}}}{local}"


def attribute(element: Element, key: str) -> str:
    """Give an attribute, or nothing."""
    return element.get(name(key)) or ""


@dataclass(frozen=True, slots=True)
class Look:
    """What a paragraph shows."""

    size: float = 0.0
    bold: bool = False
    italic: bool = False
    underlined: bool = False
    centred: bool = False
    level: int | None = None


class Styles:
    """Styles by name, each resolved once along its parents; those of the text win over the common ones."""

    def __init__(self, roots: Iterable[Element]) -> None:
        self._elements: dict[tuple[str, str], Element] = {}
        self._lists: dict[str, Element] = {}
        self._base = Look()
        self._looks: dict[tuple[str, str], Look] = {}
        for root in roots:
            for default in root.iter(name("style:default-style")):
                if attribute(default, "style:family") == "paragraph":
                    self._base = _with_properties(self._base, default)
            for style in root.iter(name("style:style")):
                self._elements[attribute(style, "style:family"), attribute(style, "style:name")] = style
            for style in root.iter(name("text:list-style")):
                self._lists[attribute(style, "style:name")] = style

    def look(self, paragraph: Element) -> Look:
        """Give the look of a paragraph, that of its words when all of them share one."""
        key = attribute(paragraph, "text:style-name")
        look = self._style("paragraph", key, 0)
        if paragraph.tag == name("text:h"):
            level = attribute(paragraph, "text:outline-level") or "1"
            look = replace(look, level=int(level) if level.isdecimal() else 1)
        spans = [s for s in paragraph.iter(name("text:span")) if "".join(s.itertext()).strip()]
        loose = (paragraph.text or "").strip() or any((child.tail or "").strip() for child in paragraph)
        if not spans or loose:
            return look
        looks = [self._style("text", attribute(span, "text:style-name"), 0, look) for span in spans]
        return replace(
            look,
            size=max(one.size for one in looks),
            bold=all(one.bold for one in looks),
            italic=all(one.italic for one in looks),
            underlined=all(one.underlined for one in looks),
        )

    def mark(self, style: str, level: int, counted: int) -> str:
        """Give the bullet or the number of a list entry; an unknown list has bullets."""
        definition = self._lists.get(style)
        if definition is None:
            return "-"
        for element in definition:
            if attribute(element, "text:level") == str(level):
                if element.tag != name("text:list-level-style-number"):
                    return "-"
                form = attribute(element, "style:num-format")
                figure = _figure(counted, form)
                prefix, suffix = (
                    attribute(element, "style:num-prefix"),
                    attribute(element, "style:num-suffix"),
                )
                return f"{prefix}{figure}{suffix}".strip() if figure else ""
        return "-"

    def _style(self, family: str, key: str, depth: int, base: Look | None = None) -> Look:
        element = self._elements.get((family, key))
        start = base or self._base
        if element is None or depth > 20:
            return _named(start, key) if family == "paragraph" else start
        if base is None and (family, key) in self._looks:
            return self._looks[family, key]
        parent = attribute(element, "style:parent-style-name")
        above = self._style(family, parent, depth + 1, base) if parent else start
        look = _with_properties(_named(above, key), element)
        level = attribute(element, "style:default-outline-level")
        if level.isdecimal():
            look = replace(look, level=int(level))
        if base is None:
            self._looks[family, key] = look
        return look


def _named(look: Look, key: str) -> Look:
    plain = key.replace("_20_", " ").lower()
    if plain in ("title", "titre"):
        return replace(look, level=0)
    if plain.startswith(("heading ", "titre ")) and plain[-1].isdecimal():
        return replace(look, level=int(plain[-1]))
    return look


def _with_properties(look: Look, element: Element) -> Look:
    for child in element:
        if child.tag == name("style:text-properties"):
            look = _with_text(look, child)
        elif child.tag == name("style:paragraph-properties") and attribute(child, "fo:text-align"):
            look = replace(look, centred=attribute(child, "fo:text-align") == "center")
    return look


def _with_text(look: Look, properties: Element) -> Look:
    size = attribute(properties, "fo:font-size")
    if size.endswith("pt") and size[:-2].replace(".", "", 1).isdecimal():
        look = replace(look, size=float(size[:-2]))
    if weight := attribute(properties, "fo:font-weight"):
        look = replace(look, bold=weight not in ("normal", "400"))
    if slant := attribute(properties, "fo:font-style"):
        look = replace(look, italic=slant != "normal")
    if underline := attribute(properties, "style:text-underline-style"):
        look = replace(look, underlined=underline != "none")
    return look


def _figure(value: int, form: str) -> str:
    if form in ("a", "A"):
        letter = chr(ord("a") + (value - 1) % 26)
        return letter if form == "a" else letter.upper()
    if form in ("i", "I"):
        return roman_number(value) if form == "I" else roman_number(value).lower()
    return str(value) if form else ""
