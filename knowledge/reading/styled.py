"""Paragraphs as a word processor or a printed page shows them: what headings are recognised by."""

from dataclasses import dataclass


@dataclass(slots=True)
class Styled:
    """A paragraph and its look; `level` is set when the file itself declares a title (0) or a heading."""

    text: str
    page: int = 1
    size: float = 0.0  # points; 0 when unknown
    bold: bool = False
    underlined: bool = False
    italic: bool = False
    centred: bool = False
    level: int | None = None
    lead: str = ""  # bullet or number of a list entry, with its space
    depth: int = 0  # lists: 1 is the outer one
    number: str = ""  # number that the word processor counts by itself, already part of `text`
    gap: bool = True  # printed pages: set apart from what stands above

    @property
    def words(self) -> int:
        return len(self.text.split())
