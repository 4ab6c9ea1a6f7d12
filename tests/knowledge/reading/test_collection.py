"""The trial collection, when it is beside the repository: each kind of file is read to the word."""

import difflib
import re
import shutil
import unicodedata
from pathlib import Path

import pytest

from knowledge.documents import BlockKind
from knowledge.reading.files import read_file

COLLECTION = Path(__file__).parents[4] / "shared" / "collection"
if not COLLECTION.is_dir():
    COLLECTION = Path("/work/shared/collection")
DOCUMENTS = sorted((COLLECTION / "documents").glob("*")) if COLLECTION.is_dir() else []
pytestmark = pytest.mark.skipif(not DOCUMENTS, reason="../shared/collection is not beside this checkout")


def _flat(text: str) -> list[str]:
    plain = unicodedata.normalize("NFD", text.lower().replace("œ", "oe"))
    return re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c)))


def _share(reference: str, text: str) -> float:
    wanted = _flat(reference)
    matcher = difflib.SequenceMatcher(None, wanted, _flat(text), autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / len(wanted)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_the_text_is_read_in_order(path):
    reading = read_file(path)
    if reading.ocr_pages and shutil.which("tesseract") is None:
        pytest.skip("Tesseract is not installed")
    reference = (COLLECTION / "reference" / f"{path.stem}.ref.txt").read_text(encoding="utf-8")

    assert _share(reference, reading.text) >= (0.98 if reading.ocr_pages else 0.999)
    for block in reading.blocks:
        words = reading.text[block.start : block.end]
        assert words.strip() == words
        if block.kind is BlockKind.ROW:
            assert len(block.cells) == len(block.header) or not block.header
