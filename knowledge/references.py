"""The numbers under which texts are known: how they are written, and which one is a text's own."""

import re
from collections.abc import Iterator

_SUFFIX = r"(?:[ \u00a0](?:bis|ter|quater)\b)?"
# "DEC1/26-041", "2025-114", "2024/DECP/112", "FAQ-SANTORIN-2026", "DEC3-2026-14 bis"; "MENH2601234N" of the
# official bulletin. Neither a school year ("2025-2026") nor a date ("12/06/2026") is a number.
_COMPOUND = (
    r"(?!20\d\d[-/]20\d\d\b)(?!\d{1,2}[-/.]\d{1,2}[-/.](?:20)?\d\d\b)(?!\d{1,2}[-/.]\d{1,2}(?![-/.\w]))"
    r"(?=[A-Z0-9/._-]*\d)[A-Z0-9]+(?:[-/._][A-Z0-9]+)+"
)
# "DEC 2025-14": an office before its number.
_OFFICE = r"(?:(?!DNB|DCG)(?:D[A-Z]{1,6}|SIEC|IPR|BTS)\d{0,2}[ \u00a0](?=\d{2,4}[-/._]))?"
_BULLETIN = r"[A-Z]{3,5}\d{6,8}[A-Z]"
FULL_REFERENCE = rf"(?:{_OFFICE}{_COMPOUND}|{_BULLETIN}){_SUFFIX}"
REFERENCE = rf"(?:{_OFFICE}{_COMPOUND}|{_BULLETIN}|\d{{2,4}}){_SUFFIX}"
KIND = (
    r"(?:circulaires?|notes? de service|notes?|m[ée]mentos?|instructions?|arr[êe]t[ée]s?|d[ée]crets?"
    r"|bulletins?|rectificatifs?|avenants?|additifs?|erratums?|FAQ|guides?|vade-?m[ée]cums?|courriers?)"
)
LONGEST_SENTENCE = 5_000  # characters; what is longer is no sentence, and is not looked at
END = r"(?=[\s,.;:»)\]\u00a0–—-]|$)"

_OTHER_WORDS = r"(?:[ \u00a0](?!du\b|de la\b|des\b)[A-Za-zÀ-ÿ’'-]+){0,3}?"
_NUMBERED = r"(?:[Nn](?:[°º]|um[ée]ro)[ \u00a0]*:?[ \u00a0]*)"
_NAMED = re.compile(
    rf"^(?:(?:(?i:{KIND}){_OTHER_WORDS}[ \u00a0]*{_NUMBERED}?:?[ \u00a0]*)"
    r"|(?:(?i:N(?:os)?\s?/?\s?)?(?i:r[ée]f(?:[ée]rence)?\.?)[ \u00a0]*(?:interne)?[ \u00a0]*:?[ \u00a0]*"
    rf"{_NUMBERED}?)"
    rf"|(?:(?i:document|dossier|texte|publication|identifiant|lettre|fiche|message|communiqu[ée]"
    rf"|consigne)[ \u00a0]*:?[ \u00a0]*{_NUMBERED}?)"
    rf"|{_NUMBERED})(?P<number>{REFERENCE}){END}"
)
_BARE = re.compile(rf"^(?P<number>{FULL_REFERENCE}){END}(?P<after>.*)$")
_HAS_LETTERS = re.compile(r"[A-Z]")
_PLACE = re.compile(r"^[A-ZÀ-Ý][\w’' -]+,?\s+le\s+[\w ]{3,30}?20\d\d\s+(?=\S)")
_CELL = re.compile(r"\t|\s{2,}|\s[–—|·]\s|\s-\s")
_YEAR = re.compile(r"20\d\d")


def own_numbers(text: str, span: tuple[int, int]) -> Iterator[tuple[int, int, float]]:
    """Start, end and confidence of each reference that a line, or a part of one, gives as the text's own."""
    for line in re.finditer(r"[^\n]+", text[slice(*span)]):
        for start, words in _parts(line.group(), span[0] + line.start()):
            named = _NAMED.match(words)
            if named and not _YEAR.fullmatch(named["number"]):
                yield start + named.start("number"), start + named.end("number"), 0.95
                continue
            bare = _BARE.match(words)
            if bare and _HAS_LETTERS.search(bare["number"]):
                alone = not bare["after"].strip(" .")
                yield start, start + bare.end("number"), 0.9 if alone else 0.85


def _parts(line: str, at: int) -> Iterator[tuple[int, str]]:
    """A letterhead puts several things on one line: "Lille, le 3 mars 2026   Réf. : DEC1/26-041"."""
    start = 0
    for gap in [*_CELL.finditer(line), None]:
        end = gap.start() if gap else len(line)
        words = line[start:end]
        offset = len(words) - len(words.lstrip(" (:"))
        place = _PLACE.match(words[offset:])
        yield at + start + offset, words[offset:]
        if place:
            yield at + start + offset + place.end(), words[offset + place.end() :]
        start = gap.end() if gap else end
