"""Whether an answer is right, as the evaluation contract judges it: what is said, and what is cited."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from assistant.answers import Act, Answer
from assistant.composition import plain

LONGEST = 220  # words; more is not an answer
ANSWERABLE, UNANSWERABLE, CLARIFY = "answerable", "unanswerable", "clarify"
_APOSTROPHES = str.maketrans("’ʼ‘", "'''")


def kind(row: dict[str, Any]) -> str:
    """What a question calls for; one that leans on an earlier one says so apart."""
    if row["kind"] == "followup":
        return str(row.get("resolved_kind") or ANSWERABLE)
    return str(row["kind"])


def is_right(row: dict[str, Any], answer: Answer | None) -> bool:
    if answer is None:
        return False
    text = plain(answer)
    if kind(row) == CLARIFY:
        return answer.act is Act.CLARIFY and "?" in text
    missing, forbidden = said(row, text)
    if forbidden:
        return False
    if kind(row) == UNANSWERABLE:
        return answer.act is not Act.ANSWER
    return answer.act is Act.ANSWER and not missing and len(text.split()) <= LONGEST and cites(row, answer)


def said(row: dict[str, Any], text: str) -> tuple[list[str], list[str]]:
    """What must be said and is not, what must not be and is."""
    folded = _folded(text)
    missing = [p for p in row.get("answer_must") or () if not re.search(_bare(p), folded, re.I)]
    forbidden = [p for p in row.get("answer_must_not") or () if re.search(_bare(p), folded, re.I)]
    return missing, forbidden


def supports(row: dict[str, Any], document: str, words: str) -> bool:
    """Whether a unit of a document says what the question expects, or one of the things it expects."""
    wanted = [*_supports(row), *((o["doc"], o["support"]) for o in row.get("support_extra") or ())]
    return any(_stem(document) == _stem(doc) and _overlap(_flat(words), _flat(text)) for doc, text in wanted)


def cites(row: dict[str, Any], answer: Answer) -> bool:
    """Whether a citation holds the expected words, or another passage that says them."""
    wanted = [(document, _flat(words)) for document, words in _supports(row)]
    return any(
        _stem(citation.document) == _stem(document) and _overlap(_flat(citation.quote), words)
        for citation in answer.citations
        for document, words in wanted
    )


def _supports(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield row["doc"], row["support"]
    for other in row.get("support_alt") or ():
        yield (
            (other.get("doc") or row["doc"], other["support"])
            if isinstance(other, dict)
            else (row["doc"], other)
        )


def _overlap(quote: str, support: str) -> bool:
    """One contains the other, or they share half of the words of the support in a row."""
    if not quote or not support:
        return False
    if support in quote or (quote in support and len(quote) >= min(25, len(support))):
        return True
    words = support.split()
    span = max(4, len(words) // 2)
    return any(" ".join(words[i : i + span]) in quote for i in range(max(1, len(words) - span + 1)))


def _folded(text: str) -> str:
    return " ".join(_bare(text).replace("*", "").split()).lower()


def _bare(text: str) -> str:
    """Without accents nor curly apostrophes; a pattern keeps its case, which may matter (\\S, \\s)."""
    decomposed = unicodedata.normalize("NFD", text.translate(_APOSTROPHES).replace("œ", "oe"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _flat(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", _folded(text)))


def _stem(name: str) -> str:
    return name.rsplit(".", 1)[0]
