"""The three real circulars beside the checkout: only their structure is asserted, never their words."""

import re

import pytest

from knowledge.documents import BlockKind
from knowledge.passages import passages
from knowledge.reading import read_file

NAMES = ("000_bafb77220c62ecaa.txt", "002_80951b16a82d6f08.txt", "004_eff8eb1c0d5ffcb5.txt")


@pytest.fixture(params=NAMES)
def reading(request, shared_dir):
    return read_file(shared_dir / "corpus" / request.param)


def count(reading, kind):
    return sum(block.kind is kind for block in reading.blocks)


def test_no_mark_of_markdown_and_no_cut_address_remains(reading):
    assert not re.search(r"\*\*|\]\(|\w@\w+-\s", reading.text)


def test_nearly_every_sentence_is_whole(reading):
    units = [unit for passage in passages(reading) for unit in passage.units if unit.kind == "sentence"]
    starts_low = [unit for unit in units if reading.text[unit.start].islower()]

    assert len(units) > 5
    assert starts_low == []


@pytest.mark.parametrize(
    ("name", "headings", "items", "rows", "notes"),
    [(NAMES[0], 0, 7, 0, 0), (NAMES[1], 12, 10, 2, 1), (NAMES[2], 10, 4, 0, 0)],
)
def test_structure_is_found(shared_dir, name, headings, items, rows, notes):
    reading = read_file(shared_dir / "corpus" / name)

    assert count(reading, BlockKind.HEADING) == headings
    assert count(reading, BlockKind.ITEM) == items
    assert count(reading, BlockKind.ROW) == rows
    assert count(reading, BlockKind.NOTE) == notes


def test_reference_texts_of_the_collection_are_read_to_the_word(shared_dir):
    """The collection's own plain and web pages, against what a perfect reader draws from them."""
    documents = shared_dir / "collection" / "documents"
    for path in [*documents.glob("*.txt"), *documents.glob("*.html")]:
        reference = shared_dir / "collection" / "reference" / f"{path.stem}.ref.txt"
        expected = re.findall(r"\w+", reference.read_text(encoding="utf-8"))

        assert re.findall(r"\w+", read_file(path).text) == expected, path.name
