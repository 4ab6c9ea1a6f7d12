"""« Pfff quelle journée », « vivement la fin » : said to be heard; nothing is asked and nothing is"
" searched."""

import re

from assistant.field import FIELD
from assistant.words import HELD_DOWN, fold, spelled_out

LONGEST = 10  # words
_OH = (
    r"pf+|ouf|fiou|oh|ah|eh|rh?a+h?|ola(?:la)?|ou?la(?:la)?|(?:oh )?la la|puree|punaise|bon sang"
    r"|bonte divine|mon dieu"
    r"|la vache|misere|h?e+ be+n|ben dis donc|dis donc|franchement|vraiment|serieux|bon|be?n|bah|quand meme"
    r"|allez|bref"
    r"|encore|desole\w?|bonsoir|bonjour"
)
_MOMENT = (
    r"journees?|soirees?|semaines?|matinees?|nuits?|annees?|galeres?|enfer|bazar|bordel|cirque|plaie|horreur"
    r"|misere"
    r"|chantier|fatigue|corvee|purge|cauchemar|usine a gaz|foutoir|tristesse|ennui|chaleur|froid"
    r"|temps de chien|boulot"
    r"|travail|job|metier|vie|rythme|marathon"
)
_HOW = (
    r"long(?:ue)?s?|dur|fatigante?|fatiguant|penible|lourd|epuisant|ereintant|interminable|usant|chiant"
    r"|complique"
    r"|tard|la fin|la galere|l'enfer|l'usine|la cata\w*|pas facile|pas evident|pas drole"
)
_STATE = (
    r"fatiguee?|creve\w*|naze|claquee?|mort(?:e)?|rincee?|vannee?|kaput|hs|saoulee?|soulee?|degoutee?"
    r"|blasee?|enervee?"
    r"|stresse\w*|debordee?"
)
_SAID = (
    rf"(?:quel(?:le)?s? (?:\w+ )?(?:{_MOMENT})|(?:que |comme |qu'est-ce que )?c'est (?:\w+ ){{0,2}}(?:{_HOW})"
    rf"|(?:je suis|chui|suis) (?:\w+ ){{0,2}}(?:{_STATE})|vivement \w.*|ras[- ]le[- ]bol"
    r"|j'en ai (?:\w+ )?(?:marre|assez|ras le bol|plein le dos|ma claque|ras la casquette)"
    r"|(?:j'ai|g) (?:\w+ )?(?:faim|sommeil|froid|chaud|mal dormi)|il (?:fait|est) (?:\w+ )?(?:tard|chaud"
    r"|froid|beau|moche)"
    r"|on n'en voit pas (?:le bout|la fin)|j'en vois pas (?:le bout|la fin)|je vais (?:me coucher|dormir"
    r"|au lit)"
    r"|y en a marre|il y en a marre|(?:la|une) (?:journee|semaine|soiree) (?:de (?:dingue|fou|merde)"
    r"|difficile|chargee))"
)
_SIGH = re.compile(
    rf"^\W*(?:(?:{_OH})\W+)*(?:(?:{_OH})|(?:{_SAID})(?:\W+(?:ce soir|aujourd'hui|la|quand meme|vraiment"
    r"|franchement|hein"
    r"|quoi|moi|tout ca|ces copies|les copies|a force|en ce moment))*)\W*$"
)
_NO_SIGH = re.compile(
    r"^\W*(?:oh|ah|eh|bon|be?n|bah|allez|bref|encore|vraiment|desole\w?|bonsoir|bonjour)\W*$"
)


def is_one(text: str) -> bool:
    """Short, without a question mark or a number, and made of nothing else."""
    folded = HELD_DOWN.sub(r"\1", fold(spelled_out(text)))
    if "?" in folded or re.search(r"\d", folded) or len(folded.split()) > LONGEST or _NO_SIGH.match(folded):
        return False
    return bool(_SIGH.match(folded)) and not FIELD.search(re.sub(r"\bcopies\b", "", folded))
