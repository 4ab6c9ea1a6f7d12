"""How deep each heading is, from its numbering and its print."""

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.reading.styled import Styled

_SAME_SIZE = 0.04
_OUTER = frozenset({"annexe", "titre", "chapitre", "partie"})


@dataclass(frozen=True, slots=True)
class Form:
    """A family of headings that share one depth: "1.1", "A -", "Annexe 2", bold 13 points…"""

    kind: str  # declared, arabic, roman, letter, named or look
    depth: int = 1
    word: str = ""

    @property
    def numbered_or_named(self) -> bool:
        return self.kind != "look"

    @classmethod
    def look(cls, part: Styled) -> "Form":
        """Family of an unnumbered heading: those printed like it."""
        marks = (
            f"{round(part.size * 2) / 2}{'b' * part.bold}{'u' * part.underlined}{'C' * part.text.isupper()}"
        )
        return cls("look", 1, marks)


def assign(headings: Mapping[int, tuple[Styled, Form]]) -> dict[int, int]:
    """Give the level of every heading, 1 being the outermost; a family keeps one level all along."""
    families: dict[Form, tuple[int, Styled]] = {}
    depths: dict[int, int] = {}
    previous: tuple[int, Styled] | None = None
    for at, (part, form) in sorted(headings.items()):
        if form not in families:
            families[form] = (_level(part, form, families, previous), part)
        depths[at] = families[form][0]
        previous = (depths[at], part)
    return depths


def _level(
    part: Styled, form: Form, families: Mapping[Form, tuple[int, Styled]], previous: tuple[int, Styled] | None
) -> int:
    if form.kind == "declared":
        return form.depth
    if form.kind == "named" and form.word in _OUTER:
        return 1
    parent = (
        families.get(Form(form.kind, form.depth - 1)) if form.kind == "arabic" and form.depth > 1 else None
    )
    if parent is not None:
        return parent[0] + 1
    if previous is None:
        return 1
    if part.size:
        return _by_print(part, form, families, previous)
    return previous[0] + 1


def _by_print(
    part: Styled, form: Form, families: Mapping[Form, tuple[int, Styled]], previous: tuple[int, Styled]
) -> int:
    peers = [level for level, other in families.values() if _alike(part, other)]
    if peers and form.kind in ("look", "arabic", "named") and not _nested(form, families):
        return peers[0]
    larger = [level for level, other in families.values() if other.size > part.size * (1 + _SAME_SIZE)]
    if larger:
        return max(larger) + 1
    return previous[0] + 1 if peers else 1


def _nested(form: Form, families: Mapping[Form, tuple[int, Styled]]) -> bool:
    """Say whether figures come under roman numbers, letters or articles printed in the same way."""
    return form.kind == "arabic" and any(
        other.kind in ("roman", "letter") or other.word == "article" for other in families
    )


def _alike(one: Styled, other: Styled) -> bool:
    same = abs(one.size - other.size) <= _SAME_SIZE * max(one.size, other.size)
    return same and one.bold == other.bold and one.underlined == other.underlined
