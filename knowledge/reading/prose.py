"""Words of a page put back into sentences: lines joined, cut words mended."""

from collections.abc import Sequence, Set

from knowledge.reading.printed import Word, lines
from knowledge.reading.typography import join, one_line


def joined(words: Sequence[Word], known: Set[str]) -> str:
    """Join the lines that these words make."""
    text = ""
    for line in lines(words):
        text = join(text, line.text, known) if text else line.text
    return one_line(text)
