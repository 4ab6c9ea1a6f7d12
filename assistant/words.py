"""Words of a message and of a text, made comparable: case, accents, endings, spelling, near synonyms."""

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml
from rapidfuzz.distance import OSA
from snowballstemmer import stemmer

HELD_DOWN = re.compile(r"([^\W\d])\1{2,}")  # "noooon": no French word has a letter three times over
WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?", re.UNICODE)
VOCABULARY = "vocabulary.yml"
COMPOUND = re.compile(r"\b[a-z]+-[a-z]+\b")
APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "`": "'", "‘": "'", "\u00a0": " ", "\u202f": " "})


@lru_cache(maxsize=1)
def _vocabulary() -> Any:
    return yaml.safe_load(resources.files("assistant").joinpath(VOCABULARY).read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def stop_words() -> frozenset[str]:
    return frozenset(_vocabulary()["stop"].split())


def plain(text: str) -> str:
    """Text in one Unicode form, straight apostrophes, ordinary spaces."""
    return unicodedata.normalize("NFC", text).translate(APOSTROPHES)


@lru_cache(maxsize=4096)
def _bare(char: str) -> str:
    base = unicodedata.normalize("NFD", char)[0].lower()
    return base if len(base) == 1 else char


def fold(text: str) -> str:
    """Lower case without accents, character for character: offsets in `text` stay good."""
    return _fold(text)


@lru_cache(maxsize=8192)
def _fold(text: str) -> str:
    return "".join(map(_bare, text.translate(APOSTROPHES)))


_french: Any = stemmer("french")


# A folded word has lost the accent by which the stemmer knows a participle: « payee » reads « payer ».
PARTICIPLE = re.compile(r"(?<=[a-z]{2})ees?$|(?<=[^aeiou]i)es?$")
# Verbs whose forms share no stem, with what may come before: « prévient », « transmises », « inscrits ».
IRREGULAR = (
    ("venir", "viens vient viennent venu venue venus venues", " pre par inter con de re sur"),
    ("tenir", "tiens tient tiennent tenu tenue tenus tenues", " ob main con re de sou"),
    ("rendre", "rends rend rendu rendue rendus rendues rendent", ""),
    ("prendre", "prends prend prennent pris prise prises", " re com ap sur"),
    ("mettre", "mets met mettent mis mise mises", " re per ad trans sou"),
    ("crire", "cris crit crits crite crites crivent", "e ins re de trans"),
    ("cevoir", "cois coit coivent cu cue cus cues", "re de per"),
)
INFINITIVES = {
    f"{before}{form}": f"{before}{ending}"
    for ending, forms, prefixes in IRREGULAR
    for before in prefixes.split(" ")
    for form in forms.split()
}


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Ending removed, on a folded word; codes and numbers are left whole."""
    if len(word) < 4 or any(c.isdigit() for c in word):
        return word
    known = INFINITIVES.get(word) or PARTICIPLE.sub("er", word)
    found = str(_french.stemWord(known))
    return f"{found[:-1]}i" if found.endswith("y") else found


def words(text: str) -> list[str]:
    """Folded words in order; elided articles are dropped (« l'absent » → absent)."""
    found = []
    for match in WORD.finditer(fold(text).replace("œ", "oe")):
        found.append(match.group().rsplit("'", 1)[-1] if "'" in match.group() else match.group())
    return found


def topic(text: str) -> list[str]:
    """Stems that carry meaning, in order, each once."""
    stop = stop_words()
    return list(dict.fromkeys(stem(w) for w in words(text) if w not in stop and (len(w) > 1 or w.isdigit())))


def stems(text: str) -> frozenset[str]:
    return _stems(text)


@lru_cache(maxsize=8192)
def _stems(text: str) -> frozenset[str]:
    joined = (
        m.group().replace("-", "") for m in COMPOUND.finditer(fold(text))
    )  # « en-tête » is also « entete »
    return frozenset(stem(w) for w in (*words(text), *joined))


@lru_cache(maxsize=1)
def families() -> dict[str, frozenset[str]]:
    """Stems that stand for one another."""
    families: dict[str, frozenset[str]] = {}
    for line in _vocabulary()["same"]:
        group = frozenset(stem(w) for w in line.split())
        for member in group:
            families[member] = families.get(member, frozenset()) | group
    return families


def likeness(wanted: str, present: Collection[str]) -> float:
    """How much others say a stem: itself 1, its root .9, a misspelling .8, a near synonym .7, else 0."""
    if wanted in present:
        return 1.0
    return _alike(wanted, frozenset(present))


@lru_cache(maxsize=131072)
def _alike(wanted: str, present: frozenset[str]) -> float:
    family = 0.7 if not families().get(wanted, frozenset()).isdisjoint(present) else 0.0
    near = _by_letter(present).get(wanted[:1], ())
    return max((_spelling(wanted, other) for other in near), default=0.0) or family


@lru_cache(maxsize=8192)
def _by_letter(present: frozenset[str]) -> dict[str, list[str]]:
    """Those that a misspelling may be of, by their first letter, which nobody gets wrong."""
    found: dict[str, list[str]] = {}
    for other in present:
        if len(other) >= 4:
            found.setdefault(other[0], []).append(other)
    return found


@lru_cache(maxsize=131072)
def _spelling(wanted: str, other: str) -> float:
    if len(wanted) < 4 or len(other) < 4 or wanted[0] != other[0] or wanted[0].isdigit():
        return 0.0
    if wanted.startswith(other) or other.startswith(wanted):
        return 0.9 if abs(len(wanted) - len(other)) <= 3 else 0.0
    if len(wanted) < 5 or len(other) < 5:
        return 0.0
    allowed = 1 if len(wanted) < 8 else 2
    return 0.8 if OSA.distance(wanted, other, score_cutoff=allowed) <= allowed else 0.0


CODE_BEFORE = re.compile(
    r"(code|mention|valeur|mets|met|mettre|saisi\w*|ab|ou|entre|rentre|note|00|,|«|\")\s*$", re.I
)


# "c" and "g" stand for words in a text message, for letters elsewhere.
SMS_LETTERS = (
    (
        re.compile(
            r"(?<![\w'-])c(?= (?:quoi|qui|ou|où|quand|combien|pas|bon|ok|le|la|les|un|une|trop|tout|à|a)\b)",
            re.I,
        ),
        "c'est",
    ),
    (
        re.compile(r"(?:^|(?<=[,.;:!?] )|(?<=et )|(?<=mais )|(?<=que )|(?<=bonjour ))g(?= \w{2})", re.I),
        "j'ai",
    ),
)


def spelled_out(message: str) -> str:
    """A message without its shorthand: « cb de copies, je fais koi » reads « combien…, je fais quoi »."""

    def expand(match: re.Match[str]) -> str:
        word = match.group()
        if word == "cb":
            return "CB" if CODE_BEFORE.search(message[: match.start()]) else "combien"
        return str(_vocabulary()["shorthand"].get(word.lower(), word))

    spelt = re.sub(r"[^\W_]+", expand, plain(message))
    for letter, words in SMS_LETTERS:
        spelt = letter.sub(words, spelt)
    return spelt
