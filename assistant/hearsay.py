"""Who is said to have said it (« selon Mme Exemple », « ma collègue dit que »): asked without."""

import re

from assistant import people
from assistant.words import fold

NAMED = rf"{people.TITLED.pattern.replace('?P<name>', '?:')}"
COLLEAGUE = (
    r"\b(?:[Mm]a|[Mm]on|[Mm]es|[Uu]ne?|[Dd]es|[Ll]es|[Ll]e|[Ll]a) "
    r"(?:coll[èe]gues?|coll|voisine?s?|bin[ôo]me|amie?s?|copine?|conjointe?|mari|femme|compagne|compagnon)"
    r"(?: de (?:bureau|salle|lyc[ée]e|philo|maths|jury|\w+))?"
)
SOMEBODY = rf"(?:{NAMED}|{COLLEAGUE})"
SAYS = (
    r"(?:dit|disait|disent|affirme|soutient|assure|pr[ée]tend|explique|[ée]crit|r[ée]pond|certifie|jure|confirme"
    r"|pense|croit|raconte|annonce|demande|affirm[ée]|soutenu|assur[ée]|pr[ée]tendu|expliqu[ée]|r[ée]pondu"
    r"|certifi[ée]|jur[ée]|confirm[ée]|racont[ée]|annonc[ée]|demand[ée])"
)
ACCORDING = re.compile(
    rf"\b(?:[Ss]elon|[Dd][’']apr[èe]s|[ÀàAa] en croire|[Ss]i j[’']en crois)\s+{SOMEBODY}\s*,?\s*"
)
TOLD = re.compile(
    rf"{SOMEBODY}\s+(?:(?:me|m[’']|nous|te|vous)\s*)?(?:(?:l[’'])?(?:a|ont|avait)\s+)?{SAYS}"
    r"(?:\s+(?:qu[’']|que\s|si\s)|\s*[:,]\s*(?:que\s|qu[’'])?)\s*"
)
# "Elle a fini son lot, c'est vrai ?": it is of her that something is asked.
OF_HERS = re.compile(r"\b(?:elle|son|sa|ses)\b")


def without_source(text: str) -> str:
    """The message without who is said to have said it; as it was when nothing would be left of it."""
    rest = TOLD.sub("", ACCORDING.sub("", text)).strip()
    about_her = rest != text.strip() and OF_HERS.search(fold(rest))
    return text if about_her or len(rest.split()) < 2 else rest
