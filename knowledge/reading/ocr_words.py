"""Recognised words: two readings compared, and spaces put back where only they are lost."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.reading.printed import Word

Recognised = tuple[Word, float]  # a word and how sure its reading is, out of 100

_SURE = 85.0  # a word read with more is not compared
_CHANGED = 7.0  # by how much another reading must be surer, twice when it has one sign more or less
_CODE = 80.0  # B07 read with so much is not BO7, nor E5 Es
_HOURS = re.compile(r"\d{1,2}h(?:\d{2}(?!\d))?|h\d{2}(?!\d)|de|dès|avant|entre|vers|et|ou|[àa–-]")
_GLUED = re.compile(rf"^(?:{_HOURS.pattern})*\d{{1,2}}h(?:\d{{2}}(?!\d))?(?:{_HOURS.pattern})*$")
_AFTER_WORD = re.compile(r"^([a-zà-ÿ]{4,}|de|à|dès)(\d{1,2})$")
_FIRST = re.compile(r"\b[l|]er\b")
_ONE_HOUR = re.compile(r"^[lI|]h(?=\d{2}\b|\W|$)")


def surer(first: Sequence[Recognised], second: Sequence[Recognised]) -> list[Recognised]:
    """Keep the first reading, or the second where it is surer and covers the same word; mend lost spaces."""
    kept: list[Recognised] = []
    for word, sure in first:
        rival = _same_place(word, second) if 0 < sure < _SURE else None
        better = rival is not None and _is_better(rival, (word, sure))
        kept.append((replace(word, text=rival[0].text), rival[1]) if rival and better else (word, sure))
    return list(_spaced(kept))


def _same_place(word: Word, others: Sequence[Recognised]) -> Recognised | None:
    """Find the word of the other reading that covers this one, and nothing else."""
    for other, sure in others:
        near = abs(other.baseline - word.baseline) < 0.5 * word.size
        if near and abs(other.x0 - word.x0) < 0.4 * word.size and abs(other.x1 - word.x1) < 0.4 * word.size:
            return other, sure
    return None


def _is_better(rival: Recognised, one: Recognised) -> bool:
    """Prefer the surer reading; of a code, the one that keeps its digits; two signs may not be lost."""
    (word, sure), (other, doubt) = rival, one
    change = abs(_signs(word.text) - _signs(other.text))
    if change == 0 and other.text[:1].isupper() and _digits(word.text) != _digits(other.text):
        return _digits(word.text) > _digits(other.text) and sure >= _CODE
    return change <= 1 and sure > doubt + _CHANGED * (1 + change)


def _digits(text: str) -> int:
    return sum(c.isdigit() for c in text)


def _signs(text: str) -> int:
    return sum(c.isalnum() for c in text)


def _spaced(words: Sequence[Recognised]) -> Iterator[Recognised]:
    """Write "14hà18h" as "14 h à 18 h"; no digit is guessed, only the blanks between are."""
    for at, (word, sure) in enumerate(words):
        following = words[at + 1][0].text if at + 1 < len(words) else ""
        text = _FIRST.sub("1er", word.text)  # "ler" is no French word, nor "lh"
        text = _ONE_HOUR.sub("1h", text)
        hours = text.rstrip(".,;:)")
        if _GLUED.match(hours):
            text = _hours(hours) + text[len(hours) :]
        elif following.startswith("h") and (match := _AFTER_WORD.match(text)):
            text = f"{match[1]} {match[2]}"
        yield replace(word, text=text), sure


def _hours(text: str) -> str:
    parts = _HOURS.findall(text)
    between = [at for at, part in enumerate(parts) if part == "a" and 0 < at < len(parts) - 1]
    return " ".join(
        "à" if at in between else part.replace("h", " h ").strip() for at, part in enumerate(parts)
    )
