"""What she says of the tool that she was told to try first: it was enough, or it was not."""

import re

from assistant.drafts import Draft, Slot
from assistant.scan_replies import SELF_SERVICE

LONGEST = 16  # words
_FAILED = re.compile(
    r"\b(?:ca|cela|ce|il|elle|le bouton|l'outil|la fonction|reorganiser|rien|c'est)\b[^.;?]{0,15}?"
    r"\b(?:marche|fonctionne|suffi\w*|change|repond|resou\w*|regle|aide|fait)\w* (?:toujours |vraiment )?"
    r"(?:pas|rien|plus)\b"
    r"|\b(?:marche|fonctionne|suffit) (?:toujours |vraiment )?pas\b"
    r"|\b(?:deja|tout) (?:essaye|tente|fait)\w*\b|\bj'ai (?:bien |aussi )?(?:essaye|tente)\b"
    r"|\barrive (?:pas|toujours pas)\b|\bpas (?:reussi|pu|arrivee?|suffi|marche|fonctionne)\b"
    r"|\b(?:bouton|outil|icone)\b.{0,25}\b(?:grisee?|bloquee?|inactive?|absente?|introuvable)\b"
)
_MENDED = re.compile(
    r"\bj'(?:ai|y ai) (?:tout |bien )?(?:reussi|remis|repare|tourne|retourne|reordonne|reorganise|trouve)\b"
    r"|\bj'y suis arrivee?\b|\b(?:ca|cela) (?:a (?:marche|suffi|fonctionne)|suffit)\b(?! pas)"
    r"|\b(?:c'est|tout est|elles? (?:est|sont)) (?:regle|repare|remis|range|corrige|en ordre)\w*\b"
    r"|\bje (?:m'en (?:charge|occupe)|(?:vais )?(?:le|la|les) (?:fais|faire|remets|remettre|tourne\w*) moi)"
    r"|\b(?:plus|pas) (?:besoin|la peine)\b"
)


def failed(draft: Draft, folded: str) -> bool:
    """ "Si cela ne suffit pas, je l'envoie ?" « Non, le bouton ne marche pas. »: it may leave."""
    return _is_offered(draft, folded) and bool(_FAILED.search(folded)) and not _MENDED.search(folded)


def mended(draft: Draft, folded: str) -> bool:
    """She did it herself: there is nothing left to send."""
    return _is_offered(draft, folded) and bool(_MENDED.search(folded))


def _is_offered(draft: Draft, folded: str) -> bool:
    asked = draft.asked is Slot.CONFIRM and draft.defect in SELF_SERVICE
    return asked and "?" not in folded and len(folded.split()) <= LONGEST
