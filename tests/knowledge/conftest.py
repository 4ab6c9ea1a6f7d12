"""Texts written for the tests, with the accidents that real circulars have."""

from functools import cached_property

import pytest

from knowledge.documents import BlockKind
from knowledge.findings import study
from knowledge.reading import files, read_file


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

    @cached_property
    def found(self):
        return study(self.reading)


@pytest.fixture
def studied(tmp_path):
    """Write a text into a file and read it in this very process, which is quicker."""

    def write_and_read(content, name="note.txt"):
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        return Shown(files.read_file(path))

    return write_and_read


@pytest.fixture
def read(tmp_path):
    """Write a text into a file and read it as the product does."""

    def write_and_read(content, name="note.txt"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return Shown(read_file(path))

    return write_and_read
