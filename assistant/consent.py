"""Consent, the same for every form: nothing leaves without a whole utterance that reads as a yes."""

import re

from assistant.words import HELD_DOWN, fold, spelled_out

_WHAT = (
    r"(?:signalement|rapport|demande|ticket|dossier|copie|message|remontee|retour|question|page|nom|texte"
    r"|temoignage|avis|formulaire|declaration|bureau(?: des examens)?|centre)"
)
_OBJECT = (
    rf"(?:-(?:le|la|les|moi|lui|leur|y)\b|\s+(?:(?:le|la|les|l'|ce|cet|cette|ma|mon|mes|un|une)\s*)?{_WHAT}s?\b"
    r"|\s+(?:tout|ca|cela|le|la)\b)"
)
_VERB = (
    r"(?:envo(?:i[es]?|yez|yer|yons)|transmet(?:s|tez|tre|tons)?|confirme[rz]?|valide[rz]?|masque[rz]?"
    r"|cache[rz]?|previen[st]?|preven(?:ez|ir)|ouvr(?:e|ez|ir)|cree[rz]?|signale[rz]?|partage[rz]?"
    r"|fai(?:s|tes|re)|lance[rz]?|enregistre[rz]?|y aller|diffuse[rz]?|adresse[rz]?)"
)
_TO = (
    r"(?:\s+(?:a|au|aux|a l'|a la|a un|a une)\s*(?:agent|quelqu'un|assistance|syndicats?|delegues?"
    r"|bureau(?: des examens)?|centre|personne))"
)
# What is a yes on its own.
_YES = (
    r"oui+|ouais+|ouaip|ouep|wi|ui|yes|yep|ok+|okay|okey|d'?accord|d'? ?acc?|dac|entendu|bien entendu|voila"
    r"|parfait|exact|exactement|tout a fait|absolument|bien sur|evidemment|certainement|volontiers"
    r"|avec plaisir|effectivement|en effet|affirmatif|go|impec\w*|nickel|super|tres bien|top|carrement"
    r"|sans probleme|pas de (?:probleme|souci)s?|(?:ca|tout) (?:me va|marche|roule|convient|me convient)"
    r"|(?:c'?est|c|tout est|tout) (?:ca|cela|bon|ok|bien ca|exact|correct|juste|parfait|tout bon|bien"
    r"|d'accord|note|en ordre|complet|tres bien|bien cela)"
    r"|(?:je|j') ?(?:confirme|valide|accepte|consens|l'accepte|approuve|suis d'accord|suis ok|veux bien)"
    rf"|(?:allez|vas|allons)[- ]y|(?:ok|oui|d'accord|bon|partant\w?) pour (?:moi|{_VERB}(?:{_OBJECT})?)"
    r"|(?:(?:vous|tu|on|je vous laisse|merci de|veuillez|il faut|faut|pouvez-vous|peux-tu|je veux"
    r"|je souhaite)\s+)?(?:(?:peux|pouvez|peut|bien|vous)\s+)*(?:(?:le|la|l'|les|me|lui|leur)\s*)*"
    rf"{_VERB}(?:{_OBJECT})?(?: rapidement)?(?:{_TO})?"
)
# What goes with a yes and is none.
_POLITE = (
    r"merci|svp|stp|s'?il (?:vous|te) plai[t]|bonjour|bonsoir|madame|monsieur|beaucoup|bien|d'avance|bonne"
    r"(?: fin de)? (?:soiree|journee|nuit)|cordialement|au revoir|a bientot|alors|donc|be?n|bah|bon|ah|oh|eh"
    r"|hop|du coup|et|puis|tout de suite|maintenant|vite|rapidement|immediatement|des que possible"
    r"|des qu'(?:il|elle|ca) (?:repond|revient|marche)|comme (?:ca|cela)|ainsi|tel quel|telle quelle|pour moi"
    r"|rien(?: d'autre)?(?: a (?:changer|corriger|modifier|ajouter|redire))?(?=\W*[,.;:])"
    r"|(?:mais )?(?:de (?:facon|maniere) )?anonym(?:e|ement)(?:,? seulement)?|en anonyme"
    r"|(?:mais )?sans (?:que mon nom (?:apparaisse|figure)|(?:citer |donner |mettre |dire )?(?:mon (?:nom"
    r"|identite)|qui je suis))"
)
_WHOLE = re.compile(rf"^\W*(?:(?:{_YES}|{_POLITE})(?![\w'-])[^\w?]*)+$")
_SAYS_YES = re.compile(rf"(?<![\w'-])(?:{_YES})(?![\w'-])")
_OPENS = re.compile(rf"^\W*(?:(?:{_POLITE})(?![\w'-])\W*){{0,3}}(?:{_YES})(?![\w'-])")
# A negation, a hedge, a contrast, a delay: with one of these, a yes is not clear.
_DOUBT = re.compile(
    r"\b(?:non|nan|pas|plus|jamais|rien|ne|n'|sans que|mais|enfin|sauf|sinon|peut[- ]etre|euh|mouais|bof|hum+"
    r"|hmm+|je (?:crois|pense|suppose|sais)|si (?:vous|tu|jamais|possible)|sans doute|eventuel\w+|plutot"
    r"|finalement|avant|d'abord|attend\w*|plus tard|demain|a voir|pourquoi|comment|annul\w+|arret\w+)\b"
)
# Words of which one neither consents nor says anything more: « ouais enfin non », « je sais pas trop ».
VAGUE_WORDS = """
oui ouais ouaip yes ok okay d accord dac non nan no pas plus peut etre mouais mouai bof euh heu hum hm
hmm je j tu vous on ca cela c est ce n ne sais sait crois pense suppose trop vraiment sur sure certain
certaine enfin mais si voulez veux comme pourquoi voir verra depend moyen moyennement doute sans
eventuellement faut il a et ou bien bon ben bah ah oh confirme valide envoie envoyez transmets
transmettez reflechis reflechir attends attendez attendre minute seconde instant une un moment tard
demain tout suite encore jamais que le la les vais va y laisse moi merci svp stp plait moins aucune idee
hesite suffit pff pfff alors donc quoi quand meme toujours super genial voila bonjour desole desolee
"""
_VAGUE = frozenset(VAGUE_WORDS.split())
LONGEST = 16  # words: a longer message says something else
THUMB = str.maketrans({"👍": " ok ", "👌": " ok ", "✅": " ok ", "👎": " non "})


def is_yes(text: str) -> bool:
    """The whole message is a yes, politeness apart: no negation, no hedge, no question, nothing more."""
    folded = _read(text)
    if len(folded.split()) > LONGEST or "?" in folded:
        return False
    return bool(_WHOLE.match(folded) and _SAYS_YES.search(folded))


def opens_with_yes(text: str) -> bool:
    """ "Oui, faites-le pour la CGE": a clear yes, then words to add, without a doubt in any of them."""
    folded = _read(text)
    return bool(_OPENS.match(folded)) and "?" not in folded and not _DOUBT.search(folded)


def is_vague(text: str) -> bool:
    """Neither a clear yes nor any matter: to be asked again, and not to be kept as words of hers."""
    words = re.findall(r"[a-z]+", _read(text))
    return len(words) <= LONGEST and all(word in _VAGUE for word in words)


def _read(text: str) -> str:
    return HELD_DOWN.sub(r"\1", fold(spelled_out(text.translate(THUMB)))).strip()
