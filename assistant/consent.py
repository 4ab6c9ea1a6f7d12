"""Consent, the same for every form: nothing leaves without a whole utterance that reads as a yes."""

import re

from assistant.words import HELD_DOWN, fold, spelled_out

_WHAT = (
    r"(?:signalement|rapport|demande|ticket|dossier|copie|message|remontee|retour|question|page|nom|texte"
    r"|temoignage|avis|formulaire|declaration|bureau(?: des examens)?|centre)"
)
_OBJECT = (
    r"(?:-(?:le|la|les|moi|lui|leur|y)\b|\s+(?:(?:le|la|les|l'|ce|cet|cette|ma|mon|mes|un"
    rf"|une)\s*)?{_WHAT}s?\b"
    r"|\s+(?:le (?:tout|suivant)|la suivante|tout|ca|cela|le|la|les (?:deux|trois|quatre)|les autres|l'autre"
    r"|celui-(?:la|ci)"
    r"|celle-(?:la|ci))\b)"
)
_VERB = (
    r"(?:envo(?:i[es]?|yez|yer|yons)|transmet(?:s|tez|tre|tons)?|confirme[rz]?|valide[rz]?|masque[rz]?"
    r"|cache[rz]?|previen[st]?|preven(?:ez|ir)|ouvr(?:e|ez|ir)|cree[rz]?|signale[rz]?|partage[rz]?"
    r"|fai(?:s|t|tes|re)|lance[rz]?|enregistre[rz]?|y aller|diffuse[rz]?|adresse[rz]?|balance[rz]?|fonce[rz]?"
    r"|expedie[rz]?|depose[rz]?)"
)
_TO = (
    r"(?:\s+(?:a|au|aux|a l'|a la|a un|a une)\s*(?:agent|quelqu'un|assistance|syndicats?|delegues?"
    r"|bureau(?: des examens)?|centre|personne))"
)
# What is a yes on its own.
_YES = (
    r"oui+|ouais+|ouai|ouaip|ouep|oue|wi|we|ui|yes|yess|yep|yup|ok+|okay|okey|oki|d'?accord|d'? ?acc?|dac"
    r"|entendu"
    r"|bien entendu|voila|banco|vendu|roger|c'?est parti|c parti|(?:je suis )?partant\w?"
    r"|parfait|exact|exactement|tout a fait|absolument|bien sur|evidemment|certainement|volontiers"
    r"|avec plaisir|effectivement|en effet|affirmatif|go|impec\w*|nickel|super|tres bien|top|carrement"
    r"|sans probleme|pas de (?:probleme|souci)s?|(?:ca|tout) (?:me va|marche|roule|convient|me convient"
    r"|colle)"
    r"|(?:c'?est|c|tout est|tout|on est) (?:(?:bien|exactement|tout a fait|vraiment) )?(?:ca|cela|bons?|ok"
    r"|exact"
    r"|correct|juste|parfait|tout bon|bien|d'accord|note|en ordre|complet|tres bien|valide|la bonne(?: copie"
    r"| page)?"
    r"|le bon(?: lot)?|elle|celle-(?:la|ci)|lui)"
    r"|(?:mais|bah|ben) oui|bien sur que oui|(?:adjuge|approuve|confirme|valide|note|recu)e?s?|bien recu"
    r"|rien (?:d'autre )?a (?:changer|corriger|modifier|ajouter|redire|dire)"
    r"|(?:ok|oui|d'accord|bon) pour (?:l'envoi|ca|cela)"
    r"|(?:je|j') ?(?:confirme|valide|accepte|consens|l'accepte|approuve|suis d'accord|suis ok|veux bien)"
    rf"|(?:allez|vas|allons)[- ]y|(?:ok|oui|d'accord|bon|partant\w?) pour (?:moi|{_VERB}(?:{_OBJECT})?)"
    r"|(?:(?:vous|tu|on|je vous laisse|je te laisse|merci de|veuillez|il faut|faut|pouvez-vous|peux-tu"
    r"|je veux"
    r"|je souhaite|j'aimerais|je prefere)\s+)?(?:(?:peux|pouvez|peut|bien|vous)\s+)*(?:(?:le|la|l'|les|me"
    r"|lui|leur)\s*)*"
    rf"{_VERB}(?:{_OBJECT})?(?: rapidement)?(?:{_TO})?"
)
# What goes with a yes and is none.
_POLITE = (
    r"merci|cette fois(?:-ci)?|svp|stp|s'?il (?:vous|te) plai[t]|bonjour|bonsoir|madame|monsieur|beaucoup"
    r"|bien|d'avance|bonne"
    r"(?: fin de)? (?:soiree|journee|nuit)|cordialement|au revoir|a bientot|alors|donc|be?n|bah|bon|ah|oh|eh"
    r"|hop|hein|la|aussi|egalement|quand meme|pareil|idem|du coup|et|puis|tout de suite|maintenant|vite"
    r"|rapidement|immediatement|des que possible"
    r"|des qu'(?:il|elle|ca) (?:repond|revient|marche)|comme (?:ca|cela)|ainsi|tel quel|telle quelle|pour moi"
    r"|rien(?: d'autre)?(?: a (?:changer|corriger|modifier|ajouter|redire))?(?=\W*[,.;:])"
    r"|(?:mais )?(?:de (?:facon|maniere) )?anonym(?:e|ement)(?:,? seulement)?|en anonyme"
    r"|(?:mais )?je (?:ne )?(?:veux|souhaite|voudrais|tiens) pas (?:a )?(?:que mon nom (?:apparaisse|figure"
    r"|soit \w+)"
    r"|(?:etre|qu'on soit) (?:identifie|citee?|nommee?|reconnue?)\w*|donner mon (?:nom|identite)"
    r"|qu'on (?:sache|voie) (?:qui je suis|mon nom|que c'est moi)|qu'on (?:me reconnaisse|m'identifie))"
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
# Where what she wants to tell begins, and what takes a yes back even there.
_MATTER = re.compile(
    r"\b(?:c'est (?:pour|au sujet|a propos|parce|concernant|rapport|un|une|le|la|mon|ma|que)|ca concerne"
    r"|il s'agit"
    r"|au sujet|a propos|concernant|rapport a|parce qu|car|vu que|puisqu|dites|precise[rz]?|je (?!crois|pense"
    r"|suppose|sais|prefere|veux|voudrais)|j'(?:ai|avais|attends)|mon|ma|mes|on m|personne)\b"
)
_SECOND_THOUGHT = re.compile(
    r"\b(?:mais (?:non|pas|attend\w*|d'abord|avant|plus tard|seulement)|enfin non|finalement|annul\w+"
    r"|arret\w+"
    r"|pas (?:maintenant|tout de suite|encore sure?)|peut[- ]etre|plus tard|n'envo\w+|ne (?:transmet"
    r"|fait)\w+)\b"
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
_ORDER = re.compile(rf"^\W*(?:(?:{_POLITE}|vous pouvez|tu peux|on peut|il faut|faut)\W+)*{_VERB}\b")
# Before the word that sends, what would have it wait.
_HOLDS = re.compile(
    r"\b(?:attend\w*|avant|d'abord|si|quand|plus tard|demain|apres|une fois|des que|n'envo\w*|ne (?:transmet"
    r"|fait)\w*)\b"
)
SHORT = 8  # words
LONGEST = 16  # words: a longer message says something else
THUMB = str.maketrans({"👍": " ok ", "👌": " ok ", "✅": " ok ", "👎": " non "})


def is_yes(text: str) -> bool:
    """The whole message is a yes, politeness apart: no negation, no hedge, no question, nothing more."""
    folded = _read(text)
    if len(folded.split()) > LONGEST or "?" in folded:
        return False
    return bool(_WHOLE.match(folded) and _SAYS_YES.search(folded))


def opens_with_yes(text: str) -> bool:
    """ "Oui, faites-le pour la CGE": a clear yes, then words to add, and no doubt of what she wants.

    In what she adds of her matter, « je n’ai jamais reçu ma convocation » doubts nothing.
    """
    folded = _read(text)
    opening = _OPENS.match(folded)
    if not opening or "?" in folded:
        return False
    matter = _MATTER.search(folded, opening.end())
    said, told = (folded[: matter.start()], folded[matter.start() :]) if matter else (folded, "")
    return not (_DOUBT.search(said) or _SECOND_THOUGHT.search(told))


def ends_with_an_order(text: str) -> bool:
    """ "C'est bien celle-là, la fin est illisible, envoyez": a reason, then the word that sends."""
    *before, last = re.split(r"[.,;:!]+\s*|\s(?:donc|alors)\s", _read(text).rstrip(" .!")) or [""]
    ordered = bool(_ORDER.match(last)) and is_yes(last)
    return ordered and "?" not in text and not _HOLDS.search(" ".join(before))


def is_without_doubt(text: str) -> bool:
    """Short, asking nothing, and without a word of doubt: what a reader may be believed of."""
    folded = _read(text)
    return len(folded.split()) <= SHORT and "?" not in folded and not _DOUBT.search(folded)


def is_vague(text: str) -> bool:
    """Neither a clear yes nor any matter: to be asked again, and not to be kept as words of hers."""
    words = re.findall(r"[a-z]+", _read(text))
    return len(words) <= LONGEST and all(word in _VAGUE for word in words)


def _read(text: str) -> str:
    return HELD_DOWN.sub(r"\1", fold(spelled_out(text.translate(THUMB)))).strip()
