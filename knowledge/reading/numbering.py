"""Which numbered lines are headings: those that count up through the document."""

from collections.abc import Sequence

from knowledge.reading import markers
from knowledge.reading.levels import Form
from knowledge.reading.markers import Numbered, Style
from knowledge.reading.pieces import Piece
from knowledge.reading.structure import sequence
from knowledge.reading.styled import Styled

_KINDS = {Style.ROMAN: "roman", Style.LETTER: "letter"}


def counted(parts: Sequence[Styled | None], *, after: int) -> dict[int, Form]:
    """Give the form of every numbered heading; None stands for what cannot be one."""
    pieces = [None if part is None else _piece(part) for part in parts]
    kept = sequence(pieces, after=after)
    return {at: _form(found) for at, found in kept.items()}


def _piece(part: Styled) -> Piece:
    return Piece(part.text.strip(), 1, part.page, 0, lead=part.lead, bold=part.bold, last=part.text.strip())


def _form(found: Numbered) -> Form:
    return Form(_KINDS.get(found.style, "arabic"), len(found.path))
