"""Plain text and Markdown: broken lines, flattened tables, headings without style."""

from collections.abc import Sequence

from knowledge.documents import Reading
from knowledge.reading import lines as physical
from knowledge.reading import notes, structure, tables
from knowledge.reading.drafts import Draft, Source, assemble, with_intros
from knowledge.reading.pieces import Piece, gather
from knowledge.reading.typography import clean, one_line, vocabulary


def read_text(source: Source, content: str) -> Reading:
    """Read a plain or Markdown text."""
    content = clean(content)
    lines, layout = physical.measure(tables.letterhead(physical.split(content)))
    words = vocabulary(content)
    parts: list[Piece | Draft] = []
    for segment in tables.segments(lines):
        parts += segment.rows
        parts += tables.flattened(_polished(gather(segment.lines, layout, words)), layout.width)
    drafts = structure.classify(_with_lost_bullets(parts), wrapped=layout.width is not None)
    drafts = with_intros(notes.attach(structure.deepen_empty(drafts)))
    pages = max((line.page for line in lines), default=1)
    return assemble(_with_pages(source, pages), drafts)


def _with_pages(source: Source, pages: int) -> Source:
    return Source(source.name, source.media_type, source.sha256, pages if pages > 1 else None)


def _polished(pieces: Sequence[Piece]) -> list[Piece]:
    for piece in pieces:
        piece.text = one_line(piece.text)
    return [piece for piece in pieces if piece.text]


def _with_lost_bullets(parts: Sequence[Piece | Draft]) -> list[Piece | Draft]:
    """Give their bullets back to items that lost them: extraction drops symbol fonts."""
    listing = [isinstance(part, Piece) and part.listing for part in parts]
    for at, part in enumerate(parts):
        beside = any(listing[max(0, at - 1) : at] + listing[at + 1 : at + 2])
        if isinstance(part, Piece) and part.listing and beside:
            part.lead = "•"
    return list(parts)
