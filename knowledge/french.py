"""French words as an index needs them: without elision or stop words, stemmed, folded."""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quelqu|quoiqu|aujourd(?=[’']hui))[’']", re.I)
# A code is read as written: "EN" is a kind of copy, "en" a preposition.
_CODE = re.compile(
    r"\b(?:[A-Z]{2,6}\d{0,3}|[A-Z]\d{1,4}|\d+(?:[.,]\d+)?|[A-Z]{1,6}(?:[-/.]?\d{1,6}[A-Z]?)+)\b"
)
_REFERENCE = re.compile(r"\b(?=[\w./-]*\d)[A-Za-z]*\d*(?:[-/.]\w+){1,5}\b")
_DIGIT = re.compile(r"\d")
_HOUR = re.compile(r"\b(\d{1,2})\s?[hH]\s?(\d{2})?\b")
_SHORT = 12  # letters; so few are a code by themselves
_SHOUT = 0.6  # share of capitals above which capitals mean nothing

_STOP_WORDS = """
    a ai aie ait alors apres après as au aucun aucune aussi autre autres aux avaient avais avait
    avant avec avez avoir avons ayant beaucoup bien c ca car ce ceci cela celle celles celui
    cent ces cet cette ceux chaque chez ci combien comme comment d dans de dedans dehors depuis
    des desquelles desquels deux devant dit dois doit doivent donc dont du duquel elle elles en
    encore entre es est et etaient etait etant etc ete etes etre eu eue eus eut eux faire fait
    faut fois font furent fus fut hors ici il ils j je jusqu jusque l la laquelle le lequel les
    lesquelles lesquels leur leurs lors lorsqu lui là m ma mais me meme memes mes met mien moi
    moins mon même mêmes n ne ni nos notre nous on ont or ou où par parce pas pendant peu peut
    peux plus plutot plutôt pour pourquoi pouvoir puis puisqu puisque qu quand que quel quelle
    quelles quelqu quelque quelques quels qui quoi s sa sans se sera serai seraient serait seras
    serez seront ses seulement si sien soi soient soit sommes son sont sous souvent stp suis sur
    svp t ta tandis te tel telle telles tels tes toi ton toujours tous tout toute toutefois
    toutes tres trop très tu un une va vais vers voici voila voilà vos votre vous vu y à ça
    étaient étais était étant été êtes être
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())

_stemmer = snowballstemmer.stemmer("french")


def fold(text: str) -> str:
    """Lower case, no accents, straight apostrophes."""
    text = text.lower().replace("œ", "oe").replace("æ", "ae").replace("’", "'")
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """Content words in lower case, elided articles taken off, stop words left out."""
    found: list[str] = []
    for match in _WORD.finditer(text):
        word = match.group().lower()
        if "'" in word or "’" in word:
            word = _ELISION.sub("", word)
        if word not in STOP_WORDS and (len(word) > 1 or word.isdigit()):
            found.append(word)
    return found


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Stem with the accents, which the stemmer needs, then fold."""
    return fold(str(_stemmer.stemWord(word)))


@lru_cache(maxsize=50_000)
def folded_stem(word: str) -> str:
    """Stem of the word as typed without accents: what a hurried question has in common with the text."""
    return str(_stemmer.stemWord(fold(word)))


def stems(text: str) -> list[str]:
    return [stem(word) for word in words(text)]


def folded_stems(text: str) -> list[str]:
    return [folded_stem(word) for word in words(text)]


def codes(text: str) -> list[str]:
    """Codes, references, numbers and hours as exact terms; in a text all in capitals, only with digits."""
    found = {m.group() for m in _CODE.finditer(text)}
    if any(not _DIGIT.search(code) for code in found) and _shouts(text):
        found = {code for code in found if _DIGIT.search(code)}
    if _DIGIT.search(text):  # neither of these is without one, and most sentences have none
        found |= {m.group().upper() for m in _REFERENCE.finditer(text)}
        found |= {f"{int(m[1])}h{m[2] or '00'}" for m in _HOUR.finditer(text)}
    return sorted(code.lstrip("0") or "0" for code in found)


def _shouts(text: str) -> bool:
    letters = sum(map(str.isalpha, text))
    return letters > _SHORT and sum(map(str.isupper, text)) > _SHOUT * letters
