"""The words of a ticket as its index keeps them: without elision or stop words, stemmed, without accents."""

import re
import unicodedata
from functools import lru_cache
from typing import Any

import snowballstemmer

WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quelqu|quoiqu)[’']", re.IGNORECASE)
_STOP_WORDS = """
    a ai as au aux avec avez avoir avons bien bonjour ca car ce cela ces cet cette ceux chez ci comme comment
    cordialement dans de depuis des donc du elle elles en encore est et etait ete etre eu fait il ils je la
    le les leur leurs lui ma mais me merci mes moi mon ne ni nos notre nous on ont or ou par pas peu peut
    peux plus pour puis qu quand que quel quelle quels quelles qui quoi sa sans se ses si son sont sur ta te
    tes toi ton tres tu un une va vers voici vos votre vous y
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
_stemmer: Any = snowballstemmer.stemmer("french")


def fold(text: str) -> str:
    """Lower case, no accents, straight apostrophes."""
    text = text.lower().replace("œ", "oe").replace("æ", "ae").replace("’", "'")
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


@lru_cache(maxsize=50_000)
def stems_of_word(word: str) -> frozenset[str]:
    """Its stem, which needs the accents, and that of the word without them; none of a stop word."""
    bare = _ELISION.sub("", word.lower().replace("’", "'")).replace("'", "")
    folded = fold(bare)
    if folded in STOP_WORDS or (len(folded) < 2 and not folded.isdigit()):
        return frozenset()
    if folded.isdigit():
        return frozenset({folded.lstrip("0") or "0"})
    once = {fold(str(_stemmer.stemWord(bare))), str(_stemmer.stemWord(folded))}
    # Twice: "scanners" gives "scanner", which by itself gives "scann".
    return frozenset(once | {str(_stemmer.stemWord(stem)) for stem in once}) - {""}


def stems(text: str) -> set[str]:
    return {stem for word in WORD.findall(text) for stem in stems_of_word(word)}


def asked_stems(text: str) -> list[frozenset[str]]:
    """Of each word that is asked, the stems of which one is enough."""
    found = [stems_of_word(word) for word in WORD.findall(text)]
    return list(dict.fromkeys(one for one in found if one))
