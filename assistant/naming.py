"""What a question names: its nouns, proper names, the two sides of a choice."""

import re

from assistant.words import fold, topic

# What stands before a noun; verbs and adverbs do not follow these words.
DETERMINER = re.compile(
    r"(?:l[ae]s?|une?|d[eu]s?|[dl]|aux?|[mts](?:on|a|es)|ce[st]?|cette|leurs?|[nv]otre|[nv]os|en|par|pour|sans|avec|chaque|"
    r"tou(?:te?s?|s)|quel(?:le)?s?|aucune?|deux|trois|chez|dans|sur|sous|et|ou)"
)
NAMED = re.compile(
    r"(?<=[a-zà-ÿ,:('’] )[A-ZÀ-Ý][\w-]+|(?<=[dlDL]['’])[A-ZÀ-Ý][\w-]+|\b[A-ZÀ-Ý]{2,}\w*\b|\b[A-Z]+\d+\b|"
    r"\b(?:19|20)\d\d\b"
)


def nouns(text: str) -> frozenset[str]:
    """Stems of the words that follow a determiner, are written with a capital, or are all there is."""
    found: set[str] = set()
    before = ""
    for match in re.finditer(r"[^\W_]+'?", fold(text)):
        word = match.group()
        written = text[match.start() : match.end()]
        named = match.start() > 0 and written[:1].isupper()
        if (DETERMINER.fullmatch(before) or named or any(c.isdigit() for c in word)) and not word.endswith(
            "'"
        ):
            found |= set(topic(written))
        before = word.rstrip("'")
    return frozenset(found)


def alternatives(text: str) -> frozenset[str]:
    """The nearest word of meaning on each side of « ou »."""
    found: set[str] = set()
    for match in re.finditer(r"\bou (?!non\b|pas\b)", text):
        left, right = topic(text[: match.start()]), topic(text[match.end() :])
        found |= set(left[-1:]) | set(right[:1])
    return frozenset(found)


def names(text: str) -> frozenset[str]:
    return frozenset(t for match in NAMED.finditer(text) for t in topic(match.group()))
