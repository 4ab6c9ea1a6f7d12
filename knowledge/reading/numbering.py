"""Which numbered lines are headings: those that count up through the document."""

from collections.abc import Sequence

from knowledge.documents import BlockKind
from knowledge.reading.drafts import Draft
from knowledge.reading.levels import Form
from knowledge.reading.markers import Numbered, Style
from knowledge.reading.pieces import Piece
from knowledge.reading.structure import sequence
from knowledge.reading.styled import Styled

_OTHER = Draft(BlockKind.ROW, "")  # what cannot be a heading
_KINDS = {Style.ROMAN: "roman", Style.LETTER: "letter"}


def counted(parts: Sequence[Styled | None], *, after: int) -> dict[int, Form]:
    """Give the form of every numbered heading; None stands for what cannot be one."""
    kept = sequence([_OTHER if part is None else _piece(part) for part in parts], after=after)
    return {at: _form(found) for at, found in kept.items()}


def _piece(part: Styled) -> Piece:
    return Piece(part.text.strip(), 1, part.page, 0, lead=part.lead, bold=part.bold, last=part.text.strip())


def _form(found: Numbered) -> Form:
    return Form(_KINDS.get(found.style, "arabic"), len(found.path))
