"""French text as it should be: characters, inline marks, and words cut at the end of a line."""

import re
import unicodedata
from collections.abc import Set as AbstractSet

# PDF extraction leaves these as bullets of symbol fonts; they carry no other meaning.
_SYMBOL_BULLETS = dict.fromkeys((0xF0B7, 0xF0A7, 0xF0D8, 0xF0FC, 0xF02D, 0xF076, 0xF0E0), "•")
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl"}
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]")
_SPACES = re.compile(r"[^\S\n\f\t]+")

# Every repetition is bounded: a file of stars or brackets must not cost the square of its length.
_TARGET = r"\(([^()\s]{0,900}(?:\([^()]{0,200}\)[^()\s]{0,200})?)(?:\s\"[^\"]{0,200}\")?\)"
_LINK = re.compile(rf"!?\[([^\[\]]{{0,500}})\]{_TARGET}")
_CODE = re.compile(r"`{1,3}([^`\n]{1,500})`{1,3}")
_STRONG = re.compile(r"(\*\*|__)(?=\S)([^*]{1,900}?)(?<=\S)\1")
_OPENING_MARK = re.compile(r"(?<![\w*])\*{1,3}(?=[^\s*])")
_CLOSING_MARK = re.compile(r"(?<=[^\s*])\*{1,3}(?![\w*])")
_EMPHASIS = re.compile(r"(?<!\w)_(?=\S)([^_\n]{1,500})(?<=\S)_(?!\w)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])")

# Compounds whose hyphen belongs to the word, so that it survives a line end.
_HEADS = """
    après arrière au avant celle celles celui ceux ci contre demi est eux ex grand haut là lui
    mi moi nord nous ouest par peut plate porte post procès quasi quelques rendez sans semi soi
    sous sud sus tout vice vis vous elle elles
"""
_COMPOUND_HEADS = frozenset(_HEADS.split())
_TAILS = "il ils elle elles on je tu nous vous ce ci là même mêmes t y en le la les lui leur"
_INVERSIONS = frozenset(_TAILS.split())
_ADDRESS_END = re.compile(r"(?:\S+@\S*|(?:https?://|www\.)\S*)$")
_ADDRESS_LENGTH = 120
# What a line never ends a paragraph with.
DANGLING = re.compile(
    r"(?:\b(?:à|au|aux|avec|ce|ces|cet|cette|chaque|dans|de|des|du|en|entre|et|la|le|les|leur|leurs|mme|ne|n°|ou|où|"
    r"par|pour|qu[ei]|sa|sans|se|ses|son|sous|sur|un|une|vers|vos|votre|dont)|\bM\.|[ldnsmtcj][’']|,|\()$",
    re.I,
)
_CUT_WORD = re.compile(r"([^\W\d_]+)-$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")


def clean(text: str) -> str:
    """Normalise characters only: line ends and form feeds stay, every other space becomes a plain one."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.replace("\x85", "\n").replace("\u2028", "\n").replace("\u2029", "\n").replace("\v", "\n")
    text = text.translate(_SYMBOL_BULLETS).translate(_LIGATURES)
    return _SPACES.sub(_as_many_spaces, _CONTROL.sub("", _INVISIBLE.sub("", text)))


def _as_many_spaces(match: re.Match[str]) -> str:
    # Runs are kept for now: the columns of a table drawn with spaces are read from them.
    return " " * len(match.group())


def one_line(text: str) -> str:
    """Collapse every run of blanks."""
    return " ".join(text.split())


def without_marks(text: str) -> str:
    """Remove the marks of Markdown, keeping the words of links, bold, italics and code."""
    text = _LINK.sub(lambda m: m.group(1) or m.group(2).removeprefix("#"), text)
    text = _CODE.sub(r"\1", text)
    text = _STRONG.sub(r"\2", text)
    text = _OPENING_MARK.sub("", _CLOSING_MARK.sub("", text))
    return _ESCAPE.sub(r"\1", _EMPHASIS.sub(r"\1", text))


def vocabulary(text: str) -> frozenset[str]:
    """Words of a document, hyphenated ones included: what tells a cut word from a compound."""
    return frozenset(word.lower() for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text))


def ended(before: str, after: str, words: AbstractSet[str]) -> str:
    """Give a line as it must end before the next one: with a space, or its cut word or address mended."""
    before = before.rstrip()
    tail = before[-_ADDRESS_LENGTH:]
    if tail.endswith(("-", "@", ".", "/", "_")) and _ADDRESS_END.search(tail) and not after[:1].isupper():
        return before
    if tail.endswith("/") or (tail.endswith("-") and after[:1].isdigit() and tail[-2:-1].isdigit()):
        return before
    cut = _CUT_WORD.search(tail)
    if cut is None or not (first := _FIRST_WORD.match(after)):
        return f"{before} "
    return before if _hyphen_belongs(cut.group(1), first.group(), words) else before[:-1]


def _hyphen_belongs(head: str, tail: str, words: AbstractSet[str]) -> bool:
    if tail[:1].isupper() or head.isupper():
        return True
    whole, compound = (head + tail).lower(), f"{head}-{tail}".lower()
    if (whole in words) != (compound in words):
        return compound in words
    return head.lower() in _COMPOUND_HEADS or tail.lower() in _INVERSIONS
