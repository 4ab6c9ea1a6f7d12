"""Words of a page put back into sentences: lines joined, cut words mended."""

from collections.abc import Sequence, Set
from itertools import pairwise

from knowledge.reading.printed import Line, Word, lines
from knowledge.reading.typography import ended, one_line


def joined(words: Sequence[Word], known: Set[str]) -> str:
    """Join the lines that these words make."""
    return sentence(lines(words), known)


def sentence(lines: Sequence[Line], known: Set[str]) -> str:
    """Join lines, whose last words may be cut."""
    texts = [line.text for line in lines]
    mended = [ended(text, following, known) for text, following in pairwise(texts)]
    return one_line("".join([*mended, *texts[-1:]]))
