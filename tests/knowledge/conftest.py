"""Texts written for the tests, with the accidents that real circulars have."""

import pytest

from knowledge.documents import BlockKind
from knowledge.reading import read_file


class Shown:
    """A reading with what tests look at: blocks by kind, as words."""

    def __init__(self, reading):
        self.reading = reading
        self.text = reading.text
        self.blocks = reading.blocks

    def words(self, kind):
        return [self.of(block) for block in self.blocks if block.kind is kind]

    def of(self, block):
        return self.text[block.start : block.end]

    @property
    def headings(self):
        return [(block.level, self.of(block)) for block in self.blocks if block.kind is BlockKind.HEADING]

    @property
    def paragraphs(self):
        return self.words(BlockKind.PARAGRAPH)

    @property
    def items(self):
        return self.words(BlockKind.ITEM)

    @property
    def rows(self):
        return [self.of(block).split("\t") for block in self.blocks if block.kind is BlockKind.ROW]

    @property
    def title(self):
        return next(iter(self.words(BlockKind.TITLE)), None)


@pytest.fixture
def read(tmp_path):
    """Write a text into a file and read it as the product does."""

    def write_and_read(content, name="note.txt"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return Shown(read_file(path))

    return write_and_read
