"""Rates, codes and contacts as rows: what a table or a sentence gives, with the words that say it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from knowledge.documents import Block, BlockKind, Reading
from knowledge.references import LONGEST_SENTENCE
from knowledge.units import sentences


class ValueKind(StrEnum):
    RATE = "rate"
    CODE = "code"
    CONTACT = "contact"  # of a service, never of a person


@dataclass(frozen=True, slots=True)
class Value:
    """`value` is said of `label` by `text[start:end]`: a whole table row or sentence."""

    kind: ValueKind
    label: str
    value: str
    start: int
    end: int


_RATE = re.compile(
    r"\d+(?:[\s\u00a0\u202f]?\d{3})*(?:[.,]\d+)?[\s\u00a0\u202f]?(?:€|euros?\b)"
    r"(?:[\s\u00a0]+(?:par|la|le|l['’]|de l['’])[\s\u00a0]*\w+|/\w+)?"
)
_CODE_HEADER = re.compile(r"^(?:codes?|sigles?)\b", re.IGNORECASE)
_CODE_CELL = re.compile(r"^[A-Z0-9]{1,4}$")
_CODE = re.compile(
    r"\b(?i:cod(?:e|es|é|ée|és|ées)|[ée]crit|[ée]crire|porte|port[ée]e?s?|saisit|saisir|inscrit|inscrire|mention)\b"
    r"(?:[\s\u00a0]+(?:le code|la mention|par|en"
    r"|:))?[\s\u00a0]*[«\"“]?[\s\u00a0]*(?P<code>[A-Z]{2,4}\d{0,2}|00)"
    r"(?![\w/-]|\.\w)"
)
_NO_CODE = frozenset({"BTS", "CAP", "DNB", "BAC", "ECE", "DEC", "DIEC", "SIEC", "EAF", "NSI", "SVT", "SES"})
_TELEPHONE = re.compile(r"(?<!\d)0\d(?:[\s\u00a0.]?\d\d){4}(?!\d)")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_SERVICE_HEADER = re.compile(r"^(?:services?|bureaux?|interlocuteurs?|contacts?|qui)\b", re.IGNORECASE)
_SERVICE = re.compile(
    r"\b(?:bureaux?|services?|p[ôo]les?|divisions?|directions?|cellules?|assistance|permanences?|secr[ée]tariats?"
    r"|plate-?formes?|rectorat)\b[^,.;:()\n\t]{0,60}?(?=\s+(?:au|à|par|est|,)\b|[,.;:()\n]|$)",
    re.IGNORECASE,
)
_PERSON = re.compile(r"\b(?:M\.|MM\.|Mmes?|Mlle|Monsieur|Madame)\s+[A-ZÀ-Ý]")
_LONGEST = 200


def values(reading: Reading) -> list[Value]:
    """Every rate, code and contact of a text, in order."""
    found: list[Value] = []
    for block in reading.blocks:
        if block.kind is BlockKind.ROW:
            found += _of_row(reading.text, block)
        elif block.kind not in (BlockKind.TITLE, BlockKind.HEADING):
            words = reading.text[block.start : block.end]
            for start, end in sentences(words):
                if end - start > LONGEST_SENTENCE:
                    continue
                found += _of_sentence(words[start:end], block.start + start)
    return list(dict.fromkeys(found))


def _of_row(text: str, block: Block) -> Iterator[Value]:
    cells = [text[start:end].strip() for start, end in block.cells]
    if not cells or tuple(cells) == tuple(block.header):
        return
    span = (block.start, block.end)
    yield from _rates(cells, block.header, span)
    yield from _codes(cells, block.header, span)
    yield from _contacts(cells, block.header, span)


def _rates(cells: list[str], header: tuple[str, ...], span: tuple[int, int]) -> Iterator[Value]:
    priced = [at for at, cell in enumerate(cells) if at and _RATE.search(cell)]
    for at in priced:
        under = header[at] if at < len(header) else ""
        label = f"{cells[0]} – {under}" if under and len(priced) > 1 else cells[0]
        yield Value(ValueKind.RATE, label[:_LONGEST], cells[at][:_LONGEST], *span)


def _codes(cells: list[str], header: tuple[str, ...], span: tuple[int, int]) -> Iterator[Value]:
    for at, name in enumerate(header[: len(cells)]):
        if _CODE_HEADER.match(name) and _CODE_CELL.match(cells[at]):
            meaning = " – ".join(cell for other, cell in enumerate(cells) if other != at and cell)
            yield Value(ValueKind.CODE, meaning[:_LONGEST], cells[at], *span)


def _contacts(cells: list[str], header: tuple[str, ...], span: tuple[int, int]) -> Iterator[Value]:
    if _PERSON.search(" ".join(cells)):
        return
    named = [at for at, name in enumerate(header[: len(cells)]) if _SERVICE_HEADER.match(name)]
    service = cells[named[0]] if named else cells[0]
    about = cells[0] if named and named[0] else ""
    label = f"{service} – {about}" if about and about != service else service
    for at, cell in enumerate(cells):
        for match in (*_TELEPHONE.finditer(cell), *_MAIL.finditer(cell)):
            if at:
                yield Value(ValueKind.CONTACT, label[:_LONGEST], match.group(), *span)


def _of_sentence(sentence: str, at: int) -> Iterator[Value]:
    span = (at, at + len(sentence))
    label = " ".join(sentence.split())[:_LONGEST]
    for match in _RATE.finditer(sentence):
        yield Value(ValueKind.RATE, label, match.group(), *span)
    for match in _CODE.finditer(sentence):
        if match["code"] not in _NO_CODE:
            yield Value(ValueKind.CODE, label, match["code"], *span)
    if _PERSON.search(sentence):
        return
    for match in (*_TELEPHONE.finditer(sentence), *_MAIL.finditer(sentence)):
        before = list(_SERVICE.finditer(sentence[: match.start()]))
        if before:
            yield Value(ValueKind.CONTACT, before[-1].group().strip(), match.group(), *span)
