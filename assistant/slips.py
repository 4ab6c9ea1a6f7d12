"""« Je me suis plantée de lot », « j’ai mal lu » : somebody takes back what she said, in the words for"
" that."""

import re

SLOTS = r"lot|paquet|copie|page|feuille|defaut|motif"
_VERB = (
    r"(?:j'|je |on )?(?:me |m'|s')?(?:suis|etais|est) (?:\w+ ){0,2}?"
    r"(?:tromp|plant|gour|gourr|emmel|embrouill|melang|mele|viand|loup|rat)\w*(?: les pinceaux)?"
    r"|\b(?:j'|je )?(?:ai|avais) (?:\w+ ){0,2}?(?:confondu|melange|inverse|interverti|embrouille"
    r"|mal (?:lu|vu|regarde|recopie|copie|note|tape|ecrit|compris|dit|compte|clique|saisi|indique|donne)"
    r"|(?:lu|tape|ecrit|repondu|dit|note|recopie) (?:un peu )?(?:trop )?(?:vite|de travers|a l'envers|a cote)"
    r"|(?:fait|dit|ecrit) (?:une? |des )?(?:petite? |grosse )?(?:erreurs?|fautes?|betises?|boulettes?"
    r"|coquilles?"
    r"|lapsus|conneries?|n'importe quoi)|rate|loupe)"
    r"|\b(?:je|j') ?(?:confonds?|melange|m'emmele|me trompe|me plante|me goure|m'embrouille|lis mal|vois mal"
    r"|(?:dis|ecris|raconte) n'importe quoi)"
    r"|\b(?:au temps|autant) pour moi|\bmea culpa|\bmy bad\b|\blapsus\b|\bcoquille\b"
    r"|\b(?:erreurs?|fautes?) (?:de (?:ma part|frappe|lecture|saisie)|d'inattention)|\b(?:mon erreur"
    r"|ma faute)\b"
    r"|\b(?:trompee?|plantee?|gouree?)\b"
)
_OF = (
    r"(?: (?:de|du|d'|sur|dans|pour|avec|le|la|l'|les|mon|ma|au niveau d[eu]|entre) ?)"
    r"(?:la |le |les |l')?(?:numeros? (?:de |du |d'))?(?:la |le |l')?"
)
SAID = re.compile(rf"(?:{_VERB})(?:{_OF}(?P<what>{SLOTS})s?\b(?! ?(?:n ?°|numero )?\d))?")
# "J'ai inversé la copie et la page": both numbers are right, each in the place of the other.
CROSSED = re.compile(
    rf"\b(?:invers|intervert|confond|echang|melang)\w* (?:les numeros? (?:de |du )?)?(?:le |la |les )?"
    rf"(?:numeros? (?:de |du )?)?(?:la |le )?(?P<one>{SLOTS})"
    rf" (?:et|avec) (?:le |la )?(?:numeros? (?:de |du )?)?(?:la |le )?(?P<other>{SLOTS})\b"
)
# "La page suivante", "celle d'avant": a page told by the one that is held.
_NEIGHBOUR = re.compile(
    r"\b(?:(?:la |les )?(?:page |feuille )?(?P<after>suivante|d'apres|juste apres)"
    r"|(?:la |les )?(?:page |feuille )?(?P<before>precedente|d'avant|juste avant))\b"
)
_AROUND = re.compile(
    r"\b(?:attend\w*|non|nan|oups|ah|oh|euh|zut|mince|pardon|desole\w?|excuse\w*|moi|bon|en fait|je crois"
    r"|que|merde"
    r"|flute|la|quelque part|je|j'|il y a|on|un|une)\b"
)
_MORE = re.compile(r"\w")
SHORT = 8  # words


def without(folded: str) -> str:
    """The message without the words of a slip: what is left is the value that is right."""
    return SAID.sub(" ", folded)


def is_all(folded: str) -> bool:
    """ "Attendez, je me suis trompé": that something is wrong, and nothing more."""
    return bool(SAID.search(folded)) and not _MORE.search(_AROUND.sub(" ", without(folded)))


def crossed(folded: str) -> tuple[str, str] | None:
    """The two slots whose values were put each in the place of the other."""
    match = CROSSED.search(folded)
    return (match["one"], match["other"]) if match and match["one"] != match["other"] else None


def neighbour(folded: str) -> int:
    """1 for "la suivante", -1 for "celle d'avant", 0 for neither."""
    match = _NEIGHBOUR.search(folded)
    if match is None or len(folded.split()) > SHORT or "?" in folded:
        return 0
    return 1 if match["after"] else -1
