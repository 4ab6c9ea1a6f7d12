"""A document on the page: grouped as it was written, with the cited words marked wherever they fall."""

import pytest

from app.web import document_view
from app.web.document_view import Marks
from knowledge.documents import Block, BlockKind
from knowledge.withdrawn import Withdrawn

TEXT = "Titre\nSaisie\nLe lot est verrouillé. Il est rendu.\nun\ndeux\nAB\tabsent\nCB\tblanche\nNote."
KINDS = {
    "Titre": (BlockKind.TITLE, 0), "Saisie": (BlockKind.HEADING, 1),
    "Le lot est verrouillé. Il est rendu.": (BlockKind.PARAGRAPH, 0),
    "un": (BlockKind.ITEM, 1), "deux": (BlockKind.ITEM, 1), "Note.": (BlockKind.NOTE, 0),
}  # fmt: skip


def make_blocks():
    for line, (kind, level) in KINDS.items():
        start = TEXT.index(line)
        yield Block(kind, start, start + len(line), level=level)
    for line in ("AB\tabsent", "CB\tblanche"):
        start = TEXT.index(line)
        middle = start + line.index("\t")
        cells = ((start, middle), (middle + 1, start + len(line)))
        yield Block(BlockKind.ROW, start, start + len(line), header=("Code", "Sens"), cells=cells)


@pytest.fixture
def blocks():
    return sorted(make_blocks(), key=lambda block: block.start)


def span(words):
    return TEXT.index(words), TEXT.index(words) + len(words)


def marked(groups):
    pieces = [
        piece
        for group in groups
        for line in group.lines
        for part in (line.pieces, *line.cells)
        for piece in part
    ]
    return [piece.text for piece in pieces if piece.is_cited]


def test_items_and_rows_stand_together_and_nothing_is_lost(blocks):
    groups = document_view.lay_out(TEXT, blocks, Marks())

    assert [group.kind.value for group in groups] == ["title", "heading", "paragraph", "item", "row", "note"]
    assert [len(group.lines) for group in groups] == [1, 1, 1, 2, 2, 1]
    assert groups[4].header == ("Code", "Sens")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Il est rendu.", ["Il est rendu."]),
        ("deux", ["deux"]),
        ("absent", ["absent"]),
        ("Il est rendu.\nun", ["Il est rendu.", "un"]),
        ("CB\tblanche", ["CB", "blanche"]),
    ],
)
def test_exactly_the_cited_words_are_marked(blocks, words, expected):
    assert marked(document_view.lay_out(TEXT, blocks, Marks(span(words)))) == expected


def test_the_section_of_the_citation_is_told_in_the_contents(blocks):
    groups = document_view.lay_out(TEXT, blocks, Marks(span("deux")))

    assert [(one.title, one.is_cited) for one in document_view.list_contents(groups)] == [("Saisie", True)]
    assert document_view.first_cited(groups) == TEXT.index("deux")


@pytest.mark.parametrize(("start", "end"), [(None, 4), (4, None), (4, 4), (-1, 4), (9, 2), (0, 10_000)])
def test_a_span_that_is_not_in_the_text_marks_nothing(start, end):
    assert document_view.clip(start, end, len(TEXT)) is None


def test_a_header_printed_as_a_row_is_not_shown_twice(blocks):
    row = next(block for block in blocks if block.kind is BlockKind.ROW)
    printed = Block(BlockKind.ROW, row.start, row.end, header=("AB", "absent"), cells=row.cells)

    groups = document_view.lay_out(TEXT, [printed], Marks())

    assert groups[0].has_header_row
    assert not document_view.lay_out(TEXT, [row], Marks())[0].has_header_row


def test_words_that_no_longer_hold_are_struck_once_with_what_stands_in_their_place(blocks):
    start, end = span("verrouillé. Il")
    gone = Withdrawn(start, end, "N-2", "n2.txt", "rouvert. Il")

    line = document_view.lay_out(TEXT, blocks, Marks(span("est verrouillé"), (gone,)))[2].lines[0]

    assert [(p.text, p.is_cited, p.withdrawn is gone, p.ends_withdrawn) for p in line.pieces] == [
        ("Le lot ", False, False, False),
        ("est ", True, False, False),
        ("verrouillé", True, True, False),
        (". Il", False, True, True),
        (" est rendu.", False, False, False),
    ]
